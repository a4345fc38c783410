"""Terms and dates in Dutch words, for screens and findings."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Final

from workflows.calendar.days import ZONE
from workflows.calendar.terms import Term, TermKind
from workflows.words import in_words

_MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def date_in_words(day: date) -> str:
    """`8 september 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def describe(term: Term) -> str:
    """The term as a teacher would say it: `5 werkdagen na gemeld_op`, `3 keer, telkens na 1 dag`."""
    words = _span(term)
    if term.base_field:
        words = f"{words} na {term.base_field}"
    if term.repeats is None:
        return words
    return f"telkens na {words}" if term.repeats == math.inf else f"{term.repeats:.0f} keer, telkens na {words}"


def _span(term: Term) -> str:
    if term.instant is not None:
        return _instant(term.instant)
    start = term.text.lower()
    if start.startswith("vandaag"):
        return "vandaag"
    if start.startswith("volgende"):
        return "de volgende schooldag" if term.kind is TermKind.SCHOOLDAYS else "de volgende werkdag"
    day = {TermKind.WORKDAYS: "werkdag", TermKind.SCHOOLDAYS: "schooldag"}.get(term.kind, "dag")
    minutes, seconds = divmod(term.seconds, 60)
    parts = [
        _count(term.months // 12, "jaar", "jaar"), _count(term.months % 12, "maand", "maanden"),
        _count(term.weeks, "week", "weken"), _count(term.days, day, f"{day}en"),
        _count(minutes // 60, "uur", "uur"), _count(minutes % 60, "minuut", "minuten"),
        _count(seconds, "seconde", "seconden"),
    ]  # fmt: skip
    return in_words(filter(None, parts)) or "meteen"


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""


def _instant(instant: date | datetime) -> str:
    if not isinstance(instant, datetime):
        return date_in_words(instant)
    local = instant if instant.tzinfo is None else instant.astimezone(ZONE)
    return f"{date_in_words(local)} om {local:%H:%M}"
