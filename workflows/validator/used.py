"""Which elements name a form or a decision: what throwing it away, or changing it, is about. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.diagram import Node, Process
from workflows.validator.limits import Limits
from workflows.validator.material import Material
from workflows.validator.reading import read_material


@dataclass(frozen=True, slots=True)
class Naming:
    """An element that names a form or a decision; of a decision that needs another one, `element` is that decision."""

    file: str
    element: str
    name: str
    process: str = ""
    """What the process is called that it stands in; empty of a decision."""


def named_by(files: Mapping[str, bytes], limits: Limits | None = None) -> Mapping[str, tuple[Naming, ...]]:
    """Name of the file of a form or of decisions to what names them, in other files. Never raises on what they hold."""
    material, _ = read_material(files, {}, limits or Limits())
    found: dict[str, dict[Naming, None]] = {}
    for file, naming in namings(material):
        if naming.file != file:
            found.setdefault(file, {})[naming] = None
    return {file: tuple(those) for file, those in found.items()}


def namings(material: Material) -> Iterator[tuple[str, Naming]]:
    """The file of a form or of decisions, and what names it."""
    owners = {decision: file.name for file in material.dmn for decision in file.lines}
    for process in material.processes:
        for node in process.nodes.values():
            form = material.forms.get(node.properties.get("formulier", ""))
            if form is not None:
                yield form.name, of_node(process, node)
            if node.decision in owners:
                yield owners[node.decision], of_node(process, node)
    for model in material.decisions.values():
        for required in model.requirements:
            if required in owners:
                yield owners[required], Naming(owners[model.id], model.id, model.name or model.id)


def of_node(process: Process, node: Node) -> Naming:
    """An element, as who looks for it sees it named."""
    return Naming(process.file, node.id, node.name or node.id, process.name or process.id)
