"""Going on with batches, a few routes at a time, so that one can be stopped, and is taken over where a worker died."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from app.commands.batches import ClaimBatch, HaltBatch, NotePassed
from app.commands.bus import Bus
from app.domain.actors import Actor
from app.jobs.moving import MOST, go_on_moving
from app.queries.batches import TRIAL, WHAT_IF, Halted, Step, Worker, next_of_what_if, waiting
from app.queries.desk import Desk
from app.queries.moving import next_of_trial

BATCH: Final = 5
"""Routes between two looks at whether somebody stopped it."""


def go_on(desk: Desk, bus: Bus, board: UUID, worker: Worker) -> int:
    """Go on with what runs and no other worker has; how many routes were gone by."""
    passed, system = 0, Actor.system(board)
    for each in waiting(desk, board, worker):
        if not bus.send(ClaimBatch(each.id, worker.id), by=system).result:
            continue
        if each.kind == WHAT_IF:
            passed += _looked(bus, system, partial(next_of_what_if, desk, board, each.id, worker, BATCH))
        elif each.kind == TRIAL:
            passed += _looked(bus, system, partial(next_of_trial, desk, board, each.id, BATCH))
        else:
            passed += go_on_moving(desk, bus, each.id, system)
    return passed


def _looked(bus: Bus, system: Actor, look: Callable[[], Step | Halted | None]) -> int:
    """Go on with what moves nothing; how many routes were gone by."""
    passed = 0
    while passed < MOST:
        step = look()
        if isinstance(step, Halted):
            bus.send(HaltBatch(step.batch, step.why), by=system)
            break
        if step is None:
            break
        noted = NotePassed(step.batch, step.after, step.upto, step.passed, step.gone, step.tally, step.last)
        goes_on = bus.send(noted, by=system).result
        passed += step.passed
        if step.last or not goes_on:
            break
    return passed
