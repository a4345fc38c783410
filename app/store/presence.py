"""Who has a draft open now. Rows of a minute: an open page says so every few seconds, and what is older is nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.store.tables import draft_presence
from app.store.unit_of_work import Work

HERE: Final = timedelta(seconds=75)
"""How long somebody is here after their page said so: one that is not looked at can do that once a minute."""


def note_here(work: Work, draft_id: UUID, person_id: UUID, name: str) -> None:
    """Somebody has a file of a draft open; said twice at once, as by two windows, it is one row."""
    dialect = postgresql if work.connection.dialect.name == "postgresql" else sqlite
    key = {"board_id": work.board, "draft_id": draft_id, "person_id": person_id, "name": name}
    made = dialect.insert(draft_presence).values(**key, seen_at=work.now)
    work.run(made.on_conflict_do_update(index_elements=list(key), set_={"seen_at": work.now}))


def note_gone(work: Work, draft_id: UUID, person_id: UUID, name: str) -> None:
    """Somebody closed it."""
    where = (*_of(work, draft_id), draft_presence.c.person_id == person_id, draft_presence.c.name == name)
    work.run(delete(draft_presence).where(*where))


def present(work: Work, draft_id: UUID) -> Sequence[Row[Any]]:
    """Who has what open."""
    query = select(draft_presence).where(*_of(work, draft_id), draft_presence.c.seen_at > work.now - HERE)
    return work.rows(query.order_by(draft_presence.c.person_id, draft_presence.c.name))


def forget_presence(work: Work) -> None:
    """Delete whoever is here no more."""
    where = (draft_presence.c.board_id == work.board, draft_presence.c.seen_at <= work.now - HERE)
    work.run(delete(draft_presence).where(*where))


def _of(work: Work, draft_id: UUID) -> tuple[Any, Any]:
    return draft_presence.c.board_id == work.board, draft_presence.c.draft_id == draft_id
