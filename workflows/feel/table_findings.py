"""What is wrong in a decision table whatever the data: gaps, overlaps, dead rules, values that are not allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from types import MappingProxyType
from typing import Literal

from workflows.feel.convert import to_json
from workflows.feel.dmn import DecisionModel, DecisionTable, HitPolicy, InputColumn
from workflows.feel.expression import Expression, UnaryTests
from workflows.feel.limits import MAX_BOXES, MAX_FINDINGS, MAX_TESTS
from workflows.feel.operators import equal
from workflows.feel.table_space import OTHER, Axis, Box, Cover, axes, box_of, cover, meet, passes, readable
from workflows.feel.temporal import written
from workflows.feel.values import Range

Kind = Literal["gap", "unset", "overlap", "unreadable", "unreachable", "outside-values"]
_SINGLE = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)


@dataclass(frozen=True, slots=True)
class TableFinding:
    """One thing the analysis has to say."""

    kind: Kind
    rows: tuple[int, ...]
    """Numbers of the rules it is about, from 1; empty for a gap."""
    example: Mapping[str, object]
    """Label of each input that matters, with a JSON value at which it goes wrong."""
    message: str
    """In plain Dutch."""


@dataclass(frozen=True, slots=True)
class _Table:
    table: DecisionTable
    space: tuple[Axis, ...]
    boxes: tuple[Box, ...]

    @property
    def full(self) -> Box:
        """Everything that can come in."""
        return tuple(axis.full for axis in self.space)

    @property
    def filled(self) -> Box:
        """Everything that can come in while every field is filled in."""
        return tuple(axis.full & ~axis.unset for axis in self.space)

    def example(self, box: Box) -> dict[str, object]:
        """A value for each axis on which the box is not everything."""
        return {
            axis.label: axis.atoms[(bits & -bits).bit_length() - 1]
            for axis, bits in zip(self.space, box, strict=True) if bits != axis.full
        }  # fmt: skip


def table_findings(
    decision: DecisionModel, values: Mapping[str, Sequence[object]] = MappingProxyType({})
) -> tuple[TableFinding, ...]:
    """Everything that can be said of a decision's table; nothing where it is no table.

    Gaps are told for UNIQUE, ANY, FIRST and PRIORITY without default output; overlaps for UNIQUE, and for ANY where the
    outputs differ. What can come in is what `inputValues` allow, else what the column names and what `values` gives for
    its expression: all texts that a form lets a person choose, or a FEEL value of the field's kind, and `leeg` or null
    for while it is not filled in. The last gives no gap by itself but `unset`. At most 20 findings of each kind.
    """
    table = decision.logic
    if not isinstance(table, DecisionTable):
        return ()
    outside = tuple(islice(_outside(table), MAX_FINDINGS))
    unreadable = tuple(islice(_unreadable(table), MAX_FINDINGS))
    if unreadable:
        return (*outside, *unreadable)
    space = axes(table, values)
    if sum(len(axis.atoms) for axis in space) * len(table.rules) > MAX_TESTS:
        return (*outside, _too_much(table))
    whole = _Table(table, space, tuple(box_of(table, row, space) for row in range(len(table.rules))))
    taken = cover(whole.full, whole.boxes, MAX_BOXES) if table.hit_policy in _SINGLE else None
    parts = (_unreachable(whole, taken), _overlaps(whole), _gaps(whole, taken))
    return (*outside, *(finding for part in parts for finding in islice(part, MAX_FINDINGS)))


def _finding(kind: Kind, rows: tuple[int, ...], example: Mapping[str, object], message: str) -> TableFinding:
    return TableFinding(kind, rows, {label: to_json(value) for label, value in example.items()}, message)


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f'"{value}"' if isinstance(value, str) and value != OTHER else written(value)


def _where(example: Mapping[str, object]) -> str:
    return " en ".join(f"{label} = {_shown(value)}" for label, value in example.items())


def _too_much(table: DecisionTable) -> TableFinding:
    message = "De tabel heeft te veel combinaties om na te gaan. Verdeel haar over meer tabellen."
    return _finding("unreadable", tuple(range(1, len(table.rules) + 1)), {}, message)


def _cells(table: DecisionTable) -> Iterator[tuple[int, InputColumn, UnaryTests]]:
    for number, rule in enumerate(table.rules, 1):
        for column, cell in zip(table.inputs, rule.inputs, strict=True):
            yield number, column, cell


def _unreadable(table: DecisionTable) -> Iterator[TableFinding]:
    for number, column, cell in _cells(table):
        if not readable(cell):
            message = (
                f"Regel {number}: de cel bij {column.label} ({cell.text.strip()}) is geen vaste waarde of grens. "
                "Of de tabel alles dekt, is daarom niet na te gaan."
            )
            yield _finding("unreadable", (number,), {}, message)
    for column in table.inputs:
        if column.allowed is not None and not readable(column.allowed):
            message = f"“Welke waarden er mogen staan” van {column.label}: dat zijn geen vaste waarden. Som ze op."
            yield _finding("unreadable", (), {}, message)


def _outside(table: DecisionTable) -> Iterator[TableFinding]:
    for number, column, cell in _cells(table):
        if column.allowed is None or not readable(column.allowed):
            continue
        for value in cell.values() or ():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str | bool) and not passes(column.allowed, each):
                    yield _not_allowed(number, column.label, each)
    yield from _outside_outputs(table)


def _outside_outputs(table: DecisionTable) -> Iterator[TableFinding]:
    for number, rule in enumerate(table.rules, 1):
        for output, made in zip(table.outputs, rule.outputs, strict=True):
            value = made.constant() if made and output.allowed else None
            if value is not None and not any(_permits(allowed, value) for allowed in output.allowed):
                yield _not_allowed(number, output.name or "de uitkomst", value)


def _permits(allowed: object, value: object) -> bool:
    # Whether a number lies in a range of allowed outputs is left to the run, which only needs their order.
    return isinstance(allowed, Range) or equal(allowed, value) is True


def _not_allowed(number: int, label: str, value: object) -> TableFinding:
    message = f"Regel {number}: {_shown(value)} is geen toegestane waarde van {label}. Verbeter een van beide."
    return _finding("outside-values", (number,), {label: value}, message)


def _unreachable(whole: _Table, taken: Cover | None) -> Iterator[TableFinding]:
    for place, box in enumerate(whole.boxes):
        number = place + 1
        if not all(box):
            label = next(axis.label for axis, bits in zip(whole.space, box, strict=True) if not bits)
            message = f"Regel {number} past nooit: geen waarde van {label} past in de cel. Verbeter de cel."
            yield _finding("unreachable", (number,), {}, message)
        elif whole.table.hit_policy is HitPolicy.FIRST and taken is not None and place in taken.idle:
            message = f"Regel {number} komt nooit aan bod: de regels ervoor dekken alles. Zet deze regel hoger."
            yield _finding("unreachable", (number,), {}, message)


def _overlaps(whole: _Table) -> Iterator[TableFinding]:
    policy = whole.table.hit_policy
    if policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
        return
    for (first, one), (second, other) in combinations(enumerate(whole.boxes), 2):
        shared = meet(one, other)
        shared = shared and meet(shared, whole.filled)
        if shared is None or (policy is HitPolicy.ANY and _same_outputs(whole.table, first, second)):
            continue
        example = whole.example(shared)
        where = f"Bij {_where(example)}" if example else "Altijd"
        cure = "Zorg dat er een past." if policy is HitPolicy.UNIQUE else "Geef ze dezelfde uitkomst."
        message = f"{where} passen de regels {first + 1} en {second + 1} allebei. {cure}"
        yield _finding("overlap", (first + 1, second + 1), example, message)


def _same_outputs(table: DecisionTable, first: int, second: int) -> bool:
    return all(
        _text(one) == _text(other)
        for one, other in zip(table.rules[first].outputs, table.rules[second].outputs, strict=True)
    )


def _text(cell: Expression | None) -> str:
    return "" if cell is None else cell.text.strip()


def _gaps(whole: _Table, taken: Cover | None) -> Iterator[TableFinding]:
    table = whole.table
    if table.hit_policy not in _SINGLE or any(column.default for column in table.outputs):
        return
    if taken is None:
        yield _too_much(table)
        return
    gaps = [shared for box in taken.left if (shared := meet(box, whole.filled))]
    kind: Kind = "gap" if gaps else "unset"
    for box in gaps or taken.left:
        example = whole.example(box)
        where = f"Bij {_where(example)} past geen enkele regel" if example else "Er past geen enkele regel"
        yield _finding(kind, (), example, f"{where}. Voeg een regel toe of geef een standaarduitkomst.")
