"""Open tasks as somebody finds them: by due instant, through the index, only what they may see.

Each function that a person holds at a school is one range of an index; what the ranges give is put together. So the
number of tasks of other schools and other functions does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, Row, Select, Uuid, and_, bindparam, exists, or_, select, text, tuple_, union

from app.domain.actors import Actor
from app.domain.functions import ON_THE_DOSSIER
from app.store.db import Instant
from app.store.kept import Kept
from app.store.tables import dossier, draft, member, pupil, pupil_group, route, school_group, task, task_function
from app.store.unit_of_work import Work
from app.store.visible import BOARD, PERSON, active, on_team, on_team_of_route, sees_route, sees_task, task_is_for

OPEN: Final = "open"
_LIMIT: Final = bindparam("most", type_=Integer())
_ASKED: Final = member.alias("asked")
"""Under a name of its own: the conditions of `visible` look in the same table."""
_OPEN: Final = text("task_function.open")
"""As it stands in the condition of the index: `open = 1` would not be known as the same."""
_AFTER: Final = tuple_(task_function.c.due_at, task_function.c.task_id) > tuple_(
    bindparam("after_due", type_=Instant()), bindparam("after_id", type_=Uuid())
)
GROUP: Final = (
    select(school_group.c.name)
    .join(
        pupil_group,
        and_(pupil_group.c.board_id == school_group.c.board_id, pupil_group.c.group_id == school_group.c.group_id),
    )
    .where(
        school_group.c.board_id == BOARD, pupil_group.c.pupil_id == pupil.c.pupil_id, ~school_group.c.composite,
        school_group.c.ended_at.is_(None),
    )
    .order_by(school_group.c.name).limit(1)
    .correlate(pupil).scalar_subquery().label("group_name")
)  # fmt: skip
"""The pupil's own group; a composite group is beside it."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody wants of their list alone."""

    school: UUID | None = None
    process: str = ""
    by_name: bool | None = None
    """True for what is theirs by name: they are on the dossier or the route by name, or have typed in it already; False
    for what they see by their function alone."""
    phase: str = ""
    """Tasks of routes that were in this phase when the task was opened."""
    before: datetime | None = None
    """What is due before this instant."""


NONE: Final = Filters()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of somebody's open tasks, and from where on."""

    most: int
    after: tuple[datetime, UUID] | None = None
    """Due instant and id of the last task that was given out."""
    route: UUID | None = None
    dossier: UUID | None = None
    filters: Filters = NONE

    def bound(self) -> dict[str, object]:
        """By the name of each condition that is asked its value."""
        asked = self.filters
        found: dict[str, object] = {
            "after": self.after, "route": self.route, "dossier": self.dossier, "school": asked.school,
            "process": asked.process or None, "by_name": asked.by_name or None,
            "by_function": asked.by_name is False or None, "phase": asked.phase or None, "before": asked.before,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value is not None}


