"""What somebody's rights depend on, read for one dossier, route or pupil. Decides nothing: `permissions.may` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, select

from app.domain.permissions import Subject
from app.store.loaded import ERASED
from app.store.tables import denial, dossier, group_teacher, pupil, pupil_group, route, school
from app.store.unit_of_work import Work
from app.store.visible import BOARD, PERSON, active, rights_on_dossier, rights_on_route, split

_DOSSIER: Final = (
    select(dossier, *rights_on_dossier())
    .where(dossier.c.board_id == BOARD, dossier.c.dossier_id == bindparam("dossier"))
)  # fmt: skip
_ROUTE: Final = (
    select(
        route.c.route_id, route.c.dossier_id, route.c.process, route.c.name, route.c.status, route.c.bundle,
        route.c.started_by, route.c.key_id, dossier.c.school_id, dossier.c.pupil_id, *rights_on_route(),
    )
    .join(dossier, (dossier.c.board_id == route.c.board_id) & (dossier.c.dossier_id == route.c.dossier_id))
    .where(route.c.board_id == BOARD, route.c.route_id == bindparam("route"), route.c.status != ERASED)
)  # fmt: skip
_PUPIL: Final = (
    select(
        pupil, school.c.calendar,
        select(dossier.c.dossier_id).where(
            dossier.c.board_id == BOARD, dossier.c.pupil_id == pupil.c.pupil_id, dossier.c.closed_at.is_(None),
        ).scalar_subquery().label("dossier_id"),
        exists().where(
            pupil_group.c.board_id == BOARD, pupil_group.c.pupil_id == pupil.c.pupil_id,
            group_teacher.c.board_id == BOARD, group_teacher.c.group_id == pupil_group.c.group_id,
            group_teacher.c.person_id == PERSON,
        ).label("teaches"),
        exists().where(
            dossier.c.board_id == BOARD, dossier.c.pupil_id == pupil.c.pupil_id, denial.c.board_id == BOARD,
            denial.c.dossier_id == dossier.c.dossier_id, denial.c.person_id == PERSON, active(denial),
        ).label("is_denied"),
    )
    .join(school, (school.c.board_id == pupil.c.board_id) & (school.c.school_id == pupil.c.school_id))
    .where(pupil.c.board_id == BOARD, pupil.c.pupil_id == bindparam("pupil"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A row, and what rights to it depend on."""

    row: Row[Any]
    subject: Subject


def subject_of(row: Row[Any]) -> Subject:
    """What rights depend on, of a row with the columns of `rights_on_…`."""
    return Subject(
        school=row.school_id, denied=row.is_denied, member=row.is_member, member_of_route=row.is_member_of_route,
        standing=split(getattr(row, "standing", None)), readers=split(getattr(row, "readers", None)),
        for_functions=split(getattr(row, "for_functions", None)),
    )  # fmt: skip


def find_dossier(work: Work, dossier_id: UUID, person: UUID) -> Found | None:
    """A dossier and what a person's right to it depends on; no lock."""
    return _found(work, _DOSSIER, dossier=dossier_id, person=person)


def find_route(work: Work, route_id: UUID, person: UUID) -> Found | None:
    """A route and what a person's right to it depends on; no lock."""
    return _found(work, _ROUTE, route=route_id, person=person)


def find_pupil(work: Work, pupil_id: UUID, person: UUID) -> Found | None:
    """A pupil, with the open dossier if there is one, and what a person's right to them depends on."""
    row = work.row(_PUPIL, {"board": work.board, "pupil": pupil_id, "person": person, "now": work.clock.roughly()})
    if row is None:
        return None
    return Found(row, Subject(school=row.school_id, denied=row.is_denied, teaches=row.teaches))


def _found(work: Work, query: Any, **values: UUID) -> Found | None:
    row = work.row(query, {"board": work.board, "now": work.clock.roughly(), **values})
    return None if row is None else Found(row, subject_of(row))
