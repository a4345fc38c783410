"""Decision tables: complete where they must be, FEEL in every cell, one value for each field."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import Draw, choice, codes, component, form, found, simple, table, the
from workflows.types import Finding, Level

JA_NEE = '"ja","nee"'
GOOD = (('"ja"', '"MELDEN"'), ('"nee"', '"STOPPEN"'))


def asks(decision: str = "D") -> Draw:
    return simple().node("businessRuleTask", "d", "Bepaal", decision=decision).path("a", "d", "e")


def judged(rules: tuple[tuple[str, ...], ...], policy: str = "UNIQUE", values: str = JA_NEE, extra: str = ""):
    return found(asks(), {"decisions/d.dmn": table("D", {"uitkomst": values}, ("besluit",), rules, policy, extra)})


def test_a_complete_table_has_no_findings():
    assert judged(GOOD) == ()


@pytest.mark.parametrize(
    ("rules", "policy", "code", "level"),
    [
        (GOOD[:1], "UNIQUE", "table-gap", Level.FOUT),
        (GOOD[:1], "FIRST", "table-gap", Level.LET_OP),
        ((*GOOD, ('"ja"', '"WACHTEN"')), "UNIQUE", "table-overlap", Level.FOUT),
        ((*GOOD, ('"ja"', '"WACHTEN"')), "ANY", "table-overlap", Level.FOUT),
        ((*GOOD, ('"misschien"', '"WACHTEN"')), "UNIQUE", "table-outside-values", Level.FOUT),
        ((*GOOD, ('"ja"', '"WACHTEN"')), "FIRST", "table-unreachable", Level.LET_OP),
    ],
)
def test_gaps_and_overlaps_count_where_the_hit_policy_forbids_them(rules, policy, code, level):
    findings = [finding for finding in judged(rules, policy) if finding.code == code]
    assert findings
    assert findings[0].level is level
    assert findings[0].file == "decisions/d.dmn"
    assert "D" in findings[0].message
    assert findings[0].line == 2


def test_a_rule_that_asks_nothing_is_told_once_however_many_it_overlaps_with():
    told = [each for each in judged((*GOOD, ("", '"WACHTEN"'))) if each.code == "table-overlap"]
    assert len(told) == 1
    assert "Regel 3 past altijd" in told[0].message
    twice = [each for each in judged((*GOOD, ("-", '"A"'), ("-", '"B"'))) if each.code == "table-overlap"]
    assert [("Regel 3" in each.message, "Regel 4" in each.message) for each in twice] == [(True, False), (False, True)]


def test_an_overlap_that_agrees_is_fine_for_any():
    assert judged((*GOOD, ('"ja"', '"MELDEN"')), "ANY") == ()


@pytest.mark.parametrize("policy", ["COLLECT", "RULE ORDER", "OUTPUT ORDER"])
def test_a_task_cannot_ask_a_table_that_gives_a_list(policy: str):
    assert the(judged(GOOD, policy), "decision-gives-list").name == "Bepaal"


def test_every_bad_cell_is_told_at_once_with_its_row_and_column():
    findings = judged((("== 1", '"A"'), ('"nee"', "lambda: 1")))
    messages = [finding.message for finding in findings if finding.code == "not-feel"]
    assert any("regel 1, invoerkolom 1" in message for message in messages)
    assert any("regel 2, uitkomst 1" in message for message in messages)


@pytest.mark.parametrize("cell", ['__import__("os").system("x")', "9**9**9", 'open("/etc/passwd")'])
def test_a_cell_that_cannot_be_evaluated_is_refused(cell: str):
    assert "cannot-evaluate" in codes(judged((('"ja"', cell), ('"nee"', '"B"'))))


@pytest.mark.parametrize(("decision", "code"), [("", "no-decision"), ("D9", "unknown-decision")])
def test_a_rule_task_names_a_decision_that_is_there(decision: str, code: str):
    files = {"decisions/d.dmn": table("D", {"uitkomst": JA_NEE}, ("besluit",), GOOD)}
    assert the(found(asks(decision), files), code).element == "d"


def test_a_table_asks_only_for_fields_that_something_sets():
    files = {"decisions/d.dmn": table("D", {"uitkomt": JA_NEE}, ("besluit",), GOOD)}
    finding = the(found(asks(), files), "field-never-set")
    assert finding.element == "d"
    assert '"D"' in finding.message


def test_a_table_without_allowed_values_must_cover_what_a_form_can_give():
    rules = (('"ja"', '"MELDEN"'),)
    assert "table-gap" in codes(judged(rules, values=""))
    assert "value-of-other-kind" in codes(
        found(
            asks(), {"decisions/d.dmn": table("D", {"leeftijd": ""}, ("b",), (('"12"', '"A"'), ("-", '"B"')), "FIRST")}
        )
    )


REQUIRES = ('<decision id="{0}" name="{0}"><informationRequirement><requiredDecision href="#{1}"/>'
            "</informationRequirement><literalExpression><text>1</text></literalExpression></decision>")  # fmt: skip


def test_decisions_that_need_each_other_in_a_circle_or_are_missing_are_refused():
    assert "decision-circle" in codes(judged(GOOD, extra=REQUIRES.format("E", "F") + REQUIRES.format("F", "E")))
    assert "unknown-decision" in codes(judged(GOOD, extra=REQUIRES.format("E", "Z")))


def test_a_lattice_of_requirements_that_would_take_for_ever_is_refused():
    layers = "".join(
        f'<decision id="L{n}{side}" name="L{n}{side}">'
        f'<informationRequirement><requiredDecision href="#L{n + 1}a"/></informationRequirement>'
        f'<informationRequirement><requiredDecision href="#L{n + 1}b"/></informationRequirement>'
        "<literalExpression><text>1</text></literalExpression></decision>"
        for n in range(30) for side in "ab"
    )  # fmt: skip
    last = "".join(
        f'<decision id="L30{s}" name="x"><literalExpression><text>1</text></literalExpression></decision>' for s in "ab"
    )
    assert "too-many-decisions" in codes(judged(GOOD, extra=layers + last))


def test_two_decisions_of_one_id_are_refused():
    data = table("D", {"uitkomst": JA_NEE}, ("besluit",), GOOD)
    assert "duplicate-id" in codes(found(asks(), {"decisions/d.dmn": data, "decisions/e.dmn": data}))


def test_another_language_than_feel_is_refused():
    data = table("D", {"uitkomst": JA_NEE}, ("besluit",), GOOD).replace(
        b"<inputEntry>", b'<inputEntry expressionLanguage="juel">', 1
    )
    assert "expression-language" in codes(found(asks(), {"decisions/d.dmn": data}))


DATED = {"forms/wegen.form": form(component("datetime", "datum", subtype="date"), component("number", "leeftijd"))}


def over(field: str, *rules: tuple[str, ...], policy: str = "UNIQUE"):
    data = table("D", {field: ""}, ("besluit",), rules, policy).replace(b' typeRef="string"', b"")
    return found(asks(), {"decisions/d.dmn": data, **DATED})


@pytest.mark.parametrize(
    ("field", "rules"),
    [
        ("datum", (('< date("2026-01-01")', '"A"'), ('>= date("2026-01-01")', '"B"'), ('"leeg"', '"C"'))),
        ("datum", (('[date("2026-01-01")..date("2026-02-01")]', '"A"'), ("-", '"B"'))),
        ("leeftijd", (("not([1..5])", '"A"'), ("[1..5]", '"B"'), ('"leeg"', '"C"'))),
        ("leeftijd > 3", (("true", '"A"'), ("false", '"B"'), ("-", '"C"'))),
    ],
)
def test_cells_of_dates_ranges_and_not_cover_a_field_of_their_kind(field: str, rules: tuple[tuple[str, ...], ...]):
    assert over(field, *rules, policy="FIRST") == ()


def test_a_field_that_may_not_be_filled_in_is_pointed_out_and_no_more():
    findings = over("leeftijd", ("< 5", '"A"'), (">= 5", '"B"'))
    assert the(findings, "table-unset").level is Level.LET_OP
    assert codes(findings) == set()


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("leeftijd", '< date("2026-01-01")', "value-of-other-kind"), ("datum", "[1..5]", "value-of-other-kind"),
        ("leeftijd", 'not("twaalf")', "value-of-other-kind"), ("leeftijd", "null", "null-is-leeg"),
        ("datum", "not(null)", "null-is-leeg"),
    ],
)  # fmt: skip
def test_a_cell_that_the_kind_of_its_field_never_meets_is_refused_in_words_people_know(field, cell, code):
    finding = next(each for each in over(field, (cell, '"A"'), ("-", '"B"'), policy="FIRST") if each.code == code)
    assert finding.level is Level.FOUT
    assert not any(word in finding.message for word in ("none", "Decimal", "datetime", "range("))


@pytest.mark.parametrize("cell", ['["x"]', "{a: 1}", "[1..2]", "function(x) x", 'if uitkomst = "ja" then ["x"] else 1'])
def test_a_task_cannot_ask_a_table_with_an_output_that_is_not_one_value(cell: str):
    assert "decision-gives-list" in codes(judged((('"ja"', cell), ('"nee"', '"B"'))))


def test_a_boxed_context_is_one_value_only_with_a_result():
    entry = '<contextEntry><variable name="a"/><literalExpression><text>1</text></literalExpression></contextEntry>'
    result = "<contextEntry><literalExpression><text>a</text></literalExpression></contextEntry>"
    for inner, refused in ((entry, True), (entry + result, False)):
        boxed = f'<decision id="E" name="E"><context>{inner}</context></decision>'
        files = {"decisions/d.dmn": table("D", {"uitkomst": JA_NEE}, ("besluit",), GOOD, extra=boxed)}
        assert ("decision-gives-list" in codes(found(asks("E"), files))) is refused


def test_adding_up_has_one_output_and_a_priority_has_an_order():
    data = table("D", {"uitkomst": JA_NEE}, ("een", "twee"), (('"ja"', "1", "2"),), 'COLLECT" aggregation="SUM')
    assert '"D"' in the(found(asks(), {"decisions/d.dmn": data}), "aggregates-many").message
    assert "PRIORITY" in the(judged(GOOD, "PRIORITY"), "no-priority").message
    ordered = table("D", {"uitkomst": JA_NEE}, ("besluit",), GOOD, "PRIORITY").replace(
        b'name="besluit"/>', b'name="besluit"><outputValues><text>"MELDEN", "STOPPEN"</text></outputValues></output>'
    )
    assert "no-priority" not in codes(found(asks(), {"decisions/d.dmn": ordered}))


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("uitkomst", "string"), ("uitkomst", "date"), ("leeftijd", "number"), ("leeftijd", "integer"), ("op", "date"),
        ("op", "Any"), ("op", ""),
    ],
)  # fmt: skip
def test_a_column_may_have_the_type_of_its_field_or_say_none(name: str, declared: str):
    assert declares(name, declared) == []


@pytest.mark.parametrize(
    ("name", "declared", "said", "right"),
    [
        ("uitkomst", "number", "getal", "tekst"), ("leeftijd", "string", "tekst", "getal"),
        ("leeftijd", "boolean", "ja of nee", "getal"), ("op", "string", "tekst", "datum"),
        ("op", "dateTime", "datum en tijd", "datum"),
    ],
)  # fmt: skip
def test_a_column_of_another_type_than_its_field_is_told(name: str, declared: str, said: str, right: str):
    [finding] = declares(name, declared)
    assert (finding.level, finding.element, finding.line) == (Level.LET_OP, "D", 2)
    assert f'"{name}"' in finding.message
    assert f'de soort "{said}"' in finding.message
    assert finding.cure == f"Kies in de tabel bij “Soort” van deze kolom: {right}."


def declares(name: str, declared: str) -> list[Finding]:
    date = component("datetime", "op", subtype="date", dateLabel="Op")
    files = {"forms/wegen.form": form(choice("uitkomst", "ja", "nee"), component("number", "leeftijd"), date)}
    column = f'<inputExpression typeRef="{declared}">'.encode()
    data = table("D", {name: ""}, ("besluit",), (("-", '"A"'),)).replace(b"<inputExpression>", column)
    return [f for f in found(asks(), {"decisions/d.dmn": data, **files}) if f.code == "column-type"]


def test_a_value_of_a_form_that_a_column_does_not_allow_is_refused():
    data = table("D", {"uitkomst": '"leeg","ja"'}, ("besluit",), (('"leeg","ja"', '"A"'),))
    finding = the(found(asks(), {"decisions/d.dmn": data}), "value-not-allowed")
    assert (finding.level, finding.file, finding.element) == (Level.FOUT, "decisions/d.dmn", "D")
    assert 'het formulier "wegen" "nee"' in finding.message


def test_a_value_of_a_form_is_also_held_against_the_tables_that_the_asked_one_requires():
    strict = table("F", {"uitkomst": '"leeg","ja"'}, ("besluit",), (('"leeg","ja"', '"A"'),),
                   extra=REQUIRES.format("E", "F"))  # fmt: skip
    assert the(found(asks("E"), {"decisions/d.dmn": strict}), "value-not-allowed").element == "F"


def test_a_column_may_allow_more_than_a_form_offers_and_a_field_of_another_process_is_no_matter():
    data = table("D", {"uitkomst": '"leeg","ja","nee","weet niet"'}, ("besluit",), (("-", '"A"'),))
    assert found(asks(), {"decisions/d.dmn": data}) == ()
    other = Draw("ander").start("s2").task("b2", "Kijken", formulier_="ander").end("e2").path("s2", "b2", "e2").file()
    files = {"ander.bpmn": other, "forms/ander.form": form(choice("uitkomst", "misschien"), key="ander")}
    assert "value-not-allowed" not in codes(found(asks(), {"decisions/d.dmn": data, **files}))


@pytest.mark.parametrize(
    ("rule", "place", "word"),
    [
        (('"ja"', "directie"), "regel 2, uitkomst 1", "directie"), (("misschien", '"A"'), "regel 2, invoerkolom 1",
         "misschien"), (('"ja", misschien', '"A"'), "regel 2, invoerkolom 1", "misschien"),
        (("not(misschien)", '"A"'), "regel 2, invoerkolom 1", "misschien"),
    ],
)  # fmt: skip
def test_a_text_without_quotation_marks_is_told_at_its_cell(rule: tuple[str, str], place: str, word: str):
    data = table("D", {"uitkomst": ""}, ("besluit",), (('"nee"', '"A"'), rule), "FIRST")
    findings = found(asks(), {"decisions/d.dmn": data})
    finding = the(findings, "bare-word")
    assert (finding.file, finding.element, finding.level) == ("decisions/d.dmn", "D", Level.FOUT)
    assert place in finding.message
    assert f'"{word}"' in finding.cure
    assert "field-never-set" not in codes(findings)


def test_a_word_in_a_cell_that_is_a_field_is_no_text_and_a_longer_expression_is_no_word():
    assert judged((('"ja"', "leeftijd"), ('"nee"', '"B"'))) == ()
    assert "field-never-set" in codes(judged((('"ja"', "onbekend + 1"), ('"nee"', '"B"'))))


@pytest.mark.parametrize(("rules", "policy"), [(GOOD[:1], "UNIQUE"), ((*GOOD, ('"ja"', '"WACHTEN"')), "UNIQUE"),
                                               ((*GOOD, ('"ja"', '"WACHTEN"')), "FIRST")])  # fmt: skip
def test_what_to_do_about_a_table_is_said_once(rules: tuple[tuple[str, ...], ...], policy: str):
    finding = next(each for each in judged(rules, policy) if each.code.startswith("table-"))
    verbs = ("Voeg", "Maak", "Haal", "Zet", "Zorg", "Verbeter", "Kies", "Geef")
    assert finding.cure.startswith(verbs)
    assert not any(f". {verb}" in finding.message for verb in verbs)
