"""Where a process begins and ends: a start, an end, and a button for what nothing starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import Node, Process, local_name
from workflows.editing import Sheet, bpmn, elements
from workflows.picture.plane import Box
from workflows.proposals.drawn import EVENT, GAP, add_edge, add_shape, box_of, free_behind
from workflows.proposals.gateways import in_same_lanes
from workflows.proposals.known import Known, called
from workflows.proposals.model import Asked, Deed, Editing, Proposal, ProposalKind

_EVERYONE: Final = "iedereen"
_FLOWING: Final = ("Task", "task", "Gateway", "Event", "callActivity", "subProcess")


def ends(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Starts and ends that are missing."""
    for process in sheet.diagram.processes:
        for scope in (process.id, *(node.id for node in process.nodes.values() if node.tag == "subProcess")):
            if known.codes(scope, "no-start"):
                yield from _start(sheet, process, scope)
        for node in process.nodes.values():
            codes = known.codes(node.id, "no-way-on")
            if codes:
                lacking = {(each, "no-end") for each in (process.id, node.scope) if known.codes(each, "no-end")}
                yield Proposal(
                    ProposalKind.END, sheet.name, node.id, f"Na {called(node.name)} komt een einde.",
                    frozenset({(node.id, "no-way-on"), *lacking}), _end_behind(node.id), sure=True,
                )  # fmt: skip
        yield from _button(sheet, known, process)


def _start(sheet: Sheet, process: Process, scope: str) -> Iterator[Proposal]:
    first = [
        node for node in process.inside(scope)
        if not node.incoming and node.tag.endswith(_FLOWING) and node.tag != "boundaryEvent"
        and not node.triggered_by_event
    ]  # fmt: skip
    if not first:
        return
    words = tuple((node.id, node.name or node.id) for node in first)
    one = len(first) == 1
    yield Proposal(
        ProposalKind.START, sheet.name, scope,
        f"Voor {called(first[0].name)} komt een start." if one else "Voor de stap die je kiest, komt een start.",
        frozenset({(scope, "no-start")}), _start_before(first[0].id if one else ""), sure=one,
        asked=None if one else Asked("Waar begint het?", words),
    )  # fmt: skip


def _start_before(own: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        first, sheet = own or answer, editing.sheet
        element = sheet.find(first)
        parent = None if element is None else element.getparent()
        if element is None or parent is None:
            return
        start = sheet.new_id("Start_event")
        sheet.add(parent, "startEvent", parent.index(element), id=start)
        box = box_of(sheet, first)
        if box is not None:
            add_shape(sheet, start, Box(box.x - GAP - EVENT, box.middle - EVENT / 2, EVENT, EVENT), first)
        in_same_lanes(sheet, first, start)
        add_edge(sheet, sheet.connect(parent, start, first), start, first)

    return deed


def _end_behind(own: str) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        sheet = editing.sheet
        element = sheet.find(own)
        parent = None if element is None else element.getparent()
        if element is None or parent is None:
            return
        end = sheet.new_id("End_event")
        sheet.add(parent, "endEvent", parent.index(element) + 1, id=end)
        box = free_behind(sheet, own, EVENT)
        if box is not None:
            add_shape(sheet, end, box, own)
        in_same_lanes(sheet, own, end)
        add_edge(sheet, sheet.connect(parent, own, end), own, end)

    return deed


def _button(sheet: Sheet, known: Known, process: Process) -> Iterator[Proposal]:
    for start in process.start_events():
        if known.codes(start.id, "never-started") and _plain(sheet, start):
            words = ((_EVERYONE, "iedereen van de school"), *((name, name) for name in known.functions))
            yield Proposal(
                ProposalKind.BUTTON, sheet.name, start.id,
                f"Wie je kiest, krijgt een knop {called(_title(process, start))} waarmee dit proces begint.",
                frozenset({(start.id, "never-started")}), _with_button(start.id, _title(process, start)),
                asked=Asked("Wie mag dit beginnen?", words),
            )  # fmt: skip


def _plain(sheet: Sheet, start: Node) -> bool:
    element = sheet.find(start.id)
    return element is not None and not any(
        local_name(child).endswith("EventDefinition") for child in element.iterchildren("*")
    )


def _title(process: Process, start: Node) -> str:
    return start.name or (process.name if process.name != process.id else "") or "Beginnen"


def _with_button(own: str, name: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        sheet = editing.sheet
        start = sheet.find(own)
        if start is None:
            return
        message = message_called(sheet, name)
        sheet.add(start, "messageEventDefinition", id=sheet.new_id("Message_event"), messageRef=message)
        sheet.set_property(start, "knop", answer)

    return deed


def message_called(sheet: Sheet, name: str) -> str:
    """The id of the message with this name, made where there is none."""
    for message in elements(sheet.root, "message"):
        if message.get("name", "").strip() == name and message.get("id"):
            return str(message.get("id"))
    at = next((at for at, each in enumerate(sheet.root) if each.tag in (bpmn("process"), bpmn("collaboration"))), 0)
    made = sheet.new_id("Message")
    sheet.add(sheet.root, "message", at, id=made, name=name)
    return made


def messages(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Elements that wait for a message or send one, without saying which."""
    for process in sheet.diagram.processes:
        for node in process.nodes.values():
            if known.codes(node.id, "no-message"):
                yield Proposal(
                    ProposalKind.MESSAGE, sheet.name, node.id,
                    f"{called(node.name)} krijgt een bericht met de naam die je geeft; wie wacht en wie stuurt, "
                    "gebruiken dezelfde naam.", frozenset({(node.id, "no-message")}), _with_message(node.id),
                    asked=Asked("Hoe heet het bericht?", suggested=node.name),
                )  # fmt: skip


def _with_message(own: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        sheet = editing.sheet
        element = sheet.find(own)
        if element is None:
            return
        definition = element.find(bpmn("messageEventDefinition"))
        message = message_called(sheet, " ".join(answer.split()))
        (element if definition is None else definition).set("messageRef", message)

    return deed
