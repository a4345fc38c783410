"""Rounds on which nothing waits, and processes that call themselves."""

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
    message,
    simple,
    table,
    the,
    timer,
)

DECISION = "<spiffworkflow:calledDecisionId>D</spiffworkflow:calledDecisionId>"
RULE = f"<bpmn:extensionElements>{DECISION}</bpmn:extensionElements>"
D = {"decisions/d.dmn": table("D", {}, ("besluit",), (('"a"',),))}


def test_two_gateways_that_chase_each_other_are_named_in_order():
    draw = simple().node("exclusiveGateway", "g", "Eerste").node("exclusiveGateway", "h", "Tweede")
    draw.path("a", "g").flow("g", "h", "", "leeftijd > 3").flow("g", "e").default("g", "e")
    draw.flow("h", "g", "", "leeftijd > 4").flow("h", "e").default("h", "e")
    assert '"Eerste" → "Tweede" → "Eerste"' in the(found(draw), "spinning").message


def looped(*between: tuple[str, str, str]) -> Draw:
    draw = simple().node("exclusiveGateway", "g", "Nog eens?").flow("a", "g")
    for tag, own, inner in between:
        draw.node(tag, own, own.upper(), inner)
    names = [own for _, own, _ in between]
    draw.flow("g", names[0], "", "leeftijd > 3").flow("g", "e").default("g", "e")
    return draw.path(*names, "g")


@pytest.mark.parametrize(
    "between",
    [
        [("intermediateThrowEvent", "m", "")],
        [("intermediateThrowEvent", "m", message("m_s")), ("intermediateThrowEvent", "n", "")],
        [("businessRuleTask", "r", RULE)],
        [("parallelGateway", "p", "")],
    ],
)  # fmt: skip
def test_a_round_of_automatic_elements_is_refused(between: list[tuple[str, str, str]]):
    assert "spinning" in codes(found(looped(*between), D))


@pytest.mark.parametrize("inner", [message("m_s"), timer("P1D")])
def test_a_round_with_a_waiting_event_is_fine(inner: str):
    assert "spinning" not in codes(found(looped(("intermediateCatchEvent", "w", inner))))


def test_a_question_on_the_round_is_a_wait():
    draw = simple().question("q", "Nog eens?").node("exclusiveGateway", "m").path("a", "m", "q")
    assert found(draw.flow("q", "m", "Ja").flow("q", "e", "Nee")) == ()


def test_a_join_that_waits_for_a_task_stops_the_round():
    draw = simple().node("parallelGateway", "split").node("parallelGateway", "join").node("exclusiveGateway", "g")
    draw.node("exclusiveGateway", "m").task("b", "Bellen").path("a", "m", "split", "b", "join").path(
        "split", "join", "g"
    )
    draw.flow("g", "m", "", "leeftijd > 3").flow("g", "e").default("g", "e")
    assert "spinning" not in codes(found(draw))


def test_a_subprocess_without_work_does_not_stop_a_round():
    inner = Draw().node("startEvent", "is").end("ie").flow("is", "ie")
    draw = simple().node("exclusiveGateway", "g").inside("sub", "Leeg", inner).flow("a", "g").flow("sub", "g")
    draw.flow("g", "sub", "", "leeftijd > 3").flow("g", "e").default("g", "e")
    assert "Leeg" in the(found(draw), "spinning").message


def caller(own: str, called: str) -> Draw:
    draw = Draw(own).node("startEvent", f"{own}_s").node("callActivity", f"{own}_c", "Roep", calledElement=called)
    return draw.end(f"{own}_e").path(f"{own}_s", f"{own}_c", f"{own}_e")


def test_a_process_that_calls_itself_is_refused():
    assert "Proces x" in the(found(caller("x", "x")), "calls-itself").message


def test_processes_that_call_each_other_in_a_circle_are_refused_once():
    files = {f"{own}.bpmn": caller(own, called).file() for own, called in (("y", "z"), ("z", "proef2"))}
    findings = found(caller("proef2", "y"), files)
    assert "calls-itself" in codes(findings)
    message_ = the(findings, "calls-itself").message
    assert all(f"Proces {own}" in message_ for own in ("y", "z", "proef2"))


def test_a_call_of_a_process_without_work_does_not_stop_a_round_but_one_with_work_does():
    draw = simple().node("exclusiveGateway", "g").node("callActivity", "c", "Roep", calledElement="x")
    draw.flow("a", "g").flow("c", "g").flow("g", "c", "", "leeftijd > 3").flow("g", "e").default("g", "e")
    quick = Draw("x").node("startEvent", "xs").end("xe").flow("xs", "xe")
    slow = Draw("x").node("startEvent", "xs").task("xa", "Bellen").end("xe").path("xs", "xa", "xe")
    assert "spinning" in codes(found(draw, {"x.bpmn": quick.file()}))
    assert "spinning" not in codes(found(draw, {"x.bpmn": slow.file()}))


