"""Figures about the routes of a process, as far as nobody is recognised in them (ADR 0013)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, Subject, may
from app.domain.suppression import (
    Cell,
    Count,
    Figure,
    Hidden,
    added,
    of_children,
    of_children_among,
    ranked,
)  # fmt: skip
from app.queries.drawn_order import Drawn, drawn
from app.queries.figure_shapes import Asked, Counted, Figures, Judged, Order, Process, Step
from app.queries.figure_steps import NOT_ANY, Place, by, count_of, parts_of, places_of, steps_of, told
from app.store.bundles import BundleCache
from app.store.dossiers import bundle_in_force
from app.store.figures import (
    BETWEEN,
    RUNS,
    Scope,
    Year,
    last_judgements,
    moves_by,
    orders_by,
    routes_by,
    rules_by,
    schools_among,
    spans_by,
    steps_by,
)  # fmt: skip
from app.store.unit_of_work import Work
from workflows import Bundle, Calendar

MOST_ORDERS: Final = 10
OLDEST: Final = 9
"""School years before this one that can be asked for."""
_BEGINS: Final = 8
"""The month in which a school year begins."""
_CHECKS: Final = 10
_CONFORMITY: Final = "conformiteit"
_NOT_KEPT: Final = frozenset({"geschonden", "afgeweken"})


@dataclass(frozen=True, slots=True)
class _Counts:
    """The routes of the process, by school and year; whatever else is counted is some of these."""

    of: Mapping[Place, Count]
    drawn: Drawn | None
    process: str

    def cells(self, counts: Mapping[Place, Count]) -> list[Cell]:
        """What may be told of each."""
        return [of_children_among(counts.get(place, NOT_ANY), number) for place, number in self.of.items()]

    def name(self, element: str) -> str:
        return self.drawn.name(element) if self.drawn else element


def read_figures(work: Work, actor: Actor, bundles: BundleCache[Bundle], asked: Asked) -> Figures:
    """The figures of the schools that are this person's to see. Raises NotFoundError for another, or for none."""
    mine = {
        row.school_id: row.name for row in schools_among(work, None)
        if may(actor, Permission.SEE_FIGURES, Subject(row.school_id))
    }  # fmt: skip
    if not mine or (asked.school is not None and asked.school not in mine):
        raise NotFoundError
    now = work.clock.roughly()
    this = school_year(now)
    first, last = _period(asked, this)
    scope = Scope(
        (asked.school,) if asked.school else tuple(mine), tuple(_year(each) for each in range(first, last + 1))
    )
    counted = by(routes_by(work, scope), lambda row: row.process)
    names = {row.process: row.name for rows in counted.values() for row in rows}
    processes = _processes(counted, names)
    process = next((each for each in processes if each.id == asked.process), next(iter(processes), None))
    if process is None:
        return Figures(now, mine, asked.school, this, first, last, (), None)
    frame = Figures(now, mine, asked.school, this, first, last, processes, process)
    return _of_process(work, bundles, replace(scope, process=process.id), counted[process.id], frame)


def school_year(at: datetime) -> int:
    """The calendar year in which the school year of an instant began."""
    here = at.astimezone(Calendar.zone)
    return here.year if here.month >= _BEGINS else here.year - 1


def _year(number: int) -> Year:
    begins, ends = (
        datetime(each, _BEGINS, 1, tzinfo=Calendar.zone).astimezone(UTC) for each in (number, number + 1)
    )  # fmt: skip
    return Year(number, begins, ends)


def _period(asked: Asked, this: int) -> tuple[int, int]:
    first, last = sorted(
        max(this - OLDEST, min(this, this if each is None else each)) for each in (asked.first, asked.last)
    )
    return first, last


def _processes(counted: Mapping[str, Sequence[Any]], names: Mapping[str, str]) -> tuple[Process, ...]:
    made = [
        Process(process, names[process], added(of_children(count_of(row, "number")) for row in rows))
        for process, rows in counted.items()
    ]
    return tuple(sorted(made, key=lambda each: (-each.routes.number, each.name, each.id)))


