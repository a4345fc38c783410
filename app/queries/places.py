"""Which boards, schools and people there are: for whoever has the machine, and which schools somebody keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, Subject, may
from app.queries.desk import Desk
from app.store.overview import schools_with
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


def schools_for(work: Work, actor: Actor, permission: Permission) -> tuple[SchoolAt, ...]:
    """The schools of somebody where a permission is theirs, by name."""
    rows = schools_with(work, actor.id)
    return tuple(
        SchoolAt(row.school_id, row.name, row.brin)
        for row in rows if may(actor, permission, Subject(school=row.school_id))
    )  # fmt: skip


def the_school(schools: Sequence[SchoolAt], asked: UUID | None) -> SchoolAt:
    """The one that was asked for, else the first. Raises NotFoundError where it is not among them, or there is none."""
    found = next((each for each in schools if asked in (None, each.id)), None)
    if found is None:
        raise NotFoundError
    return found


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
