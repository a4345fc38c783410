"""The texts of one element: what it is called, what it tells people, where it comes from, its term and its answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from workflows.calendar import parse_term
from workflows.diagram import Node, Process
from workflows.diagram.model import SEND_TASK, THROWING, USER_TASK
from workflows.editing.sheet import Sheet
from workflows.errors import FeelError, TermError
from workflows.feel import compile_expression

_SOURCE: Final = re.compile(r"\s*\bBron:\s*(?P<source>[^\n]*?)\.?\s*$")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question: the text on one of its arrows."""

    flow: str
    label: str
    leads: str
    """Name of where the arrow goes."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What can be said of an element."""

    name: str
    text: str
    """The explanation, without where it comes from."""
    source: str
    """The rules or laws that it stands for: what is written behind *Bron:* in the explanation."""
    term: str | None = None
    """None where the element can have none."""
    told: str | None = None
    """Who is told; None where it tells nobody."""
    answers: tuple[Answer, ...] = ()


def parted(documentation: str) -> tuple[str, str]:
    """An explanation, and where it comes from."""
    found = _SOURCE.search(documentation)
    return (documentation[: found.start()].strip(), found["source"]) if found else (documentation.strip(), "")


def is_term(text: str) -> bool:
    """Whether this can be read as a term: one as it is written, or FEEL that gives one."""
    try:
        return parse_term(text.removeprefix("=").strip()) is not None or _is_feel(text)
    except TermError:
        return False


def _is_feel(text: str) -> bool:
    try:
        compile_expression(text)
    except FeelError:
        return False
    return " " in text.strip() or "(" in text


def texts_of(sheet: Sheet, own: str) -> Texts | None:
    """What is said of an element now; None where there is no such element."""
    found = _found(sheet, own)
    element = sheet.find(own)
    if found is None or element is None:
        return None
    process, node = found
    text, source = parted(sheet.documentation(element))
    question = process.is_question(node)
    works, tells = node.tag == USER_TASK or question, node.tag in THROWING or node.tag == SEND_TASK
    return Texts(
        node.name, text, source,
        term=node.properties.get("termijn", "") if works else None,
        told=node.properties["aan"] if tells and "aan" in node.properties else None,
        answers=tuple(_answers(process, node)) if question else (),
    )  # fmt: skip


def rewritten(sheet: Sheet, own: str, texts: Texts) -> bytes:
    """The file with these texts at an element, all else as it was. Raises KeyError where there is no such element."""
    element, before = sheet.find(own), texts_of(sheet, own)
    if element is None or before is None:
        raise KeyError(own)
    _named(element, texts.name, before.name)
    if (texts.text, texts.source) != (before.text, before.source):
        source = f"Bron: {texts.source.rstrip('.')}." if texts.source else ""
        sheet.document(element, " ".join(filter(None, (texts.text, source))))
    for name, value, old in (("termijn", texts.term, before.term), ("aan", texts.told, before.told)):
        if value is not None and old is not None and value != old:
            sheet.set_property(element, name, value)
    old_labels = {each.flow: each.label for each in before.answers}
    for answer in texts.answers:
        flow = sheet.find(answer.flow)
        if flow is not None and answer.flow in old_labels:
            _named(flow, answer.label, old_labels[answer.flow])
    return sheet.written()


def _found(sheet: Sheet, own: str) -> tuple[Process, Node] | None:
    return next(
        ((process, process.nodes[own]) for process in sheet.diagram.processes if own in process.nodes), None
    )  # fmt: skip


def _answers(process: Process, node: Node) -> list[Answer]:
    made = []
    for flow in process.outgoing(node):
        target = process.nodes.get(flow.target)
        made.append(Answer(flow.id, flow.name, target.name if target else ""))
    return made


def _named(element: etree._Element, name: str, before: str) -> None:
    if name != before:
        element.set("name", name)
