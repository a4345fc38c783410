"""Cells of decision tables: unary tests (DMN 1.5, 10.3.1.2 and 8.2)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.workflows.feel.helpers import NOON, matches
from workflows.errors import FeelError
from workflows.feel import compile_unary_tests, fixed_values


@pytest.mark.parametrize(
    ("cell", "held", "expected"),
    [
        ("", 1, True), ("-", None, True), ("5", 5, True), ("5", 6, False), ('"a", "b"', "b", True),
        ('"a","b"', "c", False),
        ("> 5", 6, True), ("> 5", 5, False), ("[1..5]", 1, True), ("(1..5]", 1, False), ("[1..5[", 5, False),
        ("]1..5[", 3, True), ("< 3, > 7", 8, True), ('not("a", "b")', "c", True), ('not("a", "b")', "a", False),
        ("not(> 5)", 3, True), ("not([1..5])", 3, False), ("not(-1)", 2, True), ("true", True, True),
        ("false", True, False),
        ("null", None, True), ("null", 1, False), ("> 5", None, None), ("5", "5", None), ("not(> 5)", None, None),
        ("? > 3 and ? < 6", 5, True), ('starts with(?, "a")', "ab", True), ('not(starts with(?, "a"))', "ab", False),
        ("? in (1..5]", 5, True), ("leeftijd", 5, True), ("> leeftijd", 6, True), ("rij", 3, True), ("= 5", 5, True),
        ("!= 5", 6, True), ('"b", null', None, True), ("odd(?)", 3, True), ('["a", "b"]', "b", True),
        ("[1, 2]", [1, 2], True),
        ('< date("2026-01-01")', "leeg", None), ("if ? > 3 then 5 else 6", 5, True),
    ],
)  # fmt: skip
def test_a_cell_passes_values_as_the_standard_says(cell, held, expected):
    assert matches(cell, held, leeftijd=5, rij=[1, 2, 3]) is expected


def test_a_value_that_does_not_fit_the_cell_is_told():
    assert compile_unary_tests("> 5").matches("leeg", {}, NOON).notes == (
        "Plaats 1: een getal en een tekst kunnen niet op volgorde worden vergeleken.",
    )


def test_a_cell_knows_its_names_findings_and_values():
    cell = compile_unary_tests("> leeftijd, ? = x")
    assert (cell.names, cell.findings(), cell.values()) == ({"leeftijd", "x"}, (), None)
    assert compile_unary_tests('"a", "b"').values() == ("a", "b")
    assert compile_unary_tests("-").values() == ()
    assert len(compile_unary_tests("> 1 / 0").findings()) == 1


@pytest.mark.parametrize("cell", ["> ", "1,", "not(", "[1..", "a b", "<> 5"])
def test_what_is_no_cell_is_refused(cell):
    with pytest.raises(FeelError):
        compile_unary_tests(cell)


@pytest.mark.parametrize("cell", ['not("a")', 'not("a", "b")', "not([1..5])", "not(< 5, > 9)", "not(1, 2)"])
def test_not_round_tests_is_no_call_of_the_function_and_has_nothing_wrong(cell):
    assert compile_unary_tests(cell).findings() == ()
    assert compile_unary_tests(cell).values() is None


def test_what_is_wrong_within_not_is_told():
    assert len(compile_unary_tests("not(1 / 0, weg())").findings()) == 2


def test_a_cell_tells_every_fixed_value_that_it_names():
    assert fixed_values(compile_unary_tests('not("a", "b")')) == ("a", "b")
    assert fixed_values(compile_unary_tests('< date("2026-01-01")')) == (date(2026, 1, 1),)
    assert fixed_values(compile_unary_tests("> leeftijd")) == ()
