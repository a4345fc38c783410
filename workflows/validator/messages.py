"""Messages between the routes of a dossier: each has a name, someone throws it, and someone hears it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import BPMN, Node, Process
from workflows.diagram.model import START_EVENT
from workflows.types import Finding
from workflows.validator.material import BpmnFile, Material, hears_message, throws_message
from workflows.validator.panel import labelled
from workflows.validator.report import at_node, at_tag, line_of, listed, meant, quoted

_CHOOSE: Final = "Vul “Naam van het bericht” in: dezelfde als waar het wordt verstuurd."
_NOTIFY: Final = (
    f"Moet iemand ervan horen, kies dan bij {labelled('aan')} een functie, zoals directeur. "
    "Is het voor een ander proces, vul dan “Naam van het bericht” in."
)


def check_message_names(file: BpmnFile) -> Iterator[Finding]:
    """A message without a name is known nowhere else."""
    for message in file.root.iter(f"{{{BPMN}}}message"):
        if not message.get("name", "").strip():
            yield at_tag(file.name, "message", message.get("id", ""), "", line_of(message)).let_op(
                "message-without-name", "heeft geen naam; andere processen kunnen het niet horen.",
                "Vul “Naam van het bericht” in, dezelfde aan beide kanten.",
            )  # fmt: skip


def check_messages(material: Material) -> Iterator[Finding]:
    """Messages that nobody hears or nobody throws, and messages that start two processes."""
    thrown = {n.event.name for p in material.processes for n in p.nodes.values() if throws_message(n)}
    heard = {n.event.name for p in material.processes for n in p.nodes.values() if hears_message(n)}
    for process in material.processes:
        to_black_box = _to_black_box(material, process)
        for node in process.nodes.values():
            if throws_message(node):
                if not node.event.name:
                    yield at_node(process, node).fout(
                        "no-message", "verzendt geen bericht en zegt niet aan wie.", _NOTIFY
                    )
                elif node.event.name not in heard and node.id not in to_black_box:
                    yield at_node(process, node).let_op(
                        "message-not-heard", f"verzendt {quoted(node.event.name)}; geen proces wacht daarop."
                        f"{meant(node.event.name, heard)}", "Laat een proces ermee beginnen of erop wachten.",
                    )  # fmt: skip
            elif hears_message(node):
                yield from _heard(process, node, thrown)
    yield from _starts(material)


def _heard(process: Process, node: Node, thrown: set[str]) -> Iterator[Finding]:
    if not node.event.name:
        yield at_node(process, node).fout("no-message", "wacht op een bericht, maar op welk?", _CHOOSE)
    elif node.event.name not in thrown and not node.listed("knop"):
        yield at_node(process, node).let_op(
            "message-not-thrown", f"wacht op {quoted(node.event.name)}; niemand verzendt dat en er is geen knop."
            f"{meant(node.event.name, thrown)}",
            f"Kies bij {labelled('knop')} een functie, of laat een ander proces het bericht verzenden.",
        )  # fmt: skip


def _to_black_box(material: Material, process: Process) -> set[str]:
    """Ids of the elements of a process from which a message flow leads to a pool in which nothing is drawn."""
    boxes = material.black_boxes
    return {
        flow.source for file in material.bpmn if file.name == process.file for flow in file.diagram.message_flows
        if flow.target in boxes
    }  # fmt: skip


def _starts(material: Material) -> Iterator[Finding]:
    starting: dict[str, list[tuple[Process, Node]]] = {}
    for process in sorted(material.processes, key=lambda p: (p.file in material.judged, p.file)):
        for node in process.start_events():
            if hears_message(node) and node.event.name:
                starting.setdefault(node.event.name, []).append((process, node))
    for name, starts in starting.items():
        for process, node in starts[1:]:
            others = [other.name for other, start in starts if start is not node]
            yield at_node(process, node).fout(
                "message-starts-two", f"begint met het bericht {quoted(name)}, net als {listed(others)}.",
                "Laat één start met dit bericht beginnen; geef de andere een eigen bericht.",
            )  # fmt: skip
    for process in material.processes:
        yield from _same_event_subprocess(process)


def _same_event_subprocess(process: Process) -> Iterator[Finding]:
    seen: set[str] = set()
    for sub in process.event_subprocesses():
        for node in process.start_events(sub.id):
            if node.tag == START_EVENT and node.event.name and node.event.name in seen:
                yield at_node(process, node).fout(
                    "message-starts-two", f"begint met {quoted(node.event.name)}, net als een ander subproces.",
                    "Geef elk gebeurtenis-subproces een eigen bericht.",
                )  # fmt: skip
            seen.add(node.event.name)


def check_starting(material: Material) -> Iterator[Finding]:
    """Processes that nothing can start: no message start, and nobody calls them."""
    for process in material.processes:
        starts = process.start_events()
        if starts and not any(hears_message(start) for start in starts) and process.id not in material.callers:
            yield at_node(process, starts[0]).let_op(
                "never-started", f"begint {quoted(process.name)}, maar niets roept dat proces aan.",
                "Laat het met een bericht beginnen (met een knop), of roep het aan vanuit een ander proces.",
            )  # fmt: skip
