"""From one day to another, as people choose them: whole days of the school, from now where the first is today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.commands.scope import Scope
from app.domain.errors import InvalidValueError
from workflows import Calendar

FIRST, LAST = "eerste", "laatste"
"""The fields that a refusal names."""


def whole_days(
    first: date, last: date, scope: Scope, longest: timedelta, *, past: str, too_long: str
) -> tuple[datetime, datetime]:  # fmt: skip
    """The instants at which it begins and has ended. Raises InvalidValueError, by field, with the sentences given."""
    if first < scope.work.now.astimezone(Calendar.zone).date():
        raise InvalidValueError(past, field=FIRST)
    if last < first:
        raise InvalidValueError("De laatste dag ligt voor de eerste. Kijk de dagen na.", field=LAST)
    if last - first > longest:
        raise InvalidValueError(too_long, field=LAST)
    return max(scope.work.now, _midnight(first)), _midnight(last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), Calendar.zone)
