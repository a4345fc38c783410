"""Members of staff: their row, where they work and what functions they hold. Who may change it is asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, update

from app.domain.actors import Holding
from app.store.tables import employment, holding, person
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW, active


def person_by_id(work: Work, person_id: UUID) -> Row[Any] | None:
    """The row of a person."""
    return work.row(select(person).where(person.c.board_id == work.board, person.c.person_id == person_id))


def logins(work: Work) -> set[str]:
    """Every login of the board; lower case."""
    found = work.run(select(func.lower(person.c.login)).where(person.c.board_id == work.board)).scalars()
    return set(found)


def add_person(work: Work, login: str, name: str, email: str, *, is_active: bool) -> UUID:
    """Keep a new person, who has no password yet; their id."""
    made = work.new_id()
    work.add(
        person, person_id=made, login=login, name=name, email=email, password=None, active=is_active,
        created_at=work.now,
    )  # fmt: skip
    return made


def set_person(work: Work, person_id: UUID, **values: object) -> None:
    """Change columns of a person."""
    work.run(update(person).where(person.c.board_id == work.board, person.c.person_id == person_id).values(**values))


def close_sign_in(work: Work, person_id: UUID) -> None:
    """Let nobody sign in as this person until they are invited again."""
    set_person(work, person_id, active=False, password=None)


# where they work


def employments_of(work: Work, people: Iterable[UUID]) -> Sequence[Row[Any]]:
    """Where people work now."""
    where = (employment.c.board_id == BOARD, employment.c.person_id.in_(list(people)), active(employment))
    query = select(employment).where(*where).order_by(employment.c.person_id, employment.c.school_id)
    return work.rows(query, {"board": work.board, "now": work.now})


def places_of(work: Work, person_id: UUID) -> set[UUID | None]:
    """Where a person works or holds a function now or soon, None being the board; of who left, where they worked."""
    now = (*employments_of(work, [person_id]), *holdings_of(work, [person_id], coming=True))
    if now:
        return {row.school_id for row in now}
    where = (employment.c.board_id == work.board, employment.c.person_id == person_id)
    return {*work.run(select(employment.c.school_id).where(*where)).scalars()} or {None}


def employ(work: Work, person_id: UUID, school_id: UUID) -> None:
    """Let somebody work at a school from now on, if they do not yet."""
    where = (
        employment.c.board_id == work.board, employment.c.school_id == school_id, employment.c.person_id == person_id,
    )  # fmt: skip
    row = work.row(select(employment).where(*where))
    if row is None:
        work.add(
            employment, school_id=school_id, person_id=person_id, key=None, said={}, declined=[], began_at=work.now,
            ended_at=None,
        )  # fmt: skip
    elif row.ended_at is not None:
        work.run(update(employment).where(*where).values(began_at=work.now, ended_at=None, declined=[]))


def end_employments(work: Work, person_ids: Iterable[UUID], schools: Iterable[UUID]) -> None:
    """Let people no longer work at these schools."""
    where = (
        employment.c.board_id == work.board, employment.c.person_id.in_(list(person_ids)),
        employment.c.school_id.in_(list(schools)), employment.c.ended_at.is_(None),
    )  # fmt: skip
    work.run(update(employment).where(*where).values(ended_at=work.now))


# what functions they hold


def holdings_of(work: Work, people: Iterable[UUID], *, coming: bool = False) -> Sequence[Row[Any]]:
    """The functions that people hold now, in a fixed order; with `coming` also those that are still to begin."""
    counts = _not_over() if coming else active(holding)
    where = (holding.c.board_id == work.board, holding.c.person_id.in_(list(people)), counts)
    query = select(holding).where(*where).order_by(holding.c.person_id, holding.c.function, holding.c.holding_id)
    return work.rows(query, {"board": work.board, "now": work.now})


def find_holding(work: Work, holding_id: UUID) -> Row[Any] | None:
    """A function that somebody holds now or will hold, by the id of the holding."""
    where = (holding.c.board_id == work.board, holding.c.holding_id == holding_id, _not_over())
    return work.row(select(holding).where(*where), {"now": work.now})


@dataclass(frozen=True, slots=True)
class Term:
    """For how long a deputy holds a function, and for whom."""

    begins: datetime
    until: datetime
    instead_of: UUID


def add_holding(work: Work, person_id: UUID, held: Holding, term: Term | None = None) -> UUID:
    """Let somebody hold a function from now on, or as a deputy for a time; the id of the holding."""
    made = work.new_id()
    work.add(
        holding, holding_id=made, person_id=person_id, function=held.function, school_id=held.school,
        began_at=term.begins if term else work.now, ended_at=term and term.until,
        instead_of=term and term.instead_of,
    )  # fmt: skip
    return made


def _not_over() -> ColumnElement[bool]:
    return or_(holding.c.ended_at.is_(None), holding.c.ended_at > NOW)


def end_holdings(work: Work, ids: Sequence[UUID]) -> None:
    """Let these no longer be held."""
    if ids:
        where = (holding.c.board_id == work.board, holding.c.holding_id.in_(list(ids)))
        work.run(update(holding).where(*where).values(ended_at=work.now))


def holders(work: Work, function: str, school_id: UUID) -> frozenset[UUID]:
    """Everybody who holds a function at a school or for the whole board."""
    where = (
        holding.c.board_id == work.board, holding.c.function == function, active(holding),
        (holding.c.school_id == school_id) | holding.c.school_id.is_(None),
    )  # fmt: skip
    return frozenset(work.run(select(holding.c.person_id).where(*where), {"now": work.now}).scalars())


def held_by(rows: Iterable[Row[Any]]) -> Mapping[UUID, frozenset[Holding]]:
    """Rows of `holdings_of` as values, by person."""
    found: dict[UUID, set[Holding]] = {}
    for row in rows:
        found.setdefault(row.person_id, set()).add(Holding(row.function, row.school_id))
    return {each: frozenset(held) for each, held in found.items()}
