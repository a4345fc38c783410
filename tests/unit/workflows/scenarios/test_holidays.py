from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.scenarios.holidays import CALENDAR, easter, public_holidays


@pytest.mark.parametrize(
    "day", [date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2030, 4, 21), date(2038, 4, 25)]
)
def test_easter_falls_where_the_churches_keep_it(day):
    assert easter(day.year) == day


@given(st.integers(min_value=1900, max_value=2199))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    assert easter(year).weekday() == 6


def test_the_holidays_of_2026_are_those_of_the_almanac():
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 5), date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 14),
        date(2026, 5, 24), date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 26),
    ]  # fmt: skip


def test_kings_day_moves_from_a_sunday_to_saturday():
    assert date(2025, 4, 26) in public_holidays(2025)
    assert date(2025, 4, 27) not in public_holidays(2025)


def test_liberation_day_is_free_once_in_five_years():
    assert date(2030, 5, 5) in public_holidays(2030)
    assert date(2026, 5, 5) not in public_holidays(2026)


def test_a_holiday_is_no_working_day_in_a_scenario():
    assert not CALENDAR.is_workday(date(2026, 12, 25))
    assert CALENDAR.is_workday(date(2026, 12, 28))
