"""Messages between routes, calls of processes, and what can start at all."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import Draw, codes, event, found, message, simple, the
from workflows.types import Level

TOP = '<bpmn:message id="m_x" name="Hulp nodig"/>'


def throws(**more: str) -> Draw:
    draw = simple().node("intermediateThrowEvent", "t", "Hulp vragen", message("m_x"), **more).path("a", "t", "e")
    draw.top.append(TOP)
    return draw


def hears(process: str = "hulp", **more: str) -> Draw:
    draw = Draw(process).node("startEvent", f"{process}_s", "Hulp", message("m_x"), **more)
    draw.task(f"{process}_a", "Helpen").end(f"{process}_e").path(f"{process}_s", f"{process}_a", f"{process}_e")
    draw.top.append(TOP)
    return draw


def test_a_message_that_another_process_starts_with_has_no_findings():
    assert found(throws(), {"hulp.bpmn": hears().file()}) == ()


def test_a_message_that_nobody_hears_is_told():
    finding = the(found(throws()), "message-not-heard")
    assert finding.level is Level.LET_OP
    assert '"Hulp nodig"' in finding.message


def test_a_message_to_a_black_box_is_heard_there():
    draw = throws()
    pools = (
        '<bpmn:collaboration id="col"><bpmn:participant id="p1" processRef="proef"/>'
        '<bpmn:participant id="p2" name="Verwijsindex"/>'
        '<bpmn:messageFlow id="mf" sourceRef="t" targetRef="p2"/></bpmn:collaboration>'
    )
    assert found(draw, top=pools) == ()


def test_a_message_that_nobody_throws_needs_a_button():
    assert "message-not-thrown" in codes(found(hears()), Level.LET_OP)
    assert found(hears(knop_="iedereen")) == ()


def test_one_message_cannot_start_two_processes():
    findings = found(throws(), {"a.bpmn": hears("een").file(), "b.bpmn": hears("twee").file()})
    assert '"Proces een"' in the(findings, "message-starts-two").message


def test_a_notice_needs_no_message_and_a_throw_without_message_is_refused():
    draw = simple().node("sendTask", "t", "Zeg het", aan_="directeur").path("a", "t", "e")
    assert found(draw) == ()
    assert "no-message" in codes(found(simple().node("sendTask", "t", "Zeg het").path("a", "t", "e")))
    assert "no-message" in codes(found(simple().node("receiveTask", "t", "Wacht").path("a", "t", "e")))
    dangling = simple().node("sendTask", "t", "Zeg het", messageRef="weg").path("a", "t", "e")
    assert "dangling-reference" in codes(found(dangling))


def test_a_message_without_a_name_is_told():
    assert "message-without-name" in codes(found(simple().flow("a", "e"), top='<bpmn:message id="m9"/>'), Level.LET_OP)


def calls(called: str, **more: str) -> Draw:
    return simple().node("callActivity", "c", "Roep", calledElement=called, **more).path("a", "c", "e")


def plain(executable: str = "true") -> Draw:
    draw = Draw("gesprek", executable=executable).node("startEvent", "gs").task("ga", "Praten").end("ge")
    return draw.path("gs", "ga", "ge")


def test_a_call_of_a_process_that_is_there_has_no_findings():
    assert found(calls("gesprek"), {"gesprek.bpmn": plain().file()}) == ()


@pytest.mark.parametrize(
    ("called", "other", "code"),
    [
        ("", plain(), "no-called-process"),
        ("gesprk", plain(), "unknown-process"),
        ("hulp", hears(knop_="iedereen"), "cannot-be-called"),
        ("gesprek", plain("false"), "called-not-executable"),
    ],
)
def test_a_call_that_cannot_be_made_is_refused(called: str, other: Draw, code: str):
    finding = the(found(calls(called), {"ander.bpmn": other.file()}), code)
    assert (finding.level, finding.element) == (Level.FOUT, "c")


def test_a_process_that_nothing_starts_is_told():
    assert "never-started" in codes(found(plain()), Level.LET_OP)


def test_a_process_that_is_not_executable_is_judged_the_same_way():
    wrong = Draw("x", executable="false").start().task("a", "Wegen", formulier_="weg").end().path("s", "a", "e")
    assert codes(found(wrong)) == {"unknown-form"}
    assert "not-executable" in codes(found(wrong), Level.LET_OP)


def test_an_empty_process_of_another_modeler_is_a_black_box():
    text = simple().flow("a", "e").text().replace(
        "<bpmndi:BPMNDiagram", '<bpmn:process id="leeg" isExecutable="false"/><bpmndi:BPMNDiagram'
    )  # fmt: skip
    assert found(text.encode()) == ()


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_a_code_that_the_file_does_not_have_is_dangling(kind: str):
    draw = simple().flow("a", "e").node("endEvent", "e9", "Mis", event(kind, **{f"{kind}Ref": "weg"})).flow("a", "e9")
    assert "dangling-reference" in codes(found(draw))


def test_loose_message_flows_and_pools_are_told():
    pools = ('<bpmn:collaboration id="col"><bpmn:participant id="p1" name="X" processRef="weg"/>'
             '<bpmn:messageFlow id="mf" sourceRef="a" targetRef="nergens"/></bpmn:collaboration>')  # fmt: skip
    findings = [f for f in found(simple().flow("a", "e"), top=pools) if f.code == "dangling-reference"]
    assert {f.element for f in findings} == {"p1", "mf"}


@pytest.mark.parametrize("tag", ["sendTask", "endEvent"])
def test_what_sends_nothing_to_nobody_is_told_of_both_cures(tag: str):
    inner = event("message") if tag == "endEvent" else ""
    finding = the(found(simple().node(tag, "t", "Inlichten", inner).flow("a", "t")), "no-message")
    assert "“Wie bericht krijgt” (aan)" in finding.cure
    assert "“Naam van het bericht”" in finding.cure
