"""When tokens that wait for each other go on as one (BPMN 2.0, 13.4 and table 13.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflows.diagram import Node
from workflows.diagram import model as tag
from workflows.proof.net import Net
from workflows.proof.tokens import JOINS, Scope, Token


def joined(net: Net, scope: Scope, kind: str) -> Iterator[list[Token]]:
    """Of each gateway of a kind in a scope the tokens that go on as one, where they may."""
    for token in scope.tokens:
        if token.mode == JOINS and token.node.tag == kind:
            yield _passing(net, scope, token.node)


def _passing(net: Net, scope: Scope, join: Node) -> list[Token]:
    """The first of each incoming flow; none where they wait still."""
    first: dict[str, Token] = {}
    for token in scope.tokens:
        if token.mode == JOINS and token.node is join:
            first.setdefault(token.flow, token)
    enough = len(first) == len(join.incoming) if join.tag == tag.PARALLEL else _none_can_come(net, scope, join, first)
    return list(first.values()) if enough else []


def _none_can_come(net: Net, scope: Scope, join: Node, waiting: Mapping[str, Token]) -> bool:
    """Whether no other token can still reach an empty flow that cannot as well reach one where a token waits."""
    for token in scope.tokens:
        at = token.node.id
        missing = any(at in net.sources(join, flow, by_events=True) for flow in join.incoming if flow not in waiting)
        direct = any(at in net.sources(join, flow, by_events=False) for flow in waiting)
        if token.node is not join and missing and not direct:
            return False
    return True
