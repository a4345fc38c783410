"""Every page in every state, as it must be for everybody: read by axe, by keyboard, on a phone, enlarged, on paper.

What a page does is for the tests of its own; here it is only looked at. A page that comes new belongs in `PAGES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.crowd import FIRST, fill
from tests.browser.made_up import copied
from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, large_enough, no_overflow, reachable

Visit = Callable[..., Person]
TEACHER, IB, LEADER, KEEPER, NOBODY_S = "lieke.de.haan", "s.devries", "r.postma", "m.jonker", "h.visser"
CHILDREN = ("Milou", "Tijn", "Emre", "Fenna", "Yildirim", "Dijkstra")
PAGES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "": ("/aanmelden", "/acuut", "/nergens", "/uitnodiging/kapot"),
    NOBODY_S: ("/", "/dossiers", "/dossiers/nieuw", "/acuut", "/account"),
    IB: (
        "/", "/dossiers", "/dossiers/nieuw", "/dossiers/{dossier}", "/dossiers/{dossier}/sluiten", "/incidenten",
        "/cijfers",
        "/dossiers/{dossier}/mensen/erbij", "/dossiers/{dossier}/mensen/nooit", "/dossiers/{dossier}/ouders/nieuw",
        "/dossiers/{dossier}/start?bericht=Vermoeden", "/taken/{task}", "/taken/{done}", "/taken/{done}/herstellen",
        "/taken/{question}", "/routes/{route}/intrekken", "/routes/{route}/afwijken", "/routes/{route}/diagram",
        "/dossiers/{dossier}/herhaling", "/dossiers/{dossier}/pakket", "/pakketten",
        "/acuut?dossier={dossier}", "/dossiers/00000000-0000-0000-0000-000000000000",
        "/protocollen", "/protocollen/{version}", "/protocollen/{version}/regels", "/protocollen/{version}/scenarios",
        "/protocollen/{version}/stippen",
        "/protocollen/{version}/lopend", "/protocollen/{version}/in-gebruik",
    ),
    LEADER: ("/pakketten", "/cijfers/uitvoer"),
    KEEPER: ("/mensen", "/mensen/nieuw", "/mensen/inlezen", "/mensen/voorstellen", "/mensen/waarnemen", "/school"),
})  # fmt: skip
"""Somebody's login to what they look at; in braces what `seen` knows."""
SEEN_BY = list(PAGES)


@pytest.fixture(scope="module")
def seen(product: Product) -> dict[str, str]:
    """A dossier with something of everything in it: a task, one that was done, a question, a route."""
    dossier = product.open_dossier(TEACHER, "Tijn")
    done = product.task(TEACHER, dossier, "Observeren en begeleiden")
    answers = {"gezien_of_gehoord": "Is stil.", "gezien_op": "2026-09-01", "gezien_waar": "In de klas."}
    shown = product.ask(TEACHER, f"tasks/{done}")
    known = {each["name"]: each for each in shown["form_view"]["components"]}
    given = {name: answers.get(name) or _made_up(each) for name, each in known.items() if name and each["required"]}
    product.send(TEACHER, f"tasks/{done}/complete", answers=given, seen=shown["version"])
    question = product.task(TEACHER, dossier, "Verder na stap 1?")
    product.send(IB, f"dossiers/{dossier}/messages", name="Vermoeden", answers={"aanleiding": "Blauwe plekken."})
    task = product.task(IB, dossier, "Signalen in kaart brengen")
    route = product.ask(IB, f"dossiers/{dossier}")["routes"][0]["id"]
    version = product.ask(IB, "protocols")["items"][0]["geheel"]
    return {
        "dossier": dossier, "task": task, "done": done, "question": question, "route": route, "version": version,
    }  # fmt: skip


def _made_up(component: Mapping[str, object]) -> object:
    options = component["options"]
    if isinstance(options, list) and options:
        first = options[0]["value"]
        return [first] if component["type"] == "checklist" else first
    return "2026-09-01" if component["type"] == "date" else "Dat hebben we samen gezien."


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory, school: Path) -> Iterator[Product]:
    """A school with five hundred dossiers."""
    folder: Path = tmp_path_factory.mktemp("crowd")
    copied(school, folder)
    fill(folder, IB)
    made = Product.begin(folder)
    try:
        yield made
    finally:
        made.stop()


def each_page(person: Person, seen: dict[str, str], look: Callable[[Page], None]) -> None:
    """Look at all that somebody may look at, and tell all that is wrong at once."""
    wrong = []
    for path in PAGES[person.login]:
        answer = person.page.goto(path.format(**seen))
        assert answer is not None
        assert answer.status < 500, path
        try:
            look(person.page)
        except AssertionError as error:
            wrong.append(f"{path}: {error}")
    assert not wrong, "\n\n".join(wrong)


def named(what: str, look: Callable[[Page], None], page: Page) -> list[str]:
    try:
        look(page)
    except AssertionError as error:
        return [f"{what}: {error}"]
    return []


