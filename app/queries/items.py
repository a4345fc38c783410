"""What lists show of a task, a route and a pupil."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.roll import PersonName
from app.store.named import named_pupil
from app.store.stepped import Listed
from app.store.unit_of_work import Work
from workflows import RouteStatus, TaskKind


class TaskStatus(StrEnum):
    """Whether a task still waits for somebody."""

    OPEN = "open"
    DONE = "afgerond"
    LAPSED = "vervallen"


@dataclass(frozen=True, slots=True)
class PupilShown:
    """A pupil as lists show them: first name and group."""

    id: UUID
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class TaskItem:
    """A task or question, as lists show it."""

    id: UUID
    version: int
    """Changes with the form, the term or the people of the task; to be given back as `seen`."""
    kind: TaskKind
    name: str
    lane: str | None
    dossier: UUID
    route: UUID
    route_status: RouteStatus
    route_name: str
    process: str
    due_at: datetime | None
    late: bool
    form: str | None
    status: TaskStatus
    pupil: PupilShown


@dataclass(frozen=True, slots=True)
class RouteShown:
    """A route, as answers name it."""

    id: UUID
    process: str
    name: str
    status: RouteStatus


def task_item(work: Work, row: Any) -> TaskItem:
    """A row of `store.inbox.item_query`."""
    return TaskItem(**item_values(work, row))


def item_values(work: Work, row: Any) -> dict[str, Any]:
    """The fields of a TaskItem."""
    return _values(row, named_pupil(work, row.pupil_id, row.pupil_sealed), work.clock.roughly())


def item_of(row: Listed, pupil: PersonName, now: datetime) -> TaskItem:
    """What a step had in hand of a task."""
    return TaskItem(**_values(row, pupil, now))


def _values(row: Any, pupil: PersonName, now: datetime) -> dict[str, Any]:
    late = row.status == TaskStatus.OPEN and row.due_at is not None and row.due_at < now
    return {
        "id": row.task_id, "version": row.version, "kind": TaskKind(row.kind), "name": row.name, "lane": row.lane,
        "dossier": row.dossier_id, "route": row.route_id, "route_status": status_of(row.route_status, stuck=row.stuck),
        "route_name": row.route_name, "process": row.process, "due_at": row.due_at, "late": late, "form": row.form,
        "status": TaskStatus(row.status), "pupil": PupilShown(row.pupil_id, pupil.first, row.group_name or ""),
    }  # fmt: skip


def status_of(status: str, *, stuck: bool) -> RouteStatus:
    """Where a route stands for people: one that is stuck says so."""
    return RouteStatus.INCIDENT if stuck and status == RouteStatus.LOOPT else RouteStatus(status)


def route_of(item: TaskItem) -> RouteShown:
    """The route of a task."""
    return RouteShown(item.route, item.process, item.route_name, item.route_status)