def _of_process(
    work: Work, bundles: BundleCache[Bundle], scope: Scope, routes: Sequence[Any], frame: Figures
) -> Figures:  # fmt: skip
    at = scope.schools[0] if len(scope.schools) == 1 else None
    there = drawn(work, bundles, bundle_in_force(work, at), scope.process)
    counts = _Counts(places_of(routes, "number"), there, scope.process)
    rows = steps_by(work, scope)
    done, came = told(counts.of, rows, "done"), told(counts.of, rows, "came")
    spans = spans_by(work, scope, parts_of(done, rows), parts_of(came, rows))
    steps = _in_order(counts, steps_of(counts.of, rows, (done, came), spans))
    orders, others = _orders(counts, orders_by(work, scope), {each.id: each.name for each in steps})
    called = {each.element: each.name for each in steps if each.process == scope.process}
    moves = [
        Counted(
            element, called.get(element) or counts.name(element), "", added(counts.cells(places_of(rows, "number")))
        )
        for element, rows in by(moves_by(work, scope), lambda row: row.element).items()
    ]
    return replace(
        frame, steps=steps, orders=orders, others=others, moves=_most_first(moves), drawn=there,
        judged=_judged(work, scope, counts),
    )  # fmt: skip


def _in_order(counts: _Counts, steps: Iterable[Step]) -> tuple[Step, ...]:
    """As they were drawn, those of a called process behind."""
    place = counts.drawn.place if counts.drawn else lambda _process, _element: 0
    within = counts.drawn.process_name if counts.drawn else lambda _process: ""
    made = [replace(each, within=within(each.process) if each.process != counts.process else "") for each in steps]
    return tuple(sorted(made, key=lambda each: (place(each.process, each.element), each.within, each.name, each.id)))


def _orders(
    counts: _Counts, rows: Sequence[Any], names: Mapping[str, str]
) -> tuple[tuple[Order, ...], Figure]:  # fmt: skip
    """Those of each school and year, put together: what is told of one is never taken from another."""
    together: dict[str, int] = {}
    rest: list[Cell] = [Hidden.FEW for number in counts.of.values() if isinstance(of_children(number), Hidden)]
    for place, cells in by(rows, lambda row: (row.school_id, row.year)).items():
        if isinstance(of_children(counts.of[place]), Hidden):
            continue
        groups = {row.steps: count_of(row, "number") for row in cells}
        found = ranked(groups, counts.of[place].children, MOST_ORDERS)
        rest.append(found.rest)
        for key, number in found.shown.items():
            together[key] = together.get(key, 0) + number
    order = sorted(together, key=lambda key: (-together[key], key))
    rest += [together[key] for key in order[MOST_ORDERS:]]
    shown = tuple(_order(key, together[key], names) for key in order[:MOST_ORDERS])
    return shown, added(rest)


def _order(key: str, number: int, names: Mapping[str, str]) -> Order:
    if key == RUNS:
        return Order((), runs=True, routes=number)
    return Order(tuple(names.get(each, each) for each in key.split(BETWEEN) if each), runs=False, routes=number)


def _judged(work: Work, scope: Scope, counts: _Counts) -> Judged | None:
    wanted = {str(each) for each in scope.schools}
    check = next((
        row for row in last_judgements(work, _CHECKS)
        if _CONFORMITY in row.verdicts and (row.schools is None or wanted <= set(row.schools))
    ), None)  # fmt: skip
    if check is None:
        return None
    names = counts.drawn.rules if counts.drawn else {}
    rows = [row for row in rules_by(work, scope, check.check_id) if row.sort in _NOT_KEPT]
    found = [
        Counted(rule, names.get(rule, rule), sort, added(counts.cells(places_of(cells, "number"))))
        for (rule, sort), cells in by(rows, lambda row: (row.rule, row.sort)).items()
    ]
    return Judged(check.ended_at, _most_first(found))


def _most_first(found: Iterable[Counted]) -> tuple[Counted, ...]:
    return tuple(sorted(found, key=lambda each: (-each.routes.number, each.name, each.id, each.sort)))
