"""What can happen, each with a number: words of numbers are quick to keep and to compare."""

from __future__ import annotations

from typing import Any

from workflows.rules.trace import Happening

# As plain texts: a member of an enumeration is hashed in Python, and this is done millions of times.
ENTERED, LEFT, CANCELLED, FLOW, OVER = (
    str(each.value) for each in (Happening.ENTERED, Happening.LEFT, Happening.CANCELLED, Happening.FLOW, Happening.OVER)
)
Occurrence = tuple[Any, ...]
"""Happening, element, label, outputs, fields, end, and which other routes ran that were asked after."""


class Alphabet:
    """Occurrences of one process, numbered as they come up."""

    def __init__(self) -> None:
        self.symbols: list[Occurrence] = []
        """By number."""
        self._numbers: dict[Occurrence, int] = {}
        self.plain: dict[tuple[str, str, str], int] = {}
        """The same by their first three, of those with nothing beside these: most are, and are told very often."""

    def number(self, occurrence: Occurrence, *, plain: bool = False) -> int:
        """The number of an occurrence; `plain` where nothing can ever stand beside its first three."""
        found = self._numbers.get(occurrence)
        if found is None:
            found = self._numbers[occurrence] = len(self.symbols)
            self.symbols.append(occurrence)
        if plain:
            self.plain[occurrence[0], occurrence[1], occurrence[2]] = found
        return found
