"""Terms: what is one, what is FEEL instead, and what is meant as one but wrong."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendar import Term, TermKind, describe, parse_term
from workflows.errors import TermError


def read(text: str) -> Term:
    """The term in a text that must hold one."""
    term = parse_term(text)
    assert term is not None, text
    return term


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P5D", {"kind": TermKind.CLOCK, "days": 5}),
        ("p5d", {"kind": TermKind.CLOCK, "days": 5}),
        ("P 5 D", {"kind": TermKind.CLOCK, "days": 5}),
        ("P6W", {"kind": TermKind.CLOCK, "weeks": 6}),
        ("P3M", {"kind": TermKind.CLOCK, "months": 3}),
        ("P1Y", {"kind": TermKind.CLOCK, "months": 12}),
        ("P100Y", {"kind": TermKind.CLOCK, "months": 1200}),
        ("P1Y2M3DT4H5M6S", {"kind": TermKind.CLOCK, "months": 14, "days": 3, "seconds": 14_706}),
        ("PT4H", {"kind": TermKind.CLOCK, "seconds": 14_400}),
        ("P1DT2H", {"kind": TermKind.CLOCK, "days": 1, "seconds": 7_200}),
        ("4 uur", {"kind": TermKind.CLOCK, "seconds": 14_400}),
        ("15 minuten", {"kind": TermKind.CLOCK, "seconds": 900}),
        ("1 minuut", {"kind": TermKind.CLOCK, "seconds": 60}),
        ("3 dagen", {"kind": TermKind.DAYS, "days": 3}),
        ("6 weken", {"kind": TermKind.DAYS, "weeks": 6}),
        ("2 maanden", {"kind": TermKind.DAYS, "months": 2}),
        ("1 jaar", {"kind": TermKind.DAYS, "months": 12}),
        ("1 werkdag", {"kind": TermKind.WORKDAYS, "days": 1}),
        ("  5   Werkdagen ", {"kind": TermKind.WORKDAYS, "days": 5}),
        ("5werkdagen", {"kind": TermKind.WORKDAYS, "days": 5}),
        ("10 schooldagen", {"kind": TermKind.SCHOOLDAYS, "days": 10}),
        ("Vandaag", {"kind": TermKind.DAYS, "days": 0}),
        ("volgende  schooldag", {"kind": TermKind.SCHOOLDAYS, "days": 1}),
        ("volgende werkdag", {"kind": TermKind.WORKDAYS, "days": 1}),
        ("5 werkdagen na gemeld_op", {"kind": TermKind.WORKDAYS, "days": 5, "base_field": "gemeld_op"}),
        ("P70D NA actie.datum", {"kind": TermKind.CLOCK, "days": 70, "base_field": "actie.datum"}),
        ("vandaag na zoënde", {"kind": TermKind.DAYS, "base_field": "zoënde"}),
        ("2026-09-01", {"kind": TermKind.INSTANT, "instant": date(2026, 9, 1)}),
        ("2026-09-01t09:00", {"kind": TermKind.INSTANT, "instant": datetime(2026, 9, 1, 9)}),  # noqa: DTZ001 local
        ("R3/P1D", {"kind": TermKind.CLOCK, "days": 1, "repeats": 3}),
        ("r / 2 weken", {"kind": TermKind.DAYS, "weeks": 2, "repeats": math.inf}),
        ("R/1 werkdag na start", {"kind": TermKind.WORKDAYS, "days": 1, "base_field": "start", "repeats": math.inf}),
    ],
)
def test_every_form_of_the_drawing_language_is_read(text: str, expected: dict[str, object]) -> None:
    term = read(text)
    assert term == Term(**{"text": " ".join(text.split()), **expected})  # type: ignore[arg-type]


def test_a_date_time_keeps_the_offset_that_is_written() -> None:
    instant = read("2026-09-01T09:00:30+02:00").instant
    assert isinstance(instant, datetime)
    assert instant.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "gemeld_op", "= gemeld_op", "=5 werkdagen", 'gemeld_op + duration("P5D")', "actie.datum", "Pieter",
        "p5", "P5 + x", "r3/x", 'if ernst = "hoog" then x else y', "5 in [1..10]", "3 between 1 and 5", "7", "2 * 3",
        "vandaag + x", "volgende", "volgende_datum", "now()", "x" * 500, "5 werkdagen na " + "x" * 300,
    ],
)  # fmt: skip
def test_what_is_no_term_is_left_to_feel(text: str) -> None:
    assert parse_term(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("P5X", "P5D"), ("P5", "P5D"), ("PT4", "PT4H"), ("P1DT", "P5D"), ("-P5D", "P5D"),
        ("PT0.5H", "PT4H"), ("P5D2", "P5D"),
        ("5 werkdag en", "5 werkdagen"), ("5 dgaen", "5 werkdagen"), ("-5 werkdagen", "5 werkdagen"),
        ("2,5 dagen", "5 werkdagen"), ("0 werkdagen", "vanaf 1"), ("5 werkdagen na", "na gemeld_op"),
        ("5 werkdagen na mijn veld", "na gemeld_op"), ("volgende week", "5 werkdagen"), ("vandaag nog", "5 werkdagen"),
        ("R3/", "R3/"), ("R3/5X", "R3/"), ("R0/P1D", "R3/P1D"), ("R99999/P1D", "9999"), ("R-1/P1D", "R-1/P1D"),
        ("R3/vandaag", "één keer"), ("R3/volgende schooldag", "één keer"), ("R3/2026-09-01", "één keer"),
        ("R3/2026-09-01/P1D", "P5D"), ("R/PT0S", "R3/P1D"), ("R/P0D", "R3/P1D"),
        ("2026-02-30", "bestaat"), ("2026-09-01T24:30", "bestaat"), ("2026-9-1", "2026-09-01"),
        ("01-09-2026", "2026-09-01"), ("2026-09-01 na gemeld_op", "zelf al"), ("0001-01-01", "1900"),
        ("9999-12-31", "1900"), ("P101Y", "honderd jaar"), ("40000 dagen", "honderd jaar"),
        ("27000 schooldagen", "honderd jaar"),
        ("PT9999999999S", "honderd jaar"), ("99999999999999999999 werkdagen", "honderd jaar"),
    ],
)  # fmt: skip
def test_what_is_meant_as_a_term_but_wrong_is_refused_with_a_way_out(text: str, says: str) -> None:
    with pytest.raises(TermError) as refused:
        parse_term(text)
    assert text in refused.value.message
    assert says in refused.value.message


@given(st.text(alphabet=st.sampled_from("PTRDWMYHS0123456789-/:., =+naweksdgvo_"), max_size=30))
def test_any_text_is_a_term_or_feel_or_refused(text: str) -> None:
    with suppress(TermError):
        term = parse_term(text)
        assert term is None or term == parse_term(term.text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P5D", "5 dagen"), ("PT4H", "4 uur"), ("P1DT2H", "1 dag en 2 uur"),
        ("P1Y2M1DT1M1S", "1 jaar, 2 maanden, 1 dag, 1 minuut en 1 seconde"),
        ("P3M", "3 maanden"), ("6 weken", "6 weken"), ("1 week", "1 week"), ("90 minuten", "1 uur en 30 minuten"),
        ("1 werkdag", "1 werkdag"), ("10 SCHOOLDAGEN", "10 schooldagen"), ("vandaag", "vandaag"), ("PT0S", "meteen"),
        ("volgende schooldag", "de volgende schooldag"), ("Volgende werkdag", "de volgende werkdag"),
        ("5 werkdagen na gemeld_op", "5 werkdagen na gemeld_op"), ("2026-09-01", "1 september 2026"),
        ("2026-09-01T07:05Z", "1 september 2026 om 09:05"), ("2026-09-01T09:05", "1 september 2026 om 09:05"),
        ("R3/P1D", "3 keer, telkens na 1 dag"), ("R/2 weken", "telkens na 2 weken"),
    ],
)  # fmt: skip
def test_a_term_is_told_in_dutch(text: str, words: str) -> None:
    assert describe(read(text)) == words