_BY_NAME: Final = or_(
    on_team(), on_team_of_route(),
    exists().where(draft.c.board_id == BOARD, draft.c.task_id == task.c.task_id, draft.c.person_id == PERSON),
)  # fmt: skip
_CONDITIONS: Final[Mapping[str, Any]] = {
    "after": _AFTER,
    "route": task.c.route_id == bindparam("route", type_=Uuid()),
    "dossier": task.c.dossier_id == bindparam("dossier", type_=Uuid()),
    "school": dossier.c.school_id == bindparam("school", type_=Uuid()),
    "process": route.c.process == bindparam("process"),
    "by_name": _BY_NAME,
    "by_function": ~_BY_NAME,
    "phase": task.c.phase == bindparam("phase"),
    "before": task_function.c.due_at < bindparam("before", type_=Instant()),
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a statement looks like, apart from its values: each shape is made once in a process."""

    ranges: tuple[bool, ...]
    """For each function whether it is held at one school."""
    asked: tuple[str, ...] = ()
    """Names of the conditions."""
    brief: bool = False


@dataclass(slots=True)
class _Ranges:
    """The functions and schools of one person, as bound values."""

    kinds: list[bool] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)

    def add(self, function: str, school: UUID | None) -> None:
        number = len(self.kinds)
        self.kinds.append(school is not None)
        self.values[f"function_{number}"] = function
        if school is not None:
            self.values[f"school_{number}"] = school


def item_query(*more: Any) -> Select[Any]:
    """What a list shows of a task: its row, and of its route, dossier and pupil what goes with it."""
    return (
        select(
            task.c.task_id, task.c.version, task.c.kind, task.c.name, task.c.lane, task.c.dossier_id, task.c.route_id,
            task.c.due_at, task.c.form, task.c.status, route.c.process, route.c.name.label("route_name"),
            route.c.status.label("route_status"), route.c.stuck, dossier.c.school_id, pupil.c.pupil_id,
            pupil.c.sealed.label("pupil_sealed"), GROUP, *more,
        )
        .join_from(task, route, and_(route.c.board_id == task.c.board_id, route.c.route_id == task.c.route_id))
        .join(dossier, and_(dossier.c.board_id == task.c.board_id, dossier.c.dossier_id == task.c.dossier_id))
        .join(pupil, and_(pupil.c.board_id == dossier.c.board_id, pupil.c.pupil_id == dossier.c.pupil_id))
        .where(task.c.board_id == BOARD)
    )  # fmt: skip


def _brief_query(*more: Any) -> Select[Any]:
    same = and_(route.c.board_id == task.c.board_id, route.c.route_id == task.c.route_id)
    shown = (task.c.task_id, task.c.version, task.c.due_at, route.c.process, route.c.name.label("route_name"), *more)
    return select(*shown).join_from(task, route, same).where(task.c.board_id == BOARD)


def open_tasks(work: Work, actor: Actor, wanted: Wanted) -> Sequence[Row[Any]]:
    """Rows of `item_query` and `order_at`, the first due first, after where the last list ended."""
    return _asked(work, actor, wanted, brief=False)


def open_briefly(work: Work, actor: Actor, wanted: Wanted) -> Sequence[Row[Any]]:
    """The same tasks, of each no more than is needed to count them and to see whether anything changed."""
    return _asked(work, actor, wanted, brief=True)


def _asked(work: Work, actor: Actor, wanted: Wanted, *, brief: bool) -> Sequence[Row[Any]]:
    ranges, bound = _ranges(actor), wanted.bound()
    values = {
        "board": work.board, "person": actor.id, "now": work.clock.roughly(), "most": wanted.most,
        "everyone": ON_THE_DOSSIER, "open": OPEN, **ranges.values, **bound,
    }  # fmt: skip
    if wanted.after is not None:
        values |= {"after_due": wanted.after[0], "after_id": wanted.after[1]}
    for name in ("after", "by_name", "by_function"):  # conditions without a value of that name
        values.pop(name, None)
    return work.rows(_statement(_Shape(tuple(ranges.kinds), tuple(bound), brief)), values)


def _ranges(actor: Actor) -> _Ranges:
    found = _Ranges()
    for each in sorted(actor.holdings, key=lambda held: (held.function, str(held.school))):
        found.add(each.function, each.school)
    schools = {each.school for each in actor.holdings}
    for school in [None] if None in schools else sorted(each for each in schools if each is not None):
        found.add(ON_THE_DOSSIER, school)
    return found


@lru_cache(maxsize=256)
def _statement(shape: _Shape) -> Select[Any]:
    arms = [_range(number, shape, at_school=at_school) for number, at_school in enumerate(shape.ranges)]
    mine = union(*arms, _as_member(shape)).subquery("mine")
    return (
        (_brief_query if shape.brief else item_query)(mine.c.due_at.label("order_at"))
        .join(mine, mine.c.task_id == task.c.task_id)
        .order_by(mine.c.due_at, mine.c.task_id).limit(_LIMIT)
    )  # fmt: skip


def _range(number: int, shape: _Shape, *, at_school: bool) -> Select[Any]:
    """What is open to one function, at one school or at all."""
    where = [task_function.c.function == bindparam(f"function_{number}")]
    if at_school:
        where.append(task_function.c.school_id == bindparam(f"school_{number}", type_=Uuid()))
    return _first(_open(task_function).where(*where), shape)


def _as_member(shape: _Shape) -> Select[Any]:
    """What is open to everyone on a dossier, for who is on it by name."""
    query = _open(task_function).join(
        _ASKED, and_(_ASKED.c.board_id == task.c.board_id, _ASKED.c.dossier_id == task.c.dossier_id)
    )  # fmt: skip
    mine = (_ASKED.c.person_id == PERSON, active(_ASKED), task_function.c.function == bindparam("everyone"))
    return _first(query.where(*mine).distinct(), shape)


def _open(first: Any) -> Select[Any]:
    return (
        select(task_function.c.due_at, task_function.c.task_id)
        .select_from(first)
        .join(task, and_(task.c.board_id == first.c.board_id, task.c.task_id == first.c.task_id))
        .join(route, and_(route.c.board_id == task.c.board_id, route.c.route_id == task.c.route_id))
        .join(dossier, and_(dossier.c.board_id == task.c.board_id, dossier.c.dossier_id == task.c.dossier_id))
        .where(task_function.c.board_id == BOARD, _OPEN, sees_route())
    )


def _first(query: Select[Any], shape: _Shape) -> Select[Any]:
    found = (
        query.where(*(_CONDITIONS[each] for each in shape.asked))
        .order_by(task_function.c.due_at, task_function.c.task_id)
        .limit(_LIMIT)
    )
    return select(found.subquery())


_BY_COMMAND: Final = Kept(item_query().where(
    task.c.dossier_id == bindparam("dossier", type_=Uuid()), task.c.opened_by == bindparam("command", type_=Uuid()),
    sees_task(),
).order_by(task.c.opened_at, task.c.task_id))  # fmt: skip
_ONE: Final = Kept(item_query().where(task.c.task_id == bindparam("task", type_=Uuid()), sees_task()))
_ASKED_FOR: Final = task.alias("asked_for")
_STEP: Final = Kept(item_query().where(
    task.c.dossier_id
    == select(_ASKED_FOR.c.dossier_id)
    .where(_ASKED_FOR.c.board_id == BOARD, _ASKED_FOR.c.task_id == bindparam("task", type_=Uuid())).scalar_subquery(),
    or_(
        task.c.task_id == bindparam("task", type_=Uuid()), task.c.opened_by == bindparam("command", type_=Uuid())
    ),
    sees_route(), or_(task_is_for(), and_(task.c.task_id == bindparam("task", type_=Uuid()), task.c.status != OPEN)),
).order_by(task.c.opened_at, task.c.task_id))  # fmt: skip
"""Who set the answers of a colleague right is told of a task that is not for their function."""


def opened_by(work: Work, person: UUID, dossier_id: UUID, command: UUID) -> Sequence[Row[Any]]:
    """What a command opened in a dossier, as far as this person may see it; rows of `item_query`."""
    return work.rows(_BY_COMMAND, {**_who(work, person), "dossier": dossier_id, "command": command})


def step_of(work: Work, person: UUID, task_id: UUID, command: UUID) -> Sequence[Row[Any]]:
    """A task and what the command that was given to it opened, as far as this person may see that."""
    return work.rows(_STEP, {**_who(work, person), "task": task_id, "command": command})


def one_task(work: Work, person: UUID, task_id: UUID) -> Row[Any] | None:
    """One task as a list shows it, open or closed, if this person may see it."""
    return work.row(_ONE, {**_who(work, person), "task": task_id})


def _who(work: Work, person: UUID) -> dict[str, Any]:
    return {"board": work.board, "person": person, "now": work.clock.roughly()}
