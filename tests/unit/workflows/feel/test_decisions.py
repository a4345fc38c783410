"""Decisions: every hit policy, requirements between decisions, what they use and set (DMN 1.5, 8.2 and 10.4)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.pace import soon
from tests.unit.workflows.feel.helpers import NOON, decision, definitions, literal, table
from workflows.errors import FeelError
from workflows.feel import Decisions, HitPolicy, Verdict, to_json
from workflows.types import FieldKind, RoutingField

PRIORITIES = {"uit": '"hoog", "midden", "laag"'}
ROWS = ('> 1 -> "laag"', '> 2 -> "hoog"', '> 3 -> "laag"')


def ask(body: str, /, **variables: object) -> Verdict:
    return Decisions(definitions(decision(body))).evaluate("D", variables, NOON)


class TestHitPolicies:
    @pytest.mark.parametrize(
        ("policy", "x", "expected", "rules"),
        [
            ("UNIQUE", 2, "laag", (1,)), ("UNIQUE", 3, None, (1, 2)), ("UNIQUE", 0, None, ()),
            ("FIRST", 9, "laag", (1,)),
            ("ANY", 2, "laag", (1,)), ("ANY", 3, None, (1, 2)), ("PRIORITY", 9, "hoog", (1, 2, 3)),
            ("PRIORITY", 0, None, ()),
            ("COLLECT", 9, ["laag", "hoog", "laag"], (1, 2, 3)), ("COLLECT", 0, None, ()),
            ("RULE ORDER", 9, ["laag", "hoog", "laag"], (1, 2, 3)),
            ("OUTPUT ORDER", 9, ["hoog", "laag", "laag"], (1, 2, 3)),
        ],
    )  # fmt: skip
    def test_a_policy_gives_its_rows_and_no_others(self, policy, x, expected, rules):
        verdict = ask(table("x -> uit", *ROWS, policy=policy, allowed=PRIORITIES), x=x)
        assert (verdict.value, verdict.outputs, verdict.rules) == (expected, {"uit": expected}, rules)

    def test_unique_with_two_hits_names_both_and_never_takes_the_first(self):
        verdict = ask(table("x -> uit", *ROWS), x=3)
        assert verdict.value is None
        assert verdict.notes == ("D: De regels 1 en 2 passen allemaal, en er mag er maar een passen: geen uitkomst.",)

    def test_any_takes_rows_that_say_the_same(self):
        assert ask(table("x -> uit", '> 1 -> "a"', '> 2 -> "a"', policy="ANY"), x=3).value == "a"

    def test_an_unmatched_table_is_null_with_a_note(self):
        assert ask(table("x -> uit", *ROWS), x=0).notes == ("D: Geen enkele regel past; de tabel geeft geen uitkomst.",)

    def test_a_default_output_takes_the_place_of_no_match(self):
        verdict = ask(table("x -> uit", *ROWS, default='"anders"'), x=0)
        assert (verdict.value, verdict.rules, verdict.notes) == ("anders", (), ())

    @pytest.mark.parametrize(("how", "expected"), [("SUM", 6), ("COUNT", 3), ("MIN", 1), ("MAX", 3)])
    def test_collect_adds_up(self, how, expected):
        rows = ("> 1 -> 1", "> 2 -> 2", "> 3 -> 3")
        assert ask(table("x -> uit", *rows, policy="COLLECT", aggregation=how), x=9).value == Decimal(expected)
        assert to_json(ask(table("x -> uit", *rows, policy="COLLECT", aggregation=how), x=0).value) == (
            0 if how == "COUNT" else None
        )

    def test_collect_of_texts_has_no_sum_and_says_so(self):
        verdict = ask(table("x -> uit", *ROWS, policy="COLLECT", aggregation="SUM"), x=9)
        assert verdict.value is None
        assert "SUM" in verdict.notes[0]

    def test_several_outputs_are_all_in_the_outputs(self):
        single = ask(table("x -> a b", '> 1 -> "p" | 2'), x=2)
        assert single.outputs == single.value == {"a": "p", "b": Decimal(2)}
        several = ask(table("x -> a b", '> 1 -> "p" | 2', '> 1 -> "q" | 3', policy="RULE ORDER"), x=2)
        assert several.outputs == {"a": ["p", "q"], "b": [Decimal(2), Decimal(3)]}
        assert several.value == [{"a": "p", "b": Decimal(2)}, {"a": "q", "b": Decimal(3)}]

    def test_the_default_policy_is_unique(self):
        body = table("x -> uit", *ROWS).replace(' hitPolicy="UNIQUE"', "")
        assert Decisions(definitions(decision(body)))["D"].logic.hit_policy is HitPolicy.UNIQUE


class TestTables:
    def test_the_inputs_are_told_as_they_were(self):
        verdict = ask(table("x soort -> uit", '> 1 | "a" -> 1'), x=2, soort="a")
        assert verdict.inputs == {"x": Decimal(2), "soort": "a"}

    def test_a_value_that_is_not_allowed_gives_no_outcome(self):
        verdict = ask(table("soort -> uit", "- -> 1", allowed={"soort": '"a", "b"'}), soort="c")
        assert verdict.value is None
        assert verdict.notes == ('D: Kolom soort: "c" is geen toegestane waarde, dus de tabel geeft geen uitkomst.',)

    def test_the_text_of_a_date_is_that_date_in_a_column_of_dates(self):
        body = table("dag:date -> uit", '< date("2026-09-01") -> "eerder"', '>= date("2026-09-01") -> "later"')
        assert ask(body, dag="2026-08-31").value == "eerder"
        assert ask(body, dag="2026-09-01").value == "later"
        assert ask(body, dag="leeg").value is None

    def test_an_output_without_name_has_the_name_of_the_decision(self):
        assert ask(table("x -> _", "- -> 1"), x=1).outputs == {"d": Decimal(1)}

    def test_an_empty_output_cell_is_null(self):
        verdict = ask(table("x -> a b", '- -> "p" | '), x=1)
        assert verdict.outputs == {"a": "p", "b": None}
        assert verdict.notes == ()

    def test_a_cell_may_use_other_variables(self):
        assert ask(table("x -> uit", "> grens -> x + grens"), x=5, grens=3).value == Decimal(8)

    def test_a_note_tells_the_column_and_the_rule(self):
        assert ask(table("x -> uit", "> 1 -> 1 / 0"), x=2).notes == ("D: Regel 1: Plaats 1: delen door nul kan niet.",)
        assert ask(table("x -> uit", "> 1 -> 1"), x="leeg").notes[0].startswith("D: Kolom x: Plaats 1: ")


class TestRequirements:
    TWO = (decision(literal("x + 1"), "A"), decision(literal("a * 2"), "B", requires=["A"]))

    def test_a_decision_sees_the_result_of_the_one_it_requires(self):
        assert Decisions(definitions(*self.TWO)).evaluate("B", {"x": 2}, NOON).value == Decimal(6)

    def test_the_notes_of_what_it_requires_are_told_too(self):
        assert Decisions(definitions(*self.TWO)).evaluate("B", {}, NOON).notes[0] == "A: Plaats 1: x is niet bekend."

    def test_names_are_those_that_must_come_from_outside(self):
        decisions = Decisions(definitions(*self.TWO))
        assert decisions.names("B") == {"x"}
        assert decisions.names("A") == {"x"}

    def test_a_circle_is_refused(self):
        with pytest.raises(FeelError, match="A en B heeft zichzelf nodig"):
            Decisions(definitions(decision(literal("b"), "A", ["B"]), decision(literal("a"), "B", ["A"])))

    def test_a_missing_requirement_and_a_double_id_are_refused(self):
        with pytest.raises(FeelError, match="heeft beslissing C nodig"):
            Decisions(definitions(decision(literal("c"), "A", ["C"])))
        with pytest.raises(FeelError, match="twee beslissingen met het id A"):
            Decisions(definitions(decision(literal("1"), "A"), decision(literal("1"), "A")))

    @pytest.mark.parametrize("turn", [1, -1])
    def test_a_chain_that_is_too_long_is_refused_in_whatever_order_it_is_drawn(self, turn):
        chain = [decision(literal("1"), f"D{n}", [f"D{n - 1}"] if n else []) for n in range(22)]
        assert len(Decisions(definitions(*chain[:21][::turn]))) == 21
        with pytest.raises(FeelError, match="na elkaar nodig"):
            Decisions(definitions(*chain[::turn]))

    def test_a_lattice_of_decisions_is_read_and_asked_for_its_names_at_once(self):
        lattice = [decision(literal("x"), f"L0{side}") for side in "ab"]
        lattice += [
            decision(literal(f"l{n - 1}a + l{n - 1}b"), f"L{n}{side}", [f"L{n - 1}a", f"L{n - 1}b"])
            for n in range(1, 20) for side in "ab"
        ]  # fmt: skip
        with soon(2):
            decisions = Decisions(definitions(*lattice))
            assert decisions.names("L19a") == {"x"}
            assert decisions.evaluate("L19a", {"x": 1}, NOON).value == 2**19

    def test_a_long_chain_is_evaluated_once_for_each_decision_and_not_without_end(self):
        diamond = [decision(literal("1"), "D0")]
        diamond += [decision(literal(f"d{n - 1} + d{n - 1}"), f"D{n}", [f"D{n - 1}"] * 2) for n in range(1, 19)]
        assert Decisions(definitions(*diamond)).evaluate("D18", {}, NOON).value == Decimal(2**18)
        with pytest.raises(FeelError, match="na elkaar nodig"):
            Decisions(definitions(*(decision(literal("1"), f"D{n}", [f"D{n + 1}"] * (n < 40)) for n in range(41))))


class TestOtherLogic:
    MODEL = (
        '<businessKnowledgeModel id="k" name="dubbel"><encapsulatedLogic><formalParameter name="n"/>'
        + literal("n * 2") + "</encapsulatedLogic></businessKnowledgeModel>"
    )  # fmt: skip
    NEEDS = '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>'

    def test_a_function_is_called_by_name_and_by_invocation(self):
        by_name = decision(literal("dubbel(x) + 1"), "A", more=self.NEEDS)
        boxed = f'<invocation>{literal("dubbel")}<binding><parameter name="n"/>{literal("x")}</binding></invocation>'
        decisions = Decisions(definitions(by_name, decision(boxed, "B", more=self.NEEDS), self.MODEL))
        assert decisions.evaluate("A", {"x": 4}, NOON).value == Decimal(9)
        assert decisions.evaluate("B", {"x": 4}, NOON).value == Decimal(8)
        assert decisions.names("A") == decisions.names("B") == {"x"}

    def test_functions_that_call_each_other_in_a_circle_are_refused(self):
        model = self.MODEL.replace("<encapsulatedLogic>", self.NEEDS + "<encapsulatedLogic>")
        with pytest.raises(FeelError, match="kring"):
            definitions(decision(literal("dubbel(1)"), "A", more=self.NEEDS), model)

    def test_boxed_contexts_lists_and_relations_are_values(self):
        entry = '<contextEntry><variable name="{0}"/>{1}</contextEntry>'
        boxed = f"<context>{entry.format('a', literal('x'))}{entry.format('b', literal('a + 1'))}</context>"
        rows = f'<relation><column name="p"/><row>{literal("1")}</row><row>{literal("2")}</row></relation>'
        listed = f"<list>{literal('1')}{literal('x')}</list>"
        decisions = Decisions(definitions(decision(boxed, "A"), decision(rows, "B"), decision(listed, "C")))
        values = [to_json(decisions.evaluate(key, {"x": 1}, NOON).value) for key in "ABC"]
        assert values == [{"a": 1, "b": 2}, [{"p": 1}, {"p": 2}], [1, 1]]
        assert decisions.names("A") == {"x"}

    def test_an_endless_decision_is_null_with_a_note(self):
        verdict = ask(literal("for i in 1..1e9 return i"))
        assert verdict.value is None
        assert "gestopt" in verdict.notes[0]


class TestOutputs:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            (table("x -> uit", '1 -> "a"', '2 -> "b"', '3 -> "a"'), RoutingField("uit", FieldKind.TEXT, ("a", "b"))),
            (table("x -> uit", '1 -> "a"', default='"c"'), RoutingField("uit", FieldKind.TEXT, ("a", "c"))),
            (table("x -> uit", '1 -> "a"', allowed={"uit": '"a", "z"'}),
             RoutingField("uit", FieldKind.TEXT, ("a", "z"))),
            (table("x -> uit", '1 -> "a"', "2 -> x"), RoutingField("uit", FieldKind.TEXT)),
            (table("x -> uit", "1 -> 1", "2 -> 2.5"), RoutingField("uit", FieldKind.NUMBER)),
            (table("x -> uit", "1 -> true"), RoutingField("uit", FieldKind.BOOLEAN)),
            (table("x -> uit:date", "1 -> dag"), RoutingField("uit", FieldKind.DATE)),
            (table("x -> _", '1 -> date("2026-09-01")'), RoutingField("d", FieldKind.DATE)),
            (table("x -> uit", "1 -> 1", policy="COLLECT", aggregation="COUNT"), RoutingField("uit", FieldKind.NUMBER)),
            (literal('"a"'), RoutingField("d", FieldKind.TEXT, ("a",))),
            (literal("x"), RoutingField("d", FieldKind.TEXT)),
        ],
    )  # fmt: skip
    def test_a_decision_tells_what_it_sets(self, body, expected):
        assert Decisions(definitions(decision(body))).outputs("D") == (expected,)


class TestReading:
    @pytest.mark.parametrize(
        "namespace",
        ["http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
         "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
         "https://www.omg.org/spec/DMN/20230324/MODEL/"],
    )  # fmt: skip
    def test_every_version_is_read(self, namespace):
        assert [model.id for model in definitions(decision(literal("1")), namespace=namespace)] == ["D"]

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("", "geen tabel of uitdrukking"), (literal("1 +"), "te vroeg op"), (literal(""), "te vroeg op"),
            (table("x -> uit", "> -> 1"), "regel 1, invoerkolom 1"), (table("x -> uit", "1 -> )"),
            "regel 1, uitkomst 1"),
            (table("x -> uit", "1 | 2 -> 1"), "niet evenveel cellen"), (table("x -> uit", policy="RANDOM"), "RANDOM"),
            (table("x -> "), "geen kolom voor de uitkomst"),
            (table("x -> uit", "1 -> 1", allowed={"uit": "y"}), "vaste waarden"),
            ('<functionDefinition kind="Java"/>', "van buiten"),
            (table("x -> uit", policy="COLLECT", aggregation="AVG"), "AVG"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_run_is_refused_with_the_name_of_the_decision(self, body, message):
        with pytest.raises(FeelError, match=message) as caught:
            definitions(decision(body))
        assert caught.value.message.startswith("Beslissing D: ")

    def test_what_is_no_dmn_is_refused(self):
        with pytest.raises(FeelError, match="geen DMN"):
            definitions(namespace="http://www.omg.org/spec/BPMN/20100524/MODEL")

    def test_the_same_text_gives_the_same_description_whatever_the_order_of_sets(self):
        assert repr(definitions(decision(table("x y -> uit", "a + b | c -> d"))))[:40].startswith("(DecisionModel(")
        assert "frozenset" not in repr(definitions(decision(table("x y -> uit", "a + b | c -> d"))))
        assert "0x" not in repr(definitions(decision(table("x y -> uit", "a + b | c -> d"))))
