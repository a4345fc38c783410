"""What was proposed to be destroyed and what became of it, and what must be kept. Decides nothing, destroys nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, select, update

from app.store.chain import Link
from app.store.history import links, opened
from app.store.sealing import SealError, seal_reason, unseal_reason
from app.store.streams import Stream
from app.store.tables import board, erasure, fact, legal_hold
from app.store.unit_of_work import Work

PROPOSED, DECLINED, LAPSED, BEGUN, DONE = "voorgesteld", "afgewezen", "vervallen", "begonnen", "vernietigd"
"""What becomes of a proposal. One that is begun is finished, whatever happens to the machine."""
ERASURE: Final = "erasure"
HOLD: Final = "hold"
_BEGUN_FACT: Final = "ErasureBegun"


def add_erasure(work: Work, stream: Stream, made: UUID, reason: str, values: dict[str, Any]) -> bytes:
    """Keep a proposal, its reason sealed under the key of the dossier's own stream; the sealed reason."""
    sealed = seal_reason(stream.key, reason, ERASURE, values["dossier_id"], made)
    work.add(erasure, erasure_id=made, status=PROPOSED, sealed=sealed, proposed_at=work.now, tried=[], **values)
    return sealed


def find_erasure(work: Work, erasure_id: UUID) -> Row[Any] | None:
    """A proposal and what became of it."""
    return work.row(select(erasure).where(erasure.c.board_id == work.board, erasure.c.erasure_id == erasure_id))


def change_erasure(work: Work, erasure_id: UUID, **values: object) -> None:
    """Write down what became of it."""
    where = (erasure.c.board_id == work.board, erasure.c.erasure_id == erasure_id)
    work.run(update(erasure).where(*where).values(**values))


def open_erasures(work: Work, dossier_id: UUID) -> Sequence[Row[Any]]:
    """What waits for a second person in a dossier, or is begun and not yet finished."""
    where = (erasure.c.board_id == work.board, erasure.c.dossier_id == dossier_id)
    return work.rows(
        select(erasure).where(*where, erasure.c.status.in_((PROPOSED, BEGUN))).order_by(erasure.c.proposed_at)
    )


def begun_erasures(work: Work, dossier_id: UUID | None = None) -> Sequence[Row[Any]]:
    """What is begun and not yet finished, of the board or of one dossier."""
    where = [erasure.c.board_id == work.board, erasure.c.status == BEGUN]
    where += [erasure.c.dossier_id == dossier_id] if dossier_id else []
    return work.rows(select(erasure).where(*where).order_by(erasure.c.decided_at, erasure.c.erasure_id))


def unfinished(work: Work) -> Sequence[Row[Any]]:
    """What is done and whose remains were not yet wiped from the database's files, or that nobody signed."""
    where = (erasure.c.board_id == work.board, erasure.c.status == DONE)
    lacking = erasure.c.wiped_at.is_(None) | erasure.c.signature.is_(None)
    columns = (erasure.c.erasure_id, erasure.c.wiped_at, erasure.c.signature)
    return work.rows(select(*columns).where(*where, lacking).order_by(erasure.c.done_at))


def erasures_at(work: Work, schools: Collection[UUID], statuses: Collection[str], most: int) -> Sequence[Row[Any]]:
    """Proposals of schools with one of these statuses, the last proposed first."""
    where = (
        erasure.c.board_id == work.board, erasure.c.school_id.in_(list(schools)), erasure.c.status.in_(list(statuses)),
    )  # fmt: skip
    order = (erasure.c.proposed_at.desc(), erasure.c.erasure_id)
    return work.rows(select(erasure).where(*where).order_by(*order).limit(most))


def reason_of(key: bytes, row: Row[Any]) -> str:
    """Why it was proposed; empty where that went along, or the row was changed."""
    try:
        return unseal_reason(key, row.sealed, ERASURE, row.dossier_id, row.erasure_id) if row.sealed else ""
    except SealError:
        return ""


# what nothing is destroyed without


