"""Texts of one element, changed in the file itself: all else stays byte for byte."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.school import protocol_files
from tests.unit.workflows.proposals.vendors import adonis, bizagi, camunda, signavio
from workflows import Sheet, Texts, check, is_term, rewritten, texts_of, written_out

FILE = "zorgroutes.bpmn"
LIMIT = 5_000_000


def sheet() -> Sheet:
    return Sheet(FILE, protocol_files()[FILE], LIMIT)


def said(element: str) -> Texts:
    found = texts_of(sheet(), element)
    assert found is not None
    return found


def element_called(name: str) -> str:
    drafted = written_out(protocol_files(), LIMIT)
    parts = (part for process in drafted.processes for step in process.steps for part in step.parts)
    return next(part.element for part in parts if part.entry.name == name)


@pytest.mark.parametrize("name", [name for name in protocol_files() if name.endswith(".bpmn")])
def test_what_nothing_was_changed_in_is_the_same_byte_for_byte(name: str) -> None:
    data = protocol_files()[name]
    written = Sheet(name, data, LIMIT)
    for process in written.diagram.processes:
        for element in list(process.nodes)[:5]:
            texts = texts_of(written, element)
            assert texts is not None
            assert rewritten(written, element, texts) == data


def test_name_explanation_source_and_term_are_written_where_they_stand() -> None:
    own = element_called("Signalen in kaart brengen")
    before = said(own)
    after = replace(before, name="Signalen <verzamelen>", text="Eerste & tweede.", source="R7, R8", term="6 werkdagen")
    data = rewritten(sheet(), own, after)
    assert texts_of(Sheet(FILE, data, LIMIT), own) == after
    old, new = protocol_files()[FILE].decode().splitlines(), data.decode().splitlines()
    assert len(old) == len(new)
    assert sum(one != other for one, other in zip(old, new, strict=True)) <= 3
    assert {each.code for each in check({**protocol_files(), FILE: data}) if each.element == own} <= {"source"}


def test_an_emptied_explanation_and_term_leave_nothing_behind() -> None:
    own = element_called("Signalen in kaart brengen")
    data = rewritten(sheet(), own, replace(said(own), text="", source="", term=""))
    found = texts_of(Sheet(FILE, data, LIMIT), own)
    assert found is not None
    assert (found.text, found.source, found.term) == ("", "", "")


def test_the_answers_of_a_question_are_texts_too() -> None:
    own = element_called("Verder na stap 1?")
    before = said(own)
    assert len(before.answers) > 1
    first = replace(before.answers[0], label="Zeker weten")
    data = rewritten(sheet(), own, replace(before, answers=(first, *before.answers[1:])))
    found = texts_of(Sheet(FILE, data, LIMIT), own)
    assert found is not None
    assert found.answers[0].label == "Zeker weten"
    assert found.answers[1:] == before.answers[1:]


@pytest.mark.parametrize("data", [signavio(), adonis(), bizagi(), camunda()])
def test_a_drawing_of_another_modeler_is_read_and_changed_as_text(data: bytes) -> None:
    drafted = written_out({"ander.bpmn": data}, LIMIT)
    (process,) = drafted.processes
    parts = [part for step in process.steps for part in step.parts]
    assert parts
    for part in parts:
        there = Sheet("ander.bpmn", data, LIMIT)
        texts = texts_of(there, part.element)
        assert texts is not None
        after = rewritten(there, part.element, replace(texts, text="Zo doe je dat."))
        assert b"Zo doe je dat." in after
        assert after.count(b"\r\n") == 0 or b"\r\n" in data


def test_what_cannot_be_read_is_named_and_the_rest_is_told() -> None:
    drafted = written_out({**protocol_files(), FILE: b"<kapot", "forms/x.form": b"{"}, LIMIT)
    assert drafted.unread == ("forms/x.form", FILE)
    assert drafted.processes
    assert written_out({}, LIMIT).processes == ()


@pytest.mark.parametrize(("text", "right"), [
    ("5 werkdagen", True), ("P5D", True), ("vandaag", True), ("5 werkdagen na gemeld_op", True),
    ('if besluit = "MELDEN" then "PT4H" else "2 werkdagen"', True), ("ooit", False), ("over een poosje", False),
    ("5 werkdaagen", False),
])  # fmt: skip
def test_a_term_is_one_as_it_is_written_or_feel(text: str, *, right: bool) -> None:
    assert is_term(text) is right
