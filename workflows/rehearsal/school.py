"""The free days of a real school as the sentences that give a made-up dossier the same. Reads no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from workflows.calendar import date_in_words
from workflows.scenarios import Said

_AHEAD: Final = timedelta(days=550)
"""How far ahead free days matter; the longest term of a protocol is a year."""
_LONGEST: Final = timedelta(days=365)


def holidays_said(free: Collection[date], since: date) -> tuple[Said, ...]:
    """The school's free days from a day on, each run of them as one sentence; a weekend between them breaks no run."""
    days = sorted(day for day in free if since <= day <= since + _AHEAD and day.weekday() < 5)
    return tuple(
        Said(f"het is schoolvakantie van {date_in_words(first)} tot en met {date_in_words(last)}")
        for first, last in _runs(days)
    )


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    if not days:
        return
    first = days[0]
    for day, following in pairwise([*days, date.max]):
        apart = (following - day).days
        over_weekend = day.weekday() + apart == 7
        if (apart != 1 and not over_weekend) or following - first > _LONGEST:
            yield first, day
            first = following
