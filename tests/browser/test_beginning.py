"""Another protocol, begun in a browser: an empty one, a diagram more, and one that is thrown away."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.screen import axe, choose, no_overflow
from tests.browser.test_workbench import IB, begin, changed

Visit = Callable[..., Person]


def test_another_protocol_begins_with_diagrams_that_can_be_drawn_further(visit: Visit) -> None:
    person = visit(IB)
    begin(person, "Pesten", empty=True)
    page = person.page
    page.get_by_role("link", name="Nieuw diagram maken").click()
    axe(page)
    no_overflow(page)
    page.get_by_label("Hoe heet het?").fill("Verzuim")
    page.get_by_role("button", name="Maken en openen").click()
    expect(page.locator("#tekening")).to_have_attribute("data-ready", "yes")
    for each in ("baan_verzuim", "verzuim_begin", "verzuim_einde", "verzuim_pijl_1"):
        expect(page.locator(f".djs-element[data-element-id='{each}']")).to_be_attached()
    choose(page, "verzuim_begin")
    changed(page, "naam", "Er is verzuim")
    page.get_by_role("link", name="Dit diagram weggooien").click()
    axe(page)
    no_overflow(page)
    expect(page.locator(".consequence")).to_contain_text("Verzuim")
    page.get_by_role("button", name="Weggooien").click()
    expect(page.get_by_role("status").first).to_contain_text("Het is weggegooid.")
    page.get_by_role("link", name="Pesten", exact=True).click()
    expect(page.locator("#tekening")).to_have_attribute("data-ready", "yes")


def test_lanes_and_functions_are_chosen_by_keys_and_mouse_and_fit_a_phone(visit: Visit) -> None:
    person = visit(IB)
    begin(person, "Pesten op school", empty=True)
    page = person.page
    page.get_by_role("link", name="Banen en functies").click()
    page.get_by_label("Functie erbij").fill("pestcoördinator")
    page.get_by_role("button", name="Erbij zetten").click()
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)
    no_overflow(page)
    page.get_by_role("region", name="Banen").get_by_role("link", name="Intern begeleider").click()
    page.get_by_label("pestcoördinator").check()
    axe(page)
    no_overflow(page)
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status").first).to_contain_text("De baan is nu voor de functies die je koos.")
    expect(page.get_by_text("intern begeleider, pestcoördinator")).to_be_visible()
