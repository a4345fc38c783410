"""Whether something that was in a file is gone from it: cheap enough to ask at every save."""

from __future__ import annotations

import re
from typing import Final

_ID: Final = re.compile(rb"""\bid["']?\s*[=:]\s*["']([^"']*)["']""")
"""How elements, columns, rules of a table and questions of a form are named, in XML, JSON and TOML alike."""


def takes_away(old: bytes, new: bytes) -> bool:
    """Whether something with an id was in `old` and is not in `new`, also where either cannot be read."""
    return not set(_ID.findall(old)) <= set(_ID.findall(new))
