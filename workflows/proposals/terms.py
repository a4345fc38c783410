"""Clocks and terms: those that other programs write another way, and those that only a clock on the edge tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.calendar import parse_term
from workflows.diagram import EventKind, Node, Process, TimerKind
from workflows.editing import Sheet, bpmn
from workflows.errors import TermError
from workflows.proposals.known import Known, called
from workflows.proposals.model import Asked, Deed, Editing, Proposal, ProposalKind

_WRONG: Final = (
    "bad-term",
    "not-feel",
    "no-instant",
    "cannot-evaluate",
    "repeat-without-cycle",
    "cycle-without-repeat",
)
_ISO: Final = re.compile(
    r"(?P<repeat>R\d*/)?P(?:(?P<Y>\d+)Y)?(?:(?P<M>\d+)M)?(?:(?P<W>\d+)W)?(?:(?P<D>\d+)D)?"
    r"(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)(?:\.0+)?S)?)?"
)
_FIELD: Final = re.compile(r"[$#]\{\s*(?P<name>[^\W\d]\w*)\s*\}")
_FROM_NOW: Final = re.compile(r"""=?\s*now\(\)\s*\+\s*duration\(\s*"(?P<term>[^"]+)"\s*\)""")
_USUAL: Final = (
    "1 werkdag", "2 werkdagen", "3 werkdagen", "5 werkdagen", "10 werkdagen", "5 schooldagen", "10 schooldagen",
    "20 schooldagen", "6 weken", "3 maanden",
)  # fmt: skip
_ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"


def terms(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """Clocks that cannot be read, and tasks without a term."""
    for process in sheet.diagram.processes:
        for node in process.nodes.values():
            if node.event.kind is EventKind.TIMER and node.event.text:
                yield from _clock(sheet, known, node)
            if known.codes(node.id, "no-term"):
                yield _term(sheet, process, node)


def _clock(sheet: Sheet, known: Known, node: Node) -> Iterator[Proposal]:
    codes = known.codes(node.id, *_WRONG)
    if not codes:
        return
    text = plain_term(node.event.text)
    repeats = bool(text) and text.startswith("R")
    kind = node.event.timer or TimerKind.DURATION
    wanted = TimerKind.CYCLE if repeats else TimerKind.DURATION if kind is TimerKind.CYCLE else kind
    if text and (text != node.event.text or wanted is not kind):
        yield Proposal(
            ProposalKind.TIMER, sheet.name, node.id, f"De klok van {called(node.name)} wordt {called(text)}.",
            frozenset((node.id, code) for code in codes), _written(node.id, text, wanted), sure=True,
        )  # fmt: skip


def plain_term(text: str) -> str:
    """A time as we write it, of one that another program writes; empty where that is not certain."""
    found = _FROM_NOW.fullmatch(text.strip())
    bare = (found["term"] if found else text).strip().strip("\"'").strip()
    if field := _FIELD.fullmatch(bare):
        return field["name"]
    match = _ISO.fullmatch(bare.upper())
    return _readable(_without_zeros(match) if match else bare)


def _without_zeros(match: re.Match[str]) -> str:
    """`P0DT4H` is `PT4H`: other modelers write out each part."""
    days = "".join(f"{int(match[part])}{part}" for part in "YMWD" if match[part] and int(match[part]))
    times = "".join(f"{int(match[part])}{part.upper()}" for part in "hms" if match[part] and int(match[part]))
    return f"{match['repeat'] or ''}P{days}{'T' if times else ''}{times}" if days or times else ""


def _readable(text: str) -> str:
    try:
        return text if text and parse_term(text) is not None else ""
    except TermError:
        return ""


def _written(own: str, text: str, kind: TimerKind) -> Deed:
    def deed(editing: Editing, _answer: str) -> None:
        element = editing.sheet.find(own)
        definition = None if element is None else element.find(bpmn("timerEventDefinition"))
        if definition is None:
            return
        for each in definition.findall("*"):
            if each.tag in {bpmn(other) for other in TimerKind}:
                editing.sheet.retag(each, kind, ("language",))
                for child in list(each):
                    each.remove(child)
                each.text = text
                return

    return deed


def _term(sheet: Sheet, process: Process, node: Node) -> Proposal:
    told = _told(sheet, process, node)
    about = frozenset({(node.id, "no-term")})
    if told:
        return Proposal(
            ProposalKind.TERM, sheet.name, node.id,
            f"{called(node.name)} krijgt als termijn {called(told)}, zoals het bestand zelf zegt.", about,
            _with_term(node.id, told), sure=True,
        )  # fmt: skip
    return Proposal(
        ProposalKind.TERM, sheet.name, node.id, f"{called(node.name)} krijgt de termijn die je kiest.", about,
        _with_term(node.id, ""), asked=Asked("Binnen welke tijd?", tuple((each, each) for each in _USUAL)),
    )  # fmt: skip


def _told(sheet: Sheet, process: Process, node: Node) -> str:
    """What the file says itself: when it is due, else the one clock on the edge that counts from its begin."""
    element = sheet.find(node.id)
    due = [] if element is None else [plain_term(text) for text in _due(element)]
    clocks = [
        plain_term(each.event.text) for each in process.boundaries(node.id)
        if each.event.kind is EventKind.TIMER and each.event.timer is not TimerKind.CYCLE
    ]  # fmt: skip
    for found in (due, clocks):
        if len(found) == 1 and found[0].startswith("P"):
            return found[0]
    return ""


def _due(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if etree.QName(key).namespace and etree.QName(key).localname == "dueDate":
            yield str(value)
    for child in element.iter(f"{{{_ZEEBE}}}taskSchedule"):
        if child.get("dueDate"):
            yield str(child.get("dueDate"))


def _with_term(own: str, term: str) -> Deed:
    def deed(editing: Editing, answer: str) -> None:
        element = editing.sheet.find(own)
        if element is not None:
            editing.sheet.set_property(element, "termijn", term or answer)

    return deed
