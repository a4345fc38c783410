"""Expressions, terms and timers."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import Draw, codes, event, found, simple, the, timer


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
