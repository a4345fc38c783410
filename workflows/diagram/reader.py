"""From the tree of a BPMN file to its model. Tolerant: what is missing is empty, what is unknown keeps its tag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from workflows.diagram.model import (
    BOUNDARY_EVENT,
    Diagram,
    Event,
    EventKind,
    Flow,
    Lane,
    Loop,
    MessageFlow,
    Node,
    Participant,
    Process,
    TimerKind,
)  # fmt: skip
from workflows.sources import line_of

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFF: Final = "http://spiffworkflow.org/bpmn/schema/1.0/core"

_NOT_NODES: Final = frozenset({
    "sequenceFlow", "laneSet", "documentation", "extensionElements", "dataObject", "incoming", "outgoing",
    "ioSpecification", "property", "association", "group", "textAnnotation", "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics", "monitoring", "auditing", "dataInputAssociation", "dataOutputAssociation",
    "correlationSubscription", "supports", "resourceRole", "performer", "potentialOwner", "humanPerformer",
})  # fmt: skip


def local_name(element: etree._Element) -> str:
    """The tag of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def read_diagram(root: etree._Element, file: str) -> Diagram:
    """Read what a parsed BPMN file says; `file` is the name that findings show."""
    names = _References(root)
    participants = tuple(
        Participant(_id(p), p.get("name", ""), _bare(p.get("processRef", "")), line_of(p))
        for p in root.iter(_tag("participant"))
    )
    pools = {p.process: p.name for p in participants if p.process and p.name}
    return Diagram(
        file=file,
        processes=tuple(_process(p, file, pools, names) for p in root.iter(_tag("process"))),
        participants=participants,
        message_flows=tuple(
            MessageFlow(_id(f), f.get("name", ""), _bare(f.get("sourceRef", "")), _bare(f.get("targetRef", "")))
            for f in root.iter(_tag("messageFlow"))
        ),
        messages=tuple(m.get("name") or _id(m) for m in root.iter(_tag("message"))),
    )


def _tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def _bare(reference: str) -> str:
    """A QName reference without its prefix: other modelers write `tns:Process_1`."""
    return reference.strip().rpartition(":")[2]


def _id(element: etree._Element) -> str:
    return element.get("id", "")


def _text(element: etree._Element | None) -> str:
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


class _References:
    """Names of the messages, signals, errors and escalations that events refer to by id."""

    def __init__(self, root: etree._Element) -> None:
        self._names: dict[tuple[str, str], str] = {}
        for tag, attribute in (
            ("message", "name"), ("signal", "name"), ("error", "errorCode"), ("escalation", "escalationCode"),
        ):  # fmt: skip
            for element in root.iter(_tag(tag)):
                name = element.get(attribute) or element.get("name") or _id(element)
                self._names[tag, _id(element)] = name

    def name(self, tag: str, reference: str) -> str:
        bare = _bare(reference)
        return self._names.get((tag, bare), bare)


def _process(element: etree._Element, file: str, pools: dict[str, str], names: _References) -> Process:
    process_id = _id(element)
    lanes = tuple(_lanes(element))
    lane_of: dict[str, str] = {}
    for lane in lanes:
        for ref in lane.refs:
            lane_of[ref] = lane.name
    flows = {flow.id: flow for flow in _flows(element, process_id)}
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in flows.values():
        outgoing.setdefault(flow.source, []).append(flow.id)
        incoming.setdefault(flow.target, []).append(flow.id)
    nodes: dict[str, Node] = {}
    for child, scope in _flow_elements(element, process_id):
        node = _node(child, names)
        joined = replace(
            node, process=process_id, scope=scope, lane=lane_of.get(node.id),
            incoming=tuple(incoming.get(node.id, ())), outgoing=tuple(outgoing.get(node.id, ())),
        )  # fmt: skip
        nodes.setdefault(node.id, joined)
    return Process(
        id=process_id,
        name=element.get("name") or pools.get(process_id, "") or process_id,
        file=file,
        line=line_of(element),
        executable=element.get("isExecutable", "").strip() in ("true", "1"),
        nodes=nodes,
        flows=flows,
        lanes=lanes,
        data_objects=tuple(_id(d) for d in element.iter(_tag("dataObject"))),
    )


