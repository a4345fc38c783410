"""The border between JSON and FEEL."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.feel import Range, YearsMonths, to_feel, to_json
from workflows.types import FieldKind

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_what_goes_in_as_json_comes_out_the_same(value):
    assert to_json(to_feel(value)) == value


def test_numbers_become_decimals_and_booleans_stay():
    assert to_feel([1, 0.1, True]) == [Decimal(1), Decimal("0.1"), True]
    assert type(to_feel(True)) is bool


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("2026-09-01", FieldKind.DATE, date(2026, 9, 1)), ("2026-09-01T10:00", FieldKind.DATE, date(2026, 9, 1)),
        ("leeg", FieldKind.DATE, "leeg"), ("2026-02-30", FieldKind.DATE, "2026-02-30"), ("12", FieldKind.TEXT, "12"),
        ("2026-09-01T10:00:00", FieldKind.DATE_TIME, datetime(2026, 9, 1, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))),
        ("leeg", FieldKind.DATE_TIME, "leeg"),
    ],
)  # fmt: skip
def test_a_text_becomes_the_date_that_its_field_holds_and_stays_a_text_where_it_is_none(text, kind, expected):
    assert to_feel(text, kind) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**70, object(), b"x"])
def test_what_has_no_feel_value_is_null(value):
    assert to_feel(value) is None


def test_something_nested_too_deep_is_cut_off():
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    assert "None" in str(to_feel(deep))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("2.50"), 2.5), (Decimal("1E3"), 1000), (timedelta(days=-1, hours=-2), "-P1DT2H"),
        (YearsMonths(14), "P1Y2M"),
        (time(9, 5), "09:05:00"), (time(9, 5, tzinfo=timezone(timedelta(hours=-3))), "09:05:00-03:00"),
        (time(9, 5, tzinfo=ZoneInfo("Europe/Amsterdam")), "09:05:00@Europe/Amsterdam"),
        (Range(Decimal(1), None, True, False), "[1..null)"),
        ({"a": [date(2026, 9, 1)]}, {"a": ["2026-09-01"]}),
    ],
)  # fmt: skip
def test_feel_values_are_written_as_json(value, expected):
    assert to_json(value) == expected
