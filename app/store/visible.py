"""What a person may see, as conditions in SQL: the twin of `app.domain.permissions.may`, for lists and for locks.

A property test holds both equal. Each condition reads the bound values `board`, `person` and `now`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Uuid, and_, bindparam, exists, func, or_, select

from app.domain.circle import LEADERS
from app.domain.functions import ON_THE_DOSSIER
from app.store.db import Instant
from app.store.tables import (
    denial,
    dossier,
    dossier_function,
    holding,
    member,
    route,
    route_reader,
    task,
    task_function,
)

BOARD: Final[BindParameter[UUID]] = bindparam("board", type_=Uuid())
PERSON: Final[BindParameter[UUID]] = bindparam("person", type_=Uuid())
NOW: Final[BindParameter[datetime]] = bindparam("now", type_=Instant())
_SEPARATOR: Final = "\x1f"
_ROUTE: Final = route.alias("any_route")
_READER: Final = route_reader.alias("any_reader")
"""Under names of their own: who asks may be looking at one route already."""


def active(table: Any) -> ColumnElement[bool]:
    """Whether a row with `began_at` and `ended_at` counts now."""
    return and_(table.c.began_at <= NOW, or_(table.c.ended_at.is_(None), table.c.ended_at > NOW))


def denied() -> ColumnElement[bool]:
    """On the deny list of the dossier."""
    return exists().where(
        denial.c.board_id == BOARD, denial.c.dossier_id == dossier.c.dossier_id, denial.c.person_id == PERSON,
        active(denial),
    )  # fmt: skip


def on_team() -> ColumnElement[bool]:
    """On the team of the whole dossier by name."""
    return exists().where(
        member.c.board_id == BOARD, member.c.dossier_id == dossier.c.dossier_id, member.c.person_id == PERSON,
        member.c.route_id.is_(None), active(member),
    )  # fmt: skip


def on_team_of_route() -> ColumnElement[bool]:
    """On the team of this route by name."""
    return exists().where(
        member.c.board_id == BOARD, member.c.dossier_id == dossier.c.dossier_id, member.c.person_id == PERSON,
        member.c.route_id == route.c.route_id, active(member),
    )  # fmt: skip


def on_any_route() -> ColumnElement[bool]:
    """On the team by name, of the whole dossier or of any route in it."""
    return exists().where(
        member.c.board_id == BOARD, member.c.dossier_id == dossier.c.dossier_id, member.c.person_id == PERSON,
        active(member),
    )  # fmt: skip


def _held(table: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether this person holds, at the school of the dossier, a function that the table names."""
    return exists().where(
        table.c.board_id == BOARD, *where, holding.c.board_id == BOARD, holding.c.person_id == PERSON,
        holding.c.function == table.c.function, active(holding),
        or_(holding.c.school_id.is_(None), holding.c.school_id == dossier.c.school_id),
    )  # fmt: skip


def standing() -> ColumnElement[bool]:
    """On the team without being asked, by a function."""
    return _held(dossier_function, dossier_function.c.dossier_id == dossier.c.dossier_id)


def reads_route() -> ColumnElement[bool]:
    """Whether the route exists for a function that this person holds."""
    return _held(route_reader, route_reader.c.route_id == route.c.route_id)


def reads_any_route() -> ColumnElement[bool]:
    """Whether any route of the dossier exists for a function that this person holds."""
    return _held(
        _READER, _ROUTE.c.board_id == BOARD, _ROUTE.c.dossier_id == dossier.c.dossier_id,
        _READER.c.route_id == _ROUTE.c.route_id,
    )  # fmt: skip


def sees_dossier() -> ColumnElement[bool]:
    """`Permission.SEE_DOSSIER`."""
    return and_(~denied(), or_(on_any_route(), and_(standing(), reads_any_route())))


def sees_route() -> ColumnElement[bool]:
    """`Permission.SEE_ROUTE`."""
    return and_(~denied(), or_(on_team_of_route(), and_(or_(on_team(), standing()), reads_route())))


def leads() -> ColumnElement[bool]:
    """Whether this person holds a function that leads routes, at the school of the dossier."""
    return exists().where(
        holding.c.board_id == BOARD, holding.c.person_id == PERSON, holding.c.function.in_(LEADERS), active(holding),
        or_(holding.c.school_id.is_(None), holding.c.school_id == dossier.c.school_id),
    )  # fmt: skip


def sees_task() -> ColumnElement[bool]:
    """`Permission.SEE_TASK`, and with it that of doing it."""
    return and_(sees_route(), task_is_for())


def task_is_for() -> ColumnElement[bool]:
    """Whether the task is open to a function that this person holds; on its route they must be besides."""
    for_all = exists().where(
        task_function.c.board_id == BOARD, task_function.c.task_id == task.c.task_id,
        task_function.c.function == ON_THE_DOSSIER,
    )  # fmt: skip
    return or_(for_all, _held(task_function, task_function.c.task_id == task.c.task_id))


def functions_beside(table: Any, column: Any, value: Any) -> Any:
    """The functions that a table holds for one row, in one text; `split` takes it apart."""
    names = select(func.aggregate_strings(table.c.function, _SEPARATOR))
    return names.where(table.c.board_id == BOARD, column == value).scalar_subquery()


def _readers_of_any() -> Any:
    names = select(func.aggregate_strings(_READER.c.function, _SEPARATOR))
    return names.where(
        _READER.c.board_id == BOARD, _ROUTE.c.board_id == BOARD, _ROUTE.c.dossier_id == dossier.c.dossier_id,
        _READER.c.route_id == _ROUTE.c.route_id,
    ).scalar_subquery()  # fmt: skip


def split(text: str | None) -> frozenset[str]:
    """The functions of such a text."""
    return frozenset(text.split(_SEPARATOR)) if text else frozenset()


def rights_on_dossier() -> tuple[Any, ...]:
    """The columns from which a `Subject` of a dossier is made."""
    return (
        denied().label("is_denied"), on_team().label("is_member"), on_any_route().label("is_member_of_route"),
        functions_beside(dossier_function, dossier_function.c.dossier_id, dossier.c.dossier_id).label("standing"),
        _readers_of_any().label("readers"),
    )  # fmt: skip


def rights_on_route() -> tuple[Any, ...]:
    """The columns from which a `Subject` of a route is made."""
    return (
        denied().label("is_denied"), on_team().label("is_member"), on_team_of_route().label("is_member_of_route"),
        functions_beside(dossier_function, dossier_function.c.dossier_id, dossier.c.dossier_id).label("standing"),
        functions_beside(route_reader, route_reader.c.route_id, route.c.route_id).label("readers"),
    )  # fmt: skip


def rights_on_task() -> tuple[Any, ...]:
    """The columns from which a `Subject` of a task is made."""
    mine = functions_beside(task_function, task_function.c.task_id, task.c.task_id).label("for_functions")
    return (*rights_on_route(), mine)
