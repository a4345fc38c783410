"""Signing in and out on screen: who gets in, what is told, and that nothing that was typed is lost by it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.test import TestResponse

import app.store.tables as t
from app.commands.people import EndEmployment, InvitePerson
from app.domain.actors import Actor
from app.domain.errors import UnavailableError
from app.domain.sessions import IDLE
from app.queries.asking import actor_of_session
from app.queries.desk import Desk
from app.store.clock import Clock
from app.store.passwords import hashed
from app.store.sessions import NO_BOARD
from app.store.staff import set_person
from app.store.unit_of_work import transaction
from app.web.blueprint import PLACE, Parts
from tests.api.client import CLOCK
from tests.counting import counted
from tests.school import CANARY
from tests.web.conftest import COOKIE, Screen, Shown, shown

PASSWORD = "vier paarden staan in de wei"  # noqa: S105  nobody's
OTHER = "vijf koeien liggen in het gras"
HOSTILE = "</textarea><script>alert(1)</script>\"'<b>&amp; İstanbul Sjoerdsma-Ŷ"
DOOR, ACCOUNT, OUT = "/aanmelden", "/account", "/afmelden"
SIGNED_OUT = "Je was afgemeld. Wat je typte is er nog."


@pytest.fixture(autouse=True)
def _nothing_failed_yet(screen: Screen) -> None:
    """Failures are of no board, so those of the test before are taken away."""
    with transaction(NO_BOARD, screen.school.site.keys, Clock(CLOCK)) as work:
        work.run(delete(t.sign_in_failure))


@cache
def kept() -> str:
    """What is kept of it, made as it is in tests: cheaply, which it is not yet when this file is read."""
    return hashed(PASSWORD)


def login_of(screen: Screen, function: str = "leerkracht") -> str:
    """The login of whoever holds a function, who has a password from now on."""
    person = screen.school.people[function]
    login = f"p{person.hex}"
    with screen.school.writing() as work:
        set_person(work, person, login=login, password=kept())
    return login


def browser(screen: Screen) -> FlaskClient:
    return screen.school.site.app.test_client()


def enter(
    client: FlaskClient, login: str, password: str = PASSWORD, status: int = 303, page: Shown | None = None, **more: str
) -> TestResponse:
    """Fill in the sign-in page and send it."""
    page = page or shown(client.get(DOOR))
    answer = client.post(DOOR, data={**page.form(DOOR), "login": login, "password": password, **more})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer


def cookie_of(client: FlaskClient, name: str = COOKIE) -> str:
    found = client.get_cookie(name)
    return found.value if found else ""


def seated(screen: Screen, cookie: str) -> UUID | None:
    desk = Desk(screen.school.site.keys, Clock(CLOCK), screen.school.site.bundles)
    found = actor_of_session(desk, cookie)
    return found.actor.id if found else None


def typed_after_the_end(client: FlaskClient, fields: Mapping[str, Any]) -> Shown:
    """What somebody sees who sends a form that is open while their session ended."""
    hidden = shown(client.get(ACCOUNT)).form(OUT)
    CLOCK.now += IDLE
    answer = client.post("/account/elders", data={**hidden, **fields})
    assert answer.status_code == 401
    return shown(answer)


# getting in


def test_who_is_not_signed_in_is_asked_to_and_then_is_where_they_wanted_to_be(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    sent = client.get("/account?a=b")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/aanmelden?verder=/account?a%3Db")
    page = shown(client.get(sent.headers["Location"]))
    assert (page.title, page.one("//h1").text) == ("Aanmelden · Leidraad", "Aanmelden")
    assert enter(client, login, page=page).headers["Location"] == "/account?a=b"
    assert "Mijn account" in shown(client.get("/account?a=b")).text


def test_who_is_signed_in_already_is_not_asked_again(screen: Screen) -> None:
    answer = screen.browser("leerkracht").get("/aanmelden?verder=/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")


@pytest.mark.parametrize("elsewhere", [
    "https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "\\\\kwaad.example", "javascript:alert(1)",
    "kwaad.example", "/\t/kwaad.example", "/ok\n//kwaad", " /account", "http:/account", "",
])  # fmt: skip
def test_signing_in_leads_to_no_other_site(screen: Screen, elsewhere: str) -> None:
    client, login = browser(screen), login_of(screen)
    page = shown(client.get(DOOR, query_string={"verder": elsewhere}))
    assert "verder" not in page.form(DOOR)
    assert enter(client, login, page=page, verder=elsewhere).headers["Location"] == "/"
    again = client.get(DOOR, query_string={"verder": elsewhere})
    assert again.headers["Location"] == "/"


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_login_and_a_wrong_password_are_told_alike_and_the_login_stays(screen: Screen, known: bool) -> None:  # noqa: FBT001  one of two cases
    client = browser(screen)
    login = login_of(screen) if known else "niemand"
    page = shown(enter(client, login, "fout wachtwoord", 422))
    told = "Aanmelden lukte nog niet. Je aanmeldnaam en wachtwoord horen niet bij elkaar."
    assert " ".join(page.one("//*[@role='alert']").text_content().split()).startswith(told)
    assert page.one("//input[@name='login']").get("value") == login
    assert page.one("//input[@name='password']").get("value") is None
    assert cookie_of(client) == ""


def test_after_three_failures_the_page_says_how_long_to_wait_and_then_one_gets_in(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    for _ in range(3):
        enter(client, login, "fout", 422)
    answer = enter(client, login, status=429)
    assert answer.headers["Retry-After"] == "2"
    assert "Wacht nog 2 seconden" in shown(answer).text
    CLOCK.on(seconds=1)
    assert "Wacht nog 1 seconde en" in shown(enter(client, login, status=429)).text
    CLOCK.on(seconds=1)
    enter(client, login)
    assert client.get(ACCOUNT).status_code == 200


def test_who_left_is_out_at_once_and_does_not_get_in(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    operator = Actor.operator(screen.school.board)
    screen.school.bus.send(EndEmployment(screen.school.people["leerkracht"], "Andere baan"), by=operator)
    assert client.get(ACCOUNT).status_code == 303
    enter(client, login, status=422)


# the cookie


def test_the_cookie_is_for_this_site_alone_and_for_no_script(screen: Screen) -> None:
    said = enter(browser(screen), login_of(screen)).headers.getlist("Set-Cookie")
    (ours,) = [each for each in said if each.startswith(f"{COOKIE}=")]
    flags = {each.strip() for each in ours.split(";")[1:]}
    assert flags == {"HttpOnly", "SameSite=Lax", "Path=/"}, "and it goes when the browser does"


def test_the_browser_is_known_again_by_a_cookie_that_names_nobody(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    said = enter(client, login).headers.getlist("Set-Cookie")
    (known,) = [each for each in said if each.startswith(f"{COOKIE}_bekend=")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"} <= {each.strip() for each in known.split(";")}
    assert login not in known
    stranger = browser(screen)
    for _ in range(3):
        enter(stranger, login, "fout", 422)
    enter(stranger, login, status=429)
    client.post(OUT, data=shown(client.get(ACCOUNT)).form(OUT))
    enter(client, login)


def test_by_https_it_travels_by_https_alone(screen: Screen) -> None:
    app = screen.school.site.app
    make, made = app.extensions[PLACE], app.extensions[PLACE]()
    secure = Parts(made.bus, made.desk, address="https://leidraad.school.example")
    app.extensions[PLACE] = lambda: secure
    try:
        client, login = app.test_client(), login_of(screen)
        said = enter(client, login).headers.getlist("Set-Cookie")
        (ours,) = [each for each in said if each.startswith("__Host-leidraad=")]
        assert {each.strip() for each in ours.split(";")[1:]} == {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}
        assert client.get(ACCOUNT, base_url="https://localhost").status_code == 200
    finally:
        app.extensions[PLACE] = make


def test_a_secret_that_somebody_else_put_in_the_browser_is_of_no_session(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    planted = f"{screen.school.board.hex}.geplant"
    client.set_cookie(COOKIE, planted)
    enter(client, login)
    assert cookie_of(client) not in {"", planted}
    assert seated(screen, planted) is None


def test_signing_in_as_somebody_else_ends_the_session_that_was_there(screen: Screen) -> None:
    client = browser(screen)
    enter(client, login_of(screen, "leerkracht"))
    first = cookie_of(client)
    hidden = shown(client.get(ACCOUNT)).form(OUT)
    data = {**hidden, "login": login_of(screen, "directeur"), "password": PASSWORD}
    assert client.post(DOOR, data=data).status_code == 303
    assert seated(screen, first) is None
    assert seated(screen, cookie_of(client)) == screen.school.people["directeur"]


@pytest.mark.parametrize("path", [DOOR, OUT, "/account/elders", "/account/wachtwoord"])
def test_a_form_that_is_not_from_us_is_refused(screen: Screen, path: str) -> None:
    client = screen.browser("leerkracht")
    cookie = cookie_of(client)
    ours = shown(client.get(ACCOUNT)).form(OUT)
    for data, headers in (({}, {}), ({"vervalsing": "x"}, {}), (ours, {"Sec-Fetch-Site": "cross-site"})):
        answer = client.post(path, data={**data, "login": "x"}, headers=headers)
        assert answer.status_code == 400
    assert seated(screen, cookie) is not None


# getting out


def test_who_signs_out_is_out_in_this_browser_and_on_the_server(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    cookie = cookie_of(client)
    answer = client.post(OUT, data=shown(client.get(ACCOUNT)).form(OUT))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/aanmelden?afgemeld=1")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert cookie_of(client) == ""
    assert seated(screen, cookie) is None
    assert "Je bent afgemeld." in shown(client.get(answer.headers["Location"])).text


def test_signing_out_is_no_address_to_be_led_to(screen: Screen) -> None:
    client = screen.browser("leerkracht")
    assert client.get(OUT).status_code in {404, 405}
    assert client.get(ACCOUNT).status_code == 200


def test_who_signs_out_when_the_session_has_ended_is_simply_out(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    form = shown(client.get(ACCOUNT)).form(OUT)
    CLOCK.now += IDLE
    answer = client.post(OUT, data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/aanmelden")


# signed out while typing


def test_what_was_typed_when_the_session_ended_waits_and_is_sent_by_one_button(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    page = typed_after_the_end(client, {"notitie": HOSTILE, "keuze": ["een", "twee"]})
    assert SIGNED_OUT in page.text
    back = shown(enter(client, login, status=200, page=page))
    assert (back.title, back.one("//h1").text) == ("Je bent weer aangemeld · Leidraad", "Je bent weer aangemeld")
    form = back.one("//main//form")
    assert form.get("action") == "/account/elders"
    sent = [(name, value) for name, value in form.form_values() if name not in {"vervalsing", "sleutel", "van-wie"}]
    assert sent == [("notitie", HOSTILE), ("keuze", "een"), ("keuze", "twee")]
    assert back.one("//main//button").text_content().strip() == "Alsnog versturen"
    away = back.one("//main//a")
    assert away.text == "Niet versturen. Wat je typte gaat dan weg."
    answer = client.post(form.get("action"), data=back.form("/account/elders"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account?gedaan=elders")


def test_what_was_typed_with_bad_intent_is_text_and_no_page(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    page = typed_after_the_end(client, {"notitie": HOSTILE, '"><b name="x': "y"})
    back = shown(enter(client, login, status=200, page=page))
    for each in (page, back):
        assert "<script>alert" not in each.answer.get_data(as_text=True)
        assert not each.all("//b")


def test_neither_password_nor_token_waits_in_the_page(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    page = typed_after_the_end(client, {"notitie": "hallo", "password": OTHER, "old": PASSWORD, "again": OTHER})
    text = page.answer.get_data(as_text=True)
    assert (OTHER in text, PASSWORD in text) == (False, False)
    names = {name for name, _value in json.loads(page.form(DOOR)["meegenomen"])["fields"]}
    assert names == {"notitie", "sleutel"}


def test_it_still_waits_after_a_wrong_password(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    page = typed_after_the_end(client, {"notitie": "hallo"})
    page = shown(enter(client, login, "fout", 422, page))
    assert SIGNED_OUT in page.text
    assert "hallo" in shown(enter(client, login, status=200, page=page)).text


def test_a_file_does_not_wait_and_that_is_told(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    with Path(__file__).open("rb") as file:
        page = typed_after_the_end(client, {"notitie": "hallo", "bijlage": (file, "foto.jpg")})
    assert "Bestanden gaan niet mee" in page.text
    assert "gaan niet mee" in shown(enter(client, login, status=200, page=page)).text


def test_what_somebody_typed_is_not_shown_to_a_colleague_who_signs_in_there(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    page = typed_after_the_end(client, {"notitie": "van een ander"})
    back = shown(enter(client, login_of(screen, "directeur"), status=200, page=page))
    assert "van een ander" not in back.answer.get_data(as_text=True)
    assert "Op deze pagina had een collega iets getypt." in back.text
    assert back.all("//main//form") == []


def test_it_is_not_shown_to_a_colleague_either_where_the_cookie_is_gone(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    hidden = shown(client.get(ACCOUNT)).form(OUT)
    client.delete_cookie(COOKIE)
    page = shown(client.post("/account/elders", data={**hidden, "notitie": "van een ander"}))
    back = enter(client, login_of(screen, "directeur"), status=200, page=page).get_data(as_text=True)
    assert "van een ander" not in back


def test_a_form_of_somebody_else_in_this_browser_is_not_shown(screen: Screen) -> None:
    theirs = screen.get("leerkracht", ACCOUNT).form(OUT)
    answer = screen.browser("directeur").post("/account/elders", data={**theirs, "notitie": "van een ander"})
    assert (answer.status_code, "van een ander" in answer.get_data(as_text=True)) == (400, False)


@pytest.mark.parametrize("path", [
    "https://kwaad.example/", "//kwaad.example/account/elders", "/nergens", "/account", "/api/v1/dossiers", "/afmelden",
    "/aanmelden", "/account/wachtwoord", "/static/x", "javascript:alert(1)", "",
])  # fmt: skip
def test_nothing_waits_for_an_address_that_takes_no_form_of_ours(screen: Screen, path: str) -> None:
    client, login = browser(screen), login_of(screen)
    waiting = json.dumps({"path": path, "fields": [["notitie", "hallo"]], "files": False, "person": ""})
    assert enter(client, login, meegenomen=waiting).headers["Location"] == "/"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"path": 1}', '{"path": "/account/elders", "fields": 7, "files": 0, "person": ""}',
             '{"path": "/account/elders", "fields": [["a","b"]], "files": 0, "person": "x"}']
)  # fmt: skip
def test_what_cannot_be_read_is_let_go(screen: Screen, text: str) -> None:
    assert enter(browser(screen), login_of(screen), meegenomen=text).headers["Location"] == "/"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://kwaad.example"}, {"Origin": "null"}]
)
def test_what_another_site_sent_does_not_wait(screen: Screen, headers: dict[str, str]) -> None:
    answer = browser(screen).post("/account/elders", data={"notitie": "kwaad"}, headers=headers)
    assert answer.status_code == 401
    assert "kwaad" not in answer.get_data(as_text=True)


def test_a_browser_that_names_no_origin_says_that_the_page_is_ours(screen: Screen) -> None:
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    answer = browser(screen).post("/account/elders", data={"notitie": "hallo"}, headers=headers)
    assert SIGNED_OUT in shown(answer).text


def test_what_a_script_sends_by_itself_takes_no_page_away(screen: Screen) -> None:
    answer = browser(screen).post("/account/elders", data={"notitie": "x"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.get_data(), answer.headers["HX-Reswap"]) == (401, b"", "none")


def test_where_the_database_is_away_what_waited_still_waits(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    page = typed_after_the_end(client, {"notitie": "hallo"})

    def away(*_values: object) -> None:
        raise UnavailableError

    with monkeypatch.context() as patched:
        patched.setattr("app.web.sign_in.signing_in.sign_in", away)
        gone = shown(enter(client, login, status=503, page=page))
    assert PASSWORD not in gone.answer.get_data(as_text=True)
    again = client.post("/account/elders", data=gone.form("/account/elders"))
    assert again.status_code == 401
    assert "hallo" in shown(enter(client, login, status=200, page=shown(again))).text


def test_what_was_typed_at_the_door_stands_in_no_log(screen: Screen, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client, login = browser(screen), login_of(screen)
    enter(client, CANARY, CANARY, 422)
    enter(client, login)
    page = typed_after_the_end(client, {"notitie": CANARY})
    enter(client, login, status=200, page=page)
    assert CANARY not in caplog.text
    with screen.school.reading() as work:
        rows = work.rows(t.read_log.select()) + work.rows(t.sign_in_failure.select()) + work.rows(t.session.select())
    assert CANARY not in str(rows)


# one's own account


def test_the_account_tells_who_one_is_and_what_one_holds(screen: Screen) -> None:
    login_of(screen)
    page = screen.get("leerkracht", ACCOUNT)
    for each in ("leerkracht", "Aanmeldnaam", "twee keer kort op Escape", "Je bent nergens anders aangemeld."):
        assert each in page.text, each


def test_another_password_is_chosen_and_other_screens_are_signed_out(screen: Screen) -> None:
    here, there, login = browser(screen), browser(screen), login_of(screen)
    enter(here, login)
    enter(there, login)
    assert "nog 1 andere plek" in shown(here.get(ACCOUNT)).text
    form = shown(here.get(ACCOUNT)).form("/account/wachtwoord")
    answer = here.post("/account/wachtwoord", data={**form, "old": PASSWORD, "password": OTHER, "again": OTHER})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account?gedaan=wachtwoord")
    assert "Je wachtwoord is veranderd." in shown(here.get(answer.headers["Location"])).text
    assert there.get(ACCOUNT).status_code == 303
    enter(browser(screen), login, status=422)
    enter(browser(screen), login, OTHER)


@pytest.mark.parametrize(("old", "new", "again", "said"), [
    ("fout", OTHER, OTHER, "Dit is niet je wachtwoord van nu."), (PASSWORD, "kort", "kort", "12 tekens"),
    (PASSWORD, OTHER, "anders", "niet gelijk"), ("", "", "", "Dit is niet je wachtwoord van nu."),
])  # fmt: skip
def test_a_password_that_will_not_do_is_told_above_its_field(
    screen: Screen, old: str, new: str, again: str, said: str
) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    form = shown(client.get(ACCOUNT)).form("/account/wachtwoord")
    answer = client.post("/account/wachtwoord", data={**form, "old": old, "password": new, "again": again})
    page = shown(answer)
    assert answer.status_code == 422
    assert said in page.one("//*[@role='alert']").text_content()
    assert said in page.one("//*[contains(@class,'wrong')]").text_content()
    assert OTHER not in answer.get_data(as_text=True)


def test_who_guesses_the_password_of_an_open_screen_must_wait(screen: Screen) -> None:
    client, login = browser(screen), login_of(screen)
    enter(client, login)
    form = shown(client.get(ACCOUNT)).form("/account/wachtwoord")
    for status in (422, 422, 422, 429):
        answer = client.post("/account/wachtwoord", data={**form, "old": "gok", "password": OTHER, "again": OTHER})
        assert answer.status_code == status
    assert "Wacht nog 2 seconden" in shown(answer).text


def test_all_other_screens_are_signed_out_by_one_button(screen: Screen) -> None:
    here, there, login = browser(screen), browser(screen), login_of(screen)
    enter(here, login)
    enter(there, login)
    form = shown(here.get(ACCOUNT)).form("/account/elders")
    assert here.post("/account/elders", data=form).status_code == 303
    assert (here.get(ACCOUNT).status_code, there.get(ACCOUNT).status_code) == (200, 303)


# one-time links


def test_a_one_time_link_asks_a_password_works_once_and_then_leads_to_the_door(screen: Screen) -> None:
    operator = Actor.operator(screen.school.board)
    invited = InvitePerson("ben.kok", "Ben Kok", "", screen.school.school)
    path = f"/uitnodiging/{screen.school.bus.send(invited, by=operator).result}"
    client = browser(screen)
    page = shown(client.get(path))
    assert page.title == "Kies je wachtwoord · Leidraad"
    form = page.form()
    wrong = shown(client.post(path, data={**form, "password": OTHER, "again": "anders"}))
    assert wrong.answer.status_code == 422
    assert "niet gelijk" in wrong.one("//*[@role='alert']").text_content()
    done = shown(client.post(path, data={**form, "password": OTHER, "again": OTHER}))
    assert (done.title, done.one("//main//a").get("href")) == ("Je wachtwoord is ingesteld · Leidraad", DOOR)
    assert cookie_of(client) == "", "who has the link is not yet who has the password"
    assert client.post(path, data={**form, "password": OTHER, "again": OTHER}).status_code == 410
    enter(client, "ben.kok", OTHER)


@pytest.mark.parametrize("password", [PASSWORD, "fout"])
def test_the_door_asks_the_database_little(screen: Screen, password: str) -> None:
    client, login = browser(screen), login_of(screen)
    form = shown(client.get(DOOR)).form(DOOR)
    with counted() as sent:
        client.post(DOOR, data={**form, "login": login, "password": password})
    assert len(sent.asked) <= 12


def test_ones_account_asks_the_database_little(screen: Screen) -> None:
    client = screen.browser("leerkracht")
    with counted() as sent:
        client.get(ACCOUNT)
    assert len(sent.asked) <= 12
