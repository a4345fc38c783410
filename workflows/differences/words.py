"""How things of a protocol are called in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from workflows.calendar import describe, parse_term
from workflows.diagram import EventKind, Node, Process
from workflows.diagram import model as tag
from workflows.errors import WorkflowError
from workflows.words import in_words

_MOST: Final = 4
"""Names that are told; of more, how many."""
_LONGEST: Final = 160
"""Characters of a value within a sentence; the whole stands beside it."""
_NOUNS: Final = {
    tag.USER_TASK: "Stap", tag.RULE_TASK: "Beslissing", tag.CALL_ACTIVITY: "Proces in de route",
    tag.SUBPROCESS: "Deelproces", tag.PARALLEL: "Splitsing", tag.EXCLUSIVE: "Keuze", tag.INCLUSIVE: "Keuze",
    tag.EVENT_GATEWAY: "Wachtpunt", tag.START_EVENT: "Begin", tag.END_EVENT: "Einde", tag.SEND_TASK: "Bericht",
    tag.RECEIVE_TASK: "Wachtpunt", tag.CATCH_EVENT: "Wachtpunt", tag.THROW_EVENT: "Bericht",
}  # fmt: skip


def starred(name: str) -> str:
    """A name in a sentence."""
    return f"*{name}*"


def listed(names: Iterable[str]) -> str:
    """`*a*, *b* en *c*`; of many the first few."""
    all_of_them = [starred(name) for name in names]
    told = all_of_them if len(all_of_them) <= _MOST + 1 else all_of_them[:_MOST]
    if len(told) < len(all_of_them):
        told = [*told, f"nog {len(all_of_them) - _MOST}"]
    return in_words(told) or "niets"


def counted(number: int, one: str, more: str) -> str:
    """`1 rij`, `3 rijen`."""
    return f"{number} {one if number == 1 else more}"


def cut(text: str) -> str:
    """A value, on one line and not too long for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def was(old: str) -> str:
    """` (was 3 werkdagen)`; nothing where there was nothing."""
    return f" (was {cut(old)})" if old else ""


def term(text: str) -> str:
    """A term as a teacher says it; FEEL as it is written."""
    try:
        found = parse_term(text)
    except WorkflowError:
        return cut(text)
    return cut(text) if found is None else describe(found)


def noun(node: Node, process: Process) -> str:
    """What sort of thing an element is to people."""
    if process.is_question(node):
        return "Vraag"
    if node.is_milestone:
        return "Mijlpaal"
    if node.event.kind is EventKind.TIMER:
        return "Wekker"
    if node.properties.get("aan"):
        return "Bericht aan mensen"
    if node.tag == tag.BOUNDARY_EVENT:
        return "Onderbreking" if node.interrupting else "Zijweg"
    return _NOUNS.get(node.tag, "Onderdeel")


def called(node: Node, process: Process) -> str:
    """An element at the beginning of a sentence: `Stap *Wegen*`, `Keuze na *Wegen*`."""
    sort = noun(node, process)
    if node.name:
        return f"{sort} {starred(node.name)}"
    host = process.nodes.get(node.attached_to)
    if host is not None and host.name:
        return f"{sort} op {starred(host.name)}"
    if before := neighbours(node, process, ahead=False):
        return f"{sort} na {listed(before)}"
    if after := neighbours(node, process, ahead=True):
        return f"{sort} voor {listed(after)}"
    return f"{sort} {starred(node.id)}"


def short(node: Node | None, process: Process) -> str:
    """An element within a sentence."""
    if node is None:
        return "iets dat er niet is"
    if node.name:
        return starred(node.name)
    spoken = called(node, process)
    return f"{spoken[0].lower()}{spoken[1:]}"


def neighbours(node: Node, process: Process, *, ahead: bool) -> tuple[str, ...]:
    """The names of what lies directly before or behind an element."""
    flows = process.outgoing(node) if ahead else process.incoming(node)
    found = (process.nodes.get(flow.target if ahead else flow.source) for flow in flows)
    return tuple(dict.fromkeys(each.name for each in found if each is not None and each.name))
