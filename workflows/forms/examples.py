"""Made-up answers, so that a scenario names only what matters to it. The same form always gives the same answers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime

from workflows.calendar import ZONE
from workflows.errors import FormError
from workflows.forms.components import MAX_TEXT, ComponentType, FormComponent, scope
from workflows.forms.inspection import inspect


def example(
    key: str, components: tuple[FormComponent, ...], fixed: Mapping[str, object], now: datetime
) -> dict[str, object]:
    """Valid answers for a form: those given, and one made up for each other component that asks one.

    Raises FormError, with a line for each field, where the given answers do not fit or none can be made up.
    """
    answers = dict(fixed)
    found = inspect(components, answers, now)
    while fresh := {name: part for name, part in found.missing.items() if name not in answers}:
        answers |= {name: _made_up(part, now) for name, part in fresh.items()}
        found = inspect(components, answers, now)  # an answer may bring other components into sight
    if found.errors:
        lines = "\n".join(f"{name}: {message}" for name, said in found.errors.items() for message in said)
        raise FormError(f"Formulier '{key}' is hier niet in te vullen.\n{lines}")
    return found.values


def _made_up(component: FormComponent, now: datetime) -> object:
    if component.type is ComponentType.DYNAMICLIST:
        columns = list(scope(component.children))
        asked = [column for column in columns if column.required] or columns[:1]
        return [{column.key: _made_up(column, now) for column in asked}]
    if component.options:
        first = component.options[0].value
        return [first] if component.type is ComponentType.CHECKLIST else first
    local = now.astimezone(ZONE).replace(tzinfo=None, second=0, microsecond=0)
    simple = {
        ComponentType.DATE: local.date().isoformat(), ComponentType.TIME: local.time().isoformat("minutes"),
        ComponentType.DATETIME: local.isoformat(), ComponentType.CHECKBOX: True,
        ComponentType.NUMBER: _number(component),
    }  # fmt: skip
    return simple[component.type] if component.type in simple else _text(component)


def _number(component: FormComponent) -> float:
    low, high = component.min, component.max
    if low is None:
        return 1 if high is None else min(1, high)
    whole = math.ceil(low)
    return whole if high is None or whole <= high else low


def _text(component: FormComponent) -> str:
    if component.validation:
        return {"email": "voorbeeld@school.nl", "phone": "0512 345678"}[component.validation]
    text = f"Voorbeeldtekst bij '{component.name}'"
    while len(text) < (component.min_length or 0):
        text = f"{text}, nog eens: {text}"
    cut = text[: MAX_TEXT if component.max_length is None else component.max_length]
    return cut.rstrip().ljust(len(cut), ".")
