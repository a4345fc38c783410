"""The protocol as one page: valid, complete, and nothing in it from elsewhere."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from lxml import etree, html

from app.documents import Issue, outline_html
from tests.drawn import document
from workflows import Bundle, Document, Proven, document_of

ISSUE = Issue(date(2026, 11, 26))
VOID = {"br", "meta", "input"}


@cache
def school() -> tuple[Document, str]:
    bundle = Bundle.load(Path("bpmn/zorgdossier"))
    found = document_of(
        bundle, [Proven("1", "Een", "bewezen"), Proven("dood", "Alles", "bewezen")], ["Iets."], "b" * 64
    )
    return found, outline_html(found, ISSUE)


@cache
def tree() -> html.HtmlElement:
    return html.document_fromstring(school()[1])


@cache
def places() -> dict[str, html.HtmlElement]:
    return {each.get("id"): each for each in tree().xpath("//*[@id]")}


def test_it_is_well_formed():
    closed = re.sub(rf"<({'|'.join(VOID)})\b([^>]*?)/?>", r"<\1\2/>", school()[1].removeprefix("<!DOCTYPE html>"))
    closed = re.sub(r"<(script|style)>.*?</\1>", "", closed, flags=re.DOTALL)
    closed = re.sub(r" (hidden|data-find)(?=[ >])", r' \1=""', closed)
    assert etree.fromstring(closed).tag == "html"


def test_no_id_is_there_twice_and_every_link_leads_somewhere():
    ids = tree().xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [each.removeprefix("#") for each in tree().xpath("//a/@href")]
    assert len(links) > 40
    assert set(links) <= set(ids)
    assert set(tree().xpath("//@aria-labelledby | //@aria-describedby")) <= set(ids)


def test_headings_skip_no_level():
    levels = [int(each.tag[1]) for each in tree().iter("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_step_and_everything_in_it_has_a_heading_with_an_anchor():
    found, _ = school()
    for chapter in found.chapters:
        for section in chapter.sections:
            assert places()[section.anchor].text_content() == section.name
            for entry in section.entries:
                assert places()[entry.anchor].text_content().startswith(entry.name)


def test_all_that_is_told_is_on_the_page():
    found, _ = school()
    words = " ".join(tree().text_content().split())
    for chapter in found.chapters:
        for section in chapter.sections:
            for entry in section.entries:
                told = [entry.text, *(fact.text for fact in entry.facts)]
                told += (
                    [said for part in entry.form.parts for said in (part.label, *part.options)] if entry.form else []
                )
                for said in told:
                    assert " ".join(said.split()) in words, said
    for table in found.tables:
        assert len(tree().xpath(f"//*[@id='{table.anchor}']/..//tbody/tr")) == len(table.rows)
    for rule in found.rules:
        assert rule.text in words


def test_every_picture_says_what_it_shows():
    figures = tree().xpath("//figure")
    assert len(figures) == sum(len(s.pictures) for c in school()[0].chapters for s in c.sections)
    assert all(len(each.get("aria-label")) > 20 for each in figures)


def test_nothing_comes_from_elsewhere():
    page = school()[1].replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(r"https?://|\bsrc=|@import|url\(|<link|<iframe", page)


def test_what_a_bundle_says_is_text_and_never_markup():
    name = "<script>alert(1)</script><img src=x onerror=y>"
    files = {"p.bpmn": document(p='start s\nuser a "XX"\nend e\ns -> a -> e').replace(
        b"XX", name.replace("<", "&lt;").replace(">", "&gt;").encode())}  # fmt: skip
    page = outline_html(document_of(Bundle.from_files(files)), ISSUE)
    read = html.document_fromstring(page)
    assert len(read.xpath("//script")) == 1
    assert not read.xpath("//img")
    assert name in read.text_content()
