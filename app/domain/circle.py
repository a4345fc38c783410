"""From lane to people (architecture section 9): for whom a task opens, and who is put on the team by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.functions import AANDACHTSFUNCTIONARIS, DIRECTEUR, INTERN_BEGELEIDER, LEERKRACHT, WAARNEMER

LEADERS: Final = (INTERN_BEGELEIDER, AANDACHTSFUNCTIONARIS, DIRECTEUR, WAARNEMER)
"""Whose functions let them lead a route that they are on: withdraw it, or deviate from it."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is on the team of a dossier now, of all its routes or of one."""

    person: UUID
    route: UUID | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """The people around one dossier, as they are at this instant."""

    members: frozenset[Member] = frozenset()
    holders: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    """Function to all who hold it at the pupil's school or for the whole board."""
    teachers: frozenset[UUID] = frozenset()
    """The teachers of the pupil's groups."""
    denied: frozenset[UUID] = frozenset()
    """Who may never be on this dossier; goes before everything."""
    standing: frozenset[str] = frozenset()
    """Functions that are on the team without being asked."""
    ends: Mapping[tuple[str, UUID], datetime] = field(default_factory=dict)
    """Function and person to when that ends, of those who hold it for a time: deputies."""

    def until(self, person: UUID, functions: Iterable[str]) -> datetime | None:
        """Till when somebody holds any of these functions; None for good, and for who holds none of them."""
        ends = [self.ends.get((name, person)) for name in functions if person in self.holders.get(name, ())]
        known = [each for each in ends if each is not None]
        return max(known) if known and len(known) == len(ends) else None

    def holding(self, functions: Iterable[str]) -> frozenset[UUID]:
        """Everybody at the school with one of these functions."""
        return frozenset().union(*(self.holders.get(name, frozenset()) for name in functions)) - self.denied

    def on_team(self, route: UUID) -> frozenset[UUID]:
        """Everybody on the team of a route, asked or standing."""
        asked = {member.person for member in self.members if member.route in (None, route)}
        return (frozenset(asked) | self.holding(self.standing)) - self.denied

    def leading(self, route: UUID, readers: Iterable[str]) -> frozenset[UUID]:
        """Who may withdraw a route or deviate from it; `readers` are the functions for which the route exists."""
        asked = {member.person for member in self.members if member.route == route}
        return self.holding(LEADERS) & (asked | (self.on_team(route) & self.holding(readers)))


@dataclass(frozen=True, slots=True)
class Found:
    """For whom a task is."""

    people: frozenset[UUID]
    joining: frozenset[UUID] = frozenset()
    """Those of them who were not on the team yet."""
    instead: frozenset[str] = frozenset()
    """Functions that get it because nobody has those that were drawn; then somebody must look at it."""


def find(circles: Sequence[Sequence[str]], circle: Circle, route: UUID) -> Found:
    """The people of a task. `circles` as `Bundle.circles` gives them; none of them means everyone on the dossier."""
    team = circle.on_team(route)
    if not circles:
        return Found(team)
    people = frozenset[UUID]().union(*(_people_of(functions, circle, team) for functions in circles))
    if people:
        return Found(people, people - team)
    helpers = circle.holding([INTERN_BEGELEIDER])
    return Found(helpers, helpers - team, frozenset({INTERN_BEGELEIDER}))


def anybody_left(circles: Sequence[Sequence[str]], circle: Circle, route: UUID) -> bool:
    """Whether somebody who is on the route can do an open task. `circles` as in `find`."""
    team = circle.on_team(route)
    return bool(team & circle.holding(name for functions in circles for name in functions) if circles else team)


def _people_of(functions: Sequence[str], circle: Circle, team: frozenset[UUID]) -> frozenset[UUID]:
    all_of_them = circle.holding(functions)
    if found := all_of_them & team:
        return found
    of_the_group = (circle.teachers & circle.holding([LEERKRACHT])) - circle.denied
    if LEERKRACHT in functions:
        return of_the_group | circle.holding(name for name in functions if name != LEERKRACHT)
    return all_of_them
