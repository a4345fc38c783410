"""Who acts: a person with the functions that they hold now, the system itself, or whoever has the machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

_NOBODY: Final = UUID(int=0)


class ActorKind(StrEnum):
    """Who it is that acts."""

    PERSON = "person"
    SYSTEM = "system"
    OPERATOR = "operator"
    """Whoever has the machine, at the command line: sets up boards, schools and people, and opens no dossier."""
    GUEST = "guest"
    """Whoever holds a one-time link and is not known yet: may nothing."""


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

    @classmethod
    def operator(cls, board: UUID) -> Actor:
        """Whoever sets up and keeps the machine."""
        return cls(board, _NOBODY, "Beheer van de machine", kind=ActorKind.OPERATOR)

    @classmethod
    def guest(cls, board: UUID) -> Actor:
        """Somebody of whom only the board is known, from the link that they were sent."""
        return cls(board, _NOBODY, "", kind=ActorKind.GUEST)

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
