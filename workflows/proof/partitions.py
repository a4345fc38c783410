"""Which values of a field the guards of a bundle can tell apart: what it is held against, in conditions and tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from workflows.bundle import Bundle
from workflows.errors import FeelError
from workflows.feel import DecisionTable, compile_expression, fixed_values, readable, turning_points
from workflows.feel.grammar import Node
from workflows.types import RUNS


class Partitions:
    """By field what it is held against; nothing of a field that is asked in a way that cannot be cut up."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    def points(self, name: str) -> tuple[object, ...] | None:
        """The FEEL values that a field is held against; None where its values cannot be told apart so."""
        return None if name in self._odd else tuple(self._points.get(name, ()))

    @cached_property
    def _found(self) -> tuple[dict[str, list[object]], set[str]]:
        points: dict[str, list[object]] = {}
        odd = set[str]()
        for name, values in (*self._of_texts(), *self._of_tables()):
            if values is None:
                odd.add(name)
            else:
                points.setdefault(name, []).extend(values)
        return points, odd

    @property
    def _points(self) -> dict[str, list[object]]:
        return self._found[0]

    @property
    def _odd(self) -> set[str]:
        return self._found[1]

    def _of_texts(self) -> Iterator[tuple[str, tuple[object, ...] | None]]:
        for process in self._bundle.processes.values():
            texts = [flow.condition for flow in process.flows.values() if flow.condition]
            for node in process.nodes.values():
                passed = (*node.prefixed("in").values(), *node.prefixed("uit").values())
                texts += [text for text in passed if not text.strip().isidentifier()]
            for text in texts:
                yield from _held(text)

    def _of_tables(self) -> Iterator[tuple[str, tuple[object, ...] | None]]:
        for model in self._bundle.decisions.values():
            table = model.logic
            if not isinstance(table, DecisionTable):
                yield from ((name, None) for name in self._bundle.decisions.names(model.id))
                continue
            for at, column in enumerate(table.inputs):
                cells = [rule.inputs[at] for rule in table.rules] + ([column.allowed] if column.allowed else [])
                fixed = all(readable(cell) for cell in cells)
                for name in column.expression.names:
                    whole = column.expression.text.strip() == name and fixed
                    yield name, tuple(value for cell in cells for value in fixed_values(cell)) if whole else None
            outputs = (cell for rule in table.rules for cell in rule.outputs if cell is not None)
            yield from ((name, None) for cell in outputs for name in cell.names)


def _held(text: str) -> Iterator[tuple[str, tuple[object, ...] | None]]:
    """What names in a condition are held against; None for one that is asked in another way."""
    try:
        root = compile_expression(text).node
    except FeelError:
        return
    todo = [root]
    while todo:
        each = todo.pop()
        held = list(_comparison(each))
        if held:
            yield from held
        elif each.kind == "name":
            if not each.words[0].startswith(RUNS):
                yield each.words[0], None
        else:
            todo += each.parts[1:] if each.kind == "call" else each.parts


def _comparison(node: Node) -> Iterator[tuple[str, tuple[object, ...]]]:
    """A name against something fixed, whichever stands first; as a cell of a table would have it."""
    if node.kind not in ("compare", "in", "between"):
        return
    sides = [(node.parts[0], node.parts[1:])]
    if node.kind == "compare":
        sides.append((node.parts[1], node.parts[:1]))
    for subject, others in sides:
        held = [turning_points(other) for other in others]
        if subject.kind == "name" and all(points is not None for points in held):
            yield subject.words[0], tuple(value for points in held for value in points or ())
            return
