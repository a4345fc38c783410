"""From the files of a protocol to who may see what in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import THROW_EVENT
from workflows.errors import SourceError
from workflows.forms import walk
from workflows.rights import ANY_PHASE, FILE_NAME, STARTER, read_rights
from workflows.sights.model import Asking, GroupAsked, Sights
from workflows.validator import Limits
from workflows.validator.material import Material
from workflows.validator.reading import read_material
from workflows.validator.used import of_node


def sights_of(files: Mapping[str, bytes], limits: Limits | None = None) -> Sights:
    """Look through a protocol; what cannot be read is left out. Never raises on what files hold."""
    material, findings = read_material(files, {}, limits or Limits())
    rights, problem = material.rights, ""
    if FILE_NAME in files:
        try:
            rights = read_rights(files[FILE_NAME])
        except SourceError as error:
            rights, problem = None, error.message
    grants = rights.grants if rights else ()
    own = (*material.protocol.functies, STARTER)
    functions = dict.fromkeys((*own, *(each.function for each in grants)))
    named = {each.phase for each in grants} - {ANY_PHASE}
    phases = dict.fromkeys(phases_of(material)) | dict.fromkeys(sorted(named - {*phases_of(material)}))
    cure = next((each.cure for each in findings if each.file == FILE_NAME), "")
    return Sights(
        tuple(functions), frozenset(own), tuple(_groups(material, [each.group for each in grants])), tuple(phases),
        rights, problem, cure, dict(_routes(material)),
    )  # fmt: skip


def phases_of(material: Material) -> tuple[str, ...]:
    """The phases of milestones, in the order of the drawings."""
    nodes = (node for process in material.processes for node in process.nodes.values() if node.tag == THROW_EVENT)
    return tuple(dict.fromkeys(each for node in nodes if (each := node.properties.get("fase", ""))))


def _groups(material: Material, granted: list[str]) -> Iterator[GroupAsked]:
    """Those of the rights in their order, so that the picture stays as it was, then those that only forms have."""
    forms: dict[str, list[str]] = {each: [] for each in granted}
    for key, file in material.forms.items():
        for group in _asked(material, key):
            forms.setdefault(group, []).append(file.name)
    steps = list(_steps(material))
    for group, files in forms.items():
        yield GroupAsked(group, tuple(sorted(files)), tuple(each for groups, each in steps if group in groups))


def _asked(material: Material, form: str) -> frozenset[str]:
    found = material.forms.get(form)
    parts = walk(found.form.components) if found is not None and found.form is not None else ()
    return frozenset(part.veldgroep for part in parts if part.veldgroep)


def _steps(material: Material) -> Iterator[tuple[frozenset[str], Asking]]:
    for process in material.processes:
        for node in process.nodes.values():
            form = material.forms.get(node.properties.get("formulier", ""))
            groups = _asked(material, form.key) if form is not None else frozenset()
            if form is not None and groups:
                yield groups, Asking(of_node(process, node), _who(material, process, node))


def _who(material: Material, process: Process, node: Node) -> tuple[str, ...]:
    lane = process.lane_of(node)
    meant = material.protocol.functions_of(process.id, lane) if lane and not node.listed("knop") else ()
    return tuple(dict.fromkeys((*meant, *node.listed("knop"), *node.listed("ook_door"))))


def _routes(material: Material) -> Iterator[tuple[str, frozenset[str]]]:
    """What a message begins; what is only called is part of another."""
    for process in material.processes:
        if any(each.event.kind is EventKind.MESSAGE for each in process.start_events()):
            yield process.name or process.id, _within(material, process)


def _within(material: Material, process: Process) -> frozenset[str]:
    found, seen, todo = set[str](), set[str](), [process]
    while todo:
        each = todo.pop()
        if each.id not in seen:
            seen.add(each.id)
            for node in each.nodes.values():
                found |= _asked(material, node.properties.get("formulier", ""))
            todo += [called for _, called in material.calls(each)]
    return frozenset(found)
