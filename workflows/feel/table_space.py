"""The input space of a decision table, cut where its cells cut it: values into atoms, rules into boxes. Judges nothing.

An atom stands for all values that no cell of its column tells apart: a text that is used, a number that is used, or all
numbers between two of those. A box holds a set of atoms for each input, as bits. So the analysis is exact, and a table
with millions of combinations costs no more than the boxes that its rules cut out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import cmp_to_key
from operator import and_
from typing import Final

from workflows.feel.analysis import constants
from workflows.feel.dmn import DecisionTable, InputColumn
from workflows.feel.expression import UnaryTests
from workflows.feel.grammar import Node
from workflows.feel.operators import calculate, less
from workflows.feel.scope import Scope
from workflows.feel.values import NUMBERS, FeelLimit, FeelNull, Range, YearsMonths
from workflows.types import LEEG

Box = tuple[int, ...]
"""For each input the atoms in the box, as bits."""

OTHER: Final = "iets anders"
"""Stands for every text that the column does not name."""

_UNSET: Final = (LEEG, None)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_CUTS: Final = frozenset((
    "tests", "negation", "test", "compare", "between", "in", "and", "or", "range", "list", "question", "call",
    "arguments",
))  # fmt: skip


class Unreadable(Exception):
    """A cell depends on more than its own value. Stays within this module."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One input of a table; columns with the same expression are one."""

    label: str
    columns: tuple[int, ...]
    atoms: tuple[object, ...]
    unset: int = 0
    """The bit of what comes in while a field is not filled in (`leeg`, or null where an expression makes that of it),
    where no cell names it."""

    @property
    def full(self) -> int:
        """The bits of all atoms."""
        return (1 << len(self.atoms)) - 1


def readable(cell: UnaryTests) -> bool:
    """Whether a cell is made of fixed values, bounds and ranges only, so that its atoms can be told."""
    try:
        tuple(_atoms(tuple(_points(cell)), others=False))
    except Unreadable:
        return False
    return True


def fixed_values(cell: UnaryTests) -> tuple[object, ...]:
    """The FEEL values that a cell names in whatever way, ends of ranges too; none where it is not `readable`."""
    return tuple(_points(cell)) if readable(cell) else ()


def turning_points(node: Node) -> tuple[object, ...] | None:
    """The FEEL values at which a fixed part of an expression can change its mind; None where it is not fixed."""
    try:
        return tuple(_points_in(node))
    except Unreadable:
        return None


def apart(points: Sequence[object]) -> tuple[object, ...]:
    """FEEL values that stand for all: those given, one that is none of the texts, and one beside every bound.

    Nothing where they cannot be put in order.
    """
    try:
        return tuple(_atoms(tuple({(type(point), point): point for point in points}.values()), others=True))
    except Unreadable:
        return ()


def axes(table: DecisionTable, values: Mapping[str, Sequence[object]]) -> tuple[Axis, ...]:
    """The inputs of a table with their atoms, the FEEL values in `values` for an expression among them.

    Every cell must be `readable`.
    """
    grouped: dict[str, list[int]] = {}
    for index, column in enumerate(table.inputs):
        grouped.setdefault(column.expression.text.strip(), []).append(index)
    return tuple(_axis(table, tuple(columns), values.get(text, ())) for text, columns in grouped.items())


def _axis(table: DecisionTable, columns: tuple[int, ...], given: Sequence[object]) -> Axis:
    first = table.inputs[columns[0]]
    points: dict[tuple[type, object], object] = {(type(value), value): value for value in given if value not in _UNSET}
    counted, others = bool(points), False
    for index in columns:
        column = table.inputs[index]
        cells = [rule.inputs[index] for rule in table.rules] + ([column.allowed] if column.allowed else [])
        for cell in cells:
            named = tuple(_points(cell))
            points.update(((type(point), point), point) for point in named)
            spoken = any(isinstance(point, str) for point in named)
            others = others or (not counted and column.allowed is None and spoken and _turns_round(cell.node))
    if first.type_ref == "boolean" or any(isinstance(point, bool) for point in points.values()):
        points.update({(bool, True): True, (bool, False): False})
    unset = [value for value in given if value in _UNSET and (type(value), value) not in points]
    atoms = (*_atoms(tuple(points.values()), others=others), *unset)
    allowed = tuple(atom for atom in atoms if _is_allowed([table.inputs[index] for index in columns], atom))
    bits = sum(1 << place for place, atom in enumerate(allowed) if atom in unset)
    return Axis(first.label, columns, allowed or (OTHER,), bits)


def _is_allowed(columns: Iterable[InputColumn], atom: object) -> bool:
    return all(column.allowed is None or passes(column.allowed, atom) for column in columns)


def _points(cell: UnaryTests) -> Iterator[object]:
    return _points_in(cell.node) if cell.node else iter(())


