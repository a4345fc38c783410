"""Facts of one route: those that moved it, and those that only tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from app.domain.facts.base import Fact, StreamOf


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFact(Fact):
    """Something that happened in one route."""

    stream: ClassVar[StreamOf] = StreamOf.ROUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStarted(RouteFact):
    """A route began, by a person's button or by a message of another route."""

    process: str
    bundle: str
    """Hash *geheel* of the version it is pinned to."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCompleted(RouteFact):
    """A user task was completed."""

    task: str
    element: str
    name: str
    beside: tuple[str, ...] = ()
    """Who else is named as having done it (`samen_met`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(RouteFact):
    """A gateway that is a question was answered."""

    task: str
    element: str
    name: str
    answer: tuple[str, ...]
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(RouteFact):
    """A timer went off."""

    timer: str
    element: str
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(RouteFact):
    """A message reached what waited for it."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCorrected(RouteFact):
    """Answers that were wrong were set right; the old ones stay beside them."""

    task: str
    element: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteWithdrawn(RouteFact):
    """A person ended the route."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDeviated(RouteFact):
    """*Afwijken*: two people moved the route to another element."""

    proposal: UUID
    element: str
    leaving: tuple[str, ...]
    reason: str
    proposed_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteMigrated(RouteFact):
    """A running route went to another version of its protocol; all after it happens on that."""

    before: str
    """Hash *geheel* of the version that it left."""
    bundle: str
    """Hash *geheel* of the version that it went to."""
    mapping: Mapping[str, object]
    """What a person decided by hand: `elements` and `fields`."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationUndone(RouteFact):
    """A route in which nothing had happened since went back to the version that it came from."""

    before: str
    bundle: str
    reason: str


# of a route: these move nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationProposed(RouteFact):
    """One person asked to move the route; nothing moves until a second agrees."""

    proposal: UUID
    element: str
    leaving: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationDropped(RouteFact):
    """Who proposed to move the route took that back, or a second person did not agree."""

    proposal: UUID
    element: str
    reason: str
    proposed_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRefused(RouteFact):
    """Somebody tried something that the state of the route did not allow."""

    tried: str
    task: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStuck(RouteFact):
    """The engine could not go on; a person must look at it."""

    incident: UUID
    element: str
    tried: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentResolved(RouteFact):
    """What was stuck goes on."""

    incident: UUID
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyFound(RouteFact):
    """A task opened for a function that nobody holds, so others got it."""

    incident: UUID
    task: str
    functions: tuple[str, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAdded(RouteFact):
    """A file was put under a task. How it is called stands beside the file alone: a name tells of a child too."""

    attachment: UUID
    task: str
    element: str
    name: str
    """Of the task."""
    size: int
    veldgroepen: tuple[str, ...]
    phase: str
    digest: str
    """SHA-256 of the sealed file."""
    details: str
    """SHA-256 of its sealed name and media type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRemoved(RouteFact):
    """Who put a file under a task took it away; the file itself is gone."""

    attachment: UUID
    task: str
    element: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUnheard(RouteFact):
    """A message reached no route and started none: *bericht niet gehoord*."""

    message: str
