"""Made-up boards whose dossiers grow from checkpoint to checkpoint, in memory, and exports of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from app.cli.verifier import source
from app.queries.checkpoints import Held
from app.queries.exports import Subject, covered, made_of
from app.store.chain import GENESIS, Link, next_head, reads_genesis
from app.store.documents import as_instant_text
from app.store.notes import FACTS, READS, Checkpoint, Entry, Head, Heads, log_of
from app.store.signing import SigningKey

KEY = SigningKey(bytes(range(32)))
BEGIN = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)


@dataclass
class World:
    """One board. All chance comes from the seed."""

    seed: int
    key: SigningKey = KEY
    streams: dict[UUID, list[Link]] = field(default_factory=dict)
    parents: dict[UUID, UUID | None] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    trees: list[Heads] = field(default_factory=list)
    now: datetime = BEGIN

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311  a made-up world, not a secret
        self.board = self.new_id()

    def new_id(self) -> UUID:
        return UUID(bytes=self.dice.randbytes(16), version=4)

    def open(self, routes: int = 2) -> UUID:
        """A new dossier with so many routes, each with a fact; its stream."""
        dossier = self.new_id()
        for stream, parent in [(dossier, None), *((self.new_id(), dossier) for _ in range(routes))]:
            self.streams[stream], self.parents[stream] = [], parent
            self.add(stream)
        return dossier

    def routes(self, dossier: UUID) -> list[UUID]:
        return [stream for stream, parent in self.parents.items() if parent == dossier]

    def add(self, stream: UUID, count: int = 1) -> None:
        """Facts more."""
        for _ in range(count):
            self.now += timedelta(seconds=self.dice.randrange(1, 900))
            sealed = self.dice.randbytes(self.dice.randrange(28, 90))
            self.streams[stream].append(linked(self.streams[stream], stream, as_instant_text(self.now), sealed))

    def live(self, dossiers: list[UUID]) -> None:
        """Something happens in some of them."""
        for dossier in dossiers:
            for stream in [dossier, *self.routes(dossier)]:
                self.add(stream, self.dice.randrange(3))

    def checkpoint(self) -> str:
        """Sign where all stand; its text."""
        self.now += timedelta(minutes=1)
        heads = Heads(self.trees[-1].heads) if self.trees else Heads()
        now = [
            Head(FACTS, each, len(links), links[-1].head, self.parents[each]) for each, links in self.streams.items()
        ]
        now.append(Head(READS, self.board, len(self.texts) + 1, hashlib.sha256(reads_genesis(self.board)).digest()))
        heads.put(sorted((each for each in now if heads.get(each.stream) != each), key=lambda each: each.stream))
        entry = Entry(len(self.texts) + 1, as_instant_text(self.now), len(heads.heads), heads.tree.root)
        entries = [*(entry_of(text) for text in self.texts), entry.text]
        self.texts.append(self.key.sign(Checkpoint(self.board, log_of(entries).root, entry)).text)
        self.trees.append(heads)
        return self.texts[-1]

    def export(self, dossier: UUID, *, since: int | None = None, at: int | None = None) -> dict[str, bytes]:
        """The files of an export, by checkpoint `at`, the newest if not told, with the way from `since`."""
        last = at or len(self.texts)
        before = (Held(self.board, since, self.texts[since - 1]), self.trees[since - 1]) if since else None
        facts = {each: self.streams[each] for each in sorted([dossier, *self.routes(dossier)])}
        about = Subject(self.board, UUID(int=7), dossier)
        made = made_of(about, self.key.public, self.texts[:last], facts, (self.trees[last - 1], before))
        return covered(made, source())


def linked(before: list[Link], stream: UUID, entered: str, sealed: bytes) -> Link:
    """The link that follows."""
    head, sequence = before[-1].head if before else GENESIS, len(before) + 1
    return Link(stream, sequence, entered, sealed, next_head(head, stream, sequence, entered, sealed))


def entry_of(text: str) -> str:
    """What of a checkpoint is a leaf of the log."""
    return "".join(f"{line}\n" for line in text.partition("\n\n")[0].split("\n")[3:])
