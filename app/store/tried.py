"""What proving and playing the files of a version came to. Each takes seconds, so commands and pages keep it together.

In memory alone, by the hash of the files: they always come out the same.
"""

from __future__ import annotations

from typing import Final

from app.domain.recent import Recent
from workflows import Proof, Results

PROVEN: Final = Recent[tuple[str, str], tuple[Proof, ...]]()
"""By hash and limits: every rule, and whether the processes are sound."""
PLAYED: Final = Recent[str, Results]()
"""By hash: all scenarios that lie in the files."""
