"""The rules of a draft on screen: made, changed and taken out as sentences, proven at once, and nothing typed lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.queries.rule_typed import next_number
from app.store.clock import random_id
from tests.klein import files as klein_files
from tests.web.conftest import Screen, Shown, shown
from tests.web.test_proofs import draft
from tests.web.test_workbench import HELPER, TEACHER
from workflows import Bundle, rulebook

RULES = "rules/regels.toml"
FIRST = """\
# Wat wij afspraken.

[[regel]]
nummer = "1"
naam = "Eerst kijken"
tekst = "Wie niet keek, praat niet."
bron = ["Afspraak 3"]   # van de studiedag
proces = "zorg"
zinnen = ['nooit "Praten" zonder "Kijken" ervoor']

[[regel]]
nummer = "2"
naam = "Vier ogen"
tekst = "Wie keek, weegt niet."
proces = "zorg"
zinnen = ['vier ogen: "Wegen" nooit door wie "Kijken" deed']

[[uitzondering]]
regel = "2"
reden = "Dit jaar nog niet."
"""
KIND = "ervoor"


@pytest.fixture
def at(screen: Screen) -> str:
    """The address of a draft with two rules."""
    return draft(screen, {**klein_files(), RULES: FIRST.encode()})


def kept(screen: Screen, at: str) -> str:
    return screen.browser(HELPER).get(f"{at}/bestand/{RULES}").get_data(as_text=True)


def opened(screen: Screen, at: str, asked: str) -> dict[str, Any]:
    """The fields of the page of a rule, as they stand."""
    return screen.get(HELPER, f"{at}/regels/regel?{asked}").form("/regels/regel")


def saved(
    screen: Screen, at: str, fields: Mapping[str, Any], status: int = 303, to: str = "/regels/regel"
) -> TestResponse:  # fmt: skip
    answer = screen.browser(HELPER).post(f"{at}{to}", data=fields)
    assert answer.status_code == status, shown(answer).text[:3000]
    return answer


def standing(page: Shown, number: str) -> str:
    return str(page.one(f"//li[@id='regel-{number}']//*[contains(@class, 'badge')]").text_content()).strip()


def test_each_rule_is_a_sentence_with_its_verdict_and_the_way_to_change_it(screen: Screen, at: str) -> None:
    page = screen.get(HELPER, f"{at}/regels")
    assert standing(page, "1") == "bewezen"
    assert 'In “zorg”: nooit "Praten" zonder "Kijken" ervoor' in page.text
    assert page.all("//a[contains(@href, 'regels/regel?nummer=1')]")
    assert page.all("//a[contains(@href, 'regels/weg?nummer=1')]")
    assert page.all("//a[contains(@href, 'regels/soort')]")
    for path in ("soort", "regel?nummer=1", "weg?nummer=1"):
        screen.get(TEACHER, f"{at}/regels/{path}", 403)
        screen.get(HELPER, f"/protocollen/ontwerpen/{random_id()}/regels/{path}", 404)
    for path in ("regel?nummer=9", "regel?nummer=1&zin=7", "regel?soort=anders", "weg?nummer=9", "soort?nummer=9"):
        screen.get(HELPER, f"{at}/regels/{path}", 404)


def test_a_rule_is_made_of_the_words_of_the_diagram_without_scripts_and_proven_at_once(screen: Screen, at: str) -> None:
    page = screen.get(HELPER, f"{at}/regels/soort")
    assert 'nooit "Praten" zonder "Kijken" ervoor' in page.text
    assert "elke taak heeft een termijn" in page.text
    fields = opened(screen, at, f"soort={KIND}")
    fields |= {"proces": "zorg", "x-1": '"Afronden"', "y-1": '"Terugkijken"'}
    page = shown(saved(screen, at, fields, 200, "/regels/regel/voorlezen"))
    assert 'nooit "Afronden" zonder "Terugkijken" ervoor' in page.text
    groups = page.all("//select[@id='x-2']/optgroup/@label")
    assert "zorg: taken" in groups
    assert not [each for each in groups if each.startswith("notitie")]
    fields = page.form("/regels/regel")
    assert fields["x-1"] == '"Afronden"'
    page = screen.follow(HELPER, saved(screen, at, {**fields, "naam": "Terugkijken", "bron": "Wet A\r\nart. 3"}))
    assert "De regel is bewaard in dit ontwerp." in page.text
    assert "geschonden" in page.one("//section[@aria-labelledby='stand']").text_content()
    assert page.all("//ol[@class='way-steps']/li")
    assert page.all("//button[@data-play]")
    text = kept(screen, at)
    assert text.replace("""
