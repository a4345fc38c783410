"""A stream being written: where it stands, and how a fact is sealed and linked to it (docs/formats/history.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.store.chain import GENESIS, next_head
from app.store.documents import fact_bytes
from app.store.sealing import about_fact, seal


@dataclass(slots=True)
class Stream:
    """The end of one stream. Changes as facts are added; the row that owns it keeps count and head."""

    id: UUID
    key_id: UUID
    fetch: Callable[[], bytes] = field(repr=False)
    """Gives the key; asked when something is sealed or opened, as most streams of a dossier are left alone."""
    count: int = 0
    head: bytes = GENESIS

    @property
    def key(self) -> bytes:
        """The data key. Raises KeyGoneError where it was destroyed."""
        return self.fetch()

    def add(self, board: UUID, entered: str, document: Mapping[str, object]) -> dict[str, object]:
        """Seal a fact and link it: the row to insert. `entered` is RFC 3339 with microseconds."""
        sequence = self.count + 1
        ciphertext = seal(self.key, fact_bytes(document), *about_fact(self.id, sequence, entered))
        head = next_head(self.head, self.id, sequence, entered, ciphertext)
        self.count, self.head = sequence, head
        return {
            "board_id": board, "stream_id": self.id, "sequence": sequence, "entered": entered,
            "ciphertext": ciphertext, "head": head, "key_id": self.key_id,
        }  # fmt: skip
