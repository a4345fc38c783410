"""The chains of the history: what ties a fact to the one before it, and a sealed batch of reads likewise.

Pure and standard library only: it hashes what it is given, holds no key, and knows no table and no clock. The bytes
are specified in `docs/formats/history.md`; a change here is a new format version there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from struct import Struct
from typing import Final
from uuid import UUID

GENESIS: Final = bytes(32)
"""The head before the first fact of a stream."""

FACT_TAG: Final = "leidraad-fact-v1"
READS_TAG: Final = "leidraad-reads-v1"

_HEAD: Final = 32
_INSTANT: Final = 27
"""Characters of `2026-11-26T13:05:00.000000Z`."""

# The seven framed fields of a link have fixed lengths, so one packing of constants does what `framed` does, ten times
# as fast: verification of a whole school is bounded by this line.
_LINK: Final = Struct(">I16sI32sI16sIQI27sIQI32s")


def framed(*fields: bytes | str) -> bytes:
    """Each field as its length in bytes (u32, big-endian) and its bytes (text is UTF-8), one after the other.

    No two lists of fields give the same bytes.
    """
    parts: list[bytes] = []
    for field in fields:
        data = field.encode() if isinstance(field, str) else field
        parts += (len(data).to_bytes(4), data)
    return b"".join(parts)


def u64(number: int) -> bytes:
    """A count as 8 bytes, big-endian. Raises OverflowError below 0 and from 2**64."""
    return number.to_bytes(8)


@dataclass(frozen=True, slots=True)
class Link:
    """What of a fact is in clear, and its head: one row of a stream."""

    stream: UUID
    sequence: int
    """Place in the stream, from 1."""
    entered: str
    """Time of entry as RFC 3339 in UTC with microseconds and `Z`: 27 characters, hashed as they stand."""
    ciphertext: bytes
    """The sealed fact: nonce, ciphertext and tag."""
    head: bytes
    """SHA-256 over this fact and all before it, 32 bytes."""


class Flaw(StrEnum):
    """What is wrong with a link."""

    GAP = "gap"
    """Another sequence stands where this one belongs: a fact is missing, double or out of order."""
    CHANGED = "changed"
    """Its head does not follow from its content and the head before it."""
    LINK = "wrong link"
    """The content stands, but the head is not what the next fact was built on; or it is of another stream."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a chain does not hold."""

    sequence: int
    """The sequence that should have stood there, right."""
    flaw: Flaw


def next_head(previous: bytes, stream: UUID, sequence: int, entered: str, ciphertext: bytes) -> bytes:
    """The head of a fact that comes after `previous`: 32 bytes.

    Raises ValueError where `previous` is not 32 bytes, `entered` not 27 ASCII characters, or `sequence` no u64.
    """
    if len(previous) != _HEAD or len(entered) != _INSTANT or not entered.isascii() or not 0 < sequence < 1 << 64:
        raise ValueError("A link needs a head of 32 bytes, a sequence from 1 and an instant of 27 characters.")
    return hashlib.sha256(
        _LINK.pack(
            16, b"leidraad-fact-v1", 32, previous, 16, stream.bytes, 8, sequence, 27, entered.encode("ascii"),
            8, len(ciphertext), 32, hashlib.sha256(ciphertext).digest(),
        )
    ).digest()  # fmt: skip


def check(links: Iterable[Link], previous: bytes = GENESIS, after: int = 0) -> Broken | None:
    """The first flaw of one stream, or None where the chain holds.

    `links` come in order and are taken one at a time, so a stream of any length fits in memory. To go on where an
    earlier check ended, give its last head and sequence as `previous` and `after`. What a chain alone cannot see: that
    its last facts were cut off, that all of it was reckoned anew, or that the stream is gone; checkpoints see that.
    """
    arriving = iter(links)
    stream: UUID | None = None
    expected = after + 1
    for link in arriving:
        if link.sequence != expected:
            return Broken(expected, Flaw.GAP)
        if link.stream is not stream:
            if stream is not None and link.stream != stream:
                return Broken(expected, Flaw.LINK)
            stream = link.stream
        if not _well_formed(link):
            return Broken(expected, Flaw.CHANGED)
        head = next_head(previous, link.stream, expected, link.entered, link.ciphertext)
        if head != link.head:
            return Broken(expected, _flaw_of(head, link, arriving))
        previous = head
        expected += 1
    return None


def _well_formed(link: Link) -> bool:
    return len(link.entered) == _INSTANT and link.entered.isascii() and len(link.head) == _HEAD


def _flaw_of(head: bytes, link: Link, arriving: Iterator[Link]) -> Flaw:
    """Whether the content or only the kept head was touched: the next fact remembers the right head."""
    after = next(arriving, None)
    if after is None or not _well_formed(after):
        return Flaw.CHANGED
    remembered = next_head(head, link.stream, link.sequence + 1, after.entered, after.ciphertext)
    return Flaw.LINK if remembered == after.head else Flaw.CHANGED


def reads_genesis(board: UUID) -> bytes:
    """The head before the first sealed batch of a board's read log: SHA-256 over the framed tag and board."""
    return hashlib.sha256(framed(READS_TAG, board.bytes)).digest()


def rows_digest(rows: Iterable[Iterable[bytes | str]]) -> bytes:
    """SHA-256 over the rows in order, each row framed, and framed as a whole once more: 32 bytes."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(framed(framed(*row)))
    return digest.digest()


def next_seal(previous: bytes, number: int, count: int, first: bytes, last: bytes, digest: bytes) -> bytes:
    """The head of batch `number` (from 1) of `count` read rows, from row `first` to row `last`: 32 bytes.

    `digest` is the `rows_digest` of the batch; it is kept beside the head, so that the chain still verifies when the
    rows are gone after their time. Raises OverflowError for a number that is no u64.
    """
    return hashlib.sha256(framed(READS_TAG, previous, u64(number), u64(count), first, last, digest)).digest()
