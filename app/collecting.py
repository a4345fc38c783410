"""How often Python looks for what nobody holds any more."""

from __future__ import annotations

import gc
from typing import Final

_OBJECTS: Final = 20_000
"""That many made beyond those let go, before it looks: a request makes some thousands, a proof many more."""


def collect_seldom() -> None:
    """For a process that has begun: what was made up to now stays for good, and is no longer looked through.

    Measured: of completing a task a sixth of the processor's time went to looking, of a proof as much.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, 20, 20)
