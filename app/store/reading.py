"""What the page of a dossier or of a task is made of, read under the rights of one person. Opens nothing sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, Row, Uuid, and_, bindparam, case, or_, select, tuple_

from app.domain.actors import Actor
from app.store.inbox import GROUP, OPEN, item_query
from app.store.tables import (
    deviation,
    dossier,
    dossier_function,
    holding,
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
    active,
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
    task.c.phase, route.c.bundle, route.c.state, route.c.version.label("route_version"), route.c.key_id,
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
    .where(_OF_DOSSIER, sees_route()).order_by(route.c.number)
)  # fmt: skip
_ROUTES_WITH_RIGHTS: Final = _ROUTES.add_columns(dossier.c.school_id, *rights_on_route())
_PROPOSALS: Final = (
    select(deviation, person.c.name.label("proposer"))
    .join_from(
        deviation, dossier,
        and_(dossier.c.board_id == deviation.c.board_id, dossier.c.dossier_id == deviation.c.dossier_id),
    )
    .join(route, and_(route.c.board_id == deviation.c.board_id, route.c.route_id == deviation.c.route_id))
    .join(person, and_(person.c.board_id == deviation.c.board_id, person.c.person_id == deviation.c.proposed_by))
    .where(_OF_DOSSIER, deviation.c.decided_at.is_(None), route.c.ended_at.is_(None), sees_route())
    .order_by(deviation.c.proposed_at, deviation.c.deviation_id)
)  # fmt: skip
_TASKS: Final = (
    item_query(
        functions_beside(task_function, task_function.c.task_id, task.c.task_id).label("for_functions"),
        case((sees_task(), 1), else_=0).label("is_mine"),
    )
    .where(task.c.dossier_id == _DOSSIER, task.c.status == OPEN, sees_route())
    .order_by(task.c.due_at.is_(None), task.c.due_at, task.c.task_id)
)  # fmt: skip
_MEMBER: Final = member.alias("somebody")
"""Under a name of its own: the conditions of `visible` look in the same table."""
_MEMBERS: Final = (
    select(_MEMBER, person.c.name)
    .join_from(
        _MEMBER, dossier, and_(dossier.c.board_id == _MEMBER.c.board_id, dossier.c.dossier_id == _MEMBER.c.dossier_id)
    )
    .join(person, and_(person.c.board_id == _MEMBER.c.board_id, person.c.person_id == _MEMBER.c.person_id))
    .outerjoin(route, and_(route.c.board_id == _MEMBER.c.board_id, route.c.route_id == _MEMBER.c.route_id))
    .where(_OF_DOSSIER, active(_MEMBER), or_(_MEMBER.c.route_id.is_(None), sees_route()))
    .order_by(person.c.name, _MEMBER.c.began_at, _MEMBER.c.member_id)
)  # fmt: skip
_STANDING: Final = (
    select(holding.c.person_id, holding.c.function, person.c.name)
    .join_from(
        dossier_function, dossier,
        and_(
            dossier.c.board_id == dossier_function.c.board_id, dossier.c.dossier_id == dossier_function.c.dossier_id
        ),
    )
    .join(
        holding, and_(
            holding.c.board_id == dossier.c.board_id, holding.c.function == dossier_function.c.function,
            or_(holding.c.school_id.is_(None), holding.c.school_id == dossier.c.school_id),
        ),
    )
    .join(person, and_(person.c.board_id == holding.c.board_id, person.c.person_id == holding.c.person_id))
    .where(_OF_DOSSIER, active(holding), person.c.active).distinct()
    .order_by(person.c.name, holding.c.function, holding.c.person_id)
)  # fmt: skip
_INCIDENTS: Final = (
    select(incident)
    .join_from(
        incident, dossier,
        and_(dossier.c.board_id == incident.c.board_id, dossier.c.dossier_id == incident.c.dossier_id),
    )
    .join(route, and_(route.c.board_id == incident.c.board_id, route.c.route_id == incident.c.route_id))
    .where(_OF_DOSSIER, incident.c.resolved_at.is_(None), sees_route())
    .order_by(incident.c.opened_at, incident.c.incident_id)
)  # fmt: skip


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


def proposals_seen(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """What was proposed in those of these routes that still run and nobody decided on yet, the oldest first."""
    return work.rows(_PROPOSALS, {**_who(work, person), "dossier": dossier_id})


def open_tasks_seen(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """The open tasks of those routes, whoever they are for; `is_mine` where this person may do them."""
    return work.rows(_TASKS, {**_who(work, person), "dossier": dossier_id})


def members_seen(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """Who is on a dossier by name, those who are only on a route that this person may not see left out."""
    return work.rows(_MEMBERS, {**_who(work, person), "dossier": dossier_id})


def standing_people(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """Who is on a dossier by a function."""
    return work.rows(_STANDING, {**_who(work, person), "dossier": dossier_id})


def incidents_seen(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """What is stuck in the routes that somebody may see."""
    return work.rows(_INCIDENTS, {**_who(work, person), "dossier": dossier_id})


def parents_of(work: Work, pupil_id: UUID) -> Sequence[Row[Any]]:
    """What is known of a pupil's parents, sealed."""
    where = (parent.c.board_id == work.board, parent.c.pupil_id == pupil_id)
    return work.rows(select(parent).where(*where).order_by(parent.c.parent_id))


def _who(work: Work, person: UUID) -> dict[str, Any]:
    return {"board": work.board, "person": person, "now": work.clock.roughly()}
