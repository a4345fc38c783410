"""One answer to one component: text from a page, or JSON, becomes a JSON value or a Dutch sentence why not.

Knows nothing of other answers, so nothing of required or hidden. No answer is None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, TypeAlias

from workflows.calendar import ZONE, local_day
from workflows.forms.components import MAX_TEXT, ComponentType, FormComponent

Answer: TypeAlias = str | int | float | bool | list[str] | None
"""What one component holds: a JSON scalar, or of a checklist the list of chosen values."""

_YEARS: Final = range(1900, 2200)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BIGGEST: Final = 10**15
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,15}(?:[.,][0-9]{1,10})?")
_THOUSANDS: Final = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3})+")
_DUTCH_DATE: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,6})?)?")
_DATE_TIME: Final = re.compile(r"(?P<date>[0-9./ -]{8,10})(?:T| om | )(?P<time>[0-9:.]{4,15})", re.IGNORECASE)
_OFFSET: Final = re.compile(r"[0-9T:.-]{16,26}(?:Z|[+-][0-9]{2}:[0-9]{2})")
YES: Final = frozenset({"on", "true", "ja", "1", "waar"})
_NO: Final = frozenset({"", "off", "false", "nee", "0", "onwaar"})
_KINDS: Final = {
    "email": (
        re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+"),
        "Schrijf bij '{}' een e-mailadres, bijvoorbeeld naam@school.nl.",
    ),
    "phone": (
        re.compile(r"\+?[0-9][0-9 ()-]{5,18}[0-9]"),
        "Schrijf bij '{}' een telefoonnummer, bijvoorbeeld 0512 345678.",
    ),
}


class Wrong(Exception):
    """Why an answer does not fit, as a Dutch sentence. Stays within this package."""


def clean_answer(component: FormComponent, raw: object, now: datetime | None) -> Answer:
    """The value of an answer, None where there is none. Without `now` any date passes. Raises Wrong."""
    if isinstance(raw, str):
        raw = tidy(component, raw)
    if component.type is ComponentType.CHECKBOX:
        return _checkbox(component, raw)
    if raw is None or (isinstance(raw, str | list | tuple) and not raw):
        return None
    value = _CLEANERS[component.type](component, raw)
    if now is not None and isinstance(value, str):
        _check_side(component, value, now)
    return value


def _check_side(component: FormComponent, value: str, now: datetime) -> None:
    """On which side of now a date may lie."""
    if component.no_past and value[:10] < local_day(now).isoformat():
        raise Wrong(f"De datum bij '{component.name}' is al voorbij. Kies vandaag of een latere dag.")
    if component.no_future and value > now.astimezone(ZONE).replace(tzinfo=None).isoformat():
        raise Wrong(f"De datum bij '{component.name}' ligt in de toekomst. Vul in wanneer het was.")


def tidy(component: FormComponent, raw: str) -> str:
    """Text in one spelling (Unicode NFC), with one sign between lines and nothing blank around it. Raises Wrong."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) <= MAX_TEXT:
        text = unicodedata.normalize("NFC", text)
    if len(text) > MAX_TEXT:
        raise Wrong(f"Bij '{component.name}' staan {len(text)} tekens; {MAX_TEXT} passen er. Kort de tekst in.")
    if _CONTROL.search(text) or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Wrong(f"In '{component.name}' staat een onzichtbaar teken. Typ de tekst in plaats van te plakken.")
    return text


def _text(component: FormComponent, raw: object) -> str:
    if not isinstance(raw, str):
        raise Wrong(f"Schrijf bij '{component.name}' een tekst.")
    if "\n" in raw and component.type is not ComponentType.TEXTAREA:
        raise Wrong(f"Schrijf bij '{component.name}' alles op één regel.")
    if component.min_length is not None and len(raw) < component.min_length:
        raise Wrong(
            f"Schrijf bij '{component.name}' ten minste {component.min_length} tekens; het zijn er nu {len(raw)}."
        )
    if component.max_length is not None and len(raw) > component.max_length:
        raise Wrong(f"Kort '{component.name}' in tot {component.max_length} tekens; het zijn er nu {len(raw)}.")
    if component.validation:
        pattern, asked = _KINDS[component.validation]
        if not pattern.fullmatch(raw):
            raise Wrong(asked.format(component.name))
    return raw


def _number(component: FormComponent, raw: object) -> int | float:
    wrong = Wrong(f"Vul bij '{component.name}' een getal in, zonder punten: 1500 of 16,5.")
    if isinstance(raw, str) and _NUMBER.fullmatch(raw) and not _THOUSANDS.fullmatch(raw):
        number = Decimal(raw.replace(",", "."))
    elif isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < _BIGGEST:
        number = Decimal(repr(raw))
    else:
        raise wrong
    _check_range(component, number)
    exponent = number.normalize().as_tuple().exponent
    if component.decimals is not None and isinstance(exponent, int) and -exponent > component.decimals:
        if component.decimals:
            raise Wrong(f"Gebruik bij '{component.name}' niet meer dan {component.decimals} achter de komma.")
        raise Wrong(f"Gebruik bij '{component.name}' geen komma.")
    return int(number) if number == number.to_integral_value() else float(number)


