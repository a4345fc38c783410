"""Which table a task asks, and which process a call runs: as the file says in the way of another program, or asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import SPIFF
from workflows.editing import Sheet, place
from workflows.proposals.known import Known, called, nodes_of
from workflows.proposals.model import Asked, Deed, Editing, Proposal, ProposalKind

_DECISION: Final = frozenset({"decisionRef", "decisionId", "decisionTableReferenceKey"})
_PROCESS: Final = frozenset({"processId"})


def calling(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Decision tasks without a table that is there, and calls without a process that is there."""
    for _process, node in nodes_of(sheet):
        table = known.codes(node.id, "no-decision", "unknown-decision")
        process = known.codes(node.id, "no-called-process", "unknown-process")
        if table:
            yield from _one(sheet, node.id, node.name, table, (ProposalKind.DECISION, _DECISION, known.decisions))
        if process:
            yield from _one(sheet, node.id, node.name, process, (ProposalKind.CALL, _PROCESS, known.processes))


_Kind = tuple[ProposalKind, frozenset[str], tuple[tuple[str, str], ...]]


def _one(sheet: Sheet, own: str, name: str, codes: frozenset[str], kind: _Kind) -> Iterator[Proposal]:
    what, attributes, there = kind
    element = sheet.find(own)
    if element is None or not there:
        return
    named = next((key for key in _named(element, attributes) if key in dict(there)), "")
    noun, label = (
        ("de tabel", "Welke beslistabel?") if what is ProposalKind.DECISION else ("het proces", "Welk proces?")
    )
    said = f"{called(dict(there)[named])}, zoals het bestand zelf zegt" if named else "die je kiest"
    if not named and what is ProposalKind.CALL:
        said = "dat je kiest"
    yield Proposal(
        what, sheet.name, own, f"{called(name)} gebruikt {noun} {said}.",
        frozenset((own, code) for code in codes), _set(what, own, named), sure=bool(named),
        asked=None if named else Asked(label, there),
    )  # fmt: skip


def _named(element: etree._Element, attributes: frozenset[str]) -> Iterator[str]:
    for each in element.iter("*"):
        for name, value in each.attrib.items():
            foreign = etree.QName(name).namespace or each is not element
            if foreign and etree.QName(name).localname in attributes:
                yield str(value).strip()


def _set(what: ProposalKind, own: str, named: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        sheet = editing.sheet
        element = sheet.find(own)
        if element is None:
            return
        if what is ProposalKind.CALL:
            element.set("calledElement", named or answer)
            return
        extensions = sheet.extensions(element)
        found = extensions.find(f"{{{SPIFF}}}calledDecisionId")
        if found is None:
            found = etree.Element(f"{{{SPIFF}}}calledDecisionId", nsmap={"spiffworkflow": SPIFF})
            place(extensions, found)
        found.text = named or answer

    return deed
