"""The people of a board: who somebody is now, and who stands around a dossier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, Uuid, bindparam, cast, literal, null, select, union_all

from app.domain.actors import Actor, Holding
from app.domain.circle import Circle, Member
from app.domain.permissions import Permission, Subject, may
from app.store.db import Instant, json_rows
from app.store.kept import Kept
from app.store.tables import (
    denial,
    dossier_function,
    employment,
    group_teacher,
    holding,
    member,
    person,
    pupil_group,
    route_reader,
    task_function,
)  # fmt: skip
from app.store.unit_of_work import Work
from app.store.visible import BOARD, PERSON, active

_NO_ID: Final = cast(null(), Uuid)
_NO_TEXT: Final = cast(null(), holding.c.function.type)
_NO_TIME: Final = cast(null(), Instant())
_ACTOR: Final = Kept(union_all(
    select(literal("name").label("what"), _NO_ID.label("school"), person.c.name.label("text"))
    .where(person.c.board_id == BOARD, person.c.person_id == PERSON, person.c.active),
    select(literal("holding"), holding.c.school_id, holding.c.function)
    .where(holding.c.board_id == BOARD, holding.c.person_id == PERSON, active(holding)),
    select(literal("employment"), employment.c.school_id, _NO_TEXT)
    .where(employment.c.board_id == BOARD, employment.c.person_id == PERSON, active(employment)),
))  # fmt: skip


def _around(dossier: Any, school: Any, pupil: Any, *beside: Select[Any]) -> CompoundSelect[Any]:
    return union_all(
        select(literal("member").label("what"), member.c.person_id.label("person"), member.c.route_id.label("route"),
               _NO_TEXT.label("function"), _NO_TIME.label("until"))
        .where(member.c.board_id == BOARD, member.c.dossier_id == dossier, active(member)),
        select(literal("holder"), holding.c.person_id, _NO_ID, holding.c.function, holding.c.ended_at)
        .where(
            holding.c.board_id == BOARD, (holding.c.school_id == school) | holding.c.school_id.is_(None),
            active(holding),
        ),
        select(literal("teacher"), group_teacher.c.person_id, _NO_ID, _NO_TEXT, _NO_TIME)
        .join(
            pupil_group,
            (pupil_group.c.board_id == group_teacher.c.board_id) & (pupil_group.c.group_id == group_teacher.c.group_id),
        )
        .where(group_teacher.c.board_id == BOARD, pupil_group.c.pupil_id == pupil),
        select(literal("denied"), denial.c.person_id, _NO_ID, _NO_TEXT, _NO_TIME)
        .where(denial.c.board_id == BOARD, denial.c.dossier_id == dossier, active(denial)),
        select(literal("standing"), _NO_ID, _NO_ID, dossier_function.c.function, _NO_TIME)
        .where(dossier_function.c.board_id == BOARD, dossier_function.c.dossier_id == dossier),
        *beside,
    )  # fmt: skip


_DOSSIER, _SCHOOL, _PUPIL = (bindparam(name, type_=Uuid()) for name in ("dossier", "school", "pupil"))
_CIRCLE: Final = Kept(_around(_DOSSIER, _SCHOOL, _PUPIL))


def around(*, dossier: Any, school: Any, pupil: Any, route: Any, task: Any) -> ColumnElement[Any]:
    """The people around a dossier as one value, and for whom a route and a task in it are; `around_of` reads it.

    For a statement that asks something else too. Reads the bound values `board` and `now`; what it is given are ids.
    """
    beside = (
        select(literal(what), _NO_ID, _NO_ID, table.c.function, _NO_TIME).where(table.c.board_id == BOARD, where)
        for what, table, where in (
            ("reader", route_reader, route_reader.c.route_id == route),
            ("open to", task_function, task_function.c.task_id == task),
        )
    )
    rows = _around(dossier, school, pupil, *beside).subquery("around")
    return select(json_rows(*rows.c)).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Around:
    """What a value of `around` tells."""

    circle: Circle
    readers: frozenset[str]
    """The functions for whom the route exists."""
    open_to: frozenset[str]
    """The functions to which the task is open; `*` is everyone on the dossier."""

    def lets_do(self, board: UUID, person: UUID, school: UUID, route: UUID) -> bool:
        """Whether somebody may do the task, by what they hold and where they are on the team at that instant."""
        circle = self.circle
        subject = Subject(
            school=school, denied=person in circle.denied, member=Member(person) in circle.members,
            member_of_route=Member(person, route) in circle.members, standing=circle.standing, readers=self.readers,
            for_functions=self.open_to,
        )  # fmt: skip
        held = (name for name, people in circle.holders.items() if person in people)
        actor = Actor(board, person, "", frozenset(Holding(name, school) for name in held))
        return may(actor, Permission.DO_TASK, subject)


def load_actor(work: Work, person_id: UUID) -> Actor | None:
    """Somebody with the functions that they hold now; None where they are not there, or no longer active."""
    rows = work.rows(_ACTOR, {"board": work.board, "person": person_id, "now": work.now})
    name = next((row.text for row in rows if row.what == "name"), None)
    if name is None:
        return None
    holdings = frozenset(Holding(row.text, row.school) for row in rows if row.what == "holding")
    schools = frozenset(row.school for row in rows if row.what == "employment")
    return Actor(work.board, person_id, name, holdings, schools)


def load_circle(work: Work, dossier_id: UUID, school_id: UUID, pupil_id: UUID) -> Circle:
    """The people around a dossier, in one statement."""
    values = {
        "board": work.board, "dossier": dossier_id, "school": school_id, "pupil": pupil_id, "now": work.now,
    }  # fmt: skip
    return _circle(work.rows(_CIRCLE, values))


def around_of(told: Sequence[Sequence[str | None]] | None) -> Around:
    """Read a value of `around`."""
    rows = [
        _Around(
            what or "", _id(person) if person else None, _id(route) if route else None, function,
            datetime.fromisoformat(until).astimezone(UTC) if until else None,
        )
        for what, person, route, function, until in told or ()
    ]  # fmt: skip
    return Around(_circle(rows), _functions(rows, "reader"), _functions(rows, "open to"))


def _functions(rows: Sequence[Any], what: str) -> frozenset[str]:
    return frozenset(row.function for row in rows if row.what == what)


_id: Final = lru_cache(4_096)(UUID)
"""The same few people come at every step, and reading an id costs more than finding it again."""


class _Around(NamedTuple):
    what: str
    person: UUID | None
    route: UUID | None
    function: str | None
    until: datetime | None


def _circle(rows: Sequence[Any]) -> Circle:
    holders, lasting = dict[str, set[UUID]](), set[tuple[str, UUID]]()
    ends = dict[tuple[str, UUID], datetime]()
    for row in rows:
        if row.what == "holder":
            holders.setdefault(row.function, set()).add(row.person)
            place = (row.function, row.person)
            if row.until is None:
                lasting.add(place)
            else:
                ends[place] = max(row.until, ends.get(place, row.until))
    return Circle(
        members=frozenset(Member(row.person, row.route) for row in rows if row.what == "member"),
        holders={function: frozenset(people) for function, people in holders.items()},
        teachers=frozenset(row.person for row in rows if row.what == "teacher"),
        denied=frozenset(row.person for row in rows if row.what == "denied"),
        standing=_functions(rows, "standing"),
        ends={place: end for place, end in ends.items() if place not in lasting},
    )


def names_of(work: Work, people: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of members of staff."""
    wanted = list(people)
    if not wanted:
        return {}
    where = (person.c.board_id == work.board, person.c.person_id.in_(wanted))
    return {row.person_id: row.name for row in work.rows(select(person.c.person_id, person.c.name).where(*where))}


def logins_of(work: Work, people: Iterable[UUID]) -> Mapping[UUID, str]:
    """The logins of members of staff."""
    where = (person.c.board_id == work.board, person.c.person_id.in_(list(people)))
    return {row.person_id: row.login for row in work.rows(select(person.c.person_id, person.c.login).where(*where))}


def find_person(work: Work, login: str) -> Any:
    """The row of a person by login, or None."""
    return work.row(select(person).where(person.c.board_id == work.board, person.c.login == login))
