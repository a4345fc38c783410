"""Packs for somebody outside: what was asked, what became of it, and the pack itself, sealed for a few days.

A pack is sealed under a key that is made of the keys of all the streams that it tells of: where one of them is
destroyed, the pack opens no more, in a backup neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, select, update

from app.store.chain import Link, framed
from app.store.history import opened
from app.store.sealing import SealError, seal, seal_reason, unseal, unseal_reason
from app.store.streams import Stream
from app.store.tables import fact, pack, pack_content
from app.store.unit_of_work import Work

ASKED, DECLINED, CONFIRMED, READY, FAILED, GONE, DESTROYED = (
    "gevraagd", "afgewezen", "bevestigd", "klaar", "mislukt", "verlopen", "vernietigd",
)  # fmt: skip
"""What becomes of a pack that somebody asked for."""
KEPT: Final = timedelta(days=7)
LEFT_ALONE: Final = timedelta(seconds=20)
PACK: Final = "pack"
_KEY_TAG: Final = "leidraad-pack-key-v1"
_CONFIRMED_FACT: Final = "PackConfirmed"


def add_pack(work: Work, stream: Stream, made: UUID, reason: str, values: dict[str, Any]) -> None:
    """Keep what was asked, its reason sealed under the key of the dossier's own stream."""
    sealed = seal_reason(stream.key, reason, PACK, values["dossier_id"], made)
    work.add(
        pack, pack_id=made, status=ASKED, sealed=sealed, asked_at=work.now, done=0, tries=0, keys=[], **values
    )  # fmt: skip


def find_pack(work: Work, pack_id: UUID) -> Row[Any] | None:
    """A pack, whatever became of it."""
    return work.row(select(pack).where(pack.c.board_id == work.board, pack.c.pack_id == pack_id))


def change_pack(work: Work, pack_id: UUID, **values: object) -> None:
    """Write down what became of it."""
    work.run(update(pack).where(pack.c.board_id == work.board, pack.c.pack_id == pack_id).values(**values))


def packs_waiting(work: Work) -> list[UUID]:
    """Those to which a second person agreed and that are not made yet, the oldest first.

    Not at once: who agreed to a small one waits for it, and has it made meanwhile.
    """
    since = work.clock.roughly() - LEFT_ALONE
    where = (pack.c.board_id == work.board, pack.c.status == CONFIRMED, pack.c.decided_at <= since)
    return list(work.run(select(pack.c.pack_id).where(*where).order_by(pack.c.decided_at, pack.c.pack_id)).scalars())


def packs_of(work: Work, dossiers: Collection[UUID], most: int) -> Sequence[Row[Any]]:
    """The packs about these dossiers, the last asked first."""
    where = (pack.c.board_id == work.board, pack.c.dossier_id.in_(list(dossiers)))
    return work.rows(select(pack).where(*where).order_by(pack.c.asked_at.desc(), pack.c.pack_id).limit(most))


def packs_at(work: Work, schools: Collection[UUID] | None, most: int) -> Sequence[Row[Any]]:
    """The packs of schools, or of the whole board, the last asked first."""
    where = [pack.c.board_id == work.board, *([] if schools is None else [pack.c.school_id.in_(list(schools))])]
    return work.rows(select(pack).where(*where).order_by(pack.c.asked_at.desc(), pack.c.pack_id).limit(most))


def why_asked(work: Work, key_id: UUID, row: Row[Any]) -> str:
    """Why it was asked for; empty where that is destroyed, or the row was changed. Raises KeysError."""
    try:
        return unseal_reason(work.keys.get(work.board, key_id), row.sealed, PACK, row.dossier_id, row.pack_id)
    except SealError:
        return ""


def is_confirmed(work: Work, stream: UUID, key: bytes, row: Row[Any]) -> bool:
    """Whether the dossier's own history says that a second person agreed to this pack, as it stands in its row.

    Who can write in the database has no key to that stream, and so can have nothing made by a row of their own.
    """
    where = (fact.c.board_id == work.board, fact.c.stream_id == stream, fact.c.sequence == row.confirmed_in)
    found = work.row(select(fact).where(*where))
    if found is None:
        return False
    link = Link(found.stream_id, found.sequence, found.entered, bytes(found.ciphertext), bytes(found.head))
    try:
        document = opened(key, link)
    except SealError:
        return False
    told = {
        "pack": str(row.pack_id), "recipient": row.recipient, "names": row.names, "asked_by": str(row.asked_by),
    }  # fmt: skip
    second = document.get("actor", {}).get("id")
    return document.get("kind") == _CONFIRMED_FACT and document["data"] == told and second != told["asked_by"]


# the pack itself


def keep_content(work: Work, row: Row[Any], keys: Sequence[UUID], content: bytes) -> datetime:
    """Keep a pack, sealed under these keys together; until when."""
    sealed = seal(_key(work, keys), content, *_about(row))
    work.add(pack_content, pack_id=row.pack_id, sealed=sealed)
    until: datetime = work.now + KEPT
    change_pack(
        work, row.pack_id, status=READY, made_at=work.now, until=until, size=len(content),
        keys=[str(each) for each in keys],
    )  # fmt: skip
    return until


def content_of(work: Work, row: Row[Any]) -> bytes | None:
    """A pack that is kept; None where its time is over. Raises KeysError where a key was destroyed, SealError."""
    if row.status != READY or row.until <= work.clock.roughly():
        return None
    where = (pack_content.c.board_id == work.board, pack_content.c.pack_id == row.pack_id)
    sealed = work.run(select(pack_content.c.sealed).where(*where)).scalar_one_or_none()
    if sealed is None:
        return None
    return unseal(_key(work, [UUID(each) for each in row.keys]), bytes(sealed), *_about(row))


def forget_packs(work: Work) -> None:
    """Delete the packs whose time is over; that they were made stays."""
    over = (pack.c.board_id == work.board, pack.c.status == READY, pack.c.until <= work.now)
    gone = list(work.run(select(pack.c.pack_id).where(*over)).scalars())
    if gone:
        work.run(delete(pack_content).where(pack_content.c.board_id == work.board, pack_content.c.pack_id.in_(gone)))
        work.run(update(pack).where(*over).values(status=GONE))


def _key(work: Work, keys: Sequence[UUID]) -> bytes:
    parts = [work.keys.get(work.board, each) for each in sorted(keys)]
    return hashlib.sha256(framed(_KEY_TAG, *parts)).digest()


def _about(row: Row[Any]) -> tuple[bytes | str, ...]:
    return "pack", row.dossier_id.bytes, row.pack_id.bytes
