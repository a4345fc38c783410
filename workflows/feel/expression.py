"""Expressions and unary tests: compiled once, evaluated often, never raising on data (architecture section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from workflows.feel import compile_calls, compile_structures, compile_tests, compile_values
from workflows.feel.analysis import Names, complaints, constants, names_in
from workflows.feel.compile_tests import Test, unary_tests
from workflows.feel.convert import to_feel
from workflows.feel.grammar import Node, parse
from workflows.feel.scope import Run, Scope, compiled
from workflows.feel.values import FeelLimit

COMPILERS = (compile_calls, compile_structures, compile_tests, compile_values)
"""The modules that register how each kind of node is compiled; importing them is what fills the register."""


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of an evaluation."""

    value: object
    notes: tuple[str, ...] = ()
    """Why something gave null, in Dutch, each with its place (from 1) in the text."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled FEEL expression."""

    text: str
    names: frozenset[str] = field(repr=False)
    """Free variables: the first segment of paths; no functions, no local variables."""
    filter_names: frozenset[str] = field(repr=False)
    """Names within a filter that are a column of the items or, where these have none, a variable."""
    known_names: tuple[str, ...] = field(repr=False)
    node: Node = field(repr=False, compare=False)
    run: Run = field(repr=False, compare=False)

    def evaluate(self, context: Mapping[str, object], now: datetime) -> Result:
        """The value over these variables at this instant (aware); null with a note where something does not fit."""
        scope = Scope(context, now)
        try:
            return Result(self.run(scope), tuple(scope.notes) if scope.notes else ())
        except FeelLimit as limit:
            return Result(None, (*scope.notes, f"De uitdrukking is gestopt: {limit}."))

    def findings(self) -> tuple[str, ...]:
        """What is wrong whatever the data, in Dutch: parts that never have a value, functions called wrongly."""
        return complaints(self.node, self.known_names)

    def constant(self) -> object:
        """The value if no data is needed for it, else None."""
        found = constants((self.node,))
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """A compiled cell of a decision table."""

    text: str
    names: frozenset[str] = field(repr=False)
    filter_names: frozenset[str] = field(repr=False)
    known_names: tuple[str, ...] = field(repr=False)
    node: Node | None = field(repr=False, compare=False)
    """None for an empty cell or `-`, which every value passes."""
    test: Test = field(repr=False, compare=False)

    def matches(self, value: object, context: Mapping[str, object], now: datetime) -> Result:
        """Whether the value passes: True, False, or None (with a note) where that cannot be said."""
        scope = Scope(context, now)
        try:
            return Result(self.test(scope, to_feel(value)), tuple(scope.notes))
        except FeelLimit as limit:
            return Result(None, (*scope.notes, f"De test is gestopt: {limit}."))

    def findings(self) -> tuple[str, ...]:
        """What is wrong whatever the data, in Dutch."""
        return complaints(self.node, self.known_names) if self.node else ()

    def values(self) -> tuple[object, ...] | None:
        """The values it sums up, ranges included; None where one is no constant, or it says which do not pass."""
        if self.node is None:
            return ()
        return None if self.node.parts[0].kind == "negation" else constants(self.node.parts)


def compile_expression(text: str, known_names: Iterable[str] = ()) -> Expression:
    """Compile an expression, with or without a leading `=`. Raises FeelError, with the place in the text.

    `known_names` are variables whose names hold spaces or signs, as DMN allows.
    """
    return _expression(text, tuple(known_names))


@lru_cache(maxsize=4096)
def _expression(text: str, known_names: tuple[str, ...]) -> Expression:
    node = parse(text, "expression", known_names)
    found = names_in(node)
    return Expression(text, found.free, found.filtered, known_names, node, compiled(node))


def compile_unary_tests(text: str, known_names: Iterable[str] = ()) -> UnaryTests:
    """Compile a cell of a decision table; `?` is the value it is held against. Raises FeelError."""
    return _unary_tests(text, tuple(known_names))


@lru_cache(maxsize=4096)
def _unary_tests(text: str, known_names: tuple[str, ...]) -> UnaryTests:
    if text.strip() in ("", "-"):
        nothing = Names(frozenset(), frozenset())
        return UnaryTests(text, nothing.free, nothing.filtered, known_names, None, lambda *_: True)
    node = parse(text, "tests", known_names)
    found = names_in(node)
    return UnaryTests(text, found.free, found.filtered, known_names, node, unary_tests(node))
