"""What an error or an escalation finds on its way out (BPMN 2.0, 10.5.6)."""

from __future__ import annotations

from workflows.diagram import Node
from workflows.proof.net import Net
from workflows.proof.tokens import Scope, Token

Caught = tuple[Scope, Token, Node]


def catcher(net: Net, scope: Scope, end: Node) -> Caught | None:
    """The nearest event on a border around a scope that catches what an end throws, one that names its code first."""
    inner: Scope = scope
    while inner.host is not None and inner.around is not None:
        events = [
            each for each in net.boundaries(inner.host.node)
            if each.event.kind is end.event.kind and each.event.name in ("", end.event.name)
        ]  # fmt: skip
        if events:
            return inner.around, inner.host, min(events, key=lambda each: not each.event.name)
        inner = inner.around
    return None
