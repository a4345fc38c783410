"""Functions on lists (DMN 1.5, 10.3.4.4). A new list each time; no list that came in is changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce

from workflows.feel.functions.registry import builtin
from workflows.feel.operators import calculate, equal, less
from workflows.feel.values import NUMBERS, FeelNull, kind_of

Items = list[object]


def _numbers(items: Items) -> list[Decimal]:
    found = [item for item in items if isinstance(item, Decimal)]
    if not found or len(found) < len(items):
        raise FeelNull("deze functie wil een lijst van getallen die niet leeg is")
    return found


@builtin("count", "list:list")
def _count(items: Items) -> Decimal:
    return Decimal(len(items))


@builtin("min", "list:list")
@builtin("min", "*items:any")
def _min(items: Items) -> object:
    return reduce(lambda best, item: item if less(item, best) else best, items) if items else None


@builtin("max", "list:list")
@builtin("max", "*items:any")
def _max(items: Items) -> object:
    return reduce(lambda best, item: item if less(best, item) else best, items) if items else None


@builtin("sum", "list:list")
@builtin("sum", "*items:any")
def _sum(items: Items) -> object:
    return reduce(lambda total, item: calculate("+", total, item), _summable(items)) if items else None


def _summable(items: Items) -> Items:
    kinds = {kind_of(item) for item in items}
    if len(kinds) > 1 or kinds & {"string"} or not all("duration" in kind or kind == "number" for kind in kinds):
        raise FeelNull("sum wil een lijst van getallen of van duren")
    return items


@builtin("product", "list:list")
@builtin("product", "*items:any")
def _product(items: Items) -> Decimal:
    return reduce(NUMBERS.multiply, _numbers(items))


@builtin("mean", "list:list")
@builtin("mean", "*items:any")
def _mean(items: Items) -> Decimal:
    return NUMBERS.divide(reduce(NUMBERS.add, _numbers(items)), Decimal(len(items)))


@builtin("median", "list:list")
@builtin("median", "*items:any")
def _median(items: Items) -> Decimal | None:
    if not items:
        return None
    ordered = sorted(_numbers(items))
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return NUMBERS.divide(NUMBERS.add(ordered[half - 1], ordered[half]), Decimal(2))


@builtin("mode", "list:list")
@builtin("mode", "*items:any")
def _mode(items: Items) -> Items:
    counts: dict[Decimal, int] = {}
    for item in _numbers(items) if items else []:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return [item for item in sorted(counts) if counts[item] == most]


@builtin("stddev", "list:list")
@builtin("stddev", "*items:any")
def _stddev(items: Items) -> Decimal:
    found = _numbers(items)
    if len(found) < 2:
        raise FeelNull("stddev wil twee of meer getallen")
    mean = NUMBERS.divide(reduce(NUMBERS.add, found), Decimal(len(found)))
    squares = [NUMBERS.power(NUMBERS.subtract(item, mean), Decimal(2)) for item in found]
    return NUMBERS.sqrt(NUMBERS.divide(reduce(NUMBERS.add, squares), Decimal(len(found) - 1)))


@builtin("all", "list:list")
@builtin("all", "*items:any")
def _all(items: Items) -> bool | None:
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@builtin("any", "list:list")
@builtin("any", "*items:any")
def _any(items: Items) -> bool | None:
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


@builtin("list contains", "list:list", "element:any")
def _contains(items: Items, element: object) -> bool:
    return any(equal(item, element) is True for item in items)


@builtin("append", "list:list", "*items:any")
def _append(items: Items, more: Items) -> Items:
    return [*items, *more]


@builtin("concatenate", "*lists:list")
def _concatenate(lists: Items) -> Items:
    return _joined(lists)


def _joined(lists: Items) -> Items:
    return [item for each in lists for item in (each if isinstance(each, list) else [each])]


@builtin("union", "*lists:list")
def _union(lists: Items) -> Items:
    return _unique(_joined(lists))


@builtin("distinct values", "list:list")
def _distinct(items: Items) -> Items:
    return _unique(items)


def _unique(items: Items) -> Items:
    first: dict[Hashable, object] = {}
    for item in items:
        first.setdefault(_key(item), item)
    return list(first.values())


def _key(value: object) -> Hashable:
    # every other FEEL value is hashable; a naive moment is never the same as one with a zone
    if isinstance(value, list):
        return ("list", tuple(_key(item) for item in value))
    if isinstance(value, dict):
        return ("context", frozenset((key, _key(part)) for key, part in value.items()))
    if isinstance(value, datetime) and value.tzinfo:
        return ("instant", value.astimezone(UTC))
    return (kind_of(value), value)


@builtin("flatten", "list:list")
def _flatten(items: Items) -> Items:
    return list(_leaves(items))


def _leaves(items: Iterable[object]) -> Iterable[object]:
    for item in items:
        if isinstance(item, list):
            yield from _leaves(item)
        else:
            yield item


@builtin("reverse", "list:list")
def _reverse(items: Items) -> Items:
    return items[::-1]


@builtin("index of", "list:list", "match:any")
def _index_of(items: Items, match: object) -> Items:
    return [Decimal(index) for index, item in enumerate(items, 1) if equal(item, match) is True]


@builtin("sublist", "list:list", "start position:number", "length?:number")
def _sublist(items: Items, start: Decimal, length: Decimal | None = None) -> Items:
    begin = _index(start, len(items))
    if length is None:
        return items[begin:]
    if length < 0 or begin + int(length) > len(items):
        raise FeelNull("zoveel items heeft de lijst daar niet")
    return items[begin : begin + int(length)]


@builtin("insert before", "list:list", "position:number", "newItem:any")
def _insert(items: Items, position: Decimal, item: object) -> Items:
    begin = _index(position, len(items))
    return [*items[:begin], item, *items[begin:]]


@builtin("remove", "list:list", "position:number")
def _remove(items: Items, position: Decimal) -> Items:
    begin = _index(position, len(items))
    return [*items[:begin], *items[begin + 1 :]]


def _index(position: Decimal, length: int) -> int:
    place = int(position)
    if place == 0 or abs(place) > length:
        raise FeelNull("deze plaats ligt buiten de lijst; tellen begint bij 1, of bij -1 vanaf het eind")
    return place - 1 if place > 0 else length + place
