"""When a school is free: holidays of the law, school holidays of its region, own days; nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from app.commands.free_days import TABLE, calendar_of, free_days, notes_on
from app.domain.free_days import FreeDay, FreeKind, Region
from workflows import EMPTY

STUDY_DAY = FreeDay(date(2026, 10, 7), FreeKind.OWN, "Studiedag")


def named(region: Region, year: int, kind: FreeKind) -> dict[date, str]:
    return {one.day: one.name for one in free_days(region, (), year, year) if one.kind is kind}


def test_the_public_holidays_of_a_year_without_good_friday() -> None:
    assert named(Region.NOORD, 2026, FreeKind.HOLIDAY) == {
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 4, 5): "Eerste paasdag",
        date(2026, 4, 6): "Tweede paasdag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 5): "Bevrijdingsdag",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 24): "Eerste pinksterdag",
        date(2026, 5, 25): "Tweede pinksterdag",
        date(2026, 12, 25): "Eerste kerstdag",
        date(2026, 12, 26): "Tweede kerstdag",
    }


def test_the_king_s_day_moves_off_a_sunday() -> None:
    days = named(Region.NOORD, 2025, FreeKind.HOLIDAY)
    assert days[date(2025, 4, 26)] == "Koningsdag"
    assert date(2025, 4, 27) not in days


@pytest.mark.parametrize("year", range(2024, 2030))
def test_liberation_day_is_free_every_year(year: int) -> None:
    assert named(Region.ZUID, year, FreeKind.HOLIDAY)[date(year, 5, 5)] == "Bevrijdingsdag"


@pytest.mark.parametrize(
    ("region", "name", "first", "last", "kind"),
    [
        (Region.NOORD, "Herfstvakantie", date(2024, 10, 26), date(2024, 11, 3), FreeKind.ADVISED),
        (Region.ZUID, "Zomervakantie", date(2025, 7, 5), date(2025, 8, 17), FreeKind.VACATION),
        (Region.NOORD, "Zomervakantie", date(2026, 7, 4), date(2026, 8, 16), FreeKind.VACATION),
        (Region.ZUID, "Herfstvakantie", date(2025, 10, 11), date(2025, 10, 19), FreeKind.ADVISED),
        (Region.NOORD, "Voorjaarsvakantie", date(2028, 2, 19), date(2028, 2, 27), FreeKind.ADVISED),
        (Region.MIDDEN, "Kerstvakantie", date(2027, 12, 25), date(2028, 1, 9), FreeKind.VACATION),
        (Region.MIDDEN, "Meivakantie", date(2028, 4, 29), date(2028, 5, 7), FreeKind.VACATION),
        (Region.ZUID, "Zomervakantie", date(2028, 7, 22), date(2028, 9, 3), FreeKind.VACATION),
        (Region.NOORD, "Zomervakantie", date(2029, 7, 21), date(2029, 9, 2), FreeKind.VACATION),
    ],
)
def test_a_school_holiday_runs_from_its_first_to_its_last_day(
    region: Region, name: str, first: date, last: date, kind: FreeKind
) -> None:
    days = {one.day for one in free_days(region, (), first.year, last.year) if (one.kind, one.name) == (kind, name)}
    assert {first, last} <= days
    assert first - timedelta(days=1) not in days
    assert last + timedelta(days=1) not in days


@pytest.mark.parametrize("region", Region)
def test_the_table_agrees_with_the_library_that_holds_the_ministry_s_decisions(region: Region) -> None:
    first, last = date(2024, 9, 15), date(2029, 9, 15)
    theirs = holidays.country_holidays(
        "NL", subdiv=region.value.capitalize(), years=range(2024, 2030), language="nl", categories=("school",)
    )
    ours = {
        one.day: one.name
        for one in free_days(region, (), 2024, 2029)
        if one.kind in {FreeKind.VACATION, FreeKind.ADVISED}
    }
    assert ours == {day: name for day, name in theirs.items() if first <= day <= last}


def test_the_table_has_five_holidays_in_three_regions_for_each_school_year() -> None:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
    rows = [tuple(line.split(",")[:3]) for line in lines]
    assert len(set(rows)) == len(rows) == 5 * 3 * len({year for year, _, _ in rows})


def test_own_days_come_in_and_those_of_other_years_stay_out() -> None:
    assert STUDY_DAY in free_days(Region.NOORD, [STUDY_DAY], 2026, 2026)
    assert STUDY_DAY not in free_days(Region.NOORD, [STUDY_DAY], 2027, 2027)


def test_the_days_are_in_order_and_none_stands_twice_for_one_reason() -> None:
    days = free_days(Region.MIDDEN, [STUDY_DAY, STUDY_DAY], 2026, 2027)
    assert list(days) == sorted(set(days))


def test_years_that_are_known_have_no_note() -> None:
    assert notes_on(2025, 2028) == ()


def test_a_year_that_is_not_known_is_said_and_not_guessed() -> None:
    assert [note[:27] for note in notes_on(2029, 2030)] == [
        "van het schooljaar 2029-203",
        "van het schooljaar 2030-203",
    ]
    assert notes_on(2024, 2024)[0].startswith("van het schooljaar 2023-2024 staan de schoolvakanties hier niet")
    assert {one.kind for one in free_days(Region.NOORD, (), 2031, 2031)} == {FreeKind.HOLIDAY}


def test_a_public_holiday_is_no_working_day_and_a_school_holiday_only_no_school_day() -> None:
    calendar = calendar_of(free_days(Region.NOORD, [STUDY_DAY], 2026, 2026))
    monday_in_autumn_holiday = date(2026, 10, 12)
    assert (calendar.is_workday(monday_in_autumn_holiday), calendar.is_schoolday(monday_in_autumn_holiday)) == (
        True,
        False,
    )
    assert (calendar.is_workday(STUDY_DAY.day), calendar.is_schoolday(STUDY_DAY.day)) == (True, False)
    assert not calendar.is_workday(date(2026, 4, 27))
    assert calendar.is_schoolday(date(2026, 10, 19))


def test_no_free_days_are_the_empty_calendar() -> None:
    assert calendar_of(()) == EMPTY
