"""Rehearsals as they are kept: the sentences that were carried out. Kept for some days after the last of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update

from app.store.tables import rehearsal
from app.store.unit_of_work import Work
from workflows import Said


def as_rows(said: Sequence[Said]) -> list[dict[str, Any]]:
    """Sentences as they are kept."""
    return [{"text": each.text, "table": dict(each.table)} for each in said]


def from_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[Said, ...]:
    """The sentences again."""
    return tuple(Said(row["text"], row["table"]) for row in rows)


def find_rehearsal(work: Work, rehearsal_id: UUID, person: UUID, *, lock: bool = False) -> Row[Any] | None:
    """One of somebody's own."""
    where = (
        rehearsal.c.board_id == work.board, rehearsal.c.rehearsal_id == rehearsal_id, rehearsal.c.person_id == person,
    )  # fmt: skip
    query = select(rehearsal).where(*where)
    return work.row(query.with_for_update() if lock else query)


def rehearsals_of(work: Work, person: UUID) -> Sequence[Row[Any]]:
    """All of somebody's own, without what was done in them, the last changed first."""
    where = (rehearsal.c.board_id == work.board, rehearsal.c.person_id == person)
    columns = (
        rehearsal.c.rehearsal_id, rehearsal.c.draft_id, rehearsal.c.geheel, rehearsal.c.changed_at,
    )  # fmt: skip
    return work.rows(select(*columns).where(*where).order_by(rehearsal.c.changed_at.desc(), rehearsal.c.rehearsal_id))


def add_rehearsal(work: Work, **values: object) -> UUID:
    """Begin one; its id."""
    made = work.new_id()
    work.add(rehearsal, rehearsal_id=made, revision=1, acts=[], changed_at=work.now, **values)
    return made


def change_rehearsal(work: Work, rehearsal_id: UUID, **values: object) -> None:
    """Write down where it stands now."""
    where = (rehearsal.c.board_id == work.board, rehearsal.c.rehearsal_id == rehearsal_id)
    work.run(
        update(rehearsal).where(*where).values(
            {"revision": rehearsal.c.revision + 1, "changed_at": work.now, **values}
        )
    )  # fmt: skip


def drop_rehearsal(work: Work, rehearsal_id: UUID) -> None:
    """Delete one for good."""
    where = (rehearsal.c.board_id == work.board, rehearsal.c.rehearsal_id == rehearsal_id)
    work.run(delete(rehearsal).where(*where))


def forget_rehearsals(work: Work, before: datetime) -> None:
    """Delete for good in which nothing was done since this instant."""
    work.run(delete(rehearsal).where(rehearsal.c.board_id == work.board, rehearsal.c.changed_at < before))
