"""A scenario is written with the words of the diagrams under the cursor: by keyboard, and on a phone by tapping."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import Watch, axe, no_overflow
from tests.browser.test_workbench import IB, begin

Visit = Callable[..., Person]


def last(page: Page) -> str:
    return str(page.locator("textarea").input_value()).rpartition("\n")[2].strip()


def by_tapping(page: Page) -> None:
    offered = page.get_by_role("option")
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("End")
    page.keyboard.type('\n    En "leerkracht" op de vraag "Verder na stap 1?" antwoordt "')
    expect(offered.filter(has_text="Afsluiten")).to_be_visible()
    no_overflow(page)
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    page.keyboard.type("A")
    offered.filter(has_text="Afsluiten").click()
    assert last(page).endswith('antwoordt "Afsluiten"')
    expect(page.locator("textarea")).to_be_focused()


def test_a_sentence_is_completed_without_a_mouse_and_by_tapping(visit: Visit, watch: Watch) -> None:
    person = visit(IB)
    at = begin(person, "Aanvullen").rpartition("/tekenen/")[0]
    page = person.goto(f"{at}/scenarios/proef.feature?naam=Proef")
    text, offered = page.locator("textarea"), page.get_by_role("option")
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type('    Als "leer')
    expect(offered).to_have_text(["leerkracht"])
    expect(page.locator("#aangevuld")).to_contain_text("Voorstellen: 1.")
    page.keyboard.press("ArrowDown")
    expect(text).to_have_attribute("aria-activedescendant", "tekst-voorstellen-0")
    axe(page)
    page.keyboard.press("Enter")
    page.keyboard.type(" de t")
    expect(offered).to_have_text(['"leerkracht" de taak "…" afrondt'])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("obs")
    expect(offered).to_have_text(["Observeren en begeleiden"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert last(page) == 'Als "leerkracht" de taak "Observeren en begeleiden" afrondt'
    by_tapping(page)
    assert not watch.complaints