def begun_fact(work: Work, stream: Stream, sequence: int | None) -> dict[str, Any] | None:
    """The fact by which a second person agreed, from the board's stream; None where none stands there that opens.

    Who can write in the database has no key to the board's stream, and so can destroy nothing by a row of their own.
    """
    where = (fact.c.board_id == work.board, fact.c.stream_id == stream.id, fact.c.sequence == sequence)
    row = work.row(select(fact).where(*where))
    if row is None:
        return None
    link = Link(row.stream_id, row.sequence, row.entered, bytes(row.ciphertext), bytes(row.head))
    try:
        document = opened(stream.key, link)
    except SealError:
        return None
    return document if document.get("kind") == _BEGUN_FACT else None


def decided_keys(work: Work) -> frozenset[UUID]:
    """The keys of which two people decided that they are destroyed: those that the board's own facts name.

    Reads all of the board's stream. Raises UnreadableError, KeysError.
    """
    row = work.row(select(board.c.stream_id, board.c.key_id).where(board.c.board_id == work.board))
    if row is None:
        return frozenset()
    key, found = work.keys.get(work.board, row.key_id), set[UUID]()
    for link in links(work, row.stream_id):
        try:
            document = opened(key, link)
        except SealError:
            continue  # the check of the board's own stream tells of it
        if document.get("kind") == _BEGUN_FACT:
            found |= {UUID(each) for each in document["data"]["keys"]}
    return frozenset(found)


# what must be kept


def holds_on(work: Work, dossier_id: UUID) -> Sequence[Row[Any]]:
    """Why a dossier must be kept, as long as it must."""
    where = (legal_hold.c.board_id == work.board, legal_hold.c.dossier_id == dossier_id)
    return work.rows(select(legal_hold).where(*where, legal_hold.c.lifted_at.is_(None)).order_by(legal_hold.c.set_at))


def dossiers_held(work: Work, dossiers: Collection[UUID]) -> frozenset[UUID]:
    """Those of these dossiers that must be kept."""
    where = (legal_hold.c.board_id == work.board, legal_hold.c.dossier_id.in_(list(dossiers)))
    rows = work.run(select(legal_hold.c.dossier_id).where(*where, legal_hold.c.lifted_at.is_(None)).distinct())
    return frozenset(rows.scalars())


def find_hold(work: Work, hold_id: UUID) -> Row[Any] | None:
    """A hold that counts."""
    where = (legal_hold.c.board_id == work.board, legal_hold.c.hold_id == hold_id, legal_hold.c.lifted_at.is_(None))
    return work.row(select(legal_hold).where(*where))


def add_hold(work: Work, dossier_id: UUID, stream: Stream, by: UUID, reason: str) -> UUID:
    """Keep that a dossier must be kept; the id of the hold."""
    made = work.new_id()
    sealed = seal_reason(stream.key, reason, HOLD, dossier_id, made)
    work.add(legal_hold, hold_id=made, dossier_id=dossier_id, sealed=sealed, set_by=by, set_at=work.now)
    return made


def lift_hold(work: Work, hold_id: UUID, by: UUID) -> None:
    """It need not be kept for this any more."""
    where = (legal_hold.c.board_id == work.board, legal_hold.c.hold_id == hold_id)
    work.run(update(legal_hold).where(*where).values(lifted_by=by, lifted_at=work.now))


def why_held(key: bytes, row: Row[Any]) -> str:
    """The reason of a hold; empty where the row was changed."""
    try:
        return unseal_reason(key, row.sealed, HOLD, row.dossier_id, row.hold_id)
    except SealError:
        return ""


def forget_reasons(work: Work, dossier_id: UUID) -> None:
    """Of a dossier that is destroyed: the reasons go along, holds too, and what still waited is over."""
    where = (erasure.c.board_id == work.board, erasure.c.dossier_id == dossier_id)
    work.run(update(erasure).where(*where).values(sealed=b""))
    work.run(update(erasure).where(*where, erasure.c.status == PROPOSED).values(status=LAPSED))
    work.run(delete(legal_hold).where(legal_hold.c.board_id == work.board, legal_hold.c.dossier_id == dossier_id))
