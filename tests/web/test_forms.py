"""Forms of the protocol on a page: every component is drawn, and what is posted comes back as it was typed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import render_template_string
from lxml import html
from werkzeug.datastructures import MultiDict

from app.web.forms import answers_of, conditional, only_redraws
from app.web.markdown import first_sentences, markdown
from tests.school import Site
from workflows.forms import Form, read_form

NOW = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
NASTY = 'D\'Artagnan <script>alert(1)</script> & "zo" 🐸\n  tweede regel'
COMPONENTS: list[dict[str, Any]] = [
    {"type": "text", "id": "a", "text": "**Bel** [hier](#start-medewerker).\n- een\n- twee"},
    {"type": "textfield", "id": "b", "key": "kort", "label": "Kort", "validate": {"required": True}},
    {"type": "textarea", "id": "c", "key": "lang", "label": "Lang", "description": "Schrijf wat je zag."},
    {"type": "number", "id": "d", "key": "getal", "label": "Getal", "validate": {"min": 1}},
    {"type": "datetime", "subtype": "date", "id": "e", "key": "dag", "dateLabel": "Dag"},
    {"type": "datetime", "subtype": "time", "id": "f", "key": "tijd", "timeLabel": "Tijd"},
    {"type": "datetime", "subtype": "datetime", "id": "g", "key": "moment", "dateLabel": "Moment"},
    {"type": "select", "id": "h", "key": "keus", "label": "Keus", "values": [
        {"value": "een", "label": "Eén"}, {"value": "twee", "label": "Twee"}]},
    {"type": "radio", "id": "i", "key": "zorg", "label": "Zorg", "values": [
        {"value": "ja", "label": "Ja"}, {"value": "nee", "label": "Nee"}]},
    {"type": "checklist", "id": "j", "key": "soort", "label": "Soort", "values": [
        {"value": "thuis", "label": "Thuis"}, {"value": "school", "label": "School"}]},
    {"type": "checkbox", "id": "k", "key": "akkoord", "label": "Akkoord", "defaultValue": True},
    {"type": "group", "id": "l", "label": "Alleen bij zorg", "conditional": {"hide": '=zorg != "ja"'}, "components": [
        {"type": "textfield", "id": "m", "key": "waarom", "label": "Waarom"},
        {"type": "checklist", "id": "n", "key": "wie", "label": "Wie", "values": [
            {"value": "ik", "label": "Ik"}, {"value": "jij", "label": "Jij"}]},
    ]},
    {"type": "dynamiclist", "id": "o", "path": "acties", "label": "Acties", "components": [
        {"type": "textfield", "id": "p", "key": "wat", "label": "Wat", "validate": {"required": True}},
        {"type": "checkbox", "id": "q", "key": "klaar", "label": "Klaar"},
    ]},
]  # fmt: skip
TYPED: list[tuple[str, str]] = [
    ("kort", ""), ("lang", NASTY), ("getal", "1,5"), ("dag", "8-9-2026"), ("tijd", "9.05"),
    ("moment", "8-9-2026 9:05"), ("keus", "twee"), ("zorg", "ja"), ("soort", "thuis"), ("soort", "school"),
    ("waarom", "Omdat"), ("wie", "jij"), ("acties[0].", ""), ("acties[0].wat", "Bellen"), ("acties[0].klaar", "ja"),
    ("acties[1].", ""), ("acties[1].wat", ""), ("sleutel", "x"), ("gebeurd-op", "1-9-2026"),
]  # fmt: skip


@pytest.fixture(scope="module")
def form() -> Form:
    made = {"schemaVersion": 18, "type": "default", "id": "alles", "components": COMPONENTS}
    return read_form(json.dumps(made), "alles")


def drawn(site: Site, form: Form, answers: dict[str, object], errors: dict[str, list[str]] | None = None) -> Any:
    """The fields in a form, as a browser reads them."""
    view = form.view(answers, errors, now=NOW)
    with site.app.test_request_context("/"):
        text = render_template_string(
            '<form method="post">{% from "ui/formulier.html" import form_fields, form_errors %}'
            '{{ form_errors(view) }}{{ form_fields(view, shows="/toon", live=true, starts="/dossiers/1") }}</form>',
            view=view,
        )
    page: Any = html.document_fromstring(text)
    return page.forms[0]


def posted(page: Any) -> MultiDict[str, str]:
    """What a browser would send."""
    return MultiDict([(name, value) for name, value in page.form_values()])


def test_what_was_typed_stands_in_the_page_again_and_comes_back_the_same(site: Site, form: Form) -> None:
    answers = answers_of(MultiDict(TYPED), form.components)
    page = drawn(site, form, answers)
    assert answers_of(posted(page), form.components) == {
        **answers, "lang": NASTY, "dag": "8-9-2026", "acties": [
            {"wat": "Bellen", "klaar": "ja"}, {"wat": "", "klaar": ""},
        ],
    }  # fmt: skip
    assert not page.xpath(".//script")


def test_answers_hold_every_field_of_the_form_and_nothing_else(form: Form) -> None:
    answers = answers_of(MultiDict(TYPED), form.components)
    assert set(answers) == {
        "kort", "lang", "getal", "dag", "tijd", "moment", "keus", "zorg", "soort", "akkoord", "waarom", "wie", "acties",
    }  # fmt: skip
    cleaned = form.clean({**answers, "kort": "Goed"}, NOW)
    assert cleaned.errors == {}
    assert cleaned.values["akkoord"] is False, "a tick that was taken away is not the default again"
    assert cleaned.values["acties"] == [{"wat": "Bellen", "klaar": True}]


def test_a_question_that_is_hidden_keeps_what_was_typed(site: Site, form: Form) -> None:
    answers = answers_of(MultiDict([*TYPED[:7], ("zorg", "nee"), *TYPED[8:]]), form.components)
    page = drawn(site, form, answers)
    assert "Alleen bij zorg" not in page.text_content()
    again = answers_of(posted(page), form.components)
    assert (again["waarom"], again["wie"]) == ("Omdat", ["jij"])


def test_rows_are_added_and_taken_away_by_buttons_and_nothing_typed_is_lost(form: Form) -> None:
    more = answers_of(MultiDict([*TYPED, ("_rij", "acties+")]), form.components)
    assert [row["wat"] for row in more["acties"]] == ["Bellen", "", ""]  # type: ignore[attr-defined]
    less = answers_of(MultiDict([*TYPED, ("_rij", "acties-1")]), form.components)
    assert [row["wat"] for row in less["acties"]] == ["Bellen"]  # type: ignore[attr-defined]
    other = answers_of(MultiDict([*TYPED, ("_rij", "anders-0")]), form.components)
    assert len(other["acties"]) == 2  # type: ignore[arg-type]
    assert only_redraws({"_rij": "acties+"})
    assert not only_redraws({"kort": "x"})


def test_an_error_stands_above_its_field_and_in_the_list_with_the_way_there(site: Site, form: Form) -> None:
    answers = answers_of(MultiDict([*TYPED, ("acties[1].klaar", "ja")]), form.components)
    cleaned = form.clean(answers, NOW)
    page = drawn(site, form, answers, cleaned.errors)
    links = page.xpath(".//*[@role='alert']//a")
    assert [each.text for each in links] == ["Vul 'Kort' in.", "Vul 'Wat' in."]
    for link in links:
        field = page.xpath(f".//*[@id='{link.get('href')[1:]}']")[0]
        assert field.get("aria-invalid") == "true"
        assert link.text in page.xpath(f".//*[@id='{field.get('aria-describedby').split()[-1]}']")[0].text_content()


def test_every_answer_has_a_label_and_every_set_of_choices_a_legend(site: Site, form: Form) -> None:
    page = drawn(site, form, {})
    ids = page.xpath(".//@id")
    assert len(ids) == len(set(ids))
    for each in page.xpath(".//input[not(@type='hidden')]|.//select|.//textarea[not(@hidden)]"):
        assert page.xpath(f".//label[@for='{each.get('id')}']") or each.xpath("ancestor::label"), each.get("name")
    assert all(each.xpath("legend") for each in page.xpath(".//fieldset"))
    assert page.xpath(".//*[@name='getal']/@inputmode") == ["decimal"]
    assert page.xpath(".//*[@name='akkoord']")[0].get("checked") is not None, "the default answer"
    assert conditional(form.components)


def test_enter_presses_none_of_the_buttons_of_a_list(site: Site, form: Form) -> None:
    first = drawn(site, form, {}).xpath(".//button")[0]
    assert first.get("name") is None


def test_a_text_is_shown_with_its_bold_its_links_and_its_lists_and_nothing_else(site: Site, form: Form) -> None:
    page = drawn(site, form, {})
    assert page.xpath(".//a[@href='/dossiers/1#start-medewerker']/text()") == ["hier"]
    assert [each.text for each in page.xpath(".//ul/li")] == ["een", "twee"]
    assert (
        markdown("a <img src=x> *b* 2*3*4 snake_case_word")
        == "<p>a &lt;img src=x&gt; <em>b</em> 2*3*4 snake_case_word</p>"
    )
    assert "href" not in markdown("[x](javascript:alert(1)) [y](//kwaad.example) [z](data:text/html,x)")
    assert markdown("**Bel 112** of 0800-2000, niet 1120") == (
        '<p><strong>Bel <a href="tel:112">112</a></strong> of <a href="tel:08002000">0800-2000</a>, niet 1120</p>'
    )
    assert markdown("[bel 112](tel:112)") == '<p><a href="tel:112">bel 112</a></p>'
    assert markdown("1. een\n2. twee\n\nslot") == "<ol><li>een</li><li>twee</li></ol>\n<p>slot</p>"


def test_the_first_two_sentences_of_an_instruction_are_found() -> None:
    assert first_sentences("Doe dit bv. zo. En dat! Bron: R1.") == ("Doe dit bv. zo. En dat!", "Bron: R1.")
    assert first_sentences("Een") == ("Een", "")
