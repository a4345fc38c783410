"""Functions that a file suggested and nobody has decided on yet: reckoned from what the file said, never kept apart.

A decision is that somebody was given the function, also if it ended since, or that somebody said no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select, update

from app.domain.roll_functions import proposals_for
from app.store.roll import staff_of
from app.store.tables import employment, holding, person
from app.store.unit_of_work import Work
from app.store.visible import BOARD, active


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A function that somebody might get."""

    person: UUID
    name: str
    login: str
    function: str
    reason: str
    """Why the file suggests it, in Dutch."""


def open_proposals(work: Work, school_id: UUID, now: datetime) -> tuple[OpenProposal, ...]:
    """All of a school, by name; two statements."""
    decided = {(row.person_id, row.function): row for row in _ever_held(work, school_id)}
    found = []
    for row in _named(work, school_id, now):
        for one in proposals_for(staff_of(row.key, row.name, dict(row.said))):
            held = decided.get((row.person_id, one.function))
            ended_before = held is not None and held.ended_at is not None and held.ended_at <= row.began_at
            if one.function not in row.declined and (held is None or ended_before):
                found.append(OpenProposal(row.person_id, row.name, row.login, one.function, one.reason))
    return tuple(found)


def decline(work: Work, school_id: UUID, person_id: UUID, function: str) -> None:
    """Keep that somebody is not to be given a function that their file suggests."""
    where = (
        employment.c.board_id == work.board, employment.c.school_id == school_id, employment.c.person_id == person_id,
    )  # fmt: skip
    row = work.row(select(employment.c.declined).where(*where))
    declined = sorted({*(row.declined if row else ()), function})
    work.run(update(employment).where(*where).values(declined=declined))


def _named(work: Work, school_id: UUID, now: datetime) -> Sequence[Row[Any]]:
    """Those whom a file named and who work here now."""
    query = (
        select(employment, person.c.name, person.c.login)
        .join(person, and_(person.c.board_id == employment.c.board_id, person.c.person_id == employment.c.person_id))
        .where(
            employment.c.board_id == BOARD, employment.c.school_id == school_id, employment.c.key.is_not(None),
            active(employment),
        )
        .order_by(person.c.name, person.c.person_id)
    )  # fmt: skip
    return work.rows(query, {"board": work.board, "now": now})


def _ever_held(work: Work, school_id: UUID) -> Sequence[Row[Any]]:
    """What was ever held for good, what ended last or never coming last."""
    where = (
        holding.c.board_id == work.board, holding.c.instead_of.is_(None),
        or_(holding.c.school_id == school_id, holding.c.school_id.is_(None)),
    )  # fmt: skip
    rows = work.rows(select(holding.c.person_id, holding.c.function, holding.c.ended_at).where(*where))
    return sorted(rows, key=lambda row: (row.ended_at is None, row.ended_at.timestamp() if row.ended_at else 0.0))
