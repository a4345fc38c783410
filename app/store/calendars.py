"""Free days by digest: a fact names the calendar that it reckoned with, so none is ever thrown away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, select, update

from app.store.tables import calendar, free_day, school
from app.store.unit_of_work import Work


def calendar_days(work: Work, digest: str) -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays and the school's free days of a calendar. Raises LookupError for one that is not there."""
    where = (calendar.c.board_id == work.board, calendar.c.digest == digest)
    row = work.row(select(calendar).where(*where))
    if row is None:
        message = f"there is no calendar {digest[:12]}"
        raise LookupError(message)
    return _dates(row.public_holidays), _dates(row.school_free_days)


def calendars_of(work: Work, schools: Collection[UUID]) -> dict[UUID, tuple[frozenset[date], frozenset[date]]]:
    """The public holidays and free days of each of these schools as they are now, in one statement."""
    same = and_(calendar.c.board_id == school.c.board_id, calendar.c.digest == school.c.calendar)
    query = select(school.c.school_id, calendar.c.public_holidays, calendar.c.school_free_days).join(calendar, same)
    rows = work.rows(query.where(school.c.board_id == work.board, school.c.school_id.in_(schools)))
    return {row.school_id: (_dates(row.public_holidays), _dates(row.school_free_days)) for row in rows}


def _dates(texts: list[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))


def keep_calendar(work: Work, digest: str, public: frozenset[date], free: frozenset[date]) -> None:
    """Keep a calendar by its digest."""
    where = (calendar.c.board_id == work.board, calendar.c.digest == digest)
    if work.row(select(calendar.c.digest).where(*where)) is None:
        work.add(
            calendar, digest=digest, public_holidays=sorted(map(str, public)), school_free_days=sorted(map(str, free))
        )


def set_free_days(work: Work, school_id: Any, digest: str, days: list[dict[str, Any]]) -> None:
    """Give a school other free days: `day`, `kind`, `name` of each."""
    work.run(delete(free_day).where(free_day.c.board_id == work.board, free_day.c.school_id == school_id))
    for each in days:
        work.add(free_day, school_id=school_id, **each)
    work.run(
        update(school).where(school.c.board_id == work.board, school.c.school_id == school_id).values(calendar=digest)
    )


def free_days_of(work: Work, school_id: Any) -> list[tuple[date, str, str]]:
    """The free days of a school as they are now: day, kind, name, in order."""
    where = (free_day.c.board_id == work.board, free_day.c.school_id == school_id)
    rows = work.rows(select(free_day).where(*where).order_by(free_day.c.day))
    return [(row.day, row.kind, row.name) for row in rows]
