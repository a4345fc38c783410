"""What a BPMN file says, as frozen values. Names are those of BPMN 2.0 (formal/2011-01-03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

START_EVENT: Final = "startEvent"
END_EVENT: Final = "endEvent"
BOUNDARY_EVENT: Final = "boundaryEvent"
CATCH_EVENT: Final = "intermediateCatchEvent"
THROW_EVENT: Final = "intermediateThrowEvent"
USER_TASK: Final = "userTask"
SEND_TASK: Final = "sendTask"
RECEIVE_TASK: Final = "receiveTask"
RULE_TASK: Final = "businessRuleTask"
CALL_ACTIVITY: Final = "callActivity"
SUBPROCESS: Final = "subProcess"
EXCLUSIVE: Final = "exclusiveGateway"
INCLUSIVE: Final = "inclusiveGateway"
PARALLEL: Final = "parallelGateway"
EVENT_GATEWAY: Final = "eventBasedGateway"
THROWING: Final = frozenset({THROW_EVENT, END_EVENT, SEND_TASK})
"""What throws its event; all else that has one waits for it."""
DRAWN_ONLY: Final = frozenset({"dataObjectReference", "dataStoreReference"})
"""What lies among the elements and at which no route comes."""


class EventKind(StrEnum):
    """The event definition of an event; `NONE` where it has none."""

    NONE = "none"
    MESSAGE = "message"
    TIMER = "timer"
    ERROR = "error"
    ESCALATION = "escalation"
    TERMINATE = "terminate"
    SIGNAL = "signal"
    CONDITIONAL = "conditional"
    LINK = "link"
    COMPENSATE = "compensate"
    CANCEL = "cancel"
    MULTIPLE = "multiple"


class TimerKind(StrEnum):
    """Which of the three timer expressions is given."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class Event:
    """An event definition, resolved."""

    kind: EventKind
    name: str = ""
    """Name of the message or signal, or the code (else the name) of the error or escalation; empty catches all."""
    timer: TimerKind | None = None
    text: str = ""
    """The timer expression as written, stripped."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Loop characteristics of an activity."""

    standard: bool
    sequential: bool
    collection: str = ""
    """Text of loopDataInputRef: the list field."""
    item: str = ""
    """Name (else id) of inputDataItem."""


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node of BPMN: event, activity or gateway. Also data objects and what else lies in a process."""

    id: str
    tag: str
    """Local XML name: `userTask`, `exclusiveGateway`, …"""
    name: str
    line: int | None
    process: str
    scope: str
    """Id of the innermost subprocess, else of the process."""
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    decision: str = ""
    event: Event = Event(EventKind.NONE)
    lane: str | None = None
    """Name of the innermost lane that refers to the node itself."""
    attached_to: str = ""
    interrupting: bool = True
    """Of a boundary event (cancelActivity) or the start event of an event subprocess (isInterrupting)."""
    called: str = ""
    default: str = ""
    triggered_by_event: bool = False
    loop: Loop | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    """Ids of the sequence flows, from the flows themselves, in document order."""

    def listed(self, name: str) -> tuple[str, ...]:
        """A comma-separated property as its parts, stripped, without empty ones."""
        return tuple(part.strip() for part in self.properties.get(name, "").split(",") if part.strip())

    def prefixed(self, prefix: str) -> dict[str, str]:
        """Properties `<prefix>.<field>` as a mapping of field to text."""
        return {k[len(prefix) + 1 :]: v for k, v in self.properties.items() if k.startswith(f"{prefix}.")}

    @property
    def is_milestone(self) -> bool:
        """Whether this is a step as the school names it: a throw event that throws nothing."""
        return self.tag == THROW_EVENT and self.event.kind is EventKind.NONE and bool(self.name)

    @property
    def is_gateway(self) -> bool:
        """Whether this is any of the gateways, also one that the engine refuses."""
        return self.tag.endswith("Gateway")


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    name: str
    source: str
    target: str
    condition: str
    line: int | None
    scope: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane, nested ones flattened."""

    id: str
    name: str
    refs: tuple[str, ...]
    line: int | None


@dataclass(frozen=True)
class Process:
    """One process: its nodes at all depths, its flows, its lanes."""

    id: str
    name: str
    """Name of the process, else of its pool, else its id."""
    file: str
    line: int | None
    executable: bool
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: tuple[Lane, ...]
    data_objects: tuple[str, ...] = ()
    """Ids of data objects."""

    @cached_property
    def _children(self) -> dict[str, tuple[Node, ...]]:
        children: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            children.setdefault(node.scope, []).append(node)
        return {scope: tuple(nodes) for scope, nodes in children.items()}

    @cached_property
    def _boundaries(self) -> dict[str, tuple[Node, ...]]:
        attached: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            if node.tag == BOUNDARY_EVENT:
                attached.setdefault(node.attached_to, []).append(node)
        return {host: tuple(nodes) for host, nodes in attached.items()}

    def inside(self, scope: str) -> tuple[Node, ...]:
        """Nodes directly in a scope (the process id or a subprocess id), in document order."""
        return self._children.get(scope, ())

    def boundaries(self, host: str) -> tuple[Node, ...]:
        """Boundary events attached to an activity."""
        return self._boundaries.get(host, ())

    def start_events(self, scope: str | None = None) -> tuple[Node, ...]:
        """Start events directly in the process, or in the given subprocess."""
        return tuple(node for node in self.inside(scope or self.id) if node.tag == START_EVENT)

    def event_subprocesses(self) -> tuple[Node, ...]:
        """Event subprocesses directly in the process."""
        return tuple(n for n in self.inside(self.id) if n.tag == SUBPROCESS and n.triggered_by_event)

    def is_question(self, node: Node) -> bool:
        """Whether people answer this gateway: a name, several flows, all labelled, none with a condition."""
        if node.tag not in (EXCLUSIVE, INCLUSIVE) or not node.name:
            return False
        flows = list(self.outgoing(node))
        return len(flows) > 1 and all(flow.name and not flow.condition for flow in flows)

    def lane_of(self, node: Node) -> str | None:
        """The lane of a node: its own, else that of the innermost subprocess around it that has one."""
        seen: set[str] = set()
        while node.lane is None and node.scope in self.nodes and node.scope not in seen:
            seen.add(node.scope)
            node = self.nodes[node.scope]
        return node.lane

    def outgoing(self, node: Node) -> Iterator[Flow]:
        """Sequence flows that leave a node."""
        return (self.flows[flow] for flow in node.outgoing)

    def incoming(self, node: Node) -> Iterator[Flow]:
        """Sequence flows that enter a node."""
        return (self.flows[flow] for flow in node.incoming)


@dataclass(frozen=True, slots=True)
class Participant:
    """A pool; `process` is empty for a black box."""

    id: str
    name: str
    process: str
    line: int | None


@dataclass(frozen=True, slots=True)
class MessageFlow:
    """A drawn message flow; it documents, it does not route."""

    id: str
    name: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """One BPMN file."""

    file: str
    processes: tuple[Process, ...]
    participants: tuple[Participant, ...] = ()
    message_flows: tuple[MessageFlow, ...] = ()
    messages: tuple[str, ...] = ()
    """Names of the messages that the file declares."""
