"""From the model of the diagrams to the specs that the library runs.

The XML itself was read once, by `workflows.diagram`: what the validator judged is what runs here (ADR 0002).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from workflows.diagram import EventKind, Flow, Node, Process
from workflows.diagram import model as tag
from workflows.errors import BundleError
from workflows.spiff.specs.activities import CallActivity, ReceiveTask, RuleTask, SendTask, SubProcess, UserTask
from workflows.spiff.specs.base import NodeSpec
from workflows.spiff.specs.events import BoundaryEvent, CatchEvent, EndEvent, StartEvent, ThrowEvent
from workflows.spiff.specs.gateways import EventBasedGateway, ExclusiveGateway, InclusiveGateway, ParallelGateway

_PLAIN: dict[str, type[NodeSpec]] = {
    tag.START_EVENT: StartEvent, tag.END_EVENT: EndEvent, tag.THROW_EVENT: ThrowEvent, tag.CATCH_EVENT: CatchEvent,
    tag.BOUNDARY_EVENT: BoundaryEvent, tag.SEND_TASK: SendTask, tag.RULE_TASK: RuleTask,
    tag.PARALLEL: ParallelGateway, tag.EVENT_GATEWAY: EventBasedGateway,
}  # fmt: skip
_CHOICES = {tag.EXCLUSIVE: ExclusiveGateway, tag.INCLUSIVE: InclusiveGateway}
_ACTIVITIES = {
    tag.USER_TASK: UserTask, tag.RECEIVE_TASK: ReceiveTask, tag.CALL_ACTIVITY: CallActivity,
    tag.SUBPROCESS: SubProcess,
}  # fmt: skip
_EVENTS = {
    tag.START_EVENT: {EventKind.NONE, EventKind.MESSAGE},
    tag.CATCH_EVENT: {EventKind.MESSAGE, EventKind.TIMER},
    tag.THROW_EVENT: {EventKind.NONE, EventKind.MESSAGE, EventKind.ESCALATION},
    tag.BOUNDARY_EVENT: {EventKind.MESSAGE, EventKind.TIMER, EventKind.ERROR, EventKind.ESCALATION},
    tag.END_EVENT: {EventKind.NONE, EventKind.MESSAGE, EventKind.TERMINATE, EventKind.ERROR, EventKind.ESCALATION},
}  # fmt: skip


class ScopeSpec(BpmnProcessSpec):  # type: ignore[misc]
    """What can be the inside of a scope: a process or a subprocess."""

    entry = ""
    """Id of the start event at which a token is put when the scope opens without a message."""


@dataclass(frozen=True, slots=True)
class Program:
    """All processes of a bundle, ready to run; kept once per bundle version, never in the state."""

    specs: Mapping[str, ScopeSpec]
    """By id of the process or subprocess."""
    processes: Mapping[str, Process]

    def node(self, process: str, element: str) -> Node | None:
        """A node by its process and id."""
        found = self.processes.get(process)
        return found.nodes.get(element) if found else None


def compile_program(processes: Iterable[Process]) -> Program:
    """Make the specs of all executable processes. Raises BundleError for an element that the validator refuses."""
    by_id = {process.id: process for process in processes if process.executable}
    specs: dict[str, ScopeSpec] = {}
    for process in by_id.values():
        inner = [n.id for n in process.nodes.values() if n.tag == tag.SUBPROCESS]
        for scope in (process.id, *inner):
            specs[scope] = _scope_spec(process, scope)
    return Program(specs, by_id)


def _scope_spec(process: Process, scope: str) -> ScopeSpec:
    spec = ScopeSpec(scope, process.name, process.file)
    nodes = [node for node in process.inside(scope) if node.tag not in tag.DRAWN_ONLY]
    for node in nodes:
        if node.id in spec.task_specs:
            message = f"De naam “{node.id}” is in {process.file} al bezet; geef dit element een ander id."
            raise BundleError(message)
        _node_spec(spec, process, node)
    for node in nodes:
        for flow in process.outgoing(node):
            if flow.target not in spec.task_specs:
                message = f"Een pijl uit “{node.name or node.id}” in {process.file} komt nergens in dezelfde route uit."
                raise BundleError(message)
            spec.task_specs[node.id].connect(spec.task_specs[flow.target])
    starts = process.start_events(scope)
    plain = [start for start in starts if start.event.kind is start.event.kind.NONE] or list(starts)
    spec.entry = plain[0].id if plain else ""
    return spec


def _node_spec(spec: ScopeSpec, process: Process, node: Node) -> NodeSpec:
    """The spec of one element. What the library would get silently wrong must not run, validator or not (trap 2)."""
    flows = tuple(process.outgoing(node))
    if node.event.kind in _EVENTS.get(node.tag, {node.event.kind}) and not (node.loop and node.loop.standard):
        return _spec_of_kind(spec, process, node, flows)
    raise _unknown(process, node)


def _spec_of_kind(spec: ScopeSpec, process: Process, node: Node, flows: tuple[Flow, ...]) -> NodeSpec:
    if node.tag in _PLAIN:
        return _PLAIN[node.tag](spec, node, flows)
    if node.tag in _CHOICES:
        return _CHOICES[node.tag](spec, node, flows, question=process.is_question(node))
    if node.tag in _ACTIVITIES:
        boundaries = tuple(event.id for event in process.boundaries(node.id))
        return _ACTIVITIES[node.tag](spec, node, flows, boundaries=boundaries)
    raise _unknown(process, node)


def _unknown(process: Process, node: Node) -> BundleError:
    return BundleError(f"“{node.name or node.id}” in {process.file} is een soort element dat Leidraad niet uitvoert.")
