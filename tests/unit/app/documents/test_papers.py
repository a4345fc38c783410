"""The papers, read back: all that the protocol says is in them, they fit on their page, and everybody can read them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pypdf
import pytest

from app.documents import Issue, leaflet_pdf, poster_pdf, protocol_pdf
from app.documents.setting import SettingError, typeset
from tests.drawn import document
from workflows import Bundle, Document, document_of, leaflet_of

SCHOOL = Path("bpmn/zorgdossier")
ISSUE = Issue(date(2026, 11, 26))
CHANGES = ["Stap “Wegen” heeft nu een termijn."]
A4, A3 = (595, 842), (1191, 842)


@cache
def school() -> tuple[Bundle, Document]:
    bundle = Bundle.load(SCHOOL)
    return bundle, document_of(bundle, changes=CHANGES, before="a" * 64)


@cache
def paper(kind: str) -> bytes:
    _, found = school()
    if kind == "leaflet":
        return leaflet_pdf(found, ISSUE)
    return protocol_pdf(found, ISSUE) if kind == "protocol" else poster_pdf(found, ISSUE)


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def letters(text: str) -> str:
    """A text without what a page adds or takes away at the end of its lines."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]", "", text)


@cache
def text(kind: str) -> str:
    """The letters of a paper as they follow each other; of the protocol without what a page puts between them."""
    if kind != "protocol":
        return letters(" ".join(page.extract_text() for page in read(paper(kind)).pages))
    _, found = school()
    plain = replace(found, chapters=tuple(
        replace(chapter, sections=tuple(replace(each, pictures=()) for each in chapter.sections))
        for chapter in found.chapters
    ))  # fmt: skip
    said = letters(" ".join(page.extract_text() for page in read(protocol_pdf(plain, ISSUE)).pages))
    edges = rf"{letters(ISSUE.approval)}[0-9]+van[0-9]+|{found.name}versie{found.geheel[:12]}"
    return re.sub(edges, "", said)


def test_every_task_question_and_end_is_in_the_document():
    bundle, _ = school()
    for process in bundle.processes.values():
        for node in process.nodes.values():
            assert letters(node.name) in text("protocol"), node.name


def test_every_question_of_every_form_is_in_the_document():
    _, found = school()
    forms = [entry.form for c in found.chapters for s in c.sections for entry in s.entries if entry.form]
    assert len(forms) > 40
    for form in forms:
        for part in form.parts:
            for said in (part.label, part.help, *part.options):
                assert letters(said) in text("protocol"), said


def test_every_term_every_instruction_and_who_may_not_is_in_the_document():
    _, found = school()
    for chapter in found.chapters:
        for section in chapter.sections:
            for entry in section.entries:
                for said in (entry.text, *(fact.text for fact in entry.facts)):
                    assert letters(said) in text("protocol"), said


def test_every_row_of_every_table_is_in_the_document():
    _, found = school()
    for table in found.tables:
        cells = {cell for row in table.rows for cell in row}
        assert [cell for cell in cells if letters(cell) not in text("protocol")] == [], table.name
        if table.asked:
            first = "".join(letters(cell) for cell in table.rows[-1])
            assert f"{len(table.rows)}{first}" in text("protocol"), table.name


def test_every_rule_and_what_changed_is_in_the_document():
    _, found = school()
    for rule in found.rules:
        for said in (rule.name, rule.text, *rule.sentences):
            assert letters(said) in text("protocol"), said
    assert letters(CHANGES[0]) in text("protocol")


def test_without_a_version_before_there_is_no_chapter_of_changes():
    plain = read(protocol_pdf(strange("Klein"), ISSUE))
    assert "Wat er is veranderd" not in " ".join(page.extract_text() for page in plain.pages)
    assert letters("Wat er is veranderd") in text("protocol")


@pytest.mark.parametrize("kind", ["protocol", "leaflet", "poster"])
def test_everybody_can_read_it(kind):
    found = read(paper(kind))
    root = found.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert found.metadata is not None
    assert found.metadata.title
    assert found.xmp_metadata is not None
    assert b"pdfuaid:part" in found.xmp_metadata.stream.get_data()
    assert len(found.outline) > 0


