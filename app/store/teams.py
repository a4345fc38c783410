"""Who is on a dossier by name, who may never be, and who the parents are. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, exists, or_, select, update

from app.domain.actors import Holding
from app.domain.functions import ON_THE_DOSSIER
from app.store.boards import seal_personal
from app.store.tables import denial, dossier, employment, holding, member, parent, person, task_function
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW, active, functions_beside, split

BY_FUNCTION: Final = frozenset({"taak", "bericht"})
"""Why somebody is on a team when they were put there for a function that they hold."""
ASKED: Final = "gevraagd"
"""Why somebody is on a team whom a person put there."""

_MEMBERS: Final = (
    select(
        member, dossier.c.school_id,
        functions_beside(task_function, task_function.c.task_id, member.c.task_id).label("functions"),
    )
    .join(dossier, (dossier.c.board_id == member.c.board_id) & (dossier.c.dossier_id == member.c.dossier_id))
    .where(member.c.board_id == BOARD)
    .order_by(member.c.dossier_id, member.c.began_at, member.c.member_id)
)  # fmt: skip
_NOT_OVER: Final = or_(member.c.ended_at.is_(None), member.c.ended_at > NOW)


def memberships_of(work: Work, people: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Where people are on the team, or will be: the row, the dossier's school, the functions of the task behind it."""
    if not people:
        return ()
    query = _MEMBERS.where(_NOT_OVER, member.c.person_id.in_(list(people)))
    return work.rows(query, {"board": work.board, "now": work.now})


def memberships_in(work: Work, dossier_id: UUID, person_id: UUID) -> Sequence[Row[Any]]:
    """How somebody is on the team of one dossier, or will be."""
    where = (_NOT_OVER, member.c.dossier_id == dossier_id, member.c.person_id == person_id)
    return work.rows(_MEMBERS.where(*where), {"board": work.board, "now": work.now})


def find_member(work: Work, member_id: UUID) -> Row[Any] | None:
    """A place on a team that counts now."""
    query = _MEMBERS.where(active(member), member.c.member_id == member_id)
    return work.row(query, {"board": work.board, "now": work.now})


def add_member(work: Work, dossier_id: UUID, person_id: UUID, until: datetime | None) -> UUID:
    """Put somebody on the team of a whole dossier because somebody asked; the id of their place."""
    made = work.new_id()
    work.add(
        member, member_id=made, dossier_id=dossier_id, person_id=person_id, route_id=None, task_id=None, reason=ASKED,
        began_at=work.now, ended_at=until,
    )  # fmt: skip
    return made


def stand_in(work: Work, row: Any, person_id: UUID, begins: datetime, until: datetime) -> UUID:
    """Give somebody the place that another has on a team, between two instants; its id."""
    made = work.new_id()
    work.add(
        member, member_id=made, dossier_id=row.dossier_id, person_id=person_id, route_id=row.route_id,
        task_id=row.task_id, reason=row.reason, began_at=begins, ended_at=until,
    )  # fmt: skip
    return made


def end_members(work: Work, ids: Sequence[UUID], at: datetime | None = None) -> None:
    """End places on teams, now or at a later instant."""
    if ids:
        where = (member.c.board_id == work.board, member.c.member_id.in_(list(ids)))
        work.run(update(member).where(*where).values(ended_at=at or work.now))


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


def without_function(members: Sequence[Any], left: frozenset[Holding]) -> list[Any]:
    """Which places on teams somebody had for a function, when those that are left account for none of them."""
    return [row for row in members if row.reason in BY_FUNCTION and not _accounts_for(left, row)]


def by_function(members: Sequence[Any], held: Holding) -> list[Any]:
    """Which places on teams somebody has for a function, as far as this holding accounts for them."""
    one = frozenset({held})
    return [row for row in members if row.reason in BY_FUNCTION and _accounts_for(one, row)]


def only_for_a_time(members: Sequence[Any], rest: Sequence[Any]) -> Mapping[datetime, list[UUID]]:
    """Until when to places on teams, of those for which only what somebody holds as a deputy accounts any more.

    `rest` are rows of what they hold; each place is told once, with when the last of it ends.
    """
    found: dict[datetime, list[UUID]] = {}
    lasting = frozenset(Holding(row.function, row.school_id) for row in rest if row.ended_at is None)
    for row in without_function(members, lasting):
        ends = [
            each.ended_at for each in rest
            if each.ended_at and _accounts_for(frozenset({Holding(each.function, each.school_id)}), row)
        ]  # fmt: skip
        if ends and (row.ended_at is None or row.ended_at > max(ends)):
            found.setdefault(max(ends), []).append(row.member_id)
    return found


def _accounts_for(left: frozenset[Holding], row: Any) -> bool:
    there = {each.function for each in left if each.reaches(row.school_id)}
    asked = split(row.functions)
    return bool(there & asked) or (bool(there) and (not asked or ON_THE_DOSSIER in asked))


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
    work.settle("denial_id", [made], denial)
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
