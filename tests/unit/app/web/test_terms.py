"""Terms in words: school days, never 23:59, and groups that change at midnight in the Netherlands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.web.terms import Group, Term, term_of
from app.web.words import HERE
from workflows import Calendar

FREE = Calendar(frozenset({date(2027, 5, 5), date(2026, 12, 25)}), frozenset({date(2026, 11, 24)}))


def at(text: str) -> datetime:
    """A time on a Dutch clock, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=HERE).astimezone(UTC)


def end(text: str) -> datetime:
    return at(f"{text}T23:59:59")


def told(due: datetime | None, now: str, calendar: Calendar = FREE) -> Term:
    return term_of(due, at(now), calendar)


# 16 November 2026 is a Monday; the school is free on Tuesday the 24th


@pytest.mark.parametrize(
    ("due", "now", "words", "group"),
    [
        (end("2026-11-16"), "2026-11-16T09:00", "vandaag", Group.TODAY),
        (end("2026-11-16"), "2026-11-16T23:59:59.500000", "vandaag", Group.TODAY),
        (at("2026-11-17T00:00"), "2026-11-16T09:00", "vandaag", Group.TODAY),
        (at("2026-11-16T17:00"), "2026-11-16T09:00", "vandaag, vóór 17:00", Group.TODAY),
        (at("2026-11-16T08:45"), "2026-11-16T09:00", "te laat: sinds 08:45", Group.LATE),
        (end("2026-11-17"), "2026-11-16T09:00", "morgen", Group.WEEK),
        (at("2026-11-17T10:00"), "2026-11-16T09:00", "morgen, vóór 10:00", Group.WEEK),
        (end("2026-11-18"), "2026-11-16T09:00", "nog 2 schooldagen", Group.WEEK),
        (end("2026-11-20"), "2026-11-16T09:00", "nog 4 schooldagen", Group.WEEK),
        (end("2026-11-23"), "2026-11-20T09:00", "nog 1 schooldag", Group.LATER),
        (end("2026-11-25"), "2026-11-20T09:00", "nog 2 schooldagen", Group.LATER),
        (end("2026-11-30"), "2026-11-16T09:00", "nog 9 schooldagen", Group.LATER),
        (end("2026-12-08"), "2026-11-16T09:00", "over 3 weken", Group.LATER),
        (end("2027-02-16"), "2026-11-16T09:00", "over 3 maanden", Group.LATER),
        (end("2026-11-13"), "2026-11-16T09:00", "te laat: 1 schooldag", Group.LATE),
        (end("2026-11-23"), "2026-11-26T09:00", "te laat: 2 schooldagen", Group.LATE),
        (end("2026-11-20"), "2026-11-22T09:00", "te laat: sinds vr 20 nov", Group.LATE),
        (end("2026-10-20"), "2026-11-16T09:00", "te laat: 3 weken", Group.LATE),
        (end("2026-11-22"), "2026-11-20T09:00", "over 2 dagen", Group.WEEK),
        (None, "2026-11-16T09:00", "zonder termijn", Group.LATER),
    ],
)  # fmt: skip
def test_a_term_is_told_as_a_school_counts(due: datetime | None, now: str, words: str, group: Group) -> None:
    term = told(due, now)
    assert (term.words, term.group, term.late) == (words, group, group is Group.LATE)


def test_the_week_ends_on_sunday_whatever_day_it_is() -> None:
    for days in range(7):
        now = at("2026-11-16T12:00") + timedelta(days=days)
        found = term_of(end("2026-11-22"), now, FREE).group
        assert found is (Group.TODAY if days == 6 else Group.WEEK), days
        assert term_of(end("2026-11-23"), now, FREE).group is (Group.WEEK if days > 6 else Group.LATER), days


def test_the_group_changes_at_midnight_in_the_netherlands_and_not_in_london() -> None:
    due = end("2026-11-17")
    assert told(due, "2026-11-16T23:59:58").group is Group.WEEK
    assert told(due, "2026-11-17T00:00").group is Group.TODAY
    assert told(due, "2026-11-18T00:00").group is Group.LATE
    assert told(due, "2026-11-18T00:00").words == "te laat: 1 schooldag"


def test_days_of_23_and_25_hours_are_days() -> None:
    spring, autumn = end("2027-03-28"), end("2026-10-25")
    assert told(spring, "2027-03-27T23:30").words == "morgen"
    assert told(spring, "2027-03-28T00:30").words == "vandaag"
    assert told(spring, "2027-03-28T23:59").words == "vandaag"
    assert told(spring, "2027-03-29T00:00").late
    assert told(autumn, "2026-10-24T23:30").words == "morgen"
    assert told(autumn, "2026-10-25T00:00").words == "vandaag"
    assert told(autumn, "2026-10-25T23:59").words == "vandaag"
    assert told(end("2027-03-29"), "2027-03-26T12:00").words == "nog 1 schooldag"


def test_a_holiday_is_no_school_day_and_a_free_day_of_the_school_neither() -> None:
    assert told(end("2027-05-07"), "2027-05-03T09:00").words == "nog 3 schooldagen"
    assert told(end("2026-11-25"), "2026-11-23T09:00").words == "nog 1 schooldag"
    assert told(end("2026-11-25"), "2026-11-23T09:00", Calendar()).words == "nog 2 schooldagen"


def test_the_last_second_of_a_day_is_never_shown() -> None:
    now = at("2026-11-16T09:00")
    for days in range(-40, 200):
        term = term_of(end(str(date(2026, 11, 16) + timedelta(days=days))), now, FREE)
        assert ":" not in term.words.removeprefix("te laat:") + term.full
        assert " 0 " not in term.words


def test_the_whole_date_goes_along() -> None:
    assert told(end("2026-11-20"), "2026-11-16T09:00").full == "vrijdag 20 november 2026"
    assert told(at("2026-11-16T17:00"), "2026-11-16T09:00").full == "maandag 16 november 2026, vóór 17:00"


def test_the_groups_have_headings_in_the_order_of_the_list() -> None:
    assert [each.heading for each in Group] == ["Te laat", "Vandaag", "Deze week", "Later"]
