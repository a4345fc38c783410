"""Which days a school is free: public holidays, the school holidays of its region, its own days. Guesses nothing.

School holidays come from a table of our own, `schoolvakanties.csv`, because each has to be looked up and says whether
it is fixed or advised; years that are not in it have none, and a note says so. Good Friday is no public holiday and
Dutch schools differ in it, as they do in the second week of the May holidays: a school adds those as its own days.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import holidays

from app.domain.free_days import FreeDay, FreeKind, Region
from workflows import Calendar

TABLE: Final = Path(__file__).with_name("schoolvakanties.csv")
STATUS: Final = {"vastgesteld": FreeKind.VACATION, "advies": FreeKind.ADVISED}
GOOD_FRIDAY: Final = "Goede vrijdag"


def free_days(region: Region, own_days: Iterable[FreeDay], first_year: int, last_year: int) -> tuple[FreeDay, ...]:
    """Every free day from 1 January of the first year to 31 December of the last, in order; two reasons are two days.

    Own days outside those years are left out. `notes_on` tells which school years have no school holidays here.
    """
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    days = [*_public(first_year, last_year), *_school(region), *own_days]
    return tuple(sorted({one for one in days if first <= one.day <= last}))


def notes_on(first_year: int, last_year: int) -> tuple[str, ...]:
    """What is not known of those calendar years, in Dutch; empty where all is known."""
    begins = range(first_year - 1, last_year + 1)
    known = {year for _, year, _ in _table()}
    return tuple(
        f"van het schooljaar {year}-{year + 1} staan de schoolvakanties hier niet; vul ze in als eigen dagen."
        for year in begins
        if f"{year}-{year + 1}" not in known
    )


def calendar_of(days: Iterable[FreeDay]) -> Calendar:
    """The calendar that terms are counted with: public holidays are no working days, all else only no school days."""
    given = tuple(days)
    return Calendar(
        free_days=frozenset(one.day for one in given if one.kind is FreeKind.HOLIDAY),
        school_free_days=frozenset(one.day for one in given if one.kind is not FreeKind.HOLIDAY),
    )


def _public(first_year: int, last_year: int) -> Iterator[FreeDay]:
    # "optional" is Liberation Day of each year: the law names it every year (Algemene termijnenwet, article 3).
    found = holidays.country_holidays(
        "NL", years=range(first_year, last_year + 1), language="nl", categories=("public", "optional")
    )
    for day, name in found.items():
        if name != GOOD_FRIDAY:
            yield FreeDay(day, FreeKind.HOLIDAY, name)


def _school(region: Region) -> Iterator[FreeDay]:
    for row_region, _, vacation in _table():
        if row_region is region:
            yield from vacation


@cache
def _table() -> tuple[tuple[Region, str, tuple[FreeDay, ...]], ...]:
    """Each row: region, school year, and its days."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple((Region(row["regio"]), row["schooljaar"], tuple(_days(row))) for row in rows)


def _days(row: dict[str, str]) -> Iterator[FreeDay]:
    day, last = date.fromisoformat(row["van"]), date.fromisoformat(row["tot en met"])
    while day <= last:
        yield FreeDay(day, STATUS[row["status"]], row["vakantie"])
        day += timedelta(days=1)
