"""Joins that wait for ever: a gateway that needs every arrow, behind a choice that takes only one.

Tells only what is certain from the drawing: the choice is passed once, and its ways meet nowhere before the join.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import Node, Process
from workflows.diagram.model import BOUNDARY_EVENT, EVENT_GATEWAY, EXCLUSIVE, INCLUSIVE, PARALLEL
from workflows.types import Finding
from workflows.validator.flow import spread
from workflows.validator.material import Material, flow_nodes
from workflows.validator.report import at_node, quoted

_CHOICES: Final = (EXCLUSIVE, EVENT_GATEWAY)


def check_joins(process: Process, _: Material) -> Iterator[Finding]:
    """Parallel joins that get a token on one arrow and never on another."""
    for scope in {node.scope for node in flow_nodes(process) if _joins(node)}:
        nodes = list(flow_nodes(process, scope))
        many = spread(process, [node for node in nodes if _splits(node)])
        for choice in nodes:
            if choice.tag in _CHOICES and len(choice.outgoing) > 1 and choice.id not in many:
                yield from _starved(process, choice, [node for node in nodes if _joins(node)])


def _joins(node: Node) -> bool:
    return node.tag == PARALLEL and len(node.incoming) > 1


def _splits(node: Node) -> bool:
    """Whether one token becomes more here, so that a choice behind it may be passed twice."""
    if node.tag == BOUNDARY_EVENT:
        return not node.interrupting
    return node.tag in (PARALLEL, INCLUSIVE) and len(node.outgoing) > 1


def _starved(process: Process, choice: Node, joins: list[Node]) -> Iterator[Finding]:
    """Joins for which every token comes through the choice, while no branch gives all their arrows one."""
    targets = [process.nodes[flow.target] for flow in process.outgoing(choice) if flow.target in process.nodes]
    branches = [(target.id, spread(process, [target])) for target in targets]
    if any(choice.id in reached for _, reached in branches):
        return
    without = spread(process, list(process.start_events(choice.scope)), around=choice.id)
    for join in joins:
        sources = {flow.source for flow in process.incoming(join)}
        fed = [sources <= reached | ({choice.id} if target == join.id else set()) for target, reached in branches]
        if any(join.id in reached for _, reached in branches) and not any(fed) and not sources & without:
            yield at_node(process, join).fout(
                "join-waits-for-ever", f"wacht op alle pijlen, maar {quoted(choice.name or choice.id)} kiest er één.",
                "Gebruik hier dezelfde soort keuze als waar de wegen uit elkaar gaan: een X.",
            )  # fmt: skip
