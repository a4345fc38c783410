"""References between elements: each names something that exists, where it may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, Flow, Process, local_name
from workflows.diagram.model import BOUNDARY_EVENT
from workflows.types import Finding
from workflows.validator.material import BpmnFile, Material
from workflows.validator.panel import OTHERWISE
from workflows.validator.report import Place, at_flow, at_node, at_tag, line_of, quoted

_DRAW_AGAIN: Final = "Haal de pijl weg en teken hem opnieuw, van element naar element."
_CHOOSE: Final = "Kies in de modeler opnieuw waar dit naar verwijst, of haal het weg."
# Reference attributes by element, with the tags that they may name in the same file.
_TARGETS: Final = (
    ("messageEventDefinition", "messageRef", ("message",), "een bericht"),
    ("sendTask", "messageRef", ("message",), "een bericht"),
    ("receiveTask", "messageRef", ("message",), "een bericht"),
    ("errorEventDefinition", "errorRef", ("error",), "een fout"),
    ("escalationEventDefinition", "escalationRef", ("escalation",), "een escalatie"),
    ("participant", "processRef", ("process",), "een proces"),
    ("dataObjectReference", "dataObjectRef", ("dataObject",), "een gegevensobject"),
)  # fmt: skip


def check_references(file: BpmnFile) -> Iterator[Finding]:
    """Messages, errors, processes of pools, and ends of message flows that the file does not have."""
    known = {e.get("id", ""): local_name(e) for e in file.root.iter(f"{{{BPMN}}}*") if e.get("id")}
    for tag, attribute, targets, noun in _TARGETS:
        for element in file.root.iter(f"{{{BPMN}}}{tag}"):
            reference = _bare(element.get(attribute, ""))
            if reference and known.get(reference) not in targets:
                yield _visible(file.name, element).fout(
                    "dangling-reference", f"verwijst naar {noun} {quoted(reference)} dat er niet is.", _CHOOSE
                )
    yield from _loose_lines(file, set(known))


def _loose_lines(file: BpmnFile, known: set[str]) -> Iterator[Finding]:
    for flow in file.root.iter(f"{{{BPMN}}}messageFlow"):
        for attribute in ("sourceRef", "targetRef"):
            reference = _bare(flow.get(attribute, ""))
            if reference not in known:
                place = at_tag(file.name, "messageFlow", flow.get("id", ""), flow.get("name", ""), line_of(flow))
                yield place.fout("dangling-reference", f"hangt los: {quoted(reference)} is er niet.", _DRAW_AGAIN)
    for element in file.root.iter(f"{{{BPMN}}}association"):
        for attribute in ("sourceRef", "targetRef"):
            if _bare(element.get(attribute, "")) not in known:
                yield _visible(file.name, element).let_op(
                    "dangling-reference", "hangt los aan een kant.", "Haal de lijn weg of teken hem opnieuw."
                )


def _bare(reference: str) -> str:
    return reference.strip().rpartition(":")[2]


def _visible(file: str, element: etree._Element) -> Place:
    seen = element
    parent = element.getparent()
    if local_name(element).endswith("EventDefinition") and parent is not None:
        seen = parent
    return at_tag(file, local_name(seen), seen.get("id", ""), seen.get("name", ""), line_of(seen))


def check_flow_ends(process: Process, material: Material) -> Iterator[Finding]:
    """Sequence flows that hang loose, or cross the edge of a pool or a subprocess."""
    for flow in process.flows.values():
        place = at_flow(process, flow)
        missing = [end for end in (flow.source, flow.target) if end not in process.nodes]
        if any(end in material.owners for end in missing):
            yield place.fout(
                "flow-crosses-pool", "gaat naar een andere pool.",
                "Gebruik tussen pools een bericht: een tussengebeurtenis die verzendt en een start of wachtmoment.",
            )  # fmt: skip
        elif missing:
            yield place.fout("dangling-flow", f"hangt los: {quoted(missing[0])} is er niet.", _DRAW_AGAIN)
        elif _crosses(process, flow):
            yield place.fout(
                "flow-crosses-subprocess", "gaat over de rand van een subproces.",
                "Laat de pijl bij het subproces zelf beginnen of eindigen.",
            )  # fmt: skip


def _crosses(process: Process, flow: Flow) -> bool:
    return process.nodes[flow.source].scope != process.nodes[flow.target].scope


def check_node_references(process: Process, material: Material) -> Iterator[Finding]:
    """Default flows that are not the element's own, and lanes that name nothing."""
    for node in process.nodes.values():
        if node.default and node.default not in node.outgoing:
            yield at_node(process, node).fout(
                "dangling-default",
                f"heeft {quoted(node.default)} als pijl voor alle andere gevallen; die begint elders.",
                f"Kies een van de eigen pijlen en zet daar {OTHERWISE} aan.",
            )  # fmt: skip
        host = process.nodes.get(node.attached_to)
        if node.tag == BOUNDARY_EVENT and (host is None or host.scope != node.scope):
            yield at_node(process, node).fout(
                "dangling-boundary", "zit niet vast aan een taak of subproces.",
                "Sleep de gebeurtenis op de rand van een taak, aanroep of subproces.",
            )  # fmt: skip
    known = set(process.nodes) | _drawn(process, material)
    for lane in process.lanes:
        for reference in lane.refs:
            if reference not in known:
                yield at_tag(process.file, "lane", lane.id, lane.name, lane.line).fout(
                    "dangling-lane", f"noemt {quoted(reference)}, dat er niet is.",
                    "Versleep een element in de baan en bewaar het diagram opnieuw.",
                )  # fmt: skip


def _drawn(process: Process, material: Material) -> set[str]:
    """Ids of what lies in the process but is no flow node: data objects, texts, groups."""
    own = next((file for file in material.bpmn if file.name == process.file), None)
    if own is None:
        return set()
    parent = next((p for p in own.root.iter(f"{{{BPMN}}}process") if p.get("id", "") == process.id), None)
    return set() if parent is None else {str(e.get("id")) for e in parent.iter(f"{{{BPMN}}}*") if e.get("id")}
