"""Compiles iterations, function definitions and calls (DMN 1.5, 10.3.2.8, 10.3.2.13, 10.3.2.14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, DecimalException
from typing import Final

from workflows.feel.functions import FUNCTIONS, Builtin, by_name, choose
from workflows.feel.grammar import Node
from workflows.feel.scope import Run, Scope, compiled, compiles
from workflows.feel.temporal import AMSTERDAM, localise
from workflows.feel.values import FeelNull, Function, Range, number

MOMENTS: Final[dict[str, Callable[[datetime], object]]] = {
    "today": lambda now: localise(now).astimezone(AMSTERDAM).date(),
    "now": lambda now: localise(now).astimezone(AMSTERDAM),
}
"""Functions that look at the command's instant; they take no arguments."""


@dataclass(frozen=True, slots=True)
class _Iteration:
    name: str
    position: int
    runs: tuple[Run, ...]

    def items(self, scope: Scope) -> Iterable[object] | None:
        """What it goes over; None where that is no list."""
        found = self.runs[0](scope)
        if len(self.runs) == 2:
            found = Range(found, self.runs[1](scope), True, True)
        if isinstance(found, Range):
            return _steps(scope, self.position, found)
        return found if isinstance(found, list) or found is None else [found]


def _steps(scope: Scope, position: int, among: Range) -> Iterable[object] | None:
    start, end = among.start, among.end
    if type(start) is date and type(end) is date:
        return (date.fromordinal(day) for day in _counted(start.toordinal(), end.toordinal(), among))
    if isinstance(start, Decimal) and isinstance(end, Decimal) and start == int(start) and end == int(end):
        return (number(step) for step in _counted(int(start), int(end), among))
    scope.note(position, "hier kan alleen over hele getallen, over dagen of over een lijst worden gegaan")
    return None


def _counted(start: int, end: int, among: Range) -> Iterator[int]:
    way = 1 if start <= end else -1
    step = start if among.start_included else start + way
    last = end if among.end_included else end - way
    while (last - step) * way >= 0:
        yield step
        step += way


@dataclass(frozen=True, slots=True)
class _Loop:
    iterations: tuple[_Iteration, ...]
    body: Run
    size: int

    def each(self, scope: Scope, level: int = 0) -> Iterator[object]:
        """The body's value for every combination. Raises FeelNull where something to go over is no list."""
        if level == len(self.iterations):
            scope.spend(self.size)
            yield self.body(scope)
            return
        iteration = self.iterations[level]
        outer, items = scope.locals, iteration.items(scope)
        if items is None:
            raise FeelNull(f"{iteration.name} kan nergens over gaan: er is geen lijst")
        for item in items:
            scope.spend(1)
            scope.locals = {**(outer or {}), iteration.name: item}
            yield from self.each(scope, level + 1)
        scope.locals = outer


def _loop(node: Node) -> _Loop:
    *iterations, body = node.parts
    made = tuple(
        _Iteration(part.words[0], part.position, tuple(compiled(each) for each in part.parts)) for part in iterations
    )
    return _Loop(made, compiled(body), body.size)


@compiles("for")
def _for(node: Node) -> Run:
    loop, position = _loop(node), node.position

    def run(scope: Scope) -> object:
        outer = scope.locals
        try:
            made = list(loop.each(scope))
        except FeelNull as error:
            scope.locals = outer
            return scope.note(position, str(error))
        scope.weigh(made)
        return made

    return run


@compiles("some", "every")
def _quantified(node: Node) -> Run:
    loop, position, decides = _loop(node), node.position, node.kind == "some"

    def run(scope: Scope) -> object:
        outer, result = scope.locals, not decides
        unsure = False
        try:
            for value in loop.each(scope):
                if value is decides:
                    result = decides
                    break
                unsure = unsure or value is not (not decides)
        except FeelNull as error:
            return scope.note(position, str(error))
        finally:
            scope.locals = outer
        return None if unsure and result is not decides else result

    return run


@compiles("function")
def _function(node: Node) -> Run:
    *declared, body_node = node.parts
    parameters = tuple(part.words[0] for part in declared)
    body = compiled(body_node)

    def run(scope: Scope) -> object:
        return function(scope, parameters, body, body_node.depth)

    return run


def function(scope: Scope, parameters: tuple[str, ...], body: Run, depth: int) -> Function:
    """A function value that runs its body where it was made; `depth` is that of its body, in nodes."""
    made_in = scope.locals

    def call(arguments: tuple[object, ...]) -> object:
        outer = scope.locals
        scope.deeper(depth + 1)
        scope.locals = {**(made_in or {}), **dict(zip(parameters, arguments, strict=True))}
        try:
            return body(scope)
        finally:
            scope.locals = outer
            scope.depth -= depth + 1

    return Function(parameters, call)


@compiles("call")
def _call(node: Node) -> Run:
    callee, given = node.parts[0], node.parts[1].parts
    position = node.position
    named = bool(given) and given[0].kind == "named"
    names = tuple(part.words[0] for part in given) if named else None
    runs = tuple(compiled(part.parts[0] if named else part) for part in given)
    name = callee.words[0] if callee.kind == "name" else ""
    target = compiled(callee) if not name else None

    def run(scope: Scope) -> object:
        function = _found(scope, name) if target is None else target(scope)
        arguments = [part(scope) for part in runs]
        scope.spend(1 + sum(map(_cost, arguments)))
        try:
            if isinstance(function, Function):
                return function.call(_ordered(function, names, arguments))
            if name in MOMENTS and not arguments:
                return MOMENTS[name](scope.now)
            made = _builtin(name, names, arguments)
        except FeelNull as error:
            return scope.note(position, str(error))
        except (DecimalException, OverflowError):
            return scope.note(position, f"de uitkomst van {name} bestaat niet of is te groot")
        if type(made) is list or type(made) is dict:
            scope.weigh(made)
        return made

    return run


def _found(scope: Scope, name: str) -> object:
    try:
        return scope.find(name)
    except KeyError:
        return None


def _cost(value: object) -> int:
    if isinstance(value, str):
        return len(value) // 64
    return 1 + 2 * len(value) if isinstance(value, list | dict) else 0


def _ordered(called: Function, names: tuple[str, ...] | None, arguments: list[object]) -> tuple[object, ...]:
    if len(arguments) != len(called.parameters) or (names is not None and set(names) != set(called.parameters)):
        raise FeelNull(f"deze functie wil {len(called.parameters)} waarden: {', '.join(called.parameters)}")
    if names is None:
        return tuple(arguments)
    given = dict(zip(names, arguments, strict=True))
    return tuple(given[each] for each in called.parameters)


def _builtin(name: str, names: tuple[str, ...] | None, arguments: list[object]) -> object:
    if name not in FUNCTIONS:
        raise FeelNull(f"{name or 'dit'} is geen functie")
    way: Builtin | None
    if names is None:
        way = choose(name, len(arguments))
    else:
        found = by_name(name, dict(zip(names, arguments, strict=True)))
        way, arguments = found or (None, arguments)
    if way is None:
        raise FeelNull(f"{name} kan zo niet worden aangeroepen: {ways(name)}")
    return way.call(arguments)


def ways(name: str) -> str:
    """How a built-in function can be called, for a message; external functions do not exist here."""
    return " of ".join(f"{name}({', '.join(way.parameters)})" for way in FUNCTIONS[name])
