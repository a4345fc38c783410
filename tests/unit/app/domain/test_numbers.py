"""Numbers as people type them and addresses hold them."""

from __future__ import annotations

import pytest

from app.domain.numbers import number_of


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_what_is_a_number_is_one(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", " 1", "-1", "1.0", "1e3", "x", "²", "٣", "1000000000", "9" * 5000])
def test_what_is_none_breaks_nothing(text: str) -> None:
    assert number_of(text) is None


def test_how_many_digits_can_be_said() -> None:
    assert (number_of("2026", 4), number_of("20260", 4)) == (2026, None)
