"""Which version of the protocol holds for whom, and from when (ADR 0020).

Two people put a version in force for a whole board, for one school, or for a pilot of some people of a school. What a
person starts begins on that of their pilot; else on that of the school; else on that of the board; each the last one
whose day has come. `app.store.in_force` says the same in SQL, and a test holds both equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Final
from uuid import UUID


class Reach(IntEnum):
    """For how many a version is in force: the narrowest goes first."""

    PILOT = 1
    SCHOOL = 2
    BOARD = 3


@dataclass(frozen=True, slots=True)
class Target:
    """For whom a version is to hold, and from which day."""

    school: UUID | None = None
    """None: the whole board."""
    people: frozenset[UUID] = frozenset()
    """Whose pilot it is; empty where it is for everybody there."""
    day: date | None = None
    """None: at once."""

    @property
    def reach(self) -> Reach:
        """For how many."""
        if self.school is None:
            return Reach.BOARD
        return Reach.PILOT if self.people else Reach.SCHOOL

    def as_json(self) -> dict[str, object]:
        """As a proposal keeps it."""
        return {
            "school": str(self.school) if self.school else None, "people": sorted(map(str, self.people)),
            "day": self.day.isoformat() if self.day else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> Target:
        """The one that was kept."""
        school, people, day = (kept.get(name) for name in ("school", "people", "day"))
        return cls(
            UUID(str(school)) if school else None,
            frozenset(UUID(str(each)) for each in people) if isinstance(people, list) else frozenset(),
            date.fromisoformat(str(day)) if day else None,
        )


EVERYBODY: Final = Target()
"""The whole board, at once."""


@dataclass(frozen=True, slots=True)
class Put:
    """That two people put a version in force."""

    id: UUID
    number: int
    """In the order in which it was done: two of one instant are told apart by it."""
    geheel: str
    reach: Reach
    school: UUID | None
    people: frozenset[UUID]
    since: datetime
    proposed_by: UUID
    agreed_by: UUID
    made_at: datetime
    why: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: UUID | None = None
    """Who asked for that."""
    withdrawn_with: UUID | None = None
    """Who agreed; None where it had not begun yet."""

    def is_live(self, at: datetime) -> bool:
        """Whether its day has come and nobody took it back."""
        return self.withdrawn_at is None and self.since <= at

    def is_planned(self, at: datetime) -> bool:
        """Whether its day is still to come."""
        return self.withdrawn_at is None and self.since > at

    def is_for(self, school: UUID | None, person: UUID | None, own: str | None = None) -> bool:
        """Whether what this person starts at this school is in its reach, or a message of a route on that version."""
        if self.reach is Reach.BOARD:
            return True
        mine = self.reach is Reach.SCHOOL or person in self.people or own == self.geheel
        return self.school == school and mine

    def takes_in(self, other: Put, at: datetime) -> bool:
        """Whether it stands for another: the same version, put in force later for more people."""
        return (
            self.geheel == other.geheel and self.number > other.number and self.reach > other.reach
            and self.school in (None, other.school) and self.is_live(at)
        )  # fmt: skip


def turn_of(puts: Sequence[Put]) -> int:
    """How often something was put in force or taken back: who looked at one turn and acts in another, looks again."""
    return len(puts) + sum(each.withdrawn_at is not None for each in puts)


def standing(puts: Sequence[Put], at: datetime) -> list[Put]:
    """Those that count at an instant, for whomever: the narrowest reach first, of each the last in front."""
    live = [each for each in puts if each.is_live(at) and not any(other.takes_in(each, at) for other in puts)]
    return sorted(live, key=_order)


def holding(
    puts: Sequence[Put], school: UUID | None, person: UUID | None, at: datetime, own: str | None = None
) -> Put | None:
    """The one that holds for what this person starts at this school; without a person, for the school itself.

    What a route begins by a message is in the pilot on its `own` version, where there is one.
    """
    return next((each for each in standing(puts, at) if each.is_for(school, person, own)), None)


def places(puts: Sequence[Put], at: datetime) -> list[Put]:
    """What holds where: the last for the board, for each school, and for each person in a pilot; the widest first."""
    found: dict[UUID, Put] = {}
    taken: set[tuple[UUID | None, UUID | None]] = set()
    for each in standing(puts, at):
        people: Iterable[UUID | None] = each.people if each.reach is Reach.PILOT else (None,)
        new = {(each.school, person) for person in people} - taken
        if new:
            found[each.id] = each
            taken |= new
    return sorted(found.values(), key=lambda each: (-each.reach, -each.since.timestamp(), -each.number))


def _order(each: Put) -> tuple[int, float, int]:
    return each.reach, -each.since.timestamp(), -each.number
