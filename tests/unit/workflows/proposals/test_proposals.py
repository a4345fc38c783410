"""What is proposed about drawings of other modelers, and that nothing else changes where it is done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping

import pytest
from lxml import etree

from tests.school import protocol_files
from tests.unit.workflows.proposals.vendors import adonis, bizagi, camunda, signavio, zeebe
from tests.unit.workflows.validator.diagrams import Draw, event
from workflows import Level, Limits, Proposal, ProposalKind, check, mend, mend_sure, propose
from workflows.proposals.juel import to_feel
from workflows.proposals.terms import plain_term

VENDORS: Mapping[str, Callable[[], bytes]] = {
    "signavio.bpmn": signavio, "adonis.bpmn": adonis, "bizagi.bpmn": bizagi, "camunda.bpmn": camunda,
    "zeebe.bpmn": zeebe,
}  # fmt: skip
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OURS = ("http://www.omg.org/spec/BPMN/20100524/MODEL", "http://spiffworkflow.org/bpmn/schema/1.0/core")
CHANGE_THE_DRAWING = (ProposalKind.IDS, ProposalKind.SPLIT)
"""Other ids are other ids there too; arrows that leave a new gateway begin elsewhere."""


def answered(proposal: Proposal) -> str:
    """The last of what can be chosen, or a text."""
    if proposal.asked is None:
        return ""
    return proposal.asked.options[-1][0] if proposal.asked.options else "Een naam"


def of_kind(files: Mapping[str, bytes], kind: ProposalKind) -> Proposal:
    return next(each for each in propose(files) if each.kind is kind)


def foreign(data: bytes) -> Counter[str]:
    """All that other modelers wrote and all that is drawn, each part by itself; comments too."""
    root = etree.fromstring(data)
    found = Counter(
        f"{each.tag} {sorted(each.attrib.items())} {(each.text or '').strip()}" for each in root.iter("*")
        if etree.QName(each).namespace not in OURS and "BPMNPlane" not in each.tag
    )  # fmt: skip
    found.update(
        f"{name}={value}" for each in root.iter("*") for name, value in each.attrib.items()
        if name.startswith("{") and etree.QName(name).namespace not in (*OURS, XSI)
    )  # fmt: skip
    found.update(str(each) for each in root.xpath("//comment() | /comment()"))
    return found


@pytest.mark.parametrize("name", VENDORS)
def test_what_a_proposal_is_about_is_gone_once_it_is_done_and_what_others_wrote_is_kept(name: str) -> None:
    files = {name: VENDORS[name]()}
    found = propose(files)
    assert found
    for proposal in found:
        after = mend(files, proposal, answered(proposal))
        left = {(each.file, each.element, each.code) for each in check(after)}
        assert not {(name, *each) for each in proposal.about} & left, proposal
        if proposal.kind not in CHANGE_THE_DRAWING:
            assert not foreign(files[name]) - foreign(after[name]), proposal
        assert mend(files, proposal, answered(proposal)) == after


@pytest.mark.parametrize("name", VENDORS)
def test_all_that_is_sure_leaves_only_what_needs_a_choice(name: str) -> None:
    after, done = mend_sure({name: VENDORS[name]()})
    assert done
    assert all(each.sure and each.asked is None for each in done)
    assert not [each for each in propose(after) if each.sure]
    wrong = {each.code for each in check(after) if each.level is Level.FOUT}
    assert wrong <= {"implicit-split"}
    again, nothing = mend_sure(after)
    assert (again, nothing) == (after, ())


@pytest.mark.parametrize("name", VENDORS)
def test_a_drawing_of_another_modeler_runs_after_its_proposals_and_answers(name: str) -> None:
    files, _ = mend_sure({name: VENDORS[name]()})
    for _round in range(12):
        found = propose(files)
        if not found:
            break
        files = mend(files, found[0], answered(found[0]))
    assert {each.code for each in check(files)} <= {"no-documentation", "vendor-extension", "not-drawn"}


def test_what_is_sound_gets_no_proposal_but_for_what_was_left_open_on_purpose() -> None:
    assert {(each.kind, each.sure) for each in propose(protocol_files())} <= {(ProposalKind.LANE, False)}


def test_a_service_task_becomes_a_task_for_people_and_a_script_its_explanation() -> None:
    files = {"bizagi.bpmn": bizagi()}
    script = next(each for each in propose(files) if each.element == "Id_drie" and each.kind is ProposalKind.PEOPLE)
    text = mend(files, script)["bizagi.bpmn"].decode()
    assert '<userTask id="Id_drie" name="Uren tellen">' in text
    assert "<documentation>Dit deed eerst een script: uren = dagen * 5;</documentation>" in text


def test_a_gateway_without_conditions_becomes_a_question_with_an_answer_for_each_arrow() -> None:
    files = {"signavio.bpmn": signavio()}
    question = of_kind(files, ProposalKind.QUESTION)
    assert question.sentence == (
        "Iemand kiest hier: de vraag is “Hoe gaat het verder na Gesprek met ouders voeren?”, "
        "de antwoorden zijn “Naar Dossier aanvullen”, “Naar Afgerond”."
    )
    text = mend(files, question)["signavio.bpmn"].decode()
    assert 'name="Naar Afgerond" sourceRef="sid-3"' in text


def test_a_condition_that_is_not_certain_stays_and_can_become_a_question() -> None:
    files = {"camunda.bpmn": camunda("${dienst.beoordeel(verlof)}")}
    kinds = {each.kind for each in propose(files)}
    assert ProposalKind.CONDITION not in kinds
    text = mend(files, of_kind(files, ProposalKind.QUESTION))["camunda.bpmn"].decode()
    assert "ja: als ${dienst.beoordeel(verlof)}" in text
    assert "conditionExpression" not in text


def test_one_answer_places_all_work_in_a_lane_that_is_drawn_around_it() -> None:
    files = {"bizagi.bpmn": bizagi()}
    files = mend_sure(files)[0]
    lane = of_kind(files, ProposalKind.LANE)
    assert lane.asked is not None
    assert ("directeur", "directeur") in lane.asked.options
    after = mend(files, lane, "directeur")
    assert "no-lane" not in {each.code for each in check(after)}
    root = etree.fromstring(after["bizagi.bpmn"])
    shapes = {each.get("bpmnElement") for each in root.iter("{*}BPMNShape")}
    assert {root.find(".//{*}lane").get("id"), root.find(".//{*}participant").get("id")} <= shapes
    assert root.find(".//{*}BPMNPlane").get("bpmnElement") == root.find("{*}collaboration").get("id")


def test_the_group_of_another_program_is_the_suggested_lane_and_its_fields_are_the_form() -> None:
    files = {"camunda.bpmn": camunda()}
    assert of_kind(files, ProposalKind.LANE).asked.suggested == "directeur"
    form = json.loads(mend(files, of_kind(files, ProposalKind.FORM))["forms/aanvraag_beoordelen.form"])
    assert [(each["key"], each["type"], each["label"]) for each in form["components"]] == [
        ("besluit", "select", "Toekennen?"), ("uren", "number", "Hoeveel uren?"),
    ]  # fmt: skip


def test_a_form_that_the_file_names_and_that_is_there_is_used() -> None:
    files = {"zeebe.bpmn": zeebe(), "forms/besluit.form": b'{"type":"default","id":"besluit","components":[]}'}
    form = of_kind(files, ProposalKind.FORM)
    assert form.sure
    assert b'name="formulier" value="besluit"' in mend(files, form)["zeebe.bpmn"]


def test_messages_tables_and_called_processes_are_asked_for() -> None:
    drawn = Draw().node("startEvent", "s", "Begin", event("message")).node("businessRuleTask", "b", "Wegen")
    drawn = drawn.node("callActivity", "c", "Advies vragen").end().path("s", "b", "c", "e")
    other = Draw("advies").start().end().flow("s", "e")
    table = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="ernst"/></definitions>'
    files = {"proef.bpmn": drawn.text().encode(), "advies.bpmn": other.text().encode(), "decisions/ernst.dmn": table}
    answers = {ProposalKind.MESSAGE: "Signaal", ProposalKind.DECISION: "ernst", ProposalKind.CALL: "advies"}
    for kind, answer in answers.items():
        proposal = of_kind(files, kind)
        assert proposal.asked is not None
        assert proposal.asked.takes(answer)
        files = mend(files, proposal, answer)
    assert not {"no-message", "no-decision", "no-called-process"} & {each.code for each in check(files)}


@pytest.mark.parametrize(("text", "feel"), [
    ("${besluit == 'ja'}", 'besluit = "ja"'), ("#{uren ge 16 and not (dag eq 2)}", "uren >= 16 and not(dag = 2)"),
    ("${akkoord}", "akkoord = true"), ("${!akkoord}", "akkoord = false"), ("email_valid == True", "email_valid = true"),
    ("soort = 'a' or soort != 'b'", 'soort = "a" or soort != "b"'), ("true", "true"), ("${x == null}", None),
    ("${(a && b) || c}", "(a = true and b = true) or c = true"),
    ("${empty lijst}", None), ("${dienst.mag(x)}", None), ("${a.b == 1}", None),
    ("a + 1 > 2", None), ("${x == 'a'", None), ("", None), ("${}", None), ("(" * 40 + "a" + ")" * 40, None),
    ("getDataObject('x')/y = 1", None), ("'a' == 'b\\\\'", None),
])  # fmt: skip
def test_a_condition_of_another_language_is_feel_where_that_is_certain(text: str, feel: str | None) -> None:
    assert to_feel(text) == feel


@pytest.mark.parametrize(("text", "term"), [
    ("P0Y0M3DT0H0M0S", "P3D"), ("P0DT4H", "PT4H"), ('=now() + duration("P2D")', "P2D"), ("${frist}", ""),
    ("'P5D'", "P5D"), ("R3/P0DT1H", "R3/PT1H"), ("P", ""), ("0 0 9 * * ?", ""),
])  # fmt: skip
def test_a_time_of_another_program_is_written_as_ours_where_that_is_certain(text: str, term: str) -> None:
    assert plain_term(text) in {term, "frist"}


@pytest.mark.parametrize("data", [
    b"", b"<definitions", b"geen xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    b"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>",
])  # fmt: skip
def test_a_file_that_cannot_be_read_has_findings_and_no_proposals(data: bytes) -> None:
    assert check({"x.bpmn": data})
    assert propose({"x.bpmn": data}) == ()
    assert mend_sure({"x.bpmn": data}) == ({"x.bpmn": data}, ())


def test_a_file_over_the_limit_has_no_proposals() -> None:
    assert propose({"x.bpmn": signavio()}, limits=Limits(max_file_bytes=100)) == ()
