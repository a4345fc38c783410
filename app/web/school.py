"""The school itself: when it is free, in which holiday region it lies, and which protocol is in force."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from babel.dates import format_date
from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.free_days import notes_on
from app.commands.schools import SetFreeDays
from app.domain.declared import declares
from app.domain.free_days import FreeDay, FreeKind, Region
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.school_page import SchoolKept, read_school
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, asked_day, asked_id, onward, said, tried, which
from app.web.words import HERE, _, language

_AUGUST: Final = 8
_LONGEST: Final = 62
"""Days of one own holiday."""


@dataclass(frozen=True, slots=True)
class Span:
    """Free days of one name that follow each other."""

    first: date
    last: date
    kind: FreeKind
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the picture: what each of its days is, a weekend or the kind of a free day, else nothing."""

    name: str
    days: tuple[str, ...]


@pages.get("/school")
@declares(Permission.IMPORT, at_the_door=True)
def school() -> ResponseReturnValue:
    """The school and its year."""
    return _page(Tried())


@pages.post("/school/dagen")
@declares(Permission.IMPORT, at_the_door=True)
def add_days() -> ResponseReturnValue:
    """Add a day of the school's own, or some that follow each other."""
    kept, errors = _kept(), dict[str, list[str]]()
    name, days = " ".join(request.form.get("naam", "").split()), _days_asked(_years(kept), errors)
    if not name:
        errors["naam"] = [_("Schrijf waarom de school dan vrij is, zoals Studiedag.")]
    if errors:
        return _page(Tried(errors=errors, status=422))
    mine = {each.day: each for each in kept.own} | {each: FreeDay(each, FreeKind.OWN, name) for each in days}
    came = tried(SetFreeDays(kept.school.id, kept.region, tuple(mine.values())))
    if came.sent is None:
        renamed = {"naam" if each == "own_days" else each: texts for each, texts in came.errors.items()}
        return _page(Tried(errors=renamed, status=came.status))
    return _onward(kept, "dag", _school_year(days[0]))


@pages.post("/school/dagen/weg")
@declares(Permission.IMPORT, at_the_door=True)
def remove_days() -> ResponseReturnValue:
    """Take days of the school's own away."""
    errors: dict[str, list[str]] = {}
    kept, first, last = _kept(), asked_day("van", errors), asked_day("tot", errors)
    if first is None or last is None:
        return _page(Tried(errors=errors, status=422))
    rest = tuple(each for each in kept.own if not first <= each.day <= last)
    came = tried(SetFreeDays(kept.school.id, kept.region, rest))
    if came.sent is None:
        return _page(came)
    return _onward(kept, "dag-weg", _school_year(first), van=first, tot=last)


@pages.post("/school/regio")
@declares(Permission.IMPORT, at_the_door=True)
def change_region() -> ResponseReturnValue:
    """Let the school holidays be those of another region."""
    kept, wanted = _kept(), request.form.get("regio", "")
    if wanted not in {str(each) for each in Region}:
        return _page(Tried(errors={"regio": [_("Kies noord, midden of zuid.")]}, status=422))
    came = tried(SetFreeDays(kept.school.id, Region(wanted), kept.own))
    if came.sent is None:
        return _page(came)
    return _onward(kept, "regio", None)


def _kept() -> SchoolKept:
    who, asked = actor(), asked_id()
    return ask(lambda work: read_school(work, who, asked))


def _onward(kept: SchoolKept, done: str, year: int | None, **values: object) -> ResponseReturnValue:
    return onward("web.school", done, school=which(kept.schools, kept.school.id), jaar=year, **values)


def _page(came: Tried) -> ResponseReturnValue:
    kept = _kept()
    years, today = _years(kept), parts().desk.clock.roughly().astimezone(HERE).date()
    asked = number_of(request.args.get("jaar", ""))
    year = asked if asked in years else _school_year(today)
    days = [each for each in kept.days if _school_year(each.day) == year]
    page = render_template(
        "school/school.html", kept=kept, which=which(kept.schools, kept.school.id), year=year, years=years,
        spans=_spans(days), own=_spans(each for each in days if each.kind is FreeKind.OWN),
        months=_months(year, days), notes=notes_on(year, year), regions=list(Region), kinds=FreeKind,
        errors=came.errors, typed=request.form or request.args, said=said(), today=today,
    )  # fmt: skip
    return page, came.status


def _years(kept: SchoolKept) -> list[int]:
    """The school years of which all days are known: parts of one at the begin and the end are left out."""
    known = sorted({_school_year(each.day) for each in kept.days})
    return known[1:-1] or [_school_year(parts().desk.clock.roughly().astimezone(HERE).date())]


def _school_year(day: date) -> int:
    return day.year if day.month >= _AUGUST else day.year - 1


def _days_asked(years: list[int], errors: dict[str, list[str]]) -> list[date]:
    """The days of the form; what is wrong with them adds its sentence to the errors."""
    first, last = asked_day("van", errors), asked_day("tot", errors, required=False)
    if first is None or "tot" in errors:
        return []
    last = last or first
    errors |= _wrong_span(first, last, years)
    return [] if errors else [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _wrong_span(first: date, last: date, years: list[int]) -> dict[str, list[str]]:
    if last < first:
        return {"tot": [_("De laatste dag ligt voor de eerste. Kijk de dagen na.")]}
    if last - first > timedelta(days=_LONGEST):
        return {"tot": [_("Dit zijn meer dan twee maanden. Kijk de dagen na.")]}
    if not {_school_year(first), _school_year(last)} <= set(years):
        begin, end = min(years), max(years) + 1
        return {"van": [_("Kies een dag van augustus %(begin)s tot augustus %(end)s.", begin=begin, end=end)]}
    return {}


def _spans(days: Iterable[FreeDay]) -> list[Span]:
    """Days of one name that follow each other as one; a holiday goes on over a public holiday that lies in it."""
    known = sorted(days)
    free = {each.day for each in known if each.kind is not FreeKind.OWN}
    found: dict[tuple[str, FreeKind], list[Span]] = {}
    for each in known:
        before = found.setdefault((each.name, each.kind), [])
        last = before[-1].last if before else None
        if last and _follows(last, each, free):
            before[-1] = replace(before[-1], last=each.day)
        else:
            before.append(Span(each.day, each.day, each.kind, each.name))
    return sorted((span for spans in found.values() for span in spans), key=lambda span: (span.first, span.last))


def _follows(last: date, each: FreeDay, free: set[date]) -> bool:
    between = (last + timedelta(days=number) for number in range(1, (each.day - last).days))
    return all(each.kind is not FreeKind.OWN and day in free for day in between)


def _months(year: int, days: list[FreeDay]) -> list[Month]:
    kinds = {each.day: str(each.kind).replace(" ", "-") for each in days}
    found = []
    for number in range(12):
        month = (_AUGUST - 1 + number) % 12 + 1
        first = date(year if month >= _AUGUST else year + 1, month, 1)
        there = [first.replace(day=each + 1) for each in range(monthrange(first.year, month)[1])]
        name = format_date(first, "LLL", locale=language()).replace(".", "")
        found.append(Month(name, tuple(kinds.get(each, "weekend" if each.isoweekday() > 5 else "") for each in there)))
    return found
