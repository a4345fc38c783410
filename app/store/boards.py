"""The board itself: its stream, and the key under which its roll, its searches and its people's requests are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from app.domain.errors import UnavailableError
from app.store.db import db
from app.store.documents import fact_bytes
from app.store.sealing import seal, unseal
from app.store.streams import Stream
from app.store.tables import board
from app.store.unit_of_work import Work


def keys_of_boards() -> list[tuple[UUID, UUID]]:
    """The id of each board and of its key, outside a transaction. Asks for an app context.

    Raises UnavailableError where the database cannot be reached.
    """
    try:
        with db.engine.connect() as connection:
            return [(row.board_id, row.key_id) for row in connection.execute(select(board.c.board_id, board.c.key_id))]
    except DatabaseError as error:
        raise UnavailableError from error


@dataclass(slots=True)
class LoadedBoard:
    """A board that this transaction has locked; it writes itself at the end."""

    work: Work
    name: str
    stream: Stream
    loaded: int = 0

    def save(self) -> None:
        """Write where its stream stands now."""
        if self.stream.count != self.loaded:
            self.work.run(
                update(board).where(board.c.board_id == self.work.board)
                .values(facts=self.stream.count, head=self.stream.head)
            )  # fmt: skip


def lock_board(work: Work) -> LoadedBoard | None:
    """The board of this transaction, locked."""
    row = work.row(select(board).where(board.c.board_id == work.board).with_for_update())
    if row is None:
        return None
    key_id = row.key_id
    stream = Stream(row.stream_id, key_id, lambda: work.keys.get(work.board, key_id), row.facts, bytes(row.head))
    found = LoadedBoard(work, row.name, stream, row.facts)
    work.before_end.append(found.save)
    return found


_KEY_IDS: dict[UUID, UUID] = {}
"""Board to the id of its key; a board has one for ever."""


def board_key(work: Work) -> bytes:
    """The board's key. Raises LookupError where there is no such board."""
    if work.board not in _KEY_IDS:
        found = work.run(select(board.c.key_id).where(board.c.board_id == work.board)).scalar_one_or_none()
        if found is None:
            message = "there is no such board"
            raise LookupError(message)
        _KEY_IDS[work.board] = found
    return work.keys.get(work.board, _KEY_IDS[work.board])


def seal_personal(work: Work, kind: str, about: UUID, values: Mapping[str, Any]) -> bytes:
    """Seal what is known of a pupil or parent, or was typed into a search."""
    return seal(board_key(work), fact_bytes(values), "personal", work.board.bytes, kind, about.bytes)


def unseal_personal(work: Work, kind: str, about: UUID, sealed: bytes) -> dict[str, Any]:
    """What was sealed. Raises SealError where the row was changed."""
    opened: dict[str, Any] = json.loads(
        unseal(board_key(work), bytes(sealed), "personal", work.board.bytes, kind, about.bytes)
    )
    return opened
