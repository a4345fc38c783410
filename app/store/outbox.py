"""Mail put out for people: which fixed text, and of what is no dossier also which it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import or_, select

from app.store.tables import holding, outbox, person
from app.store.unit_of_work import Work
from app.store.visible import BOARD, active

LONGEST = 200


def put_out(
    work: Work, people: Iterable[UUID], kind: str, command: UUID, *, about: str = "", subject: UUID | None = None
) -> None:
    """A mail for each. `about` is the name of a draft or a version, never of anything of a child."""
    for each in sorted(set(people)):
        work.add(
            outbox, mail_id=work.new_id(), person_id=each, kind=kind, command_id=command, created_at=work.now,
            next_at=work.now, attempts=0, failed=False, about=about[:LONGEST] or None, subject_id=subject,
        )  # fmt: skip


def who_holds(work: Work, functions: Collection[str], school: UUID | None) -> frozenset[UUID]:
    """Who holds one of these functions at a school or at the board; anywhere where no school is said."""
    query = (
        select(person.c.person_id)
        .join(holding, (holding.c.board_id == person.c.board_id) & (holding.c.person_id == person.c.person_id))
        .where(person.c.board_id == BOARD, person.c.active, active(holding), holding.c.function.in_(list(functions)))
    )
    if school is not None:
        query = query.where(or_(holding.c.school_id == school, holding.c.school_id.is_(None)))
    return frozenset(work.run(query, {"board": work.board, "now": work.now}).scalars())
