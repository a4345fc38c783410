"""Days: which count, and where they begin and end."""

from __future__ import annotations

from datetime import UTC, date, datetime

from workflows.calendar import EMPTY, Calendar, end_of, last_day, local_day, start_of

KINGS_DAY = date(2027, 4, 27)
MAY_HOLIDAY = date(2027, 4, 28)
SCHOOL = Calendar(free_days=frozenset({KINGS_DAY}), school_free_days=frozenset({MAY_HOLIDAY, date(2027, 4, 29)}))


def test_a_weekend_is_no_working_day_and_no_school_day() -> None:
    saturday, sunday = date(2026, 9, 5), date(2026, 9, 6)
    assert not any((EMPTY.is_workday(saturday), EMPTY.is_workday(sunday), EMPTY.is_schoolday(saturday)))


def test_a_public_holiday_is_no_working_day_and_no_school_day() -> None:
    assert not SCHOOL.is_workday(KINGS_DAY)
    assert not SCHOOL.is_schoolday(KINGS_DAY)
    assert EMPTY.is_workday(KINGS_DAY)


def test_a_school_holiday_is_a_working_day_but_no_school_day() -> None:
    assert SCHOOL.is_workday(MAY_HOLIDAY)
    assert not SCHOOL.is_schoolday(MAY_HOLIDAY)


def test_the_digest_does_not_depend_on_the_order_in_which_days_were_given() -> None:
    days = [date(2027, 1, 1), date(2026, 12, 25), KINGS_DAY]
    assert Calendar(frozenset(days)).digest() == Calendar(frozenset(reversed(days))).digest()


def test_the_digest_tells_public_holidays_from_school_holidays() -> None:
    days = frozenset({KINGS_DAY})
    assert len({EMPTY.digest(), Calendar(free_days=days).digest(), Calendar(school_free_days=days).digest()}) == 3


def test_the_digest_is_the_hash_of_the_canonical_json_for_ever() -> None:
    # sha256 of {"free_days":[],"school_free_days":[],"zone":"Europe/Amsterdam"}
    assert EMPTY.digest() == "d84ec2e85257a21a5f5c983cffdb2c0fcda6c542e6e04c0ece344f08767cce80"


def test_a_day_of_23_hours_and_one_of_25_begin_and_end_with_the_local_day() -> None:
    spring, autumn = date(2027, 3, 28), date(2026, 10, 25)
    assert (end_of(spring) - start_of(spring)).total_seconds() == 23 * 3600 - 1
    assert (end_of(autumn) - start_of(autumn)).total_seconds() == 25 * 3600 - 1
    assert start_of(spring) == datetime(2027, 3, 27, 23, tzinfo=UTC)


def test_the_local_day_is_the_one_on_the_wall_in_the_netherlands() -> None:
    assert local_day(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == date(2027, 1, 1)
    assert local_day(datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) == date(2026, 7, 1)


def test_people_read_the_day_before_an_exclusive_midnight() -> None:
    assert last_day(end_of(date(2026, 9, 8))) == date(2026, 9, 8)
    assert last_day(datetime(2026, 9, 8, 9, 30, tzinfo=UTC)) == date(2026, 9, 8)
