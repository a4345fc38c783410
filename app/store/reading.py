"""What the page of a dossier or of a task is made of, read under the rights of one person. Opens nothing sealed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    JSON,
    Integer,
    LargeBinary,
    Row,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)

from app.domain.actors import Actor
from app.store.db import Instant
from app.store.in_force import holds
from app.store.inbox import GROUP, OPEN, item_query
from app.store.loaded import ERASED, LOOPT
from app.store.tables import (
    calendar,
    deviation,
    dossier,
    incident,
    member,
    parent,
    person,
    pupil,
    route,
    school,
    task,
    task_function,
)
from app.store.unit_of_work import Work
from app.store.visible import (
    BOARD,
    PERSON,
    functions_beside,
    rights_on_dossier,
    rights_on_route,
    rights_on_task,
    sees_dossier,
    sees_route,
    sees_task,
)

_DOSSIER: Final = bindparam("dossier", type_=Uuid())
_MOST: Final = bindparam("most", type_=Integer())

_TASK: Final = item_query(
    task.c.opened_at, task.c.closed_at, task.c.closed_by, task.c.done_by, task.c.niet_door, task.c.opened_in,
    task.c.phase, task.c.element, task.c.path, task.c.process.label("drawn_in"), route.c.milestone, route.c.bundle,
    route.c.state, route.c.version.label("route_version"), route.c.key_id,
    route.c.stream_id, route.c.started_by, *rights_on_task(),
).where(task.c.task_id == bindparam("task", type_=Uuid()))  # fmt: skip
_SHOWN: Final = (
    select(
        dossier.c.dossier_id, dossier.c.school_id, dossier.c.opened_at, dossier.c.closed_at, dossier.c.stream_id,
        dossier.c.key_id, school.c.name.label("school_name"), pupil.c.pupil_id, pupil.c.sealed.label("pupil_sealed"),
        GROUP, *rights_on_dossier(),
    )
    .join_from(
        dossier, school, and_(school.c.board_id == dossier.c.board_id, school.c.school_id == dossier.c.school_id)
    )
    .join(pupil, and_(pupil.c.board_id == dossier.c.board_id, pupil.c.pupil_id == dossier.c.pupil_id))
    .where(dossier.c.board_id == BOARD)
)  # fmt: skip
_OF_DOSSIER: Final = and_(dossier.c.board_id == BOARD, dossier.c.dossier_id == _DOSSIER)
_ROUTES: Final = (
    select(route)
    .join_from(route, dossier, and_(dossier.c.board_id == route.c.board_id, dossier.c.dossier_id == route.c.dossier_id))
    .where(_OF_DOSSIER, route.c.status != ERASED, sees_route()).order_by(route.c.number)
)  # fmt: skip
_LISTED_ROUTES: Final = (
    select(
        route.c.dossier_id, route.c.route_id, route.c.name, route.c.process, route.c.status, route.c.stuck,
        route.c.milestone, route.c.next_due, route.c.started_at, route.c.ended_at,
        select(func.min(task.c.due_at)).where(
            task.c.board_id == BOARD, task.c.route_id == route.c.route_id, task.c.status == OPEN
        ).scalar_subquery().label("task_due"),
    )
    .join_from(route, dossier, and_(dossier.c.board_id == route.c.board_id, dossier.c.dossier_id == route.c.dossier_id))
    .where(
        dossier.c.board_id == BOARD, dossier.c.dossier_id.in_(bindparam("dossiers", expanding=True)),
        route.c.status != ERASED, sees_route(),
    )
    .order_by(route.c.number)
)  # fmt: skip
_ROUTES_WITH_RIGHTS: Final = _ROUTES.add_columns(dossier.c.school_id, *rights_on_route())
_TASKS: Final = (
    item_query(
        functions_beside(task_function, task_function.c.task_id, task.c.task_id).label("for_functions"),
        case((sees_task(), 1), else_=0).label("is_mine"), task.c.opened_at, task.c.element,
    )
    .where(task.c.dossier_id == _DOSSIER, task.c.status == OPEN, sees_route())
    .order_by(task.c.due_at.is_(None), task.c.due_at, task.c.task_id)
)  # fmt: skip
_NO_ID: Final = cast(null(), Uuid)
_NO_TIME: Final = cast(null(), Instant())
_NO_TEXT: Final = cast(null(), String)
_INCIDENTS: Final = (
    select(
        literal("incident").label("what"), incident.c.incident_id.label("id"), incident.c.route_id,
        incident.c.opened_at.label("at"), incident.c.kind.label("text"), cast(incident.c.message, String).label("said"),
        _NO_ID.label("by"), cast(null(), LargeBinary).label("sealed"), cast(null(), JSON).label("leaving"),
    )
    .join_from(
        incident, dossier,
        and_(dossier.c.board_id == incident.c.board_id, dossier.c.dossier_id == incident.c.dossier_id),
    )
    .join(route, and_(route.c.board_id == incident.c.board_id, route.c.route_id == incident.c.route_id))
    .where(_OF_DOSSIER, incident.c.resolved_at.is_(None), sees_route())
)  # fmt: skip
_PROPOSALS: Final = (
    select(
        literal("proposal"), deviation.c.deviation_id, deviation.c.route_id, deviation.c.proposed_at,
        deviation.c.element, cast(person.c.name, String), deviation.c.proposed_by, deviation.c.sealed,
        deviation.c.leaving,
    )
    .join_from(
        deviation, dossier,
        and_(dossier.c.board_id == deviation.c.board_id, dossier.c.dossier_id == deviation.c.dossier_id),
    )
    .join(route, and_(route.c.board_id == deviation.c.board_id, route.c.route_id == deviation.c.route_id))
    .join(person, and_(person.c.board_id == deviation.c.board_id, person.c.person_id == deviation.c.proposed_by))
    .where(_OF_DOSSIER, deviation.c.decided_at.is_(None), route.c.ended_at.is_(None), sees_route())
)  # fmt: skip
_GONE: Final = (
    select(
        literal("erased"), route.c.route_id, route.c.route_id, route.c.ended_at, _NO_TEXT, _NO_TEXT, _NO_ID,
        cast(null(), LargeBinary), cast(null(), JSON),
    )
    .join_from(route, dossier, and_(dossier.c.board_id == route.c.board_id, dossier.c.dossier_id == route.c.dossier_id))
    .where(_OF_DOSSIER, route.c.status == ERASED, sees_route())
)  # fmt: skip
_HELD_UP: Final = union_all(_INCIDENTS, _PROPOSALS, _GONE)
_IN_FORCE: Final = holds(dossier.c.school_id, PERSON, null()).correlate(dossier).scalar_subquery().label("in_force")
_WHOLE: Final = (
    _SHOWN.add_columns(calendar.c.public_holidays, calendar.c.school_free_days, _IN_FORCE)
    .outerjoin(calendar, and_(calendar.c.board_id == school.c.board_id, calendar.c.digest == school.c.calendar))
    .where(dossier.c.dossier_id == _DOSSIER)
)  # fmt: skip
"""A dossier with what its page needs beside it: the free days of its school, the protocol for this person."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Which dossiers of a list."""

    most: int
    after: tuple[datetime, UUID] | None
    closed: bool
    """Those that are closed, in the place of those that are open."""


