"""Expressions, terms and timers."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import (
    Draw,
    choice,
    codes,
    component,
    event,
    form,
    found,
    simple,
    the,
    timer,
)


def conditioned(condition: str) -> Draw:
    draw = simple().task("b", "Bellen").node("exclusiveGateway", "g", "Welke?").flow("a", "g")
    return draw.flow("g", "b", "zo", condition).flow("g", "e").default("g", "e").flow("b", "e")


@pytest.mark.parametrize(
    "condition",
    ['uitkomst = "ja"', '= uitkomst = "nee"', "leeftijd >= 12 and leeftijd < 16", 'uitkomst in ("ja", "nee")',
     'not(uitkomst = "leeg")', 'loopt_proef = "ja"', "if leeftijd > 4 then true else false"],
)  # fmt: skip
def test_feel_over_known_fields_has_no_findings(condition: str):
    assert found(conditioned(condition)) == ()


@pytest.mark.parametrize(
    ("condition", "code", "words"),
    [
        ('uitkomst == "ja"', "not-feel", "Schrijf één ="),
        ("${uitkomst}", "not-feel", "${"),
        ("uitkomst = 'ja'", "not-feel", "dubbele aanhalingstekens"),
        ('uitkomst = "ja" && true', "not-feel", "and"),
        ("lambda: 1", "not-feel", "programmacode"),
        ('__import__("os")', "cannot-evaluate", "bestaat niet"),
        ("uitkomst.__class__ = 1", "not-feel", "__class__"),
        ("9**9**9**9 > 1", "cannot-evaluate", ""),
        ("1/0 > leeftijd", "cannot-evaluate", ""),
        ("langste(uitkomst) > 3", "cannot-evaluate", "langste"),
        ('"ja"', "never-true", ""),
        ("leeftijd + 1", "never-true", ""),
        ("uitkomst", "never-true", ""),
    ],
)
def test_what_is_not_feel_or_can_never_hold_is_refused(condition: str, code: str, words: str):
    findings = found(conditioned(condition))
    finding = next(f for f in findings if f.code == code)
    assert finding.element == "proef_f3_g_b"
    assert words in finding.message + finding.cure


@pytest.mark.parametrize(
    "text",
    ["P5D", "PT4H", "5 werkdagen", "volgende schooldag", "vandaag", "2026-09-01T09:00", '"PT1H"', 'date("2026-09-01")',
     "5 werkdagen na gemeld_op", "gemeld_op", "= gemeld_op"],
)  # fmt: skip
def test_a_term_or_a_date_is_a_good_timer(text: str):
    draw = simple().node("intermediateCatchEvent", "w", "Wachten", timer(text)).path("a", "w", "e")
    assert found(draw, DATES) == ()


DATES = {
    "forms/wegen.form": (
        b'{"schemaVersion": 18, "type": "default", "components": [{"type": "datetime", "subtype": "date", '
        b'"key": "gemeld_op", "id": "d", "label": "Gemeld op", "dateLabel": "Gemeld op"}, '
        b'{"type": "number", "key": "leeftijd", "id": "l", "label": "Leeftijd"}]}'
    )
}


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("", "timeDuration", "no-timer-text"),
        ("P5X", "timeDuration", "bad-term"),
        ("5 werkdag en", "timeDuration", "bad-term"),
        ("R3/P1D", "timeDuration", "repeat-without-cycle"),
        ("P1D", "timeCycle", "cycle-without-repeat"),
        ('"R3/P1D"', "timeCycle", "cycle-without-repeat"),
        ("0 0 * * *", "timeCycle", "cycle-without-repeat"),
        ('"straks"', "timeDate", "no-instant"),
        ("12", "timeDate", "no-instant"),
        ("leeftijd", "timeDate", "no-instant"),
        ("5 werkdagen na leeftijd", "timeDuration", "no-instant"),
        ("datetime.now()", "timeDate", "field-never-set"),
        ("onbekend", "timeDate", "field-never-set"),
    ],
)
def test_a_timer_without_an_instant_is_refused(text: str, kind: str, code: str):
    draw = simple().node("boundaryEvent", "b", "Te laat", timer(text, kind), attachedToRef="a").end("e2")
    assert code in codes(found(draw.flow("b", "e2").flow("a", "e"), DATES))


def test_a_repeated_timer_says_how_often():
    draw = simple().node("boundaryEvent", "b", "Elke dag", timer("R3/P1D", "timeCycle"), attachedToRef="a",
                         cancelActivity="false").end("e2").flow("b", "e2").flow("a", "e")  # fmt: skip
    assert found(draw) == ()


@pytest.mark.parametrize(
    ("term", "code"), [("P5X", "bad-term"), ("R2/P1D", "term-repeats"), ("exec(1)", "cannot-evaluate")]
)
def test_a_term_of_a_task_is_judged_too(term: str, code: str):
    draw = Draw().start().task("a", "Wegen", termijn_=term).end().path("s", "a", "e")
    assert the(found(draw), code).name == "Wegen"


@pytest.mark.parametrize("second", ["timeDate", "timeDuration", "timeCycle"])
def test_a_clock_with_two_times_is_refused(second: str):
    inner = f"<bpmn:timeDuration>P1D</bpmn:timeDuration><bpmn:{second}>R3/P1D</bpmn:{second}>"
    draw = simple().node("intermediateCatchEvent", "w", "Wachten", event("timer", inner)).path("a", "w", "e")
    assert the(found(draw), "timer-twice").element == "w"


ROWS = {"type": "dynamiclist", "key": "acties", "path": "acties", "id": "acties", "label": "Acties"}
ALL_KINDS = {
    "forms/wegen.form": form(
        choice("uitkomst", "ja", "nee"), choice("tempo", "P1D", "5 werkdagen"), component("number", "leeftijd"),
        component("datetime", "gemeld_op", subtype="date"), component("checkbox", "bekend"),
        component("textfield", "opmerking"),
        ROWS | {"components": [component("textfield", "wie"), component("datetime", "datum", subtype="date")]},
    )
}  # fmt: skip


def term(text: str, **more: str) -> Draw:
    return Draw().start().task("a", "Wegen", termijn_=text, **more).end().path("s", "a", "e")


@pytest.mark.parametrize(
    "text",
    ["uitkomst", "gemeld_op + 5", "gemeld_op - gemeld_op = 3", "bekend and true", "upper case(uitkomst)", "1 + 2",
     'if bekend then uitkomst else date("2026-09-01")', "leeftijd * 2", "[gemeld_op]", "acties[1]"],
)  # fmt: skip
def test_a_term_that_is_an_instant_for_no_value_of_its_fields_is_refused_once(text: str):
    findings = [f for f in found(term(text), ALL_KINDS) if f.code in ("no-instant", "cannot-evaluate")]
    assert len(findings) == 1, findings
    assert "Wegen" in findings[0].message


@pytest.mark.parametrize(
    "text",
    ["gemeld_op", "tempo", 'gemeld_op + duration("P5D")', "opmerking", 'if bekend then "P1D" else tempo',
     "acties[1].datum", 'if gemeld_op = "leeg" then "5 werkdagen" else gemeld_op', "min(acties.datum)",
     "date(opmerking)", 'if leeftijd > 12 then duration("P1D") else duration("P2D")'],
)  # fmt: skip
def test_a_term_that_is_an_instant_for_some_value_of_its_fields_is_fine(text: str):
    assert codes(found(term(text), ALL_KINDS)) == set()


def test_a_choice_of_which_one_is_no_term_is_named():
    mixed = {"forms/wegen.form": form(choice("tempo", "P1D", "straks"))}
    finding = the(found(term("tempo"), mixed), "no-instant")
    assert '"straks"' in finding.message
    assert "P1D" not in finding.message


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("uitkomst = null", "null-is-leeg"), ("gemeld_op != null", "null-is-leeg"), ("null = leeftijd", "null-is-leeg"),
        ("leeftijd in (null, 3)", "null-is-leeg"), ("gemeld_op < leeftijd", "cannot-evaluate"),
        ("gemeld_op - leeftijd > leeftijd", "cannot-evaluate"), ('count(acties[wat = "x"]) > 1', "unknown-column"),
        ('some a in acties satisfies a.wat = "x"', "cannot-evaluate"),
        ("every a in acties satisfies a.datum > leeftijd", "cannot-evaluate"),
    ],
)  # fmt: skip
def test_a_condition_that_no_value_of_its_fields_can_meet_is_refused(condition: str, code: str):
    assert codes(found(conditioned(condition), ALL_KINDS)) == {code}


@pytest.mark.parametrize(
    "condition",
    ['count(acties[wie = "x"]) > 1', "count(acties[wie = opmerking]) > 1", 'acties[1].wie != "x"', "sqrt(leeftijd) > 2",
     "every a in acties satisfies a.datum > gemeld_op", '1 / leeftijd > 2 or leeftijd = "leeg"',
     "number(opmerking) > 3", "gemeld_op > today()", "count(acties[item.datum < today()]) = 0"],
)  # fmt: skip
def test_a_condition_that_some_value_meets_is_fine(condition: str):
    assert codes(found(conditioned(condition), ALL_KINDS)) == set()


@pytest.mark.parametrize(
    ("value", "right"),
    [("[1, 2]", False), ("{a: 1}", False), ("[1..2]", False), ("acties.wie", False), ("acties", True),
     ("leeftijd + 1", True), ("acties[1].wie", True), ('"vast"', True)],
)  # fmt: skip
def test_what_a_call_hands_over_fits_in_a_field(value, right):
    draw = simple().node("callActivity", "c", "Roep", calledElement="x", in__veld_=value).path("a", "c", "e")
    called = Draw("x").node("startEvent", "xs").task("xa", "Bellen").end("xe").path("xs", "xa", "xe")
    findings = found(draw, {**ALL_KINDS, "x.bpmn": called.file()})
    assert ("not-a-value" not in codes(findings)) is right


@pytest.mark.parametrize(("column", "right"), [("wie", False), ("datum", True)])
def test_a_term_of_an_item_counts_from_a_date(column, right):
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>acties</bpmn:loopDataInputRef>"
        '<bpmn:inputDataItem id="it" name="actie"/></bpmn:multiInstanceLoopCharacteristics>'
    )
    draw = simple().task("b", "Doen", loop, termijn_=f"5 werkdagen na actie.{column}").path("a", "b", "e")
    assert ("no-instant" not in codes(found(draw, ALL_KINDS))) is right


@pytest.mark.parametrize("term", ["zo snel mogelijk", "5 werkdgen", "na de vakantie, in overleg"])
def test_a_term_in_plain_words_is_answered_with_examples_of_terms_and_each_once(term: str):
    finding = the(found(simple_with_term(term)), "bad-term")
    assert f"{term}" in finding.message
    assert "werkdagen" in finding.cure
    assert "Schrijf" not in finding.message
    assert "plaats" not in finding.message.lower()


def test_what_a_term_itself_says_to_do_is_the_cure():
    assert "honderd jaar" in the(found(simple_with_term("99999 dagen")), "bad-term").message
    assert the(found(simple_with_term("99999 dagen")), "bad-term").cure == "Kies een kortere termijn."


def simple_with_term(term: str) -> Draw:
    return Draw().start().task("a", "Wegen", termijn_=term).end().path("s", "a", "e")
