"""The clock of a scenario: dates as people write them, and what it means that so many days go by. Reads no clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from workflows.calendar import ZONE, Calendar, date_in_words, due, parse_term
from workflows.errors import ScenarioError, TermError

START: Final = datetime(2026, 9, 1, 9, 0, tzinfo=ZONE).astimezone(UTC)
"""When a scenario begins that does not say when: a Tuesday, the first school week."""
MORNING: Final = time(9, 0)

_MONTHS: Final = {date_in_words(date(2026, month, 1)).split()[1]: month for month in range(1, 13)}
_DAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_WRITTEN: Final = re.compile(rf"(?:({'|'.join(_DAYS)}) )?(\d{{1,2}})e? ([a-z]+) (\d{{4}})", re.IGNORECASE)
_SPAN: Final = re.compile(r"([0-9]{1,12}) (\w+)")
_YEARS: Final = range(1900, 2200)
"""Those of the terms; further away no time zone and no span can be counted with."""
_SECONDS: Final = ("seconde", "seconden")
"""No term of a school is so short, a timer that is tried may be."""
_MOST_SECONDS: Final = 86_400
_NUMBERS: Final = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read_date(text: str) -> date:
    """A date as `[dinsdag] 1 september 2026`, `01-09-2026` or `2026-09-01`. Raises ScenarioError."""
    written, numbers, iso = (pattern.fullmatch(text.strip()) for pattern in (_WRITTEN, _NUMBERS, _ISO))
    month = _MONTHS.get(written[3].lower()) if written else None
    try:
        if written and month:
            return _near(_on(written[1], date(int(written[4]), month, int(written[2]))))
        if numbers:
            return _near(date(int(numbers[3]), int(numbers[2]), int(numbers[1])))
        if iso:
            return _near(date.fromisoformat(text.strip()))
    except ValueError as error:
        message = f"De datum “{text}” bestaat niet. Kijk de dag en de maand na."
        raise ScenarioError(message) from error
    message = f"“{text}” is geen datum. Schrijf bijvoorbeeld 1 september 2026."
    raise ScenarioError(message)


def _near(day: date) -> date:
    if day.year not in _YEARS:
        message = f"Het jaar {day.year} ligt te ver weg. Kies een jaar van {_YEARS[0]} tot en met {_YEARS[-1]}."
        raise ScenarioError(message)
    return day


def _on(weekday: str | None, day: date) -> date:
    """The day, where it falls on that weekday or none is named. Who names another one meant another date."""
    falls = _DAYS[day.weekday()]
    if weekday and weekday.lower() != falls:
        message = f"{date_in_words(day)} is een {falls}, geen {weekday.lower()}. Kijk de dag en de datum na."
        raise ScenarioError(message)
    return day


def read_time(text: str) -> time:
    """A time of day as `14:05`. Raises ScenarioError."""
    hours, minutes = (int(part) for part in re.split("[:.]", text))
    try:
        return time(hours, minutes)
    except ValueError as error:
        message = f"De tijd “{text}” bestaat niet. Schrijf bijvoorbeeld 14:05."
        raise ScenarioError(message) from error


def instant(day: date, at: time) -> datetime:
    """The instant, in UTC, of a day and a time on a Dutch clock."""
    return datetime.combine(day, at, tzinfo=ZONE).astimezone(UTC)


def later(now: datetime, span: str, calendar: Calendar) -> datetime:
    """When a span has gone by: `5 werkdagen`, `6 weken`, `4 uur`. Raises TermError, ScenarioError.

    Hours, minutes and seconds pass exactly. Days, weeks, months and years pass to the end of the last day, so that a
    term of as many days is over and a timer of as many has gone off, and the date is the one that people count to.
    """
    found = _SPAN.fullmatch(span)
    if found and 0 < int(found[1]) < _MOST_SECONDS and found[2].lower() in _SECONDS:
        return now + timedelta(seconds=int(found[1]))
    term = parse_term(span) if found and int(found[1]) and _is_unit(found[2]) else None
    if term is None:
        message = f"“{span[:60]}” is geen tijd die voorbijgaat. Schrijf bijvoorbeeld: 5 werkdagen, 6 weken, 4 uur."
        raise ScenarioError(message)
    return due(term, now, calendar, for_timer=True)


def _is_unit(word: str) -> bool:
    try:
        return parse_term(f"1 {word}") is not None
    except TermError:
        return False  # a number before any other word is a term written wrong


def in_words(moment: datetime) -> str:
    """`dinsdag 1 september 2026, 14:05`."""
    local = moment.astimezone(ZONE)
    return f"{_DAYS[local.weekday()]} {date_in_words(local.date())}, {local:%H:%M}"
