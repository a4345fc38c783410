"""A term in words, as a school counts: in school days, and never to the second that only a machine reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from app.web.words import HERE, _, clock, day, lazy, ngettext, short_day
from workflows import EMPTY, Calendar, last_day

_NEAR: Final = 14
"""Days within which a term is counted in school days; further on a holiday may lie between, and weeks say more."""
_MONTH: Final = 30
_FEW_WEEKS: Final = 9
_LAST_SECOND: Final = time(23, 59, 59)


class Group(StrEnum):
    """Under which heading a list puts a term; the order is that of the list."""

    LATE = "te-laat"
    TODAY = "vandaag"
    WEEK = "deze-week"
    LATER = "later"

    @property
    def heading(self) -> str:
        """The heading, in the language of this request."""
        return _(_TITLES[self])


_TITLES: Final = {
    Group.LATE: lazy("Te laat"),
    Group.TODAY: lazy("Vandaag"),
    Group.WEEK: lazy("Deze week"),
    Group.LATER: lazy("Later"),
}
_KINDS: Final = {Group.LATE: "late", Group.TODAY: "attention", Group.WEEK: "", Group.LATER: ""}


@dataclass(frozen=True, slots=True)
class Term:
    """When something must be done, for people."""

    words: str
    group: Group
    late: bool
    due: datetime | None = None
    full: str = ""
    """The whole date, and the time where it matters: for who wants to know exactly."""

    @property
    def kind(self) -> str:
        """The kind of badge that shows it: `late`, `attention`, or nothing where there is time."""
        return _KINDS[self.group]


def term_of(due: datetime | None, now: datetime, calendar: Calendar = EMPTY) -> Term:
    """The term of something that is due, by the free days of the school of the pupil."""
    if due is None:
        return Term(_("zonder termijn"), Group.LATER, late=False)
    ends, today = last_day(due), now.astimezone(HERE).date()
    full = day(ends) if _is_whole_day(due) else _("%(day)s, vóór %(time)s", day=day(ends), time=clock(due))
    group = group_of(due, now)
    if group is Group.LATE:
        return Term(_late(due, ends, today, calendar), group, late=True, due=due, full=full)
    words = _today_or_tomorrow(due, ends, today) or _ahead(ends, today, calendar)
    return Term(words, group, late=False, due=due, full=full)


def group_of(due: datetime | None, now: datetime) -> Group:
    """Under which heading a term stands; no calendar is needed for that."""
    if due is None:
        return Group.LATER
    ends, today = last_day(due), now.astimezone(HERE).date()
    return Group.LATE if ends < today or (due < now and not _is_whole_day(due)) else _group(ends, today)


def _is_whole_day(due: datetime) -> bool:
    """A term of days ends with its last day: that day is meant, and no time of it."""
    local = due.astimezone(HERE).time()
    return local.replace(microsecond=0) == _LAST_SECOND or local == time.min


def _group(ends: date, today: date) -> Group:
    if ends <= today:
        return Group.TODAY
    sunday = today + timedelta(days=6 - today.weekday())
    return Group.WEEK if ends <= sunday else Group.LATER


def _late(due: datetime, ends: date, today: date, calendar: Calendar) -> str:
    if ends >= today:
        return _("te laat: sinds %(time)s", time=clock(due))
    if (today - ends).days > _NEAR:
        return _("te laat: %(span)s", span=_span((today - ends).days))
    passed = _school_days(ends, today, calendar)
    if not passed:
        return _("te laat: sinds %(day)s", day=short_day(ends))
    return ngettext("te laat: %(num)s schooldag", "te laat: %(num)s schooldagen", passed)


def _today_or_tomorrow(due: datetime, ends: date, today: date) -> str:
    whole = _is_whole_day(due)
    if ends <= today:
        return _("vandaag") if whole else _("vandaag, vóór %(time)s", time=clock(due))
    if ends == today + timedelta(days=1):
        return _("morgen") if whole else _("morgen, vóór %(time)s", time=clock(due))
    return ""


def _ahead(ends: date, today: date, calendar: Calendar) -> str:
    days = (ends - today).days
    if days > _NEAR:
        return _("over %(span)s", span=_span(days))
    left = _school_days(today, ends, calendar)
    if not left:  # nothing but free days: to count none of them would say that it is due now
        return _("over %(span)s", span=ngettext("%(num)s dag", "%(num)s dagen", days))
    return ngettext("nog %(num)s schooldag", "nog %(num)s schooldagen", left)


def _school_days(after: date, until: date, calendar: Calendar) -> int:
    """School days after one day, up to and with another."""
    days = ((after + timedelta(days=each)) for each in range(1, (until - after).days + 1))
    return sum(calendar.is_schoolday(each) for each in days)


def _span(days: int) -> str:
    weeks = days // 7
    if weeks < _FEW_WEEKS:
        return ngettext("%(num)s week", "%(num)s weken", weeks)
    return ngettext("%(num)s maand", "%(num)s maanden", days // _MONTH)
