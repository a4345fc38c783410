"""Who renames a step in the diagram is offered to change it everywhere, sees that done, and undoes it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.screen import axe
from tests.browser.test_together import IB, Visit, draw, rename, saved

TASK = "oudergesprek_uitzondering_motiveren"


def begun(page: Page, name: str) -> str:
    page.goto("/protocollen")
    page.get_by_label("Hoe noem je het nieuwe ontwerp?").fill(name)
    page.get_by_role("button", name="Nieuw ontwerp beginnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url.partition("?")[0]


def not_by(page: Page) -> str:
    """What the drawing says of who may not do the second task, as the server has it."""
    text = page.evaluate("async () => (await fetch(location.href.replace('/tekenen/', '/bestand/'))).text()")
    return str(text).partition('name="niet_door" value="')[2].partition('"')[0]


def test_a_new_name_is_set_everywhere_from_the_diagram_and_taken_back(visit: Visit) -> None:
    person = visit(IB)
    at = begun(person.page, "Andere namen")
    page = draw(person, f"{at}/tekenen/oudergesprek.bpmn#{TASK}")
    rename(page, TASK, "Uitzondering uitleggen")
    saved(page)
    offer = page.locator("#oude-namen")
    expect(offer).to_contain_text("“Uitzondering motiveren” heet nu “Uitzondering uitleggen”")
    expect(offer).to_contain_text("1 regel")
    axe(page)
    assert not_by(page) == "Uitzondering motiveren"
    offer.get_by_role("button", name="Overal veranderen").click()
    expect(offer).to_contain_text("De nieuwe naam staat nu overal.")
    assert not_by(page) == "Uitzondering uitleggen"
    # The name itself can still be undone, and then it is offered the other way.
    undo = page.get_by_role("button", name="Ongedaan maken", exact=True).first
    expect(undo).to_have_attribute("aria-disabled", "false")
    offer.get_by_role("button", name="Ongedaan maken").click()
    expect(offer).to_contain_text("daar staat de oude naam weer")
    assert not_by(page) == "Uitzondering motiveren"
    expect(page.locator(f"[data-element-id={TASK}]").first).to_contain_text("Uitzondering uitleggen")
