"""Single properties of a form-js component: texts, bounds, options, conditions. FormError says what to write."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from workflows.errors import FeelError, FormError
from workflows.feel import Expression, compile_expression
from workflows.forms.components import CHOICES, MAX_LABEL, MAX_TEXT, ComponentType, FormComponent, Option

MAX_OPTIONS: Final = 200
_VALIDATIONS: Final = {"": "", "custom": "", "email": "email", "phone": "phone"}


def shown(value: object) -> str:
    """A value from the file for in a message, cut to a modest length."""
    return f"'{value}'"[:80] if isinstance(value, str | int | float) else "geen tekst of getal"


def mapping(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The object under a name, empty where there is none."""
    value = data.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise FormError(f"'{name}' is geen object. Bewaar het formulier opnieuw in de formuliereditor.")
    return value


def text(data: Mapping[str, object], name: str, longest: int = MAX_LABEL) -> str:
    """The plain text under a name, empty where there is none."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FormError(f"'{name}' is geen tekst. Zet de tekst tussen aanhalingstekens.")
    if len(value) > longest:
        raise FormError(f"'{name}' heeft {len(value)} tekens; {longest} mag. Kort de tekst in.")
    if value.lstrip().startswith("=") or "{{" in value:
        raise FormError(f"'{name}' is een uitdrukking. Schrijf gewone tekst.")
    return value.strip()


def flag(data: Mapping[str, object], name: str) -> bool:
    """The true or false under a name, false where there is none."""
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise FormError(f"'{name}' is {shown(value)}. Schrijf true of false.")
    return value


def no_future(data: Mapping[str, object], kind: ComponentType) -> bool:
    """Whether a date tells of what happened (`properties.toekomst` is `nee`)."""
    value = mapping(data, "properties").get("toekomst")
    if value is None:
        return False
    if value != "nee" or kind not in {ComponentType.DATE, ComponentType.DATETIME}:
        raise FormError(f"'toekomst' is {shown(value)}. Zet bij een datum 'nee', of haal het weg.")
    return True


def bound(data: Mapping[str, object], name: str) -> float | None:
    """The number under a name, that form-js may write as text; None where there is none."""
    value = data.get(name)
    if value is None or value == "":
        return None
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise FormError(f"'{name}' is {shown(value)}. Schrijf een getal.")
    return int(number) if number.is_integer() else number


def length(data: Mapping[str, object], name: str, most: int = MAX_TEXT) -> int | None:
    """The whole number from 0 under a name, None where there is none."""
    number = bound(data, name)
    if number is None:
        return None
    if not isinstance(number, int) or not 0 <= number <= most:
        raise FormError(f"'{name}' is {shown(data.get(name))}. Schrijf een heel getal van 0 tot en met {most}.")
    return number


def validation(data: Mapping[str, object]) -> str:
    """The kind of text that is asked: `email`, `phone` or empty."""
    value = data.get("validationType") or ""
    if not isinstance(value, str) or value not in _VALIDATIONS:
        raise FormError(f"'validationType' is {shown(value)}. Gebruik 'email', 'phone' of 'custom'.")
    return _VALIDATIONS[value]


def hide(data: Mapping[str, object]) -> Expression | None:
    """The compiled condition under which a component is not shown."""
    written = mapping(data, "conditional").get("hide")
    if written is None or written == "":
        return None
    if not isinstance(written, str):
        raise FormError("de voorwaarde 'hide' is geen tekst. Schrijf FEEL: '=gesprek_gevoerd != \"ja\"'.")
    try:
        return compile_expression(written)
    except FeelError as error:
        raise FormError(f"de voorwaarde {shown(written)} is geen geldige FEEL. {error.message}") from error


def options(data: Mapping[str, object], kind: ComponentType) -> tuple[Option, ...]:
    """The answers that may be chosen; none where the component is no choice."""
    if kind not in CHOICES:
        return ()
    values = data.get("values")
    if not isinstance(values, list | tuple) or not 0 < len(values) <= MAX_OPTIONS:
        raise FormError(
            f"“Waaruit je kiest” is geen lijst van 1 tot {MAX_OPTIONS} keuzes ('values'). Geef elke keuze een tekst "
            "(label) en een naam in voorwaarden en tabellen (value)."
        )
    found = tuple(_option(value) for value in values)
    if len({option.value for option in found}) < len(found) or len({option.label for option in found}) < len(found):
        raise FormError(
            "twee keuzes zijn gelijk. Geef elke keuze een eigen tekst (label) en een eigen naam in voorwaarden "
            "en tabellen (value)."
        )
    return found


def _option(data: object) -> Option:
    value = text(data, "value") if isinstance(data, Mapping) else ""
    if not isinstance(data, Mapping) or not value:
        raise FormError(
            "een keuze heeft geen naam in voorwaarden en tabellen (value). Schrijf bijvoorbeeld "
            '{"value": "ja", "label": "Ja"}.'
        )
    return Option(value, text(data, "label") or value)


def check_bounds(component: FormComponent) -> None:
    """Raise FormError where no answer fits between the bounds."""
    for low, high, names in (
        (component.min, component.max, "“Minstens” en “Hoogstens”"),
        (component.min_length, component.max_length, "“Minstens zoveel tekens” en “Hoogstens zoveel tekens”"),
    ):
        if low is not None and high is not None and low > high:
            raise FormError(f"tussen {names} past geen antwoord. Maak de eerste kleiner dan de tweede.")
