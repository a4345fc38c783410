"""Checkpoints as text: what is signed, what its trees are made of, and its one spelling (docs/formats/history.md).

Pure and standard library only: it reads and spells, holds no key, and knows no table and no clock. A change here is a
new format version there.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain.merkle import Tree, leaf_hash
from app.store.chain import framed, u64

FACTS: Final = "facts"
READS: Final = "reads"
HEAD_TAG: Final = "leidraad-head-v1"
CHECKPOINT_TAG: Final = "leidraad-checkpoint-v1"
LARGEST: Final = 8_000_000
"""Characters of a checkpoint; whatever is longer is none."""

_ED25519: Final = b"\x01"
_DASH: Final = "\N{EM DASH}"


class NoteError(Exception):
    """Dit is geen ijkpunt."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stood: a stream of facts, or the read log of the board."""

    kind: str
    stream: UUID
    """Of the read log the id of the board."""
    size: int
    """How many facts, or how many batches of reads."""
    head: bytes
    parent: UUID | None = None
    """Of a route: the stream of its dossier."""


def head_leaf(head: Head, children: Sequence[UUID]) -> bytes:
    """A leaf of the tree of heads; `children` are the streams whose parent this is, in order of place."""
    parent = head.parent.bytes if head.parent else b""
    below = b"".join(each.bytes for each in children)
    return framed(HEAD_TAG, head.kind, head.stream.bytes, u64(head.size), head.head, parent, below)


class Heads:
    """The tree of heads as it grows: a stream keeps the place that it got when it first came."""

    def __init__(self, heads: Iterable[Head] = ()) -> None:
        """The tree of these heads, in order of place."""
        self.tree = Tree()
        self.heads: list[Head] = []
        self.places: dict[UUID, int] = {}
        self._children: dict[UUID, list[UUID]] = {}
        self.put(heads)

    def put(self, changed: Iterable[Head]) -> None:
        """Set these heads; a stream that is new gets the next place."""
        touched: set[UUID] = set()
        for each in changed:
            touched.add(each.stream)
            if each.stream in self.places:
                self.heads[self.places[each.stream]] = each
                continue
            self.places[each.stream] = len(self.heads)
            self.heads.append(each)
            if each.parent is not None:
                self._children.setdefault(each.parent, []).append(each.stream)
                touched.add(each.parent)
        places = {self.places[stream]: stream for stream in touched if stream in self.places}
        self.tree.put({
            place: leaf_hash(head_leaf(self.heads[place], self.children(stream))) for place, stream in places.items()
        })  # fmt: skip

    def children(self, stream: UUID) -> list[UUID]:
        """The streams whose parent this is."""
        return self._children.get(stream, [])

    def get(self, stream: UUID) -> Head | None:
        """Where a stream stands."""
        return self.heads[self.places[stream]] if stream in self.places else None


@dataclass(frozen=True, slots=True)
class Succession:
    """That another key signs from the next checkpoint on: the public keys, of which the old one signs this one."""

    old: bytes
    new: bytes

    @property
    def text(self) -> str:
        """Its line, without its end."""
        return f"key {_base64(_ED25519 + self.old)} {_base64(_ED25519 + self.new)}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one checkpoint says of its board: a leaf of the log of checkpoints."""

    number: int
    time: str
    heads: int
    heads_root: bytes
    destroyed: tuple[UUID, ...] = ()
    """Keys that were destroyed since the checkpoint before it, in order."""
    succession: Succession | None = None

    @property
    def text(self) -> str:
        """Its one spelling: lines, each with its end."""
        lines = [
            CHECKPOINT_TAG, f"number {self.number}", f"time {self.time}",
            f"heads {self.heads} {_base64(self.heads_root)}",
            *([self.succession.text] if self.succession else []),
            *(f"destroyed {each.hex}" for each in self.destroyed),
        ]  # fmt: skip
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is signed."""

    board: UUID
    root: bytes
    """Root of the log of checkpoints, this one included."""
    entry: Entry

    @property
    def text(self) -> str:
        """The text that the signature is over."""
        return f"{origin(self.board)}\n{self.entry.number}\n{_base64(self.root)}\n{self.entry.text}"


@dataclass(frozen=True, slots=True)
class Note:
    """A signed checkpoint."""

    checkpoint: Checkpoint
    key_id: bytes
    signature: bytes

    @property
    def text(self) -> str:
        """Its one spelling."""
        name = origin(self.checkpoint.board)
        return f"{self.checkpoint.text}\n{_DASH} {name} {_base64(self.key_id + self.signature)}\n"


def origin(board: UUID) -> str:
    """Whose log it is, and the name under which its key signs."""
    return f"leidraad/{board.hex}"


def key_id(board: UUID, public: bytes) -> bytes:
    """Four bytes by which a key is known (C2SP signed-note)."""
    return hashlib.sha256(origin(board).encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(board: UUID, public: bytes) -> str:
    """The public key as text, as others' tools read it (C2SP signed-note)."""
    return f"{origin(board)}+{key_id(board, public).hex()}+{_base64(_ED25519 + public)}"


def log_of(entries: Iterable[str]) -> Tree:
    """The log of checkpoints: a leaf for each."""
    return Tree(leaf_hash(each.encode()) for each in entries)


_B64: Final = r"([A-Za-z0-9+/]{43}=)"
_KEY: Final = r"([A-Za-z0-9+/]{44})"
_NOTE: Final = re.compile(
    rf"leidraad/([0-9a-f]{{32}})\n([1-9][0-9]{{0,17}})\n{_B64}\n{CHECKPOINT_TAG}\nnumber ([1-9][0-9]{{0,17}})\n"
    rf"time (\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z)\nheads (0|[1-9][0-9]{{0,17}}) {_B64}\n"
    rf"(?:key {_KEY} {_KEY}\n)?((?:destroyed [0-9a-f]{{32}}\n)*)\n"
    rf"{_DASH} leidraad/([0-9a-f]{{32}}) ([A-Za-z0-9+/]{{91}}=)\n",
    re.ASCII,
)


def read_note(text: str) -> Note:
    """A checkpoint from its text. Raises NoteError for any other text: there is one spelling."""
    match = _NOTE.fullmatch(text) if len(text) <= LARGEST else None
    if match is None:
        raise NoteError("Dit is geen ijkpunt van Leidraad.")
    board, size, root, number, time, heads, heads_root, old, new, destroyed, name, signed = match.groups()
    gone = tuple(UUID(line.split()[1]) for line in destroyed.splitlines())
    data = base64.b64decode(signed)
    keys = Succession(base64.b64decode(old)[1:], base64.b64decode(new)[1:]) if old else None
    entry = Entry(int(number), time, int(heads), base64.b64decode(heads_root), gone, keys)
    made = Note(Checkpoint(UUID(board), base64.b64decode(root), entry), data[:4], data[4:])
    if (size, name) != (number, board) or list(gone) != sorted(set(gone)) or made.text != text:
        raise NoteError("Dit ijkpunt staat niet in zijn ene schrijfwijze.")
    return made


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
