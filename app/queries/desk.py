"""Where questions are asked: one transaction that reads, on whichever board."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.store.bundles import BundleCache
from app.store.clock import Clock
from app.store.keys import KeyStore
from app.store.retrying import reachable
from app.store.unit_of_work import Work, reading, transaction
from app.store.upkeep import all_boards
from workflows import Bundle

_NO_BOARD: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every question needs; holds no state of its own."""

    keys: KeyStore
    clock: Clock
    bundles: BundleCache[Bundle]

    @contextmanager
    def reading(self, board: UUID, *, snapshot: bool = False) -> Iterator[Work]:
        """A look at a board; with `snapshot` all of it as it is at one instant."""
        with reachable(), reading(board, self.keys, self.clock, snapshot=snapshot) as work:
            yield work

    @contextmanager
    def logging(self, board: UUID) -> Iterator[Work]:
        """The same, for a question that is itself written down: in the log of reads, in the same request."""
        with reachable(), transaction(board, self.keys, self.clock) as work:
            yield work

    def boards(self) -> list[UUID]:
        """Every board of this database."""
        with self.reading(_NO_BOARD) as work:
            return all_boards(work)


def make_bundles() -> BundleCache[Bundle]:
    """The protocol versions of this process, read once each."""
    return BundleCache(Bundle.from_files)
