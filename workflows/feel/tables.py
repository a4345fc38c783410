"""Evaluates a decision table by its hit policy (DMN 1.5, 8.2); never picks a row that the policy does not give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflows.feel.dmn import DecisionTable, HitPolicy, InputColumn, OutputColumn, Rule
from workflows.feel.functions import choose
from workflows.feel.operators import equal
from workflows.feel.scope import Scope
from workflows.feel.temporal import parse_date, parse_date_time
from workflows.feel.values import FeelNull, dutch

Row = tuple[object, ...]
"""The outputs of one rule, a value for each column."""

_LISTS = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a table said."""

    inputs: Mapping[str, object]
    rules: tuple[int, ...]
    """Numbers of the rows that matched, from 1."""
    columns: Row
    """A value for each output column; a list of values where the hit policy gives several rows."""
    value: object
    """The result as FEEL: a value, a context of the outputs, or a list of such."""


def decide(table: DecisionTable, scope: Scope) -> Decided:
    """Evaluate a table. Raises FeelLimit; all else that does not fit is null with a note."""
    values = tuple(_input(scope, column) for column in table.inputs)
    inputs = {column.label: value for column, value in zip(table.inputs, values, strict=True)}
    if not _allowed(table, scope, values):
        return Decided(inputs, (), (None,) * len(table.outputs), None)
    hits = _hits(table, scope, values)
    rows = [_outputs(scope, number, table.rules[number - 1]) for number in hits]
    return _decided(table, scope, inputs, hits, rows)


def _input(scope: Scope, column: InputColumn) -> object:
    """An ISO text in a column of dates is that date: routing fields hold dates as text."""
    value = column.expression.run(scope)
    reader = {"date": parse_date, "dateTime": parse_date_time, "date and time": parse_date_time}.get(column.type_ref)
    if reader is None or not isinstance(value, str):
        return value
    try:
        return reader(value)
    except FeelNull:
        scope.remark(f"Kolom {column.label}: {value[:40]} is geen datum.")
        return value


def _allowed(table: DecisionTable, scope: Scope, values: Row) -> bool:
    for column, value in zip(table.inputs, values, strict=True):
        if column.allowed is not None and column.allowed.test(scope, value) is not True:
            shown = f'"{value}"' if isinstance(value, str) else dutch(value)
            scope.remark(f"Kolom {column.label}: {shown} is geen toegestane waarde, dus de tabel geeft geen uitkomst.")
            return False
    return True


def _hits(table: DecisionTable, scope: Scope, values: Row) -> tuple[int, ...]:
    hits = []
    places = tuple(f"Kolom {column.label}: " for column in table.inputs)
    for number, rule in enumerate(table.rules, 1):
        if _matches(rule, scope, values, places):
            hits.append(number)
            if table.hit_policy is HitPolicy.FIRST:
                break
    scope.place = ""
    return tuple(hits)


def _matches(rule: Rule, scope: Scope, values: Row, places: tuple[str, ...]) -> bool:
    for cell, value, place in zip(rule.inputs, values, places, strict=True):
        if cell.node is None:
            continue
        scope.place = place
        if cell.test(scope, value) is not True:
            return False
    return True


def _outputs(scope: Scope, number: int, rule: Rule) -> Row:
    scope.place = f"Regel {number}: "
    made = tuple(None if cell is None else cell.run(scope) for cell in rule.outputs)
    scope.place = ""
    return made


def _decided(
    table: DecisionTable, scope: Scope, inputs: Mapping[str, object], hits: tuple[int, ...], rows: list[Row]
) -> Decided:
    if table.aggregation:
        total = _aggregate(table.aggregation, scope, [row[0] for row in rows])
        return Decided(inputs, hits, (total, *(None for _ in table.outputs[1:])), total)
    if not rows:
        return _unmatched(table, scope, inputs)
    if table.hit_policy in _LISTS:
        if table.hit_policy is HitPolicy.OUTPUT_ORDER:
            rows = sorted(rows, key=lambda row: _priority(table.outputs, row))
        columns = tuple([row[index] for row in rows] for index in range(len(table.outputs)))
        return Decided(inputs, hits, columns, [_shaped(table.outputs, row) for row in rows])
    chosen = _single(table, scope, hits, rows)
    if chosen is None:
        return Decided(inputs, hits, (None,) * len(table.outputs), None)
    return Decided(inputs, hits, chosen, _shaped(table.outputs, chosen))


def _single(table: DecisionTable, scope: Scope, hits: tuple[int, ...], rows: list[Row]) -> Row | None:
    numbers = " en ".join(str(number) for number in hits)
    if table.hit_policy is HitPolicy.UNIQUE and len(rows) > 1:
        scope.remark(f"De regels {numbers} passen allemaal, en er mag er maar een passen: geen uitkomst.")
        return None
    if table.hit_policy is HitPolicy.ANY and any(equal(list(rows[0]), list(row)) is not True for row in rows[1:]):
        scope.remark(f"De regels {numbers} passen allemaal en spreken elkaar tegen: geen uitkomst.")
        return None
    if table.hit_policy is HitPolicy.PRIORITY:
        return min(rows, key=lambda row: _priority(table.outputs, row))
    return rows[0]


def _priority(columns: Sequence[OutputColumn], row: Row) -> tuple[int, ...]:
    """The place of each output in its column's list of allowed values; what is not in it comes last."""
    places = []
    for column, value in zip(columns, row, strict=True):
        found = (place for place, allowed in enumerate(column.allowed) if equal(allowed, value) is True)
        places.append(next(found, len(column.allowed)))
    return tuple(places)


def _shaped(columns: Sequence[OutputColumn], row: Row) -> object:
    return row[0] if len(columns) == 1 else {column.name: value for column, value in zip(columns, row, strict=True)}


def _unmatched(table: DecisionTable, scope: Scope, inputs: Mapping[str, object]) -> Decided:
    if any(column.default is not None for column in table.outputs):
        row = tuple(None if column.default is None else column.default.run(scope) for column in table.outputs)
        return Decided(inputs, (), row, _shaped(table.outputs, row))
    if table.hit_policy not in _LISTS:
        scope.remark("Geen enkele regel past; de tabel geeft geen uitkomst.")
    return Decided(inputs, (), (None,) * len(table.outputs), None)


def _aggregate(aggregation: str, scope: Scope, values: list[object]) -> object:
    name = {"SUM": "sum", "COUNT": "count", "MIN": "min", "MAX": "max"}[aggregation]
    way = choose(name, 1)
    try:
        return way.call([values]) if way else None
    except FeelNull as error:
        scope.remark(f"De uitkomsten geven geen {aggregation}: {error}.")
        return None
