"""Questions, choices by data, splits, and the wait for the first event."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import Draw, codes, found, message, simple, the, timer
from workflows.types import Level


def asked(*labels: str, name: str = "Verder?", tag: str = "exclusiveGateway", condition: str = "") -> Draw:
    draw = simple().question("q", name, tag).flow("a", "q")
    for label in labels:
        draw.flow("q", "e", label, condition if label == labels[0] else "")
    return draw


@pytest.mark.parametrize("tag", ["exclusiveGateway", "inclusiveGateway"])
def test_a_named_gateway_with_labelled_arrows_is_a_question(tag: str):
    assert found(asked("Ja", "Nee, met reden", tag=tag)) == ()


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (asked("Ja", "Nee", name=""), "question-without-name"),
        (asked("Ja", ""), "answer-without-label"),
        (asked("Ja", " JA "), "same-answer"),
        (asked("Ja", "Nee", condition='uitkomst = "ja"'), "flow-without-condition"),
        (asked("Nee", "Niets", tag="inclusiveGateway"), "answers-exclude"),
        (asked("Ja", "Nee").default("q", "e"), "question-with-default"),
    ],
)
def test_a_question_that_people_cannot_answer_is_refused(draw: Draw, code: str):
    assert code in codes(found(draw))
    assert next(f for f in found(draw) if f.code == code).cure


def test_a_question_in_no_lane_is_for_everyone_and_that_is_said():
    draw = simple().question("q", "Verder?", lane="").flow("a", "q").flow("q", "e", "Ja").flow("q", "e", "Nee")
    finding = the(found(draw), "no-lane")
    assert "iedereen" in finding.message


def chosen(condition: str = 'uitkomst = "ja"', *, default: bool = True) -> Draw:
    draw = simple().task("b", "Bellen").node("exclusiveGateway", "g", "Welke uitkomst?").flow("a", "g")
    draw.flow("g", "b", "ja", condition).flow("g", "e", "anders").flow("b", "e")
    return draw.default("g", "e") if default else draw


def test_a_choice_by_data_has_conditions_and_a_default():
    assert found(chosen()) == ()
    assert "no-default" in codes(found(chosen(default=False)))
    assert "flow-without-condition" in codes(found(chosen(default=False)))


def test_an_inclusive_choice_needs_no_default_where_one_condition_always_holds():
    draw = simple().task("b", "Bellen").node("inclusiveGateway", "g", "Wat loopt er?").flow("a", "g")
    draw.node("inclusiveGateway", "j").flow("g", "b", "", "true").flow("g", "j", "", "leeftijd > 4").path("b", "j", "e")
    assert found(draw) == ()


def test_a_default_flow_of_something_else_is_refused():
    draw = chosen(default=False)
    draw.lines = [line.replace(' id="g"', ' id="g" default="weg"') for line in draw.lines]
    assert "dangling-default" in codes(found(draw))


@pytest.mark.parametrize("tag", ["parallelGateway", "task"])
def test_a_condition_that_nobody_asks_is_refused(tag: str):
    draw = simple()
    if tag == "task":
        draw.flow("a", "e", "", 'uitkomst = "ja"')
    else:
        draw.node(tag, "g").flow("a", "g").flow("g", "e", "", 'uitkomst = "ja"').flow("g", "e")
    assert "condition-not-asked" in codes(found(draw))


def test_a_parallel_split_and_join_have_no_findings():
    draw = simple().task("b", "Bellen").task("c", "Schrijven").node("parallelGateway", "p").node("parallelGateway", "j")
    assert found(draw.path("a", "p", "b", "j", "e").path("p", "c", "j")) == ()


def joined(split: str, join: str) -> Draw:
    draw = simple().task("b", "Bellen").task("c", "Schrijven").node(join, "j", "Samen")
    draw.question("q", "Hoe?") if split == "exclusiveGateway" else draw.node(split, "q", "Hoe?")
    return draw.flow("a", "q").flow("q", "b", "Bellen").flow("q", "c", "Schrijven").path("b", "j", "e").path("c", "j")


def test_a_join_that_needs_every_arrow_behind_a_choice_of_one_is_refused():
    assert the(found(joined("exclusiveGateway", "parallelGateway")), "join-waits-for-ever").name == "Samen"
    assert codes(found(joined("parallelGateway", "parallelGateway"))) == set()
    assert found(joined("exclusiveGateway", "exclusiveGateway")) == ()


def test_a_choice_on_one_branch_of_a_split_does_not_starve_the_join():
    draw = (
        simple().node("parallelGateway", "p").node("parallelGateway", "j").question("q", "Bellen?").task("b", "Bellen")
    )
    draw.node("exclusiveGateway", "m").path("a", "p", "q").path("p", "j", "e").flow("q", "b", "Ja").flow(
        "q", "m", "Nee"
    )
    assert found(draw.path("b", "m", "j")) == ()


def race(first: str, second: str, **more: str) -> Draw:
    draw = simple().node("eventBasedGateway", "g").flow("a", "g")
    draw.top.append('<bpmn:message id="m_w" name="Antwoord"/>')
    draw.node("intermediateCatchEvent", "c1", "Antwoord", first, knop_="leerkracht", **more)
    draw.node("intermediateCatchEvent", "c2", "Na een week", second)
    return draw.path("g", "c1", "e").path("g", "c2", "e")


def test_a_gateway_may_wait_for_a_message_or_a_clock():
    assert found(race(message("m_w"), timer("P1W"))) == ()


def test_a_gateway_that_waits_for_one_thing_or_for_a_task_is_refused():
    draw = simple().node("eventBasedGateway", "g").task("b", "Bellen").path("a", "g", "b", "e")
    assert {"event-gateway", "event-gateway-target"} <= codes(found(draw))
    assert "event-gateway-target" in codes(found(race(message("m_w"), timer("P1W")).flow("a", "c2")))


def test_a_parallel_gateway_with_answers_is_asked_whether_it_is_a_question():
    draw = simple().node("parallelGateway", "q", "Verder?", lane="Leerkracht", termijn_="5 werkdagen").flow("a", "q")
    draw.end("f").flow("q", "e", "Ja").flow("q", "f", "Nee")
    [finding] = found(draw)
    assert (finding.code, finding.level) == ("split-with-answers", Level.LET_OP)
    assert "Bedoelde je een vraag?" in finding.message
    bare = simple().node("parallelGateway", "q").flow("a", "q").end("f").flow("q", "e").flow("q", "f")
    assert found(bare) == ()


@pytest.mark.parametrize(("name", "label", "code"), [("", "Nee", "question-without-name"),
                                                     ("Verder?", "", "answer-without-label")])  # fmt: skip
def test_the_term_of_a_question_that_lost_a_text_is_not_to_be_removed(name: str, label: str, code: str):
    draw = (
        simple().question("q", name, termijn_="5 werkdagen").flow("a", "q").flow("q", "e", "Ja").flow("q", "a", label)
    )
    assert {finding.code for finding in found(draw)} == {code}


def test_the_term_of_a_choice_by_data_does_nothing():
    draw = simple().node("exclusiveGateway", "g", "Welke?", termijn_="5 werkdagen").flow("a", "g")
    draw.flow("g", "a", "zo", 'uitkomst = "ja"').flow("g", "e")
    assert the(found(draw.default("g", "e")), "property-place").level is Level.LET_OP
