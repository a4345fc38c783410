"""Compiles what a value is held against: the targets of `in` and unary tests (DMN 1.5, 8.2 and 10.3.2.13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workflows.feel.compile_values import compared, unquoted
from workflows.feel.grammar import Node
from workflows.feel.operators import ORDERED, equal, within
from workflows.feel.scope import Run, Scope, compiled, compiles
from workflows.feel.values import FeelNull, Range

Test = Callable[[Scope, object], bool | None]
"""Whether a value passes; never raises on data."""

_BOUNDS: Final[dict[str, Callable[[object], Range]]] = {
    "=": lambda end: Range(end, end, True, True),
    "<": lambda end: Range(None, end, False, False),
    "<=": lambda end: Range(None, end, False, True),
    ">": lambda end: Range(end, None, False, False),
    ">=": lambda end: Range(end, None, True, False),
}


@compiles("test")
def _bound(node: Node) -> Run:
    end, sign, position = compiled(node.parts[0]), node.words[0], node.position

    def run(scope: Scope) -> object:
        value = end(scope)
        if not isinstance(value, ORDERED) or sign not in _BOUNDS:
            return scope.note(position, "dit is geen bereik")
        return _BOUNDS[sign](value)

    return run


@compiles("in")
def _in(node: Node) -> Run:
    value, targets = compiled(node.parts[0]), node.parts[1:]
    texts = frozenset(unquoted(each.words[0]) for each in targets if each.kind == "string")
    only_texts = all(each.kind == "string" for each in targets)
    test = any_of(tuple(_held_against(each) for each in targets))

    def run(scope: Scope) -> object:
        held = value(scope)
        if only_texts and type(held) is str:
            return held in texts
        return test(scope, held)

    return run


def any_of(tests: tuple[Test, ...]) -> Test:
    """Passes where one of the tests does; null where none does and one could not be judged."""

    def run(scope: Scope, value: object) -> bool | None:
        result: bool | None = False
        for test in tests:
            passed = test(scope, value)
            if passed is True:
                return True
            if passed is None:
                result = None
        return result

    return run


def unary_tests(node: Node) -> Test:
    """The test of a cell (`tests` node): one of its tests, or `not( )` round some."""
    parts = node.parts
    if parts[0].kind == "negation":
        inner = any_of(tuple(_cell_test(part) for part in parts[0].parts))
        return lambda scope, value: None if (passed := inner(scope, value)) is None else not passed
    return any_of(tuple(_cell_test(part) for part in parts))


def uses_question(node: Node) -> bool:
    """Whether `?` occurs in an expression."""
    return node.kind == "question" or any(uses_question(part) for part in node.parts)


def _cell_test(node: Node) -> Test:
    """A unary test; one with `?` is a condition, and passes where it is true."""
    if not uses_question(node) or node.kind == "test":
        return _held_against(node)
    condition, position = compiled(node), node.position

    def run(scope: Scope, value: object) -> bool | None:
        outer, scope.question = scope.question, value
        result = condition(scope)
        scope.question = outer
        if isinstance(result, bool):
            return result
        return passes(scope, position, value, result) if result is not None else None

    return run


def _held_against(node: Node) -> Test:
    position = node.position
    if node.kind == "test":
        sign, end = node.words[0], compiled(node.parts[0])
        return lambda scope, value: compared(scope, position, sign, value, end(scope))
    target = compiled(node)
    return lambda scope, value: passes(scope, position, value, target(scope))


def passes(scope: Scope, position: int, value: object, target: object) -> bool | None:
    """Whether a value equals the target, lies in it (a range) or is among it (a list)."""
    if isinstance(target, Range) and not isinstance(value, Range):
        try:
            return within(value, target)
        except FeelNull as error:
            scope.note(position, str(error))
            return None
    if isinstance(target, list):
        scope.spend(len(target))
        if isinstance(value, list) and equal(value, target) is True:
            return True
        return any(passes(scope, position, value, item) is True for item in target)
    return compared(scope, position, "=", value, target)
