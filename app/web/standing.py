"""Where the routes of a dossier stand and for whom their tasks wait, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.queries.dossier_page import DossierPage, Waiting
from app.queries.dossiers import Involved, OpenTaskItem, RouteItem
from app.queries.steps import Place, RouteStep
from app.web.terms import Term, term_of
from app.web.words import _, lowered, ngettext
from workflows import RouteStatus

RUNS: Final = (RouteStatus.LOOPT, RouteStatus.INCIDENT)
_NAMED: Final = 3
"""Names in one sentence; of more is told how many."""
_NUMBER: Final = re.compile(r"stap (\d+)\s*[:.]\s*(.+)", re.IGNORECASE)
"""A name of a step that begins with the number that the school gave it."""


@dataclass(frozen=True, slots=True)
class TaskShown:
    """An open task."""

    task: OpenTaskItem
    name: str
    who: str
    term: Term
    since: datetime


@dataclass(frozen=True, slots=True)
class RouteShown:
    """A route."""

    route: RouteItem
    steps: tuple[RouteStep, ...]
    place: str
    """`Stap 2 van 6: delen van vermoedens`; empty where its drawing names no steps."""
    since: datetime | None
    """Since when it is there."""
    waits_for: str
    due: Term | None
    withdrawable: bool
    deviable: bool

    @property
    def runs(self) -> bool:
        """Whether it goes on."""
        return self.route.status in RUNS


@dataclass(frozen=True, slots=True)
class Standing:
    """The routes of a dossier as its page groups them."""

    threads: tuple[RouteShown, ...]
    """Those that run along steps."""
    beside: tuple[RouteShown, ...]
    """Short ones that run without."""
    over: tuple[RouteShown, ...]
    notes: tuple[RouteShown, ...]
    """Those that are there to note a step in ParnasSys."""
    to_note: int
    """How many of these are not done."""
    tasks: tuple[TaskShown, ...]

    @property
    def newest_of_mine(self) -> TaskShown | None:
        """What whoever reads was given to do last."""
        mine = [each for each in self.tasks if each.task.mine]
        return max(mine, key=lambda each: each.since, default=None)


def standing(page: DossierPage) -> Standing:
    """All of it, for one page."""
    routes = [_route(page, each) for each in page.detail.routes]
    notes = tuple(each for each in routes if each.route.id in page.noting)
    others = [each for each in routes if each.route.id not in page.noting]
    running = [each for each in others if each.runs]
    tasks = tuple(_task(page, each) for each in sorted(page.detail.tasks, key=lambda each: each.route in page.noting))
    return Standing(
        tuple(each for each in running if each.steps), tuple(each for each in running if not each.steps),
        tuple(each for each in others if not each.runs), notes, sum(each.runs for each in notes), tasks,
    )  # fmt: skip


def _task(page: DossierPage, each: OpenTaskItem) -> TaskShown:
    waiting = page.waiting[each.id]
    term = term_of(each.due_at, page.now, page.calendar)
    return TaskShown(each, with_step(each.name, page.noting.get(each.route, "")), who(waiting), term, waiting.since)


def with_step(name: str, step: str) -> str:
    """The name of a task with the step that it is about, where it says that of no step itself."""
    return f"{name}: {lowered(step)}" if step else name


def who(waiting: Waiting) -> str:
    """For whom something waits: by name where that is known."""
    if waiting.everyone:
        return _("iedereen bij dit dossier")
    return listed(waiting.names) or " / ".join(waiting.functions)


def listed(names: Sequence[str]) -> str:
    """A few names in a sentence."""
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return f"{shown} " + ngettext("en nog %(num)s", "en nog %(num)s", more) if more > 0 else shown


def _route(page: DossierPage, route: RouteItem) -> RouteShown:
    waiting = [page.waiting[each.id] for each in page.detail.tasks if each.route == route.id]
    steps = page.steps[route.id]
    return RouteShown(
        route, steps, _place(route, steps), _since(steps, waiting), _waits_for(waiting), _first_term(page, route),
        route.id in page.may.withdraw, route.id in page.may.deviate,
    )  # fmt: skip


def _since(steps: Sequence[RouteStep], waiting: Sequence[Waiting]) -> datetime | None:
    """Since when it is at its step; where that is not known, since when its oldest task is open."""
    reached = next((each.at for each in steps if each.place is Place.NOW), None)
    return reached or min((each.since for each in waiting), default=None)


def _first_term(page: DossierPage, route: RouteItem) -> Term | None:
    due = [route.next_due, *(each.due_at for each in page.detail.tasks if each.route == route.id)]
    first = min((each for each in due if each is not None), default=None)
    return term_of(first, page.now, page.calendar) if first else None


def _place(route: RouteItem, steps: Sequence[RouteStep]) -> str:
    """By the numbers of the school itself: between its steps may lie others that have none."""
    numbers = [int(found[1]) for each in steps if (found := _NUMBER.fullmatch(each.name))]
    here = _NUMBER.fullmatch(route.milestone)
    if route.status not in RUNS or not here or not numbers:
        return route.milestone if route.status in RUNS else ""
    return _("Stap %(number)s van %(all)s: %(name)s", number=here[1], all=max(numbers), name=here[2])


def _waits_for(waiting: Iterable[Waiting]) -> str:
    names: dict[str, None] = {}
    for each in waiting:
        names |= dict.fromkeys(each.names) if each.names and not each.everyone else {who(each): None}
    return listed(tuple(names))


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody on the dossier, with every reason why."""

    name: str
    functions: tuple[str, ...]
    """By which they are on it without being asked."""
    places: tuple[Involved, ...]
    """On the team by name."""


def people_shown(page: DossierPage) -> tuple[PersonShown, ...]:
    """Everybody once."""
    by_person: dict[UUID, list[Involved]] = {}
    for each in page.detail.people:
        by_person.setdefault(each.id, []).append(each)
    return tuple(
        PersonShown(
            rows[0].name, tuple(each.function for each in rows if each.function),
            tuple(each for each in rows if not each.function),
        )
        for rows in by_person.values()
    )  # fmt: skip
