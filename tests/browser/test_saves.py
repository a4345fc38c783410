"""What was saved, in a browser: what was there before something was taken away, and before a page was opened."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import choose
from tests.browser.test_workbench import IB, TASK, begin, changed, draw, saved

Visit = Callable[..., Person]


def restored(page: Page, at: str, number: int) -> None:
    page.goto(at.partition("/tekenen")[0])
    page.get_by_role("button", name=f"Terugzetten opslag {number}", exact=False).click()
    expect(page.get_by_text("De bestanden zijn weer zoals toen")).to_be_visible()


def test_what_was_taken_away_by_mistake_comes_back_after_the_page_was_left(visit: Visit) -> None:
    person = visit(IB)
    at = begin(person, "Bij vergissing weg")
    page = draw(person, at)
    choose(page, TASK)
    changed(page, "naam", "Eerst zo")
    page = draw(person, at)
    choose(page, TASK)
    changed(page, "naam", "Toen zo")
    page.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
    choose(page, TASK)
    page.locator("#tekening svg[tabindex]").focus()
    page.keyboard.press("Delete")
    saved(page)
    restored(page, at, 3)
    page = draw(person, at)
    expect(page.locator(f"[data-element-id={TASK}]").first).to_contain_text("Toen zo")
    restored(page, at, 2)
    page = draw(person, at)
    expect(page.locator(f"[data-element-id={TASK}]").first).to_contain_text("Eerst zo")
