"""Dossiers: the list of those that somebody may see, and one of them with its people, routes and open tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.permissions import Permission, may
from app.queries.items import PupilShown, TaskItem, item_values, status_of
from app.queries.paging import Page, cursor, instant_and_id, page
from app.queries.parents import ParentShown, log_parents, parents_shown
from app.store import reading
from app.store.involved import people_seen
from app.store.keys import KeyGoneError
from app.store.named import named_pupil
from app.store.reading import Listed
from app.store.requests import log_read
from app.store.rights import subject_of
from app.store.sealing import SealError, unseal_reason
from app.store.unit_of_work import Work
from app.store.visible import split
from workflows import RouteStatus

READ = "dossier"
READ_LIST = "dossiers"
"""Under which names these stand in the log of reads."""
BY_FUNCTION: Final = "functie"
_SEE_PARENTS: Final = (f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS, f.DIRECTEUR)


@dataclass(frozen=True, slots=True)
class SchoolShown:
    """A school."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class DossierItem:
    """A dossier, as lists show it."""

    id: UUID
    pupil: PupilShown
    school: SchoolShown
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody on the dossier, and why."""

    id: UUID
    name: str
    reason: str
    """`taak`, `gestart`, `bericht`, `gevraagd`, or `functie` for who is on it by a function."""
    function: str | None
    route: UUID | None
    """Null where it is the whole dossier."""
    since: datetime | None
    until: datetime | None
    member: UUID | None = None
    """By it somebody is taken off the team; null for who is on it by a function."""


@dataclass(frozen=True, slots=True)
class ProposalItem:
    """A deviation that one person proposed, and that waits for a second who confirms it."""

    id: UUID
    """To be given back as `confirm`."""
    to: str
    """Id of the element that the route would go to."""
    leaving: tuple[str, ...]
    """Ids of the tasks that it would leave; all of the route where there are none."""
    reason: str
    by: str
    """Name of who proposed it."""
    mine: bool
    """Whether this person proposed it; then it is for somebody else to confirm."""
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class RouteItem:
    """A route of a dossier."""

    id: UUID
    number: int
    """Among those that this person sees: a gap would tell of the others."""
    process: str
    name: str
    status: RouteStatus
    milestone: str
    """The step that it is at, as the school names it."""
    phase: str
    started_at: datetime
    ended_at: datetime | None
    ends: tuple[str, ...]
    """How it ended: names of the end events."""
    bundle: str
    """Hash *geheel* of the protocol version that it runs on."""
    next_due: datetime | None
    """When the first of the terms that it waits for goes off; null where it waits for none."""
    proposals: tuple[ProposalItem, ...]
    """Deviations that wait for a second person; empty for who may not confirm one."""


@dataclass(frozen=True, slots=True)
class OpenTaskItem(TaskItem):
    """An open task of a dossier, with who may do it."""

    functions: tuple[str, ...]
    mine: bool
    """Whether this person may do it."""


@dataclass(frozen=True, slots=True)
class IncidentItem:
    """Something that is stuck in a dossier."""

    id: UUID
    route: UUID
    kind: str
    message: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class DossierDetail:
    """One dossier, as far as this person may see it."""

    id: UUID
    pupil: PupilShown
    pupil_name: str
    school: SchoolShown
    opened_at: datetime
    closed_at: datetime | None
    people: tuple[Involved, ...]
    routes: tuple[RouteItem, ...]
    tasks: tuple[OpenTaskItem, ...]
    incidents: tuple[IncidentItem, ...]
    parents: tuple[ParentShown, ...] | None
    """Null where this person may not know the parents."""


def list_dossiers(work: Work, actor: Actor, *, limit: int, after: str | None, closed: bool) -> Page[DossierItem]:
    """The dossiers that somebody may see, the last begun first. Raises InvalidValueError for the cursor."""
    listed = Listed(limit + 1, instant_and_id(after), closed)
    rows = reading.listed_dossiers(work, actor, listed)
    log_read(work, actor.id, READ_LIST, None, found=bool(rows))
    return page(rows, limit, lambda row: item(work, row), lambda row: cursor(row.opened_at, row.dossier_id))


def read_dossier(work: Work, actor: Actor, dossier_id: UUID) -> DossierDetail | None:
    """A dossier, and a line in the log of reads; None where it is not there or not for this person."""
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    found = None if row is None else detail(work, actor, rows_of(work, actor, row))
    log_parents(work, actor, dossier_id, found.parents if found else None)
    return found


def seen_dossier(work: Work, actor: Actor, dossier_id: UUID) -> Any:
    """The row of a dossier, or None where it is not there or not for this person."""
    row = reading.shown_dossier(work, actor.id, dossier_id)
    return row if row is not None and may(actor, Permission.SEE_DOSSIER, subject_of(row)) else None


def item(work: Work, row: Any) -> DossierItem:
    """A row of `reading.listed_dossiers`."""
    return DossierItem(row.dossier_id, _pupil(work, row), _school(row), row.opened_at, row.closed_at)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a dossier is made of, read under the rights of one person."""

    dossier: Any
    routes: Sequence[Any]
    people: Sequence[Any]
    tasks: Sequence[Any]
    held_up: Sequence[Any]


