"""Rehearsing on screen: every function in turn, a clock that is put forward, and what was done saved as a scenario."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, func, select

from app.commands.drafting import SaveDraftFile
from app.commands.rehearsing import KEPT
from app.commands.upkeep import TidyUp
from app.domain.actors import Actor
from app.store.clock import random_id
from app.store.drafts import files_of
from app.store.tables import dossier, fact, outbox, rehearsal
from tests.counting import counted
from tests.school import protocol_files
from tests.web.conftest import Screen, Shown, shown
from tests.web.test_proofs import draft
from tests.web.test_workbench import GEHEEL, HELPER, TEACHER, begun
from workflows import Bundle, run_scenarios

CARE = {"aanleiding": "leerkracht", "eerste_zorg": "Hij is stil"}
START = "Zorg over leerling"
WATCH, QUESTION = "Observeren en begeleiden", "Verder na stap 1?"


def rehearsed(screen: Screen, at: str) -> str:
    """Begin a rehearsal on a draft or version; its address."""
    return str(screen.post(HELPER, f"{at}/oefenen", {}).headers["Location"])


def deed(screen: Screen, at: str, what: str, status: int = 303, **fields: str) -> Shown:
    """One of the buttons on the page."""
    hidden = screen.get(HELPER, at).form(at)
    kept = {name: hidden[name] for name in ("vervalsing", "sleutel", "gezien")}
    answer = screen.browser(HELPER).post(at, data={**kept, "wat": what, **fields})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return screen.follow(HELPER, answer) if status == 303 else shown(answer)


def fill_in(screen: Screen, place: str, status: int = 303, **fields: Any) -> Shown:
    hidden = screen.get(HELPER, place).form("/oefenen/")
    answer = screen.browser(HELPER).post(place, data={**hidden, **fields})
    assert answer.status_code == status, answer.get_data(as_text=True)[:3000]
    return screen.follow(HELPER, answer) if status == 303 else shown(answer)


def link(page: Shown, name: str) -> str:
    return str(page.one(f"//a[normalize-space(.)='{name}']/@href"))


def begin_care(screen: Screen, at: str) -> Shown:
    page = deed(screen, at, "als", functie="leerkracht")
    return fill_in(screen, link(page, START), **CARE)


def rows(screen: Screen, table: Table) -> int:
    with screen.school.reading() as work:
        return int(work.run(select(func.count()).where(table.c.board_id == work.board)).scalar_one())


def test_a_rehearsal_goes_from_button_to_end_and_is_saved_as_a_scenario_that_holds(screen: Screen) -> None:
    at = begun(screen)
    before = [rows(screen, table) for table in (dossier, fact, outbox)]
    assert "Er is geen kind" in screen.get(HELPER, f"{at}/oefenen").text
    own = rehearsed(screen, at)
    page = screen.get(HELPER, own)
    assert "Dit is een oefening met een verzonnen dossier." in page.text
    assert "Er is nog niets begonnen" in page.text
    assert not page.all("//*[@data-diagram]")
    page = begin_care(screen, own)
    assert f"Als “leerkracht” “{START}” start" in page.text
    assert f"“{WATCH}” staat open voor leerkracht" in page.text
    data = json.loads(page.one("//script[@id='plek']").text)
    assert data["here"]
    assert data["flows"]
    place = link(page, WATCH)
    told = fill_in(screen, place, 422, gezien_of_gehoord="", gedane_begeleiding="Een rustige plek")
    assert "Er klopt nog iets niet." in told.text
    assert "Een rustige plek" in told.text
    assert f"Vastleggen, dan ‘{QUESTION}’" in told.text
    page = fill_in(screen, place, gezien_of_gehoord="Stil op het plein")
    question = link(page, QUESTION)
    assert "Kies een antwoord." in fill_in(screen, question, 422).text
    page = fill_in(screen, question, antwoord="Afsluiten")
    assert "is klaar, met “Gestopt na stap 1”" in page.text
    assert [rows(screen, table) for table in (dossier, fact, outbox)] == before


def test_what_was_done_is_saved_as_a_scenario_and_played_at_once(screen: Screen) -> None:
    at = begun(screen)
    own = rehearsed(screen, at)
    fill_in(screen, link(begin_care(screen, own), WATCH), gezien_of_gehoord="Stil op het plein")
    saving = f"{own}/bewaren"
    assert "Stil op het plein" not in screen.get(HELPER, saving).text
    assert "Geef een naam" in fill_in(screen, saving, 422, naam="!").text
    page = fill_in(screen, saving, naam="Na stap 1 is het klaar")
    assert "Bewaard als scenario, en meteen gespeeld: het klopt." in page.text
    feature = screen.get(HELPER, str(page.one("//main//a[contains(@href, '.feature')]/@href")))
    assert "klopt niet" not in feature.one("//ul[@class='findings']").text_content()
    text = screen.browser(HELPER).get(f"{at}/bestand/scenarios/na_stap_1_is_het_klaar.feature").get_data(as_text=True)
    assert run_scenarios(Bundle.from_files(protocol_files()), {"a.feature": text}).passed
    assert "Er is al een bestand dat zo heet" in fill_in(screen, saving, 422, naam="Na stap 1 is het klaar").text
    fill_in(screen, saving, naam="Nog eens", bestand="na_stap_1_is_het_klaar.feature")
    again = screen.browser(HELPER).get(f"{at}/bestand/scenarios/na_stap_1_is_het_klaar.feature").get_data(as_text=True)
    assert again.startswith(text.rstrip())
    assert "Scenario: Nog eens" in again


def test_time_goes_by_as_the_school_counts_it_and_steps_are_taken_back(screen: Screen) -> None:
    own = rehearsed(screen, begun(screen))
    page = deed(screen, own, "volgende", 422)
    assert "Er loopt nu geen termijn." in page.text
    assert "Er is niets gebeurd in de oefening." in page.text
    began = page.one("//p[@class='now']").text_content().split()
    page = deed(screen, own, "dag")
    assert page.one("//p[@class='now']").text_content().split() != began
    assert "er 5 schooldagen voorbijgaan" in deed(screen, own, "week").text
    assert "Schrijf de datum als dag-maand-jaar" in deed(screen, own, "klok", 422, datum="31-02-2027").text
    assert "hooguit twee jaar" in deed(screen, own, "klok", 422, datum="01-02-2199").text
    page = deed(screen, own, "klok", datum="01-02-2028")
    assert "Het wordt 1 februari 2028" in page.one("//*[@role='status']").text_content()
    begin_care(screen, own)
    assert "De klok kan niet terug" in deed(screen, own, "klok", 422, datum="01-09-2026").text
    page = deed(screen, own, "terug")
    assert "De laatste stap is teruggenomen." in page.text
    assert "Er is nog niets begonnen" in page.text
    page = deed(screen, own, "opnieuw")
    assert page.one("//p[@class='now']").text_content().split() == began
    assert "Nog niets." in page.text


def test_one_is_everybody_in_turn_and_does_only_what_is_for_that_function(screen: Screen) -> None:
    own = rehearsed(screen, begun(screen))
    begin_care(screen, own)
    page = deed(screen, own, "als", functie="bestuur")
    assert not page.all(f"//a[normalize-space(.)='{WATCH}']")
    assert "Doe dit als leerkracht" in page.text
    task = str(page.one("//input[@name='taak']/@value"))
    refused = screen.get(HELPER, f"{own}/taken/{task}", 409)
    assert "is voor leerkracht" in refused.text
    hidden = page.form(own)
    kept = {name: hidden[name] for name in ("vervalsing", "sleutel")}
    answer = screen.browser(HELPER).post(own, data={**kept, "wat": "als", "functie": "leerkracht", "taak": task})
    page = screen.follow(HELPER, answer)
    assert page.one("//h1").text == WATCH
    assert "je bent nu leerkracht" in page.text
    assert "Deze taak staat niet meer open" in screen.get(HELPER, f"{own}/taken/weg", 409).text
    assert "Dit is nu niet te starten." in screen.get(HELPER, f"{own}/starten?bericht=Niets", 409).text
    answer = screen.browser(HELPER).post(
        f"{own}/taken/{task}/vragen", data={**page.form(task), "gezien_of_gehoord": "Kijk"}
    )
    assert "Kijk" in answer.get_data(as_text=True)


def test_what_another_window_did_is_not_done_again_and_what_was_typed_stays(screen: Screen) -> None:
    own = rehearsed(screen, begun(screen))
    place = link(begin_care(screen, own), WATCH)
    old = screen.get(HELPER, place).form(place)
    deed(screen, own, "dag")
    answer = screen.browser(HELPER).post(place, data={**old, "gezien_of_gehoord": "Stil op het plein"})
    assert answer.status_code == 409
    page = shown(answer)
    assert "ging intussen verder in een ander venster" in page.text
    assert "Stil op het plein" in page.text
    answer = screen.browser(HELPER).post(place, data=page.form(place))
    assert answer.status_code == 303


def test_of_a_changed_draft_what_fits_no_more_is_named_and_the_rehearsal_goes_on_before_it(screen: Screen) -> None:
    at = draft(screen, dict(protocol_files()))
    own = rehearsed(screen, at)
    begin_care(screen, own)
    page = screen.get(HELPER, own)
    fill_in(screen, link(page, WATCH), gezien_of_gehoord="Stil")
    drawn = protocol_files()["zorgroutes.bpmn"].replace(WATCH.encode(), b"Kijken en helpen")
    put(screen, at, "zorgroutes.bpmn", drawn)
    page = screen.get(HELPER, own)
    assert "niet alles wat je deed, past nog" in page.text
    assert "Geen tekening heeft een taak" in page.text
    assert page.all("//a[normalize-space(.)='Kijken en helpen']")
    page = deed(screen, own, "dag")
    assert "past nog" not in page.text
    put(screen, at, "zorgroutes.bpmn", drawn.replace(b"</bpmn:definitions>", b"<!-- --></bpmn:definitions>"))
    assert "Alles wat je deed, past nog." in screen.get(HELPER, own).text
    put(screen, at, "zorgroutes.bpmn", b"<geen")
    assert "Dit ontwerp klopt nu niet" in screen.get(HELPER, own).text


def put(screen: Screen, at: str, name: str, data: bytes) -> None:
    with screen.school.reading() as work:
        row = next(each for each in files_of(work, UUID(at.rpartition("/")[2])) if each.name == name)
    screen.school.send(HELPER, SaveDraftFile(UUID(at.rpartition("/")[2]), name, row.revision, data))


def test_a_rehearsal_of_a_version_becomes_a_new_draft_when_it_is_saved(screen: Screen) -> None:
    assert screen.get(HELPER, f"/protocollen/{GEHEEL}").all("//a[contains(@href, 'oefenen')]")
    assert not screen.get(TEACHER, f"/protocollen/{GEHEEL}").all("//a[contains(@href, 'oefenen')]")
    own = rehearsed(screen, f"/protocollen/{GEHEEL}")
    assert screen.browser(HELPER).get(f"/protocollen/{GEHEEL}/oefenen").headers["Location"] == own
    assert "Er is nog niets om te bewaren." in screen.get(HELPER, f"{own}/bewaren").text
    begin_care(screen, own)
    saving = f"{own}/bewaren"
    assert "Vul een naam in." in fill_in(screen, saving, 422, naam="Zorg begint", ontwerp=" ").text
    page = fill_in(screen, saving, naam="Zorg begint", ontwerp="Met een verhaal erbij")
    assert "het klopt" in page.text
    assert "Met een verhaal erbij" in page.one("//p[@class='back']").text_content()


def test_a_rehearsal_is_for_one_person_alone_and_goes_after_two_weeks(screen: Screen) -> None:
    at = begun(screen)
    own = rehearsed(screen, at)
    screen.get("directeur", own, 404)
    for path in (own, f"{at}/oefenen", f"{own}/bewaren"):
        screen.get(TEACHER, path, 403)
    screen.get(HELPER, f"/oefenen/{random_id()}", 404)
    screen.get(HELPER, f"/protocollen/{'0' * 64}/oefenen", 404)
    assert rows(screen, rehearsal) == 1
    screen.school.clock.on(days=KEPT.days + 1)
    screen.school.bus.send(TidyUp(), by=Actor.system(screen.school.board))
    assert rows(screen, rehearsal) == 0


def test_a_page_of_a_rehearsal_asks_the_database_little(screen: Screen) -> None:
    own = rehearsed(screen, begun(screen))
    begin_care(screen, own)
    screen.get(HELPER, own)
    with counted() as sent:
        screen.get(HELPER, own)
    assert len(sent.asked) <= 12


def test_a_rehearsal_has_an_end(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.commands.rehearsing.MOST_ACTS", 1)
    own = rehearsed(screen, begun(screen))
    deed(screen, own, "dag")
    assert "Een oefening kan 1 stappen hebben." in deed(screen, own, "dag", 409).text
