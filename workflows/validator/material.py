"""What is judged: the files of a protocol, read, with the look-ups that rules share. Judges nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from lxml import etree

from workflows.diagram import Diagram, EventKind, Node, Process
from workflows.diagram.model import CALL_ACTIVITY, END_EVENT, RULE_TASK, SEND_TASK, THROW_EVENT, THROWING, USER_TASK
from workflows.diagram.protocol import Protocol, name_key
from workflows.feel import Decisions
from workflows.forms import Form
from workflows.rights import Rights
from workflows.rules import Rules
from workflows.validator.graph import components
from workflows.validator.limits import Limits

_FLOW_ENDINGS: Final = ("Event", "Task", "Gateway")
_FLOW_TAGS: Final = frozenset({"task", "callActivity", "subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class BpmnFile:
    """A BPMN file: its tree and the one reading of it. Known by itself: the same bytes are the same file."""

    name: str
    root: etree._Element
    diagram: Diagram


@dataclass(frozen=True, slots=True)
class DmnFile:
    """A DMN file whose tree could be read, with the ids of its decisions and their lines."""

    name: str
    root: etree._Element
    lines: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form file; `form` is None where it could not be read."""

    name: str
    key: str
    form: Form | None


@dataclass(frozen=True)
class Material:
    """All that is known of the protocol, from the judged files and the files around them."""

    judged: frozenset[str]
    """Names of the files that findings may be about."""
    limits: Limits
    bpmn: tuple[BpmnFile, ...] = ()
    dmn: tuple[DmnFile, ...] = ()
    decisions: Decisions = field(default_factory=lambda: Decisions(()))
    forms: Mapping[str, FormFile] = field(default_factory=dict)
    protocol: Protocol = field(default_factory=Protocol)
    protocol_file: str = ""
    """Name of the protocol.toml, empty where there is none."""
    protocol_data: bytes = b""
    rights_file: str = ""
    """Name of the rechten.csv, empty where there is none."""
    rights: Rights | None = None
    """What it grants; None where it is not there, or could not be read."""
    rules: Rules = field(default_factory=Rules)
    """What the files of `rules/` say that could be read."""

    @cached_property
    def processes(self) -> tuple[Process, ...]:
        """Every process that has something in it; an empty one is a black box as other modelers write it."""
        return tuple(p for file in self.bpmn for p in file.diagram.processes if p.nodes or p.executable)

    @cached_property
    def by_id(self) -> dict[str, Process]:
        """The first process of each id."""
        found: dict[str, Process] = {}
        for process in self.processes:
            found.setdefault(process.id, process)
        return found

    @cached_property
    def black_boxes(self) -> frozenset[str]:
        """Ids of the pools in which nothing is drawn."""
        drawn = {process.id for file in self.bpmn for process in file.diagram.processes if process.nodes}
        return frozenset(p.id for file in self.bpmn for p in file.diagram.participants if p.process not in drawn)

    @cached_property
    def owners(self) -> dict[str, Process]:
        """Id of a node to the first process that has it."""
        found: dict[str, Process] = {}
        for process in self.processes:
            for node in process.nodes:
                found.setdefault(node, process)
        return found

    @cached_property
    def hearers(self) -> dict[str, tuple[str, ...]]:
        """Name of a message to the ids of the processes that it can reach."""
        found: dict[str, dict[str, None]] = {}
        for process in self.processes:
            for node in process.nodes.values():
                if hears_message(node):
                    found.setdefault(node.event.name, {})[process.id] = None
        return {name: tuple(processes) for name, processes in found.items()}

    @cached_property
    def decision_ids(self) -> frozenset[str]:
        """Ids of all decisions that a file has, also of those that cannot be read."""
        return frozenset(decision for file in self.dmn for decision in file.lines)

    def means_nobody(self, process: Process, name: str) -> bool:
        """Whether protocol.toml knows a name as a lane, and gives that lane no function."""
        lanes = {*self.protocol.lanen, *self.protocol.per_proces.get(process.id, ())}
        return not self.protocol.functions_of(process.id, name) and name_key(name) in lanes

    def calls(self, process: Process) -> Iterator[tuple[Node, Process]]:
        """The call activities of a process whose called process exists."""
        for node in process.nodes.values():
            if node.tag == CALL_ACTIVITY and node.called in self.by_id:
                yield node, self.by_id[node.called]

    @cached_property
    def callers(self) -> dict[str, tuple[tuple[Process, Node], ...]]:
        """Process id to the call activities that call it."""
        found: dict[str, list[tuple[Process, Node]]] = {}
        for process in self.processes:
            for node, called in self.calls(process):
                found.setdefault(called.id, []).append((process, node))
        return {called: tuple(by) for called, by in found.items()}

    @cached_property
    def alerts(self) -> dict[str, frozenset[tuple[EventKind, str]]]:
        """Process id to the errors and escalations that its elements, or what it calls, can give."""
        calls = {process.id: tuple(called.id for _, called in self.calls(process)) for process in self.by_id.values()}
        found: dict[str, frozenset[tuple[EventKind, str]]] = {}
        for group in components(calls):
            own = {alert for name in group for alert in alerts_of(self.by_id[name].nodes.values())}
            inner = frozenset(own.union(*(found.get(called, ()) for name in group for called in calls[name])))
            found |= dict.fromkeys(group, inner)
        return found


def flow_nodes(process: Process, scope: str | None = None) -> Iterator[Node]:
    """Events, activities and gateways of a process, or directly in one scope; data and artifacts left out."""
    nodes = process.nodes.values() if scope is None else process.inside(scope)
    return (node for node in nodes if node.tag.endswith(_FLOW_ENDINGS) or node.tag in _FLOW_TAGS)


def alerts_of(nodes: Iterable[Node]) -> Iterator[tuple[EventKind, str]]:
    """Kind and code of the errors and escalations that these elements give."""
    for node in nodes:
        if node.tag in (END_EVENT, THROW_EVENT) and node.event.kind in (EventKind.ERROR, EventKind.ESCALATION):
            yield node.event.kind, node.event.name


def throws_message(node: Node) -> bool:
    """Whether this element sends a message to routes, and not a notice to people."""
    sends = node.tag == SEND_TASK or (node.tag in (THROW_EVENT, END_EVENT) and node.event.kind is EventKind.MESSAGE)
    return sends and "aan" not in node.properties


def hears_message(node: Node) -> bool:
    """Whether this element waits for a message or starts with one."""
    return node.event.kind is EventKind.MESSAGE and node.tag not in THROWING


def work_of(process: Process) -> Iterator[Node]:
    """User tasks and questions: what people see."""
    return (n for n in process.nodes.values() if n.tag == USER_TASK or process.is_question(n))


def rule_tasks(process: Process) -> Iterator[Node]:
    """The business rule tasks that name a decision."""
    return (n for n in process.nodes.values() if n.tag == RULE_TASK and n.decision)


def enclosing(process: Process, node: Node) -> Iterator[Node]:
    """The subprocesses around a node, from the inside out."""
    seen = {node.id}
    scope = node.scope
    while scope in process.nodes and scope not in seen:
        seen.add(scope)
        yield process.nodes[scope]
        scope = process.nodes[scope].scope
