"""Who works at a school, and who is kept off a dossier: lists for those who keep them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select

from app.store.tables import denial, employment, holding, outbox, person
from app.store.unit_of_work import Work
from app.store.visible import BOARD, active


def colleagues_at(work: Work, school_id: UUID) -> Sequence[Row[Any]]:
    """Everybody who works at a school, by name, a row for each function that counts there."""
    works = and_(
        employment.c.board_id == person.c.board_id, employment.c.person_id == person.c.person_id,
        employment.c.school_id == school_id, active(employment),
    )  # fmt: skip
    holds = and_(
        holding.c.board_id == person.c.board_id, holding.c.person_id == person.c.person_id, active(holding),
        or_(holding.c.school_id == school_id, holding.c.school_id.is_(None)),
    )  # fmt: skip
    query = (
        select(person.c.person_id, person.c.name, person.c.login, person.c.active, holding.c.holding_id,
               holding.c.function, holding.c.school_id)
        .join_from(person, employment, works, isouter=True).join(holding, holds, isouter=True)
        .where(person.c.board_id == BOARD, or_(employment.c.person_id.is_not(None), holding.c.holding_id.is_not(None)))
        .order_by(person.c.name, person.c.person_id, holding.c.function)
    )  # fmt: skip
    return work.rows(query, {"board": work.board, "now": work.clock.roughly()})


def denials_of(work: Work, dossier_id: UUID) -> Sequence[Row[Any]]:
    """Who is kept off a dossier."""
    query = (
        select(denial.c.denial_id, denial.c.person_id, denial.c.began_at, person.c.name)
        .join(person, and_(person.c.board_id == denial.c.board_id, person.c.person_id == denial.c.person_id))
        .where(denial.c.board_id == BOARD, denial.c.dossier_id == dossier_id, active(denial))
        .order_by(person.c.name, denial.c.denial_id)
    )
    return work.rows(query, {"board": work.board, "now": work.clock.roughly()})


def told_by(work: Work, command: UUID) -> frozenset[UUID]:
    """Whom a command put a mail out for."""
    query = select(outbox.c.person_id).where(outbox.c.board_id == BOARD, outbox.c.command_id == command)
    return frozenset(work.run(query, {"board": work.board}).scalars())
