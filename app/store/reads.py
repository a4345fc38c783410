"""Sealing the log of reads: in batches, each tied to the one before (docs/formats/history.md)."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select, update

from app.store.boards import lock_board
from app.store.chain import next_seal, reads_genesis, rows_digest
from app.store.documents import as_instant_text
from app.store.history import read_seals, reads_between
from app.store.tables import read_log, read_seal
from app.store.unit_of_work import Work

BATCH: Final = 1_000


def seal_reads(work: Work) -> int:
    """Number and seal what was not sealed yet, at most a batch; how many rows that were."""
    if lock_board(work) is None:
        return 0
    rows = work.rows(
        select(read_log).where(read_log.c.board_id == work.board, read_log.c.number.is_(None))
        .order_by(read_log.c.at, read_log.c.read_id).limit(BATCH)
    )  # fmt: skip
    if not rows:
        return 0
    last = work.row(
        select(read_seal).where(read_seal.c.board_id == work.board).order_by(read_seal.c.number.desc()).limit(1)
    )
    begins = last.begins + last.size if last else 1
    number = last.number + 1 if last else 1
    previous = bytes(last.head) if last else reads_genesis(work.board)
    digest = rows_digest(map(_fields, rows))
    head = next_seal(previous, number, len(rows), rows[0].read_id.bytes, rows[-1].read_id.bytes, digest)
    places = [{"b_read": row.read_id, "number": place} for place, row in enumerate(rows, start=begins)]
    work.run(_NUMBER.where(read_log.c.board_id == work.board), places)
    work.add(
        read_seal, number=number, begins=begins, size=len(rows), digest=digest, head=head, sealed_at=work.now,
    )  # fmt: skip
    return len(rows)


_NUMBER: Final = update(read_log).where(read_log.c.read_id == bindparam("b_read")).values(number=bindparam("number"))


def _fields(row: Row[Any]) -> tuple[bytes | str, ...]:
    """A row of the log as it stands in the digest (docs/formats/history.md)."""
    return (
        row.read_id.bytes, as_instant_text(row.at), row.person_id.bytes, row.action,
        row.subject.bytes if row.subject else b"", b"\x01" if row.found else b"\x00", bytes(row.sealed or b""),
    )  # fmt: skip


def broken_seals(work: Work) -> list[str]:
    """What does not hold of the sealed log, in Dutch."""
    head, expected = reads_genesis(work.board), 1
    for seal in read_seals(work):
        rows = reads_between(work, seal.begins, seal.size)
        digest = rows_digest(map(_fields, rows))
        first, last = (rows[0].read_id.bytes, rows[-1].read_id.bytes) if rows else (b"", b"")
        head = next_seal(head, seal.number, seal.size, first, last, digest)
        if (seal.begins, len(rows), head) != (expected, seal.size, bytes(seal.head)):
            return [f"leeslog: verzegeling {seal.number} klopt niet met de regels die eronder horen."]
        expected += seal.size
    beyond = work.run(
        select(func.count()).select_from(read_log)
        .where(read_log.c.board_id == work.board, read_log.c.number >= expected)
    ).scalar_one()  # fmt: skip
    return ["leeslog: er staan regels achter de laatste verzegeling."] if beyond else []
