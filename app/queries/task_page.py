"""The page of a task, read in one transaction: the task, its form, and all around it that this person may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.functions import ON_THE_DOSSIER
from app.domain.permissions import Permission, may
from app.queries import parnassys
from app.queries.ahead import Ahead, ahead
from app.queries.answers import Reader
from app.queries.attachments import AttachmentItem, attachments_of_task
from app.queries.calendars import school_calendars
from app.queries.earlier import Earlier, doers, earlier_in
from app.queries.foreseen import Standing, foreseen
from app.queries.history import Entry
from app.queries.inbox import completed
from app.queries.items import TaskItem, task_item
from app.queries.parnassys import StepDone, step_of
from app.queries.steps import RouteStep, reached_in, steps_of
from app.queries.task import (
    READ,
    Beside,
    Kept,
    TaskDetail,
    barred_by,
    detail,
    given_to,
    kept_draft,
    open_task,
    state_at,
    task_row,
)  # fmt: skip
from app.queries.why import (
    Told,
    Why,
    closing,
    corrections,
    documentation_of,
    entry_of,
    facts_of_route,
    last_events,
    opening,
    people_in,
    why_of,
    without_sources,
)  # fmt: skip
from app.store.bundles import BundleCache
from app.store.colleagues import colleagues_at
from app.store.people import names_of
from app.store.reading import open_tasks_seen, processes_running
from app.store.requests import log_read
from app.store.rights import subject_of
from app.store.unit_of_work import Work
from app.store.visible import split
from workflows import EMPTY, Bundle, Calendar, Form, Moment, OpenTask, RouteStatus

_EVENTS: Final = 3
OPEN: Final = "open"


@dataclass(frozen=True, slots=True)
class Fellow:
    """A colleague who can do a task too."""

    id: UUID
    name: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another open task of the same route."""

    item: TaskItem
    functions: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """How a task was closed."""

    by: str
    """Empty where a term or another step closed it."""
    happened: datetime | None
    """When it was done, as whoever did it says."""
    recorded: datetime | None
    beside: tuple[str, ...]
    """Who did it too."""
    reasons: tuple[str, ...]
    """Why each correction was made, the oldest first."""
    opened: tuple[TaskItem, ...]
    """What it opened for whoever reads."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """What the page shows."""

    task: TaskDetail
    form: Form | None
    instruction: str
    now: datetime
    calendar: Calendar
    draft: Kept | None
    ahead: Ahead
    steps: tuple[RouteStep, ...]
    why: Why
    events: tuple[Entry, ...]
    neighbours: tuple[Neighbour, ...]
    fellows: tuple[Fellow, ...]
    """Who can have done it together with this person; where they may not do it, who can."""
    functions: tuple[str, ...]
    """Those of this person by which it is theirs."""
    files: tuple[AttachmentItem, ...]
    closed: Closed | None
    step: StepDone | None
    """The step that this task notes in ParnasSys."""
    parnassys: str
    """What the drawing calls the process of such notes."""
    corrects: bool
    """Whether this person may set the answers right."""
    earlier: tuple[Earlier, ...]
    """What was written down in this route before, the last first."""


def read_task_page(work: Work, actor: Actor, bundles: BundleCache[Bundle], task_id: UUID) -> TaskPage | None:
    """All of the page, and a line in the log of reads; None where the task is not there or not for this person."""
    row = task_row(work, actor, task_id)
    log_read(work, actor.id, READ, task_id, found=row is not None)
    return None if row is None else _Reading.of(work, actor, bundles, row).page()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One page being read."""

    work: Work
    actor: Actor
    bundles: BundleCache[Bundle]
    bundle: Bundle
    row: Any
    task: OpenTask | None
    """As the engine knows it, where it is open."""
    facts: tuple[Told, ...]
    names: Mapping[UUID, str]

    @classmethod
    def of(cls, work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any) -> _Reading:
        bundle = bundles.get(work, row.bundle)
        facts = facts_of_route(work, row)
        number, done = opening(facts, row.task_id), closing(facts, row.task_id)
        told = [
            *last_events(facts, _EVENTS),
            *([facts[number]] if number is not None else []),
            *([done] if done else []),
            *(doers(facts) if row.status == OPEN else []),
        ]
        names = names_of(work, people_in(told) | ({row.done_by} if row.done_by else set()))
        return cls(work, actor, bundles, bundle, row, open_task(work, bundle, row), facts, names)

    def page(self) -> TaskPage:
        row, is_open = self.row, self.row.status == OPEN
        draft = kept_draft(self.work, self.actor, row) if is_open else None
        shown = self._detail(draft)
        said = documentation_of(self.bundle, row.drawn_in, row.element)
        reader = Reader.of(self.work, self.actor, self.bundle, row, row.school_id)
        calendar = school_calendars(self.work, [row.school_id]).get(row.school_id, EMPTY)
        return TaskPage(
            shown, self.bundle.forms.get(row.form or ""), without_sources(said), self.work.clock.roughly(),
            calendar, draft, self._ahead(calendar, barred=bool(shown.barred)), self._steps(),
            why_of(self.bundle, reader, row, self.facts, self.names),
            tuple(entry_of(self.bundle, row, each, self.names) for each in last_events(self.facts, _EVENTS)),
            self._neighbours(), self._fellows(shown), self._mine(shown),
            attachments_of_task(self.work, self.actor, self.bundles, row.task_id),
            None if is_open else self._closed(), self._step(), self._notes(),
            not is_open and may(self.actor, Permission.CORRECT, subject_of(row)),
            earlier_in(self.bundle, reader, row, self.facts, self.names) if is_open and not self._step_noted else (),
        )  # fmt: skip

    def _ahead(self, calendar: Calendar, *, barred: bool) -> Ahead:
        row, bundle = self.row, self.bundle
        drawn = ahead(bundle, row.drawn_in, row.element, row.path)
        state = state_at(self.work, row)
        if self.task is None or state is None or barred:
            return drawn
        running = bundle.running(processes_running(self.work, row.dossier_id, row.route_id))
        moment = Moment(row.route_id, row.route_version + 1, self.work.clock.roughly(), calendar, running)
        return foreseen(Standing(bundle, moment, state), self.task, bundle.forms.get(row.form or ""), drawn)

    def _detail(self, draft: Kept | None) -> TaskDetail:
        row = self.row
        given = () if row.status == OPEN else given_to(self.work, self.actor, self.bundle, row)
        barred = barred_by(self.work, self.actor, self.bundle, row, self.task)
        done = closing(self.facts, row.task_id)
        answer = tuple(done.document["data"].get("answer", ())) if done else ()
        name = self.names.get(row.done_by, "") if row.done_by else None
        beside = Beside(self.task, draft.values if draft else None, given, barred, name)
        return detail(self.work, self.bundle, row, beside, answer=answer)

    def _steps(self) -> tuple[RouteStep, ...]:
        row = self.row
        reached = reached_in(each.document for each in self.facts)
        running = row.route_status in (RouteStatus.LOOPT, RouteStatus.INCIDENT)
        return steps_of(self.bundle, row.process, row.milestone, running=running, reached=reached)

    def _neighbours(self) -> tuple[Neighbour, ...]:
        rows = open_tasks_seen(self.work, self.actor.id, self.row.dossier_id)
        return tuple(
            Neighbour(task_item(self.work, each), tuple(sorted(split(each.for_functions))), bool(each.is_mine))
            for each in rows if each.route_id == self.row.route_id and each.task_id != self.row.task_id
        )  # fmt: skip

    def _mine(self, shown: TaskDetail) -> tuple[str, ...]:
        held = self.actor.functions_at(self.row.school_id)
        return tuple(each for each in shown.functions if each in held or each == ON_THE_DOSSIER)

    def _fellows(self, shown: TaskDetail) -> tuple[Fellow, ...]:
        """Asked only where the page names them."""
        if self.task is None or not (self.task.samen_met or shown.barred):
            return ()
        wanted = {each for circle in self.bundle.circles(self.task) for each in circle}
        found: dict[UUID, Fellow] = {}
        for each in colleagues_at(self.work, self.row.school_id):
            if each.function in wanted and each.active and each.person_id != self.actor.id:
                known = found.get(each.person_id, Fellow(each.person_id, each.name, ()))
                found[each.person_id] = replace(known, functions=(*known.functions, each.function))
        return tuple(found.values())

    def _closed(self) -> Closed:
        row, done = self.row, closing(self.facts, self.row.task_id)
        beside = done.document["data"].get("beside", ()) if done else ()
        with_whom = tuple(self.names.get(UUID(each), "") for each in beside)
        opened: Sequence[TaskItem] = ()
        if done and row.closed_by:
            opened = completed(self.work, self.actor, row.task_id, row.closed_by).opened
        return Closed(
            self.names.get(row.done_by, "") if row.done_by else "", done.at if done else None, row.closed_at,
            with_whom, corrections(self.facts, row.task_id), tuple(opened),
        )  # fmt: skip

    @property
    def _step_noted(self) -> bool:
        return bool(self.row.process == parnassys.PROCESS)

    def _step(self) -> StepDone | None:
        if not self._step_noted:
            return None
        return step_of(self.bundle, self.facts, self.names)

    def _notes(self) -> str:
        found = self.bundle.processes.get(parnassys.PROCESS)
        return found.name if found else ""
