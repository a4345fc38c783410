"""Tokens and scopes under way, and the markings that they are kept as: nested tuples, so that equal ones are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from workflows.diagram import Node
from workflows.proof.net import Net
from workflows.proof.values import Value
from workflows.types import LEEG

MANY: Final = 2
"""Two stands for two or more."""
Marking = tuple[Any, ...]
PERSON, WAITS, JOINS, INSIDE, READY = "person", "waits", "joins", "inside", "ready"


@dataclass(eq=False, slots=True)
class Token:
    """A token under way."""

    node: Node
    mode: str = READY
    flow: str = ""
    left: int = 0
    """Of a multi-instance: the items that are still to be done."""
    gone: frozenset[str] = frozenset()
    """Boundary timers that went off and do not come again."""
    scope: Scope | None = None
    """What is inside it."""


@dataclass(eq=False, slots=True)
class Scope:
    """A scope under way."""

    key: str
    process: str
    fields: dict[str, Value]
    host: Token | None = None
    around: Scope | None = None
    interrupted: bool = False
    tokens: list[Token] = field(default_factory=list)


def thaw(net: Net, marking: Marking, host: Token | None = None, around: Scope | None = None) -> Scope:
    """The scopes and tokens of a marking, to be moved."""
    key, process, interrupted, fields, tokens = marking
    shared = around.fields if around is not None and fields is None else dict(fields)
    scope = Scope(key, process, shared, host, around, interrupted)
    scope.tokens += [thaw_token(net, each, scope) for each in tokens]
    return scope


def thaw_token(net: Net, frozen: Marking, scope: Scope) -> Token:
    """A token of a marking in a scope, not yet put in it."""
    element, mode, flow, left, gone, inner = frozen
    token = Token(net.node(element), mode, flow, left, gone)
    token.scope = thaw(net, inner, token, scope) if inner is not None else None
    return token


def freeze(net: Net, scope: Scope) -> Marking:
    """The marking, with those fields alone that may still be asked; of equal tokens two stand for all."""
    fields: Any = None
    if scope.around is None or scope.key == scope.process:
        live = net.live(list(_elements(scope)), scope.process, interrupted=scope.interrupted)
        fields = tuple(sorted((name, value) for name, value in scope.fields.items() if name in live and value != LEEG))
    frozen = [
        (each.node.id, each.mode, each.flow, each.left, each.gone, freeze(net, each.scope) if each.scope else None)
        for each in scope.tokens
    ]  # fmt: skip
    frozen.sort(key=_order)
    tokens = [each for at, each in enumerate(frozen) if at < MANY or frozen[at - MANY] != each]
    return (scope.key, scope.process, scope.interrupted, fields, tuple(tokens))


def found_at(marking: Marking, path: Iterable[int]) -> Marking:
    """The token of a marking that lies at a path of places."""
    tokens, token = marking[4], marking
    for at in path:
        token = tokens[at]
        tokens = token[5][4] if token[5] is not None else ()
    return token


def scopes_in(scope: Scope) -> Iterator[Scope]:
    """A scope and all within it, each before those inside it."""
    yield scope
    for token in scope.tokens:
        if token.scope is not None:
            yield from scopes_in(token.scope)


def _elements(scope: Scope) -> Iterator[str]:
    """Where tokens stand of one process, those in its subprocesses too."""
    for token in scope.tokens:
        yield token.node.id
        if token.scope is not None and token.scope.key != token.scope.process:
            yield from _elements(token.scope)


def _order(token: Marking) -> tuple[Any, ...]:
    element, mode, flow, left, gone, inner = token
    return (element, mode, flow, left, sorted(gone), repr(inner))
