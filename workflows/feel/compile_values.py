"""Compiles literals, names, logic, arithmetic and `if` to closures (DMN 1.5, 10.3.2.13)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from workflows.feel.grammar import Node
from workflows.feel.operators import COMPARISONS, ORDERED, calculate, less, negate
from workflows.feel.scope import PLAIN, Run, Scope, compiled, compiles
from workflows.feel.temporal import parse_any
from workflows.feel.values import DUTCH, FeelNull, Range, dutch, kind_of, number

_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t"}


def unquoted(literal: str) -> str:
    """The text that a string literal stands for (DMN 1.5, 10.3.1.2)."""
    return _ESCAPE.sub(_unescaped, literal[1:-1]) if "\\" in literal else literal[1:-1]


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1] or found[2] or "0", 16)
    if not code:
        return _LETTERS.get(found[3], found[3]) if found[3] in (*_LETTERS, '"', "\\", "'") else found[0]
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


LITERALS: Final[dict[str, Callable[[str], object]]] = {
    "number": number,
    "string": unquoted,
    "at": lambda word: parse_any(unquoted(word)),
    "true": lambda _: True,
    "false": lambda _: False,
    "null": lambda _: None,
}
"""The kinds of node that stand for one value, and that value."""


@compiles(*LITERALS)
def _literal(node: Node) -> Run:
    try:
        value = LITERALS[node.kind](node.words[0] if node.words else "")
    except FeelNull as error:
        return _nothing(node.position, str(error))
    return lambda _: value


def _nothing(position: int, message: str) -> Run:
    return lambda scope: scope.note(position, message)


@compiles("expression")
def _whole(node: Node) -> Run:
    return compiled(node.parts[0])


@compiles("question")
def _question(_: Node) -> Run:
    return lambda scope: scope.question


@compiles("name")
def _name(node: Node) -> Run:
    name, position = node.words[0], node.position

    def run(scope: Scope) -> object:
        if scope.locals is not None and name in scope.locals:
            return scope.locals[name]
        try:
            value = scope.context[name]
        except KeyError:
            return scope.note(position, f"{name} is niet bekend")
        return value if type(value) in PLAIN else scope.convert(name, value)

    return run


@compiles("or")
def _or(node: Node) -> Run:
    return _junction(node, "or", decides=True)


@compiles("and")
def _and(node: Node) -> Run:
    return _junction(node, "and", decides=False)


def _junction(node: Node, word: str, *, decides: bool) -> Run:
    runs, position = tuple(compiled(part) for part in node.parts), node.position

    def run(scope: Scope) -> object:
        result: bool | None = not decides
        for part in runs:
            value = part(scope)
            if value is decides:
                return decides
            if value is not True and value is not False:
                result = None
                if value is not None:
                    scope.note(position, f"{word} wil waar of onwaar, en kreeg {dutch(value)}")
        return result

    return run


_FAST: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@compiles("compare")
def _compare(node: Node) -> Run:
    left, right, position = compiled(node.parts[0]), compiled(node.parts[1]), node.position
    sign = node.words[0]
    fast = _FAST[sign]

    def run(scope: Scope) -> object:
        first, second = left(scope), right(scope)
        kind = type(first)
        if kind is type(second) and (kind is Decimal or kind is str):
            return fast(first, second)
        return compared(scope, position, sign, first, second)

    return run


def compared(scope: Scope, position: int, sign: str, left: object, right: object) -> bool | None:
    """The outcome of a comparison; null with a note where the values cannot be compared."""
    if isinstance(left, list | dict) and type(left) is type(right):
        scope.weigh(left)
    try:
        result = COMPARISONS[sign](left, right)
    except FeelNull as error:
        scope.note(position, str(error))
        return None
    if result is None:
        scope.note(position, f"{dutch(left)} en {dutch(right)} kunnen niet gelijk zijn")
    return result


@compiles("between")
def _between(node: Node) -> Run:
    value, low, high = (compiled(part) for part in node.parts)
    position = node.position

    def run(scope: Scope) -> object:
        middle = value(scope)
        try:
            return not less(middle, low(scope)) and not less(high(scope), middle)
        except FeelNull as error:
            return scope.note(position, str(error))

    return run


@compiles("arithmetic")
def _arithmetic(node: Node) -> Run:
    first = compiled(node.parts[0])
    rest = tuple((sign, compiled(part)) for sign, part in zip(node.words, node.parts[1:], strict=True))
    position = node.position

    def run(scope: Scope) -> object:
        result = first(scope)
        try:
            for sign, part in rest:
                result = calculate(sign, result, part(scope))
        except FeelNull as error:
            return scope.note(position, str(error))
        return result

    return run


@compiles("negate")
def _negate(node: Node) -> Run:
    inner, position = compiled(node.parts[0]), node.position

    def run(scope: Scope) -> object:
        try:
            return negate(inner(scope))
        except FeelNull as error:
            return scope.note(position, str(error))
        except OverflowError:
            return scope.note(position, "deze duur is te lang")

    return run


@compiles("if")
def _if(node: Node) -> Run:
    condition, then, otherwise = (compiled(part) for part in node.parts)
    position = node.position

    def run(scope: Scope) -> object:
        value = condition(scope)
        if value is True:
            return then(scope)
        if value is not False and value is not None:
            scope.note(position, f"if wil waar of onwaar, en kreeg {dutch(value)}")
        return otherwise(scope)

    return run


@compiles("range")
def _range(node: Node) -> Run:
    start, end, position = compiled(node.parts[0]), compiled(node.parts[1]), node.position
    start_in, end_in = node.words[0] == "[", node.words[1] == "]"

    def run(scope: Scope) -> object:
        first, last = start(scope), end(scope)
        if type(first) is not type(last) or not isinstance(first, ORDERED):
            return scope.note(position, f"een bereik kan niet lopen van {dutch(first)} tot {dutch(last)}")
        return Range(first, last, start_in, end_in)

    return run


@compiles("instance")
def _instance(node: Node) -> Run:
    inner, wanted = compiled(node.parts[0]), node.parts[1]
    unknown = next((each for each in _types_in(wanted) if each not in DUTCH and each not in ("Any", "Null")), None)
    if unknown is not None:
        return _nothing(node.position, f"{unknown} is geen soort waarde")
    return lambda scope: _is_instance(inner(scope), wanted)


def _types_in(wanted: Node) -> list[str]:
    return [wanted.words[0], *(name for part in wanted.parts for name in _types_in(part))]


def _is_instance(value: object, wanted: Node) -> bool:
    name, inner = wanted.words[0], wanted.parts
    if name in ("Any", "any"):
        return value is not None
    if value is None or name == "Null":
        return value is None and name == "Null"
    if kind_of(value) != name:
        return False
    if isinstance(value, list) and inner:
        return all(_is_instance(item, inner[0]) for item in value)
    if isinstance(value, Range) and inner:
        return all(end is None or _is_instance(end, inner[0]) for end in (value.start, value.end))
    return True
