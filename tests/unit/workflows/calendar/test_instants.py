"""Instants: when a term ends and a timer goes off, over daylight saving, month ends, leap years and year ends."""

from __future__ import annotations

import calendar as stdlib_calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendar import EMPTY, ZONE, Calendar, due, end_of, from_value, last_day, local_day, parse_term, start_of
from workflows.errors import TermError

CHRISTMAS = Calendar(
    free_days=frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}),
    school_free_days=frozenset(date(2026, 12, 21) + timedelta(days=day) for day in range(14)),
)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 zone follows


def local(text: str) -> datetime:
    """The instant, in UTC, of a Dutch wall clock time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def ends(text: str, start: str | datetime, calendar: Calendar = EMPTY, **more: object) -> datetime:
    """When the term of a text ends."""
    term = parse_term(text)
    assert term is not None, text
    begin = local(start) if isinstance(start, str) else start
    return due(term, begin, calendar, **{"for_timer": False, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P5D", "2027-03-26T16:00", "2027-03-31T16:00"),
        ("P5D", "2026-10-23T16:00", "2026-10-28T16:00"),
        ("P1D", "2027-03-27T02:30", "2027-03-28T03:30"),
        ("P1W", "2026-12-28T10:00", "2027-01-04T10:00"),
        ("P1M", "2026-01-31T09:00", "2026-02-28T09:00"),
        ("P1M", "2028-01-31T09:00", "2028-02-29T09:00"),
        ("P1M", "2026-03-31T09:00", "2026-04-30T09:00"),
        ("P1M", "2026-12-31T23:30", "2027-01-31T23:30"),
        ("P1Y", "2028-02-29T09:00", "2029-02-28T09:00"),
        ("P4Y", "2028-02-29T09:00", "2032-02-29T09:00"),
        ("P1M1D", "2026-01-31T09:00", "2026-03-01T09:00"),
        ("PT4H", "2027-03-28T01:00", "2027-03-28T06:00"),
        ("PT4H", "2026-10-25T01:00", "2026-10-25T04:00"),
        ("P1DT2H", "2027-03-27T01:00", "2027-03-28T04:00"),
        ("15 minuten", "2026-12-31T23:50", "2027-01-01T00:05"),
    ],
)
def test_calendar_time_keeps_the_clock_and_elapsed_time_really_passes(text: str, start: str, end: str) -> None:
    assert ends(text, start) == local(end)
    assert ends(text, start, for_timer=True) == local(end)


@pytest.mark.parametrize(
    ("text", "start", "last"),
    [
        ("3 dagen", "2026-09-01T23:59", date(2026, 9, 4)),
        ("6 weken", "2026-09-01T00:00", date(2026, 10, 13)),
        ("1 maand", "2027-01-31T12:00", date(2027, 2, 28)),
        ("1 jaar", "2028-02-29T12:00", date(2029, 2, 28)),
        ("1 dag", "2027-03-27T12:00", date(2027, 3, 28)),
        ("1 dag", "2026-10-24T12:00", date(2026, 10, 25)),
        ("vandaag", "2026-10-25T00:00", date(2026, 10, 25)),
        ("5 werkdagen", "2026-09-01T14:05", date(2026, 9, 8)),
        ("1 werkdag", "2026-09-04T16:00", date(2026, 9, 7)),
        ("1 werkdag", "2026-09-05T16:00", date(2026, 9, 7)),
        ("volgende werkdag", "2026-12-24T16:00", date(2026, 12, 28)),
        ("2 werkdagen", "2026-12-31T16:00", date(2027, 1, 5)),
        ("volgende schooldag", "2026-12-18T16:00", date(2027, 1, 4)),
        ("10 schooldagen", "2026-12-18T16:00", date(2027, 1, 15)),
    ],
)
def test_whole_days_run_to_the_end_of_the_last_one(text: str, start: str, last: date) -> None:
    end = ends(text, start, CHRISTMAS)
    assert (end, last_day(end)) == (end_of(last), last)
    assert ends(text, start, CHRISTMAS, for_timer=True) == end_of(last)


def test_an_hour_that_comes_twice_is_not_set_back() -> None:
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert ends("PT15M", second_half_past_two) == second_half_past_two + timedelta(minutes=15)
    assert ends("P0D", second_half_past_two) == second_half_past_two


def test_a_clock_time_that_comes_twice_is_the_first() -> None:
    assert ends("P1D", "2026-10-24T02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "base", "end"),
    [
        ("5 werkdagen na gemeld_op", "2026-09-01", end_of(date(2026, 9, 8))),
        ("P70D na gemeld_op", "2026-09-01", end_of(date(2026, 11, 10))),
        ("P70D na gemeld_op", date(2026, 9, 1), end_of(date(2026, 11, 10))),
        ("P1D na gemeld_op", "2026-09-01T10:00", local("2026-09-02T10:00")),
        ("PT4H na gemeld_op", "2026-09-01", local("2026-09-01T04:00")),
        ("vandaag na gemeld_op", "2026-09-01", end_of(date(2026, 9, 1))),
        ("1 werkdag na gemeld_op", datetime(2026, 9, 3, 22, 30, tzinfo=UTC), end_of(date(2026, 9, 7))),
    ],
)
def test_a_base_date_counts_in_whole_days_whenever_the_task_began(text: str, base: object, end: datetime) -> None:
    assert ends(text, "2027-05-05T12:00", base=base) == end
    assert ends(text, "2027-05-05T12:00", base=base, for_timer=True) == end


@pytest.mark.parametrize("base", [None, "leeg"])
def test_a_term_on_an_empty_field_runs_from_its_own_start_and_a_timer_has_no_instant(base: object) -> None:
    assert ends("5 werkdagen na gemeld_op", "2026-09-01T12:00", base=base) == end_of(date(2026, 9, 8))
    with pytest.raises(TermError, match=r"gemeld_op.*leeg"):
        ends("5 werkdagen na gemeld_op", "2026-09-01T12:00", base=base, for_timer=True)


@pytest.mark.parametrize("base", ["gisteren", 7, True, "P5D"])
def test_a_base_field_without_a_date_is_refused_by_name(base: object) -> None:
    with pytest.raises(TermError, match="gemeld_op"):
        ends("P5D na gemeld_op", "2026-09-01T12:00", base=base)


def test_a_date_ends_for_a_term_and_begins_for_a_timer() -> None:
    assert ends("2026-09-01", "2026-01-01T12:00") == end_of(date(2026, 9, 1))
    assert ends("2026-09-01", "2026-01-01T12:00", for_timer=True) == start_of(date(2026, 9, 1))


def test_a_date_time_is_local_unless_it_names_its_offset() -> None:
    assert ends("2027-07-01T09:00", "2026-01-01T12:00") == datetime(2027, 7, 1, 7, tzinfo=UTC)
    assert ends("2027-07-01T09:00Z", "2026-01-01T12:00") == datetime(2027, 7, 1, 9, tzinfo=UTC)
    assert ends("2027-03-28T02:30", "2026-01-01T12:00") == local("2027-03-28T03:30")


def test_repetitions_count_from_one_start_without_skipping_or_drifting() -> None:
    firings = [last_day(ends("R/1 werkdag", "2026-09-03T10:00", times=number)) for number in (1, 2, 3)]
    assert firings == [date(2026, 9, 4), date(2026, 9, 7), date(2026, 9, 8)]
    assert ends("R/P1M", "2026-01-31T09:00", times=2) == local("2026-03-31T09:00")
    assert ends("R/PT15M", "2026-01-31T09:00", times=5) == local("2026-01-31T10:15")


def test_a_term_that_leaves_the_calendar_is_refused_and_does_not_hang() -> None:
    never = Calendar(free_days=frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(73_200)))
    with pytest.raises(TermError, match="vrije dagen"):
        ends("1 werkdag", "2026-01-01T12:00", never)
    with pytest.raises(TermError, match="te ver weg"):
        ends("P99Y", "2026-01-01T12:00", times=1000)
    with pytest.raises(TermError, match="te ver weg"):
        ends("P1D na x", "2026-01-01T12:00", base=date.max)


def test_a_start_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="aware"):
        ends("P1D", datetime(2026, 1, 1))  # noqa: DTZ001 that is the mistake


@dataclass(frozen=True)
class ThreeMonths:
    """A duration in months, as FEEL gives it."""

    months: int


NOON = datetime(2027, 3, 26, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "end"),
    [
        (date(2027, 4, 1), end_of(date(2027, 4, 1))),
        ("2027-04-01", end_of(date(2027, 4, 1))),
        (datetime(2027, 4, 1, 9), local("2027-04-01T09:00")),  # noqa: DTZ001 naive is local
        (datetime(2027, 4, 1, 9, tzinfo=timezone(timedelta(hours=-5))), datetime(2027, 4, 1, 14, tzinfo=UTC)),
        ("2027-04-01T09:00", local("2027-04-01T09:00")),
        (timedelta(days=5), local("2027-03-31T12:00")),
        (timedelta(days=2, hours=4), local("2027-03-28T16:00")),
        (timedelta(hours=4), local("2027-03-26T16:00")),
        (ThreeMonths(3), local("2027-06-26T12:00")),
    ],
)
def test_a_value_of_feel_becomes_an_instant(value: object, end: datetime) -> None:
    assert from_value(value, NOON, for_timer=False) == end


def test_a_date_of_feel_begins_for_a_timer() -> None:
    assert from_value(date(2027, 4, 1), NOON, for_timer=True) == start_of(date(2027, 4, 1))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "is leeg"), ("leeg", "is leeg"), (True, "True"), (5, "'5'"), ("morgen", "'morgen'"), (time(9), "09:00"),
        ([date(2027, 4, 1)], "datum"), ("2027-02-30", "bestaat"), (timedelta(days=-1), "negatief"),
        (ThreeMonths(-1), "negatief"), (timedelta.max, "te ver weg"), (date.max, "te ver weg"),
        (ThreeMonths(10**6), "te ver weg"),
    ],
)  # fmt: skip
def test_a_value_without_an_instant_is_refused_in_dutch(value: object, says: str) -> None:
    with pytest.raises(TermError, match=says):
        from_value(value, NOON, for_timer=False)


UNITS = st.sampled_from(["dagen", "weken", "maanden", "werkdagen", "schooldagen", "uur", "minuten"])


@given(start=INSTANTS, count=st.integers(1, 60), unit=UNITS)
def test_a_longer_term_never_ends_earlier_and_none_ends_before_it_began(start: datetime, count: int, unit: str) -> None:
    shorter, longer = (ends(f"{number} {unit}", start, CHRISTMAS) for number in (count, count + 1))
    assert start < shorter < longer


@given(start=INSTANTS, days=st.integers(0, 400), months=st.integers(0, 30))
def test_calendar_time_never_ends_before_it_began(start: datetime, days: int, months: int) -> None:
    assert ends(f"P{months}M{days}D", start) >= start


@given(start=INSTANTS, text=st.sampled_from(["P5D", "PT4H", "P1M", "5 werkdagen", "6 weken", "vandaag"]))
def test_the_zone_in_which_the_start_is_written_makes_no_difference(start: datetime, text: str) -> None:
    elsewhere = ends(text, start.astimezone(ZoneInfo("Pacific/Auckland")))
    assert elsewhere == ends(text, start) == ends(text, start.astimezone(ZONE))


@given(start=INSTANTS, count=st.integers(1, 40))
def test_exactly_n_working_days_lie_after_the_start_and_the_last_one_is_one(start: datetime, count: int) -> None:
    first, last = local_day(start), last_day(ends(f"{count} werkdagen", start, CHRISTMAS))
    between = [first + timedelta(days=day) for day in range(1, (last - first).days + 1)]
    assert sum(CHRISTMAS.is_workday(day) for day in between) == count
    assert CHRISTMAS.is_workday(last)


@given(start=INSTANTS, months=st.integers(1, 60))
def test_a_month_end_stays_within_its_month(start: datetime, months: int) -> None:
    first, last = local_day(start), last_day(ends(f"{months} maanden", start))
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == months
    assert last.day == min(first.day, stdlib_calendar.monthrange(last.year, last.month)[1])