[[regel]]
nummer = "3"
naam = "Terugkijken"
tekst = 'Nooit "Afronden" zonder "Terugkijken" ervoor.'
bron = ["Wet A", "art. 3"]
proces = "zorg"
zinnen = ['nooit "Afronden" zonder "Terugkijken" ervoor']
""", "", 1) == FIRST  # fmt: skip


def test_every_kind_of_sentence_can_be_opened_and_what_is_needed_is_asked_at_its_field(screen: Screen, at: str) -> None:
    page = screen.get(HELPER, f"{at}/regels/soort")
    kinds = page.all("//ul[@class='kinds']//a/@href")
    assert len(kinds) == 10
    for each in kinds:
        hidden = screen.get(HELPER, each).form("/regels/regel")
        page = shown(saved(screen, at, hidden, 422))
        assert "Kies over welk proces de zin gaat." in page.one("//div[@role='alert']").text_content()
        assert page.one("//*[@id='x-1']").get("aria-invalid") == "true"
        assert page.one("//*[@id='naam']").get("aria-invalid") == "true"
    assert kept(screen, at) == FIRST


def test_a_rule_is_changed_and_only_that_line_and_can_be_undone(screen: Screen, at: str) -> None:
    fields = opened(screen, at, "nummer=1")
    assert (fields["x-1"], fields["y-1"], fields["proces"]) == ('"Praten"', '"Kijken"', "zorg")
    fields |= {
        "y-2": 'begin "Zorg"',
        "behalve-1-1": '"Verder?" = "Samen"',
        "x-1-terwijl": 'terwijl loopt_notitie = "nee"',
    }
    page = screen.follow(HELPER, saved(screen, at, fields))
    sentence = (
        'nooit "Praten" terwijl loopt_notitie = "nee" zonder "Kijken" of begin "Zorg" ervoor, '
        'behalve als "Verder?" = "Samen"'
    )
    assert sentence in page.text
    text = kept(screen, at)
    assert sentence in text
    assert text.replace(sentence, 'nooit "Praten" zonder "Kijken" ervoor') == FIRST
    undo = page.form("/regels/terug")
    page = screen.follow(HELPER, screen.browser(HELPER).post(f"{at}/regels/terug", data=undo))
    assert "Het is ongedaan gemaakt." in page.text
    assert kept(screen, at) == FIRST


def test_another_sentence_about_another_process_and_another_kind(screen: Screen, at: str) -> None:
    fields = opened(screen, at, "nummer=1&zin=nieuw&soort=termijn")
    fields |= {"proces": "*", "x-1": "elke taak"}
    page = screen.follow(HELPER, saved(screen, at, fields))
    assert "In elk proces: elke taak heeft een termijn" in page.text
    fields = opened(screen, at, "nummer=1&zin=1&soort=vanzelf")
    assert fields["x-1"] == "elke taak"
    page = screen.follow(HELPER, saved(screen, at, fields))
    assert "elke taak sluit nooit vanzelf" in page.text
    assert "elke taak heeft een termijn" not in page.text
    hidden = screen.get(HELPER, f"{at}/regels/weg?nummer=1&zin=1").form("/regels/weg")
    page = screen.follow(HELPER, saved(screen, at, hidden, to="/regels/weg"))
    assert "De zin is weggehaald uit deze regel." in page.text
    assert kept(screen, at) == FIRST


def test_what_is_not_drawn_is_said_at_its_field_and_what_was_typed_stays(screen: Screen, at: str) -> None:
    fields = opened(screen, at, "nummer=1") | {"x-1": '"Praaten"', "naam": "Anders"}
    page = shown(saved(screen, at, fields, 422))
    told = page.one("//p[@id='x-1-error1']").text_content()
    assert "Deze regel noemt" in told
    assert "“Praten”" in told or '"Praten"' in told
    again = page.form("/regels/regel")
    assert (again["x-1"], again["naam"], again["y-1"]) == ('"Praaten"', "Anders", '"Kijken"')
    fields |= {"x-1": 'kapot "'}
    assert "Kies hier iets uit de lijst" in shown(saved(screen, at, fields, 422)).text
    assert kept(screen, at) == FIRST


def test_taking_a_rule_out_names_what_that_means_and_can_be_undone(screen: Screen, at: str) -> None:
    page = screen.get(HELPER, f"{at}/regels/weg?nummer=2")
    assert "Niemand kijkt hier dan nog naar." in page.text
    assert "Ook de uitzondering op deze regel gaat weg: “Dit jaar nog niet.”" in page.text
    page = screen.follow(HELPER, saved(screen, at, page.form("/regels/weg"), to="/regels/weg"))
    assert "De regel is weggehaald uit dit ontwerp." in page.text
    assert not page.all("//li[@id='regel-2']")
    text = kept(screen, at)
    assert FIRST.startswith(text)
    assert "uitzondering" not in text
    undo = page.form("/regels/terug")
    screen.follow(HELPER, screen.browser(HELPER).post(f"{at}/regels/terug", data=undo))
    assert kept(screen, at) == FIRST


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(screen: Screen, at: str) -> None:
    fields = opened(screen, at, "nummer=1") | {"naam": "Van mij"}
    gone = screen.get(HELPER, f"{at}/regels/weg?nummer=1").form("/regels/weg")
    other = screen.get("directeur", f"{at}/regels/regel?nummer=2").form("/regels/regel") | {"naam": "Van de ander"}
    answer = screen.browser("directeur").post(f"{at}/regels/regel", data=other)
    page = screen.get("directeur", answer.headers["Location"])
    undo = page.form("/regels/terug")
    page = shown(saved(screen, at, fields, 409))
    assert "Directeur Proef bewaarde dit bestand met regels" in page.text
    assert page.form("/regels/regel")["naam"] == "Van mij"
    assert "Directeur Proef bewaarde dit bestand" in shown(saved(screen, at, gone, 409, "/regels/weg")).text
    saved(screen, at, page.form("/regels/regel"))
    text = kept(screen, at)
    assert '"Van mij"' in text
    assert '"Van de ander"' in text
    answer = screen.browser("directeur").post(f"{at}/regels/terug", data=undo)
    assert answer.status_code == 409
    assert "Ongedaan maken zou dat weggooien." in shown(answer).text


def test_a_draft_without_rules_gets_its_first_and_the_version_holds_it(screen: Screen) -> None:
    at = draft(screen, dict(klein_files()))
    fields = opened(screen, at, f"soort={KIND}")
    fields |= {"proces": "zorg", "x-1": '"Praten"', "y-1": '"Kijken"', "naam": "De eerste"}
    page = screen.follow(HELPER, saved(screen, at, fields))
    assert "bewezen" in page.one("//section[@aria-labelledby='stand']").text_content()
    bundle = Bundle.from_files({**klein_files(), RULES: kept(screen, at).encode()})
    assert [each.name for each in bundle.rules.rules] == ["De eerste"]


def test_a_number_of_a_rule_that_no_machine_can_count_breaks_nothing() -> None:
    numbers = ["7", "9" * 50, "R12", "999999998", "999999999", "1000000000"]
    one = '[[regel]]\nnummer = "%s"\nnaam = "x"\ntekst = "x"\nproces = "zorg"\nzinnen = [\'nooit "Praten"\']\n'
    text = "".join(one % each for each in numbers)
    book = rulebook({**klein_files(), RULES: text.encode()})
    assert [each.id for each in book.rules.rules] == numbers
    assert next_number(book) == "1000000001"


def test_where_the_draft_does_not_stand_its_rules_are_there_to_be_mended(screen: Screen) -> None:
    broken = FIRST.replace('zonder "Kijken"', 'zonder "Kikken"')
    at = draft(screen, {**klein_files(), RULES: broken.encode(), "rules/kapot.toml": b"[[regel"})
    page = screen.get(HELPER, f"{at}/regels")
    assert "klopt niet" in standing(page, "1")
    assert "Deze regel noemt" in page.text
    assert "rules/kapot.toml" in page.text
    fields = opened(screen, at, "nummer=1") | {"y-1": '"Kijken"'}
    page = screen.follow(HELPER, saved(screen, at, fields))
    assert "er nu niets te bewijzen" in page.text
    assert kept(screen, at) == FIRST


def test_a_thrown_away_draft_is_looked_at_and_not_written(screen: Screen, at: str) -> None:
    fields, gone = opened(screen, at, "nummer=1"), screen.get(HELPER, f"{at}/regels/weg?nummer=1").form("/regels/weg")
    screen.post(HELPER, f"{at}/weg", {})
    assert not screen.get(HELPER, f"{at}/regels").all("//a[contains(@href, 'nummer=')]")
    page = shown(saved(screen, at, {**fields, "naam": "Toch anders"}, 409))
    assert "weggegooid" in page.text
    assert page.form("/regels/regel")["naam"] == "Toch anders"
    saved(screen, at, gone, 409, "/regels/weg")


@pytest.mark.parametrize("file", ["zorg.bpmn", "rules/anders.toml", "../x"])
def test_only_a_file_of_rules_is_undone(screen: Screen, at: str, file: str) -> None:
    page = screen.get(HELPER, f"{at}/regels/soort")
    token = page.all("//input[@name='vervalsing']/@value")[0]
    answer = screen.browser(HELPER).post(
        f"{at}/regels/terug", data={"vervalsing": token, "bestand": file, "opslag": "2"}
    )
    assert answer.status_code == 404


def unproven(page: Shown) -> int:
    """How many rules keep the version from coming into force."""
    found = re.search(r"(\d+) regels? (?:is|zijn) niet bewezen", page.text)
    return int(found[1]) if found else 0


def broken(screen: Screen, at: str) -> None:
    """A third rule, which the drawing breaks."""
    fields = opened(screen, at, f"soort={KIND}")
    fields |= {"proces": "zorg", "x-1": '"Afronden"', "y-1": '"Terugkijken"', "naam": "Terugkijken"}
    saved(screen, at, fields)


def test_a_broken_rule_has_an_exception_with_a_reason_that_can_be_undone_changed_and_taken_out(
    screen: Screen, at: str
) -> None:
    broken(screen, at)
    before = kept(screen, at)
    page = screen.get(HELPER, f"{at}/regels")
    assert standing(page, "3") == "geschonden"
    there = unproven(page)
    [link] = page.all("//li[@id='regel-3']//a[contains(., 'Uitzondering maken')]/@href")
    assert not page.all("//li[@id='regel-1']//a[contains(., 'Uitzondering')]")
    assert screen.get(HELPER, f"{at}/regels/regel?nummer=3&gedaan=bewaard").all(f"//a[@href='{link}']")
    fields = screen.get(HELPER, link).form("/regels/uitzondering")
    for reason in ("  ", "x" * 501):
        refused = shown(saved(screen, at, {**fields, "reden": reason}, 422, "/regels/uitzondering"))
        assert refused.one("//*[@id='reden-error1']") is not None
    answer = saved(screen, at, {**fields, "reden": "Dit jaar\r\nterugkijken wij samen."}, 303, "/regels/uitzondering")
    page = screen.follow(HELPER, answer)
    assert "De uitzondering staat in dit ontwerp." in page.text
    assert standing(page, "3") == "uitzondering"
    assert unproven(page) == there - 1
    assert "Dit jaar terugkijken wij samen." in page.one("//li[@id='regel-3']").text_content()
    made = kept(screen, at)
    assert made == before.rstrip() + '\n\n[[uitzondering]]\nregel = "3"\nreden = "Dit jaar terugkijken wij samen."\n'
    screen.browser(HELPER).post(f"{at}/regels/terug", data=page.form("/regels/terug"))
    assert kept(screen, at) == before
    screen.follow(HELPER, saved(screen, at, {**screen.get(HELPER, link).form("/regels/uitzondering"), "reden": "Zo."},
                                303, "/regels/uitzondering"))  # fmt: skip
    page = screen.get(HELPER, link)
    assert page.one("//textarea[@id='reden']").text_content().strip() == "Zo."
    page = screen.follow(HELPER, saved(screen, at, page.form("/uitzondering/weg"), 303, "/regels/uitzondering/weg"))
    assert "De uitzondering is weggehaald" in page.text
    assert kept(screen, at) == before
    screen.browser(HELPER).post(f"{at}/regels/terug", data=page.form("/regels/terug"))
    assert 'reden = "Zo."' in kept(screen, at)


def test_of_two_who_make_an_exception_the_second_is_told_and_keeps_what_was_typed(screen: Screen, at: str) -> None:
    broken(screen, at)
    first, second = (
        screen.get(HELPER, f"{at}/regels/uitzondering?nummer=3").form("/regels/uitzondering") for _ in range(2)
    )
    saved(screen, at, {**first, "reden": "Van de een."}, 303, "/regels/uitzondering")
    page = shown(saved(screen, at, {**second, "reden": "Van de ander."}, 409, "/regels/uitzondering"))
    assert "bewaarde dit bestand met regels nadat jij het opende" in page.text
    assert page.one("//textarea[@id='reden']").text_content().strip() == "Van de ander."
    saved(screen, at, page.form("/regels/uitzondering"), 303, "/regels/uitzondering")
    assert kept(screen, at).count("[[uitzondering]]") == 2  # that of rule 2 stood there
    assert "Van de ander." in kept(screen, at)


def test_an_exception_is_for_a_rule_that_is_there_and_needs_one_and_for_who_may_publish(
    screen: Screen, at: str
) -> None:
    page = screen.get(HELPER, f"{at}/regels/uitzondering?nummer=1")
    assert "Deze regel is bewezen: een uitzondering is niet nodig." in page.text
    assert not page.all("//textarea")
    screen.get(HELPER, f"{at}/regels/uitzondering?nummer=9", 404)
    screen.get(TEACHER, f"{at}/regels/uitzondering?nummer=1", 403)
    assert "Uitzondering weghalen" in screen.get(HELPER, f"{at}/regels/uitzondering?nummer=2").text