def _flow_elements(parent: etree._Element, scope: str) -> Iterator[tuple[etree._Element, str]]:
    for child in parent.iterchildren(f"{{{BPMN}}}*"):
        tag = local_name(child)
        if tag in _NOT_NODES or tag.endswith("EventDefinition"):
            continue
        yield child, scope
        if tag in ("subProcess", "transaction", "adHocSubProcess"):
            yield from _flow_elements(child, _id(child))


def _flows(element: etree._Element, process_id: str) -> Iterator[Flow]:
    for flow in element.iter(_tag("sequenceFlow")):
        parent = flow.getparent()
        yield Flow(
            id=_id(flow), name=flow.get("name", "").strip(), line=line_of(flow),
            source=_bare(flow.get("sourceRef", "")), target=_bare(flow.get("targetRef", "")),
            condition=_text(flow.find(_tag("conditionExpression"))),
            scope=_id(parent) if parent is not None else process_id,
        )  # fmt: skip


def _lanes(element: etree._Element) -> Iterator[Lane]:
    for lane in element.iter(_tag("lane")):
        refs = tuple(_bare(_text(ref)) for ref in lane.iterchildren(_tag("flowNodeRef")))
        yield Lane(_id(lane), " ".join(lane.get("name", "").split()), refs, line_of(lane))


def _node(element: etree._Element, names: _References) -> Node:
    """What an element says of itself; where it stands is filled in by `_process`."""
    tag = local_name(element)
    interrupting = element.get("cancelActivity" if tag == BOUNDARY_EVENT else "isInterrupting", "true")
    return Node(
        id=_id(element), tag=tag, name=" ".join(element.get("name", "").split()), line=line_of(element),
        process="", scope="",
        documentation="\n".join(_text(d) for d in element.iterchildren(_tag("documentation"))),
        properties=_properties(element), decision=_text(_extension(element, "calledDecisionId")),
        event=_event(element, names),
        attached_to=_bare(element.get("attachedToRef", "")), interrupting=interrupting.strip() in ("true", "1"),
        called=_bare(element.get("calledElement", "")), default=_bare(element.get("default", "")),
        triggered_by_event=element.get("triggeredByEvent", "false").strip() in ("true", "1"),
        loop=_loop(element),
    )  # fmt: skip


def _extension(element: etree._Element, name: str) -> etree._Element | None:
    extensions = element.find(_tag("extensionElements"))
    return None if extensions is None else extensions.find(f"{{{SPIFF}}}{name}")


def _properties(element: etree._Element) -> dict[str, str]:
    properties = _extension(element, "properties")
    if properties is None:
        return {}
    return {
        p.get("name", "").strip(): p.get("value", "").strip()
        for p in properties.iterchildren(f"{{{SPIFF}}}property")
    }  # fmt: skip


def _loop(element: etree._Element) -> Loop | None:
    if element.find(_tag("standardLoopCharacteristics")) is not None:
        return Loop(standard=True, sequential=True)
    loop = element.find(_tag("multiInstanceLoopCharacteristics"))
    if loop is None:
        return None
    item = loop.find(_tag("inputDataItem"))
    return Loop(
        standard=False,
        sequential=loop.get("isSequential", "false").strip() in ("true", "1"),
        collection=_bare(_text(loop.find(_tag("loopDataInputRef")))),
        item="" if item is None else item.get("name") or _id(item),
    )


def _event(element: etree._Element, names: _References) -> Event:
    tag = local_name(element)
    if tag in ("sendTask", "receiveTask"):
        return Event(EventKind.MESSAGE, names.name("message", element.get("messageRef", "")))
    definitions = [c for c in element.iterchildren(f"{{{BPMN}}}*") if local_name(c).endswith("EventDefinition")]
    definitions += list(element.iterchildren(_tag("eventDefinitionRef")))
    if not definitions:
        return Event(EventKind.NONE)
    if len(definitions) > 1 or local_name(definitions[0]) == "eventDefinitionRef":
        return Event(EventKind.MULTIPLE)
    return _event_definition(definitions[0], names)


def _event_definition(definition: etree._Element, names: _References) -> Event:
    word = local_name(definition).removesuffix("EventDefinition")
    if word == "timer":
        for timer in TimerKind:
            found = definition.find(_tag(timer))
            if found is not None:
                return Event(EventKind.TIMER, timer=timer, text=_text(found))
        return Event(EventKind.TIMER)
    if word in ("message", "signal", "error", "escalation"):
        return Event(EventKind(word), names.name(word, definition.get(f"{word}Ref", "")))
    return Event(EventKind(word)) if word in set(EventKind) else Event(EventKind.MULTIPLE)
