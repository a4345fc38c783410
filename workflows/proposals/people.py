"""Tasks that a program would do become tasks for people; what does not run becomes the ordinary kind of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import Node
from workflows.editing import Sheet, bare, bpmn, elements
from workflows.proposals.known import Known, called, nodes_of
from workflows.proposals.model import Asked, Deed, Editing, Proposal, ProposalKind

_PROGRAMS: Final = {
    "refused-service-task": "een servicetaak", "refused-script-task": "een scripttaak",
    "refused-manual-task": "een handmatige taak", "refused-task": "een taak zonder soort",
    "refused-send-task": "een verzendtaak", "refused-receive-task": "een ontvangsttaak",
}  # fmt: skip
_ONLY_THERE: Final = ("scriptFormat", "operationRef", "messageRef", "instantiate", "implementation")
_GATEWAYS: Final = (
    ("exclusiveGateway", "één van de pijlen (X)"), ("inclusiveGateway", "één of meer pijlen (O)"),
    ("parallelGateway", "alle pijlen (+)"),
)  # fmt: skip
_EMPTY: Final = frozenset({"inputSet", "outputSet"})


def people(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Service, script, manual and undefined tasks; and those that send, wait or decide without saying what."""
    for _process, node in nodes_of(sheet):
        refused = known.codes(node.id, *_PROGRAMS)
        unsaid = known.codes(node.id, "no-message" if node.tag in ("sendTask", "receiveTask") else "no-decision")
        if refused or unsaid:
            sentence = f"{called(node.name)} wordt een taak voor mensen."
            if node.tag == "scriptTask":
                sentence = f"{sentence} Wat het script deed, komt in de uitleg te staan."
            yield Proposal(
                ProposalKind.PEOPLE, sheet.name, node.id, sentence,
                frozenset((node.id, code) for code in refused | unsaid), _to_people(node.id), sure=bool(refused),
            )  # fmt: skip


def _to_people(own: str) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        sheet = editing.sheet
        element = sheet.find(own)
        if element is None:
            return
        script = element.find(bpmn("script"))
        if script is not None:
            text = " ".join("".join(str(part) for part in script.itertext()).split())
            sheet.remove(script)
            told = (sheet.documentation(element), f"Dit deed eerst een script: {text}" if text else "")
            sheet.document(element, "\n".join(filter(None, told)))
        sheet.retag(element, "userTask", _ONLY_THERE)
        _drop_empty_io(sheet, element)

    return deed


def ordinary(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Transactions and complex gateways: the kinds that are nearest and run."""
    for _process, node in nodes_of(sheet):
        if known.codes(node.id, "refused-transaction"):
            yield _retagged(
                sheet, node, "refused-transaction", f"{called(node.name)} wordt een gewoon subproces.", "subProcess"
            )
        if known.codes(node.id, "refused-complex-gateway"):
            yield Proposal(
                ProposalKind.ORDINARY, sheet.name, node.id,
                f"{called(node.name)} wordt een gewone keuze.", frozenset({(node.id, "refused-complex-gateway")}),
                _to_gateway(node.id), asked=Asked("Welke pijlen volgt de route hier?", _GATEWAYS),
            )  # fmt: skip


def _retagged(sheet: Sheet, node: Node, code: str, sentence: str, tag: str) -> Proposal:
    def deed(editing: Editing, _answer: str) -> None:
        element = editing.sheet.find(node.id)
        if element is not None:
            editing.sheet.retag(element, tag, ("method",))

    about = frozenset({(node.id, code)})
    return Proposal(ProposalKind.ORDINARY, sheet.name, node.id, sentence, about, deed, sure=True)


def _to_gateway(own: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        element = editing.sheet.find(own)
        if element is not None:
            editing.sheet.retag(element, answer, ("activationCondition", *(("default",) if "par" in answer else ())))
            for child in element.findall(bpmn("activationCondition")):
                editing.sheet.remove(child)

    return deed


def data(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Data stores, and descriptions of what goes in and out that say nothing."""
    for element in elements(sheet.root, "dataStoreReference", "dataStore"):
        own, name = element.get("id", ""), element.get("name", "")
        code = "refused-data-store-reference" if element.tag == bpmn("dataStoreReference") else "refused-data-store"
        if known.codes(own, code):
            yield Proposal(
                ProposalKind.DATA, sheet.name, own,
                f"Gegevensopslag {called(name)} blijft getekend, als gegevensobject; Leidraad schrijft er niets in."
                if code.endswith("reference") else
                f"De losse beschrijving van gegevensopslag {called(name)} gaat weg; zij doet hier niets.",
                frozenset({(own, code)}), _to_object(own), sure=True,
            )  # fmt: skip
    for _process, node in nodes_of(sheet):
        if known.codes(node.id, "refused-io-specification"):
            owner = sheet.find(node.id)
            if owner is not None and any(map(_says_nothing, owner.findall(bpmn("ioSpecification")))):
                yield Proposal(
                    ProposalKind.DATA, sheet.name, node.id,
                    f"De lege beschrijving van in- en uitvoer van {called(node.name)} gaat weg; zij doet hier niets.",
                    frozenset({(node.id, "refused-io-specification")}), _no_io(node.id), sure=True,
                )  # fmt: skip


def _to_object(own: str) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        sheet = editing.sheet
        element = sheet.find(own)
        if element is None:
            return
        if element.tag == bpmn("dataStore"):
            references = elements(sheet.root, "dataStoreReference")
            if all(bare(each.get("dataStoreRef", "")) != own for each in references):
                sheet.remove(element)
            return
        parent = element.getparent()
        if parent is None:
            return
        kept = sheet.new_id("DataObject")
        sheet.add(parent, "dataObject", parent.index(element) + 1, id=kept)
        sheet.retag(element, "dataObjectReference", ("dataStoreRef",))
        element.set("dataObjectRef", kept)

    return deed


def _no_io(own: str) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        element = editing.sheet.find(own)
        if element is not None:
            _drop_empty_io(editing.sheet, element)

    return deed


def _drop_empty_io(sheet: Sheet, element: etree._Element) -> None:
    for each in element.findall(bpmn("ioSpecification")):
        if _says_nothing(each):
            sheet.remove(each)


def _says_nothing(element: etree._Element) -> bool:
    """Whether a description of in- and output names no data: ADONIS and others write one for each task."""
    inner = [each for each in element.iter("*") if each is not element]
    return all(each.tag in {bpmn(name) for name in _EMPTY} and not len(each) for each in inner)
