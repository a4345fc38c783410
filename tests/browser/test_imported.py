"""A drawing of another modeler comes in, is mended in the modeler and on the page, and is read and changed as text."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import sound
from tests.browser.test_workbench import begin
from tests.unit.workflows.proposals.test_undrawn import blank
from tests.unit.workflows.proposals.vendors import bizagi, camunda, signavio

Visit = Callable[..., Person]
IB = "s.devries"


def read_in(person: Person, name: str = "verlof", data: bytes | None = None) -> str:
    """The address of the draft that it becomes."""
    page = person.goto("/protocollen")
    place = page.get_by_role("group").filter(has_text="Een zip van een protocol")
    place.locator("summary").click()
    page.set_input_files("#bestand", {"name": f"{name}.bpmn", "mimeType": "text/xml", "buffer": data or camunda()})
    place.get_by_role("button", name="Inlezen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url.partition("?")[0]


def in_the_modeler(page: Page, at: str) -> None:
    page.goto(f"{at}/tekenen/verlof.bpmn")
    mend = page.get_by_role("button", name="Maak er een taak voor mensen van")
    mend.click()
    expect(page.locator("#tekening")).to_have_attribute("data-ready", "yes")
    expect(page.locator("#bevindingen")).to_contain_text("“Brief sturen” krijgt een nieuw formulier")
    expect(mend).to_have_count(0)


def as_text_by_keys_alone(page: Page, at: str) -> None:
    page.goto(f"{at}/tekst")
    sound(page)
    page.get_by_label("Zoek een stap").focus()
    page.keyboard.type("brief")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text(re.compile("1 plaats met “brief”"))
    link = page.get_by_role("link", name=re.compile("Tekst wijzigen.*Brief sturen"))
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Brief sturen")
    sound(page)
    page.get_by_label("Naam", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Schrijf de ouders.")
    page.get_by_role("button", name="Tekst opslaan").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h4:focus")).to_contain_text("Brief sturen")
    expect(page.get_by_text("Schrijf de ouders.")).to_be_visible()


def test_a_drawing_of_another_modeler_is_mended_and_read_as_text(visit: Visit) -> None:
    person = visit(IB)
    at = read_in(person)
    page = person.page
    sound(page)
    in_the_modeler(page, at)
    page.goto(f"{at}/verbeteren")
    sound(page)
    page.get_by_role("button", name=re.compile("Doe deze")).click()
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("status").first).to_contain_text("weer zoals toen")
    as_text_by_keys_alone(page, at)
    narrow = visit(IB, "phone").goto(f"{at}/tekst")
    sound(narrow, "phone")


def test_a_drawing_of_another_modeler_comes_into_a_draft_that_is_there(visit: Visit) -> None:
    person = visit(IB)
    at = begin(person, "Verlof erbij").partition("/tekenen")[0]
    page = person.goto(at)
    page.get_by_role("link", name="Een bestand inlezen").click()
    sound(page)
    page.set_input_files("#bestand", {"name": "Oudergesprek.bpmn", "mimeType": "text/xml", "buffer": camunda()})
    page.get_by_role("button", name="Bekijken").click()
    expect(page.get_by_role("heading", name="Er staat al iets: oudergesprek.bpmn")).to_be_visible()
    expect(page.get_by_text("het proces “Oudergesprek”")).to_be_visible()
    sound(page)
    page.get_by_label("Ernaast, onder een andere naam").check()
    page.get_by_label("Naam, als het ernaast komt").fill("Verlof")
    page.get_by_label(re.compile("Doe meteen de .* voorstellen")).check()
    page.get_by_role("button", name="Inlezen").click()
    expect(page.get_by_role("status").first).to_contain_text("Het bestand staat in het ontwerp.")
    page.get_by_role("link", name="Verlof", exact=True).click()
    expect(page.locator("#tekening")).to_have_attribute("data-ready", "yes")
    narrow = visit(IB, "phone").goto(f"{at}/inlezen")
    sound(narrow, "phone")
    narrow.set_input_files("#bestand", {"name": "verlof.bpmn", "mimeType": "text/xml", "buffer": camunda()})
    narrow.get_by_role("button", name="Bekijken").click()
    expect(narrow.get_by_role("heading", name="Er staat al iets: verlof.bpmn")).to_be_visible()
    sound(narrow, "phone")


def test_files_in_other_characters_and_without_a_drawing_open_in_the_modeler(visit: Visit) -> None:
    person = visit(IB)
    came = signavio().decode().replace('encoding="UTF-8"', 'encoding="UTF-16"', 1).encode("utf-16")
    page = person.goto(f"{read_in(person, 'signaal', came)}/tekenen/signaal.bpmn")
    expect(page.locator("#tekening")).to_have_attribute("data-ready", "yes")
    expect(page.locator("[data-element-id=sid-2]").first).to_contain_text("Gesprek met ouders voeren")
    bare = blank(bizagi().replace(b"5d0dc591-4400", b"Id_een"))
    page.goto(f"{read_in(person, 'verzuim', bare)}/tekenen/verzuim.bpmn")
    sound(page)
    page.get_by_role("button", name="Teken het vanzelf").click()
    expect(page.locator("#tekening")).to_have_attribute("data-ready", "yes")
    expect(page.locator("[data-element-id=Id_twee]").first).to_contain_text("Ouders bellen")
