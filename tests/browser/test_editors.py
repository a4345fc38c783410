"""Forms and tables of a draft in a browser: something is added, found wrong at its place, and undone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import axe, no_overflow, reachable
from tests.browser.test_workbench import IB, begin, saved

Visit = Callable[..., Person]
FORM = "formulier/forms/melding_ontvangen.form"
TABLE = "tabel/decisions/d2a_vermoeden.dmn"


def edit(person: Person, at: str) -> Page:
    page = person.goto(at)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    return page


def add(page: Page, kind: str, label: str) -> None:
    """Add a question at the end, and wait until that is saved."""
    page.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
    page.locator("#erbij-").click()
    page.locator(f"[data-kind={kind}]").last.click()
    expect(page.locator("#veld-label")).to_be_focused()
    page.keyboard.type(label)
    page.locator("#veld-label").blur()
    expect(page.locator("[aria-expanded=true] .edit-label")).to_have_text(label)
    saved(page)


def fits(visit: Visit, at: str) -> None:
    """On a phone and in the dark, by keyboard, with something open."""
    page = edit(visit(IB, "phone"), at)
    no_overflow(page)
    axe(page)
    page = edit(visit(IB, "dark"), at)
    expect(page.locator("#voorbeeld:not(:has(*))")).to_have_count(0)  # drawn a moment later
    reachable(page)
    page.locator(".edit-name").first.click()
    axe(page)


def test_a_question_is_added_to_a_form_is_found_wrong_there_and_undone(visit: Visit) -> None:
    person = visit(IB)
    at = begin(person, "Een vraag erbij").partition("/tekenen")[0]
    page = edit(person, f"{at}/{FORM}")
    add(page, "radio", "Was er iemand bereikbaar?")
    add(page, "textfield", "Wie sprak je?")
    page.locator("#veld-if").select_option(label="Was er iemand bereikbaar?")
    preview = page.locator("#voorbeeld")
    expect(preview.get_by_text("Wie sprak je?")).to_have_count(0)
    preview.get_by_label("Ja").last.check()
    expect(preview.get_by_label("Wie sprak je?")).to_be_visible()
    page.locator(".edit-body .more > summary").click()
    page.locator("#veld-key").fill("met spatie")
    page.locator("#veld-key").blur()
    wrong = page.locator(".edit-part.wrong")
    expect(wrong.locator(".edit-found")).to_contain_text("met spatie")
    axe(page)
    page.locator("[aria-expanded=true]").click()
    page.locator("#bevindingen button").first.click()
    expect(wrong.locator(".edit-name")).to_be_focused()
    page.locator("[data-do=undo]").click()
    expect(wrong).to_have_count(0)
    saved(page)
    fits(visit, f"{at}/{FORM}")


def test_a_rule_is_added_to_a_table_in_words_is_found_to_overlap_and_undone(visit: Visit) -> None:
    person = visit(IB)
    at = begin(person, "Een regel erbij").partition("/tekenen")[0]
    page = edit(person, f"{at}/{TABLE}")
    before = page.request.get(f"{at}/bestand/decisions/d2a_vermoeden.dmn").text()
    page.locator("#regel-erbij").click()
    expect(page.locator("#cel-5-0")).to_be_focused()
    page.keyboard.type("ja, twijfel")
    page.locator("#cel-5-2").fill("raadplegen")
    page.keyboard.press("Enter")
    expect(page.locator("#regel-5.wrong .badge").first).to_contain_text("fout")
    axe(page)
    page.locator("#bevindingen button").first.click()
    expect(page.locator("#cel-5-0")).to_be_focused()
    now = page.request.get(f"{at}/bestand/decisions/d2a_vermoeden.dmn").text()
    assert '<text>"ja", "twijfel"</text>' in now
    while page.locator("[data-do=undo]").get_attribute("aria-disabled") == "false":
        page.locator("[data-do=undo]").click()
    expect(page.locator("#regels tr.wrong")).to_have_count(0)
    saved(page)
    assert page.request.get(f"{at}/bestand/decisions/d2a_vermoeden.dmn").text() == before
    page.locator("#remove-1").click()
    page.get_by_role("button", name="Een regel voor dit geval toevoegen").click()
    expect(page.locator("#cel-4-0")).to_have_value("nee")
    page.locator("#invoer-erbij").click()
    expect(page.locator("#veld-field")).to_be_focused()
    page.locator("#veld-field").select_option("spoed")
    expect(page.locator("#regels thead")).to_contain_text("spoed")
    saved(page)
    fits(visit, f"{at}/{TABLE}")
