"""What a modeler may offer is what the check lets through, and what an element can name is what the files hold."""

from __future__ import annotations

from tests.school import protocol_files
from workflows import DRAWABLE, REPEATABLE, inventory
from workflows.validator.refused import REFUSED


def test_nothing_is_offered_that_is_refused_by_name() -> None:
    assert not DRAWABLE.keys() & (REFUSED.keys() - {"timerEventDefinition"})
    kinds = {kind for those in DRAWABLE.values() for kind in those}
    assert not kinds & {"signalEventDefinition", "linkEventDefinition", "conditionalEventDefinition"}
    assert {"userTask", "participant", "textAnnotation", "boundaryEvent", "messageFlow"} <= DRAWABLE.keys()
    assert DRAWABLE["startEvent"] == ("messageEventDefinition",)
    assert REPEATABLE == ("userTask",)


def test_what_can_be_named_is_read_from_the_files() -> None:
    found = inventory(protocol_files())
    assert "meldplicht_medewerker" in {each.key for each in found.forms}
    assert ("D1", "D1 Oudergesprek") in {(each.key, each.name) for each in found.decisions}
    assert "meldcode" in {each.key for each in found.processes}
    assert "directeur" in found.functions
    assert "Acute onveiligheid" in found.messages
    assert [(each.key, each.name) for each in found.lists] == [("acties", "Afgesproken acties (acties)")]


def test_files_that_cannot_be_read_hold_nothing_to_name() -> None:
    found = inventory({"a.bpmn": b"<kapot", "decisions/b.dmn": b"", "forms/c.form": b"{"})
    assert (found.decisions, found.processes, found.messages, found.lists) == ((), (), (), ())
    assert [each.key for each in found.forms] == ["c"]
