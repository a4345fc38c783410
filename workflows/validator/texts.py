"""The texts of a diagram that are FEEL or a term, each with its place, read once. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from workflows.calendar import Term, parse_term
from workflows.diagram import EventKind, Node, Process, TimerKind
from workflows.errors import FeelError, TermError
from workflows.feel import Expression, compile_expression
from workflows.validator.material import Material
from workflows.validator.panel import labelled
from workflows.validator.report import Place, at_flow, at_node


class Role(Enum):
    """What a text is for; the value is how people are told of it."""

    CONDITION = "de voorwaarde"
    TIMER = "de klok"
    TERM = "de termijn"
    LANE = labelled("lane")
    IN = "“Wat het meekrijgt”, bij in."
    OUT = "“Wat het teruggeeft”, bij uit."


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is read as FEEL or as a term."""

    role: Role
    text: str
    place: Place
    process: Process
    """The process whose fields it reads; for `uit.` the called one."""
    node: Node | None = None
    """The element whose text it is, None for a condition."""
    field: str = ""
    """The field that `in.` or `uit.` sets."""

    @property
    def item(self) -> str:
        """Name of the record that the text can speak of, empty outside a task over a list."""
        return self.node.loop.item if self.node is not None and self.node.loop is not None else ""

    @property
    def label(self) -> str:
        """How people are told of it: `“Wat het meekrijgt”, bij in.soort`."""
        return self.role.value + self.field

    def read(self) -> Term | Expression:
        """The term or expression. Raises FeelError or TermError."""
        if self.role in (Role.TIMER, Role.TERM):
            term = parse_term(self.text.removeprefix("=").strip())
            if term is not None:
                return term
        return compile_expression(self.text)

    def readable(self) -> Term | Expression | None:
        """The same, None where it cannot be read."""
        try:
            return self.read()
        except (FeelError, TermError):
            return None

    def expression(self) -> Expression | None:
        """The expression, None where it is a term or cannot be read."""
        found = self.readable()
        return found if isinstance(found, Expression) else None

    def names(self) -> frozenset[str]:
        """The fields that the text uses, without the record it speaks of."""
        found = self.readable()
        if isinstance(found, Term):
            names = frozenset({found.base_field.split(".")[0]} if found.base_field else ())
        else:
            names = found.names if found else frozenset()
        return names - {self.item}


def texts_of(process: Process, material: Material) -> Iterator[Text]:
    """All texts of a process, in the order of its elements."""
    for flow in process.flows.values():
        if flow.condition:
            yield Text(Role.CONDITION, flow.condition, at_flow(process, flow), process)
    for node in process.nodes.values():
        place = at_node(process, node)
        if node.event.kind is EventKind.TIMER and node.event.text:
            yield Text(Role.TIMER, node.event.text, place, process, node)
        for name, role in (("termijn", Role.TERM), ("lane", Role.LANE)):
            if node.properties.get(name):
                yield Text(role, node.properties[name], place, process, node)
        yield from _passed(process, node, place, material)


def _passed(process: Process, node: Node, place: Place, material: Material) -> Iterator[Text]:
    """What a call activity hands over, in and out."""
    for field, text in node.prefixed("in").items():
        yield Text(Role.IN, text, place, process, node, field)
    called = material.by_id.get(node.called)
    for field, text in node.prefixed("uit").items() if called is not None else ():
        yield Text(Role.OUT, text, place, called or process, node, field)


def is_cycle(node: Node) -> bool:
    """Whether a timer repeats."""
    return node.event.timer is TimerKind.CYCLE
