"""Answers as a page shows them again: each question with what was filled in, in the order of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.queries.history import Entry
from workflows import Bundle, ComponentView


@dataclass(frozen=True, slots=True)
class Line:
    """A question and its answer. A row of a list stands on its own, under the name of the list."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What was filled in."""

    lines: tuple[Line, ...] = ()
    partly: bool = False
    """Whether there is more, that is not for this person or cannot be opened any more."""


def text_of(part: ComponentView) -> str:
    """What was filled in at one question, as people read it."""
    if part.options:
        return ", ".join(option.label for option in part.options if option.chosen)
    if part.type == "checkbox":
        return "ja" if part.value else ""
    return part.value if isinstance(part.value, str) else ""


Text = Callable[[ComponentView], str]


def filled_in(bundle: Bundle, entry: Entry, now: datetime, text: Text = text_of) -> FilledIn:
    """The answers beside a fact, as far as they were opened for whoever reads; `text` says how each is shown."""
    values: dict[str, object] = {}
    for group in entry.answers:
        values |= group.values or {}
    partly = any(group.values is None for group in entry.answers)
    form = bundle.forms.get(_form_of(bundle, entry) or "")
    if form is None or not values:
        return FilledIn(partly=partly)
    return FilledIn(tuple(lines_in(form.view(values, now=now).components, text)), partly)


def _form_of(bundle: Bundle, entry: Entry) -> str | None:
    """That of the task, or of the event that hears the message."""
    element, message = entry.data.get("element"), entry.data.get("message")
    for process in bundle.processes.values():
        for node in process.nodes.values():
            meant = node.id == element if element else bool(message) and node.event.name == message
            if meant and "formulier" in node.properties:
                return node.properties["formulier"]
    return None


def lines_in(parts: Sequence[ComponentView], text: Text = text_of) -> Iterator[Line]:
    """Each question of a form that was answered, with its answer."""
    for part in parts:
        if part.hidden:
            continue
        yield from lines_in(part.children, text)
        for number, row in enumerate(part.rows, start=1):
            said = "; ".join(f"{line.label}: {line.text}" for line in lines_in(row, text))
            if said:
                yield Line(f"{part.label} {number}", said)
        shown = text(part)
        if part.name and shown:
            yield Line(part.label, shown)
