"""Keeping and destroying on screen: proposed by one, agreed on by another, and the proof of it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from sqlalchemy import update

import app.store.tables as t
from app.commands.erasing import CERTIFICATE
from app.commands.erasure import SetHold
from app.commands.finishing import close_off
from app.commands.routes import CloseDossier, WithdrawRoute
from app.store.chain import framed
from app.store.signing import SigningKey
from tests.api.client import made_school
from tests.counting import counted
from tests.rows import only, rows
from tests.school import CANARY, FUNCTIONS, Site
from tests.steps import new_pupil
from tests.web.conftest import Screen, shown

DIRECTOR, BOARD, HELPER, TEACHER, KEEPER = "directeur", "bestuur", "intern begeleider", "leerkracht", "beheerder"
WHY = "De ouders vroegen erom en het bestuur besloot het."
KEY = SigningKey(bytes(range(32)))


@pytest.fixture
def screen(here: Site) -> Screen:
    return Screen(made_school(here, functions=(*FUNCTIONS, KEEPER)).school)


@pytest.fixture
def dossier(screen: Screen) -> UUID:
    """A dossier in which a route was withdrawn and another runs."""
    school = screen.school
    made = school.open(TEACHER, "Zorg over leerling")
    school.press(TEACHER, made, "Vermoeden over medewerker")
    first = routes_of(screen, made)[0]
    school.send(HELPER, WithdrawRoute(first.route_id, "Het is niet meer nodig."))
    return made


@pytest.fixture
def closed(screen: Screen) -> UUID:
    school = screen.school
    made = school.open(TEACHER, "Zorg over leerling")
    for each in rows(school, t.route, dossier_id=made):
        school.send(HELPER, WithdrawRoute(each.route_id, "Het is niet meer nodig."))
    school.send(HELPER, CloseDossier(made, "Alles is afgerond."))
    with school.writing() as work:
        mine = t.pupil.c.pupil_id == school.pupil
        work.run(update(t.pupil).where(mine).values(left_on=school.clock.now.date()))
    return made


def routes_of(screen: Screen, dossier: UUID) -> list[Any]:
    """Its routes, the oldest first."""
    return sorted(rows(screen.school, t.route, dossier_id=dossier), key=lambda each: each.number)


def page_of(dossier: UUID) -> str:
    return f"/dossiers/{dossier}/vernietigen"


def propose(screen: Screen, dossier: UUID, what: str = "dossier", ground: str = "verzoek") -> UUID:
    answer = screen.post(DIRECTOR, page_of(dossier), {"what": what, "ground": ground, "reason": WHY})
    assert "Je voorstel is bewaard." in screen.follow(DIRECTOR, answer).text
    made: UUID = only(screen.school, t.erasure, status="voorgesteld").erasure_id
    return made


def destroy(screen: Screen, dossier: UUID, what: str = "dossier") -> UUID:
    made = propose(screen, dossier, what)
    screen.post(BOARD, f"/vernietigen/{made}/bevestigen", {}, page=f"/vernietigen/{made}")
    return made


def test_the_whole_way_from_the_dossier_to_the_proof(screen: Screen, closed: UUID) -> None:
    sought = screen.browser(DIRECTOR).post(
        "/vernietigen", data={**screen.get(DIRECTOR, "/vernietigen").form("/vernietigen"), "q": CANARY[:7].lower()}
    )
    found = shown(sought).one("//section[@aria-labelledby='zoeken']//li//a")
    assert (found.get("href"), found.text_content()) == (page_of(closed), "Dossier van K.V.")
    page = screen.get(DIRECTOR, page_of(closed))
    assert "Twee" not in page.title
    assert "Niemand kan dit terughalen" in page.text
    made = propose(screen, closed)
    mine = screen.get(DIRECTOR, f"/vernietigen/{made}")
    assert "Dit is jouw voorstel." in mine.text
    assert not mine.all("//button[contains(., 'voorgoed vernietigen')]")
    listed = screen.get(BOARD, "/vernietigen")
    assert listed.one("//main//section[1]//a").get("href") == f"/vernietigen/{made}"
    theirs = screen.get(BOARD, f"/vernietigen/{made}")
    for sentence in (WHY, "Niemand kan dit terughalen", "Wat er verdwijnt", "Wat er blijft"):
        assert sentence in theirs.text
    answer = screen.post(BOARD, f"/vernietigen/{made}/bevestigen", {}, page=f"/vernietigen/{made}")
    proof = screen.follow(BOARD, screen.browser(BOARD).get(answer.headers["Location"]))
    for sentence in ("Bewijs van vernietiging", "erna gaat het niet meer open", "Alle ketens waren heel."):
        assert sentence in proof.text
    assert CANARY not in proof.text
    assert (
        screen.get(BOARD, "/vernietigen").one("//section[@aria-labelledby='weg']//a").get("href")
        == f"/vernietigen/{made}/bewijs"
    )


def test_after_it_there_is_no_dossier_for_anybody_and_the_lists_work(screen: Screen, closed: UUID) -> None:
    destroy(screen, closed)
    for function in (DIRECTOR, HELPER, TEACHER, BOARD):
        screen.get(function, f"/dossiers/{closed}", 404)
        screen.get(function, "/")
        assert str(closed) not in screen.get(function, "/dossiers?status=gesloten").answer.get_data(as_text=True)
    screen.get(DIRECTOR, page_of(closed), 404)
    screen.get(DIRECTOR, "/incidenten")


def test_the_dossier_tells_that_a_route_was_destroyed_and_goes_on(screen: Screen, dossier: UUID) -> None:
    first, *others = routes_of(screen, dossier)
    destroy(screen, dossier, str(first.route_id))
    page = screen.get(HELPER, f"/dossiers/{dossier}")
    assert "Deze route is vernietigd op dinsdag 1 september 2026." in page.text
    assert "Wat erin stond is voor niemand" in page.text.replace(",", "")
    assert first.name not in page.text.replace("Ondersteuningsroute beginnen", "") or others
    screen.get(HELPER, "/")
    screen.get(TEACHER, f"/dossiers/{dossier}", 404 if not others else 200)
    assert "Een route is vernietigd." in page.text


@pytest.mark.parametrize("function", [HELPER, TEACHER, KEEPER, "MT", "waarnemer", "aandachtsfunctionaris"])
def test_for_others_these_pages_are_not_there(screen: Screen, closed: UUID, function: str) -> None:
    made = propose(screen, closed)
    screen.get(function, "/vernietigen", 403)
    for path in (page_of(closed), f"/vernietigen/{made}", f"/vernietigen/{made}/bewijs"):
        screen.get(function, path, 404)
    assert "Bewaren" not in [each.text_content() for each in screen.get(function, "/").all("//header//nav//a")]


def test_what_was_typed_stays_where_it_cannot_be_done(screen: Screen, closed: UUID) -> None:
    typed = {"what": "dossier", "ground": "termijn", "reason": WHY}
    answer = screen.post(DIRECTOR, page_of(closed), typed, 422)
    text = answer.get_data(as_text=True)
    assert "De bewaartermijn is nog niet voorbij." in text
    assert WHY in text
    assert 'value="dossier"' in text
    nothing = screen.post(DIRECTOR, page_of(closed), {"ground": "verzoek", "reason": WHY}, 422).get_data(as_text=True)
    assert "Kies wat er vernietigd moet worden." in nothing
    assert rows(screen.school, t.erasure) == []


def test_a_dossier_that_must_be_kept_cannot_be_proposed(screen: Screen, closed: UUID) -> None:
    answer = screen.post(
        DIRECTOR, f"{page_of(closed)}/bewaren", {"reason": "Er loopt een klacht."}, page=page_of(closed)
    )
    page = screen.follow(DIRECTOR, answer)
    assert "Er loopt een klacht." in page.text
    assert not page.all("//button[contains(., 'Voorstellen om te vernietigen')]")
    hold = only(screen.school, t.legal_hold).hold_id
    lift = f"{page_of(closed)}/bewaren/{hold}/opheffen"
    assert "Geef een reden" in screen.post(BOARD, lift, {"reason": ""}, 422, page=page_of(closed)).get_data(
        as_text=True
    )
    page = screen.follow(BOARD, screen.post(BOARD, lift, {"reason": "De klacht is klaar."}, page=page_of(closed)))
    assert page.all("//button[contains(., 'Voorstellen om te vernietigen')]")


def test_saying_no_asks_why_and_leaves_all_as_it_was(screen: Screen, closed: UUID) -> None:
    made = propose(screen, closed)
    no = f"/vernietigen/{made}/vervallen"
    screen.post(BOARD, no, {"reason": ""}, 422, page=f"/vernietigen/{made}")
    answer = screen.post(BOARD, no, {"reason": "Er komt nog een gesprek."}, page=f"/vernietigen/{made}")
    assert "Alles blijft zoals het is." in screen.follow(BOARD, answer).text
    assert "Dit voorstel is niet doorgegaan." in screen.get(BOARD, f"/vernietigen/{made}").text
    assert screen.get(HELPER, f"/dossiers/{closed}")


def test_agreeing_twice_is_harmless(screen: Screen, closed: UUID) -> None:
    made = propose(screen, closed)
    page = screen.get(BOARD, f"/vernietigen/{made}")
    fields = page.form("bevestigen")
    for _ in range(2):
        answer = screen.browser(BOARD).post(f"/vernietigen/{made}/bevestigen", data=fields)
        assert answer.status_code == 303
    assert only(screen.school, t.erasure).status == "vernietigd"


def test_what_is_begun_and_not_done_is_told(screen: Screen, closed: UUID) -> None:
    made = propose(screen, closed)
    with screen.school.writing() as work:
        work.run(
            update(t.erasure).where(t.erasure.c.erasure_id == made)
            .values(status="begonnen", decided_by=screen.school.people[BOARD], decided_at=work.now)
        )  # fmt: skip
    assert "begonnen en nog niet af" in screen.get(DIRECTOR, f"/vernietigen/{made}").text
    assert "begonnen en nog niet af" in screen.get(DIRECTOR, "/vernietigen").text


def test_the_file_is_signed_and_names_no_child(screen: Screen, closed: UUID) -> None:
    made = destroy(screen, closed)
    close_off(screen.school.bus, screen.school.board, made, KEY)
    answer = screen.browser(BOARD).get(f"/vernietigen/{made}/bewijs.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="vernietiging-{made.hex[:8]}.json"'
    found = json.loads(answer.get_data(as_text=True))
    data = rfc8785.dumps(found["certificate"])
    KEY._private.public_key().verify(bytes.fromhex(found["signature"]), framed(CERTIFICATE, data))
    assert CANARY not in answer.get_data(as_text=True)
    assert "Ondertekend met de sleutel" in screen.get(BOARD, f"/vernietigen/{made}/bewijs").text


def test_the_overview_shows_initials_and_the_time_that_is_over(screen: Screen, closed: UUID) -> None:
    assert "Er is niets over zijn tijd." in screen.get(DIRECTOR, "/vernietigen").text
    screen.school.clock.on(days=3 * 366)
    screen.browsers.clear()
    page = screen.get(DIRECTOR, "/vernietigen")
    (link,) = page.all("//section[@aria-labelledby='voorbij']//a")
    assert link.text_content() == "Een heel dossier, K.V."
    assert CANARY not in page.text
    form = screen.get(DIRECTOR, link.get("href")).form("vernietigen")
    assert (form["what"], form["ground"]) == ("dossier", "termijn")
    assert str(closed) in link.get("href")


@pytest.mark.parametrize("what", ["closed", "dossier"])
def test_every_page_that_somebody_can_go_to_still_opens(
    screen: Screen, what: str, request: pytest.FixtureRequest
) -> None:
    """From everybody's menu, and from the page of a dossier of which a route was destroyed."""
    dossier = request.getfixturevalue(what)
    whole = what == "closed"
    destroy(screen, dossier, "dossier" if whole else str(routes_of(screen, dossier)[0].route_id))
    for function in (*FUNCTIONS, KEEPER):
        asked = {"/", "/dossiers", "/dossiers?status=gesloten"}
        asked |= {each.get("href") for each in screen.get(function, "/").all("//header//nav//a")}
        if not whole and screen.browser(function).get(f"/dossiers/{dossier}").status_code == 200:
            found = screen.get(function, f"/dossiers/{dossier}").all("//main//a[starts-with(@href, '/')]")
            asked |= {each.get("href") for each in found}
        for path in sorted(asked):
            status = screen.browser(function).get(path).status_code
            assert status in {200, 303}, (function, path, status)


def test_a_page_asks_the_database_little(screen: Screen, closed: UUID) -> None:
    done = destroy(screen, closed)
    screen.school.pupil = new_pupil(screen.school)
    other = screen.school.open(TEACHER, "Zorg over leerling")
    screen.school.send(DIRECTOR, SetHold(other, "Er loopt een klacht."))
    for path in ("/vernietigen", page_of(other), f"/vernietigen/{done}/bewijs"):
        screen.get(DIRECTOR, path)
        with counted() as sent:
            screen.get(DIRECTOR, path)
        most = max(len(each) - 1 for each in sent.transactions())
        assert most <= 12, (path, most)
