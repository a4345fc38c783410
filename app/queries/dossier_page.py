"""The page of a dossier, read in one transaction: all that one person may know of it, in at most eleven statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.permissions import Permission, may
from app.queries import dossiers, history
from app.queries.attachments import AttachmentItem, attachments_of_dossier
from app.queries.colleagues import Kept
from app.queries.dossiers import DossierDetail, Rows, only
from app.queries.history import Part
from app.queries.parents import log_parents
from app.queries.parnassys import PROCESS as NOTING
from app.queries.parnassys import step_in
from app.queries.starts import Start, buttons_of, quiet
from app.queries.steps import RouteStep, steps_of_route
from app.queries.story import USUAL, Story, story_of
from app.store.bundles import BundleCache
from app.store.reading import whole_dossier
from app.store.requests import log_read
from app.store.rights import subject_of
from app.store.unit_of_work import Work
from app.store.visible import split
from workflows import EMPTY, Bundle, Calendar


@dataclass(frozen=True, slots=True)
class MayDo:
    """What this person may do here beside their tasks."""

    close: bool = False
    team: bool = False
    retry: bool = False
    withdraw: frozenset[UUID] = frozenset()
    """Routes that they may end."""
    deviate: frozenset[UUID] = frozenset()
    verify: bool = False
    erase: bool = False
    pack: bool = False
    readers: bool = False
    """Read who has seen it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """For whom an open task waits."""

    names: tuple[str, ...]
    functions: tuple[str, ...]
    everyone: bool
    """Everybody on the dossier may do it."""
    since: datetime


@dataclass(frozen=True, slots=True)
class DossierPage:
    """What the page shows."""

    detail: DossierDetail
    calendar: Calendar
    now: datetime
    may: MayDo
    starts: tuple[Start, ...]
    begins: Mapping[str, str]
    """By process what the route is called that these begin."""
    waiting: Mapping[UUID, Waiting]
    """By task."""
    steps: Mapping[UUID, tuple[RouteStep, ...]]
    """By route."""
    ends: Mapping[UUID, str]
    """By proposal what the drawing calls where the route would go."""
    story: Story
    """The latest of what happened."""
    files: tuple[AttachmentItem, ...]
    kept_off: tuple[Kept, ...]
    """Who may never be on it; empty for who does not keep the team."""
    noting: Mapping[UUID, str]
    """By route that is there to note a step in ParnasSys: the number of that step; empty where it has none."""
    erased: tuple[datetime, ...] = ()
    """When routes were destroyed, of which nothing else is left to tell."""


def read_page(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID
) -> DossierPage | None:  # fmt: skip
    """The page, and lines in the log of reads; None where the dossier is not there or not for this person."""
    row = whole_dossier(work, actor.id, dossier_id)
    if row is not None and not may(actor, Permission.SEE_DOSSIER, subject_of(row)):
        row = None
    log_read(work, actor.id, dossiers.READ, dossier_id, found=row is not None)
    if row is None:
        return None
    log_read(work, actor.id, history.READ, dossier_id, found=True)
    rows = dossiers.rows_of(work, actor, row)
    found = dossiers.detail(work, actor, rows)
    log_parents(work, actor, dossier_id, found.parents)
    drawn = {route.route_id: bundles.get(work, route.bundle) for route in rows.routes}
    story = story_of(work, actor, bundles, row, rows.routes, Part(USUAL))
    rights = _rights(actor, rows)
    in_force = bundles.get(work, row.in_force) if row.in_force else None
    starts = quiet(buttons_of(work, actor, bundles, row, rows.routes, row.in_force), in_force)
    return DossierPage(
        found, _calendar(row), work.clock.roughly(), rights, starts,
        {each.process: in_force.processes[each.process].name for each in starts if in_force and each.starts},
        {task.task_id: waiting_for(task, rows.people) for task in rows.tasks},
        {
            each.route_id: steps_of_route(drawn[each.route_id], each) for each in rows.routes
        },
        {
            each.id: drawn[route.id].name_of(each.to) for route in found.routes for each in route.proposals
        },
        story, attachments_of_dossier(work, actor, bundles, dossier_id),
        kept_off(rows.people) if rights.team else (),
        {each.route_id: step_in(work, bundles, each) for each in rows.routes if each.process == NOTING},
        tuple(each.at for each in only(rows.held_up, "erased")),
    )  # fmt: skip


def kept_off(people: Sequence[Any]) -> tuple[Kept, ...]:
    """Who is on the deny list, of rows of `involved.people_seen`."""
    return tuple(Kept(each.id, each.person_id, each.name, each.began_at) for each in only(people, "denied"))


def _rights(actor: Actor, rows: Rows) -> MayDo:
    subject = subject_of(rows.dossier)
    open_ = [(route.route_id, subject_of(route)) for route in rows.routes if route.ended_at is None]
    return MayDo(
        may(actor, Permission.CLOSE_DOSSIER, subject) and rows.dossier.closed_at is None,
        may(actor, Permission.KEEP_TEAM, subject), may(actor, Permission.RETRY, subject),
        frozenset(made for made, each in open_ if may(actor, Permission.WITHDRAW, each)),
        frozenset(made for made, each in open_ if may(actor, Permission.DEVIATE, each)),
        may(actor, Permission.VERIFY, subject), may(actor, Permission.ERASE, subject),
        may(actor, Permission.PACK, subject), readers=may(actor, Permission.SEE_READERS, subject),
    )  # fmt: skip


def _calendar(row: Any) -> Calendar:
    if row.public_holidays is None:
        return EMPTY
    return Calendar(*(frozenset(map(date.fromisoformat, days)) for days in (row.public_holidays, row.school_free_days)))


def waiting_for(task: Any, people: Sequence[Any]) -> Waiting:
    """By name: who was asked for the task, and who is on its route and has the function."""
    functions = split(task.for_functions)
    names = [each.name for each in people if _is_for(each, task, functions)]
    everyone = f.ON_THE_DOSSIER in functions
    return Waiting(tuple(dict.fromkeys(names)), tuple(sorted(functions)), everyone, task.opened_at)


def _is_for(row: Any, task: Any, functions: frozenset[str]) -> bool:
    if row.what == "member":
        return bool(row.task_id == task.task_id)
    here = row.route_id in {None, task.route_id}
    return here and row.what in {"standing", "able"} and row.text in functions
