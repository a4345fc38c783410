"""What a page needs to show a form: plain values that become JSON, and no markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from workflows.forms.answers import YES, dutch_number
from workflows.forms.components import ComponentType, FormComponent, scope
from workflows.forms.inspection import Inspection, inspect, place

_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}:[0-9]{2})(?::00)?)?")


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer that may be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One component as it stands on the page."""

    id: str
    """Unique in the form, row included; for the ids of the page."""
    name: str
    """Under which its answer is sent: `zorg`, `acties[0].lane`; empty where there is no answer."""
    type: str
    label: str
    description: str
    text: str
    required: bool
    hidden: bool
    """True where its condition hides it; a page leaves it out, but may keep what was typed."""
    value: str | bool | list[str]
    """As it was typed, right or wrong; a stored date or number as people write it."""
    options: tuple[OptionView, ...]
    errors: tuple[str, ...]
    veldgroep: str
    min: float | None
    max: float | None
    min_length: int | None
    max_length: int | None
    children: tuple[ComponentView, ...]
    """Of a group."""
    rows: tuple[tuple[ComponentView, ...], ...]
    """Of a list: one or more rows of components."""


@dataclass(frozen=True, slots=True)
class ErrorView:
    """One line of the summary above the form. Without a name it belongs to no component that is shown."""

    id: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class FormView:
    """A form, its answers and what is wrong with them."""

    key: str
    components: tuple[ComponentView, ...]
    errors: tuple[ErrorView, ...]
    """In the order of the page."""

    def as_dict(self) -> dict[str, object]:
        """The view as JSON."""
        return asdict(self)


def view_form(
    key: str, components: tuple[FormComponent, ...], values: Mapping[str, object],
    errors: Mapping[str, Sequence[str]], now: datetime,
) -> FormView:  # fmt: skip
    """The view of a form; where nothing was filled in yet, with its default answers."""
    answers = values or {part.key: part.default for part in scope(components) if part.default is not None}
    viewer = _Viewer(inspect(components, answers, now), errors)
    shown = viewer.components(components, "", viewer.found.raw)
    rest = [ErrorView("", "", message) for name in errors if name not in viewer.said for message in errors[name]]
    return FormView(key, shown, (*viewer.summary, *rest))


class _Viewer:
    """One walk over the form in the order of the page."""

    def __init__(self, found: Inspection, errors: Mapping[str, Sequence[str]]) -> None:
        self.found = found
        self.errors = errors
        self.said: set[str] = set()
        self.summary: list[ErrorView] = []

    def components(
        self, components: tuple[FormComponent, ...], prefix: str, raw: Mapping[str, object]
    ) -> tuple[ComponentView, ...]:
        return tuple(self._component(component, prefix, raw) for component in components)

    def _component(self, component: FormComponent, prefix: str, raw: Mapping[str, object]) -> ComponentView:
        name = f"{prefix}{component.key}" if component.key else ""
        identity = f"{prefix}{component.id}".replace("[", "-").replace("].", "-")
        hidden = place(prefix, component) in self.found.hidden
        messages = tuple(self.errors.get(name, ())) if name and not hidden else ()
        if messages:
            self.said.add(name)
            self.summary += [ErrorView(identity, name, message) for message in messages]
        answer = raw.get(component.key) if component.key else None
        children: tuple[ComponentView, ...] = ()
        rows: tuple[tuple[ComponentView, ...], ...] = ()
        if component.type is ComponentType.GROUP:
            children = self.components(component.children, prefix, raw)
        elif component.type is ComponentType.DYNAMICLIST:
            rows = self._rows(component)
        return ComponentView(
            identity, name, str(component.type), component.name, component.description, component.text,
            component.required, hidden, _value(component, answer), _options(component, answer), messages,
            component.veldgroep, component.min, component.max, component.min_length, component.max_length,
            children, rows,
        )  # fmt: skip

    def _rows(self, component: FormComponent) -> tuple[tuple[ComponentView, ...], ...]:
        empty = {part.key: part.default for part in scope(component.children) if part.default is not None}
        rows = self.found.rows[component.key] or [empty]
        return tuple(
            self.components(component.children, f"{component.key}[{number}].", row) for number, row in enumerate(rows)
        )


def _options(component: FormComponent, raw: object) -> tuple[OptionView, ...]:
    chosen = raw if isinstance(raw, list | tuple) else [raw]
    return tuple(
        OptionView(option.value, option.label, option.value in chosen or option.label in chosen)
        for option in component.options
    )


def _value(component: FormComponent, raw: object) -> str | bool | list[str]:
    if component.type is ComponentType.CHECKBOX:
        return raw is True or (isinstance(raw, str) and raw.strip().casefold() in YES)
    if component.type is ComponentType.CHECKLIST:
        parts = raw if isinstance(raw, list | tuple) else [raw]
        return [_readable(part) for part in parts if isinstance(part, str) and part]
    if isinstance(raw, str):
        written = _ISO.fullmatch(raw) if component.type in {ComponentType.DATE, ComponentType.DATETIME} else None
        return f"{written[3]}-{written[2]}-{written[1]} {written[4] or ''}".strip() if written else _readable(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return dutch_number(raw)
    return ""


def _readable(text: str) -> str:
    """What was typed, without the half characters that no page can be written with."""
    return text.encode("utf-8", "replace").decode()
