"""A route as a row of events: what its facts tell, with the drawing beside it. Judges nothing."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from workflows.diagram import Node, Process
from workflows.diagram.model import END_EVENT, RULE_TASK
from workflows.rules.drawn import names, throws
from workflows.rules.model import Item, What
from workflows.types import RUNS, RouteStatus, StepKind

_ITEM: Final = re.compile(r"\[\d+\]$")
DEVIATED: Final = "RouteDeviated"
WITHDRAWN: Final = "RouteWithdrawn"
FIRED: Final = "TimerFired"
CORRECTED: Final = "TaskCorrected"
STARTED: Final = "RouteStarted"
UNHEARD: Final = "MessageUnheard"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact of a route: its number in its stream, and its document as docs/formats/history.md says."""

    sequence: int
    entered: str
    document: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """What kind of fact it is."""
        return str(self.document["kind"])

    @property
    def data(self) -> Mapping[str, Any]:
        """The fields of its kind."""
        found: Mapping[str, Any] = self.document.get("data", {})
        return found

    @property
    def outcome(self) -> Mapping[str, Any]:
        """What it did to its route; empty where it moved nothing."""
        found: Mapping[str, Any] = self.document.get("outcome", {})
        return found

    @property
    def person(self) -> str | None:
        """Id of who did it; None for the clock."""
        found = self.document.get("actor", {}).get("id")
        return str(found) if found else None

    @property
    def instant(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(str(self.document["at"]))


@dataclass(frozen=True, slots=True)
class RouteTrace:
    """One route of a dossier: its facts in order, and the drawing that it ran on."""

    route: str
    number: int
    process: str
    """Empty where nothing can be known of it any more."""
    stream: str
    facts: tuple[Recorded, ...] = ()
    erased: bool = False
    """Whether its content was destroyed, so that only its chain is left."""
    processes: Mapping[str, Process] = field(default_factory=dict)


class Happening(StrEnum):
    """What an event is."""

    ENTERED = "entered"
    LEFT = "left"
    CANCELLED = "cancelled"
    FLOW = "flow"
    CORRECTED = "corrected"
    """What was filled in at a task was set right afterwards."""
    DEVIATED = "deviated"
    OVER = "over"
    """The route, or the call that is looked at, is at its end."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a route."""

    happening: Happening
    fact: Recorded
    element: str = ""
    path: str = ""
    node: Node | None = None
    label: str = ""
    """Of a sequence flow."""
    outputs: Mapping[str, Any] = field(default_factory=dict)
    """Of a table that was asked."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """That were filled in."""
    end: str = ""
    """The end in which a call, or the route, ended."""
    person: str | None = None
    """Who did a task or answered a question; None where nobody did."""

    @property
    def name(self) -> str:
        """What the drawing calls it."""
        return self.node.name if self.node else ""


def events_of(trace: RouteTrace) -> list[Event]:
    """All that happened in a route, in order."""
    reader = _Reader(trace.processes, trace.process)
    return [event for fact in trace.facts for event in reader.read(fact)]


def calls_of(events: Sequence[Event], process: str) -> Iterator[list[Event]]:
    """What happened in each call of a process, as if it were a route of its own."""
    for start, event in enumerate(events):
        called = event.node is not None and event.node.called == process
        if called and event.happening is Happening.ENTERED:
            yield _call(events[start + 1 :], event)


def _call(after: Sequence[Event], call: Event) -> list[Event]:
    inside: list[Event] = []
    for event in after:
        if event.path == call.path and event.happening in (Happening.LEFT, Happening.CANCELLED):
            if event.happening is Happening.LEFT:
                inside.append(replace(event, happening=Happening.OVER))
            return inside
        if event.path.startswith(f"{call.path}/") or event.happening is Happening.DEVIATED:
            inside.append(event)
    return inside


def node_of(processes: Mapping[str, Process], element: str) -> Node | None:
    """An element of the drawing by its id, which is unique over all processes."""
    return next((each.nodes[element] for each in processes.values() if element in each.nodes), None)


class Told:
    """The events of the routes of a dossier, each read once."""

    def __init__(self) -> None:
        self._events: dict[str, list[Event]] = {}

    def of(self, trace: RouteTrace) -> list[Event]:
        """What happened in a route, in order."""
        if trace.route not in self._events:
            self._events[trace.route] = events_of(trace)
        return self._events[trace.route]


class _Reader:
    """Facts to events, with what earlier facts of the route told."""

    def __init__(self, processes: Mapping[str, Process], process: str) -> None:
        self._process, self._processes = process, processes
        self._ended: dict[str, str] = {}
        """Path of a call to the last end reached in it."""
        self._last_end = ""

    def read(self, fact: Recorded) -> Iterator[Event]:
        if fact.kind == CORRECTED:
            yield self._corrected(fact)
        if not fact.outcome:
            return
        if fact.kind == DEVIATED:
            yield Event(Happening.DEVIATED, fact, element=str(fact.data.get("element", "")), person=fact.person)
        yield from self._steps(fact)
        if fact.outcome.get("status") == RouteStatus.AFGESLOTEN:
            yield Event(Happening.OVER, fact, end=self._last_end, element=self._last_end)
        if fact.kind == WITHDRAWN:
            yield Event(Happening.WITHDRAWN, fact, person=fact.person)

    def _steps(self, fact: Recorded) -> Iterator[Event]:
        tables = deque(fact.outcome.get("decisions", ()))
        done = str(fact.data.get("element", "")) if fact.data.get("task") and fact.kind != CORRECTED else ""
        for what, path in fact.outcome.get("steps", ()):
            event = self._step(fact, str(what), str(path))
            if event.happening is Happening.LEFT and event.node and event.node.tag == RULE_TASK:
                event = self._with_outputs(event, tables)
            if done and event.element == done and event.happening is Happening.LEFT:
                arguments = fact.document.get("do", {}).get("arguments", {})
                event, done = replace(event, person=fact.person, fields=arguments.get("fields") or {}), ""
            yield event

    def _corrected(self, fact: Recorded) -> Event:
        element = str(fact.data.get("element", ""))
        arguments = fact.document.get("do", {}).get("arguments", {})
        path = "/".join(each for each in (arguments.get("scope", ""), element) if each)
        node = node_of(self._processes, element)
        fields = arguments.get("fields") or {}
        return Event(Happening.CORRECTED, fact, element, path, node, fields=fields, person=fact.person)

    def _step(self, fact: Recorded, what: str, path: str) -> Event:
        last = path.rpartition("/")[2]
        if what == StepKind.FLOW:
            flow = next((each.flows[last] for each in self._processes.values() if last in each.flows), None)
            source = node_of(self._processes, flow.source) if flow else None
            return Event(Happening.FLOW, fact, last, path, source, flow.name if flow else "")
        element = _ITEM.sub("", last)
        node = node_of(self._processes, element)
        if what == StepKind.ENTERED and node is not None and node.tag == END_EVENT:
            if node.scope in self._processes:
                self._ended[path.rpartition("/")[0]] = node.name
            # Also an end within an event subprocess that broke the route off is the end of the route.
            self._last_end = node.name if node.process == self._process else self._last_end
        end = self._ended.pop(path, "") if what == StepKind.LEFT and node is not None and node.called else ""
        return Event(Happening(what), fact, element, path, node, end=end)

    @staticmethod
    def _with_outputs(event: Event, tables: deque[Mapping[str, Any]]) -> Event:
        found = next((each for each in tables if each["element"] == event.element), None)
        if found is None:
            return event
        tables.remove(found)
        return replace(event, outputs=found["outputs"])


def begins(item: Item, event: Event, processes: Mapping[str, Process], named: frozenset[str] = frozenset()) -> bool:
    """Whether this is the moment at which what a sentence names begins. `named`: the names in the sentence."""
    return _matches(item, event, processes, named, Happening.ENTERED)


def is_done(item: Item, event: Event, processes: Mapping[str, Process], named: frozenset[str] = frozenset()) -> bool:
    """Whether this is the moment at which it is done."""
    return _matches(item, event, processes, named, Happening.LEFT)


def _matches(
    item: Item, event: Event, processes: Mapping[str, Process], named: frozenset[str], moment: Happening
) -> bool:  # fmt: skip
    node = event.node
    if item.what is What.ANY_END:
        return event.happening is Happening.OVER
    if node is None:
        return False
    if item.value is not None:
        return _has_value(item, event, node) and _circumstances(item, event, node, processes)
    if item.what in (What.MESSAGE, What.START, What.END) or node.is_milestone:
        moment = Happening.ENTERED
    if item.fields or item.end:
        moment = Happening.LEFT
    if item.fields and event.happening is Happening.CORRECTED:
        moment = Happening.CORRECTED
    if event.happening is not moment or not _is_named(item, node, named):
        return False
    return _has_filled_in(item, event) and _circumstances(item, event, node, processes)


def _is_named(item: Item, node: Node, named: frozenset[str]) -> bool:
    if item.what is What.ANY_STEP:
        return node.is_milestone
    if item.what in (What.ANY_TASK, What.ANY_OTHER_TASK):
        return node.tag == "userTask" and (item.what is What.ANY_TASK or node.name not in named)
    return names(item, node)


def _has_value(item: Item, event: Event, node: Node) -> bool:
    if not names(item, node):
        return False
    if event.happening is Happening.FLOW:
        return event.label == item.value
    return event.happening is Happening.LEFT and item.value in {str(each) for each in event.outputs.values()}


def _has_filled_in(item: Item, event: Event) -> bool:
    filled = all(str(event.fields.get(name)) == value for name, value in item.fields)
    return filled and (not item.end or event.end == item.end)


def _circumstances(item: Item, event: Event, node: Node, processes: Mapping[str, Process]) -> bool:
    running = event.fact.document.get("moment", {}).get("running", ())
    for name, value in item.running:
        if (name.removeprefix(RUNS) in running) != (value == "ja"):
            return False
    if not item.within:
        return True
    drawn = processes.get(node.process)
    scope = drawn.nodes.get(node.scope) if drawn else None
    return scope is not None and scope.name == item.within


def throws_message(event: Event, message: str) -> bool:
    """Whether this event throws a message to routes."""
    return event.happening is Happening.ENTERED and event.node is not None and throws(event.node, message)
