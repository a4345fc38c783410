"""Gateways that do not say by what they choose become questions; several arrows out of one task get a gateway."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import Flow, Node, Process
from workflows.diagram.model import EXCLUSIVE, INCLUSIVE
from workflows.editing import Sheet, bare, bpmn, first_place, unset
from workflows.picture.plane import Box
from workflows.proposals.conditions import LANGUAGES
from workflows.proposals.drawn import GAP, GATEWAY, add_edge, add_shape, begin_edge, box_of, make_room
from workflows.proposals.juel import to_feel
from workflows.proposals.known import Known, called
from workflows.proposals.model import Asked, Deed, Editing, Proposal, ProposalKind

_QUESTION: Final = ("question-without-name", "answer-without-label", "question-with-default", "same-answer")
_BARE: Final = ("no-default", "flow-without-condition")
_CONDITIONS: Final = (*LANGUAGES, "never-true", "field-never-set", "bare-word")
_LONGEST: Final = 100
_SPLITS: Final = (
    (EXCLUSIVE, "iemand kiest één van de pijlen (X)"), (INCLUSIVE, "iemand kiest één of meer pijlen (O)"),
    ("parallelGateway", "alle pijlen tegelijk (+)"),
)  # fmt: skip


def gateways(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """What can be made of exclusive and inclusive gateways that split."""
    for process in sheet.diagram.processes:
        for node in process.nodes.values():
            flows = list(process.outgoing(node))
            if node.tag in (EXCLUSIVE, INCLUSIVE) and len(flows) > 1:
                yield from _question(sheet, known, process, node)
                yield from _default(sheet, known, process, node)
            elif not node.is_gateway and len(flows) > 1 and known.codes(node.id, "implicit-split"):
                yield _split(sheet, node, flows)


def _question(sheet: Sheet, known: Known, process: Process, node: Node) -> Iterator[Proposal]:
    flows = list(process.outgoing(node))
    asked_by_data = any(flow.condition for flow in flows)
    wanted = (*_BARE, *_CONDITIONS) if asked_by_data else _QUESTION
    places = (node.id, *(flow.id for flow in flows))
    about = frozenset((place, code) for place in places for code in known.codes(place, *wanted))
    only_language = {code for _, code in about} <= set(LANGUAGES)
    if not about or (asked_by_data and only_language and all(_readable(flow) for flow in flows)):
        return
    labels = answers(process, flows)
    title = node.name or _title(process, node)
    listed = ", ".join(called(label) for label in labels.values())
    sentence = f"Iemand kiest hier: de vraag is {called(title)}, de antwoorden zijn {listed}."
    if asked_by_data:
        sentence += " De voorwaarden komen in de uitleg van de vraag te staan."
    yield Proposal(
        ProposalKind.QUESTION, sheet.name, node.id, sentence, about, _asks(node.id, title, labels),
        sure=not asked_by_data,
    )  # fmt: skip


def _readable(flow: Flow) -> bool:
    return not flow.condition or to_feel(flow.condition) is not None


def answers(process: Process, flows: list[Flow]) -> dict[str, str]:
    """A text for each arrow, each another: its own, else its condition's value, else the name of where it leads."""
    made: dict[str, str] = {}
    used: set[str] = set()
    for flow in flows:
        target = process.nodes.get(flow.target)
        leads = " ".join((target.name if target else "").split())
        text = " ".join(flow.name.split()) or (f"Naar {leads}" if leads else "Verder")
        if text.casefold() in used and leads:
            text = f"{text} (naar {leads})"
        text, number = text[:_LONGEST], 2
        while text.casefold() in used:
            text, number = f"{text.removesuffix(f' {number - 1}')[:_LONGEST]} {number}", number + 1
        used.add(text.casefold())
        made[flow.id] = text
    return made


def _title(process: Process, node: Node) -> str:
    before = [process.nodes.get(flow.source) for flow in process.incoming(node)]
    name = next((each.name for each in before if each is not None and each.name), "")
    return f"Hoe gaat het verder na {name}?"[:_LONGEST] if name else "Hoe gaat het verder?"


