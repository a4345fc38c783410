"""What a file of a draft was when somebody began to change it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.store.drafts import opened
from app.store.tables import draft_change, draft_content
from app.store.unit_of_work import Work


def content_at(work: Work, draft_id: UUID, name: str, number: int) -> bytes | None:
    """A file as it was saved in a revision; None where a later one goes on with it: then it is kept no more."""
    query = select(draft_content.c.packed).join(
        draft_change,
        (draft_content.c.board_id == draft_change.c.board_id) & (draft_content.c.draft_id == draft_change.c.draft_id)
        & (draft_content.c.digest == draft_change.c.digest),
    )  # fmt: skip
    found = work.row(
        query.where(
            draft_change.c.board_id == work.board, draft_change.c.draft_id == draft_id,
            draft_change.c.number == number, draft_change.c.name == name,
        )
    )  # fmt: skip
    return opened(found.packed) if found is not None else None
