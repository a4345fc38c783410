"""Gateways: questions to people, choices by data, splits, and the wait for the first event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from workflows.diagram import EventKind, Flow, Node, Process
from workflows.diagram.model import CATCH_EVENT, EVENT_GATEWAY, EXCLUSIVE, INCLUSIVE, PARALLEL, RECEIVE_TASK
from workflows.types import Finding
from workflows.validator.material import Material, flow_nodes
from workflows.validator.panel import OTHERWISE
from workflows.validator.report import at_flow, at_node, listed, quoted

_ONE_KIND: Final = "Geef óf alle pijlen een antwoord als tekst (een vraag), óf voorwaarden (een keuze)."
_QUESTION: Final = "Geef de keuze een naam (de vraag) en elke pijl een tekst (het antwoord)."
_CONDITION: Final = "Haal de voorwaarde weg, of zet een keuze (X of O) voor de pijl."
_WAITS: Final = "Laat de pijl naar een wachtmoment met een bericht of een klok gaan, of naar een ontvangsttaak."


def check_choices(process: Process, _: Material) -> Iterator[Finding]:
    """Exclusive and inclusive gateways that split: a question, or conditions with a default flow."""
    for node in flow_nodes(process):
        if node.tag not in (EXCLUSIVE, INCLUSIVE) or len(node.outgoing) < 2:
            continue
        flows = list(process.outgoing(node))
        if any(flow.condition for flow in flows):
            yield from _data_choice(process, node, flows)
        else:
            yield from _question(process, node, flows)


def _data_choice(process: Process, node: Node, flows: list[Flow]) -> Iterator[Finding]:
    bare = [flow for flow in flows if not flow.condition and flow.id != node.default]
    for flow in bare:
        yield at_flow(process, flow).fout(
            "flow-without-condition",
            f"vertrekt uit {quoted(node.name or node.id)} zonder voorwaarde, naast pijlen die er wel een hebben.",
            f"Geef de pijl een voorwaarde, of zet {OTHERWISE} aan. {_ONE_KIND}",
        )  # fmt: skip
    if node.default not in node.outgoing and not any(_always(flow) for flow in flows):
        yield at_node(process, node).fout(
            "no-default", f"heeft geen pijl met {OTHERWISE}; als geen voorwaarde klopt, loopt de route vast.",
            f"Kies één pijl en zet daar {OTHERWISE} aan.",
        )  # fmt: skip
    for flow in flows:
        if flow.id == node.default and flow.condition:
            yield at_flow(process, flow).let_op(
                "default-with-condition", f"heeft {OTHERWISE}; zijn voorwaarde telt niet.", "Haal de voorwaarde weg."
            )


def _always(flow: Flow) -> bool:
    return flow.condition.removeprefix("=").strip() == "true"


def _question(process: Process, node: Node, flows: list[Flow]) -> Iterator[Finding]:
    place = at_node(process, node)
    nameless = [flow for flow in flows if not flow.name]
    if not node.name:
        yield place.fout("question-without-name", "heeft pijlen zonder voorwaarde en geen naam.", _QUESTION)
    for flow in nameless:
        yield at_flow(process, flow).fout(
            "answer-without-label",
            f"vertrekt uit {quoted(node.name or node.id)} zonder tekst en voorwaarde.",
            _QUESTION,
        )
    if node.default:
        yield place.fout(
            "question-with-default", f"is een vraag met een pijl met {OTHERWISE}; mensen kiezen, dus dat telt nooit.",
            f"Zet {OTHERWISE} bij die pijl uit.",
        )  # fmt: skip
    labels = Counter(" ".join(flow.name.split()).casefold() for flow in flows if flow.name)
    twice = [label for label, count in labels.items() if count > 1]
    if twice:
        yield place.fout(
            "same-answer", f"heeft het antwoord {listed(twice)} meer dan één keer.", "Geef elk een eigen tekst."
        )
    if node.tag == INCLUSIVE and len(labels) > 1 and all(_excludes(flow.name) for flow in flows):
        yield place.fout(
            "answers-exclude", "laat maar één antwoord toe, terwijl er meer gekozen mogen worden.",
            "Gebruik een keuze met een X, of noem de antwoorden anders dan Nee of Niets.",
        )  # fmt: skip


def _excludes(label: str) -> bool:
    return label.split(",", maxsplit=1)[0].strip().casefold() in ("nee", "niets")


def check_question_lanes(process: Process, _: Material) -> Iterator[Finding]:
    """A question in no lane is open to everyone on the dossier."""
    for node in flow_nodes(process):
        if process.is_question(node) and process.lane_of(node) is None:
            yield at_node(process, node).let_op(
                "no-lane", "staat in geen baan; dan kan iedereen op het dossier deze vraag beantwoorden.",
                "Kies bij “Wie doet het” de baan van wie kiest, als dat niet de bedoeling is.",
            )  # fmt: skip


def check_splits(process: Process, _: Material) -> Iterator[Finding]:
    """A parallel gateway whose flows have texts takes them all: perhaps it was a question."""
    for node in flow_nodes(process):
        named = [flow.name for flow in process.outgoing(node) if flow.name]
        if node.tag == PARALLEL and len(node.outgoing) > 1 and named:
            yield at_node(process, node).let_op(
                "split-with-answers", f"volgt alle pijlen tegelijk, maar er staat tekst bij: {listed(named)}. Bedoelde "
                "je een vraag?", "Is het een vraag, maak er dan in de modeler een keuze met een X (één antwoord) of "
                "een O (meer antwoorden) van. Moet alles tegelijk, haal dan de tekst bij de pijlen weg.",
            )  # fmt: skip


def check_conditions_in_place(process: Process, _: Material) -> Iterator[Finding]:
    """Conditions where they are never asked: behind a task, an event, a splitting or a joining gateway."""
    for flow in process.flows.values():
        source = process.nodes.get(flow.source)
        if not flow.condition or source is None:
            continue
        if source.tag not in (EXCLUSIVE, INCLUSIVE):
            yield at_flow(process, flow).fout(
                "condition-not-asked", f"heeft een voorwaarde, maar {quoted(source.name or source.id)} kiest niet.",
                _CONDITION,
            )  # fmt: skip
        elif len(source.outgoing) == 1:
            yield at_flow(process, flow).fout(
                "condition-not-asked", "is de enige pijl naar buiten; zijn voorwaarde wordt nooit gevraagd.",
                f"Haal de voorwaarde weg, of teken een tweede pijl, met {OTHERWISE}.",
            )  # fmt: skip
    for node in process.nodes.values():
        if node.default and node.tag not in (EXCLUSIVE, INCLUSIVE):
            yield at_node(process, node).fout(
                "default-not-asked", "heeft een pijl voor alle andere gevallen, maar kiest niet.",
                "Verander die pijl in een “Gewone pijl”, of zet een keuze (X of O) achter het element.",
            )  # fmt: skip


def check_event_gateways(process: Process, _: Material) -> Iterator[Finding]:
    """A gateway that waits for the first event has at least two, each for itself."""
    for node in flow_nodes(process):
        if node.tag != EVENT_GATEWAY:
            continue
        if len(node.outgoing) == 1:
            yield at_node(process, node).fout(
                "event-gateway", "wacht maar op één ding.", "Teken minstens twee pijlen, of haal het afwachtpunt weg."
            )
        for flow in process.outgoing(node):
            target = process.nodes.get(flow.target)
            if target is not None:
                yield from _race(process, node, target)


def _race(process: Process, node: Node, target: Node) -> Iterator[Finding]:
    place, name = at_node(process, target), quoted(node.name or node.id)
    waits = target.tag == RECEIVE_TASK or (
        target.tag == CATCH_EVENT and target.event.kind in (EventKind.MESSAGE, EventKind.TIMER)
    )
    if not waits:
        yield place.fout("event-gateway-target", f"staat achter {name}, dat op gebeurtenissen wacht.", _WAITS)
    elif len(target.incoming) > 1:
        yield place.fout(
            "event-gateway-target", f"staat achter {name} en heeft nog een andere pijl naar binnen.",
            "Geef het wachtmoment maar één pijl naar binnen; teken anders een tweede wachtmoment.",
        )  # fmt: skip
    elif process.boundaries(target.id):
        yield place.fout(
            "event-gateway-target", f"staat achter {name} en heeft een gebeurtenis op de rand.",
            "Haal de randgebeurtenis weg en zet hem als eigen wachtmoment achter het afwachtpunt.",
        )  # fmt: skip
