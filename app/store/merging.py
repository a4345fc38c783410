"""What files of a draft were, when somebody began to change one, and over time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

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


def kept_over_time(work: Work, draft_id: UUID) -> Sequence[Row[Any]]:
    """Every file with each revision that changed it, in their order: name, number, digest."""
    query = select(draft_change.c.name, draft_change.c.number, draft_change.c.digest)
    where = (draft_change.c.board_id == work.board, draft_change.c.draft_id == draft_id)
    return work.rows(query.where(*where).order_by(draft_change.c.number, draft_change.c.name))


def contents_by_digest(work: Work, draft_id: UUID, digests: Collection[str]) -> Mapping[str, bytes]:
    """What is kept under these digests."""
    query = select(draft_content.c.digest, draft_content.c.packed)
    where = (draft_content.c.board_id == work.board, draft_content.c.draft_id == draft_id)
    return {
        row.digest: opened(row.packed) for row in work.rows(query.where(*where, draft_content.c.digest.in_(digests)))
    }  # fmt: skip