def _points_in(node: Node) -> Iterator[object]:
    """The values at which a cell can change its mind."""
    found = constants((node,)) if node.kind not in ("tests", "negation", "arguments") else None
    if found is not None:
        yield from _scalars(found[0])
        return
    if node.kind not in _CUTS or (node.kind == "call" and node.parts[0].words != ("not",)):
        raise Unreadable
    for part in node.parts[1:] if node.kind == "call" else node.parts:
        yield from _points_in(part)


def _scalars(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for item in value:
            yield from _scalars(item)
    elif isinstance(value, Range):
        yield from (end for end in (value.start, value.end) if end is not None)
    elif value is None or isinstance(value, str | bool | Decimal | date | timedelta | YearsMonths):
        yield value
    else:
        raise Unreadable


def _turns_round(node: Node | None) -> bool:
    """Whether a cell can match texts that it does not name."""
    if node is None:
        return False
    turns = node.kind == "negation" or "!=" in node.words or node.words == ("not",)
    return turns or any(_turns_round(part) for part in node.parts)


def _atoms(points: Sequence[object], *, others: bool) -> Iterator[object]:
    yield from (point for point in points if point is None or isinstance(point, str | bool))
    if others:
        yield OTHER
    for kind in (Decimal, date, datetime, timedelta, YearsMonths):
        yield from _between(_sorted([point for point in points if type(point) is kind]))


def _sorted(points: list[object]) -> list[object]:
    if any(isinstance(point, datetime) and point.tzinfo is None for point in points):
        raise Unreadable  # without a zone it depends on what it is held against
    return sorted(points, key=cmp_to_key(lambda one, other: less(other, one) - less(one, other)))


def _between(points: Sequence[object]) -> Iterator[object]:
    """The points with a value before, between and after them."""
    if not points:
        return
    if _beside(points[0], -1) != points[0]:
        yield _beside(points[0], -1)
    for point, following in zip(points, [*points[1:], None], strict=True):
        yield point
        middle = _beside(point, 1) if following is None else _middle(point, following)
        if middle not in (point, following):
            yield middle


def _beside(point: object, way: int) -> object:
    """A value next to a point; the point itself at the end of what there is."""
    step = Decimal(way) if isinstance(point, Decimal) else YearsMonths(way) if isinstance(point, YearsMonths) else None
    moved = timedelta(seconds=way) if isinstance(point, datetime | timedelta) else timedelta(days=way)
    try:
        return calculate("+", point, moved if step is None else step)
    except FeelNull:
        return point


def _middle(one: object, other: object) -> object:
    """A value between two points, or one of them where there is none; a whole number if there is one."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        whole = NUMBERS.add(one, Decimal(1)).to_integral_value(ROUND_FLOOR)
        return whole if one < whole < other else NUMBERS.divide(NUMBERS.add(one, other), Decimal(2))
    return _beside(one, 1)


def passes(cell: UnaryTests, value: object) -> bool:
    """Whether a constant value passes a cell that needs no data."""
    try:
        return cell.test(Scope({}, _EPOCH), value) is True
    except FeelLimit:
        return False  # as at run time, where such a cell matches nothing


def box_of(table: DecisionTable, row: int, space: Sequence[Axis]) -> Box:
    """The atoms that a rule (counted from 0) lets through on each axis."""
    cells = table.rules[row].inputs
    return tuple(
        sum(
            1 << place for place, atom in enumerate(axis.atoms)
            if all(passes(cells[column], atom) for column in axis.columns)
        )
        for axis in space
    )  # fmt: skip


def meet(one: Box, other: Box) -> Box | None:
    """The part that two boxes share, or None."""
    return tuple(map(and_, one, other)) if all(map(and_, one, other)) else None


def without(box: Box, other: Box) -> Iterator[Box]:
    """The parts of a box that lie outside another, none overlapping."""
    if meet(box, other) is None:
        yield box
        return
    rest = box
    for axis, bits in enumerate(other):
        outside = rest[axis] & ~bits
        if outside:
            yield (*rest[:axis], outside, *rest[axis + 1 :])
        rest = (*rest[:axis], rest[axis] & bits, *rest[axis + 1 :])


@dataclass(frozen=True, slots=True)
class Cover:
    """What boxes, one after the other, take of a space."""

    idle: tuple[int, ...]
    """Places of the boxes that take nothing: those before them cover all that is in them."""
    left: tuple[Box, ...]
    """The parts that no box takes."""


def cover(space: Box, boxes: Iterable[Box], limit: int) -> Cover | None:
    """Take the boxes out of a space in their order; None where more than `limit` parts would have to be looked at."""
    parts, idle = [space], list[int]()
    for place, box in enumerate(boxes):
        limit -= len(parts)
        if limit < 0:
            return None
        if not any(meet(part, box) for part in parts):
            idle.append(place)
        parts = [piece for part in parts for piece in without(part, box)]
    return Cover(tuple(idle), tuple(parts))
