"""Dates, times and durations (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8), also over the nights on which the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workflows.feel.helpers import NOON, result, value
from workflows.feel import compile_expression, to_json


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-01-31") + duration("P1M")', "2026-02-28"), ('date("2024-02-29") + duration("P1Y")', "2025-02-28"),
        ('date("2026-03-31") - duration("P1M")', "2026-02-28"),
        ('date("2026-09-01") + duration("PT25H")', "2026-09-02"),
        ('date("2026-09-10") - date("2026-09-01")', "P9D"), ('time("23:30:00") + duration("PT1H")', "00:30:00"),
        ('time("15:00:00") - time("14:00:00")', "PT1H"), ('duration("P1Y") + duration("P2M")', "P1Y2M"),
        ('duration("P1D") * 2.5', "P2DT12H"), ('duration("P2D") / duration("PT12H")', 4), ('-duration("P1M")', "-P1M"),
        ('duration("PT25H")', "P1DT1H"), ('duration("PT0S")', "PT0S"), ('duration("P0M")', "P0M"),
        ('duration("PT1.5S")', "PT1.5S"), ('duration("P1Y") / 5', "P2M"), ('duration("P1D") = duration("PT24H")', True),
        ('duration("P1D") < duration("P1M")', None), ('date(2026, 9, 1) = @"2026-09-01"', True),
        ('years and months duration(date("2025-01-31"), date("2026-09-01"))', "P1Y7M"),
        ('date("2026-09-01") < date and time("2026-09-01T10:00:00")', None),
    ],
)  # fmt: skip
def test_dates_and_durations_are_reckoned_as_the_standard_says(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 29 March 2026, 02:00 becomes 03:00; 25 October 2026, 03:00 becomes 02:00.
        ('date and time("2026-03-29T01:30:00@Europe/Amsterdam") + duration("PT1H")', "2026-03-29T03:30:00+02:00"),
        ('date and time("2026-10-25T01:30:00@Europe/Amsterdam") + duration("PT2H")', "2026-10-25T02:30:00+01:00"),
        ('date and time("2026-03-28T12:00:00@Europe/Amsterdam") + duration("P1M")', "2026-04-28T12:00:00+02:00"),
        ('date and time("2026-03-29T12:00:00@Europe/Amsterdam") - date and time("2026-03-28T11:00:00Z")',
         "PT23H"),
        ('date and time("2026-07-01T12:00:00") = date and time("2026-07-01T10:00:00Z")', True),
        ('date and time("2026-01-01T12:00:00") = date and time("2026-01-01T11:00:00Z")', True),
    ],
)  # fmt: skip
def test_elapsed_time_counts_over_a_clock_change_and_no_zone_means_amsterdam(text, expected):
    assert value(text) == expected


def test_today_and_now_are_the_given_instant_in_amsterdam():
    late = datetime(2026, 8, 31, 22, 30, tzinfo=UTC)
    found = compile_expression("[today(), now()]").evaluate({}, late)
    assert to_json(found.value) == ["2026-09-01", "2026-09-01T00:30:00+02:00"]
    assert (
        compile_expression("today()").evaluate({}, NOON).value
        == compile_expression("date(now())").evaluate({}, NOON).value
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-09-01".year', 2026), ('@"2026-09-01".weekday', 2), ('@"14:05:06".minute', 5), ('@"-P1Y2M".months', -2),
        ('@"P1DT2H3M4S".seconds', 4), ('@"-P1DT2H".days', -1), ('@"14:05:06+01:00".time offset', "PT1H"),
        ('@"2026-09-01T10:00:00@Europe/Amsterdam".timezone', "Europe/Amsterdam"), ("[1..5).end included", False),
        ('day of week(@"2026-09-01")', "Tuesday"), ('month of year(@"2026-09-01")', "September"),
        ('week of year(@"2026-09-01")', 36), ('day of year(@"2026-02-01")', 32), ("[1..5).start", 1),
    ],
)  # fmt: skip
def test_they_tell_their_parts(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'date("2026-02-30")', 'date("morgen")', 'time("25:00:00")', 'duration("5 dagen")', 'duration("P1Y2D")',
        'duration("PT")', 'date and time("2026-09-01T10:00:00@Nergens/Daar")', 'date("9999-12-31") + duration("P1D")',
        'date("0001-01-01") - duration("P1M")', "date(2026, 13, 1)", 'time("10:00:00+20:00")', 'date("2026-09-01").uur',
    ],
)  # fmt: skip
def test_what_is_no_date_or_duration_is_null_with_a_note(text):
    found = result(text)
    assert found.value is None
    assert found.notes


@given(st.dates(), st.integers(-100_000, 100_000))
def test_adding_days_and_taking_them_off_again_gives_the_same_date(day, days):
    found = compile_expression("d + duration(s) - duration(s)").evaluate({"d": day, "s": f"P{abs(days)}D"}, NOON)
    assert found.value in (day, None)
    assert (found.value is None) == bool(found.notes)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_written_out_and_read_again_is_the_same_moment(moment):
    text = to_json(moment)
    assert compile_expression("date and time(t)").evaluate({"t": text}, NOON).value == moment


@given(st.timedeltas())
def test_a_duration_written_out_and_read_again_is_the_same(duration):
    assert compile_expression("duration(t)").evaluate({"t": to_json(duration)}, NOON).value == duration
