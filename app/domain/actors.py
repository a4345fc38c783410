"""Who acts: a person with the functions that they hold now, or the system itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

_NOBODY: Final = UUID(int=0)


class ActorKind(StrEnum):
    """Whether a person acts or the clock."""

    PERSON = "person"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Holding:
    """A function that somebody holds now: at a school, or without one at the board, for all of its schools."""

    function: str
    school: UUID | None

    def reaches(self, school: UUID) -> bool:
        """Whether it counts at a school."""
        return self.school is None or self.school == school


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever sends a command or asks a question. Made for each request, so that a change of rights works at once."""

    board: UUID
    id: UUID
    name: str
    holdings: frozenset[Holding] = frozenset()
    schools: frozenset[UUID] = frozenset()
    """Where this person is employed."""
    kind: ActorKind = ActorKind.PERSON

    @classmethod
    def system(cls, board: UUID) -> Actor:
        """Fires timers, seals and checkpoints, and may do nothing else."""
        return cls(board, _NOBODY, "Leidraad", kind=ActorKind.SYSTEM)

    def functions_at(self, school: UUID) -> frozenset[str]:
        """The functions that count at a school."""
        return frozenset(holding.function for holding in self.holdings if holding.reaches(school))

    def holds(self, functions: Iterable[str], school: UUID) -> bool:
        """Whether any of these functions counts at a school."""
        return not self.functions_at(school).isdisjoint(functions)

    def schools_as(self, functions: Iterable[str]) -> frozenset[UUID | None]:
        """Where any of these functions is held; None stands for every school of the board."""
        wanted = frozenset(functions)
        return frozenset(holding.school for holding in self.holdings if holding.function in wanted)
