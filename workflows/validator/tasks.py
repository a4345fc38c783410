"""Work for people: its name, lane, form and term, and who may not or need not do it alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import EventKind, Node, Process
from workflows.diagram.model import THROW_EVENT, USER_TASK
from workflows.types import Finding
from workflows.validator.material import Material, flow_nodes, work_of
from workflows.validator.panel import labelled
from workflows.validator.report import at_node, meant, quoted

_DRAG: Final = "Kies bij “Wie doet het” een baan, of versleep het element daarheen."


def check_names(process: Process, _: Material) -> Iterator[Finding]:
    """What people see has a name."""
    for node in flow_nodes(process):
        if node.name:
            continue
        if node.tag == USER_TASK:
            yield at_node(process, node).fout("no-name", "heeft geen naam.", "Vul bij “Naam” in hoe de taak heet.")
        elif node.tag == THROW_EVENT and node.event.kind is EventKind.NONE:
            yield at_node(process, node).let_op(
                "no-name", "is een mijlpaal zonder naam.", "Noem hem zoals de school de stap noemt."
            )


def check_tasks(process: Process, _: Material) -> Iterator[Finding]:
    """Each user task has a form, a term and an explanation; questions have an explanation."""
    for node in work_of(process):
        place = at_node(process, node)
        if node.tag == USER_TASK:
            if "formulier" not in node.properties:
                yield place.fout("no-form", "heeft geen formulier.", "Kies bij “Formulier” wat mensen hier invullen.")
            if "termijn" not in node.properties:
                yield place.let_op("no-term", "heeft geen termijn.", "Kies bij “Termijn” een tijd, zoals 5 werkdagen.")
            if process.lane_of(node) is None and "lane" not in node.properties:
                yield place.let_op(
                    "no-lane", "staat in geen baan; dan kan iedereen op het dossier deze taak doen.",
                    f"{_DRAG} Is het de bedoeling, laat het dan zo.",
                )  # fmt: skip
        if not node.documentation:
            yield place.let_op(
                "no-documentation", "heeft geen uitleg.", "Schrijf het op bij “Uitleg: wat je doet en waarom”."
            )


def check_forms(process: Process, material: Material) -> Iterator[Finding]:
    """Forms that are named are there, and can be read."""
    for node in process.nodes.values():
        key = node.properties.get("formulier", "")
        if key and key not in material.forms:
            yield at_node(process, node).fout(
                "unknown-form", f"noemt het formulier {quoted(key)}, dat er niet is.{meant(key, material.forms)}",
                "Maak dit formulier, of kies bij “Formulier” een dat er is.",
            )  # fmt: skip
        elif key and material.forms[key].form is None and material.forms[key].name not in material.judged:
            yield at_node(process, node).fout(
                "broken-form", f"gebruikt het formulier {quoted(key)}, dat niet kan worden gelezen.",
                "Open het formulier bij het ontwerp en verbeter het.",
            )  # fmt: skip


def check_not_by(process: Process, material: Material) -> Iterator[Finding]:
    """`niet_door` names tasks or questions that this route can have."""
    names: set[str] | None = None
    for node in process.nodes.values():
        if "niet_door" not in node.properties:
            continue
        if names is None:
            names = {work.name for each in _same_route(process, material) for work in work_of(each)}
        for name in _named_tasks(node, names):
            yield at_node(process, node).fout(
                "unknown-task", f"noemt bij {labelled('niet_door')} de taak {quoted(name)}, die er niet is."
                f"{meant(name, names)}",
                "Kies daar een taak die er is.",
            )  # fmt: skip


def _named_tasks(node: Node, names: set[str]) -> Iterator[str]:
    return (name for name in node.listed("niet_door") if name not in names)


def _same_route(process: Process, material: Material) -> list[Process]:
    """The process, what it calls and what calls it: one route of the dossier."""
    found = {process.id: process}
    todo = [process]
    while todo:
        each = todo.pop()
        near = [called for _, called in material.calls(each)] + [by for by, _ in material.callers.get(each.id, ())]
        for other in near:
            if other.id not in found:
                found[other.id] = other
                todo.append(other)
    return list(found.values())
