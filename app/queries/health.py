"""Whether the machine is well: its database and its workers. Says nothing of boards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from app.store.overview import latest_tick
from app.store.unit_of_work import Work
from app.store.upkeep import BACK, all_boards

LATE_AFTER: Final = timedelta(minutes=1)


class HealthStatus(StrEnum):
    """How the machine is."""

    OK = "ok"
    BEHIND = "achter"
    """No worker has ticked for a minute, or the clock went back: terms do not go off and mail does not leave."""
    AWAY = "weg"
    """The database cannot be reached."""


@dataclass(frozen=True, slots=True)
class WorkerShown:
    """The workers, taken together."""

    last_tick: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Health:
    """How the machine is."""

    status: HealthStatus
    database: HealthStatus
    worker: WorkerShown | None
    """Null where the database is away."""


AWAY: Final = Health(HealthStatus.AWAY, HealthStatus.AWAY, None)


def read_health(work: Work) -> Health:
    """How the machine is, of which the database answers."""
    last = latest_tick(work)
    # A worker ticks for each board; where there is none yet, nothing waits. By a clock that went back none ticks.
    late = not -BACK <= work.clock.roughly() - last <= LATE_AFTER if last else bool(all_boards(work))
    status = HealthStatus.BEHIND if late else HealthStatus.OK
    return Health(status, HealthStatus.OK, WorkerShown(last, late))
