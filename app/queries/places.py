"""Which boards, schools and people there are, for whoever has the machine: the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.queries.desk import Desk
from app.store.people import find_person, logins_of
from app.store.schools import all_schools, board_name
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class BoardAt:
    """A board of this database."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SchoolAt:
    """A school of a board."""

    id: UUID
    name: str
    brin: str


def boards_at(desk: Desk) -> list[BoardAt]:
    """Every board, by name."""
    found = []
    for board in desk.boards():
        with desk.reading(board) as work:
            found.append(BoardAt(board, board_name(work)))
    return sorted(found, key=lambda each: (each.name.casefold(), each.id))


def schools_at(work: Work) -> list[SchoolAt]:
    """Every school of a board, by name."""
    return [SchoolAt(row.school_id, row.name, row.brin) for row in all_schools(work)]


def logins_at(desk: Desk, board: UUID, people: Iterable[UUID]) -> Mapping[UUID, str]:
    """The logins of these people."""
    with desk.reading(board) as work:
        return logins_of(work, people)


def person_at(work: Work, login: str) -> UUID | None:
    """Who has this login."""
    row = find_person(work, login.strip().casefold())
    return None if row is None else row.person_id
