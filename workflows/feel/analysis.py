"""What can be said of an expression before any data: its variables and what is wrong in it anyhow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from workflows.feel.compile_calls import MOMENTS, ways
from workflows.feel.compile_structures import key_of
from workflows.feel.compile_values import LITERALS
from workflows.feel.functions import FUNCTIONS, by_name, choose
from workflows.feel.grammar import Node
from workflows.feel.scope import Scope, compiled
from workflows.feel.values import FeelLimit

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Names:
    """The variables of an expression."""

    free: frozenset[str]
    filtered: frozenset[str]
    """Names in a filter, which may be columns of its items."""


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    filtered: bool


def names_in(node: Node) -> Names:
    """The free variables of a tree, and apart from them those that stand in a filter."""
    found = tuple(_free(node))
    free = frozenset(each.name for each in found if not each.filtered)
    return Names(free, frozenset(each.name for each in found if each.filtered) - free)


def _free(node: Node, bound: frozenset[str] = frozenset(), *, filtered: bool = False) -> Iterator[_Found]:
    if node.kind == "name":
        if node.words[0] not in bound:
            yield _Found(node.words[0], filtered)
        return
    parts = node.parts
    if node.kind == "call" and parts[0].kind == "name":
        parts = parts[1:]
    for part, more in _bindings(node, parts):
        inside = node.kind == "filter" and part is parts[1]
        yield from _free(part, bound | more, filtered=filtered or inside)


def _bindings(node: Node, parts: tuple[Node, ...]) -> Iterator[tuple[Node, frozenset[str]]]:
    """The parts of a node, each with the names that the node binds in it."""
    binds: frozenset[str] = frozenset()
    if node.kind == "filter":
        yield parts[0], binds
        yield parts[1], frozenset(("item",))
    elif node.kind in ("for", "some", "every", "function", "context"):
        for part in parts:
            yield part, binds
            if part.kind in ("iteration", "parameter"):
                binds |= {part.words[0]}
            elif part.kind == "entry":
                binds |= {key_of(part)}
    else:
        for part in parts:
            yield part, binds


def complaints(node: Node, known_names: tuple[str, ...]) -> tuple[str, ...]:
    """What is wrong in a tree whatever the data, in Dutch, each once."""
    if node.kind == "expression" and node.parts[0].kind == "test":
        return (f"Plaats {node.position + 1}: voor {node.parts[0].words[0]} ontbreekt wat er wordt vergeleken.",)
    return tuple(dict.fromkeys((*_bad_calls(node, frozenset(known_names)), *_bad_constants(node))))


def _bad_calls(node: Node, bound: frozenset[str]) -> Iterator[str]:
    if node.kind == "call" and node.parts[0].kind == "name" and node.parts[0].words[0] not in bound:
        yield from _bad_call(node.parts[0], node.parts[1].parts)
    for part, more in _bindings(node, node.parts):
        yield from _bad_calls(part, bound | more)


def _bad_call(callee: Node, given: tuple[Node, ...]) -> Iterator[str]:
    name, place = callee.words[0], f"Plaats {callee.position + 1}"
    if name in MOMENTS:
        if given:
            yield f"{place}: {name}() krijgt niets tussen de haakjes."
    elif name not in FUNCTIONS:
        yield f"{place}: de functie {name} bestaat niet."
    elif given and given[0].kind == "named":
        if by_name(name, {part.words[0]: None for part in given}) is None:
            yield f"{place}: {name} kan zo niet worden aangeroepen; schrijf {ways(name)}."
    elif choose(name, len(given)) is None:
        yield f"{place}: {name} kan niet met {len(given)} waarden worden aangeroepen; schrijf {ways(name)}."


def _bad_constants(node: Node) -> Iterator[str]:
    """Notes of the largest parts that depend on no data: these hold for every evaluation."""
    if not _constant(node):
        for part in node.parts:
            yield from _bad_constants(part)
        return
    if node.kind in LITERALS and node.kind not in ("at", "number"):
        return
    if node.kind in ("type", "parameter"):
        return
    if node.kind in _WRAPPERS:
        for part in node.parts:
            yield from _bad_constants(part)
        return
    scope = Scope({}, _EPOCH)
    try:
        compiled(node)(scope)
    except FeelLimit as limit:
        yield f"Plaats {node.position + 1}: {limit}."
    yield from scope.notes


_WRAPPERS = ("tests", "negation", "test", "expression", "arguments", "named", "entry", "iteration")


def _constant(node: Node) -> bool:
    return not any(_free(node)) and not any(_moving(node))


def _moving(node: Node) -> Iterator[bool]:
    """Something for each part that differs from evaluation to evaluation or cannot be evaluated here."""
    if node.kind == "question":
        yield True
    if node.kind == "call" and node.parts[0].kind == "name":
        callee, given = node.parts[0], node.parts[1].parts
        yield from (True for _ in _bad_call(callee, given))
        if callee.words[0] in MOMENTS:
            yield True
    for part in node.parts:
        yield from _moving(part)


@lru_cache(maxsize=4096)
def constants(nodes: tuple[Node, ...]) -> tuple[object, ...] | None:
    """The values of trees that depend on no data; None where one of them does or has no value."""
    scope = Scope({}, _EPOCH)
    if not all(_constant(node) for node in nodes):
        return None
    try:
        values = tuple(compiled(node)(scope) for node in nodes)
    except FeelLimit:
        return None
    return None if scope.notes else values
