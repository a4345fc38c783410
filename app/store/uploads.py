"""A school's roll between the look at it and the deed, sealed under the board's key: one a person, for an hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, or_, select, update

from app.store.boards import board_key
from app.store.sealing import seal, unseal
from app.store.tables import upload
from app.store.unit_of_work import Work

_ABOUT: Final = "upload"


def keep_upload(work: Work, person_id: UUID, school_id: UUID, data: bytes, until: datetime) -> UUID:
    """Seal a file and keep it in the place of whatever this person sent before; its id."""
    gone = or_(upload.c.person_id == person_id, upload.c.until <= work.now)
    work.run(delete(upload).where(upload.c.board_id == work.board, gone))
    made = work.new_id()
    sealed = seal(board_key(work), data, _ABOUT, work.board.bytes, made.bytes)
    work.add(
        upload, upload_id=made, person_id=person_id, school_id=school_id, sealed=sealed, done=None, until=until
    )  # fmt: skip
    return made


def find_upload(work: Work, upload_id: UUID, person_id: UUID) -> Row[Any] | None:
    """Somebody's own, as long as it is kept."""
    where = (
        upload.c.board_id == work.board, upload.c.upload_id == upload_id, upload.c.person_id == person_id,
        upload.c.until > work.clock.roughly(),
    )  # fmt: skip
    return work.row(select(upload).where(*where))


def opened(work: Work, row: Row[Any]) -> bytes:
    """The file again. Raises SealError."""
    return unseal(board_key(work), bytes(row.sealed), _ABOUT, work.board.bytes, row.upload_id.bytes)


def taken_in(work: Work, upload_id: UUID, done: Mapping[str, Any]) -> None:
    """Throw the file away, and keep for the rest of its hour what came of it: numbers, no names."""
    where = (upload.c.board_id == work.board, upload.c.upload_id == upload_id)
    work.run(update(upload).where(*where).values(sealed=b"", done=dict(done)))


def forget_uploads(work: Work) -> None:
    """Throw away what was left behind."""
    work.run(delete(upload).where(upload.c.board_id == work.board, upload.c.until <= work.now))