def shown_task(work: Work, person: UUID, task_id: UUID) -> Row[Any] | None:
    """A task with its route, and what a right to it depends on."""
    return work.row(_TASK, {**_who(work, person), "task": task_id})


def shown_dossier(work: Work, person: UUID, dossier_id: UUID) -> Row[Any] | None:
    """A dossier, its school and pupil, and what a right to it depends on."""
    return work.row(_SHOWN.where(dossier.c.dossier_id == _DOSSIER), {**_who(work, person), "dossier": dossier_id})


def shown_dossiers(work: Work, person: UUID, dossiers: Collection[UUID]) -> Sequence[Row[Any]]:
    """`shown_dossier` of several, in no order."""
    query = _SHOWN.where(dossier.c.dossier_id.in_(list(dossiers)))
    return work.rows(query, _who(work, person)) if dossiers else ()


def whole_dossier(work: Work, person: UUID, dossier_id: UUID) -> Row[Any] | None:
    """`shown_dossier`, with the free days of its school and the protocol in force."""
    return work.row(_WHOLE, {**_who(work, person), "dossier": dossier_id})


def listed_dossiers(work: Work, actor: Actor, listed: Listed) -> Sequence[Row[Any]]:
    """Dossiers that somebody may see, the last begun first; rows as `shown_dossier`."""
    query = _SHOWN.where(sees_dossier(), dossier.c.closed_at.is_not(None) == listed.closed)
    schools = {held.school for held in actor.holdings}
    if None not in schools:  # else every school of the board counts
        asked = select(member.c.dossier_id).where(member.c.board_id == BOARD, member.c.person_id == PERSON)
        query = query.where(or_(dossier.c.school_id.in_(schools), dossier.c.dossier_id.in_(asked)))
    if listed.after is not None:
        at, last = listed.after
        query = query.where(
            tuple_(dossier.c.opened_at, dossier.c.dossier_id)
            < tuple_(
                bindparam("after_at", at, type_=dossier.c.opened_at.type), bindparam("after_id", last, type_=Uuid())
            )
        )
    query = query.order_by(dossier.c.opened_at.desc(), dossier.c.dossier_id.desc()).limit(_MOST)
    return work.rows(query, {**_who(work, actor.id), "most": listed.most})


