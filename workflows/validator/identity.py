"""Ids: every element has one, it is the only one of that id, and no word of the engine itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, Process, local_name
from workflows.types import Finding
from workflows.validator.material import BpmnFile, Material
from workflows.validator.report import at_flow, at_node, at_process, at_tag, line_of, quoted

_NEEDS_ID: Final = ("Event", "Task", "task", "Gateway", "callActivity", "subProcess", "process", "sequenceFlow")
_NAME: Final = re.compile(r"[^\W\d][\w.\-]*")
# Names of SpiffWorkflow's own task specs, and the key that makes its serialised state unloadable.
_RESERVED: Final = frozenset({"Start", "End", "Root", "StartEventSplit", "EndJoin", "typename"})
_RESERVED_ENDINGS: Final = (".EndJoin", ".StartEventSplit", ".BoundaryEventSplit", ".BoundaryEventJoin", ".ThrowEvent")
_RENAME: Final = (
    "Teken het element opnieuw, dan krijgt het een eigen id, of geef het in een ander programma een id dat nergens "
    "anders voorkomt."
)


def check_ids_in_file(file: BpmnFile) -> Iterator[Finding]:
    """Missing ids, and ids that stand twice in one file: the second element would be lost."""
    seen: dict[str, etree._Element] = {}
    for element in file.root.iter(f"{{{BPMN}}}*"):
        tag, own = local_name(element), element.get("id", "")
        if own and own not in seen:
            seen[own] = element
            continue
        place = at_tag(file.name, tag, own, element.get("name", ""), line_of(element))
        if not own and tag.endswith(_NEEDS_ID) and element.getparent() is not None:
            yield place.fout("no-id", "heeft geen id.", "Bewaar het diagram opnieuw in de modeler; die geeft elk id.")
        elif own:
            first = line_of(seen[own])
            yield place.fout("duplicate-id", f"heeft hetzelfde id {quoted(own)} als iets op regel {first}.", _RENAME)


def check_ids_in_bundle(material: Material) -> Iterator[Finding]:
    """Ids of processes and their elements that stand in two files of one bundle."""
    owners: dict[str, str] = {}
    order = sorted(material.processes, key=lambda p: (p.file in material.judged, p.file))
    for process in order:
        for own in (process.id, *process.nodes, *process.flows):
            owners.setdefault(own, process.file)
        if process.id and owners[process.id] != process.file:
            yield at_process(process).fout("duplicate-id", _elsewhere(process.id, owners), _RENAME)
        for node in process.nodes.values():
            if node.id and owners[node.id] != process.file:
                yield at_node(process, node).fout("duplicate-id", _elsewhere(node.id, owners), _RENAME)
        for flow in process.flows.values():
            if flow.id and owners[flow.id] != process.file:
                yield at_flow(process, flow).let_op("duplicate-flow-id", _elsewhere(flow.id, owners), _RENAME)


def _elsewhere(own: str, owners: dict[str, str]) -> str:
    return f"heeft hetzelfde id {quoted(own)} als iets in bestand {quoted(owners[own])}."


def check_reserved_ids(process: Process, _: Material) -> Iterator[Finding]:
    """Ids that collide with the engine's own names, or that no modeler would write."""
    places = [(process.id, at_process(process))]
    places += [(node.id, at_node(process, node)) for node in process.nodes.values()]
    places += [(flow.id, at_flow(process, flow)) for flow in process.flows.values()]
    for own, place in places:
        if own in _RESERVED or own.endswith(_RESERVED_ENDINGS) or own.startswith("__"):
            yield place.fout("reserved-id", f"heeft het id {quoted(own)}, dat de motor zelf gebruikt.", _RENAME)
        elif own and not _NAME.fullmatch(own):
            yield place.fout(
                "bad-id", f"heeft het id {quoted(own)}; daar mogen alleen letters, cijfers, - _ en . in.", _RENAME
            )
