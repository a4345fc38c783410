"""Working days, school days, terms and timers in Dutch local time.

Pure: every instant and every free day comes in as an argument. Knows nothing of FEEL, diagrams or the engine.
Instants are aware and in UTC; days are days in Europe/Amsterdam (architecture section 6, bundle.md "Terms and timers").
"""

from __future__ import annotations

from workflows.calendar.days import EMPTY, ZONE, Calendar, end_of, last_day, local_day, start_of
from workflows.calendar.instants import due, from_value
from workflows.calendar.terms import Term, TermKind, parse_term
from workflows.calendar.words import date_in_words, describe

__all__ = [
    "EMPTY", "ZONE", "Calendar", "Term", "TermKind", "date_in_words", "describe", "due", "end_of", "from_value",
    "last_day", "local_day", "parse_term", "start_of",
]  # fmt: skip
