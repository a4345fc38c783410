"""What files of a draft were, when somebody began to change one, and over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select

from app.store.drafts import opened
from app.store.tables import draft_change, draft_content, draft_file, protocol_draft
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


def kept_over_time(work: Work, draft_id: UUID, most: int) -> Sequence[Row[Any]]:
    """The files as the first revision and the last so many saved them, in their order: name, number, digest, packed.

    `packed` is what was in it, null where it is that still or was taken away; files that are gone are left out.
    """
    ours = (draft_change.c.board_id == work.board, draft_change.c.draft_id == draft_id)
    last = select(protocol_draft.c.revision - most).where(
        protocol_draft.c.board_id == work.board, protocol_draft.c.draft_id == draft_id
    ).scalar_subquery()  # fmt: skip
    query = select(
        draft_change.c.name, draft_change.c.number, draft_change.c.digest, draft_content.c.packed,
    ).join(
        draft_file,
        (draft_file.c.board_id == draft_change.c.board_id) & (draft_file.c.draft_id == draft_change.c.draft_id)
        & (draft_file.c.name == draft_change.c.name),
    ).outerjoin(
        draft_content,
        (draft_content.c.board_id == draft_change.c.board_id) & (draft_content.c.draft_id == draft_change.c.draft_id)
        & (draft_content.c.digest == draft_change.c.digest) & (draft_content.c.digest != draft_file.c.digest),
    )  # fmt: skip
    recent = or_(draft_change.c.number == 1, draft_change.c.number > last)
    return work.rows(query.where(*ours, recent).order_by(draft_change.c.number, draft_change.c.name))