def read_aloud_and_by_keyboard(page: Page) -> None:
    """The page as it comes."""
    axe(page)
    no_overflow(page)
    reachable(page)
    assert not [name for name in CHILDREN if name in page.title() + page.url]
    assert page.locator("h1").count() == page.locator("main").count() == 1


def in_the_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 30)"
    axe(page, "color-contrast")  # all else was looked at by daylight
    page.emulate_media(color_scheme="light")


_MOVING: Final = """() => [...document.querySelectorAll('*')].filter((each) => {
  const own = getComputedStyle(each);
  return [own.transitionDuration, own.animationDuration].join(', ').split(', ').some((part) => parseFloat(part) > 0.01);
}).map((each) => each.outerHTML.slice(0, 80)).slice(0, 5)"""


def without_motion(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(_MOVING)
    page.emulate_media(reduced_motion="no-preference")
    assert not moving, moving


def twice_as_large(page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 450})
    no_overflow(page)


def on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    no_overflow(page)
    large_enough(page)


def on_paper(page: Page) -> None:
    """What is said stands there, on white; what is to be pressed does not."""
    page.set_viewport_size({"width": 794, "height": 1123})  # A4
    page.emulate_media(media="print")
    no_overflow(page)
    expect(page.locator("h1")).to_be_visible()
    shown = [each for each in page.locator("header nav, .acute-button, form button").all() if each.is_visible()]
    assert not shown, [each.inner_text() for each in shown]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


LOOKS: Final = (read_aloud_and_by_keyboard, in_the_dark, without_motion, twice_as_large, on_a_phone, on_paper)


@pytest.mark.parametrize("login", SEEN_BY)
def test_every_page_can_be_read_aloud_reached_enlarged_touched_and_printed(
    visit: Visit, seen: dict[str, str], login: str
) -> None:
    def look(page: Page) -> None:
        wrong = [said for each in LOOKS for said in named(each.__name__, each, page)]
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1400, "height": 900})
        assert not wrong, "\n".join(wrong)

    each_page(visit(login), seen, look)


# errors


def test_what_is_wrong_is_said_on_top_and_at_the_field_and_axe_agrees(visit: Visit, seen: dict[str, str]) -> None:
    person = visit(IB)
    page = person.goto(f"/taken/{seen['task']}")
    page.locator("main form .utrecht-button--primary-action").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    no_overflow(page)
    link = page.get_by_role("alert").get_by_role("link").first
    link.click()
    assert page.evaluate("document.activeElement.matches('input, textarea, select')")


def test_a_sign_in_that_fails_says_so(visit: Visit) -> None:
    page = visit("", "phone").goto("/aanmelden")
    page.get_by_label("Aanmeldnaam").fill("niemand")
    page.get_by_label("Wachtwoord", exact=True).fill("een wachtwoord dat niet klopt")
    page.locator("main").get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    no_overflow(page)


# without scripts


def test_without_scripts_a_task_is_done_and_what_was_typed_comes_back(visit: Visit, seen: dict[str, str]) -> None:
    person = visit(TEACHER, "no scripts")
    page = person.goto(f"/taken/{seen['question']}")
    page.locator("main form .utrecht-button--primary-action").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator(".question").get_by_role("radio").first.check()
    page.get_by_role("button", name="Later verder").click()
    expect(page.locator("main")).to_contain_text("Bewaard")
    page.goto(f"/taken/{seen['question']}")
    expect(page.locator(".question").get_by_role("radio").first).to_be_checked()


def test_without_scripts_a_pupil_is_found(visit: Visit) -> None:
    page = visit(IB, "phone without scripts").goto("/dossiers/nieuw")
    page.get_by_label("Over welke leerling gaat het?").fill("dijk")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.get_by_role("link", name="Fenna Dijkstra")).to_be_visible()
    no_overflow(page)


# much, and long names


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_five_hundred_rows_with_long_names_are_a_page_like_any_other(
    visit: Visit, crowded: Product, screen: str
) -> None:
    page = visit(TEACHER, screen, on=crowded).page
    for path in ("/", "/dossiers", "/dossiers/nieuw"):
        page.goto(path)
        axe(page)
        no_overflow(page)
        assert any(name in page.locator("main").inner_text() for name in FIRST)
    page.goto("/acuut")
    page.get_by_label("Naam van de leerling").fill("tentoonstelling")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.locator(".found li")).to_have_count(10)
    axe(page)
    no_overflow(page)


def test_a_page_that_is_seen_is_small(visit: Visit, crowded: Product) -> None:
    """Look at what comes over the line: under 150 kB compressed, but where a diagram is drawn."""
    person = visit(IB, on=crowded)
    client = person.page.context.new_cdp_session(person.page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received: list[float] = []
    client.on("Network.loadingFinished", lambda said: received.append(said["encodedDataLength"]))
    for path in ("/", "/dossiers", "/acuut"):
        received.clear()
        person.goto(path)
        person.page.wait_for_timeout(300)
        assert 0 < sum(received) < 150_000, (path, sum(received))
