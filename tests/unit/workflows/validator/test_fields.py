"""Routing fields: set somewhere, of one kind, compared with what they can hold."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import (
    Draw,
    choice,
    codes,
    component,
    form,
    found,
    message,
    simple,
    table,
    the,
)
from workflows.types import Level


def uses(condition: str, draw: Draw | None = None, process: str = "") -> Draw:
    draw = draw or simple()
    draw.node("exclusiveGateway", f"g{process}", "Welke?").flow("a" + process, f"g{process}")
    draw.flow(f"g{process}", f"e{process}", "zo", condition).flow(f"g{process}", f"e{process}")
    draw.lines = [
        line.replace(f' id="g{process}"', f' id="g{process}" default="{draw.shapes[-1][1]}"') for line in draw.lines
    ]
    return draw


def test_a_field_that_nothing_sets_is_named_with_what_was_meant():
    finding = the(found(uses('uitkomt = "ja"')), "field-never-set")
    assert '"uitkomt"' in finding.message
    assert 'Bedoelde je "uitkomst"?' in finding.message
    assert finding.level is Level.FOUT


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ('uitkomst = "JA"', "unknown-value"),
        ('uitkomst in ("ja", "misschien")', "unknown-value"),
        ('"jaa" != uitkomst', "unknown-value"),
        ('leeftijd > "12"', "value-of-other-kind"),
        ("uitkomst = true", "value-of-other-kind"),
        ('antwoord = "Ja"', "answer-as-field"),
        ('loopt_anders = "ja"', "unknown-process"),
        ('loopt_proef = "waar"', "unknown-value"),
        ('uitkomst.soort = "ja"', "path-on-value"),
    ],
)
def test_a_comparison_that_never_holds_is_refused(condition: str, code: str):
    assert the(found(uses(condition)), code).level is Level.FOUT


def test_any_field_may_still_be_empty():
    assert found(uses('uitkomst = "leeg" or leeftijd = "leeg"')) == ()


def test_a_decision_sets_its_outputs():
    draw = Draw().start().node("businessRuleTask", "a", "Bepaal", decision="D").end().flow("s", "a")
    files = {"decisions/d.dmn": table("D", {}, ("besluit",), (('"MELDEN"',),))}
    assert found(uses('besluit = "MELDEN"', draw), files) == ()
    draw = Draw().start().node("businessRuleTask", "a", "Bepaal", decision="D").end().flow("s", "a")
    finding = the(found(uses('besluit = "MELDN"', draw), files), "unknown-value")
    assert 'Bedoelde je "MELDEN"?' in finding.message


def other(condition: str, **start: str) -> Draw:
    draw = Draw("ander").node("startEvent", "sander", "Hulp", message("m_x"), knop_="leerkracht", **start)
    draw.task("aander", "Kijken", formulier_="leeg").end("eander").flow("sander", "aander")
    draw.top.append('<bpmn:message id="m_x" name="Hulp"/>')
    return uses(condition, draw, "ander")


EMPTY = {"forms/leeg.form": form(component("textfield", "opmerking"), key="leeg")}


def thrower(**more: str) -> Draw:
    draw = simple().node("intermediateThrowEvent", "t", "Hulp", message("m_x"), **more).path("a", "t", "e")
    draw.top.append('<bpmn:message id="m_x" name="Hulp"/>')
    return draw


def test_a_message_carries_fields_to_another_process():
    files = EMPTY | {"ander.bpmn": other('uitkomst = "ja"').file()}
    assert found(thrower(mee_="uitkomst"), files) == ()
    finding = the(found(thrower(), files), "field-not-set-here")
    assert (finding.file, finding.level) == ("ander.bpmn", Level.FOUT)
    wrong = EMPTY | {"ander.bpmn": other('uitkomst = "misschien"').file()}
    assert the(found(thrower(mee_="uitkomst"), wrong), "unknown-value").file == "ander.bpmn"
    assert "field-never-set" in codes(found(thrower(mee_="uitkomts"), files))


def called(condition: str) -> Draw:
    draw = Draw("gesprek").node("startEvent", "sgesprek").task("agesprek", "Praten", formulier_="leeg").end("egesprek")
    return uses(condition, draw.flow("sgesprek", "agesprek"), "gesprek")


def calls(**more: str) -> Draw:
    return simple().node("callActivity", "c", "Roep", calledElement="gesprek", **more).path("a", "c", "e")


def test_a_call_hands_fields_in_and_out():
    files = EMPTY | {"gesprek.bpmn": called('soort = "meldcode"').file()}
    assert found(calls(in__soort_='"meldcode"', uit__tekst_="opmerking"), files) == ()
    finding = the(found(calls(in__soort_='"melcode"'), files), "unknown-value")
    assert finding.file == "gesprek.bpmn"
    assert "field-never-set" in codes(found(calls(in__soort_='"meldcode"', uit__tekst_="onzin"), files))
    assert "field-not-set-here" in codes(found(calls(in__soort_='"meldcode"', uit__tekst_="leeftijd"), files))


def test_a_copied_field_has_the_values_of_its_source():
    files = EMPTY | {"gesprek.bpmn": called('soort = "misschien"').file()}
    assert "unknown-value" in codes(found(calls(in__soort_="uitkomst"), files))
    anything = EMPTY | {"gesprek.bpmn": called('soort = "misschien"').file()}
    assert "unknown-value" not in codes(found(calls(in__soort_="upper case(uitkomst)"), anything))


def test_one_field_of_two_kinds_is_refused():
    draw = (
        Draw()
        .start()
        .task("a", "Wegen")
        .task("b", "Later", formulier_="later")
        .end()
        .path("s", "a", "b")
        .flow("b", "e")
    )
    later = {"forms/later.form": form(component("number", "uitkomst"), key="later")}
    draw.node("exclusiveGateway", "g", "Welke?").flow("b", "g")
    draw = Draw().start().task("b", "Later", formulier_="later").task("a", "Wegen").end().path("s", "b", "a")
    assert "field-of-two-kinds" in codes(found(uses('uitkomst = "ja"', draw), later))


def test_setting_a_date_back_to_empty_is_no_second_kind():
    date = {"type": "datetime", "subtype": "date", "key": "op", "id": "op", "dateLabel": "Op"}
    dates = {"forms/wegen.form": form(date),
             "decisions/d.dmn": table("D", {}, ("op",), (('"leeg"',),))}  # fmt: skip
    draw = (
        Draw().start().node("businessRuleTask", "d", "Wis", decision="D").task("a", "Wegen").end().path("s", "d", "a")
    )
    assert codes(found(uses('op = "leeg"', draw), dates), None) <= {"form"}


def test_a_form_that_sets_a_field_with_other_choices_widens_what_it_can_hold():
    draw = Draw().start().task("b", "Eerst", formulier_="eerst").task("a", "Wegen").end().path("s", "b", "a")
    files = {"forms/eerst.form": form(choice("uitkomst", "twijfel"), key="eerst")}
    assert found(uses('uitkomst = "twijfel"', draw), files) == ()


def test_a_field_that_is_only_made_empty_counts_as_never_set():
    empty = {"decisions/d.dmn": table("D", {}, ("besluit", "stap"), (('"leeg"', '"Stap 1"'),))}
    draw = Draw().start().node("businessRuleTask", "a", "Begin", decision="D").end().flow("s", "a")
    finding = the(found(uses('besluit = "MELDEN" or stap = "Stap 1"', draw), empty), "field-never-set")
    assert '"besluit"' in finding.message
    assert "leeggemaakt" in finding.message
    files = EMPTY | {"gesprek.bpmn": called('soort = "meldcode"').file()}
    assert "field-never-set" in codes(found(calls(in__soort_='"leeg"'), files))


def test_a_call_that_leaves_out_what_the_other_calls_hand_in_is_told():
    def several(last: dict[str, str]) -> Draw:
        draw = calls(in__soort_='"meldcode"')
        draw.lines = [line for line in draw.lines if 'sourceRef="c"' not in line]
        draw.node("callActivity", "c2", "Roep nog eens", calledElement="gesprek", in__soort_='"meldcode"')
        draw.node("callActivity", "c3", "Roep ten slotte", calledElement="gesprek", **last)
        return draw.path("c", "c2", "c3", "e")

    files = EMPTY | {"gesprek.bpmn": called('soort = "meldcode"').file()}
    finding = the(found(several({}), files), "call-hands-in-less")
    assert (finding.name, finding.level) == ("Roep ten slotte", Level.LET_OP)
    assert '"soort"' in finding.message
    assert finding.cure.startswith('Zet bij “Wat het meekrijgt” ook "soort"')
    assert "call-hands-in-less" not in codes(found(several({"in__soort_": '"meldcode"'}), files), None)
    extra = several({"in__soort_": '"meldcode"', "in__reden_": "uitkomst"})
    assert "call-hands-in-less" not in codes(found(extra, files), None)
