"""Tasks: opened, changed and closed by the step that moves their route; and what a right to one depends on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, delete, exists, or_, select, update

from app.store.dossiers import DOSSIER_COLUMNS, lock_of_task
from app.store.inbox import GROUP
from app.store.kept import Kept
from app.store.loaded import LoadedDossier, LoadedRoute
from app.store.rights import Found, subject_of
from app.store.tables import dossier, draft, member, pupil, route, school, task, task_function
from app.store.unit_of_work import Work
from app.store.visible import BOARD, rights_on_task, sees_task

OPEN: Final = "open"
DONE: Final = "afgerond"
LAPSED: Final = "vervallen"
NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""The term of a task that has none, where tasks are put in order."""
_LINGER: Final = timedelta(days=14)
"""How long somebody who was put on the team by a task stays there after it closed."""


def task_query(*, with_rights: bool = True) -> Select[Any]:
    """A task with its route and dossier, and what a right to it depends on."""
    return (
        select(
            *task.c, *DOSSIER_COLUMNS, route.c.process.label("route_process"), route.c.name.label("route_name"),
            route.c.status.label("route_status"), route.c.stuck, route.c.bundle, route.c.started_by,
            route.c.key_id.label("route_key"),
            exists().where(draft.c.board_id == BOARD, draft.c.task_id == task.c.task_id).label("has_draft"),
            *(rights_on_task() if with_rights else ()),
        )
        .join(route, (route.c.board_id == task.c.board_id) & (route.c.route_id == task.c.route_id))
        .join(dossier, (dossier.c.board_id == task.c.board_id) & (dossier.c.dossier_id == task.c.dossier_id))
        .join(school, (school.c.board_id == dossier.c.board_id) & (school.c.school_id == dossier.c.school_id))
        .where(task.c.board_id == BOARD)
    )  # fmt: skip


_ONE: Final = task_query().where(task.c.task_id == bindparam("task"))
_LOCK: Final = task_query(with_rights=False).where(task.c.task_id == bindparam("task")).with_for_update(of=dossier)
_HELD: Final = Kept(_LOCK)
_LOCKED: Final = Kept(
    _LOCK.join(pupil, (pupil.c.board_id == dossier.c.board_id) & (pupil.c.pupil_id == dossier.c.pupil_id))
    .add_columns(pupil.c.sealed.label("pupil_sealed"), GROUP)
    .where(sees_task())
)


def find_task(work: Work, task_id: UUID, person: UUID) -> Found | None:
    """A task and what a person's right to it depends on; no lock."""
    row = work.row(_ONE, {"board": work.board, "task": task_id, "person": person, "now": work.clock.roughly()})
    return None if row is None else Found(row, subject_of(row))


def lock_for_task(
    work: Work, task_id: UUID, person: UUID, *, judged: bool = False
) -> tuple[Row[Any], LoadedDossier] | None:
    """Lock the dossier of a task that a person may do, and load it; None, and no lock, where they may not.

    The right is part of the statement that locks, by the twin of `permissions.may`, and of the one behind the lock: it
    may have ended while this waited. It is in neither where it was `judged` before, because another right than that of
    doing the task was asked for. The first value is the task as it was before the lock: of it may be used what never
    changes, and all of it where its version is still that of `LoadedDossier.task`.
    """
    row, found = lock_of_task(work, _HELD if judged else _LOCKED, task_id, None if judged else person)
    if row is None or found is None:
        return None
    told = found.around
    if told is not None and not told.lets_do(work.board, person, found.school_id, row.route_id):
        return None
    return row, found


def add_task(
    work: Work, found: LoadedRoute, school_id: UUID, values: Mapping[str, Any], functions: Sequence[str]
) -> None:
    """Keep a new task, with the functions it is open to."""
    work.add(
        task, dossier_id=found.dossier_id, route_id=found.id, version=1, status=OPEN, opened_at=work.now,
        opened_in=found.version, **values,
    )  # fmt: skip
    _add_functions(work, values["task_id"], school_id, values["due_at"], functions)