def _check_range(component: FormComponent, number: Decimal) -> None:
    low, high = component.min, component.max
    if (low is None or number >= Decimal(repr(low))) and (high is None or number <= Decimal(repr(high))):
        return
    least = "" if low is None else f"{dutch_number(low)}"
    most = "" if high is None else f"{dutch_number(high)}"
    if least and most:
        raise Wrong(f"Vul bij '{component.name}' een getal in van {least} tot en met {most}.")
    if least:
        raise Wrong(f"Vul bij '{component.name}' een getal in van {least} of meer.")
    raise Wrong(f"Vul bij '{component.name}' een getal in van {most} of minder.")


def dutch_number(number: float) -> str:
    """A number as people write it: with a comma."""
    return str(number).replace(".", ",")


def _date(component: FormComponent, raw: object) -> str:
    return _day(
        component, raw, f"Schrijf bij '{component.name}' de datum als dag-maand-jaar, bijvoorbeeld 08-09-2026."
    ).isoformat()


def _day(component: FormComponent, raw: object, asked: str) -> date:
    if not isinstance(raw, str):
        raise Wrong(asked)
    dutch, iso = _DUTCH_DATE.fullmatch(raw), _ISO_DATE.fullmatch(raw)
    if dutch:
        day, month, year = (int(part) for part in dutch.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        raise Wrong(asked)
    if year not in _YEARS:
        raise Wrong(f"Kijk het jaar na bij '{component.name}': kies een jaar van 1900 tot en met 2199.")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Wrong(f"De datum '{raw}' bij '{component.name}' bestaat niet. Kijk de dag en de maand na.") from error


def _time(component: FormComponent, raw: object) -> str:
    asked = f"Schrijf bij '{component.name}' de tijd als uren:minuten, bijvoorbeeld 14:05."
    return _clock(raw, asked).isoformat("minutes")


def _clock(raw: object, asked: str) -> time:
    found = _TIME.fullmatch(raw) if isinstance(raw, str) else None
    if not found:
        raise Wrong(asked)
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError as error:
        raise Wrong(asked) from error


def _datetime(component: FormComponent, raw: object) -> str:
    asked = f"Schrijf bij '{component.name}' de datum en de tijd, bijvoorbeeld 08-09-2026 14:05."
    if isinstance(raw, str) and _OFFSET.fullmatch(raw):
        raw = _local(raw, asked)
    found = _DATE_TIME.fullmatch(raw) if isinstance(raw, str) else None
    if not found:
        raise Wrong(asked)
    return datetime.combine(_day(component, found["date"].strip(), asked), _clock(found["time"], asked)).isoformat()


def _local(raw: str, asked: str) -> str:
    try:
        return datetime.fromisoformat(raw).astimezone(ZONE).replace(tzinfo=None, microsecond=0).isoformat()
    except (ValueError, OverflowError) as error:
        raise Wrong(asked) from error


def _choice(component: FormComponent, raw: object) -> str:
    for option in component.options:
        if raw == option.value:
            return option.value
    for option in component.options:
        if isinstance(raw, str) and raw.casefold() == option.label.casefold():
            return option.value
    labels = ", ".join(option.label for option in component.options)
    if component.type is ComponentType.CHECKLIST:
        raise Wrong(f"Kies een of meer van deze antwoorden bij '{component.name}': {labels}.")
    raise Wrong(f"Kies een van deze antwoorden bij '{component.name}': {labels}.")


def _checklist(component: FormComponent, raw: object) -> list[str] | None:
    if isinstance(raw, str):
        try:
            chosen = [_choice(component, raw)]
        except Wrong:
            chosen = [_choice(component, part.strip()) for part in raw.split(",")]
    else:
        parts = [tidy(component, part) if isinstance(part, str) else part for part in _parts(raw)]
        chosen = [_choice(component, part) for part in parts if part != ""]
    return [option.value for option in component.options if option.value in chosen] or None


def _parts(raw: object) -> list[object]:
    return list(raw) if isinstance(raw, list | tuple) else [raw]


def _checkbox(component: FormComponent, raw: object) -> bool:
    if raw is None or isinstance(raw, bool):
        return bool(raw)
    if isinstance(raw, str) and raw.casefold() in YES | _NO:
        return raw.casefold() in YES
    raise Wrong(f"Zet bij '{component.name}' een vinkje, of laat het leeg.")


_CLEANERS: Final[dict[ComponentType, Callable[[FormComponent, object], Answer]]] = {
    ComponentType.TEXTFIELD: _text, ComponentType.TEXTAREA: _text, ComponentType.NUMBER: _number,
    ComponentType.DATE: _date, ComponentType.TIME: _time, ComponentType.DATETIME: _datetime,
    ComponentType.SELECT: _choice, ComponentType.RADIO: _choice, ComponentType.CHECKLIST: _checklist,
}  # fmt: skip
