"""What stands beside the tasks of a list: why they are there, what was typed in them, and when there may be more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, Row, Select, and_, bindparam, case, select

from app.store.inbox import GROUP
from app.store.tables import deviation, dossier, draft, person, pupil, route, task
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW, PERSON, leads, sees_route, sees_task

_BEFORE: Final = task.alias("before")


def _closed_with(*where: Any) -> Any:
    """The name of a task of the same route that the command closed by which this one was opened."""
    return (
        select(_BEFORE.c.name)
        .where(
            _BEFORE.c.board_id == BOARD, _BEFORE.c.route_id == task.c.route_id,
            _BEFORE.c.closed_by == task.c.opened_by, *where,
        )
        .order_by(_BEFORE.c.task_id).limit(1).scalar_subquery()
    )  # fmt: skip


_BESIDE: Final[Select[Any]] = (
    select(
        task.c.task_id, task.c.opened_at, route.c.started_at, route.c.started_by,
        person.c.name.label("starter"), draft.c.saved_at, route.c.process, route.c.key_id, route.c.version,
        route.c.route_id, route.c.dossier_id, route.c.stream_id, route.c.bundle,
        case((route.c.process == bindparam("noting"), route.c.state)).label("state"),
        _closed_with(_BEFORE.c.done_by.is_not(None)).label("after_done"),
        _closed_with(_BEFORE.c.done_by.is_(None)).label("after_lapsed"),
    )
    .join_from(task, route, and_(route.c.board_id == task.c.board_id, route.c.route_id == task.c.route_id))
    .outerjoin(person, and_(person.c.board_id == route.c.board_id, person.c.person_id == route.c.started_by))
    .outerjoin(
        draft,
        and_(draft.c.board_id == task.c.board_id, draft.c.task_id == task.c.task_id, draft.c.person_id == PERSON),
    )
    .where(task.c.board_id == BOARD, task.c.task_id.in_(bindparam("tasks", expanding=True)))
)  # fmt: skip
_NEXT: Final = (
    select(route.c.next_due)
    .join(dossier, and_(dossier.c.board_id == route.c.board_id, dossier.c.dossier_id == route.c.dossier_id))
    .where(route.c.board_id == BOARD, route.c.next_due > NOW, sees_route())
    .order_by(route.c.next_due).limit(bindparam("most", type_=Integer()))
)  # fmt: skip
_ONE: Final = (
    select(task.c.version, task.c.status)
    .join(route, and_(route.c.board_id == task.c.board_id, route.c.route_id == task.c.route_id))
    .join(dossier, and_(dossier.c.board_id == task.c.board_id, dossier.c.dossier_id == task.c.dossier_id))
    .where(task.c.board_id == BOARD, task.c.task_id == bindparam("task"), sees_task())
)


_PROPOSALS: Final = (
    select(
        deviation.c.deviation_id, deviation.c.route_id, deviation.c.proposed_at, route.c.name.label("route_name"),
        person.c.name.label("proposer"), pupil.c.pupil_id, pupil.c.sealed.label("pupil_sealed"), GROUP,
    )
    .join_from(
        deviation, route,
        and_(route.c.board_id == deviation.c.board_id, route.c.route_id == deviation.c.route_id),
    )
    .join(dossier, and_(dossier.c.board_id == deviation.c.board_id, dossier.c.dossier_id == deviation.c.dossier_id))
    .join(pupil, and_(pupil.c.board_id == dossier.c.board_id, pupil.c.pupil_id == dossier.c.pupil_id))
    .join(person, and_(person.c.board_id == deviation.c.board_id, person.c.person_id == deviation.c.proposed_by))
    .where(
        deviation.c.board_id == BOARD, deviation.c.decided_at.is_(None), deviation.c.proposed_by != PERSON,
        route.c.ended_at.is_(None), leads(), sees_route(),
    )
    .order_by(deviation.c.proposed_at, deviation.c.deviation_id)
    .limit(bindparam("most", type_=Integer()))
)  # fmt: skip


def proposals_for(work: Work, person_id: UUID, most: int) -> Sequence[Row[Any]]:
    """Deviations that somebody may confirm, the oldest first."""
    values = {"board": work.board, "person": person_id, "now": work.clock.roughly(), "most": most}
    return work.rows(_PROPOSALS, values)


def beside(work: Work, person_id: UUID, tasks: Collection[UUID], noting: str) -> Mapping[UUID, Row[Any]]:
    """By task what led to it and when this person last typed in it; one statement for all of a list.

    Of routes of the process `noting` the state comes with it.
    """
    if not tasks:
        return {}
    values = {"board": work.board, "person": person_id, "tasks": list(tasks), "noting": noting}
    rows: Sequence[Row[Any]] = work.rows(_BESIDE, values)
    return {row.task_id: row for row in rows}


def next_timer(work: Work, person_id: UUID, schools: Collection[UUID] | None) -> datetime | None:
    """When the next timer goes off of a route that this person may see, at these schools; None is the whole board."""
    query = _NEXT if schools is None else _NEXT.where(dossier.c.school_id.in_(list(schools)))
    values = {"board": work.board, "person": person_id, "now": work.clock.roughly(), "most": 1}
    row = work.row(query, values)
    return None if row is None else row.next_due


def as_it_is(work: Work, person_id: UUID, task_id: UUID) -> tuple[int, str] | None:
    """Version and status of a task; None where this person may not see it (any more)."""
    values = {"board": work.board, "person": person_id, "now": work.clock.roughly(), "task": task_id}
    row = work.row(_ONE, values)
    return None if row is None else (row.version, row.status)
