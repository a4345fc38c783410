"""A day that a school is free, and why. Which days those are is found out elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Region(StrEnum):
    """The three regions over which the Netherlands spreads its school holidays."""

    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"


class FreeKind(StrEnum):
    """Why a day is free. Only a public holiday is no working day either."""

    HOLIDAY = "feestdag"
    VACATION = "schoolvakantie"
    """Fixed by the minister: every school is closed."""
    ADVISED = "adviesvakantie"
    """Advised by the minister: most schools are closed, and a school may choose other days."""
    OWN = "eigen dag"
    """Of the school itself."""


@dataclass(frozen=True, slots=True, order=True)
class FreeDay:
    """One free day; ordered by day."""

    day: date
    kind: FreeKind
    name: str
