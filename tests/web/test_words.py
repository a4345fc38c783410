"""The catalogues: nothing without its English, nothing left over, values in place; and days as people say them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.web import words
from tests.web.conftest import Screen, Shown, shown
from tests.wording import catalogue, texts

PLACES = re.compile(r"%\(\w+\)s|\{\}")
AT = datetime(2026, 11, 20, 13, 3, tzinfo=UTC)


def in_english() -> Flask:
    return Flask("words")


def test_every_text_has_its_english_and_nothing_is_left_over() -> None:
    known = {each.id: each.string for each in catalogue() if each.id}
    known = {key if isinstance(key, str) else tuple(key): string for key, string in known.items()}
    found = texts()
    assert sorted(map(str, found.keys() - known.keys())) == []
    assert sorted(map(str, known.keys() - found.keys())) == []
    empty = [key for key, string in known.items() if not (all(string) if isinstance(string, tuple) else string)]
    assert empty == []


def test_every_value_stands_in_the_english_too() -> None:
    for each in catalogue():
        texts_of = [each.id] if isinstance(each.id, str) else list(each.id)
        strings = [each.string] if isinstance(each.string, str) else list(each.string)
        for text, string in zip(texts_of, strings, strict=True):
            assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(string)), text


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("nl", "vrijdag 20 november 2026", "14:03"), ("en", "Friday 20 November 2026", "14:03")],
)
def test_a_day_is_said_in_full_and_a_time_is_that_of_the_netherlands(language: str, day: str, moment: str) -> None:
    with in_english().test_request_context(headers={"Cookie": f"taal={language}"}):
        assert words.day(AT) == day
        assert words.moment(AT) == f"{day}, {moment}"
        told = {"nl": "Zorgdossier van 20 nov 2026, 14:03", "en": "Zorgdossier of 20 Nov 2026, 14:03"}
        assert words.dated("Zorgdossier", AT) == told[language]


def test_a_language_that_is_not_there_is_dutch() -> None:
    with in_english().test_request_context(headers={"Cookie": "taal=xx"}):
        assert words.language() == "nl"


def test_what_a_command_says_is_said_in_english_with_its_values() -> None:
    with in_english().test_request_context(headers={"Cookie": "taal=en"}):
        assert words.said("Deze taak is al afgerond door Sanne de Vries.").endswith("Sanne de Vries.")
        assert "afgerond" not in words.said("Deze taak is al afgerond door Sanne de Vries.")
        assert words.said("Iets dat nergens staat.") == "Iets dat nergens staat."


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("Vul 'Wat is er gebeurd?' in.", "Fill in 'Wat is er gebeurd?'."),
        ("Kies een of meer van deze antwoorden bij 'Datum': A, B.",
         "Choose one or more of these answers for 'Datum': A, B."),
        ("Dit is een PDF. Kies een EDEXML-bestand, of bewaar de lijst als CSV.",
         "This is a PDF. Choose an EDEXML file, or save the list as CSV."),
        ("de naam is langer dan 200 tekens", "the name is longer than 200 characters"),
        ("een jaargroep die EDEXML niet kent, is leeg gelaten.",
         "a year group that EDEXML does not know has been left empty."),
        ("al vertrokken en hier niet bekend, dus niet toegevoegd: 3 leerlingen.",
         "already left and not known here, so not added: 3 pupils."),
        ("Wie de functie “MT” heeft, kan dan lezen wat bij “Hulp” is ingevuld, in de fasen “delen” en “wegen”.",
         "Whoever has the role “MT” can then read what was filled in under “Hulp”, in the phases “delen” and “wegen”."),
    ],
)  # fmt: skip
def test_what_is_put_together_is_said_in_english_with_its_parts(dutch: str, english: str) -> None:
    with in_english().test_request_context(headers={"Cookie": "taal=en"}):
        assert words.said(dutch) == english
    with in_english().test_request_context(headers={"Cookie": "taal=nl"}):
        assert words.said(dutch) == dutch


@pytest.mark.parametrize(
    ("function", "where"),
    [
        ("intern begeleider", "/"), ("intern begeleider", "/dossiers"), ("intern begeleider", "/dossiers/nieuw"),
        ("intern begeleider", "/incidenten"), ("directeur", "/mensen"),
        ("directeur", "/mensen/waarnemen"), ("directeur", "/school"), ("directeur", "/vernietigen"),
        ("directeur", "/pakketten"), ("bestuur", "/toezicht"), ("leerkracht", "/acuut"), (None, "/aanmelden"),
    ],
)  # fmt: skip
def test_a_page_in_english_has_no_dutch_of_its_own(screen: Screen, function: str | None, where: str) -> None:
    page = in_english_at(screen, function, where)
    assert dutch_in(page) == []


def test_a_dossier_and_a_task_in_english_have_no_dutch_but_that_of_the_protocol(screen: Screen) -> None:
    dossier = screen.school.open("leerkracht", "Zorg over leerling")
    page = in_english_at(screen, "leerkracht", f"/dossiers/{dossier}")
    (task,) = {each for each in page.all("//main//a/@href") if each.startswith("/taken/")}
    told = in_english_at(screen, "leerkracht", task)
    assert dutch_in(page) + dutch_in(told) == []
    assert re.search(r"\d+ school days? left|in \d+ weeks", page.text)
    answer = screen.post("leerkracht", task, {}, 422)
    assert "Something is not right yet." in shown(answer).text
    assert dutch_in(shown(answer)) == []


def in_english_at(screen: Screen, function: str | None, where: str) -> Shown:
    browser = screen.browser(function)
    browser.set_cookie("taal", "en")
    return shown(browser.get(where))


def dutch_in(page: Shown) -> list[str]:
    """Texts of the catalogue that stand on a page as they are in Dutch."""
    others = {text: string for text, string in pairs() if text != string}
    kept = set(others) - set(others.values())
    read = [each.strip() for each in page.all("//text()[not(ancestor::script)]|//@aria-label|//@placeholder|//@title")]
    return [each for each in read if " ".join(each.split()) in kept]


def pairs() -> list[tuple[str, str]]:
    """Each text with its English, one and many apart."""
    found: list[tuple[str, str]] = []
    for each in catalogue():
        texts_of = [each.id] if isinstance(each.id, str) else list(each.id)
        strings = [each.string] if isinstance(each.string, str) else list(each.string or ())
        found += zip(texts_of, strings, strict=True)
    return [(text, string) for text, string in found if text]


def test_what_a_table_decided_is_told_as_people_write_it() -> None:
    with in_english().test_request_context():
        assert [words.plainly(each) for each in ("2026-11-26", True, "leeg", "doorgaan")] == [
            "26-11-2026", "ja", "leeg", "doorgaan",
        ]  # fmt: skip
