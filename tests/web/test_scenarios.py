"""The scenarios of a version and of a draft on screen: how they come out, which arrows they take, and writing them."""

from __future__ import annotations

import json

import pytest

from app.store.clock import random_id
from tests.school import protocol_files
from tests.web.conftest import Screen, shown
from tests.web.test_proofs import draft
from tests.web.test_workbench import GEHEEL, HELPER, TEACHER, begun

FEATURE = "zorg_die_overgaat.feature"
TEXT = """# language: nl
Functionaliteit: Zorg die overgaat

  Scenario: Na stap 1 is het klaar
    Gegeven een dossier voor een leerling uit groep 3
    Als "leerkracht" "Zorg over leerling" start
    En "leerkracht" de taak "Observeren en begeleiden" afrondt
    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "Afsluiten"
    Dan is de route "Ondersteuningsroute" afgesloten met "Gestopt na stap 1"
"""


def save(screen: Screen, at: str, text: str, status: int = 303, who: str = HELPER, **fields: str) -> str:
    """Save a file of scenarios; where that leads, or the page."""
    place = f"{at}/scenarios/{FEATURE}"
    hidden = screen.get(who, place).form(place)
    answer = screen.browser(who).post(place, data={**hidden, "tekst": text, **fields})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return str(answer.headers["Location"]) if status == 303 else shown(answer).text


def test_everybody_sees_that_the_scenarios_of_a_version_hold_and_take_every_arrow(screen: Screen) -> None:
    page = screen.get(TEACHER, f"/protocollen/{GEHEEL}/scenarios")
    assert "zijn gespeeld en kloppen" in page.text
    assert "Samen nemen ze elke pijl." in page.text
    assert not page.all("//a[contains(@href, '.feature')]")
    data = json.loads(page.one("//script[@id='genomen']").text)
    assert len(data["flows"]) > 10
    assert data["here"] == []
    screen.get(TEACHER, f"/protocollen/{'0' * 64}/scenarios", 404)


def test_of_a_draft_those_that_do_not_hold_stand_first_and_arrows_that_none_takes_are_named(screen: Screen) -> None:
    files = {name: data for name, data in protocol_files().items() if not name.startswith("scenarios/")}
    wrong = TEXT.replace("Gestopt na stap 1", "Gestopt na stap 9")
    at = draft(screen, {**files, "scenarios/a.feature": TEXT.encode(), "scenarios/b.feature": wrong.encode()})
    page = screen.get(HELPER, f"{at}/scenarios")
    assert "1 scenario klopt niet." in page.text
    first = page.all("//ul[contains(@class, 'findings')]/li")[0].text_content()
    assert "1 klopt niet" in first
    assert "Gestopt na stap 9" in first
    assert "regel 9" in first
    assert "pijlen worden door geen scenario genomen" in page.text
    assert json.loads(page.one("//script[@id='genomen']").text)["here"]
    screen.get(TEACHER, f"{at}/scenarios", 403)
    screen.get(HELPER, f"/protocollen/ontwerpen/{random_id()}/scenarios", 404)


def test_a_scenario_is_begun_written_and_played_at_each_save(screen: Screen) -> None:
    at = begun(screen)
    answer = screen.post(HELPER, f"{at}/scenarios", {"naam": "Zorg die overgaat"})
    assert FEATURE in answer.headers["Location"]
    page = screen.follow(HELPER, answer)
    assert "Functionaliteit: Zorg die overgaat" in page.one("//textarea").text
    assert "Observeren en begeleiden" in page.text
    assert "Verder na stap 1?" in page.text
    assert '"leerkracht" de taak "…" afrondt' in page.text
    page = screen.get(HELPER, save(screen, at, TEXT.replace("\n", "\r\n")))
    assert "Bewaard. Zo komen de scenario’s nu uit." in page.text
    (outcome,) = page.all("//ul[@class='findings']/li")
    assert "klopt niet" not in outcome.text_content()
    assert screen.browser(HELPER).get(f"{at}/bestand/scenarios/{FEATURE}").data == TEXT.encode()
    page = screen.get(HELPER, save(screen, at, TEXT.replace("afrondt", "opeet")))
    assert "klopt niet" in page.text
    assert "Deze zin kent Leidraad niet" in page.text
    hidden = screen.get(HELPER, f"{at}/scenarios").form(f"{at}/scenarios")
    again = screen.browser(HELPER).post(f"{at}/scenarios", data={**hidden, "naam": "zorg die overgaat"})
    assert again.status_code == 422
    assert "Er is al een bestand dat zo heet" in again.get_data(as_text=True)


