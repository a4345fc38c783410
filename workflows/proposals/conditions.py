"""Conditions: those in another language are written in FEEL; those that are never asked go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import Flow, Process
from workflows.editing import Sheet, bpmn, unset
from workflows.proposals.juel import to_feel
from workflows.proposals.known import Known, called
from workflows.proposals.model import Deed, Editing, Proposal, ProposalKind

LANGUAGES: Final = ("not-feel", "expression-language", "cannot-evaluate")
"""Codes of a condition that is not in FEEL."""


def conditions(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """What can be made of the conditions on the arrows."""
    for process in sheet.diagram.processes:
        for flow in process.flows.values():
            yield from _in_feel(sheet, known, flow)
            if flow.condition:
                yield from _never_asked(sheet, known, process, flow)


def _in_feel(sheet: Sheet, known: Known, flow: Flow) -> Iterator[Proposal]:
    codes = known.codes(flow.id, *LANGUAGES)
    feel = to_feel(flow.condition) if codes else None
    if feel is not None:
        yield Proposal(
            ProposalKind.CONDITION, sheet.name, flow.id,
            f"De voorwaarde {called(flow.condition)} wordt in FEEL {called(feel)}.",
            frozenset((flow.id, code) for code in codes), _written(flow.id, feel), sure=True,
        )  # fmt: skip


def _never_asked(sheet: Sheet, known: Known, process: Process, flow: Flow) -> Iterator[Proposal]:
    source = process.nodes.get(flow.source)
    codes = known.codes(flow.id, "condition-not-asked", "default-with-condition")
    if codes and source is not None and (len(source.outgoing) == 1 or "default-with-condition" in codes):
        yield Proposal(
            ProposalKind.NO_CONDITION, sheet.name, flow.id,
            f"De voorwaarde {called(flow.condition)} gaat weg: zij wordt nooit gevraagd.",
            frozenset((flow.id, code) for code in codes), _written(flow.id, ""), sure=True,
        )  # fmt: skip


def no_defaults(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Default flows of what does not choose."""
    for process in sheet.diagram.processes:
        for node in process.nodes.values():
            codes = known.codes(node.id, "default-not-asked", "dangling-default")
            if codes and len(node.outgoing) < 2:
                yield Proposal(
                    ProposalKind.NO_DEFAULT, sheet.name, node.id,
                    f"Bij {called(node.name)} gaat “Deze pijl als geen andere past” uit: er valt niets te kiezen.",
                    frozenset((node.id, code) for code in codes), without_default(node.id), sure=True,
                )  # fmt: skip


def without_default(own: str) -> Deed:
    """Takes the mark of a default flow away."""

    def deed(editing: Editing, _answer: str) -> None:
        element = editing.sheet.find(own)
        if element is not None:
            unset(element, "default")

    return deed


def _written(own: str, feel: str) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        flow = editing.sheet.find(own)
        condition = None if flow is None else flow.find(bpmn("conditionExpression"))
        if condition is None:
            return
        if not feel:
            editing.sheet.remove(condition)
            return
        for child in list(condition):
            condition.remove(child)
        condition.text = feel
        unset(condition, "language")

    return deed
