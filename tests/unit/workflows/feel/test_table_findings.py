"""Gaps, overlaps, dead rules and values that are not allowed: exact, and quick however many combinations there are."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import soon
from tests.unit.workflows.feel.helpers import NOON, decision, definitions, literal, table
from workflows.feel import Decisions, TableFinding, table_findings


def found(head: str, *rows: str, **how: object) -> tuple[TableFinding, ...]:
    return table_findings(definitions(decision(table(head, *rows, **how)))[0])


def kinds(head: str, *rows: str, **how: object) -> list[str]:
    return [finding.kind for finding in found(head, *rows, **how)]


class TestGaps:
    def test_a_gap_is_told_with_an_example_that_can_be_read(self):
        rows = ('"geen" | - -> 1', '"weigering" | "ja" -> 2')
        (gap,) = found("grond akkoord_ib -> uit", *rows, allowed={"akkoord_ib": '"ja", "leeg"'})
        assert gap.kind == "gap"
        assert gap.example == {"grond": "weigering", "akkoord_ib": "leeg"}
        assert gap.message.startswith('Bij grond = "weigering" en akkoord_ib = "leeg" past geen enkele regel.')

    @pytest.mark.parametrize(
        ("rows", "example"),
        [
            (("< 4", "> 4"), 4), (("<= 4", "> 5"), 4.5), (("[1..4]", "> 4"), 0), (("< 4", "[4..9]"), 10),
            (('< date("2026-01-01")', '>= date("2026-01-02")'), "2026-01-01"), (("true",), False),
            (('duration("P1D")', '> duration("P1D")'), "PT23H59M59S"), (("null", '"a", "b"', 'not("a")'), ...),
        ],
    )  # fmt: skip
    def test_numbers_dates_and_booleans_are_judged_on_and_between_what_the_cells_name(self, rows, example):
        gaps = [each for each in found("x -> uit", *(f"{row} -> 1" for row in rows)) if each.kind == "gap"]
        assert [each.example for each in gaps] == ([{"x": example}] if example is not ... else [])

    def test_a_table_that_covers_everything_has_no_findings(self):
        assert found("x -> uit", "< 4 -> 1", "[4..12) -> 2", ">= 12 -> 3") == ()
        assert found("x -> uit", '"a" -> 1', 'not("a") -> 2') == ()
        assert found("x -> uit", "? > 3 and ? < 5 -> 1", "? <= 3 or ? >= 5 -> 2") == ()

    def test_texts_are_those_of_the_column_and_those_that_a_form_offers(self):
        model = definitions(decision(table("x -> uit", '"a" -> 1')))[0]
        assert table_findings(model) == ()
        assert [each.example for each in table_findings(model, {"x": ("a", "b")})] == [{"x": "b"}]

    @pytest.mark.parametrize("cell", ["not([1..5])", "not(< 5)", "!= 5"])
    def test_what_a_number_is_not_says_nothing_of_texts(self, cell):
        assert [e.example for e in found("x -> uit", f"{cell} -> 1", "5 -> 2") if "iets anders" in e.message] == []

    def test_a_field_that_is_not_filled_in_is_no_gap_but_told_apart_when_all_else_is_covered(self):
        model = definitions(decision(table("x -> uit", "< 5 -> 1", ">= 5 -> 2")))[0]
        assert [(each.kind, each.example) for each in table_findings(model, {"x": ("leeg",)})] == [
            ("unset", {"x": "leeg"})
        ]
        covered = definitions(decision(table("x -> uit", "< 5 -> 1", ">= 5 -> 2", '"leeg" -> 3')))[0]
        assert table_findings(covered, {"x": ("leeg",)}) == ()
        gap = definitions(decision(table("x -> uit", "< 5 -> 1", "> 5 -> 2")))[0]
        assert [(each.kind, each.example) for each in table_findings(gap, {"x": ("leeg",)})] == [("gap", {"x": 5})]

    @pytest.mark.parametrize("unset", ["leeg", None])
    def test_a_last_rule_that_only_an_unset_field_reaches_is_not_dead(self, unset):
        model = definitions(decision(table("x -> uit", "< 5 -> 1", ">= 5 -> 2", "- -> 3", policy="FIRST")))[0]
        assert [each.kind for each in table_findings(model)] == ["unreachable"]
        assert table_findings(model, {"x": (unset,)}) == ()

    def test_a_default_output_and_a_list_policy_have_no_gaps(self):
        assert kinds("x -> uit", "< 4 -> 1", default="0") == []
        assert kinds("x -> uit", "< 4 -> 1", policy="COLLECT") == []
        assert kinds("x -> uit", "< 4 -> 1", policy="FIRST") == ["gap"]

    def test_two_columns_with_one_expression_are_one_input(self):
        assert kinds("x x -> uit", "> 3 | < 5 -> 1", "<= 3 | - -> 2", ">= 5 | - -> 3") == []

    def test_a_table_without_rules_is_one_gap(self):
        assert [each.message[:28] for each in found("x -> uit")] == ["Er past geen enkele regel. V"]


class TestOverlaps:
    def test_unique_may_not_overlap(self):
        (overlap,) = found("x -> uit", "<= 4 -> 1", ">= 4 -> 1")
        assert (overlap.kind, overlap.rows, overlap.example) == ("overlap", (1, 2), {"x": 4})
        assert overlap.message == "Bij x = 4 passen de regels 1 en 2 allebei. Zorg dat er een past."

    def test_any_may_overlap_where_the_rows_say_the_same(self):
        assert kinds("x -> uit", "<= 4 -> 1", ">= 4 -> 1", policy="ANY") == []
        assert kinds("x -> uit", "<= 4 -> 1", ">= 4 -> 2", policy="ANY") == ["overlap"]

    @pytest.mark.parametrize("policy", ["FIRST", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"])
    def test_other_policies_may(self, policy):
        assert kinds("x -> uit", "<= 4 -> 1", "- -> 2", policy=policy) == []


class TestRules:
    def test_a_rule_that_no_value_passes_is_told(self):
        assert [(each.kind, each.rows) for each in found("x -> uit", "< 4 -> 1", ">= 4 -> 2", "[9..1] -> 3")] == [
            ("unreachable", (3,))
        ]

    def test_a_rule_that_the_ones_before_cover_together_is_told_for_first(self):
        rows = ('"a" -> 1', '"b" -> 2', '"b", "a" -> 3')
        assert [(each.kind, each.rows) for each in found("x -> uit", *rows, policy="FIRST")] == [("unreachable", (3,))]

    def test_values_outside_the_allowed_ones_are_told_for_inputs_and_outputs(self):
        allowed = {"x": '"a", "b"', "uit": '"p", "q"'}
        findings = found("x -> uit", '"a", "c" -> "p"', '"b" -> "z"', allowed=allowed)
        assert [(each.kind, each.rows, each.example) for each in findings] == [
            ("outside-values", (1,), {"x": "c"}), ("outside-values", (2,), {"uit": "z"}),
        ]  # fmt: skip

    @pytest.mark.parametrize("cell", ["grens", "> grens", 'starts with(?, "a")', "? + 1 = 2", 'time("10:00:00")'])
    def test_a_cell_that_is_no_fixed_bound_is_told_instead_of_guessed_about(self, cell):
        assert kinds("x -> uit", f"{cell} -> 1", "5 -> 2") == ["unreadable"]

    def test_what_is_no_table_has_no_findings(self):
        assert table_findings(definitions(decision(literal("1")))[0]) == ()


class TestSize:
    def test_millions_of_combinations_take_no_time_where_the_rules_are_few(self):
        names = " ".join(f"x{n}" for n in range(12))
        allowed = {f"x{n}": '"a", "b", "c", "d"' for n in range(12)}
        rows = [
            " | ".join('"a"' if at == n else 'not("a")' if at < n else "-" for at in range(12)) + " -> 1"
            for n in range(12)
        ]
        with soon(1):
            (gap,) = found(f"{names} -> uit", *rows, allowed=allowed)
        assert set(gap.example.values()) == {"b"}

    @pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "PRIORITY"])
    def test_a_wide_table_of_hundreds_of_rules_is_given_up_in_time(self, policy):
        names = " ".join(f"x{n}" for n in range(10))
        letters = "abcdefgh"
        rows = [
            " | ".join(f'not("{letters[(row * (at + 3) + at) % 8]}")' for at in range(10)) + f" -> {row}"
            for row in range(200)
        ]  # fmt: skip
        with soon(3):
            findings = found(f"{names} -> uit", *rows, policy=policy)
        assert any("te veel combinaties" in each.message for each in findings)

    def test_too_much_to_go_through_is_one_clear_finding(self):
        (finding,) = found("x -> uit", *(f"[{n}..{n + 1}) -> 1" for n in range(500)))
        assert (finding.kind, "te veel combinaties" in finding.message) == ("unreadable", True)


CELLS = st.sampled_from(['"a"', '"b"', '"c"', '"a", "b"', 'not("a")', "-"])


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_the_findings_agree_with_trying_every_combination(cells):
    texts = ("a", "b", "c")
    allowed = dict.fromkeys("xyz", '"a", "b", "c"')
    model = definitions(decision(table("x y z -> uit", *(" | ".join(row) + " -> 1" for row in cells), allowed=allowed)))
    decisions = Decisions(model)
    hits = [
        decisions.evaluate("D", dict(zip("xyz", each, strict=True)), NOON).rules for each in product(texts, repeat=3)
    ]
    findings = table_findings(model[0])
    overlapping = {(a, b) for rows in hits for a in rows for b in rows if a < b}
    assert any(each.kind == "gap" for each in findings) == (() in hits)
    assert {each.rows for each in findings if each.kind == "overlap"} == overlapping
    for each in findings:
        filled = dict.fromkeys("xyz", "a") | dict(each.example)
        rules = decisions.evaluate("D", filled, NOON).rules
        assert set(each.rows) <= set(rules) if each.kind == "overlap" else each.kind != "gap" or rules == ()
