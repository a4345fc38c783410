"""Compiles lists, contexts, paths and filters (DMN 1.5, 10.3.2.5 to 10.3.2.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from workflows.feel.compile_values import unquoted
from workflows.feel.grammar import Node
from workflows.feel.scope import Run, Scope, compiled, compiles
from workflows.feel.values import FeelNull, Range, YearsMonths, dutch


@compiles("list")
def _list(node: Node) -> Run:
    runs = tuple(compiled(part) for part in node.parts)

    def run(scope: Scope) -> object:
        made = [part(scope) for part in runs]
        scope.weigh(made)
        return made

    return run


@compiles("context")
def _context(node: Node) -> Run:
    entries = tuple((key_of(entry), compiled(entry.parts[0])) for entry in node.parts)

    def run(scope: Scope) -> object:
        outer, made = scope.locals, dict[str, object]()
        for key, value in entries:
            made[key] = value(scope)
            scope.locals = {**(outer or {}), **made}
        scope.locals = outer
        scope.weigh(made)
        return made

    return run


def key_of(entry: Node) -> str:
    """The name of a context entry."""
    word = entry.words[0]
    return unquoted(word) if word.startswith('"') else word


def _clock(value: timedelta, unit: timedelta, within: timedelta) -> Decimal:
    return Decimal(abs(value) % within // unit * (-1 if value < timedelta() else 1))


_DAY, _HOUR, _MINUTE, _SECOND = timedelta(1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
PROPERTIES: Final[tuple[tuple[tuple[type, ...], dict[str, Callable[..., object]]], ...]] = (
    ((date,), {
        "year": lambda v: Decimal(v.year), "month": lambda v: Decimal(v.month), "day": lambda v: Decimal(v.day),
        "weekday": lambda v: Decimal(v.isoweekday()),
    }),
    ((datetime, time), {
        "hour": lambda v: Decimal(v.hour), "minute": lambda v: Decimal(v.minute), "second": lambda v: Decimal(v.second),
        "time offset": lambda v: v.utcoffset(), "timezone": lambda v: getattr(v.tzinfo, "key", None),
    }),
    ((timedelta,), {
        "days": lambda v: Decimal(abs(v).days * (-1 if v < timedelta() else 1)),
        "hours": lambda v: _clock(v, _HOUR, _DAY), "minutes": lambda v: _clock(v, _MINUTE, _HOUR),
        "seconds": lambda v: _clock(v, _SECOND, _MINUTE),
    }),
    ((YearsMonths,), {
        "years": lambda v: Decimal(abs(v.months) // 12 * (-1 if v.months < 0 else 1)),
        "months": lambda v: Decimal(abs(v.months) % 12 * (-1 if v.months < 0 else 1)),
    }),
    ((Range,), {
        "start": lambda v: v.start, "end": lambda v: v.end,
        "start included": lambda v: v.start_included, "end included": lambda v: v.end_included,
    }),
)  # fmt: skip


def value_at(value: object, name: str) -> object:
    """The value of a property or context entry; of each item where the value is a list. Raises FeelNull."""
    if isinstance(value, dict):
        if name not in value:
            raise FeelNull(f"{name} is er niet")
        return value[name]
    if isinstance(value, list):
        return [value_at(item, name) if isinstance(item, dict) and name in item else None for item in value]
    for classes, properties in PROPERTIES:
        if isinstance(value, classes) and name in properties:
            return properties[name](value)
    raise FeelNull(f"{dutch(value)} heeft geen {name}")


@compiles("path")
def _path(node: Node) -> Run:
    base, name, position = compiled(node.parts[0]), node.words[0], node.position

    def run(scope: Scope) -> object:
        value = base(scope)
        try:
            return value_at(value, name)
        except FeelNull as error:
            return scope.note(position, str(error))

    return run


@compiles("filter")
def _filter(node: Node) -> Run:
    base, condition, size = compiled(node.parts[0]), compiled(node.parts[1]), node.parts[1].size
    index = node.parts[1] if node.parts[1].kind != "negate" else node.parts[1].parts[0]
    by_index = index.kind == "number"

    def run(scope: Scope) -> object:
        found = base(scope)
        items = found if isinstance(found, list) else [] if found is None else [found]
        if by_index:
            return _item(scope, node.position, items, condition(scope))
        outer, kept = scope.locals, list[object]()
        for item in items:
            entries = item if isinstance(item, dict) else {}
            scope.spend(size + len(entries))
            scope.locals = {**(outer or {}), "item": item, **entries}
            passed = condition(scope)
            if isinstance(passed, Decimal):
                scope.locals = outer
                return _item(scope, node.position, items, passed)
            if passed is True:
                kept.append(item)
        scope.locals = outer
        return kept

    return run


def _item(scope: Scope, position: int, items: list[object], index: object) -> object:
    place = int(index) if isinstance(index, Decimal) and index == int(index) else 0
    if place == 0 or abs(place) > len(items):
        return scope.note(position, f"de lijst heeft {len(items)} items en geen item met nummer {index}")
    return items[place - 1] if place > 0 else items[place]
