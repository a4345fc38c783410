"""Work for people: forms, lanes, functions, and the properties that say so."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import Draw, codes, form, found, message, simple, the, timer
from workflows.types import Level


def task(**more: str) -> Draw:
    return Draw().start().task("a", "Wegen", **more).end().path("s", "a", "e")


@pytest.mark.parametrize(
    ("draw", "code", "level"),
    [
        (task(formulier_=""), "no-form", Level.FOUT),
        (task(formulier_="weggen"), "unknown-form", Level.FOUT),
        (task(termijn_=""), "no-term", Level.LET_OP),
        (task(lane=""), "no-lane", Level.LET_OP),
        (task(lane="Conciërge"), "unknown-lane", Level.FOUT),
        (task(samen_met_="conciërge"), "unknown-function", Level.FOUT),
        (task(ook_door_="directeur, tuinman"), "unknown-function", Level.FOUT),
        (task(niet_door_="Bellen"), "unknown-task", Level.FOUT),
        (task(formuler_="wegen"), "unknown-property", Level.LET_OP),
        (task(knop_="leerkracht"), "property-place", Level.LET_OP),
        (task(in__soort_='"x"'), "property-place", Level.LET_OP),
    ],
)
def test_a_task_that_nobody_can_do_as_meant_is_told(draw: Draw, code: str, level: Level):
    assert the(found(draw), code).level is level


def test_a_mistyped_form_or_property_is_met_with_the_name_that_was_meant():
    assert 'Bedoelde je "wegen"?' in the(found(task(formulier_="weggen")), "unknown-form").message
    assert 'Bedoelde je "formulier"?' in the(found(task(formuler_="wegen")), "unknown-property").message
    assert 'Bedoelde je "leerkracht"?' in the(found(task(lane="Leerkrcht")), "unknown-lane").message


def test_a_task_without_a_name_or_explanation_is_told():
    draw = Draw().start().node("userTask", "a", "", "", lane="Leerkracht", formulier_="wegen", termijn_="P5D")
    findings = found(draw.end().path("s", "a", "e"))
    assert the(findings, "no-name").level is Level.FOUT
    assert the(findings, "no-documentation").level is Level.LET_OP


def test_every_property_that_a_task_may_have_is_fine():
    draw = task(samen_met_="Intern begeleider", ook_door_="directeur", niet_door_="Wegen")
    draw.node("boundaryEvent", "b", "Na een week", timer("1 week"), attachedToRef="a", cancelActivity="false",
              ook_door_="waarnemer")  # fmt: skip
    draw.node("sendTask", "t", "Zeg het", aan_="Directie").end("e2").path("b", "t", "e2")
    assert found(draw) == ()


def test_lanes_of_protocol_toml_are_known_for_their_process_only():
    toml = b'naam = "Proef"\nfuncties = ["leerkracht"]\n[lanen.proef]\nJuffen = ["leerkracht"]\n'
    assert found(task(lane="Juffen"), {"protocol.toml": toml}) == ()
    other = toml.replace(b"lanen.proef", b"lanen.ander")
    assert "unknown-lane" in codes(found(task(lane="Juffen"), {"protocol.toml": other}))


def inner(lane: str) -> Draw:
    return Draw().node("startEvent", "is").task("b", "Bellen", lane=lane).end("ie").path("is", "b", "ie")


def test_work_in_a_subprocess_has_the_lane_of_the_subprocess():
    assert found(simple().inside("sub", "Overleg", inner("Leerkracht"), lane="Leerkracht").path("a", "sub", "e")) == ()
    wrong = simple().inside("sub", "Overleg", inner("MT"), lane="Leerkracht").path("a", "sub", "e")
    finding = the(found(wrong), "lane-in-subprocess")
    assert (finding.name, finding.level) == ("Bellen", Level.FOUT)
    assert '"MT"' in finding.message
    assert '"Leerkracht"' in finding.message
    loose = simple().inside("sub", "Overleg", inner("MT")).path("a", "sub", "e")
    assert "lane-in-subprocess" in codes(found(loose))


def test_lanes_drawn_in_a_subprocess_are_refused():
    lane = '<bpmn:lane id="il" name="MT"><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane>'
    lanes = f'<bpmn:laneSet id="ils">{lane}</bpmn:laneSet>'
    draw = simple().inside("sub", "Overleg", inner("").raw(lanes), lane="Leerkracht").path("a", "sub", "e")
    assert {"refused-lane-set", "lane-in-subprocess"} <= codes(found(draw))


def test_an_element_in_two_lanes_is_refused_but_not_in_a_lane_within_a_lane():
    twice = task()
    twice.lanes["MT"] = ["a"]
    assert "two-lanes" in codes(found(twice))
    nested = (
        '<bpmn:lane id="l0" name="School"><bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:childLaneSet id="cls">'
        '<bpmn:lane id="l1" name="MT"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>'
        "</bpmn:childLaneSet></bpmn:lane>"
    )
    text = (
        task(lane="")
        .text()
        .replace('isExecutable="true">', f'isExecutable="true"><bpmn:laneSet id="ls">{nested}</bpmn:laneSet>')
    )
    assert found(text.encode()) == ()


def test_a_lane_that_names_something_that_is_not_there_is_told():
    draw = task()
    draw.lanes["Leerkracht"].append("weg")
    assert '"weg"' in the(found(draw), "dangling-lane").message


def test_a_form_on_a_start_without_a_button_is_never_shown():
    draw = Draw().start("s", knop_="", formulier_="wegen").task("a", "Wegen").end().path("s", "a", "e")
    assert "empty-property" in codes(found(draw))
    draw = (
        Draw()
        .node("startEvent", "s", "", message("m1"), formulier_="wegen")
        .task("a", "Wegen")
        .end()
        .path("s", "a", "e")
    )
    assert "form-without-button" in codes(found(draw, top='<bpmn:message id="m1" name="B"/>'), Level.LET_OP)


def test_a_form_that_cannot_be_read_is_told_with_its_file():
    findings = found(task(), {"forms/wegen.form": form({"type": "filepicker", "key": "x", "id": "x", "label": "X"})})
    assert the(findings, "form").file == "forms/wegen.form"


@pytest.mark.parametrize("key", ["antwoord", "reden", "typename", "loopt_proef", "and"])
def test_a_form_field_may_not_take_a_reserved_name(key: str):
    component = {"type": "textfield", "key": key, "id": key, "label": "Veld"}
    assert "reserved-field" in codes(found(task(), {"forms/wegen.form": form(component)}))


def test_a_lane_without_a_name_is_told_also_where_nobody_works_in_it_yet():
    draw = Draw().start().task("a", "Wegen", lane="Leerkracht", formulier_="", termijn_="").end().path("s", "a", "e")
    text = draw.text()
    beside = '<bpmn:lane id="leeg" name=" "/></bpmn:laneSet>'
    finding = the(found(text.replace("</bpmn:laneSet>", beside, 1).encode()), "lane-without-name")
    assert (finding.level, finding.element) == (Level.LET_OP, "leeg")
    here = the(found(text.replace('name="Leerkracht"', 'name=""', 1).encode()), "lane-without-name")
    assert here.level is Level.FOUT
