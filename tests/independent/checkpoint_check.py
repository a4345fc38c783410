"""An independent check of checkpoints, written from `docs/formats/history.md` alone: nothing of the product is in it.

    checkpoint_check.py DATABASE [KEY]...   every checkpoint of a SQLite database; KEY is a public key as text: the
                                            one that signed the first checkpoint, as each names the next

Ends with 0 (holds), 1 (does not hold), 2 (wrong usage) or 3 (could not be judged, as there is no key). It only reads.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HOLDS, DOES_NOT_HOLD, WRONG_USAGE, NOT_JUDGED = 0, 1, 2, 3
NOTE = re.compile(
    r"leidraad/(?P<board>[0-9a-f]{32})\n(?P<size>\d+)\n(?P<root>\S{44})\n(?P<entry>leidraad-checkpoint-v1\n"
    r"number (?P<number>\d+)\ntime (?P<time>\S{27})\nheads (?P<heads>\d+) (?P<heads_root>\S{44})\n"
    r"(key (?P<old>\S{44}) (?P<new>\S{44})\n)?"
    r"(?P<gone>(destroyed [0-9a-f]{32}\n)*))\n— leidraad/(?P<name>[0-9a-f]{32}) (?P<signed>\S{92})\n",
    re.ASCII,
)


def root(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash of RFC 6962, section 2.1, as it is written there."""
    if len(leaves) <= 1:
        return hashlib.sha256(b"\0" + leaves[0] if leaves else b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


def framed(*fields: bytes) -> bytes:
    """u32 length and bytes of each field."""
    return b"".join(struct.pack(">I", len(each)) + each for each in fields)


def leaves_at(rows: list[sqlite3.Row], number: int) -> list[bytes]:
    """The leaves of the tree of heads of a checkpoint, from the newest row of each stream."""
    newest: dict[str, sqlite3.Row] = {}
    for row in (row for row in rows if row["number"] <= number):
        newest[row["stream_id"]] = row
    ordered = sorted(newest.values(), key=lambda row: row["place"])
    if [row["place"] for row in ordered] != list(range(len(ordered))):
        return []
    below = defaultdict(list)
    for row in ordered:
        if row["parent"] is not None:
            below[row["parent"]].append(bytes.fromhex(row["stream_id"]))
    return [
        framed(
            b"leidraad-head-v1", row["kind"].encode(), bytes.fromhex(row["stream_id"]), struct.pack(">Q", row["size"]),
            row["head"], bytes.fromhex(row["parent"] or ""), b"".join(below[row["stream_id"]]),
        )
        for row in ordered
    ]  # fmt: skip


def wrong_with(base: sqlite3.Connection, board: str, public: bytes | None) -> Iterator[str]:
    """What does not hold of the checkpoints of a board."""
    rows = base.execute("SELECT * FROM checkpoint_head WHERE board_id = ? ORDER BY number", (board,)).fetchall()
    entries: list[bytes] = []
    kept = base.execute("SELECT number, text FROM checkpoint WHERE board_id = ? ORDER BY number", (board,))
    for number, (told, text) in enumerate(kept.fetchall(), start=1):
        note = NOTE.fullmatch(text)
        if note is None or {int(note["number"]), int(note["size"]), told} != {number}:
            yield f"{board}: {number} is no checkpoint, or not the next one"
            return
        entries.append(note["entry"].encode())
        if note["old"] is not None and public is not None and base64.b64decode(note["old"]) != b"\1" + public:
            yield f"{board}: {number} takes the place of another key than the one that signs"
        yield from (
            f"{board}: {number} {what}" for what in flaws(note, board, entries, leaves_at(rows, number), public)
        )
        if note["new"] is not None and public is not None:
            public = base64.b64decode(note["new"])[1:]
    yield from (f"{board}: {row['number']} is gone" for row in rows if row["number"] > len(entries))
    yield from strayed(base, board, rows)


def flaws(
    note: re.Match[str], board: str, entries: list[bytes], leaves: list[bytes], public: bytes | None
) -> Iterator[str]:
    """What does not hold of one checkpoint."""
    if {note["board"], note["name"]} != {board}:
        yield "is of another board"
    if base64.b64decode(note["root"]) != root(entries):
        yield "has another root of the log"
    if (int(note["heads"]), base64.b64decode(note["heads_root"])) != (len(leaves), root(leaves)):
        yield "has another root of the heads"
    if public is not None and not signed(note, public):
        yield "is not signed with this key"


def strayed(base: sqlite3.Connection, board: str, rows: list[sqlite3.Row]) -> Iterator[str]:
    """The chains that are not where a checkpoint saw them."""
    for row in rows:
        table, stream, place = (
            ("fact", "stream_id", "sequence") if row["kind"] == "facts" else ("read_seal", "board_id", "number")
        )
        found = base.execute(
            f"SELECT head FROM {table} WHERE board_id = ? AND {stream} = ? AND {place} = ?",  # noqa: S608  names of our own
            (board, row["stream_id"], row["size"]),
        ).fetchone()
        if found is None or found["head"] != row["head"]:
            yield f"{board}: {row['stream_id']} is not where checkpoint {row['number']} saw it"


def signed(note: re.Match[str], public: bytes) -> bool:
    """Whether this key signed it."""
    data, name = base64.b64decode(note["signed"]), f"leidraad/{note['name']}"
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(data[4:], note[0].partition("\n\n")[0].encode() + b"\n")
    except InvalidSignature:
        return False
    return data[:4] == hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def main(words: list[str]) -> int:
    """Check a database."""
    if not words or not Path(words[0]).is_file():
        sys.stderr.write(__doc__ or "")
        return WRONG_USAGE
    keys = {
        word.split("+")[0].removeprefix("leidraad/"): base64.b64decode(word.split("+", 2)[2])[1:] for word in words[1:]
    }
    base = sqlite3.connect(f"file:{words[0]}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    boards = [row[0] for row in base.execute("SELECT board_id FROM board UNION SELECT board_id FROM checkpoint_head")]
    wrong = [line for board in boards for line in wrong_with(base, board, keys.get(board))]
    base.close()
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return DOES_NOT_HOLD if wrong else HOLDS if set(boards) <= set(keys) else NOT_JUDGED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
