"""The people of a school as those who keep them see them: sign-in, links, functions now and to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select

from app.store.tables import dossier, employment, holding, invitation, outbox, person
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW, active, rights_on_dossier

_LINK: Final = (
    select(func.max(invitation.c.until))
    .where(
        invitation.c.board_id == BOARD, invitation.c.person_id == person.c.person_id, invitation.c.used_at.is_(None)
    )
    .correlate(person).scalar_subquery().label("link_until")
)  # fmt: skip
"""Until when the last link works, or worked, that was not used."""
_HOLDS: Final = and_(
    holding.c.board_id == person.c.board_id, holding.c.person_id == person.c.person_id,
    or_(holding.c.ended_at.is_(None), holding.c.ended_at > NOW),
)  # fmt: skip
_PERSON: Final = (
    person.c.person_id, person.c.name, person.c.login, person.c.email, person.c.active,
    person.c.password.is_not(None).label("has_password"), _LINK,
)  # fmt: skip
_HOLDING: Final = (
    holding.c.holding_id, holding.c.function, holding.c.school_id, holding.c.began_at, holding.c.ended_at,
    holding.c.instead_of,
)  # fmt: skip


def staff_at(work: Work, school_id: UUID) -> Sequence[Row[Any]]:
    """Everybody who works at a school or holds a function there, by name: a row for each function, now or to come."""
    works = and_(
        employment.c.board_id == person.c.board_id, employment.c.person_id == person.c.person_id,
        employment.c.school_id == school_id, active(employment),
    )  # fmt: skip
    there = and_(_HOLDS, or_(holding.c.school_id == school_id, holding.c.school_id.is_(None)))
    query = (
        select(*_PERSON, employment.c.person_id.is_not(None).label("is_employed"), *_HOLDING)
        .join_from(person, employment, works, isouter=True).join(holding, there, isouter=True)
        .where(person.c.board_id == BOARD, or_(employment.c.person_id.is_not(None), holding.c.holding_id.is_not(None)))
        .order_by(func.lower(person.c.name), person.c.person_id, holding.c.began_at, holding.c.function)
    )  # fmt: skip
    return work.rows(query, _now(work))


def staff_member(work: Work, person_id: UUID) -> Sequence[Row[Any]]:
    """One person, a row for each function now or to come; nothing where there is no such person."""
    query = (
        select(*_PERSON, *_HOLDING).join_from(person, holding, _HOLDS, isouter=True)
        .where(person.c.board_id == BOARD, person.c.person_id == person_id)
        .order_by(holding.c.began_at, holding.c.function)
    )  # fmt: skip
    return work.rows(query, _now(work))


def jobs_of(work: Work, person_id: UUID) -> Sequence[Row[Any]]:
    """Where somebody works or worked."""
    where = (employment.c.board_id == work.board, employment.c.person_id == person_id)
    query = select(employment.c.school_id, employment.c.began_at, employment.c.ended_at).where(*where)
    return work.rows(query.order_by(employment.c.began_at))


def ended_holding(work: Work, holding_id: UUID, person_id: UUID) -> Row[Any] | None:
    """A function that somebody held and that ended: it can be given again."""
    where = (
        holding.c.board_id == work.board, holding.c.holding_id == holding_id, holding.c.person_id == person_id,
        holding.c.ended_at <= work.now, holding.c.instead_of.is_(None),
    )  # fmt: skip
    return work.row(select(holding).where(*where))


def dossiers_around(work: Work, person_id: UUID, school_id: UUID | None) -> Sequence[Row[Any]]:
    """The dossiers of a school, or of the board, with what somebody's right to each depends on."""
    query = select(dossier.c.dossier_id, dossier.c.school_id, *rights_on_dossier()).where(dossier.c.board_id == BOARD)
    if school_id is not None:
        query = query.where(dossier.c.school_id == school_id)
    return work.rows(query, {**_now(work), "person": person_id})


def mail_given_up(work: Work, schools: Sequence[UUID] | None, since: datetime) -> int:
    """How many mails to people of these schools could not leave; None is all of the board."""
    where = [outbox.c.board_id == work.board, outbox.c.failed, outbox.c.created_at > since]
    if schools is not None:
        there = select(employment.c.person_id).where(
            employment.c.board_id == work.board, employment.c.school_id.in_(list(schools))
        )
        where.append(outbox.c.person_id.in_(there))
    found: int = work.run(select(func.count()).select_from(outbox).where(*where)).scalar_one()
    return found


def _now(work: Work) -> dict[str, Any]:
    return {"board": work.board, "now": work.clock.roughly()}
