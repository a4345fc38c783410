"""What a form is made of: frozen components and nothing that reads, cleans or shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workflows.feel import Expression
from workflows.types import FieldKind, RoutingField

MAX_COMPONENTS: Final = 200
MAX_DEPTH: Final = 4
MAX_LABEL: Final = 500
"""Characters of a label, a description, a value."""
MAX_TEXT: Final = 10_000
"""Characters of an answer, and of a text that stands in the form."""
MAX_ROWS: Final = 100
"""Records of one list."""


class ComponentType(StrEnum):
    """The form-js types that a form may use; `datetime` is three types here, by its `subtype`."""

    TEXT = "text"
    TEXTFIELD = "textfield"
    TEXTAREA = "textarea"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT = "select"
    RADIO = "radio"
    CHECKLIST = "checklist"
    CHECKBOX = "checkbox"
    GROUP = "group"
    DYNAMICLIST = "dynamiclist"


CHOICES: Final = frozenset({ComponentType.SELECT, ComponentType.RADIO, ComponentType.CHECKLIST})
_KINDS: Final = {
    ComponentType.NUMBER: FieldKind.NUMBER, ComponentType.CHECKBOX: FieldKind.BOOLEAN,
    ComponentType.DATE: FieldKind.DATE, ComponentType.DATETIME: FieldKind.DATE_TIME,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormComponent:
    """One component. A bound that is None is not set."""

    type: ComponentType
    id: str
    """Its place in the file, `2-1`: unique in the form, whatever the editor wrote."""
    key: str = ""
    """Name of the answer; of a list, its `path`. Empty for what holds no answer: `text` and `group`."""
    label: str = ""
    description: str = ""
    text: str = ""
    """What a `text` component says, in form-js markdown; to be escaped where it is shown."""
    required: bool = False
    min: float | None = None
    max: float | None = None
    decimals: int | None = None
    """How many digits a number may have behind the comma."""
    min_length: int | None = None
    max_length: int | None = None
    validation: str = ""
    """`email`, `phone` or empty."""
    no_past: bool = False
    """True where a date may not lie before today."""
    no_future: bool = False
    """True where a date, or a date and time, tells of what happened: it may not lie ahead."""
    options: tuple[Option, ...] = ()
    default: object = None
    hide: Expression | None = None
    """The condition under which it is not shown; hidden only where it is true."""
    veldgroep: str = ""
    """The field group that governs who may read it: its own, else that of the group or list around it."""
    children: tuple[FormComponent, ...] = ()

    @property
    def name(self) -> str:
        """What messages call it: its label, else its key."""
        return self.label or self.key

    @property
    def kind(self) -> FieldKind:
        """What a FEEL expression finds in it; a checklist, which holds several texts, counts as text."""
        return FieldKind.RECORDS if self.type is ComponentType.DYNAMICLIST else _KINDS.get(self.type, FieldKind.TEXT)


def walk(components: Iterable[FormComponent]) -> Iterator[FormComponent]:
    """Every component, those within others included, in the order of the page."""
    for component in components:
        yield component
        yield from walk(component.children)


def scope(components: Iterable[FormComponent]) -> Iterator[FormComponent]:
    """The components whose answers stand side by side: within groups too, not within lists."""
    for component in components:
        if component.key:
            yield component
        elif component.type is ComponentType.GROUP:
            yield from scope(component.children)


def routing_fields(components: Iterable[FormComponent]) -> tuple[RoutingField, ...]:
    """The fields that these components can set. A checklist is none: its several texts are no routing value."""
    return tuple(
        RoutingField(
            component.key, component.kind, tuple(option.value for option in component.options), component.label,
            routing_fields(component.children),
        )
        for component in scope(components) if component.type is not ComponentType.CHECKLIST
    )  # fmt: skip
