"""Facts of a stream, opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.store.chain import Link
from app.store.history import opened
from app.store.keys import KeysError
from app.store.sealing import SealError
from app.store.unit_of_work import Work


def documents(work: Work, key_id: UUID, rows: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    """The facts of one stream, opened, in the order of the rows; what does not open tells nothing."""
    try:
        key = work.keys.get(work.board, key_id)
    except KeysError:
        return
    for each in rows:
        link = Link(each.stream_id, each.sequence, each.entered, bytes(each.ciphertext), bytes(each.head))
        try:
            yield opened(key, link)
        except SealError:
            continue
