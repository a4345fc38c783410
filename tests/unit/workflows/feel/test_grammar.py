"""Reading FEEL: names, texts, limits, and refusals that name the place."""

from __future__ import annotations

import pytest

from tests.unit.workflows.feel.helpers import NOON, value
from workflows.errors import FeelError
from workflows.feel import compile_expression, compile_unary_tests
from workflows.feel.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1 +", 3), ("1 + * 2", 4), ("leeftijd == 4", 10), ("soort = 'a'", 8), ("a && b", 2), ("(1", 2), ("[1, 2", 5),
        ('"open', 0), ("a..b", 1), ("if x then 1", 11), ("1 2", 2), ("for in x return 1", 4), ("= 1 +", 5), ("x !", 2),
    ],
)  # fmt: skip
def test_a_refusal_names_the_place_and_keeps_the_text(text, position):
    with pytest.raises(FeelError) as caught:
        compile_expression(text)
    assert (caught.value.position, caught.value.text) == (position, text)
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("soort = 'a'", "dubbele aanhalingstekens"), ("a == 1", "Schrijf ="), ("a && b", "Schrijf and"),
        ("a || b", "Schrijf or"), ("!a", "Schrijf not"), ("soort = \u201ca\u201d", "rechte aanhalingstekens"),
    ],
)  # fmt: skip
def test_a_usual_mistake_gets_advice(text, advice):
    with pytest.raises(FeelError, match=advice):
        compile_expression(text)


def test_a_leading_equals_sign_changes_nothing():
    assert value("= 1 + 1") == value("1 + 1") == 2


@pytest.mark.parametrize(
    "name", ["é", "naïef_1", "loopt_meldcode", "中文", "android", "ifje", "notaris", "item1", "date", "_x"]
)
def test_letters_of_any_language_make_a_name_and_a_name_may_begin_like_a_keyword(name):
    assert compile_expression(f"{name} + 1").names == {name}
    assert value(f"{name} + 1", **{name: 1}) == 2


def test_names_with_spaces_and_signs_are_read_where_they_are_known():
    known = ("Full Name", "Approved/Declined", "2e kind", "Full", "x-y")
    text = '"Hoi " + Full  Name + r.Approved/Declined + 2e kind + x-y'
    found = compile_expression(text, known)
    assert found.names == {"Full Name", "r", "2e kind", "x-y"}
    context = {"Full Name": "A", "r": {"Approved/Declined": "B"}, "2e kind": "C", "x-y": "D"}
    assert found.evaluate(context, NOON).value == "Hoi ABCD"


def test_a_known_name_inside_a_text_stays_text():
    assert compile_expression('"Full Name"', ("Full Name",)).evaluate({}, NOON).value == "Full Name"


def test_date_and_time_are_two_names_unless_they_call_or_type():
    assert compile_expression("date and time").names == {"date", "time"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"a\"b"', 'a"b'), (r'"a\\b"', "a\\b"), (r'"\n\t"', "\n\t"), (r'"\u00e9"', "é"), (r'"\U01F600"', "\U0001f600"),
        (r'"\ud800"', "\ufffd"), (r'"\u0000"', r"\u0000"), (r'"\q"', r"\q"),
    ],
)  # fmt: skip
def test_escapes_in_a_text_are_those_of_the_standard_and_none_makes_a_character_that_cannot_be_stored(text, expected):
    assert value(text) == expected


def test_comments_and_line_ends_are_passed_over():
    assert value("1 + // een\n /* twee\n */ 2") == 3


class TestLimits:
    def test_a_text_over_the_limit_is_refused(self):
        assert value('"' + "x" * (MAX_CHARACTERS - 2) + '"') == "x" * (MAX_CHARACTERS - 2)
        with pytest.raises(FeelError, match="tekens"):
            compile_expression("1" * (MAX_CHARACTERS + 1))

    def test_too_many_nodes_are_refused(self):
        assert value("+".join(["1"] * (MAX_NODES - 1))) == MAX_NODES - 1
        with pytest.raises(FeelError, match="onderdelen"):
            compile_expression("+".join(["1"] * (MAX_NODES + 1)))

    def test_too_deep_an_expression_is_refused_and_brackets_alone_are_not_depth(self):
        assert value("(" * 400 + "1" + ")" * 400) == 1
        assert value("[" * (MAX_DEPTH - 1) + "1" + "]" * (MAX_DEPTH - 1)) is not None
        with pytest.raises(FeelError, match="lagen"):
            compile_expression("[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH)

    def test_a_long_row_of_choices_is_not_deep(self):
        assert value(" or ".join(f"x = {n}" for n in range(40)), x=39) is True

    def test_a_compiled_expression_is_kept(self):
        assert compile_expression("a + 1") is compile_expression("a + 1")
        assert compile_unary_tests("> 1") is compile_unary_tests("> 1")
