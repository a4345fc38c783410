"""What can happen, each with a number: words of numbers are quick to keep and to compare."""

from __future__ import annotations

from typing import Any, Final

from workflows.rules.trace import Happening

# As plain texts: a member of an enumeration is hashed in Python, and this is done millions of times.
ENTERED, LEFT, CANCELLED, FLOW, OVER = (
    str(each.value) for each in (Happening.ENTERED, Happening.LEFT, Happening.CANCELLED, Happening.FLOW, Happening.OVER)
)
Occurrence = tuple[Any, ...]
"""Happening, element, label, outputs, fields, end, and which other routes ran that were asked after."""
_NONE: Final = frozenset[str]()


class Alphabet:
    """Occurrences of one process, numbered as they come up."""

    def __init__(self) -> None:
        self.symbols: list[Occurrence] = []
        """By number."""
        self._numbers: dict[Occurrence, int] = {}
        self._plain: dict[tuple[str, str, str], int] = {}

    def number(self, occurrence: Occurrence) -> int:
        """The number of an occurrence."""
        found = self._numbers.get(occurrence)
        if found is None:
            found = self._numbers[occurrence] = len(self.symbols)
            self.symbols.append(occurrence)
        return found

    def plain(self, happening: str, element: str, label: str = "") -> int:
        """The number of one with nothing beside it."""
        key = (happening, element, label)
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = self.number((happening, element, label, (), (), "", _NONE))
        return found
