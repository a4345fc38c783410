"""A rule is made in a browser: read out while it is chosen, broken with the way there on the diagram, then mended."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import Watch, axe, choose, no_overflow
from tests.browser.test_workbench import IB, begin, draw

Visit = Callable[..., Person]


def an_exception_is_made_and_undone(page: Page) -> None:
    axe(page)
    page.get_by_role("link", name="Uitzondering maken").click()
    axe(page)
    page.get_by_label("Waarom kan deze versie zonder deze regel?").fill("Dit jaar is het een proef.")
    page.get_by_role("button", name="Uitzondering maken").click()
    expect(page.get_by_role("status").first).to_contain_text("De uitzondering staat in dit ontwerp.")
    expect(page.locator(".rules li").filter(has_text="Eerst advies")).to_contain_text("uitzondering")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("status").first).to_contain_text("Het is ongedaan gemaakt.")
    page.locator(".rules li").filter(has_text="Eerst advies").get_by_role("link", name="Wijzigen").click()


def choose_kind(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    page.wait_for_load_state()  # before that its script hears nothing


def test_a_rule_is_read_out_while_it_is_made_then_broken_then_mended(visit: Visit, watch: Watch) -> None:
    person = visit(IB)
    at = begin(person, "Een regel erbij").rpartition("/tekenen/")[0]
    page = person.goto(f"{at}/regels/soort")
    axe(page)
    choose_kind(page, "Iets nooit zonder iets anders ervoor")
    reading = page.locator(".rule-reading")
    expect(reading).to_contain_text("De zin is nog niet af.")
    page.get_by_label("Over welk proces").select_option(label="Ondersteuningsroute")
    expect(page.locator("#x-1 optgroup[label='Meldcode: taken']")).to_have_count(0)
    page.locator("#x-1").select_option(label="Groot overleg voeren")
    expect(page.locator("#x-2")).to_be_visible()
    page.locator("#y-1").select_option(label="Adviesgesprek Veilig Thuis")
    expect(reading).to_contain_text('nooit "Groot overleg voeren" zonder "Adviesgesprek Veilig Thuis" ervoor')
    page.get_by_label("Naam").fill("Eerst advies")
    page.get_by_role("button", name="Bewaren en bewijzen").click()
    expect(page.locator("[aria-labelledby=stand]")).to_contain_text("geschonden")
    page.get_by_role("button", name="Speel op het diagram").click()
    expect(page.locator("[data-player] .djs-container")).to_be_visible()
    page.get_by_role("button", name="Sluit").click()
    an_exception_is_made_and_undone(page)
    page.locator("#y-2").select_option(label="Observeren en begeleiden")
    expect(reading).to_contain_text('of "Observeren en begeleiden" ervoor')
    page.get_by_role("button", name="Bewaren en bewijzen").click()
    expect(page.locator("[aria-labelledby=stand]")).to_contain_text("bewezen")
    page.set_viewport_size({"width": 390, "height": 844})
    no_overflow(page)
    page.get_by_role("link", name="Regel weghalen").click()
    axe(page)
    no_overflow(page)
    assert not watch.complaints


def test_a_rule_that_breaks_is_told_beside_the_drawing(visit: Visit) -> None:
    person = visit(IB)
    page = draw(person, begin(person, "Zonder gesprek").replace("medewerker", "zorgroutes"))
    standing = page.locator("#regels-stand")
    expect(standing).to_contain_text("Alle regels gelden.", timeout=60_000)
    page.goto(f"{page.url}#oudergesprek_2_3")
    choose(page, "oudergesprek_2_3")
    page.keyboard.press("Delete")
    expect(standing).to_contain_text("Regel 1 geldt niet meer", timeout=60_000)
    axe(page)
    page.locator("[data-do=undo]").click()
    expect(standing).to_contain_text("Alle regels gelden.", timeout=60_000)
