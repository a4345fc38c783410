"""Who is on a dossier by name, who may never be, and who the parents are. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, exists, select, update

from app.store.boards import seal_personal
from app.store.tables import denial, dossier, employment, holding, member, parent, person, task_function
from app.store.unit_of_work import Work
from app.store.visible import BOARD, active, functions_beside

ASKED: Final = "gevraagd"
"""Why somebody is on a team whom a person put there."""

_MEMBERS: Final = (
    select(
        member, dossier.c.school_id,
        functions_beside(task_function, task_function.c.task_id, member.c.task_id).label("functions"),
    )
    .join(dossier, (dossier.c.board_id == member.c.board_id) & (dossier.c.dossier_id == member.c.dossier_id))
    .where(member.c.board_id == BOARD, active(member))
    .order_by(member.c.dossier_id, member.c.began_at, member.c.member_id)
)  # fmt: skip


def memberships_of(work: Work, people: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Where people are on the team now: the row, the school of the dossier, and the functions of the task behind it."""
    if not people:
        return ()
    return work.rows(_MEMBERS.where(member.c.person_id.in_(list(people))), {"board": work.board, "now": work.now})


def memberships_in(work: Work, dossier_id: UUID, person_id: UUID) -> Sequence[Row[Any]]:
    """How somebody is on the team of one dossier now."""
    where = (member.c.dossier_id == dossier_id, member.c.person_id == person_id)
    return work.rows(_MEMBERS.where(*where), {"board": work.board, "now": work.now})


def find_member(work: Work, member_id: UUID) -> Row[Any] | None:
    """A place on a team that counts now."""
    return work.row(_MEMBERS.where(member.c.member_id == member_id), {"board": work.board, "now": work.now})


def add_member(work: Work, dossier_id: UUID, person_id: UUID, until: datetime | None) -> UUID:
    """Put somebody on the team of a whole dossier because somebody asked; the id of their place."""
    made = work.new_id()
    work.add(
        member, member_id=made, dossier_id=dossier_id, person_id=person_id, route_id=None, task_id=None, reason=ASKED,
        began_at=work.now, ended_at=until,
    )  # fmt: skip
    return made


def end_members(work: Work, ids: Sequence[UUID]) -> None:
    """End places on teams now."""
    if ids:
        where = (member.c.board_id == work.board, member.c.member_id.in_(list(ids)))
        work.run(update(member).where(*where).values(ended_at=work.now))


def works_at(work: Work, person_id: UUID, school_id: UUID) -> bool:
    """Whether this is an active person who works at a school, or holds a function there or for the whole board."""
    employed = exists().where(
        employment.c.board_id == BOARD, employment.c.person_id == person_id, employment.c.school_id == school_id,
        active(employment),
    )  # fmt: skip
    holds = exists().where(
        holding.c.board_id == BOARD, holding.c.person_id == person_id, active(holding),
        (holding.c.school_id == school_id) | holding.c.school_id.is_(None),
    )  # fmt: skip
    query = select(person.c.person_id).where(
        person.c.board_id == BOARD, person.c.person_id == person_id, person.c.active, employed | holds
    )
    return work.row(query, {"board": work.board, "now": work.now}) is not None


# who may never be on a dossier


def denial_of(work: Work, dossier_id: UUID, person_id: UUID) -> Row[Any] | None:
    """The place of somebody on the deny list of a dossier."""
    where = (
        denial.c.board_id == BOARD, denial.c.dossier_id == dossier_id, denial.c.person_id == person_id, active(denial),
    )  # fmt: skip
    return work.row(select(denial).where(*where), {"board": work.board, "now": work.now})


def find_denial(work: Work, denial_id: UUID) -> Row[Any] | None:
    """A place on a deny list that counts now."""
    where = (denial.c.board_id == BOARD, denial.c.denial_id == denial_id, active(denial))
    return work.row(select(denial).where(*where), {"board": work.board, "now": work.now})


def denied_in(work: Work, dossiers: Sequence[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Who may not be on these dossiers."""
    where = (denial.c.board_id == BOARD, denial.c.dossier_id.in_(list(dossiers)), active(denial))
    rows = work.rows(
        select(denial.c.dossier_id, denial.c.person_id).where(*where), {"board": work.board, "now": work.now}
    )
    found: dict[UUID, set[UUID]] = {}
    for row in rows:
        found.setdefault(row.dossier_id, set()).add(row.person_id)
    return {each: frozenset(people) for each, people in found.items()}


def deny(work: Work, dossier_id: UUID, person_id: UUID) -> UUID:
    """Put somebody on a deny list; the id of their place."""
    made = work.new_id()
    work.add(
        denial, denial_id=made, dossier_id=dossier_id, person_id=person_id, began_at=work.now, ended_at=None
    )  # fmt: skip
    return made


def lift(work: Work, denial_id: UUID) -> None:
    """Take somebody off a deny list."""
    where = (denial.c.board_id == work.board, denial.c.denial_id == denial_id)
    work.run(update(denial).where(*where).values(ended_at=work.now))


# parents


def find_parent(work: Work, parent_id: UUID) -> Row[Any] | None:
    """The row of a parent."""
    return work.row(select(parent).where(parent.c.board_id == work.board, parent.c.parent_id == parent_id))


def keep_parent(work: Work, parent_id: UUID | None, pupil_id: UUID, known: Mapping[str, Any]) -> UUID:
    """Seal what is known of a parent, new or in the place of what was known; their id."""
    made = parent_id or work.new_id()
    sealed = seal_personal(work, "parent", made, known)
    if parent_id is None:
        work.add(parent, parent_id=made, pupil_id=pupil_id, sealed=sealed, changed_at=work.now)
    else:
        where = (parent.c.board_id == work.board, parent.c.parent_id == parent_id)
        work.run(update(parent).where(*where).values(sealed=sealed, changed_at=work.now))
    return made
