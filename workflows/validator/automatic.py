"""What a token does by itself: how far it gets from a node before anything waits for a person, a message or a clock.

Works on the drawn graph alone, over subprocesses and called processes; judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import (
    CALL_ACTIVITY,
    CATCH_EVENT,
    END_EVENT,
    PARALLEL,
    RECEIVE_TASK,
    SUBPROCESS,
    THROW_EVENT,
    USER_TASK,
)  # fmt: skip
from workflows.validator.graph import components
from workflows.validator.material import Material, enclosing, flow_nodes, throws_message

_WAITING: Final = frozenset({CATCH_EVENT, RECEIVE_TASK, USER_TASK, "manualTask", "task"})
_ALERTS: Final = (EventKind.ERROR, EventKind.ESCALATION)

Edges = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Run:
    """What a called process can do before it waits."""

    passes: bool = False
    """Whether it can come to its end."""
    messages: frozenset[str] = frozenset()
    """Names of the messages it throws."""
    alerts: frozenset[tuple[EventKind, str]] = frozenset()
    """Errors and escalations that come out of it."""


@dataclass(slots=True)
class Automatic:
    """The automatic part of all processes; called processes are looked at before their callers."""

    material: Material
    edges: dict[str, Edges] = field(default_factory=dict)
    """Process id to the moves a token makes there without waiting."""
    _runs: dict[str, _Run] = field(default_factory=dict)

    def __post_init__(self) -> None:
        calls = {p.id: tuple(called.id for _, called in self.material.calls(p)) for p in self.material.processes}
        for group in components(calls):
            for process_id in group:
                process = self.material.by_id[process_id]
                self.edges[process_id] = {n.id: tuple(self._onward(process, n)) for n in flow_nodes(process)}
                plain = [s for s in process.start_events() if s.event.kind is EventKind.NONE]
                self._runs[process_id] = self._run(process, self.reach(process, plain))

    def reach(self, process: Process, entries: Iterable[Node]) -> set[str]:
        """Ids of what tokens reach from these nodes without waiting; a join needs a token on every flow."""
        edges = self.edges[process.id]
        todo = [node.id for node in entries]
        reached, arrived = set(todo), Counter[str]()
        while todo:
            for target in edges.get(todo.pop(), ()):
                arrived[target] += 1
                if target not in reached and arrived[target] >= tokens_needed(process.nodes[target]):
                    reached.add(target)
                    todo.append(target)
        return reached

    def messages(self, process: Process, reached: Iterable[str]) -> frozenset[str]:
        """Names of the messages that are thrown in what is reached, called processes included."""
        found: set[str] = set()
        for node in (process.nodes[name] for name in reached):
            if throws_message(node):
                found.add(node.event.name)
            elif node.tag == CALL_ACTIVITY:
                found |= self._runs.get(node.called, _Run()).messages
        return frozenset(found)

    def _run(self, process: Process, reached: set[str]) -> _Run:
        nodes = [process.nodes[name] for name in reached]
        ends = [n for n in nodes if n.tag == END_EVENT and n.scope == process.id]
        alerts = {(n.event.kind, n.event.name) for n in nodes if n.tag in (END_EVENT, THROW_EVENT)}
        for node in nodes:
            if node.tag == CALL_ACTIVITY:
                alerts |= self._runs.get(node.called, _Run()).alerts
        return _Run(
            any(end.event.kind is not EventKind.ERROR for end in ends),
            self.messages(process, reached), frozenset(alert for alert in alerts if alert[0] in _ALERTS),
        )  # fmt: skip

    def _onward(self, process: Process, node: Node) -> Iterator[str]:
        if waits(process, node):
            return
        if node.tag == SUBPROCESS:
            yield from (start.id for start in process.start_events(node.id))
        elif node.tag == CALL_ACTIVITY:
            run = self._runs.get(node.called, _Run())
            if run.passes:
                yield from targets(process, node)
            for kind, code in sorted(run.alerts):
                yield from _caught(process, (node, *enclosing(process, node)), kind, code)
        else:
            yield from _behind_end(process, node) if node.tag == END_EVENT else targets(process, node)
            if node.event.kind in _ALERTS and node.tag in (END_EVENT, THROW_EVENT):
                yield from _caught(process, tuple(enclosing(process, node)), node.event.kind, node.event.name)


def waits(process: Process, node: Node) -> bool:
    """Whether a token stays here until a person, a message or a clock moves it."""
    return node.tag in _WAITING or process.is_question(node)


def targets(process: Process, node: Node) -> Iterator[str]:
    """Ids of what the arrows of a node lead to."""
    return (flow.target for flow in process.outgoing(node) if flow.target in process.nodes)


def tokens_needed(node: Node) -> int:
    """How many arrows must bring a token before this node lets one through."""
    return max(1, len(node.incoming)) if node.tag == PARALLEL else 1


def _behind_end(process: Process, node: Node) -> Iterator[str]:
    host = process.nodes.get(node.scope)
    if host is not None and not host.triggered_by_event and node.event.kind is not EventKind.ERROR:
        yield from targets(process, host)


def _caught(process: Process, hosts: tuple[Node, ...], kind: EventKind, code: str) -> Iterator[str]:
    for host in hosts:
        for boundary in process.boundaries(host.id):
            if boundary.event.kind is kind and boundary.event.name in ("", code):
                yield boundary.id
