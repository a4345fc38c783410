"""What is stuck, on screen: told without a name, seen as far as rights go, and let go on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.schools import CreateSchool
from app.commands.upkeep import Tick
from app.domain.actors import Actor
from app.domain.free_days import Region
from app.store.clock import random_id
from tests.api.client import made_school
from tests.counting import counted
from tests.school import CANARY, FUNCTIONS, Site
from tests.web.conftest import Screen

DIRECTOR, TEACHER, HELPER, BOSS = "directeur", "leerkracht", "intern begeleider", "beheerder"


@pytest.fixture
def screen(here: Site) -> Screen:
    return Screen(made_school(here, functions=(*FUNCTIONS, BOSS)).school)


def stuck(screen: Screen, kind: str = "termijn", school: UUID | None = None, hours: int = 0) -> UUID:
    """An incident at a dossier that stands open."""
    with screen.school.reading() as work:
        route = work.rows(select(t.route).where(t.route.c.board_id == screen.school.board))[0]
    made = random_id()
    with screen.school.writing() as work:
        work.add(
            t.incident, incident_id=made, school_id=school or screen.school.school, dossier_id=route.dossier_id,
            route_id=route.route_id, kind=kind, element="x", subject=str(random_id()),
            message="De termijn bij “Wegen” ging af, maar de route kan niet verder.",
            opened_at=work.now + timedelta(hours=hours),
        )  # fmt: skip
    return made


@pytest.fixture
def dossier(screen: Screen) -> UUID:
    return screen.school.open(TEACHER, "Zorg over leerling")


def test_nothing_stuck_and_a_machine_that_works(screen: Screen) -> None:
    screen.school.bus.send(Tick(random_id()), by=Actor.system(screen.school.board))
    page = screen.get(BOSS, "/incidenten")
    assert "Er is niets vastgelopen." in page.text
    assert "De machine werkt." in page.text
    assert "Er is nog niets opgelost." in screen.get(BOSS, "/incidenten?toon=opgelost").text
    screen.get(TEACHER, "/incidenten", 403)


def test_a_machine_that_is_behind_is_told(screen: Screen) -> None:
    screen.school.bus.send(Tick(random_id()), by=Actor.system(screen.school.board))
    screen.school.clock.on(minutes=2)
    assert "Leidraad loopt achter." in screen.get(BOSS, "/incidenten").text


def test_what_is_stuck_is_told_in_words_with_what_to_do(screen: Screen, dossier: UUID) -> None:
    stuck(screen)
    page = screen.get(HELPER, "/incidenten")
    assert "Een termijn kan niet verder" in page.text
    assert "De termijn bij “Wegen”" in page.text
    assert "dinsdag 1 september 2026, 09:00" in page.text
    assert "Wat te doen:" in page.text
    assert page.one("//main//a[contains(., 'Naar het dossier')]").get("href") == f"/dossiers/{dossier}"
    assert CANARY not in page.text


def test_who_may_not_see_the_dossier_learns_that_something_is_stuck_and_no_more(screen: Screen, dossier: UUID) -> None:
    stuck(screen)
    page = screen.get(BOSS, "/incidenten")
    assert "Een termijn kan niet verder" in page.text
    assert "Is niet voor jou." in page.text
    assert str(dossier) not in page.answer.get_data(as_text=True)
    assert not page.all("//form[contains(@action, '/nogmaals')]")


def test_what_was_stuck_goes_on_and_stands_with_what_is_resolved(screen: Screen, dossier: UUID) -> None:
    incident = stuck(screen)
    path = f"/incidenten/{incident}/nogmaals"
    after = screen.follow(HELPER, screen.post(HELPER, path, {}, page="/incidenten"))
    assert "Het gaat weer verder." in after.text
    assert "Er is niets vastgelopen." in after.text
    resolved = screen.get(HELPER, "/incidenten?toon=opgelost")
    assert "Een termijn kan niet verder" in resolved.text
    assert not resolved.all("//form[contains(@action, '/nogmaals')]")
    fields = {"vervalsing": after.one("(//input[@name='vervalsing'])[1]").get("value")}
    again = screen.browser(HELPER).post(path, data=fields)
    assert again.status_code == 409
    assert "al opgelost" in again.get_data(as_text=True)
    assert screen.browser(BOSS).post(path, data=boss(screen)).status_code == 404
    assert screen.browser(BOSS).post(f"/incidenten/{random_id()}/nogmaals", data=boss(screen)).status_code == 404
    assert dossier


def boss(screen: Screen) -> dict[str, str]:
    page = screen.get(BOSS, "/incidenten")
    return {"vervalsing": page.one("(//input[@name='vervalsing'])[1]").get("value")}


def test_that_nobody_has_a_function_is_called_solved_not_tried_again(screen: Screen, dossier: UUID) -> None:
    stuck(screen, "niemand")
    page = screen.get(HELPER, "/incidenten")
    assert "Niemand heeft de functie die nodig is" in page.text
    assert page.one("//form[contains(@action, '/nogmaals')]//button").text_content().strip() == "Dit is opgelost"
    assert dossier


def test_what_is_stuck_at_another_school_is_not_told(screen: Screen, dossier: UUID) -> None:
    operator = Actor.operator(screen.school.board)
    other = screen.school.bus.send(CreateSchool("Verderop", "88XX", Region.ZUID), by=operator).result
    stuck(screen, school=other)
    assert "Er is niets vastgelopen." in screen.get(BOSS, "/incidenten").text
    assert dossier


def test_mail_that_could_not_leave_is_counted(screen: Screen, dossier: UUID) -> None:
    with screen.school.writing() as work:
        work.add(
            t.outbox, mail_id=random_id(), person_id=screen.school.people[TEACHER], kind="taak",
            command_id=random_id(), created_at=work.now, next_at=None, attempts=5, failed=True,
        )  # fmt: skip
    assert "Eén mail kon de afgelopen week niet weg." in screen.get(BOSS, "/incidenten").text
    screen.school.clock.on(days=8)
    screen.browsers.clear()
    assert "kon de afgelopen week niet weg" not in screen.get(BOSS, "/incidenten").text
    assert dossier


def test_a_long_list_goes_on_and_takes_few_statements(screen: Screen, dossier: UUID) -> None:
    for number in range(30):
        stuck(screen, hours=number)
    with counted() as sent:
        page = screen.get(HELPER, "/incidenten")
    statements = sent.asked
    assert len(statements) <= 12, "\n".join(statements)
    assert len(page.all("//ul[@class='incidents']/li")) == 25
    rest = screen.get(HELPER, page.one("//p[@class='pager']/a").get("href"))
    assert len(rest.all("//ul[@class='incidents']/li")) == 5
    screen.get(HELPER, "/incidenten?vanaf=onzin", 422)
    assert dossier