def test_an_error_on_the_edge_can_be_part_of_a_round():
    inner = Draw().node("startEvent", "is").node("endEvent", "ie", "", event("error", errorRef="err")).flow("is", "ie")
    inner.top.append('<bpmn:error id="err" errorCode="mis"/>')
    draw = (
        simple()
        .inside("sub", "Probeer", inner, lane="Leerkracht")
        .node("exclusiveGateway", "m")
        .path("a", "m", "sub", "e")
    )
    draw.node("boundaryEvent", "b", "Mis", event("error", errorRef="err"), attachedToRef="sub").flow("b", "m")
    assert "spinning" in codes(found(draw))


def test_a_message_that_its_own_start_throws_again_is_refused():
    draw = Draw().start("s", knop_="leerkracht").node("intermediateThrowEvent", "t", "Nog eens", message("m_s"))
    draw.task("a", "Wegen").end().path("s", "t", "a", "e")
    assert "Begin s proef" in the(found(draw), "message-echo").message
    later = Draw().start("s").task("a", "Wegen").node("intermediateThrowEvent", "t", "Nog eens", message("m_s")).end()
    assert found(later.path("s", "a", "t", "e")) == ()


def test_two_processes_that_start_each_other_at_once_are_refused():
    def throws(own: str, hears: str, says: str) -> Draw:
        draw = Draw(own).node("startEvent", f"{own}s", "", message(f"{own}h"))
        draw.node("endEvent", f"{own}e", "", message(f"{own}t")).flow(f"{own}s", f"{own}e")
        draw.top += [f'<bpmn:message id="{own}h" name="{hears}"/>', f'<bpmn:message id="{own}t" name="{says}"/>']
        return draw

    findings = found(throws("x", "Een", "Twee"), {"y.bpmn": throws("y", "Twee", "Een").file()})
    assert "message-echo" in codes(findings)


DATED = {
    "forms/wegen.form": form(
        component("datetime", "datum", subtype="date"), component("number", "leeftijd"), choice("uitkomst", "ja", "nee")
    )
}
AT_ONCE = [
    "PT0S", "P0D", "2020-01-01", "2199-01-01T09:00", '"PT0S"', 'date("2026-01-01")', 'duration("PT0S")', "now()",
    "today()", "datum", "5 werkdagen na datum", 'datum + duration("P5D")',
]  # fmt: skip
LATER = ["vandaag", "P1D", "1 werkdag", 'today() + duration("P1D")', 'now() + duration("PT1H")', '"P1D"', "uitkomst"]


@pytest.mark.parametrize("text", AT_ONCE)
def test_a_clock_that_does_not_wait_a_second_time_stops_no_round(text: str):
    finding = the(found(looped(("intermediateCatchEvent", "w", timer(text))), DATED), "spinning")
    assert "klok" in finding.cure


@pytest.mark.parametrize("text", LATER)
def test_a_clock_that_waits_each_time_stops_the_round(text: str):
    assert "spinning" not in codes(found(looped(("intermediateCatchEvent", "w", timer(text))), DATED))


def test_a_clock_on_a_date_that_a_decision_sets_on_the_round_waits():
    later = {"decisions/d.dmn": table("D", {}, ("datum",), (('today() + duration("P1D")',),)).replace(
        b'name="datum"', b'name="datum" typeRef="date"')}  # fmt: skip
    rule = ("businessRuleTask", "r", RULE)
    assert "spinning" not in codes(found(looped(rule, ("intermediateCatchEvent", "w", timer("datum"))), DATED | later))


@pytest.mark.parametrize("cancel", ["true", "false"])
def test_a_clock_of_no_time_on_the_edge_of_a_task_leads_on_by_itself(cancel: str):
    draw = simple().node("exclusiveGateway", "m").task("b", "Bellen").path("a", "m", "b", "e")
    draw.node("boundaryEvent", "w", "Meteen", timer("PT0S"), attachedToRef="b", cancelActivity=cancel).flow("w", "m")
    assert "Bellen" in the(found(draw), "spinning").message


def test_a_clock_of_no_time_outside_a_round_is_fine():
    draw = simple().node("intermediateCatchEvent", "w", "Meteen", timer("PT0S")).path("a", "w", "e")
    assert found(draw) == ()


def test_a_clock_of_no_time_behind_an_event_gateway_stops_no_round():
    draw = simple().node("exclusiveGateway", "m").node("eventBasedGateway", "g").path("a", "m", "g")
    draw.node("intermediateCatchEvent", "w", "Meteen", timer("PT0S")).path("g", "w", "m")
    draw.node("intermediateCatchEvent", "n", "Bericht", message("m_s"), knop_="leerkracht").path("g", "n", "e")
    assert "spinning" in codes(found(draw))
