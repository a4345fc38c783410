"""Going on with checks of the history, a few dossiers at a time, so that one can be stopped and the rest goes on."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from app.commands.bus import Bus
from app.commands.verdicts import BeginCheck, NoteChecked
from app.domain.actors import Actor
from app.jobs.checkpoints import Outside
from app.queries.checks import Step, next_step, running
from app.queries.desk import Desk
from app.queries.verdicts import Asked

BATCH: Final = 5
"""Dossiers between two looks at whether somebody stopped the check."""
MOST: Final = 40
"""Steps of one check in a round, and dossiers of audits; what is left waits for the next, a few seconds later."""


def go_on(desk: Desk, bus: Bus, board: UUID, outside: Outside) -> int:
    """Go on with what runs; how many dossiers were looked at."""
    key = outside.key
    asked = Asked(key.public, key.before, outside.place) if key else Asked(place=outside.place)
    looked, system = 0, Actor.system(board)
    for check in running(desk, board, MOST):
        for _ in range(MOST):
            step = next_step(desk, board, check, asked, BATCH)
            if step is None or not bus.send(_noted(step), by=system).result:
                break
            looked += step.done
            if step.last:
                break
    return looked


def begin_nightly(bus: Bus, board: UUID) -> None:
    """Begin the check of every night, unless the last one still runs."""
    bus.send(BeginCheck(), by=Actor.system(board))


def _noted(step: Step) -> NoteChecked:
    return NoteChecked(step.check, step.after, step.upto, step.done, step.counts, step.found, step.last)
