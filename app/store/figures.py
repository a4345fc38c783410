"""Numbers about routes, counted in the database: how many, how long, in which order. Opens nothing that is sealed.

All of them are about the routes that began in a period, so that every count is the sum of those of its schools and
years. A route that was destroyed kept neither process nor tasks: it counts nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import BigInteger, Row, Select, and_, case, exists, func, literal, select, tuple_, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.store.loaded import ERASED
from app.store.tables import check_finding, check_run, deviation, dossier, route, school, task
from app.store.unit_of_work import Work

DONE: Final = "afgerond"
RUNS: Final = "\x1froute"
"""The order of a route that has not ended."""
LEAD, WAIT = "lead", "wait"
Part: TypeAlias = tuple[UUID, int, str, str]
"""A school, a school year, and a step: its process and element."""
BETWEEN: Final = "|"
WITHIN: Final = "/"


@dataclass(frozen=True, slots=True)
class Year:
    """A school year, by the calendar year in which it begins."""

    number: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """Which routes: of these schools, begun in these years, that lie together."""

    schools: tuple[UUID, ...]
    years: tuple[Year, ...]
    process: str = ""


_STEP: Final = (task.c.process, task.c.element)
_IN_ORDER: Final = (task.c.closed_at, task.c.closed_in, task.c.task_id)
_CELL: Final = (dossier.c.school_id, "year")
"""By the name of the year: what makes it holds values, and twice the same is another to PostgreSQL."""


class seconds(FunctionElement[int]):  # noqa: N801  named as what it makes in SQL
    """Whole seconds of an instant, the same on both databases: what is less falls away."""

    type = BigInteger()
    inherit_cache = True


@compiles(seconds, "postgresql")
def _postgres_seconds(element: Any, compiler: Any, **rest: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **rest)})) AS bigint)"


@compiles(seconds, "sqlite")
def _sqlite_seconds(element: Any, compiler: Any, **rest: Any) -> str:
    return f"CAST(strftime('%s', substr({compiler.process(element.clauses, **rest)}, 1, 19)) AS INTEGER)"


def schools_among(work: Work, only: Sequence[UUID] | None) -> Sequence[Row[Any]]:
    """Schools of the board with their names, in order; None is all of them."""
    where = [school.c.board_id == work.board, *([school.c.school_id.in_(only)] if only is not None else [])]
    return work.rows(
        select(school.c.school_id, school.c.name).where(*where).order_by(school.c.name, school.c.school_id)
    )


def routes_by(work: Work, scope: Scope) -> Sequence[Row[Any]]:
    """How many routes of each process, of how many children, began at a school in a year."""
    what = (*_cell(scope), route.c.process, func.max(route.c.name).label("name"), *_number(None))
    query = select(*what).select_from(_with_dossier()).where(route.c.board_id == work.board, *_only(scope))
    return work.rows(query.group_by(*_CELL, route.c.process))


def steps_by(work: Work, scope: Scope) -> Sequence[Row[Any]]:
    """By school, year and step in how many routes, of how many children, it came and was done, and was within its term.

    `timely` and `late` are of those that had one: tasks, and the children that these were about.
    """
    done = task.c.status == DONE
    in_time, too_late = and_(done, task.c.closed_at <= task.c.due_at), and_(done, task.c.closed_at > task.c.due_at)
    return work.rows(
        _tasks(
            work, scope, *_cell(scope), *_STEP, func.max(task.c.name).label("name"),
            func.max(task.c.lane).label("lane"), *_number(None, "came"), *_number(done, "done"),
            _children(in_time).label("timely_children"), _children(too_late).label("late_children"),
            func.count(case((in_time, 1))).label("timely"), func.count(case((too_late, 1))).label("late"),
        ).group_by(*_CELL, *_STEP)
    )  # fmt: skip


def spans_by(work: Work, scope: Scope, lead_of: Collection[Part], wait_of: Collection[Part]) -> Sequence[Row[Any]]:
    """How long each step takes, in seconds; of a step only what is in these parts.

    As `LEAD` from when it came until somebody had done it, and how long its term was; as `WAIT` how long it stood open,
    however that ended, and until now where it does still.
    """
    school_id, year = _cell(scope)
    part = tuple_(school_id, year.element, *_STEP)
    until = func.coalesce(task.c.closed_at, literal(work.clock.roughly(), task.c.closed_at.type))
    lead = _tasks(work, scope, *_spans(seconds(task.c.closed_at) - seconds(task.c.opened_at)))
    wait = _tasks(work, scope, *_spans(seconds(until) - seconds(task.c.opened_at)))
    lead = lead.where(task.c.status == DONE, part.in_(lead_of))
    return work.rows(union_all(_spread(LEAD, lead), _spread(WAIT, wait.where(part.in_(wait_of)))))


def orders_by(work: Work, scope: Scope) -> Sequence[Row[Any]]:
    """By school and year how many routes did which steps in which order; those that run still as `RUNS`."""
    cell = _cell(scope)
    steps = (
        func.aggregate_strings(task.c.process + WITHIN + task.c.element, BETWEEN)
        .over(partition_by=task.c.route_id, order_by=_IN_ORDER, rows=(None, None))
    )  # fmt: skip
    place = func.row_number().over(partition_by=task.c.route_id, order_by=_IN_ORDER).label("place")
    runs = route.c.ended_at.is_(None)
    done = _tasks(work, scope, *cell, dossier.c.pupil_id, case((runs, RUNS), else_=steps).label("steps"), place)
    with_steps = done.where(task.c.status == DONE).subquery()
    did = exists().where(task.c.board_id == work.board, task.c.route_id == route.c.route_id, task.c.status == DONE)
    without = (
        select(*cell, dossier.c.pupil_id, case((runs, RUNS), else_="").label("steps")).select_from(_with_dossier())
        .where(route.c.board_id == work.board, ~did, *_only(scope))
    )  # fmt: skip
    first = select(*(with_steps.c[name] for name in ("school_id", "year", "pupil_id", "steps"))).where(
        with_steps.c.place == 1
    )
    each = union_all(first, without).subquery()
    of = tuple(each.c[name] for name in ("school_id", "year", "steps"))
    children = func.count(each.c.pupil_id.distinct()).label("number_children")
    return work.rows(select(*of, func.count().label("number"), children).group_by(*of))


def moves_by(work: Work, scope: Scope) -> Sequence[Row[Any]]:
    """By school, year and the step that they were moved to, how many routes left the drawn way by two people."""
    what = (*_cell(scope), deviation.c.element)
    return work.rows(
        select(*what, *_number(None)).select_from(_with_dossier(deviation))
        .where(route.c.board_id == work.board, deviation.c.decided_at.is_not(None), *_only(scope))
        .group_by(*_CELL, deviation.c.element)
    )  # fmt: skip


def last_judgements(work: Work, most: int) -> Sequence[Row[Any]]:
    """The last checks over many dossiers that went to their end, the newest first."""
    where = (check_run.c.board_id == work.board, check_run.c.dossier_id.is_(None), check_run.c.status == "klaar")
    what = (check_run.c.check_id, check_run.c.verdicts, check_run.c.schools, check_run.c.ended_at, check_run.c.found)
    return work.rows(select(*what).where(*where).order_by(check_run.c.ended_at.desc()).limit(most))


def rules_by(work: Work, scope: Scope, check_id: UUID) -> Sequence[Row[Any]]:
    """By school, year, rule and sort of finding, in how many routes a check found it."""
    what = (*_cell(scope), check_finding.c.rule, check_finding.c.sort)
    return work.rows(
        select(*what, *_number(None)).select_from(_with_dossier(check_finding))
        .where(
            route.c.board_id == work.board, check_finding.c.check_id == check_id, check_finding.c.rule != "",
            *_only(scope),
        )
        .group_by(*_CELL, check_finding.c.rule, check_finding.c.sort)
    )  # fmt: skip


def _cell(scope: Scope) -> tuple[Any, Any]:
    """A school and a year, of which the last is whichever no other was."""
    before = [(route.c.started_at < each.ends, each.number) for each in scope.years[:-1]]
    last = scope.years[-1].number
    return dossier.c.school_id, (case(*before, else_=last) if before else literal(last)).label("year")


def _only(scope: Scope) -> list[Any]:
    return [
        route.c.status != ERASED, dossier.c.school_id.in_(scope.schools),
        route.c.started_at >= scope.years[0].begins, route.c.started_at < scope.years[-1].ends,
        *([route.c.process == scope.process] if scope.process else []),
    ]  # fmt: skip


def _with_dossier(first: Any = None) -> Any:
    """Routes with their dossiers; with what belongs to a route before them."""
    there = and_(dossier.c.board_id == route.c.board_id, dossier.c.dossier_id == route.c.dossier_id)
    if first is None:
        return route.join(dossier, there)
    own = and_(route.c.board_id == first.c.board_id, route.c.route_id == first.c.route_id)
    return first.join(route, own).join(dossier, there)


def _tasks(work: Work, scope: Scope, *what: Any) -> Select[Any]:
    return select(*what).select_from(_with_dossier(task)).where(task.c.board_id == work.board, *_only(scope))


def _number(where: Any, name: str = "number") -> tuple[Any, Any]:
    """How many routes, and of how many children."""
    counted = route.c.route_id if where is None else case((where, route.c.route_id))
    return func.count(counted.distinct()).label(name), _children(where).label(f"{name}_children")


def _children(where: Any) -> Any:
    counted = dossier.c.pupil_id if where is None else case((where, dossier.c.pupil_id))
    return func.count(counted.distinct())


def _spans(span: Any) -> tuple[Any, ...]:
    """A task with what is measured of it."""
    term = case((task.c.due_at.is_not(None), seconds(task.c.due_at) - seconds(task.c.opened_at)))
    return (*_STEP, span.label("span"), term.label("term"))


def _placed(spans: Select[Any]) -> Select[Any]:
    """Each span with its place, and that of its term, among those of its step."""
    each = spans.subquery()  # reckoned once, however many places are asked of it
    step = (each.c.process, each.c.element)
    return select(
        *step, each.c.span, each.c.term,
        func.row_number().over(partition_by=step, order_by=each.c.span).label("place"),
        func.count().over(partition_by=step).label("number"),
        func.row_number().over(partition_by=step, order_by=(each.c.term.is_(None), each.c.term))
        .label("term_place"),
        func.count(each.c.term).over(partition_by=step).label("terms"),
    )  # fmt: skip


def _spread(what: str, spans: Select[Any]) -> Select[Any]:
    """The two in the middle, and the one within which nine of ten fall: the smallest of which that is true."""
    each = _placed(spans).subquery()

    def at(place: Any, wanted: Any, value: Any) -> Any:
        return func.max(case((place == wanted, value)))

    number, terms = each.c.number, each.c.terms
    return select(
        literal(what).label("what"), each.c.process, each.c.element, func.max(number).label("number"),
        at(each.c.place, (number + 1) // 2, each.c.span).label("low"),
        at(each.c.place, (number + 2) // 2, each.c.span).label("high"),
        at(each.c.place, (number * 9 + 9) // 10, each.c.span).label("ninth"),
        at(each.c.term_place, (terms + 1) // 2, each.c.term).label("term_low"),
        at(each.c.term_place, (terms + 2) // 2, each.c.term).label("term_high"),
    ).group_by(each.c.process, each.c.element)  # fmt: skip
