"""What is otherwise about when an element goes off and what it hears or sends."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.diagram import Event, EventKind, Node, TimerKind
from workflows.diagram import model as tag
from workflows.differences.element import Element
from workflows.differences.model import Change, Weight
from workflows.differences.words import cut, starred, term, was

_SORTS = {
    EventKind.NONE: "geen gebeurtenis", EventKind.MESSAGE: "een bericht", EventKind.TIMER: "een wekker",
    EventKind.ERROR: "een fout", EventKind.ESCALATION: "een opschaling", EventKind.TERMINATE: "het einde van alles",
    EventKind.SIGNAL: "een signaal", EventKind.CONDITIONAL: "een voorwaarde",
}  # fmt: skip


def differences(element: Element) -> Iterator[Change]:
    """Of its event, and whether it interrupts."""
    old, new = element.old, element.new
    if old.tag != new.tag:
        return  # it is of another sort altogether, and that is told
    if old.event.kind is not new.event.kind:
        rest = f"is nu {_sort(new.event)} (was {_sort(old.event)})"
        yield element.told("event", Weight.BEHAVIOUR, rest, spoken(old), spoken(new))
    elif new.event.kind is EventKind.TIMER and old.event != new.event:
        rest = f"gaat nu af {spoken(new) or 'op geen moment'}{was(spoken(old))}"
        yield element.told("timer", Weight.BEHAVIOUR, rest, spoken(old), spoken(new))
    elif old.event != new.event:
        what = "message" if new.event.kind is EventKind.MESSAGE else "event"
        about = _named(new, element)
        if about is not None:
            yield element.told(what, Weight.BEHAVIOUR, f"{about}{was(old.event.name)}", old.event.name, new.event.name)
    if old.interrupting != new.interrupting:
        rest = "onderbreekt nu waar hij aan hangt" if new.interrupting else "onderbreekt niets meer: het werk gaat door"
        yield element.told("interrupting", Weight.BEHAVIOUR, rest, str(old.interrupting), str(new.interrupting))


def spoken(node: Node) -> str:
    """When an event goes off, or what it is about."""
    event = node.event
    if event.kind is not EventKind.TIMER:
        return event.name
    said = term(event.text) if event.text else ""
    return f"na {said}" if event.timer is TimerKind.DURATION and said and not event.text.startswith("=") else said


def _named(node: Node, element: Element) -> str | None:
    """What it is about now; None where the message is only called otherwise everywhere, which is told once."""
    if node.event.kind is EventKind.MESSAGE:
        if element.pairs.messages.get(element.old.event.name) == node.event.name:
            return None
        verb = "stuurt nu" if node.tag in tag.THROWING else "luistert nu naar"
        return f"{verb} bericht {starred(cut(node.event.name))}"
    return f"gaat nu over {starred(cut(node.event.name))}" if node.event.name else "geldt nu voor alles"


def _sort(event: Event) -> str:
    return _SORTS.get(event.kind, "een andere gebeurtenis")
