"""Signing in as a new user would, on every kind of screen, and the cover over a screen that others can see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, large_enough, no_overflow, reachable

IB = "s.devries"
TYPIST = "j.bakker"
"""Ends every session but one; those of the others are still needed here."""
TYPED = "Kanariepietje slaapt slecht"
LOOKED_AT = ("desktop", "phone", "dark")  # enlarged and without motion every page is looked at in test_pages
Visit = Callable[..., Person]
_HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def covered(page: Page) -> bool:
    return page.locator(".cover").count() == 1


def cover(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".cover")).to_be_visible()


def good(page: Page, least: int = 24) -> None:
    axe(page)
    no_overflow(page)
    large_enough(page, least)


@pytest.mark.parametrize("screen", LOOKED_AT)
def test_the_door_and_ones_account_are_good_on_every_screen(visit: Visit, screen: str) -> None:
    page = visit(screen=screen).goto("/aanmelden")
    good(page)
    reachable(page)
    page.get_by_label("Aanmeldnaam").fill(f"niemand op {screen}")
    page.locator("main").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    good(page)
    page = visit(IB, screen).goto("/account")
    good(page)
    reachable(page)
    page.get_by_role("button", name="Wachtwoord veranderen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    good(page)


def test_one_signs_in_and_out_without_scripts_and_with_the_keyboard_alone(product: Product, visit: Visit) -> None:
    for screen, keyboard in (("no scripts", False), ("desktop", True)):
        person = visit(screen=screen, keyboard=keyboard)
        person.login = IB
        person.sign_in(product.people[IB].password)
        person.press(person.page.locator("header .person summary"))
        person.press(person.page.get_by_role("button", name="Afmelden", exact=True))
        person.sees("Je bent afgemeld.")


@pytest.mark.parametrize("screen", ["desktop", "phone", "no scripts"])
def test_who_was_signed_out_while_typing_finds_it_back_and_sends_it(
    product: Product, visit: Visit, screen: str
) -> None:
    for person in (visit(), visit(screen=screen)):  # twice, so that there is somewhere else to be signed out
        person.login = TYPIST
        person.sign_in(product.people[TYPIST].password)
    page = person.goto("/account")
    other = page.context.new_page()
    other.goto("/account")
    other.locator("header .person summary").click()
    other.get_by_role("button", name="Afmelden", exact=True).click()
    expect(other.locator("h1")).to_have_text("Aanmelden")
    page.get_by_role("button", name="Overal elders afmelden").click()
    expect(page.locator(".notice")).to_contain_text("Je was afgemeld. Wat je typte is er nog.")
    person.write(page.get_by_label("Aanmeldnaam"), TYPIST)
    person.write(page.get_by_label("Wachtwoord", exact=True), product.people[TYPIST].password)
    person.press(page.locator("main").get_by_role("button", name="Aanmelden"))
    expect(page.locator("h1")).to_have_text("Je bent weer aangemeld")
    no_overflow(page)
    person.press(page.get_by_role("button", name="Alsnog versturen"))
    person.sees("Je bent nu alleen nog hier aangemeld.")


def test_escape_twice_covers_the_screen_and_gives_it_back_as_it_was(visit: Visit) -> None:
    page = visit(IB).goto("/account")
    field = page.get_by_label("Je wachtwoord van nu")
    field.fill(TYPED)
    cover(page)
    assert page.title() == "Leidraad"
    back = page.get_by_role("button")
    expect(back).to_have_count(1)
    expect(back).to_be_focused()
    for key in ("Tab", "Shift+Tab", "Escape", "Escape", "Escape"):
        page.keyboard.press(key)
        expect(back).to_be_focused()
    assert page.locator("main").evaluate("each => each.inert && getComputedStyle(each).visibility") == "hidden"
    good(page, 44)
    page.keyboard.press("Enter")
    assert not covered(page)
    assert page.title() == "Mijn account · Leidraad"
    expect(field).to_be_focused()
    expect(field).to_have_value(TYPED)


def test_escape_once_or_slowly_or_held_covers_nothing(visit: Visit) -> None:
    page = visit(IB).goto("/account")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1_100)
    page.keyboard.press("Escape")
    page.wait_for_timeout(1_100)
    page.keyboard.down("Escape")
    page.keyboard.down("Escape")  # as a key that is held repeats
    assert not covered(page)


@pytest.mark.parametrize("screen", ["desktop", "phone", "reduced motion", "dark"])
def test_the_button_in_the_menu_covers_too_and_the_menu_is_shut_afterwards(visit: Visit, screen: str) -> None:
    page = visit(IB, screen).goto("/account")
    page.locator("header .person summary").click()
    page.get_by_role("button", name="Scherm afdekken").click()
    expect(page.locator(".cover")).to_be_visible()
    no_overflow(page)
    page.get_by_role("button", name="Verder werken").click()
    assert not covered(page)
    expect(page.locator("header .person summary")).to_be_focused()
    expect(page.get_by_role("button", name="Scherm afdekken")).to_be_hidden()


def test_a_tab_that_nobody_looked_at_for_ten_minutes_is_covered(visit: Visit) -> None:
    page = visit(IB).page
    page.clock.install()
    page.goto("/account")
    page.evaluate(_HIDE, arg=True)
    page.clock.run_for("09:59")
    page.evaluate(_HIDE, arg=False)
    page.clock.run_for("10:01")
    assert not covered(page), "who came back looks at it"
    page.evaluate(_HIDE, arg=True)
    page.clock.run_for("10:01")
    assert covered(page)
    page.evaluate(_HIDE, arg=False)
    assert page.title() == "Leidraad"


def test_a_title_that_comes_while_the_screen_is_covered_waits(visit: Visit) -> None:
    page = visit(IB).goto("/account")
    cover(page)
    page.evaluate("document.title = 'Taken (3) · Leidraad'")
    page.wait_for_function("document.title === 'Leidraad'")
    page.keyboard.press("Enter")
    assert page.title() == "Taken (3) · Leidraad"


def test_nothing_of_the_page_is_printed_while_it_is_covered(visit: Visit) -> None:
    page = visit(IB).goto("/account")
    cover(page)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_hidden()


def test_without_scripts_no_button_promises_a_cover(visit: Visit) -> None:
    page = visit(IB, "no scripts").goto("/account")
    page.locator("header .person summary").click()
    expect(page.get_by_role("button", name="Afmelden", exact=True)).to_be_visible()
    expect(page.locator("[data-cover]")).to_be_hidden()
