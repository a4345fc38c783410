"""One-time links: a password is set with one, once, and a link tells nothing of who it is for."""

from __future__ import annotations

from itertools import count

import pytest
from flask.testing import FlaskClient

from app.commands.access import AcceptInvitation, guest_of
from app.commands.people import InvitePerson
from app.domain.actors import Actor
from tests.web.conftest import Screen, Shown, shown

PASSWORD = "vier paarden eten soep"  # noqa: S105  nobody's
NUMBERS = count(1)


@pytest.fixture
def link(screen: Screen) -> str:
    """The path of an invitation of somebody who was not invited before."""
    invited = InvitePerson(f"mo.{next(NUMBERS)}", "Mo Nieuw", "", screen.school.school)
    secret = screen.school.bus.send(invited, by=Actor.operator(screen.school.board)).result
    return f"/uitnodiging/{secret}"


@pytest.fixture
def client(screen: Screen) -> FlaskClient:
    return screen.browser(None)


def send(client: FlaskClient, path: str, password: str, again: str, status: int) -> Shown:
    """Fill in the page of a link, with the token of a page of ours where that one has no form."""
    form = shown(client.get("/aanmelden")).form("/aanmelden")
    answer = client.post(path, data={"vervalsing": form["vervalsing"], "password": password, "again": again})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return shown(answer)


def test_looking_uses_nothing_up_and_names_nobody(client: FlaskClient, link: str) -> None:
    for _ in range(2):
        page = shown(client.get(link))
        assert (page.answer.status_code, page.title) == (200, "Kies je wachtwoord · Leidraad")
        assert "Mo Nieuw" not in page.answer.get_data(as_text=True)
    assert send(client, link, PASSWORD, PASSWORD, 200).title == "Je wachtwoord is ingesteld · Leidraad"


def test_a_link_works_once(screen: Screen, client: FlaskClient, link: str) -> None:
    secret = link.rpartition("/")[2]
    screen.school.bus.send(AcceptInvitation(secret, PASSWORD), by=guest_of(secret))
    page = send(client, link, PASSWORD, PASSWORD, 410)
    assert page.title == "Vraag een nieuwe link · Leidraad"
    assert "hij is gebruikt" in page.text


def test_a_link_that_was_used_or_is_old_says_so_before_anything_is_filled_in(
    screen: Screen, client: FlaskClient, link: str
) -> None:
    invited = InvitePerson(f"mo.{next(NUMBERS)}", "Mo Nieuw", "", screen.school.school)
    other = screen.school.bus.send(invited, by=Actor.operator(screen.school.board)).result
    send(client, link, PASSWORD, PASSWORD, 200)
    assert client.get(link).status_code == 410
    assert client.get(f"/uitnodiging/{other}").status_code == 200
    screen.school.clock.on(days=8)
    page = shown(client.get(f"/uitnodiging/{other}"))
    assert page.answer.status_code == 410
    assert "Deze link werkt niet meer" in page.text


@pytest.mark.parametrize("path", ["/uitnodiging/kapot", "/uitnodiging/%F0%9F%92%A9", "/uitnodiging/" + "a" * 3000])
def test_a_link_that_cannot_be_is_told_as_one_that_no_longer_works(client: FlaskClient, path: str) -> None:
    page = shown(client.get(path))
    assert (page.answer.status_code, page.title) == (410, "Vraag een nieuwe link · Leidraad")
    assert send(client, path, "x", "x", 410).title == page.title


@pytest.mark.parametrize(
    ("password", "again", "field", "said"),
    [
        (PASSWORD, "anders", "again", "niet gelijk"),
        ("kort", "kort", "password", "12 tekens"),
        ("Mo Nieuw !!!", "Mo Nieuw !!!", "password", "iets anders dan je naam"),
        ("", "", "password", "12 tekens"),
    ],
)
def test_a_password_that_will_not_do_is_asked_again(
    client: FlaskClient, link: str, password: str, again: str, field: str, said: str
) -> None:
    page = send(client, link, password, again, 422)
    assert said in page.one("//*[@role='alert']").text_content()
    assert page.one("//*[@role='alert']//a").get("href") == f"#{field}"
    assert said in page.one(f"//*[@id='{field}-error1']").text_content()
    assert PASSWORD not in page.answer.get_data(as_text=True)
    send(client, link, PASSWORD, PASSWORD, 200)


def test_a_form_that_is_not_from_us_sets_no_password(client: FlaskClient, link: str) -> None:
    answer = client.post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 400
    assert PASSWORD not in answer.get_data(as_text=True)
    send(client, link, PASSWORD, PASSWORD, 200)
