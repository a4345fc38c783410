"""Boundary events, event subprocesses, errors and escalations."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import Draw, codes, event, found, message, simple, the, timer


def edge(host: str, inner: str, draw: Draw | None = None, *, interrupting: str = "true", **more: str) -> Draw:
    made = (draw or simple()).node(
        "boundaryEvent", "b", "Op de rand", inner, attachedToRef=host, cancelActivity=interrupting, **more
    )
    return made.flow("a", "e").end("e2").flow("b", "e2")


def with_sub(inner: Draw) -> Draw:
    return simple().inside("sub", "Overleg", inner, lane="Leerkracht").flow("sub", "e").flow("a", "sub")


def sub(*kinds: str) -> Draw:
    draw = Draw().node("startEvent", "is").task("ia", "Bellen")
    draw.flow("is", "ia").node("endEvent", "ie", "", "".join(kinds)).flow("ia", "ie")
    draw.top.append('<bpmn:error id="err" name="Mis" errorCode="mis"/><bpmn:escalation id="esc" name="Hoger"/>')
    return draw


ERROR, ESCALATION = event("error", errorRef="err"), event("escalation", escalationRef="esc")


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_a_clock_on_the_edge_of_a_task_has_no_findings(interrupting: str):
    assert found(edge("a", timer("10 werkdagen"), interrupting=interrupting)) == ()


def test_a_message_on_the_edge_may_interrupt_or_not():
    draw = edge("a", message("m_x"), interrupting="false", knop_="leerkracht")
    draw.top.append('<bpmn:message id="m_x" name="Stop"/>')
    assert found(draw) == ()


def around(inner: str, kind: str, interrupting: str = "true") -> Draw:
    draw = simple().inside("sub", "Overleg", sub(kind), lane="Leerkracht").path("a", "sub", "e")
    draw.node("boundaryEvent", "b", "Op de rand", inner, attachedToRef="sub", cancelActivity=interrupting)
    return draw.end("e2").flow("b", "e2")


def test_an_error_or_escalation_inside_is_caught_on_the_edge():
    assert found(around(ERROR, ERROR)) == ()
    assert found(around(ESCALATION, ESCALATION, "false")) == ()


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (edge("a", ERROR, sub().end().start().task("a", "Wegen").flow("s", "a")), "boundary-host"),
        (edge("a", ""), "boundary-kind"),
        (edge("weg", timer("P5D")), "dangling-boundary"),
        (around(ERROR, ESCALATION), "catches-nothing"),
        (around(ERROR, ERROR, "false"), "error-not-interrupting"),
        (simple().node("intermediateCatchEvent", "w", "Wachten").path("a", "w", "e"), "waits-for-nothing"),
        (edge("a", timer("P5D") + timer("P6D")), "several-events"),
    ],
)
def test_an_event_that_cannot_happen_is_refused(draw: Draw, code: str):
    assert code in codes(found(draw))


def test_an_error_that_nothing_catches_is_told():
    draw = simple().inside("sub", "Overleg", sub(ERROR), lane="Leerkracht").path("a", "sub", "e")
    assert "afgebroken" in the(found(draw), "not-caught").message


def handler(kind: str = "", *, task: bool = False, interrupting: str = "true") -> Draw:
    inner = Draw().node(
        "startEvent", "hs", "Stop", kind or message("m_h"), isInterrupting=interrupting, knop_="leerkracht"
    )
    if task:
        inner.task("ht", "Inlichten").path("hs", "ht")
    inner.end("he").flow("ht" if task else "hs", "he")
    draw = simple().flow("a", "e").inside("h", "Stoppen", inner, triggeredByEvent="true")
    draw.top.append('<bpmn:message id="m_h" name="Stop"/>')
    return draw


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_a_message_may_start_an_event_subprocess(interrupting: str):
    assert found(handler(interrupting=interrupting)) == ()


def test_an_event_subprocess_holds_no_work_and_starts_with_a_message():
    assert the(found(handler(task=True)), "work-in-event-subprocess").name == "Inlichten"
    for kind in ("error", "escalation", "timer", "signal", "conditional"):
        assert codes(found(handler(event(kind)))), kind


def test_an_event_subprocess_lies_directly_in_its_process():
    inner = Draw().node("startEvent", "hs", "", message("m_h"), knop_="leerkracht").end("he").flow("hs", "he")
    outer = sub().inside("h", "Stoppen", inner, triggeredByEvent="true")
    draw = simple().inside("sub", "Overleg", outer, lane="Leerkracht").path("a", "sub", "e")
    draw.top.append('<bpmn:message id="m_h" name="Stop"/>')
    assert "nested-event-subprocess" in codes(found(draw))
