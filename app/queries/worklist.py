"""The list of tasks as its page shows it: all that stands on it, in few statements however long it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.circle import LEADERS
from app.queries.calendars import school_calendars
from app.queries.health import Health, read_health
from app.queries.inbox import Asked, open_rows
from app.queries.items import PupilShown, TaskItem, task_item
from app.queries.origins import Origin, origins_of
from app.queries.paging import USUAL
from app.queries.parnassys import PROCESS as NOTING
from app.queries.parnassys import step_in
from app.queries.pupils import has_pupils
from app.queries.starts import PHASE
from app.store.bundles import BundleCache
from app.store.inbox import NONE, Filters, Wanted, open_briefly, open_tasks
from app.store.named import named_pupil
from app.store.overview import schools_with
from app.store.unit_of_work import Work
from app.store.worklist import as_it_is, beside, next_timer, proposals_for
from workflows import EMPTY, Bundle, Calendar

MOST: Final = 500
"""Tasks that are counted one by one; of more it is said that they are more."""
_MOST_ACUTE: Final = 20
_MINDS: Final = (f.BEHEERDER, f.DIRECTEUR, f.INTERN_BEGELEIDER)
"""Who can do something about a machine that stands still, or knows whom to call."""


class Whose(StrEnum):
    """Whose tasks.

    Mine is what somebody has by name: they are on the dossier or the route because they began it, were asked, or a task
    put them there, or they have typed in the task already. All else is for their function, and any who holds it may do
    it.
    """

    ALL = ""
    MINE = "mij"
    FUNCTION = "functie"


_BY_NAME: Final = {Whose.ALL: None, Whose.MINE: True, Whose.FUNCTION: False}


@dataclass(frozen=True, slots=True)
class ListAsked:
    """Which part of the list."""

    whose: Whose = Whose.ALL
    school: UUID | None = None
    process: str = ""
    cursor: str | None = None
    q: str = ""
    limit: int = USUAL

    @property
    def filters(self) -> Filters:
        """As the store knows them."""
        return Filters(self.school, self.process, _BY_NAME[self.whose])

    @property
    def is_first(self) -> bool:
        """Whether it is the beginning of the list, and no search."""
        return self.cursor is None and not self.q


@dataclass(frozen=True, slots=True)
class Entry:
    """A task with what its row tells beside it."""

    task: TaskItem
    school: UUID
    calendar: Calendar
    after_done: str
    """The task of the same route after which it came; empty where another thing opened it."""
    after_lapsed: str
    """The same, of a task that nobody did: its term ended or another step took its place."""
    begins_route: bool
    starter: str
    """Who began the route; empty where another route did."""
    is_starter: bool
    """Whether that was whoever asks."""
    origin: Origin | None
    """Of what another route began: that route, where this person may see it."""
    opened_at: datetime
    step: str
    """Of a task to note a step in ParnasSys: the number of that step."""
    saved_at: datetime | None
    """When this person last typed in it."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is told of every task of a list, also of those on a later page."""

    task: UUID
    version: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A deviation that a colleague proposed and that this person may confirm."""

    id: UUID
    route: UUID
    route_name: str
    pupil: PupilShown
    by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of the list of tasks."""

    now: datetime
    acute: tuple[Entry, ...]
    """Work of the acute way that is due today or was due before: it goes before everything."""
    entries: tuple[Entry, ...]
    next: str | None
    counted: tuple[Brief, ...]
    """All tasks that fit the filters, at most `MOST` and one more."""
    all: tuple[Brief, ...]
    """The same without filters: from these it is known whether anything changed."""
    processes: Mapping[str, str]
    """Of the routes in the list: process to name."""
    schools: Mapping[UUID, str]
    """Where this person works; empty where it is one school."""
    next_timer: datetime | None
    """When there may be work again; asked for an empty list alone."""
    to_confirm: tuple[ToConfirm, ...]
    """Asked for the first page of a list of which no part was chosen."""
    begins: bool
    """Whether this person has pupils for whom to begin a dossier."""
    health: Health | None
    """How the machine is, for who can do something about it."""


