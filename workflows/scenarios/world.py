"""What a made-up dossier holds at one moment, as frozen values. Moves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.calendar import Calendar
from workflows.engine import Done
from workflows.scenarios.clock import START
from workflows.scenarios.holidays import CALENDAR
from workflows.spiff import State
from workflows.types import Decision, Message, Milestone, Notice, OpenTask, RouteStatus, Timer


@dataclass(frozen=True, slots=True)
class Route:
    """A route of the dossier as it stands."""

    id: UUID
    number: int
    """From 1, in the order in which routes began."""
    process: str
    started_by: str = ""
    """The function that pressed the button, empty where a message of another route began it."""
    sequence: int = 0
    """Number of its last command."""
    state: State | None = None
    state_hash: str = ""
    status: RouteStatus = RouteStatus.LOOPT
    ends: tuple[str, ...] = ()
    """Names of the end events that the last command reached."""
    milestones: tuple[Milestone, ...] = ()
    done: tuple[Done, ...] = ()
    """What was completed and by which function, in order (R32)."""

    @property
    def is_open(self) -> bool:
        """Whether it still runs."""
        return self.status is RouteStatus.LOOPT


@dataclass(frozen=True, slots=True)
class Work:
    """A task or question that is open, with the route and process in which it lies."""

    route: Route
    process: str
    task: OpenTask


@dataclass(frozen=True, slots=True)
class Ended:
    """A called process that came to an end."""

    process: str
    end: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """One command on a route as the golden history keeps it: enough to carry it out again."""

    route: UUID
    sequence: int
    instant: datetime
    running: tuple[str, ...]
    kind: str
    """The verb of `Engine`: start, complete, answer, fire, receive."""
    arguments: Mapping[str, object]
    """As keywords of that verb, beside moment and state; JSON."""
    state_hash: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class World:
    """The whole dossier. A command that fails leaves the world before it."""

    now: datetime = START
    calendar: Calendar = CALENDAR
    routes: tuple[Route, ...] = ()
    commands: tuple[Commanded, ...] = ()
    notices: tuple[Notice, ...] = ()
    decisions: tuple[Decision, ...] = ()
    messages: tuple[Message, ...] = ()
    """Every message that was thrown or came in."""
    unheard: tuple[Message, ...] = ()
    """Those that nothing waited for and that started nothing."""
    ended: tuple[Ended, ...] = ()
    fired: tuple[Timer, ...] = ()
    """Every timer that went off."""
    flows: frozenset[str] = frozenset()
    """Ids of the sequence flows that were taken."""