def change_task(
    work: Work, task_id: UUID, school_id: UUID, due_at: datetime | None, functions: Sequence[str],
    drawn: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Give an open task another term or circle: it is then another version of itself.

    `drawn` are columns that say how it is drawn, where that is another than it was.
    """
    _settle(work, [task_id])
    where = (task.c.board_id == work.board, task.c.task_id == task_id)
    work.run(update(task).where(*where).values(version=task.c.version + 1, due_at=due_at, **(drawn or {})))
    work.run(delete(task_function).where(task_function.c.board_id == work.board, task_function.c.task_id == task_id))
    _add_functions(work, task_id, school_id, due_at, functions)


def give_to(
    work: Work, task_id: UUID, school_id: UUID, due_at: datetime | None, functions: Collection[str],
    *, joined: Collection[UUID],
) -> None:  # fmt: skip
    """Open a task to functions beside those that it is open to; `joined` are those whom it puts on the team by that."""
    _settle(work, [task_id])
    _add_functions(work, task_id, school_id, due_at, sorted(functions))
    if joined:
        where = (task.c.board_id == work.board, task.c.task_id == task_id)
        work.run(update(task).where(*where).values(joined=True))


_CLOSE: Final = Kept(
    update(task).where(task.c.board_id == bindparam("b_board"), task.c.task_id == bindparam("b_task")).values(
        status=bindparam("b_how"), closed_at=bindparam("b_at"), closed_by=bindparam("b_command"),
        closed_in=bindparam("b_version"), done_by=bindparam("b_person"),
    )
)  # fmt: skip
_SHUT: Final = Kept(
    update(task_function)
    .where(task_function.c.board_id == bindparam("b_board"), task_function.c.task_id == bindparam("b_task"))
    .values(open=False)
)  # fmt: skip


def close_tasks(work: Work, version: int, command: UUID, closed: Mapping[UUID, str], done_by: UUID | None) -> None:
    """Close tasks, each `afgerond` or `vervallen`, by command number `version` of their route."""
    _settle(work, closed)
    alike = {"b_board": work.board, "b_at": work.now, "b_command": command, "b_version": version}
    for each, how in closed.items():
        person = done_by if how == DONE else None
        work.later(_CLOSE, each, {**alike, "b_task": each, "b_how": how, "b_person": person})
        work.later(_SHUT, each, {"b_board": work.board, "b_task": each})


def let_go(work: Work, closed: Sequence[UUID]) -> None:
    """End, in fourteen days, the membership of those whom these tasks put on the team; a deputy's may end sooner."""
    end = work.now + _LINGER
    work.run(
        update(member)
        .where(member.c.board_id == work.board, member.c.task_id.in_(list(closed)),
               or_(member.c.ended_at.is_(None), member.c.ended_at > end))
        .values(ended_at=end)
    )  # fmt: skip


def tasks_with_members(work: Work, ids: Sequence[UUID]) -> list[UUID]:
    """Which of these tasks put somebody on the team."""
    where = (task.c.board_id == work.board, task.c.task_id.in_(list(ids)), task.c.joined)
    return list(work.run(select(task.c.task_id).where(*where)).scalars())


@dataclass(frozen=True, slots=True)
class ClosedTask:
    """A task that is open no more."""

    name: str
    """What the drawing calls it now."""
    done_by: UUID | None
    opened_in: int
    closed_in: int


def closed_in_route(
    work: Work, route_id: UUID, names: Sequence[str], drawn: Mapping[str, str]
) -> list[ClosedTask]:  # fmt: skip
    """Tasks of these names in a route that are open no more; nobody did those that lapsed.

    `drawn` are the elements that bear those names now: in a route that was migrated they may have been called otherwise
    when they were done, and they are the same duty still.
    """
    where = (task.c.board_id == work.board, task.c.route_id == route_id, task.c.status != OPEN)
    called = or_(task.c.name.in_(names), task.c.element.in_(list(drawn)))
    rows = work.rows(
        select(task.c.name, task.c.element, task.c.done_by, task.c.opened_in, task.c.closed_in).where(*where, called)
    )
    return [
        ClosedTask(drawn.get(row.element, row.name), row.done_by, row.opened_in, row.closed_in) for row in rows
    ]  # fmt: skip


def save_draft(work: Work, task_id: UUID, route_id: UUID, person: UUID, sealed: bytes) -> None:
    """Keep what somebody typed, in the place of what they typed before."""
    work.run(_DROP_OWN, {"b_board": work.board, "b_task": task_id, "b_person": person})
    work.add(draft, task_id=task_id, route_id=route_id, person_id=person, sealed=sealed, saved_at=work.now)


_DRAFTS: Final = delete(draft).where(draft.c.board_id == bindparam("b_board"), draft.c.task_id == bindparam("b_task"))
_DROP: Final = Kept(_DRAFTS)
_DROP_OWN: Final = Kept(_DRAFTS.where(draft.c.person_id == bindparam("b_person")))


def drop_drafts(work: Work, task_id: UUID) -> None:
    """Forget what was typed in a task, by everybody."""
    work.later(_DROP, task_id, {"b_board": work.board, "b_task": task_id})


def _settle(work: Work, ids: Collection[UUID]) -> None:
    """A task that an earlier command of this transaction opened or changed is a row before it is changed again."""
    work.settle("task_id", ids, task, task_function, member)


def _add_functions(
    work: Work, task_id: UUID, school_id: UUID, due_at: datetime | None, functions: Sequence[str]
) -> None:
    for each in functions:
        work.add(task_function, task_id=task_id, function=each, school_id=school_id, due_at=due_at or NEVER)
