"""Firing what is due. Any number of workers may do it at once: the dossier's lock is the only one (section 6)."""

from __future__ import annotations

import logging
from uuid import UUID

from app.commands.bus import Bus
from app.commands.timers import FireTimers
from app.domain.actors import Actor
from app.domain.errors import StuckError, UnavailableError
from app.queries.desk import Desk
from app.queries.due import dossiers_due

log = logging.getLogger(__name__)


def fire_due(desk: Desk, bus: Bus, board: UUID) -> int:
    """Let go off, dossier by dossier, all that is due on a board; how many timers that were.

    One that cannot go on is an incident of its dossier, and keeps no other from going off.
    """
    fired = 0
    while True:
        with desk.reading(board) as work:
            waiting = dossiers_due(work)
        done = sum(_fire(bus, board, dossier) for dossier in waiting)
        fired += done
        if not done:
            return fired


def _fire(bus: Bus, board: UUID, dossier: UUID) -> int:
    try:
        fired: int = bus.send(FireTimers(dossier), by=Actor.system(board)).result
    except StuckError as stuck:
        log.error("a timer could not go on", extra={"action": "timer_stuck", "incident": str(stuck.incident)})  # noqa: TRY400  the trace would tell what was in the route
        return 1
    except UnavailableError:
        log.warning("a dossier was not reached, the next round tries again", extra={"action": "timer_delayed"})
        return 0
    except Exception:
        # What is wrong with one dossier must not keep the terms of all others; it is logged with its trace.
        log.exception("a dossier could not be looked at", extra={"action": "timer_failed"})
        return 0
    return fired