def read_worklist(work: Work, actor: Actor, bundles: BundleCache[Bundle], asked: ListAsked) -> Worklist:
    """The list of whoever asks. Raises InvalidValueError for the cursor."""
    now = work.clock.roughly()
    acute = _acute(work, actor, now) if asked.is_first else ()
    found = open_rows(work, actor, Asked(asked.limit, asked.cursor, q=asked.q, filters=asked.filters))
    on_top = {row.task_id for row in acute}
    rows = [row for row in found.items if row.task_id not in on_top]
    whole = asked.is_first and found.next is None
    plain = asked.filters == NONE
    everything = found.items if whole and plain else _briefly(work, actor, NONE)
    counted = found.items if whole else everything if plain else _briefly(work, actor, asked.filters)
    entries = _entries(work, actor, bundles, [*acute, *rows])
    first = tuple(each for each in entries if each.task.id in on_top)
    return Worklist(
        now, first, entries[len(first) :], found.next, _briefs(counted), _briefs(everything),
        {row.process: row.route_name for row in everything}, _schools(work, actor),
        None if everything else _next_timer(work, actor),
        _to_confirm(work, actor) if asked.is_first and plain and actor.schools_as(LEADERS) else (),
        has_pupils(work, actor), read_health(work) if actor.schools_as(_MINDS) else None,
    )  # fmt: skip


def all_briefly(work: Work, actor: Actor) -> tuple[datetime, tuple[Brief, ...]]:
    """All tasks of somebody and the instant at which they were read, to see whether anything changed."""
    return work.clock.roughly(), _briefs(_briefly(work, actor, NONE))


def task_as_it_is(work: Work, actor: Actor, task_id: UUID) -> tuple[int, str] | None:
    """Version and status of a task; None where it is not there or not for this person (any more)."""
    return as_it_is(work, actor.id, task_id)


def _acute(work: Work, actor: Actor, now: datetime) -> Sequence[Any]:
    tomorrow = now.astimezone(Calendar.zone).date() + timedelta(days=1)
    tonight = datetime.combine(tomorrow, time.min, Calendar.zone).astimezone(UTC)
    return open_tasks(work, actor, Wanted(_MOST_ACUTE, filters=Filters(phase=PHASE, before=tonight)))


def _briefly(work: Work, actor: Actor, filters: Filters) -> Sequence[Any]:
    return open_briefly(work, actor, Wanted(MOST + 1, filters=filters))


def _briefs(rows: Sequence[Any]) -> tuple[Brief, ...]:
    return tuple(Brief(row.task_id, row.version, row.due_at) for row in rows)


def _entries(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], rows: Sequence[Any]
) -> tuple[Entry, ...]:  # fmt: skip
    known = beside(work, actor.id, [row.task_id for row in rows], NOTING)
    calendars = school_calendars(work, {row.school_id for row in rows})
    origins = origins_of(work, actor, [each for each in known.values() if _begins(each) and each.started_by is None])
    return tuple(
        _entry(
            work, actor, (row, known[row.task_id], origins.get(row.route_id)), calendars.get(row.school_id, EMPTY),
            step_in(work, bundles, known[row.task_id]),
        )
        for row in rows if row.task_id in known
    )  # fmt: skip


def _entry(work: Work, actor: Actor, rows: tuple[Any, Any, Origin | None], calendar: Calendar, step: str) -> Entry:
    row, known, origin = rows
    return Entry(
        task_item(work, row), row.school_id, calendar, known.after_done or "", known.after_lapsed or "",
        _begins(known), known.starter or "", known.started_by == actor.id, origin, known.opened_at, step,
        known.saved_at,
    )  # fmt: skip


def _begins(known: Any) -> bool:
    """Whether the task opened as its route began."""
    return bool(known.opened_at == known.started_at)


def _schools(work: Work, actor: Actor) -> Mapping[UUID, str]:
    places = {each.school for each in actor.holdings} | actor.schools
    if len(places) < 2 and None not in places:
        return {}
    found = {row.school_id: row.name for row in schools_with(work, actor.id)}
    return found if len(found) > 1 else {}


def _to_confirm(work: Work, actor: Actor) -> tuple[ToConfirm, ...]:
    return tuple(
        ToConfirm(
            row.deviation_id, row.route_id, row.route_name,
            PupilShown(row.pupil_id, named_pupil(work, row.pupil_id, row.pupil_sealed).first, row.group_name or ""),
            row.proposer, row.proposed_at,
        )
        for row in proposals_for(work, actor.id, _MOST_ACUTE)
    )  # fmt: skip


def _next_timer(work: Work, actor: Actor) -> datetime | None:
    places = {each.school for each in actor.holdings}
    return next_timer(work, actor.id, None if None in places else [each for each in places if each is not None])