def test_the_words_that_a_script_completes_with_are_those_of_the_diagrams(screen: Screen) -> None:
    page = screen.get(HELPER, f"{begun(screen)}/scenarios/{FEATURE}")
    words = json.loads(page.one("//script[@id='aanvullen']").text)
    assert "Afsluiten" in words["questions"]["Verder na stap 1?"]
    assert "Observeren en begeleiden" in words["tasks"]
    assert "leerkracht" in words["functions"]
    assert "Zorg over leerling" in words["starts"]
    assert "Stap 2: delen van vermoedens" in words["steps"]
    assert "Gestopt na stap 1" in words["ends"]
    assert "Meldcode" in words["routes"]
    assert "Vermoeden" in words["messages"]


def test_what_a_colleague_saved_meanwhile_is_shown_and_what_was_typed_stays(screen: Screen) -> None:
    at = begun(screen)
    place = f"{at}/scenarios/{FEATURE}"
    hidden = screen.get(HELPER, place).form(place)
    save(screen, at, TEXT.replace("Na stap 1 is het klaar", "Van de directeur"), who="directeur")
    refused = screen.browser(HELPER).post(place, data={**hidden, "tekst": " "})
    assert refused.status_code == 422
    answer = screen.browser(HELPER).post(place, data={**shown(refused).form(place), "tekst": TEXT})
    assert answer.status_code == 409, "who was refused for another reason has not seen what came meanwhile"
    page = shown(answer)
    assert "Directeur Proef bewaarde dit bestand" in page.text
    assert "Na stap 1 is het klaar" in page.one("//textarea").text
    assert "Van de directeur" in page.one("//pre").text
    answer = screen.browser(HELPER).post(place, data={**page.form(place), "tekst": TEXT})
    assert answer.status_code == 303
    assert screen.browser(HELPER).get(f"{at}/bestand/scenarios/{FEATURE}").data == TEXT.encode()


@pytest.mark.parametrize("text", ["", "  \r\n"])
def test_an_empty_file_is_not_saved(screen: Screen, text: str) -> None:
    assert "Hier staat nog niets" in save(screen, begun(screen), text, 422)


ELSEWHERE = ["regels.toml", "../rules/regels.toml", "a/b.feature", "a.bpmn"]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_no_other_file_is_written_here(screen: Screen, name: str) -> None:
    at = begun(screen)
    screen.get(HELPER, f"{at}/scenarios/{name}", 404)


def test_of_what_does_not_stand_nothing_is_played_but_everything_can_be_written(screen: Screen) -> None:
    at = draft(screen, {**protocol_files(), "rules/meer.toml": b'[[regel]]\nnummer = "1"'})
    page = screen.get(HELPER, f"{at}/scenarios")
    assert "Dit ontwerp klopt nog niet" in page.text
    assert page.all("//a[contains(@href, 's10_geen_vermoeden.feature')]")
    assert "Dit ontwerp klopt nog niet" in screen.get(HELPER, save(screen, at, TEXT)).text


def test_a_thrown_away_draft_is_looked_at_and_not_written(screen: Screen) -> None:
    at = begun(screen)
    hidden = screen.get(HELPER, f"{at}/scenarios/{FEATURE}").form(f"{at}/scenarios/{FEATURE}")
    screen.post(HELPER, f"{at}/weg", {})
    assert not screen.get(HELPER, f"{at}/scenarios").all("//a[contains(@href, '.feature')]")
    assert not screen.get(HELPER, f"{at}/scenarios/{FEATURE}").all("//textarea")
    answer = screen.browser(HELPER).post(f"{at}/scenarios/{FEATURE}", data={**hidden, "tekst": TEXT})
    assert answer.status_code == 409
    assert "weggegooid" in shown(answer).text
    assert "Na stap 1 is het klaar" in shown(answer).one("//pre").text
