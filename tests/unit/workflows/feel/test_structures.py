"""Lists, contexts, paths, filters, iterations and functions (DMN 1.5, 10.3.2)."""

from __future__ import annotations

import pytest

from tests.unit.workflows.feel.helpers import NOON, result, value
from workflows.feel import compile_expression

ACTIES = [{"nr": 1, "lane": "ib"}, {"nr": 2, "lane": "directie"}, {"nr": 3, "lane": "ib"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("acties.nr", [1, 2, 3]), ('acties[lane = "ib"].nr', [1, 3]), ("acties[item.nr > 1].lane", ["directie", "ib"]),
        ("acties[2].lane", "directie"), ("acties[-1].nr", 3), ("acties[9]", None), ("acties[nr > 9]", []),
        ("acties[grens]", {"nr": 2, "lane": "directie"}), ("acties[nr > grens].nr", [3]), ("5[1]", 5),
        ("null[1]", None),
        ("count(acties)", 3), ("[1, 2, 3][item >= 2]", [2, 3]), ("{a: {b: 1}}.a.b", 1), ("{a: 1, b: a + 1}.b", 2),
        ('{"a b": 1}', {"a b": 1}), ("for i in 1..3 return i * 2", [2, 4, 6]), ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in (1..4) return i", [2, 3]), ("for i in [1, 2], j in [i, 10] return j", [1, 10, 2, 10]),
        ('for d in @"2026-02-27"..@"2026-03-01" return d.day', [27, 28, 1]), ("for i in [] return i", []),
        ("some i in acties satisfies i.nr = 3", True), ("every i in acties satisfies i.nr < 3", False),
        ("some i in [] satisfies true", False), ("every i in [] satisfies false", True),
        ("some i in [1, null] satisfies i > 5", None), ("every i in [1, null] satisfies i < 5", None),
        ("{f: function(a, b) a + b}.f(1, 2)", 3), ("{f: function(a, b) a - b}.f(b: 1, a: 2)", 1),
        ("(function(a) function(b) a + b)(1)(2)", 3), ("{a: 1, f: function() a}.f()", 1),
    ],
)  # fmt: skip
def test_structures_are_taken_apart_and_made_as_the_standard_says(text, expected):
    assert value(text, acties=ACTIES, grens=2) == expected


@pytest.mark.parametrize(
    "text",
    ["onbekend", "onbekend.veld", "{a: 1}.b", "5.x", "for i in null return i", "some i in null satisfies i", "f(1)",
     "(function(a) a)(1, 2)", "(function(a) a)(b: 1)", "[1..null]", "[[]..[]]", '[1.."a"]',
        "for i in 1.5..3 return i"],
)  # fmt: skip
def test_what_is_not_there_is_null_with_a_note(text):
    found = result(text)
    assert found.value is None
    assert found.notes


def test_a_variable_that_is_not_there_is_named_in_the_note():
    assert result("1 + leeftyd").notes[0] == "Plaats 5: leeftyd is niet bekend."


def test_local_names_end_with_their_expression():
    assert value("[for x in [1] return x, x]", x=9) == [[1], 9]
    assert value("[[1][item = 1], some y in [1] satisfies y = 1, y]", y=9) == [[1], True, 9]


def test_what_came_in_is_not_changed():
    rij = [1, 2]
    assert value("append(rij, 3)", rij=rij) == [1, 2, 3]
    assert rij == [1, 2]


class TestNames:
    @pytest.mark.parametrize(
        ("text", "names", "filtered"),
        [
            ("leeftijd >= 4 and kind.naam = x", {"leeftijd", "kind", "x"}, set()),
            ("count(rij) + today().year", {"rij"}, set()), ("for i in rij return i + j", {"rij", "j"}, set()),
            ("some i in rij, j in i satisfies j = k", {"rij", "k"}, set()), ("{a: b, c: a}.c", {"b"}, set()),
            ("function(a) a + b", {"b"}, set()), ("acties[lane = naam].nr", {"acties"}, {"lane", "naam"}),
            ("acties[item.nr > 1]", {"acties"}, set()), ("acties[nr > 1 and x] + x", {"acties", "x"}, {"nr"}),
            ("date and time(d)", {"d"}, set()), ("substring(string: s, start position: 1)", {"s"}, set()),
        ],
    )  # fmt: skip
    def test_free_variables_are_told_and_names_in_a_filter_apart(self, text, names, filtered):
        found = compile_expression(text)
        assert (found.names, found.filter_names) == (names, filtered)

    def test_every_name_that_was_told_is_enough_to_evaluate(self):
        found = compile_expression("acties[nr > grens].nr")
        context = {"acties": ACTIES, "grens": 1}
        assert set(context) <= found.names | found.filter_names
        assert found.evaluate(context, NOON).notes == ()


class TestFindings:
    @pytest.mark.parametrize(
        "text",
        ["9**9**9", "x > 9**9**9", "1 / 0", '"a" + 1', 'x = "a" + 1', "bestaat_niet(1)", "substring()", "today(1)",
         "upper case(1)", 'date("2026-02-30")', "count(1, 2)", "count(wat: 1)", "> 5", "for i in 1..1e9 return i"],
    )  # fmt: skip
    def test_what_is_wrong_whatever_the_data_is_told_before_any_data(self, text):
        found = compile_expression(text).findings()
        assert len(found) == 1
        assert found[0].startswith("Plaats ")
        assert found[0].endswith(".")

    @pytest.mark.parametrize(
        "text",
        ["null", "x + 1", "1 + 1", "today() + duration(t)", "if false then 1 / 1 else null", "[1, null]", "{f: 1}.f",
         'substring(string: "abc", start position: 2)', "{f: function(a) a}.f(1)", "x[item / 2 > 1]"],
    )  # fmt: skip
    def test_what_may_be_right_is_not_complained_of(self, text):
        assert compile_expression(text).findings() == ()

    def test_a_function_that_is_given_as_a_known_name_is_known(self):
        assert compile_expression("PMT(1)", ("PMT",)).findings() == ()
