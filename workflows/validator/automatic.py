"""What a token does by itself: how far it gets from a node before anything waits for a person, a message or a clock.

A clock of no time, or on a date that stays the same, waits once at most: on a round it does not wait. Works on the
drawn graph and the texts of its clocks, over subprocesses and called processes; judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Final

from workflows.calendar import Term, TermKind, from_value, parse_term
from workflows.diagram import EventKind, Node, Process, TimerKind
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
from workflows.errors import FeelError, TermError
from workflows.feel import compile_expression
from workflows.types import FieldKind
from workflows.validator.graph import components
from workflows.validator.material import Material, enclosing, flow_nodes, throws_message

_WAITING: Final = frozenset({CATCH_EVENT, RECEIVE_TASK, USER_TASK, "manualTask", "task"})
_LATE: Final = datetime(2199, 12, 31, 11, tzinfo=UTC)
"""Later than any date that a protocol can name."""
_DATES: Final = {FieldKind.DATE: date(2026, 9, 1), FieldKind.DATE_TIME: datetime(2026, 9, 1, 7, tzinfo=UTC)}
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


@dataclass
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

    @cached_property
    def _dates(self) -> dict[str, date]:
        """Fields of dates that only people fill in, each with a date: they stay the same while a token goes round."""
        forms = (file.form for file in self.material.forms.values() if file.form is not None)
        dates = {f.name: _DATES[f.kind] for form in forms for f in form.routing_fields() if f.kind in _DATES}
        changed = {output.name for key in self.material.decisions for output in self.material.decisions.outputs(key)}
        for process in self.material.processes:
            changed.update(name for node in process.nodes.values() for name in node.prefixed("uit"))
        return {name: day for name, day in dates.items() if name not in changed}

    def _at_once(self, node: Node) -> bool:
        """Whether a timer that is set again, however late, goes off at that moment."""
        if node.event.kind is not EventKind.TIMER or node.event.timer is TimerKind.CYCLE:
            return False
        try:
            term = parse_term(node.event.text.removeprefix("=").strip())
            value = None if term else self._value(node.event.text)
            term = parse_term(value) if isinstance(value, str) else term
            if term is not None:
                return term.instant is not None or term.base_field in self._dates or _timeless(term)
            return from_value(value, _LATE, for_timer=True) <= _LATE
        except (FeelError, TermError):
            return False  # told by the rules of expressions

    def _value(self, text: str) -> object:
        expression = compile_expression(text)
        return expression.evaluate(self._dates, _LATE).value if expression.names <= self._dates.keys() else None

    def _onward(self, process: Process, node: Node) -> Iterator[str]:
        yield from (event.id for event in process.boundaries(node.id) if self._at_once(event))
        if waits(process, node) and not (node.tag == CATCH_EVENT and self._at_once(node)):
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


def _timeless(term: Term) -> bool:
    amounts = (term.months, term.weeks, term.days, term.seconds)
    return term.kind is TermKind.CLOCK and term.base_field is None and not any(amounts)


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
