"""Which days count, and where a day begins and ends in UTC. No terms here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Amsterdam")
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The free days of one school. It enters with a command; its digest stands in the fact."""

    free_days: frozenset[date] = frozenset()
    """Public holidays: no working day and no school day."""
    school_free_days: frozenset[date] = frozenset()
    """School holidays and the school's own free days: no school day, but a working day."""

    zone: ClassVar[ZoneInfo] = ZONE

    def is_workday(self, day: date) -> bool:
        """True on Monday to Friday, public holidays excepted."""
        return day.weekday() < _SATURDAY and day not in self.free_days

    def is_schoolday(self, day: date) -> bool:
        """True on a working day that the school does not have off."""
        return self.is_workday(day) and day not in self.school_free_days

    def digest(self) -> str:
        """SHA-256, hexadecimal, of the canonical JSON: sorted ISO dates, sorted keys, no spaces."""
        content = {
            "free_days": sorted(day.isoformat() for day in self.free_days),
            "school_free_days": sorted(day.isoformat() for day in self.school_free_days),
            "zone": self.zone.key,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


EMPTY: Final = Calendar()
"""Weekdays only: no public holiday and no school holiday is known."""


def to_utc(local: datetime) -> datetime:
    """The instant at which clocks in the Netherlands show this naive time.

    A time that the clock skips in spring moves forward by the hour; one that it shows twice in autumn is the first.
    """
    return local.replace(tzinfo=ZONE, fold=0).astimezone(UTC)


def start_of(day: date) -> datetime:
    """The first instant of a local day, in UTC."""
    return to_utc(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """The last second of a local day, in UTC: who is not done by then is late, and the date it reads is that day's."""
    return start_of(day + timedelta(days=1)) - timedelta(seconds=1)


def local_day(instant: datetime) -> date:
    """The day on a Dutch wall calendar at this aware instant."""
    return instant.astimezone(ZONE).date()


def last_day(due: datetime) -> date:
    """The date people read for an end: the local day, and at midnight exactly the day before."""
    local = due.astimezone(ZONE)
    return local.date() - timedelta(days=1) if local.time() == time.min else local.date()
