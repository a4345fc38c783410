"""Nakijken on screen: three verdicts, how far a check is, stopping and going on, and what is for whom."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import update

import app.store.tables as t
from app.jobs.checkpoints import Outside
from app.jobs.checks import begin_nightly, go_on
from app.queries.desk import Desk
from app.store.clock import Clock
from tests.api.client import CLOCK
from tests.counting import counted
from tests.school import CANARY
from tests.web.conftest import Screen

LK, IB, DIR, BESTUUR = "leerkracht", "intern begeleider", "directeur", "bestuur"


@pytest.fixture
def dossier(screen: Screen) -> UUID:
    return screen.school.open(LK, "Zorg over leerling")


def looked(screen: Screen) -> int:
    school = screen.school
    return go_on(Desk(school.site.keys, Clock(CLOCK), school.site.bundles), school.bus, school.board, Outside())


def broken(screen: Screen, dossier: UUID) -> None:
    with screen.school.writing() as work:
        work.run(update(t.route).where(t.route.c.dossier_id == dossier).values(milestone="Iets anders"))


def begin_all(screen: Screen) -> str:
    page = screen.get(BESTUUR, "/nakijken")
    every = page.all("//input[@name='oordeel']/@value")
    answer = screen.browser(BESTUUR).post("/nakijken", data={**page.form("/nakijken"), "oordeel": every})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


@pytest.mark.usefixtures("dossier")
def test_who_oversees_has_all_dossiers_looked_at_and_reads_that_it_holds(screen: Screen) -> None:
    where = begin_all(screen)
    assert "Nog bezig: 0 van 1 dossier" in screen.get(BESTUUR, where).text
    assert looked(screen) == 1
    text = screen.get(BESTUUR, where).text
    for said in (
        "Er is niets veranderd",
        "komt op dezelfde toestand uit",
        "Elke regel die te beoordelen was, is gehouden",
        "Regel 18",
    ):
        assert said in text
    assert "Klopt niet" not in text
    listed = screen.get(BESTUUR, "/nakijken")
    assert [each.get("href") for each in listed.all("//table[@class='checks']//a")] == [where]
    assert "1 / 1" in listed.text


def test_a_check_is_stopped_and_goes_on_by_buttons(screen: Screen, dossier: UUID) -> None:
    assert dossier
    where = begin_all(screen)
    screen.browser(BESTUUR).post(f"{where}/stoppen", data=screen.get(BESTUUR, where).form("/stoppen"))
    page = screen.get(BESTUUR, where)
    assert "Gestopt: 0 van 1 dossier" in page.text
    assert looked(screen) == 0
    screen.browser(BESTUUR).post(f"{where}/verder", data=page.form("/verder"))
    assert looked(screen) == 1
    assert "Gestopt" not in screen.get(BESTUUR, where).text


def test_what_does_not_hold_is_told_with_its_place_in_plain_dutch(screen: Screen, dossier: UUID) -> None:
    broken(screen, dossier)
    where = begin_all(screen)
    looked(screen)
    page = screen.get(BESTUUR, where)
    evidence = " ".join(page.one("//section[contains(., 'geschiedenis heel')]//li").text_content().split())
    assert "De mijlpaal van de route is niet wat de feiten zeggen." in evidence
    assert "Route 1" in evidence
    assert str(dossier) in evidence
    assert "Klopt niet" in page.text
    assert CANARY not in page.text


def test_a_dossier_is_looked_at_by_who_leads_it_and_by_nobody_else(screen: Screen, dossier: UUID) -> None:
    path = f"/dossiers/{dossier}/nakijken"
    assert screen.get(IB, f"/dossiers/{dossier}").all(f"//a[@href='{path}']")
    assert not screen.get(LK, f"/dossiers/{dossier}").all(f"//a[@href='{path}']")
    page = screen.get(IB, path)
    assert "Dit dossier is nog niet nagekeken" in page.text
    assert screen.browser(IB).post(path, data=page.form(path)).headers["Location"] == path
    assert looked(screen) == 1
    after = screen.get(IB, path)
    assert "Dit oordeel gaat over wat jij van dit dossier mag zien" in after.text
    assert "Er is niets veranderd" in after.text
    assert "Regel 14 (Elke taak heeft een termijn, en bijna geen sluit vanzelf): 1 keer gehouden." in after.text
    screen.get(LK, path, 404)
    for function in (LK, IB, DIR):
        screen.get(function, "/nakijken", 404)


def test_an_older_verdict_says_that_a_later_check_found_something(screen: Screen, dossier: UUID) -> None:
    page = f"/dossiers/{dossier}/nakijken"
    screen.browser(IB).post(page, data=screen.get(IB, page).form(page))
    looked(screen)
    assert "Een latere controle" not in screen.get(IB, page).text
    broken(screen, dossier)
    CLOCK.on(minutes=10)
    begin_all(screen)
    looked(screen)
    assert "Een latere controle vond hier iets wat niet klopt, op" in screen.get(IB, page).text


def test_the_menu_shows_it_to_who_oversees(screen: Screen) -> None:
    assert screen.get(BESTUUR, "/").all("//nav//a[@href='/nakijken']")
    assert not screen.get(IB, "/").all("//nav//a[@href='/nakijken']")


def test_the_nightly_check_shows_itself_among_what_is_stuck_until_it_is_seen(screen: Screen, dossier: UUID) -> None:
    broken(screen, dossier)
    begin_nightly(screen.school.bus, screen.school.board)
    looked(screen)
    page = screen.get(DIR, "/incidenten")
    assert "De geschiedenis klopt niet" in page.text
    assert "mijlpaal" not in page.text
    screen.browser(DIR).post(page.one("//form[contains(@action, '/gezien')]").get("action"), data=page.form("/gezien"))
    assert "De geschiedenis klopt niet" not in screen.get(DIR, "/incidenten").text
    assert "De geschiedenis klopt niet" in screen.get(DIR, "/incidenten?toon=opgelost").text


def test_a_page_costs_few_statements(screen: Screen, dossier: UUID) -> None:
    broken(screen, dossier)
    where = begin_all(screen)
    looked(screen)
    for path in ("/nakijken", where):
        screen.get(BESTUUR, path)
        with counted() as sent:
            screen.get(BESTUUR, path)
        assert len(sent.asked) <= 12
