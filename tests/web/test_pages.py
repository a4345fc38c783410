"""The pages: what they say, what they send along, and how they look and work in a browser, light and dark."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from app.commands.access import AcceptInvitation, guest_of
from app.commands.upkeep import Tick
from app.domain.actors import Actor
from app.factory import parts_of
from app.store.db import db
from tests.machine import BRIN, SAMPLE, SCHOOL, Machine

NUMBERS = count(1)
PASSWORD = "vier paarden eten soep"  # noqa: S105  nobody's
CHILDREN = ("Milou", "Tijn", "Emre", "Fenna", "Yildirim", "Okafor")
POLICY = {"default-src": "'none'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'"}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    made = Machine(tmp_path_factory.mktemp("web"))
    made.done("school", "create", SCHOOL, "--brin", BRIN, "--region", "noord")
    made.done("people", "import", SAMPLE, "--yes")
    return made


@pytest.fixture
def app(machine: Machine) -> Iterator[Flask]:
    with machine.app() as made:
        yield made


@pytest.fixture
def link(machine: Machine) -> str:
    """The path of an invitation of somebody who was not invited before."""
    output = machine.done("person", "invite", f"mo.{next(NUMBERS)}", "--name", "Mo Nieuw")
    return "/uitnodiging/" + output.split("/uitnodiging/")[1].strip()


def title(answer: TestResponse) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.get_data(as_text=True), re.DOTALL)
    assert found
    return found[1].strip()


def tick(app: Flask) -> None:
    with app.app_context():
        parts = parts_of(app)
        for board in parts.desk.boards():
            parts.bus.send(Tick(UUID(int=1)), by=Actor.system(board))


# what they say


def test_the_first_page_says_whether_the_worker_is_there(app: Flask) -> None:
    tick(app)
    page = app.test_client().get("/")
    assert (page.status_code, title(page)) == (200, "Leidraad")
    assert "Alles werkt." in page.get_data(as_text=True)


def test_the_first_page_warns_where_no_worker_ever_ticked(tmp_path: Path) -> None:
    made = Machine(tmp_path)
    made.done("school", "create", SCHOOL, "--brin", BRIN, "--region", "noord")
    with made.app() as app:
        assert "Er is geen worker." in app.test_client().get("/").get_data(as_text=True)


def test_an_invitation_asks_a_password_and_looking_uses_nothing_up(app: Flask, link: str) -> None:
    for _ in range(2):
        page = app.test_client().get(link)
        assert (page.status_code, title(page)) == (200, "Kies je wachtwoord · Leidraad")
    done = app.test_client().post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert (done.status_code, title(done)) == (200, "Je wachtwoord is ingesteld · Leidraad")


def test_an_invitation_works_once(app: Flask, link: str) -> None:
    with app.app_context():
        secret = link.rpartition("/")[2]
        parts_of(app).bus.send(AcceptInvitation(secret, PASSWORD), by=guest_of(secret))
    again = app.test_client().post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert (again.status_code, title(again)) == (410, "Vraag een nieuwe link · Leidraad")
    assert "hij is gebruikt" in again.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/uitnodiging/kapot", "/uitnodiging/%F0%9F%92%A9", "/uitnodiging/" + "a" * 3000])
def test_a_link_that_cannot_be_is_told_as_one_that_no_longer_works(app: Flask, path: str) -> None:
    for answer in (app.test_client().get(path), app.test_client().post(path, data={"password": "x", "again": "x"})):
        assert (answer.status_code, title(answer)) == (410, "Vraag een nieuwe link · Leidraad")


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        (PASSWORD, "anders", "niet gelijk"),
        ("kort", "kort", "12 tekens"),
        ("Mo Nieuw !!!", "Mo Nieuw !!!", "iets anders dan je naam"),
        ("", "", "12 tekens"),
    ],
)
def test_a_password_that_will_not_do_is_asked_again(
    app: Flask, link: str, password: str, again: str, said: str
) -> None:
    answer = app.test_client().post(link, data={"password": password, "again": again})
    text = answer.get_data(as_text=True)
    assert (answer.status_code, said in text, 'role="alert"' in text) == (422, True, True)
    assert PASSWORD not in text
    assert app.test_client().post(link, data={"password": PASSWORD, "again": PASSWORD}).status_code == 200


def test_a_page_that_is_not_there_says_how_on(app: Flask) -> None:
    answer = app.test_client().get("/nergens")
    assert (answer.status_code, title(answer)) == (404, "Deze pagina is er niet · Leidraad")


# what they send along


@pytest.mark.parametrize(
    "path", ["/", "/nergens", "/uitnodiging/kapot", "/static/leidraad.css", "/health", "/api/v1/me"]
)
def test_every_answer_keeps_itself_from_being_misused(app: Flask, path: str) -> None:
    with app.test_client().get(path) as answer:
        headers = answer.headers
    policy = dict(each.strip().split(" ", 1) for each in headers["Content-Security-Policy"].split(";"))
    assert policy | POLICY == policy
    assert "script-src" not in policy
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"] or path.startswith("/static/")
    assert "Set-Cookie" not in headers


def test_no_page_names_a_child(app: Flask, link: str) -> None:
    for path in ("/", link, "/nergens", "/uitnodiging/kapot"):
        text = app.test_client().get(path).get_data(as_text=True)
        assert not [name for name in CHILDREN if name in text], path


# how they look and work


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("LEIDRAAD_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield made
        made.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


CONTRASTS = """() => {
  const luminance = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!colour.startsWith("rgba(") || !colour.endsWith(", 0)")) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("body *")]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((each) => {
      const pair = [luminance(getComputedStyle(each).color), luminance(ground(each))].sort((a, b) => b - a);
      return [each.tagName, (pair[0] + 0.05) / (pair[1] + 0.05)];
    });
}"""
"""Each element that has text of its own, with the contrast of that text (WCAG 2.2, 1.4.3)."""
UNLABELLED = """() => [...document.querySelectorAll("input, button, a, select, textarea")]
  .filter((each) => !(each.labels?.length || each.textContent.trim() || each.ariaLabel))
  .map((each) => each.outerHTML)"""
BROKEN_REFERENCES = """() => [...document.querySelectorAll("[aria-describedby]")]
  .flatMap((each) => each.getAttribute("aria-describedby").split(/\\s+/))
  .filter((id) => !document.getElementById(id))"""


def sound(page: Page) -> None:
    """What holds for every page (WCAG 2.2 AA, as far as it can be measured without a person)."""
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.title()
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.evaluate(UNLABELLED) == []
    assert page.evaluate(BROKEN_REFERENCES) == []
    weak = [(tag, ratio) for tag, ratio in page.evaluate(CONTRASTS) if ratio < 4.5]
    assert weak == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("width", [1400, 390, 320])
def test_every_page_is_sound_at_every_width(
    browser: Browser, address: str, link: str, scheme: str, width: int
) -> None:  # fmt: skip
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    for path in ("/", link, "/uitnodiging/kapot", "/nergens"):
        page.goto(address + path)
        sound(page)
    page.goto(address + link)
    page.fill("#password", PASSWORD)
    page.fill("#again", "anders")
    page.click("button")
    page.wait_for_selector("#error")
    sound(page)
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "17px"
    assert complaints == []
    context.close()


def test_the_form_works_by_keyboard_and_shows_where_one_is(
    browser: Browser, address: str, link: str, scheme: str
) -> None:  # fmt: skip
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address + link)
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        ring = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "3px" in ring
        assert "rgb(255, 191, 71)" in ring
    assert seen == ["A", "password", "again", "BUTTON"]
    for place in ("password", "again"):
        page.focus(f"#{place}")
        page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Je wachtwoord is ingesteld")
    context.close()


def test_what_is_pressed_is_large_enough_for_a_finger(browser: Browser, address: str, link: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address + link)
    for each in page.locator("input, button, a.brand").all():
        box = each.bounding_box()
        assert box
        assert box["height"] >= 24
    context.close()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/nope", 404), ("GET", "/api", 404), ("DELETE", "/api/v1/tasks", 405), ("GET", "/api/x/y", 404)],
)
def test_what_is_no_page_of_the_api_is_told_as_the_api_does(app: Flask, method: str, path: str, status: int) -> None:
    answer = app.test_client().open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["instance"] == path
    page = app.test_client().get("/nergens")
    assert (page.status_code, page.mimetype, title(page)) == (404, "text/html", "Deze pagina is er niet · Leidraad")
