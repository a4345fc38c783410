"""The tasks of whoever asks, and what a command of theirs opened.

Not written down in the log of reads: a list is no look into a dossier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.searching import plain
from app.queries.items import RouteShown, TaskItem, item_of, route_of, task_item
from app.queries.paging import Page, cursor, instant_and_id, page
from app.store import inbox as rows_of
from app.store.inbox import NONE, Filters, Wanted
from app.store.named import named_pupil
from app.store.stepped import Stepped
from app.store.unit_of_work import Work

_BATCH: Final = 200
_MOST_LOOKED_AT: Final = 1_000
"""Tasks that one search looks at; the list then goes on where it stopped."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the list of tasks."""

    limit: int
    cursor: str | None = None
    route: UUID | None = None
    dossier: UUID | None = None
    q: str = ""
    """Part of the name of the task or of the pupil."""
    filters: Filters = NONE


@dataclass(frozen=True, slots=True)
class Completed:
    """What became of a task, and what the step opened, as far as whoever did it may see that."""

    task: TaskItem
    opened: tuple[TaskItem, ...]
    route: RouteShown


def open_tasks(work: Work, actor: Actor, asked: Asked) -> Page[TaskItem]:
    """Open tasks for this person or their functions, the first due first. Raises InvalidValueError for the cursor."""
    found = open_rows(work, actor, asked)
    return Page(_items(work, found.items), found.next)


def open_rows(work: Work, actor: Actor, asked: Asked) -> Page[Any]:
    """The same, as rows of `store.inbox.item_query`. Raises InvalidValueError for the cursor."""
    wanted = Wanted(asked.limit + 1, instant_and_id(asked.cursor), asked.route, asked.dossier, asked.filters)
    if asked.q.strip():
        return _searched(work, actor, wanted, asked)
    return page(rows_of.open_tasks(work, actor, wanted), asked.limit, _itself, _place)


def completed(work: Work, actor: Actor, task_id: UUID, command: UUID) -> Completed:
    """What a command did to a task, the same however often it is asked. Raises NotFoundError."""
    shown = [task_item(work, row) for row in rows_of.step_of(work, actor.id, task_id, command)]
    done = next((each for each in shown if each.id == task_id), None)
    if done is None:
        raise NotFoundError
    return Completed(done, tuple(each for each in shown if each.id != task_id), route_of(done))


def completed_in(stepped: Stepped, now: datetime) -> Completed:
    """The same, of what the command had in hand."""
    done = item_of(stepped.done, stepped.pupil, now)
    return Completed(done, tuple(item_of(each, stepped.pupil, now) for each in stepped.opened), route_of(done))


def opened_by(work: Work, actor: Actor, dossier: UUID, command: UUID) -> tuple[TaskItem, ...]:
    """What a command opened in a dossier, as far as this person may see it."""
    return tuple(task_item(work, row) for row in rows_of.opened_by(work, actor.id, dossier, command))


def current(work: Work, actor: Actor, task_id: UUID) -> TaskItem | None:
    """One task as it is now, or None where it is not for this person."""
    row = rows_of.one_task(work, actor.id, task_id)
    return None if row is None else task_item(work, row)


def _searched(work: Work, actor: Actor, wanted: Wanted, asked: Asked) -> Page[Any]:
    """Names of pupils are sealed, so a search opens what is this person's, a part at a time."""
    word = plain(asked.q)
    found: list[Any] = []
    looked_at = 0
    while True:
        rows = rows_of.open_tasks(work, actor, replace(wanted, most=_BATCH))
        found += [row for row in rows if _fits(work, row, word)]
        looked_at += len(rows)
        if len(found) > asked.limit or len(rows) < _BATCH:
            return page(found, asked.limit, _itself, _place)
        wanted = replace(wanted, after=(rows[-1].order_at, rows[-1].task_id))
        if looked_at >= _MOST_LOOKED_AT:
            return Page(tuple(found), _place(rows[-1]))


def _items(work: Work, rows: Sequence[Any]) -> tuple[TaskItem, ...]:
    return tuple(task_item(work, row) for row in rows)


def _fits(work: Work, row: Any, word: str) -> bool:
    return word in plain(row.name) or word in plain(named_pupil(work, row.pupil_id, row.pupil_sealed).full)


def _itself(row: Any) -> Any:
    return row


def _place(row: Any) -> str:
    return cursor(row.order_at, row.task_id)
