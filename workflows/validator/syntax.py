"""What a compiled FEEL expression says of fields: comparisons, paths, possible results. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from workflows.feel import compile_expression
from workflows.feel.grammar import Node

_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LITERALS: Final = ("string", "number", "true", "false", "null")
_MIRROR: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field held against a constant."""

    field: tuple[str, ...]
    """The name, or the name and the column of a path."""
    operator: str
    value: object
    """A text, number, truth value or null as FEEL has it."""


def nodes_of(node: Node) -> Iterator[Node]:
    """A tree from the top, depth first."""
    todo = [node]
    while todo:
        each = todo.pop()
        yield each
        todo.extend(reversed(each.parts))


def comparisons(node: Node) -> Iterator[Comparison]:
    """Every place where a field, or a column of an item, is held against constants."""
    for each in nodes_of(node):
        if each.kind == "compare":
            left, right = each.parts
            yield from _compared(left, each.words[0], right)
            yield from _compared(right, _MIRROR.get(each.words[0], each.words[0]), left)
        elif each.kind == "in":
            for option in each.parts[1:]:
                yield from _within(each.parts[0], option)


def _within(subject: Node, option: Node) -> Iterator[Comparison]:
    if option.kind == "test":
        yield from _compared(subject, option.words[0], option.parts[0])
    elif option.kind == "list":
        for item in option.parts:
            yield from _compared(subject, "=", item)
    else:
        yield from _compared(subject, "=", option)


def _compared(subject: Node, operator: str, constant: Node) -> Iterator[Comparison]:
    field = path_of(subject)
    if field and constant.kind in _LITERALS:
        yield Comparison(field, operator, literal(constant))


def path_of(node: Node) -> tuple[str, ...]:
    """The segments of a name or a path of names; empty for anything else."""
    words: list[str] = []
    while node.kind == "path":
        words.append(node.words[0])
        node = node.parts[0]
    return (node.words[0], *reversed(words)) if node.kind == "name" else ()


def paths_in(node: Node) -> Iterator[tuple[str, ...]]:
    """Every path of names, each once at its longest."""
    todo = [node]
    while todo:
        each = todo.pop()
        path = path_of(each) if each.kind == "path" else ()
        if path:
            yield path
        else:
            todo.extend(reversed(each.parts))


def literal(node: Node) -> object:
    """The value of a constant."""
    return compile_expression(node.words[0] if node.words else node.kind).evaluate({}, _ANY_TIME).value


def results(node: Node) -> Iterator[Node]:
    """The parts that can be the whole result: both branches of a choice, else the tree itself."""
    if node.kind == "expression":
        yield from results(node.parts[0])
    elif node.kind == "if":
        for branch in node.parts[1:]:
            yield from results(branch)
    else:
        yield node
