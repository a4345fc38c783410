from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendar import ZONE, due, parse_term
from workflows.errors import ScenarioError, WorkflowError
from workflows.scenarios.clock import START, in_words, later, read_date, read_time
from workflows.scenarios.holidays import CALENDAR


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    "text", ["8 september 2026", "8 September 2026", "dinsdag 8 september 2026", "08-09-2026", "8/9/2026", "2026-09-08"]
)
def test_a_date_is_read_as_people_write_it(text):
    assert read_date(text) == date(2026, 9, 8)


@pytest.mark.parametrize("text", ["30 februari 2026", "8 septembr 2026", "morgen", "2026-13-01", ""])
def test_what_is_no_date_is_refused_in_dutch(text):
    with pytest.raises(ScenarioError, match="datum"):
        read_date(text)


def test_a_weekday_is_a_weekday_and_the_one_of_the_date():
    with pytest.raises(ScenarioError, match="een dinsdag, geen maandag"):
        read_date("Maandag 8 september 2026")
    with pytest.raises(ScenarioError, match="is geen datum"):
        read_date("kaas 8 september 2026")


@pytest.mark.parametrize("text", ["1 januari 0001", "1-1-1899", "2200-01-01"])
def test_a_year_with_which_no_clock_can_count_is_refused(text):
    with pytest.raises(ScenarioError, match="ligt te ver weg"):
        read_date(text)


def test_a_time_that_no_clock_shows_is_refused():
    assert read_time("14.05").hour == 14
    with pytest.raises(ScenarioError, match="25:00"):
        read_time("25:00")


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-09-01T09:00", "5 werkdagen", "2026-09-08T23:59:59"),
        ("2026-09-01T09:00", "1 werkdag", "2026-09-02T23:59:59"),
        ("2026-09-04T09:00", "1 werkdag", "2026-09-07T23:59:59"),
        ("2026-09-01T09:00", "3 dagen", "2026-09-04T23:59:59"),
        ("2026-09-01T09:00", "6 weken", "2026-10-13T23:59:59"),
        ("2026-08-31T09:00", "1 maand", "2026-09-30T23:59:59"),
        ("2026-09-01T09:00", "1 jaar", "2027-09-01T23:59:59"),
        ("2026-12-23T09:00", "2 werkdagen", "2026-12-28T23:59:59"),
        ("2026-09-01T09:00", "4 uur", "2026-09-01T13:00"),
        ("2026-09-01T09:00", "15 minuten", "2026-09-01T09:15"),
        ("2026-10-24T09:00", "1 dag", "2026-10-25T23:59:59"),
        ("2026-10-25T01:30", "2 uren", "2026-10-25T02:30"),
    ],
)
def test_so_much_time_goes_by(start, span, end):
    assert later(at(start), span, CALENDAR).astimezone(ZONE).replace(tzinfo=None) == datetime.fromisoformat(end)


@given(
    st.integers(0, 2 * 365 * 24 * 60), st.integers(1, 40),
    st.sampled_from(["werkdagen", "schooldagen", "dagen", "weken", "maanden"]),
)  # fmt: skip
def test_a_term_and_a_timer_of_as_many_days_are_over_when_these_days_have_gone_by(minutes, count, unit):
    now, span = START + timedelta(minutes=minutes), f"{count} {unit}"
    term = parse_term(span)
    assert term is not None
    for for_timer in (True, False):
        over = due(term, now, CALENDAR, for_timer=for_timer)
        assert over == later(now, span, CALENDAR)


@pytest.mark.parametrize("span", ["0 dagen", "5 eeuwen", "900 jaren", "P5D na x", "1 september"])
def test_what_is_no_span_of_time_is_refused(span):
    with pytest.raises(WorkflowError):
        later(START, span, CALENDAR)


@pytest.mark.parametrize("span", ["5 kwartieren", "0 dagen", "٣ dagen", f"{'9' * 5000} dagen"])
def test_a_span_that_is_none_is_answered_with_spans_alone(span):
    with pytest.raises(ScenarioError, match="bijvoorbeeld: 5 werkdagen, 6 weken, 4 uur") as told:
        later(START, span, CALENDAR)
    assert "P5D" not in told.value.message
    assert "vandaag" not in told.value.message


def test_a_moment_is_told_with_its_weekday():
    assert in_words(START) == "dinsdag 1 september 2026, 09:00"