def rows_of(work: Work, actor: Actor, row: Any) -> Rows:
    """The rows beside that of a dossier: four statements."""
    who = work, actor.id, row.dossier_id
    return Rows(
        row, reading.routes_with_rights(*who), people_seen(*who), reading.open_tasks_seen(*who),
        reading.held_up(*who),
    )  # fmt: skip


def detail(work: Work, actor: Actor, rows: Rows) -> DossierDetail:
    """What somebody may see of a dossier."""
    row, made = rows.dossier, rows.dossier.dossier_id
    return DossierDetail(
        made, _pupil(work, row), named_pupil(work, row.pupil_id, row.pupil_sealed).full, _school(row), row.opened_at,
        row.closed_at, _people(rows.people), _routes(work, actor, rows.routes, rows.held_up),
        tuple(_task(work, each) for each in rows.tasks),
        tuple(
            IncidentItem(each.id, each.route_id, each.text, each.said, each.at)
            for each in only(rows.held_up, "incident")
        ),
        _parents(work, actor, row),
    )  # fmt: skip


def only(rows: Sequence[Any], what: str) -> list[Any]:
    """The rows of one sort, where several sorts were asked at once."""
    return [row for row in rows if row.what == what]


def _pupil(work: Work, row: Any) -> PupilShown:
    name = named_pupil(work, row.pupil_id, row.pupil_sealed)
    return PupilShown(row.pupil_id, name.first, row.group_name or "")


def _school(row: Any) -> SchoolShown:
    return SchoolShown(row.school_id, row.school_name)


def _people(rows: Sequence[Any]) -> tuple[Involved, ...]:
    asked = [
        Involved(each.person_id, each.name, each.text, None, each.route_id, each.began_at, each.ended_at, each.id)
        for each in only(rows, "member")
    ]
    standing = [
        Involved(each.person_id, each.name, BY_FUNCTION, each.text, None, None, None) for each in only(rows, "standing")
    ]
    return (*standing, *asked)


def _routes(work: Work, actor: Actor, rows: Sequence[Any], held: Sequence[Any]) -> tuple[RouteItem, ...]:
    leads = {row.route_id: row.key_id for row in rows if may(actor, Permission.DEVIATE, subject_of(row))}
    asked = [each for each in only(held, "proposal") if each.route_id in leads]
    waiting = [(each.route_id, _proposal(work, actor, each, leads[each.route_id])) for each in asked]
    return tuple(
        _route(row, number, tuple(each for route, each in waiting if route == row.route_id))
        for number, row in enumerate(rows, start=1)
    )


def _proposal(work: Work, actor: Actor, row: Any, key_id: UUID) -> ProposalItem:
    try:
        reason = unseal_reason(work.keys.get(work.board, key_id), row.sealed, "deviation", row.route_id, row.id)
    except (SealError, KeyGoneError):
        reason = ""  # one row that was changed, or a route that is being destroyed, must not take the page away
    return ProposalItem(row.id, row.text, tuple(row.leaving), reason, row.said, row.by == actor.id, row.at)


def _route(row: Any, number: int, proposals: tuple[ProposalItem, ...]) -> RouteItem:
    return RouteItem(
        row.route_id, number, row.process, row.name, status_of(row.status, stuck=row.stuck), row.milestone,
        row.phase, row.started_at, row.ended_at, tuple(row.ends), row.bundle, row.next_due, proposals,
    )  # fmt: skip


def _task(work: Work, row: Any) -> OpenTaskItem:
    functions = tuple(sorted(split(row.for_functions)))
    return OpenTaskItem(**item_values(work, row), functions=functions, mine=bool(row.is_mine))


def _parents(work: Work, actor: Actor, row: Any) -> tuple[ParentShown, ...] | None:
    if not (row.is_member or actor.holds(_SEE_PARENTS, row.school_id)):
        return None
    return parents_shown(work, row.pupil_id)
