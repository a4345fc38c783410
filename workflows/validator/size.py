"""Limits: what is over one is told with both numbers, before anything that takes long looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import Process
from workflows.types import Finding
from workflows.validator.material import BpmnFile, Material, enclosing
from workflows.validator.report import Place, at_file, at_flow, at_node, at_process, at_tag, line_of
from workflows.validator.texts import texts_of

_SPLIT: Final = "Verdeel het proces: zet een deel in een eigen proces en roep dat aan."


def over_limits(material: Material) -> list[Finding]:
    """What makes a protocol too large to look at any further, told of a judged file at least."""
    found = [
        *_protocol(material),
        *(finding for process in material.processes for finding in _process(process, material)),
    ]
    if found and not any(finding.file in material.judged for finding in found):
        found.append(at_file(min(material.judged, default="")).fout(
            "protocol-too-large", "hoort bij een protocol dat te groot is om na te kijken.",
            "Kijk eerst het hele protocol na.",
        ))  # fmt: skip
    return found


def _protocol(material: Material) -> Iterator[Finding]:
    limits = material.limits
    texts = sum(len(text.text) for process in material.processes for text in texts_of(process, material))
    roots = [*(file.root for file in material.bpmn), *(file.root for file in material.dmn)]
    parts = sum(1 for root in roots for _ in root.iter())
    for what, number, limit in (
        ("processen", sum(len(file.diagram.processes) for file in material.bpmn), limits.max_processes),
        ("elementen", sum(len(process.nodes) for process in material.processes), limits.max_total_elements),
        ("onderdelen", parts, limits.max_xml_elements),
        ("tekens aan voorwaarden en termijnen", texts, limits.max_expression_characters),
    ):
        if number > limit:
            first = min(material.judged, default="")
            yield at_file(first).fout(
                "protocol-too-large", f"hoort bij een protocol met {number} {what}; het mogen er {limit} zijn.",
                "Verdeel het over meer protocollen.",
            )  # fmt: skip


def _process(process: Process, material: Material) -> Iterator[Finding]:
    limits = material.limits
    for what, number, limit in (
        ("elementen", len(process.nodes), limits.max_elements), ("pijlen", len(process.flows), limits.max_flows),
        ("banen", len(process.lanes), limits.max_lanes),
    ):  # fmt: skip
        if number > limit:
            message = f"heeft {number} {what}; het mogen er {limit} zijn."
            yield at_process(process).fout("process-too-large", message, _SPLIT)


def too_many(material: Material, limit: int) -> Finding:
    """What is said where judging stopped before the end."""
    return at_file(min(material.judged, default="")).fout(
        "too-many-findings", f"hoort bij een protocol met meer dan {limit} bevindingen; de rest staat er niet bij.",
        "Verbeter deze eerst en kijk het protocol dan opnieuw na.",
    )  # fmt: skip


def check_nesting(process: Process, material: Material) -> Iterator[Finding]:
    """Subprocesses within subprocesses, too deep to follow."""
    limit = material.limits.max_nesting
    for node in process.nodes.values():
        depth = sum(1 for _ in enclosing(process, node))
        if depth > limit:
            yield at_node(process, node).fout(
                "too-deep", f"ligt {depth} subprocessen diep; het mogen er {limit} zijn.", _SPLIT
            )
            return


def check_lengths(process: Process, material: Material) -> Iterator[Finding]:
    """Names, ids and explanations that are too long to show."""
    limits = material.limits
    named: list[tuple[str, str, Place]] = [(process.id, process.name, at_process(process))]
    named += [(node.id, node.name, at_node(process, node)) for node in process.nodes.values()]
    named += [(flow.id, flow.name, at_flow(process, flow)) for flow in process.flows.values()]
    named += [(ln.id, ln.name, at_tag(process.file, "lane", ln.id, ln.name, ln.line)) for ln in process.lanes]
    for own, name, place in named:
        for text, limit, what in ((own, limits.max_id_length, "id"), (name, limits.max_name_length, "naam")):
            if len(text) > limit:
                yield place.fout(
                    "too-long", f"heeft een {what} van {len(text)} tekens; het mogen er {limit} zijn.",
                    "Kort de tekst in; wat er uit te leggen is, hoort bij Uitleg.",
                )  # fmt: skip
    for node in process.nodes.values():
        if len(node.documentation) > limits.max_documentation_length:
            yield at_node(process, node).fout(
                "too-long",
                f"heeft {len(node.documentation)} tekens uitleg; het mogen er {limits.max_documentation_length} zijn.",
                "Kort de uitleg in.",
            )  # fmt: skip


def check_characters(file: BpmnFile) -> Iterator[Finding]:
    """Names with characters that cannot be seen, and that make two names look alike."""
    for element in file.root.iter("*"):
        name = element.get("name", "")
        hidden = next((c for c in name if not c.isprintable() and c not in "\n\r\t\xa0"), "")
        if hidden:
            yield at_file(file.name, line_of(element)).let_op(
                "hidden-character", f"heeft een onzichtbaar teken (U+{ord(hidden):04X}) in een naam.",
                "Typ de naam in de modeler opnieuw.",
            )  # fmt: skip
