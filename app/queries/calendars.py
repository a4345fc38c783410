"""When a school is free."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from app.domain.free_days import FreeDay, FreeKind, Region
from app.store.calendars import calendars_of, free_days_of
from app.store.schools import find_school
from app.store.unit_of_work import Work
from workflows import Calendar


def free_days_at(work: Work, school: UUID) -> tuple[Region, tuple[FreeDay, ...]]:
    """The region of a school and its free days, in order. Raises LookupError where there is no such school."""
    row = find_school(work, school)
    if row is None:
        message = "there is no such school"
        raise LookupError(message)
    days = (FreeDay(day, FreeKind(kind), name) for day, kind, name in free_days_of(work, school))
    return Region(row.region), tuple(days)


def school_calendars(work: Work, schools: Collection[UUID]) -> Mapping[UUID, Calendar]:
    """By school which days count there, for terms in words; one statement, however many schools there are."""
    return {school: Calendar(*days) for school, days in calendars_of(work, schools).items()} if schools else {}
