"""The public holidays that scenarios count with, so that a scenario says the same in every school and every year.

Values only. A school's own calendar is another matter: it enters with the command.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from workflows.calendar import Calendar

_YEARS: Final = range(2020, 2061)
_SUNDAY: Final = 6


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def public_holidays(year: int) -> frozenset[date]:
    """The days on which Dutch schools and offices are closed, Good Friday and every fifth Liberation Day included."""
    sunday = easter(year)
    around_easter = {sunday + timedelta(days=days) for days in (-2, 0, 1, 39, 49, 50)}
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == _SUNDAY:
        kings_day -= timedelta(days=1)
    fixed = {date(year, 1, 1), kings_day, date(year, 12, 25), date(year, 12, 26)}
    return frozenset(around_easter | fixed | ({date(year, 5, 5)} if year % 5 == 0 else set()))


CALENDAR: Final = Calendar(free_days=frozenset(day for year in _YEARS for day in public_holidays(year)))
"""What a scenario runs on until it names a school holiday."""
