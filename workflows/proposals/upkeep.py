"""What a drawing needs to be read and to run at all: ids, names, and the mark that a process runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, local_name
from workflows.editing import Sheet, bare
from workflows.proposals.known import Known, called, nodes_of
from workflows.proposals.model import Asked, Deed, Editing, Proposal, ProposalKind

_NEEDS_ID: Final = ("Event", "Task", "task", "Gateway", "callActivity", "subProcess", "process", "sequenceFlow")
_REFERENCES: Final = ("default", "bpmnElement", "calledElement")
_NAME: Final = re.compile(r"[^\W\d][\w.\-]*")
_TEXTS: Final = ("incoming", "outgoing")
_WRONG_IDS: Final = ("bad-id", "reserved-id")


def upkeep(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Processes that do not run, elements without a name, and ids."""
    for process in sheet.diagram.processes:
        if known.codes(process.id, "not-executable"):
            yield Proposal(
                ProposalKind.RUNS, sheet.name, process.id,
                f"Het proces {called(process.name)} wordt uitvoerbaar: dan kan het in Leidraad lopen.",
                frozenset({(process.id, "not-executable")}), _runs(process.id), sure=True,
            )  # fmt: skip
    for _process, node in nodes_of(sheet):
        if known.codes(node.id, "no-name"):
            yield Proposal(
                ProposalKind.NAME, sheet.name, node.id, "Het krijgt de naam die je hier typt.",
                frozenset({(node.id, "no-name")}), _named(node.id), asked=Asked("Hoe heet het?"),
            )  # fmt: skip
    yield from _ids(sheet, known)


def _runs(own: str) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        process = editing.sheet.find(own)
        if process is not None:
            process.set("isExecutable", "true")

    return deed


def _named(own: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        element = editing.sheet.find(own)
        if element is not None:
            element.set("name", " ".join(answer.split()))

    return deed


def _ids(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    if known.codes("", "no-id"):
        yield Proposal(
            ProposalKind.IDS, sheet.name, "", "Elk onderdeel zonder id krijgt er een.", frozenset({("", "no-id")}),
            _all_ids, sure=True,
        )  # fmt: skip
    for own in known.found:
        codes = known.codes(own, *_WRONG_IDS)
        element = sheet.find(own) if codes else None
        if element is not None:
            yield Proposal(
                ProposalKind.IDS, sheet.name, own,
                f"{called(element.get('name', '') or own)} krijgt een id dat mag; wat ernaar verwijst, gaat mee.",
                frozenset((own, code) for code in codes), _renamed(own), sure=True,
            )  # fmt: skip


def _all_ids(editing: Editing, _answer: str) -> None:
    for element in list(editing.sheet.root.iter(f"{{{BPMN}}}*")):
        tag = local_name(element)
        if not element.get("id") and tag.endswith(_NEEDS_ID) and element.getparent() is not None:
            element.set("id", editing.sheet.new_id(tag))
            editing.sheet.forget_ids()


def _renamed(own: str) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        stem = "".join(letter if letter.isalnum() or letter in "_-" else "_" for letter in own)
        element = editing.sheet.find(own)
        if element is None:
            return
        new = editing.sheet.new_id(f"{local_name(element)}_{stem}"[:150])
        for each in editing.sheet.root.iter("*"):
            _point(each, own, new)
            if etree.QName(each).namespace != BPMN and not _NAME.fullmatch(each.get("id", "_")):
                each.set("id", f"di_{each.get('id')}")  # a modeler leaves out what is drawn under such an id
        editing.sheet.forget_ids()

    return deed


def _point(each: etree._Element, old: str, new: str) -> None:
    ours = etree.QName(each).namespace == BPMN
    for name, value in each.attrib.items():
        refers = str(name).endswith("Ref") or name in _REFERENCES or (name == "id" and ours)
        if refers and bare(str(value)) == old:
            each.set(name, new)
    tag = local_name(each)
    if ours and (tag in _TEXTS or tag.endswith("Ref")) and bare(each.text or "") == old:
        each.text = new
