"""Days as an address or a form gives them, and the instants at which they begin here."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from app.web.words import HERE, _

_TYPED: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_FIRST: Final = date(2000, 1, 1)
_LAST: Final = date(2999, 1, 1)


def day_in(text: str) -> date | None:
    """A day; None for what is none, or lies out of all time."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if _FIRST <= found <= _LAST else None


def typed_day(text: str) -> date | None:
    """A day as people type it here, 08-09-2026, or as machines do; None for what is none."""
    found = _TYPED.fullmatch(text.strip())
    return day_in(f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text.strip())


def no_day() -> str:
    """What is told of a text that is no day."""
    return _("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 08-09-2026.")


def begin_of(day: date) -> datetime:
    """Its first instant."""
    return datetime.combine(day, time(), HERE)


def end_of(day: date) -> datetime:
    """The first instant after it."""
    return begin_of(day + timedelta(days=1))
