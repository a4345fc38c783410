"""Acute unsafety in a browser: from any page in three clicks, by keyboard, on a phone, with scripts off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import sound

Visit = Callable[..., Person]
PLACES = ("/", "/dossiers", "/account", "/acuut", "/nergens")


def numbers(page: Page) -> None:
    """Both telephone numbers, to be called by a touch, without scrolling for the first."""
    expect(page.locator("a.number[href='tel:112']")).to_be_visible()
    expect(page.locator("a.number[href='tel:08002000']")).to_be_visible()


def button(page: Page) -> Locator:
    return page.locator("header").get_by_role("link", name="Acute onveiligheid")


@pytest.mark.parametrize("place", PLACES)
def test_from_any_page_the_numbers_are_one_click_away_and_the_form_three(visit: Visit, place: str) -> None:
    page = visit("a.hoekstra").goto(place)
    button(page).click()
    numbers(page)
    page.get_by_label("Naam van de leerling").press_sequentially("dijk")
    page.get_by_role("link", name="Fenna Dijkstra").click()
    expect(page.get_by_role("button", name="Versturen en collega’s waarschuwen")).to_be_visible()
    expect(page.get_by_label("Wat is er aan de hand?")).to_be_visible()
    numbers(page)
    assert "Fenna" not in page.title() + page.url


@pytest.mark.parametrize("screen", ["desktop", "phone", "dark", "phone without scripts"])
def test_it_is_sound_on_every_screen(visit: Visit, screen: str) -> None:
    page = visit("j.bakker", screen).goto("/acuut")
    numbers(page)
    sound(page, screen)
    page.get_by_label("Naam van de leerling").fill("zzz")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.locator("#gevonden")).to_contain_text("niemand met deze naam")
    sound(page, screen)
    page.get_by_label("Naam van de leerling").fill("dijk")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name="Fenna Dijkstra").click()
    page.get_by_label("Wat is er aan de hand?").wait_for()
    sound(page, screen)


def test_before_signing_in_the_numbers_are_there(visit: Visit) -> None:
    page = visit().goto("/acuut")
    numbers(page)
    sound(page)
    page.get_by_role("link", name="Meld je aan").click()
    expect(page.get_by_label("Aanmeldnaam")).to_be_visible()


def test_by_keyboard_alone_a_teacher_alerts_ib_and_directie(visit: Visit, product: Product) -> None:
    teacher = visit("j.bakker", keyboard=True)
    page = teacher.goto("/dossiers")
    teacher.press(button(page))
    teacher.write(page.get_by_label("Naam van de leerling"), "dijk")
    teacher.press(page.get_by_role("link", name="Fenna Dijkstra"))
    teacher.fill({
        "Wat is er aan de hand?": "Durft niet naar huis.",
        "Vertelt het kind uit zichzelf": "Ja",
        "Wat zei het kind zelf?": "Vanavond weer.",
    })  # fmt: skip
    teacher.press(page.get_by_role("button", name="Versturen en collega’s waarschuwen"))
    teacher.sees("Het is verstuurd")
    for name in ("Sanne de Vries", "Roel Postma"):
        teacher.sees(name)
    numbers(page)
    sound(page)
    for login in ("s.devries", "r.postma"):
        first = product.ask(login, "tasks")["items"][0]
        assert first["name"] == "Acuut handelen en Veilig Thuis bellen"
        inbox = visit(login).goto("/")
        expect(inbox.locator(".task-row a").first).to_have_text("Acuut handelen en Veilig Thuis bellen")
    told = "".join(each.read_text("utf-8") for each in (product.machine.data / "post").glob("*"))
    assert "Fenna" not in told
    assert "Dijkstra" not in told


def test_what_one_typed_is_still_there_after_going_back(visit: Visit) -> None:
    page = visit("lieke.de.haan").goto("/acuut")
    page.get_by_label("Naam van de leerling").fill("tijn")
    page.get_by_role("link", name="Tijn").click()
    page.get_by_label("Wat is er aan de hand?").fill("Er is iets.")
    page.get_by_role("link", name="Leidraad").first.click()
    page.go_back()
    expect(page.get_by_label("Wat is er aan de hand?")).to_have_value("Er is iets.")


def test_where_searching_fails_the_numbers_stand(visit: Visit) -> None:
    person = visit("a.hoekstra")
    page = person.goto("/acuut")
    page.route("**/acuut/zoeken", lambda route: route.fulfill(status=204))
    page.get_by_label("Naam van de leerling").press_sequentially("dijk")
    page.wait_for_timeout(600)
    numbers(page)
    expect(page.get_by_role("heading", name="Op school")).to_be_visible()
