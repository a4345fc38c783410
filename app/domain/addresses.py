"""What counts as an address for mail: one, that the head of a letter can bear as it stands."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r'[^@\s,;:<>()\[\]"\\]{1,64}@[^@\s,;:<>()\[\]"\\.]+(\.[^@\s,;:<>()\[\]"\\.]+)+')
_LONGEST: Final = 254
_CODED: Final = "=?"
"""Begins a word that mail reads as another: it may hide a second address, or a new line."""


def is_address(text: str) -> bool:
    """Whether it is one address such as naam@school.nl."""
    plain = text.isprintable() and _CODED not in text
    return plain and len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