def test_every_picture_has_words_for_who_does_not_see_it():
    _, found = school()
    pictures = sum(len(section.pictures) for chapter in found.chapters for section in chapter.sections)
    figures = [each for each in _structure(read(paper("protocol")).trailer["/Root"]["/StructTreeRoot"])
               if each.get("/S") == "/Figure"]  # fmt: skip
    assert len(figures) == pictures
    assert all(len(str(each["/Alt"])) > 20 for each in figures)


def _structure(element: pypdf.generic.DictionaryObject) -> list[pypdf.generic.DictionaryObject]:
    children = element.get("/K", [])
    found = [element]
    for child in children if isinstance(children, list) else [children]:
        each = child.get_object()
        if isinstance(each, pypdf.generic.DictionaryObject) and "/S" in each:
            found += _structure(each)
    return found


@pytest.mark.parametrize(("kind", "size"), [("leaflet", A4), ("poster", A3)])
def test_it_fits_on_one_page(kind, size):
    (page,) = read(paper(kind)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


def test_the_leaflet_has_every_sentence_and_the_numbers():
    leaflet = leaflet_of(school()[1])
    for sentence in (each for part in (*leaflet.before, *leaflet.after) for each in part.sentences):
        assert letters(sentence) in text("leaflet"), sentence
    assert "112" in text("leaflet")
    assert letters("0800-2000") in text("leaflet")


def test_the_wall_chart_has_every_step_and_the_acute_numbers():
    _, found = school()
    steps = [section for chapter in found.chapters for section in chapter.sections if section.is_step]
    for section in steps:
        assert section.phase == "acuut" or letters(section.name) in text("poster"), section.name
    for said in ("112", "0800-2000", "Acuut handelen en Veilig Thuis bellen"):
        assert letters(said) in text("poster")


def test_it_says_which_version_it_is_and_that_nobody_approved_it():
    bundle, found = school()
    for kind in ("protocol", "leaflet", "poster"):
        said = letters(read(paper(kind)).pages[0].extract_text())
        assert bundle.geheel[:12] in said
        assert letters("concept, nog niet vastgesteld") in said
        assert letters("26 november 2026") in said
    approved = Issue(ISSUE.day, "door Sanne de Vries en Roel Postma, 1 oktober 2026")
    first = read(protocol_pdf(found, approved)).pages[0]
    assert "Roel Postma" in first.extract_text()


def test_no_page_is_empty():
    # The head and the foot of a page are four.
    letters_of = [page.get_contents() for page in read(paper("protocol")).pages]
    assert all(
        each is not None and each.get_data().count(b"Tj") + each.get_data().count(b"TJ") > 5 for each in letters_of
    )


def strange(name: str, *, long: int = 1) -> Document:
    steps = "\n".join(f'throw m{n} "Stap {n}: {name}"\nuser t{n} "{name} {n}"' for n in range(long))
    route = " -> ".join(f"m{n} -> t{n}" for n in range(long))
    files = {
        "protocol.toml": f'naam = "{name}"'.encode(),
        "p.bpmn": document(p=f"start s\n{steps}\nend e\ns -> {route} -> e"),
    }
    return document_of(Bundle.from_files(files))


@pytest.mark.parametrize("name", ["Ğül ŷ ĳ ë", "#image(x) $a$ *b* _c_ @d <e> \\f", "Ελλάδα", "مدرسة 🦊"])
def test_any_name_can_be_printed_and_is_never_read_as_layout(name):
    found = strange(name.replace("\\", ""))
    said = letters(" ".join(page.extract_text() for page in read(protocol_pdf(found, ISSUE)).pages))
    assert leaflet_pdf(found, ISSUE).startswith(b"%PDF")
    assert poster_pdf(found, ISSUE).startswith(b"%PDF")
    if "🦊" not in name:
        assert letters(name.replace("\\", "")) in said


def test_a_protocol_with_many_steps_still_fits():
    found = strange("Een stap met een wat langere naam dan gewoon is", long=30)
    for data in (leaflet_pdf(found, ISSUE), poster_pdf(found, ISSUE)):
        assert len(read(data).pages) == 1


def test_the_same_version_on_the_same_day_gives_the_same_bytes():
    _, found = school()
    assert protocol_pdf(found, ISSUE) == paper("protocol")


def test_what_is_wrong_in_a_template_is_told():
    with pytest.raises(SettingError, match="poster"):
        typeset("poster", {}, ISSUE.made)
