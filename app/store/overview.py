"""Rows behind the lists that belong to no one dossier: pupils, incidents, protocol versions, oneself, the machine."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, Row, Uuid, and_, bindparam, case, exists, func, or_, select, tuple_

from app.store.inbox import GROUP
from app.store.tables import (
    board,
    bundle,
    denial,
    dossier,
    employment,
    group_teacher,
    holding,
    in_force,
    incident,
    person,
    pupil,
    pupil_group,
    route,
    school,
    worker,
)
from app.store.unit_of_work import Work
from app.store.visible import BOARD, PERSON, active, denied, sees_route

Schools = Collection[UUID] | None
"""Which schools; None is all of the board."""

_TEACHES: Final = exists().where(
    group_teacher.c.board_id == BOARD, group_teacher.c.person_id == PERSON, pupil_group.c.board_id == BOARD,
    pupil_group.c.group_id == group_teacher.c.group_id, pupil_group.c.pupil_id == pupil.c.pupil_id,
)  # fmt: skip
_NOT_DENIED: Final = ~exists().where(
    dossier.c.board_id == BOARD, dossier.c.pupil_id == pupil.c.pupil_id, denial.c.board_id == BOARD,
    denial.c.dossier_id == dossier.c.dossier_id, denial.c.person_id == PERSON, active(denial),
)  # fmt: skip
_PUPILS: Final = select(pupil.c.pupil_id, pupil.c.school_id, pupil.c.sealed, GROUP).where(pupil.c.board_id == BOARD)
_INCIDENTS: Final = (
    select(
        incident, route.c.name.label("route_name"), case((sees_route(), 1), else_=0).label("is_seen"),
    )
    .outerjoin_from(  # a finding about the history can be about no dossier
        incident, dossier,
        and_(dossier.c.board_id == incident.c.board_id, dossier.c.dossier_id == incident.c.dossier_id),
    )
    .outerjoin(route, and_(route.c.board_id == incident.c.board_id, route.c.route_id == incident.c.route_id))
    .where(incident.c.board_id == BOARD, ~denied())
    .order_by(incident.c.opened_at.desc(), incident.c.incident_id.desc())
    .limit(bindparam("most", type_=Integer()))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IncidentsOf:
    """Which incidents of a list."""

    schools: Schools
    most: int
    after: tuple[datetime, UUID] | None
    resolved: bool


def pupils_of(work: Work, person_id: UUID, whole: Schools, *, taught: bool, today: date) -> Sequence[Row[Any]]:
    """The pupils of whole schools and, with `taught`, of the groups that somebody teaches; who left is left out.

    With `taught` those are left out, too, of whose dossier somebody is on the deny list: a name and a group are for
    every employee, to be able to tell of a child in need.
    """
    there = [*([_TEACHES] if taught and whole is not None else []), *_at(pupil.c.school_id, whole)]
    query = _PUPILS.where(or_(pupil.c.left_on.is_(None), pupil.c.left_on > today))
    if taught:
        query = query.where(_NOT_DENIED)
    if there:  # nothing to hold them to means all of the board
        query = query.where(or_(*there))
    return work.rows(query, _who(work, person_id))


def teaches(work: Work, person_id: UUID) -> bool:
    """Whether somebody teaches any group."""
    where = (group_teacher.c.board_id == work.board, group_teacher.c.person_id == person_id)
    return work.row(select(group_teacher.c.group_id).where(*where).limit(1)) is not None


def incidents_of(work: Work, person_id: UUID, asked: IncidentsOf) -> Sequence[Row[Any]]:
    """Incidents of schools, the last first; `is_seen` where this person may see the route."""
    query = _INCIDENTS.where(
        incident.c.resolved_at.is_not(None) == asked.resolved, *_at(incident.c.school_id, asked.schools)
    )
    if asked.after is not None:
        at, last = asked.after
        query = query.where(
            tuple_(incident.c.opened_at, incident.c.incident_id)
            < tuple_(
                bindparam("after_at", at, type_=incident.c.opened_at.type), bindparam("after_id", last, type_=Uuid())
            )
        )
    return work.rows(query, {**_who(work, person_id), "most": asked.most})


def published(work: Work) -> Sequence[Row[Any]]:
    """Every protocol version of the board with `since` when it last came into force, the last published first.

    That is null for one whose day is still to come. `why` is what was said when it was first put in force.
    """
    since = (
        select(func.max(in_force.c.since))
        .where(
            in_force.c.board_id == bundle.c.board_id, in_force.c.geheel == bundle.c.geheel,
            in_force.c.since <= work.clock.roughly(),
        )
        .correlate(bundle).scalar_subquery().label("since")
    )  # fmt: skip
    why = (
        select(in_force.c.why)
        .where(in_force.c.board_id == bundle.c.board_id, in_force.c.geheel == bundle.c.geheel)
        .order_by(in_force.c.number).limit(1)
        .correlate(bundle).scalar_subquery().label("why")
    )  # fmt: skip
    return work.rows(
        select(bundle.c.geheel, bundle.c.gedrag, bundle.c.name, bundle.c.published_at, since, why)
        .where(bundle.c.board_id == work.board).order_by(bundle.c.published_at.desc(), bundle.c.geheel)
    )  # fmt: skip


def myself(work: Work, person_id: UUID) -> Row[Any]:
    """A person with the name of the board."""
    found: Row[Any] = work.run(
        select(person.c.person_id, person.c.name, person.c.login, person.c.email, board.c.name.label("board_name"))
        .join(board, board.c.board_id == person.c.board_id)
        .where(person.c.board_id == work.board, person.c.person_id == person_id)
    ).one()  # fmt: skip
    return found


def schools_with(work: Work, person_id: UUID) -> Sequence[Row[Any]]:
    """The schools where somebody works or holds a function."""
    works = exists().where(
        employment.c.board_id == BOARD, employment.c.person_id == PERSON, employment.c.school_id == school.c.school_id,
        active(employment),
    )  # fmt: skip
    holds = exists().where(
        holding.c.board_id == BOARD, holding.c.person_id == PERSON, active(holding),
        or_(holding.c.school_id.is_(None), holding.c.school_id == school.c.school_id),
    )  # fmt: skip
    query = select(school.c.school_id, school.c.name, school.c.brin).where(school.c.board_id == BOARD, works | holds)
    return work.rows(query.order_by(school.c.name, school.c.school_id), _who(work, person_id))


def latest_tick(work: Work) -> datetime | None:
    """When any worker last ticked, for whatever board."""
    found: datetime | None = work.run(select(func.max(worker.c.ticked_at))).scalar_one()
    return found


def _at(column: Any, schools: Schools) -> list[Any]:
    return [] if schools is None else [column.in_(list(schools))]


def _who(work: Work, person_id: UUID) -> dict[str, Any]:
    return {"board": work.board, "person": person_id, "now": work.clock.roughly()}
