"""Batches for the worker that goes on with them: which run, and what comes next of a what-if."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.queries.desk import Desk
from app.queries.drafts import bundle_of
from app.queries.whatif import Aside, Tally, Told, destroyed_keys, route_told
from app.store.batches import RUNS, TRIAL, WHAT_IF, Gone, find_batch, packed_of, running_batches
from app.store.bundles import unpacked
from app.store.clock import random_id
from app.store.passing import Which, routes_after
from workflows import Limits

__all__ = ["TRIAL", "WHAT_IF", "Gone", "Halted", "Step", "Waiting", "Worker", "next_of_what_if", "waiting"]
UNSOUND: Final = "Het ontwerp klopte toen nog niet, dus er liep niets op. Verbeter het, en probeer het opnieuw."


@dataclass(frozen=True, slots=True)
class Worker:
    """Who goes on with batches, and what this machine allows a protocol to be."""

    id: UUID = field(default_factory=random_id)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch that can be gone on with."""

    id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class Step:
    """What came of the next few routes of a batch."""

    batch: UUID
    after: UUID | None
    upto: UUID | None
    passed: int
    gone: tuple[Gone, ...]
    tally: dict[str, Any]
    last: bool


@dataclass(frozen=True, slots=True)
class Halted:
    """A batch cannot go on: why, in Dutch."""

    batch: UUID
    why: str


def waiting(desk: Desk, board: UUID, worker: Worker) -> list[Waiting]:
    """The batches that this worker can go on with, the oldest first."""
    with desk.reading(board) as work:
        return [Waiting(each.batch_id, each.kind) for each in running_batches(work, worker.id)]


def next_of_what_if(desk: Desk, board: UUID, batch: UUID, worker: Worker, most: int) -> Step | Halted | None:
    """Tell the next few routes of a what-if again, each in a look of its own; None where it does not run any more."""
    with desk.reading(board) as work:
        row = find_batch(work, batch)
        packed = packed_of(work, batch)
        rows = routes_after(work, Which(), row.cursor, most) if row is not None and row.status == RUNS else ()
    if row is None or row.status != RUNS or packed is None:
        return None
    draft = bundle_of(unpacked(packed), row.digest, worker.limits)
    if draft is None:
        return Halted(batch, UNSOUND)
    tally, destroyed = Tally.of(row.tally), destroyed_keys(desk, board)
    gone = []
    for each in rows:
        told = route_told(desk, board, draft, each, destroyed)
        tally.add(told)
        gone.append(_gone(each, told))
    upto = rows[-1].route_id if rows else None
    return Step(batch, row.cursor, upto, len(rows), tuple(gone), tally.kept(), last=len(rows) < most)


def _gone(row: Any, told: Told) -> Gone:
    if isinstance(told, Aside):
        return Gone(row.route_id, row.dossier_id, row.process, row.name, str(told))
    places = [{"element": each.element, "sentence": each.sentence} for each in told.differences]
    return Gone(row.route_id, row.dossier_id, row.process, row.name, str(told.fate), {"places": places})