def routes_seen(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """The routes of a dossier that somebody may see, the oldest first."""
    return work.rows(_ROUTES, {**_who(work, person), "dossier": dossier_id})


def routes_with_rights(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """`routes_seen`, each with what a right to it depends on."""
    return work.rows(_ROUTES_WITH_RIGHTS, {**_who(work, person), "dossier": dossier_id})


def routes_of_dossiers(work: Work, person: UUID, dossiers: Sequence[UUID]) -> Sequence[Row[Any]]:
    """The routes of several dossiers that somebody may see, the oldest first."""
    return work.rows(_LISTED_ROUTES, {**_who(work, person), "dossiers": list(dossiers)}) if dossiers else ()


def processes_running(work: Work, dossier_id: UUID, beside: UUID) -> frozenset[str]:
    """The processes of the open routes of a dossier beside one of them, whoever may see them."""
    where = (
        route.c.board_id == work.board, route.c.dossier_id == dossier_id, route.c.route_id != beside,
        route.c.status == LOOPT,
    )  # fmt: skip
    return frozenset(row.process for row in work.rows(select(route.c.process).where(*where)))


def open_tasks_seen(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """The open tasks of those routes, whoever they are for; `is_mine` where this person may do them."""
    return work.rows(_TASKS, {**_who(work, person), "dossier": dossier_id})


def held_up(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """What is stuck (`incident`) in the routes that somebody may see, and what waits there for a second person.

    Routes that were destroyed (`erased`) stand among these, because nothing else tells of them.
    """
    rows = work.rows(_HELD_UP, {**_who(work, person), "dossier": dossier_id})
    return sorted(rows, key=lambda row: (row.at, str(row.id)))


def parents_of(work: Work, pupil_id: UUID) -> Sequence[Row[Any]]:
    """What is known of a pupil's parents, sealed."""
    where = (parent.c.board_id == work.board, parent.c.pupil_id == pupil_id)
    return work.rows(select(parent).where(*where).order_by(parent.c.parent_id))


def _who(work: Work, person: UUID) -> dict[str, Any]:
    return {"board": work.board, "person": person, "now": work.clock.roughly()}
