"""The terms of the drawing language, from text to frozen value (bundle.md "Terms and timers"). Computes no instant."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from workflows.errors import TermError

MAX_DAYS: Final = 36_525
"""A hundred years. Nothing a school promises lasts longer; without a bound, counting working days would not end."""
MAX_TEXT: Final = 200
_YEARS: Final = range(1900, 2200)
_MONTH: Final = 30.4375


class TermKind(StrEnum):
    """How a term is counted."""

    CLOCK = "clock"
    """`P5D`, `PT4H`: months, weeks and days on the local clock, then seconds that really pass."""
    DAYS = "days"
    """`3 dagen`, `6 weken`, `vandaag`: to the end of the last day."""
    WORKDAYS = "workdays"
    SCHOOLDAYS = "schooldays"
    INSTANT = "instant"
    """A date or date-time written out."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the diagram writes it. Of the counts only those of its kind are not zero."""

    text: str
    """As written, without spaces too many."""
    kind: TermKind
    months: int = 0
    weeks: int = 0
    days: int = 0
    """Days of the kind: calendar days, working days or school days."""
    seconds: int = 0
    instant: date | datetime | None = None
    """For `INSTANT`: a date, a local date-time without zone, or an aware date-time."""
    base_field: str | None = None
    """The date field of `… na <field>`: the term counts from its value."""
    repeats: float | None = None
    """How often an `R…/` timer goes off: a whole number, or `math.inf`; None where it is no repetition."""


_WORDS: Final = {
    "minuut": (TermKind.CLOCK, "seconds", 60), "minuten": (TermKind.CLOCK, "seconds", 60),
    "uur": (TermKind.CLOCK, "seconds", 3600), "uren": (TermKind.CLOCK, "seconds", 3600),
    "dag": (TermKind.DAYS, "days", 1), "dagen": (TermKind.DAYS, "days", 1),
    "week": (TermKind.DAYS, "weeks", 1), "weken": (TermKind.DAYS, "weeks", 1),
    "maand": (TermKind.DAYS, "months", 1), "maanden": (TermKind.DAYS, "months", 1),
    "jaar": (TermKind.DAYS, "months", 12), "jaren": (TermKind.DAYS, "months", 12),
    "werkdag": (TermKind.WORKDAYS, "days", 1), "werkdagen": (TermKind.WORKDAYS, "days", 1),
    "schooldag": (TermKind.SCHOOLDAYS, "days", 1), "schooldagen": (TermKind.SCHOOLDAYS, "days", 1),
}  # fmt: skip
_NAMED: Final = {
    "vandaag": (TermKind.DAYS, 0),
    "volgende werkdag": (TermKind.WORKDAYS, 1),
    "volgende schooldag": (TermKind.SCHOOLDAYS, 1),
}

_FIELD: Final = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_BASE: Final = re.compile(rf"(?P<body>.+?) na (?P<field>{_FIELD})", re.IGNORECASE)
_REPEAT: Final = re.compile(r"R(?P<times>[0-9]*) ?/ ?(?P<body>.*)", re.IGNORECASE)
_COUNT: Final = re.compile(r"(?P<count>[0-9]+) ?(?P<unit>[a-z]+)", re.IGNORECASE)
_DURATION: Final = re.compile(
    r"P(?=[0-9]|T[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?", re.IGNORECASE
)
# What nobody writes unless a term is meant. A number before a word is FEEL only with an operator that is a word, and
# such an expression never gives a date; `2026-9-1` would otherwise be the sum 2016.
_MEANT: Final = (
    re.compile(r"[-+]?P(?:T ?)?[0-9][\w ,.:]*"),
    re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)? ?(?!(?:in|between|and|or|instance)\b)[^\W\d_][^()\[\]=<>*/]*"),
    re.compile(r"R-?[0-9]* ?/.*"),
    re.compile(r"[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,4}(?:[ T].*)?", re.IGNORECASE),
    re.compile(r"(?:vandaag|volgende) \w.*", re.IGNORECASE),
)
_EXAMPLE: Final = "Schrijf bijvoorbeeld '5 werkdagen', 'P5D', 'PT4H', '2026-09-01' of '5 werkdagen na gemeld_op'."