def _asks(own: str, title: str, labels: dict[str, str]) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        sheet = editing.sheet
        element = sheet.find(own)
        if element is None:
            return
        unset(element, "default")
        element.set("name", title)
        told = []
        for flow_id, label in labels.items():
            flow = sheet.find(flow_id)
            if flow is None:
                continue
            flow.set("name", label)
            condition = flow.find(bpmn("conditionExpression"))
            if condition is not None:
                text = " ".join("".join(str(part) for part in condition.itertext()).split())
                told += [f"{label}: als {text}"] if text else []
                sheet.remove(condition)
        if told:
            sheet.document(element, "\n".join(filter(None, (sheet.documentation(element), *told))))

    return deed


def _default(sheet: Sheet, known: Known, process: Process, node: Node) -> Iterator[Proposal]:
    """One arrow for when no condition holds: the only one without a condition, else the one that is chosen."""
    flows = list(process.outgoing(node))
    without = [flow for flow in flows if not flow.condition]
    if not known.codes(node.id, "no-default") or node.default or len(without) > 1:
        return
    about = {(node.id, "no-default"), *((flow.id, "flow-without-condition") for flow in without)}
    words = [(flow.id, flow.name or _leads(process, flow)) for flow in flows]
    if without:
        sentence = f"De pijl {called(dict(words)[without[0].id])} geldt als geen andere past."
        asked = None
    else:
        sentence = f"Na {called(node.name)} geldt de pijl die je kiest als geen voorwaarde klopt."
        asked = Asked("Welke pijl als niets anders klopt?", tuple(words))
    yield Proposal(
        ProposalKind.DEFAULT, sheet.name, node.id, sentence, frozenset(about),
        _with_default(node.id, without[0].id if without else ""), sure=bool(without), asked=asked,
    )  # fmt: skip


def _leads(process: Process, flow: Flow) -> str:
    target = process.nodes.get(flow.target)
    return f"naar {target.name or target.id}" if target else flow.id


def _with_default(own: str, flow: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        element = editing.sheet.find(own)
        if element is not None:
            element.set("default", flow or answer)

    return deed


def _split(sheet: Sheet, node: Node, flows: list[Flow]) -> Proposal:
    return Proposal(
        ProposalKind.SPLIT, sheet.name, node.id,
        f"Achter {called(node.name)} komt een keuze, waar de {len(flows)} pijlen uit vertrekken.",
        frozenset({(node.id, "implicit-split")}), _gateway_behind(node.id),
        asked=Asked("Welke pijlen volgt de route hier?", _SPLITS, suggested="parallelGateway"),
    )  # fmt: skip


def _gateway_behind(own: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        sheet = editing.sheet
        element = sheet.find(own)
        parent = None if element is None else element.getparent()
        if element is None or parent is None:
            return
        gateway = sheet.new_id("Gateway")
        made = sheet.add(parent, answer, parent.index(element) + 1, id=gateway)
        make_room(sheet, own, GATEWAY + GAP)
        box = box_of(sheet, own)
        if box is not None:
            add_shape(sheet, gateway, Box(box.right + GAP, box.middle - GATEWAY / 2, GATEWAY, GATEWAY), own)
        for flow in sheet.leaving(own):
            flow.set("sourceRef", gateway)
            sheet.add(made, "outgoing", first_place(made, "outgoing")).text = flow.get("id", "")
            begin_edge(sheet, flow.get("id", ""), gateway)
        for outgoing in element.findall(bpmn("outgoing")):
            sheet.remove(outgoing)
        in_same_lanes(sheet, own, gateway)
        add_edge(sheet, sheet.connect(parent, own, gateway), own, gateway)

    return deed


def in_same_lanes(sheet: Sheet, own: str, made: str) -> None:
    """Let a new element stand in the lanes of the one that it belongs to."""
    for reference in list(sheet.root.iter(bpmn("flowNodeRef"))):
        lane = reference.getparent()
        if bare(reference.text or "") == own and lane is not None:
            sheet.add(lane, "flowNodeRef", lane.index(reference) + 1).text = made
