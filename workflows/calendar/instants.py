"""From a term, or a value that FEEL gave, to the instant at which it ends. Every loop here is bounded."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, runtime_checkable

from workflows.calendar.days import ZONE, Calendar, end_of, local_day, start_of, to_utc
from workflows.calendar.terms import MAX_DAYS, Term, TermKind, parse_term
from workflows.errors import TermError
from workflows.types import LEEG


@runtime_checkable
class Months(Protocol):
    """A duration in years and months, as FEEL has it beside the timedelta of days and time."""

    @property
    def months(self) -> int:
        """The whole duration in months."""
        ...  # pragma: no cover


def due(
    term: Term, start: datetime, calendar: Calendar, *, for_timer: bool, base: object = None, times: int = 1
) -> datetime:
    """The instant, in UTC, at which a term that began at `start` is over; for a timer, at which it goes off.

    `base` is the value of the term's base field: a date counts in whole days, a date-time to the clock. While it is
    None or `leeg` a term counts from `start`; a timer has no instant then. `times` is which repetition is meant, always
    counted from the same start: chaining would skip days, since a term in whole days ends where the next day begins.
    The last day is inclusive: whole days end with its last second. Raises TermError where there is no such instant,
    ValueError where `start` has no zone (bundle.md "Terms and timers").
    """
    if start.tzinfo is None:
        message = "start must be an aware instant"
        raise ValueError(message)
    if term.instant is not None:
        return from_value(term.instant, start, for_timer=for_timer)
    origin = _origin(term, start, base, for_timer=for_timer)
    try:
        return _counted(term, origin, calendar, times)
    except (OverflowError, ValueError) as error:
        message = f"De termijn '{term.text}' komt uit op een datum die te ver weg ligt. Kies een kortere termijn."
        raise TermError(message) from error


def from_value(value: object, start: datetime, *, for_timer: bool) -> datetime:
    """The instant, in UTC, that a value means: what FEEL gave, or the ISO text of a date field.

    A date is for a term the end of that day, for a timer its start; a date-time without zone is local time; a duration
    runs from `start`, its whole days on the local clock. Raises TermError for anything else.
    """
    try:
        found = _meant(value, start, for_timer=for_timer)
    except (OverflowError, ValueError) as error:
        message = f"De datum '{value}' ligt te ver weg. Kijk het jaar na."
        raise TermError(message) from error
    if found is None:
        what = "leeg" if value is None or value == LEEG else f"'{value}'"
        message = f"Hier hoort een datum, een datum met tijd of een duur, maar de waarde is {what}. Vul een datum in."
        raise TermError(message)
    return found


def _meant(value: object, start: datetime, *, for_timer: bool) -> datetime | None:
    if isinstance(value, str):
        term = parse_term(value)
        value = term.instant if term else None
    if isinstance(value, datetime):
        return to_utc(value) if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, date):
        return start_of(value) if for_timer else end_of(value)
    if isinstance(value, timedelta):
        passed = _positive(value.days, value)
        return _later_clock(start, 0, passed) + timedelta(seconds=value.seconds, microseconds=value.microseconds)
    if isinstance(value, Months):
        return _later_clock(start, _positive(value.months, value), 0)
    return None


def _positive(amount: int, value: object) -> int:
    if amount < 0:
        message = f"De duur '{value}' is negatief. Een termijn kan alleen vooruit lopen."
        raise TermError(message)
    return amount


def _origin(term: Term, start: datetime, base: object, *, for_timer: bool) -> date | datetime:
    if term.base_field is None:
        return start
    if base is None or base == LEEG:
        if for_timer:
            message = f"De timer '{term.text}' telt vanaf '{term.base_field}', maar dat veld is leeg. Vul het eerst in."
            raise TermError(message)
        return start
    value = base
    if isinstance(base, str):
        read = parse_term(base)
        value = read.instant if read else None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, datetime):
        return from_value(value, start, for_timer=for_timer)
    message = f"De termijn '{term.text}' telt vanaf '{term.base_field}', maar '{base}' is geen datum."
    raise TermError(message)


def _counted(term: Term, origin: date | datetime, calendar: Calendar, times: int) -> datetime:
    day = local_day(origin) if isinstance(origin, datetime) else origin
    if term.kind is TermKind.WORKDAYS:
        return end_of(_nth(day, term.days * times, calendar.is_workday, term))
    if term.kind is TermKind.SCHOOLDAYS:
        return end_of(_nth(day, term.days * times, calendar.is_schoolday, term))
    months, days = term.months * times, (term.weeks * 7 + term.days) * times
    if term.kind is TermKind.DAYS:
        return end_of(_later(day, months, days))
    passed = timedelta(seconds=term.seconds * times)
    if isinstance(origin, datetime):
        return _later_clock(origin, months, days) + passed
    # A date has no time of day: `P5D na gemeld_op` promises whole days, `PT4H na gemeld_op` counts from its midnight.
    return start_of(_later(origin, months, days)) + passed if passed else end_of(_later(origin, months, days))


def _nth(day: date, count: int, counts: Callable[[date], bool], term: Term) -> date:
    for _ in range(2 * MAX_DAYS):
        if not count:
            return day
        day += timedelta(days=1)
        count -= counts(day)
    message = f"De termijn '{term.text}' komt met deze kalender nooit uit. Kijk de vrije dagen na."
    raise TermError(message)


def _later(day: date, months: int, days: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last)) + timedelta(days=days)


def _later_clock(start: datetime, months: int, days: int) -> datetime:
    if not (months or days):
        return start.astimezone(UTC)  # by way of the clock, 02:30 for the second time would become the first
    local = start.astimezone(ZONE)
    return to_utc(datetime.combine(_later(local.date(), months, days), local.time()))