def parse_term(text: str) -> Term | None:
    """Read a term; None where the text is none, so that the caller reads it as FEEL.

    Case and spacing do not matter. Raises TermError where a term is clearly meant but written wrong.
    """
    written = " ".join(text.split())
    if len(written) > MAX_TEXT:
        return None
    term = _repetition(written) or _with_base(written)
    if term is None:
        if any(pattern.fullmatch(written) for pattern in _MEANT):
            raise _wrong(written, "is geen termijn die Leidraad kent.")
        return None
    return replace(term, text=written)


def _repetition(written: str) -> Term | None:
    found = _REPEAT.fullmatch(written)
    term = _with_base(found["body"]) if found else None
    if found is None or term is None:
        return None
    if term.instant is not None or found["body"].lower().startswith(tuple(_NAMED)):
        raise _wrong(written, "herhaalt iets wat één keer komt.", "Schrijf bijvoorbeeld 'R3/P1D' of 'R/1 werkdag'.")
    if not (term.months or term.weeks or term.days or term.seconds):
        raise _wrong(written, "herhaalt zonder tijd ertussen.", "Schrijf bijvoorbeeld 'R3/P1D'.")
    times = found["times"]
    if times and (not int(times) or len(times) > len("9999")):
        raise _wrong(written, "noemt een onmogelijk aantal keren.", "Schrijf een getal van 1 tot 9999: 'R3/P1D'.")
    return replace(term, repeats=int(times) if times else math.inf)


def _with_base(written: str) -> Term | None:
    found = _BASE.fullmatch(written)
    if not found:
        return _plain(written)
    term = _plain(found["body"])
    if term and term.instant is not None:
        raise _wrong(written, "telt vanaf een veld, maar noemt zelf al een datum.")
    return replace(term, base_field=found["field"]) if term else None


def _plain(written: str) -> Term | None:
    named = _NAMED.get(written.lower())
    if named:
        return Term(written, named[0], days=named[1])
    return _counted(written) or _duration(written) or _instant(written)


def _counted(written: str) -> Term | None:
    found = _COUNT.fullmatch(written)
    word = _WORDS.get(found["unit"].lower()) if found else None
    if found is None or word is None:
        return None
    kind, unit, factor = word
    count = int(found["count"])
    if not count:
        raise _wrong(written, "duurt geen tijd.", "Schrijf een getal vanaf 1, of 'vandaag'.")
    term = Term(written, kind)
    match unit:
        case "months":
            term = replace(term, months=count * factor)
        case "weeks":
            term = replace(term, weeks=count)
        case "seconds":
            term = replace(term, seconds=count * factor)
        case _:
            term = replace(term, days=count)
    return _bounded(term)


def _duration(written: str) -> Term | None:
    found = _DURATION.fullmatch(written.replace(" ", ""))
    if not found:
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    passed = hours * 3600 + minutes * 60 + seconds
    return _bounded(Term(written, TermKind.CLOCK, months=years * 12 + months, weeks=weeks, days=days, seconds=passed))


def _instant(written: str) -> Term | None:
    instant: date | datetime
    try:
        if _DATE.fullmatch(written):
            instant = date.fromisoformat(written)
        elif _DATE_TIME.fullmatch(written):
            instant = datetime.fromisoformat(written.upper())
        else:
            return None
    except ValueError as error:
        raise _wrong(written, "is een datum of tijd die niet bestaat.", "Kijk de dag en de maand na.") from error
    if instant.year not in _YEARS:
        raise _wrong(written, "ligt te ver weg.", "Kies een jaar van 1900 tot 2199.")
    return Term(written, TermKind.INSTANT, instant=instant)


def _bounded(term: Term) -> Term:
    of_five = 7 / 5 if term.kind in {TermKind.WORKDAYS, TermKind.SCHOOLDAYS} else 1
    if term.months * _MONTH + term.weeks * 7 + term.days * of_five + term.seconds / 86_400 > MAX_DAYS:
        raise _wrong(term.text, "duurt langer dan honderd jaar.", "Kies een kortere termijn.")
    return term


def _wrong(written: str, what: str, cure: str = _EXAMPLE) -> TermError:
    return TermError(f"De termijn '{written}' {what} {cure}")
