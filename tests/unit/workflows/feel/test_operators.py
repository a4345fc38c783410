"""Operators of FEEL: three-valued logic, comparison, arithmetic (DMN 1.5, 10.3.2.13)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workflows.feel.helpers import result, value
from workflows.feel import compile_expression, to_json

TRUTH = {"true": True, "false": False, "null": None}
AND = {(True, True): True, (True, None): None, (None, True): None, (None, None): None}
OR = {(False, False): False, (False, None): None, (None, False): None, (None, None): None}


class TestThreeValuedLogic:
    @pytest.mark.parametrize("left", TRUTH)
    @pytest.mark.parametrize("right", TRUTH)
    def test_and_is_false_where_one_is_false_and_null_where_that_is_not_known(self, left, right):
        assert value(f"{left} and {right}") is AND.get((TRUTH[left], TRUTH[right]), False)

    @pytest.mark.parametrize("left", TRUTH)
    @pytest.mark.parametrize("right", TRUTH)
    def test_or_is_true_where_one_is_true_and_null_where_that_is_not_known(self, left, right):
        assert value(f"{left} or {right}") is OR.get((TRUTH[left], TRUTH[right]), True)

    @pytest.mark.parametrize(("text", "expected"), [("true", False), ("false", True), ("null", None), ('"x"', None)])
    def test_not_turns_true_and_false_round_and_nothing_else(self, text, expected):
        assert value(f"not({text})") is expected

    def test_what_is_no_boolean_counts_as_null_with_a_note(self):
        found = result('true and "x"')
        assert found.value is None
        assert found.notes == ("Plaats 1: and wil waar of onwaar, en kreeg een tekst.",)

    @given(st.lists(st.sampled_from(list(TRUTH)), min_size=2, max_size=8))
    def test_de_morgan_holds_for_any_row_of_values(self, words):
        turned = [f"not({word})" for word in words]
        assert value(f"not({' and '.join(words)})") is value(" or ".join(turned))


class TestComparison:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1 = 1.0", True), ('"a" = "a"', True), ("null = null", True), ("null = 1", False), ("null != 1", True),
            ('1 = "1"', None), ('1 != "1"', None), ("[1, 2] = [1, 2]", True), ("[1] = [2]", False),
            ("{a: 1} = {a: 1}", True), ("{a: 1} = {b: 1}", False), ("[1..2] = [1..2]", True),
            ("[1..2] = [1..2)", False),
            ('"a" < "b"', True), ("1 < null", None), ("true < false", None), ("2 between 1 and 3", True),
            ("2 between 3 and 1", False), ("2 between null and 3", None), ("2 in [1..2)", False), ("2 in ]1..2]", True),
            ("2 in (1, 2)", True), ("2 in (> 3, < 1)", False), ("2 in [1, 2]", True), ("2 in ([5..6], [1..3])", True),
            ("null in [1..2]", None), ("{a: 1} < {a: 2}", None),
        ],
    )  # fmt: skip
    def test_values_are_compared_by_kind_and_then_by_value(self, text, expected):
        assert value(text) is expected

    def test_two_kinds_give_null_with_the_place_of_the_comparison(self):
        assert result('1 + 1 = 2 and 5 > "x"').notes == (
            "Plaats 15: een tekst en een getal kunnen niet op volgorde worden vergeleken.",
        )

    def test_a_list_may_hold_values_and_ranges_to_compare_with(self):
        assert value("leeftijd in [1, [4..6], 9]", leeftijd=5) is True


class TestArithmetic:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("2 ** 3 ** 2", 64), ("-2 ** 2", 4), ("7 - -2", 9), ("10 / 4", 2.5),
            ("0.1 + 0.2 = 0.3", True), ("10 ** -2", 0.01), ('"a" + "b"', "ab"), (".5 + 1", 1.5), ("1.5e2", 150),
        ],
    )  # fmt: skip
    def test_numbers_follow_the_precedence_of_the_grammar(self, text, expected):
        assert value(text) == expected

    def test_a_number_has_thirty_four_digits(self):
        assert str(result("1 / 3").value) == "0." + "3" * 34

    @pytest.mark.parametrize("text", ['"a" + 1', "null + 1", "1 / 0", "9 ** 9 ** 9", "(-8) ** 0.5", "true * 2", '-"a"'])
    def test_what_cannot_be_calculated_is_null_with_a_note(self, text):
        found = result(text)
        assert found.value is None
        assert len(found.notes) == 1
        assert found.notes[0].startswith("Plaats ")

    @given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
    def test_whole_numbers_are_added_subtracted_and_multiplied_exactly(self, left, right):
        found = compile_expression("[a + b, a - b, a * b]").evaluate({"a": left, "b": right}, None)
        assert to_json(found.value) == [left + right, left - right, left * right]

    def test_if_takes_the_other_way_unless_the_condition_is_true(self):
        assert [value(f"if {text} then 1 else 2") for text in ("true", "false", "null", '"x"')] == [1, 2, 2, 2]


class TestInstanceOf:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1 instance of number", True), ('"a" instance of number', False), ("null instance of number", False),
            ("[1, 2] instance of list<number>", True), ('[1, "a"] instance of list<number>', False),
            ('duration("P1D") instance of days and time duration', True), ("{a: 1} instance of context", True),
            ('date and time("2026-09-01T10:00:00") instance of date and time', True), ("1 instance of Any", True),
            ("[1..2] instance of range<number>", True), ("1 instance of wat", None),
        ],
    )  # fmt: skip
    def test_it_tells_the_kind_of_a_value(self, text, expected):
        assert value(text) is expected
