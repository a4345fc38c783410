"""On which version of its protocol a route ran at each of its facts: a route that was migrated ran on more than one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of one route, in order, each with the sequence of the first fact on it."""

    periods: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(cls, facts: Iterable[tuple[int, Mapping[str, Any]]]) -> Versions:
        """By the facts of a route: sequence and document, in order."""
        found: list[tuple[int, str]] = []
        for sequence, document in facts:
            geheel = str(document["moment"]["bundle"]) if "moment" in document else ""
            if geheel and (not found or found[-1][1] != geheel):
                found.append((sequence, geheel))
        return cls(tuple(found))

    def at(self, sequence: int) -> str:
        """The version at a fact; of what is no fact (0) the last. Empty where nothing moved the route."""
        before = [geheel for first, geheel in self.periods if not sequence or first <= sequence]
        return before[-1] if before else ""

    def every(self) -> tuple[str, ...]:
        """Each once, in order."""
        return tuple(dict.fromkeys(geheel for _, geheel in self.periods))
