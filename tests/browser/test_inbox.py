"""The list of tasks in a real browser: good on every screen, and true while somebody looks at it and types."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, large_enough, no_overflow, reachable

IB = "s.devries"
LOOKED_AT = ("desktop", "phone", "dark")  # enlarged and without motion every page is looked at in test_pages
SOON = 15_000
"""Milliseconds within which a page that is open hears of a change, on a machine that does something else as well."""
Visit = Callable[..., Person]


@pytest.fixture(scope="module")
def begun(product: Product) -> str:
    """A dossier with a task for the intern begeleider."""
    return product.open_dossier(IB, "Fenna")


def suspect(product: Product, pupil: str) -> None:
    """Begin a route whose first task is for the intern begeleider."""
    answers = {"aanleiding": "Schrok van een hard geluid."}
    product.send(IB, "dossiers", pupil=product.pupil(IB, pupil), message="Vermoeden", answers=answers)


@pytest.mark.parametrize("screen", LOOKED_AT)
def test_the_list_and_a_search_are_good_on_every_screen(visit: Visit, begun: str, screen: str) -> None:
    assert begun
    page = visit(IB, screen).goto("/")
    for q in (None, "fenna", "zoiets is er niet"):
        if q is not None:
            page.get_by_label("Zoek een taak of een leerling").fill(q)
            page.get_by_role("button", name="Zoek").click()
            expect(page.locator("#lijst")).to_contain_text(q)
        axe(page)
        no_overflow(page)
        large_enough(page, 24)
        assert "Fenna" not in page.title()
        assert "fenna" not in page.url.casefold()
    page.goto("/")
    reachable(page)


def test_a_row_is_one_large_target_on_a_phone(visit: Visit, begun: str) -> None:
    assert begun
    page = visit(IB, "phone").goto("/")
    row = page.locator(".task-row").first
    box = row.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    page.touchscreen.tap(box["x"] + box["width"] - 8, box["y"] + box["height"] - 8)
    page.wait_for_url("**/taken/*")


def test_a_search_and_a_choice_work_without_scripts(visit: Visit, begun: str) -> None:
    assert begun
    page = visit(IB, "no scripts").goto("/")
    page.get_by_label("Zoek een taak of een leerling").fill("FENNA")
    page.get_by_role("button", name="Zoek").click()
    expect(page.locator(".task-row").first).to_contain_text("Fenna")
    page.get_by_role("link", name="Van mijn functie").click()
    expect(page).to_have_url(re.compile(r"/\?van=functie$"))


def test_a_new_task_comes_in_while_one_types_and_nothing_is_lost(product: Product, visit: Visit, begun: str) -> None:
    page = visit(IB).goto("/")
    assert begun
    before = page.locator(".task-row").count()
    field = page.get_by_label("Zoek een taak of een leerling")
    field.press_sequentially("half gety")
    suspect(product, "Tijn")
    news = page.get_by_role("status")
    expect(news).to_have_text("1 nieuwe taak", timeout=SOON)
    expect(page.locator(".task-row")).to_have_count(before + 1)
    expect(page.locator("#lijst")).to_contain_text("Tijn")
    expect(field).to_have_value("half gety")
    expect(field).to_be_focused()
    field.press_sequentially("pt")
    expect(field).to_have_value("half getypt")


def test_the_focus_and_the_place_stay_where_they_were(product: Product, visit: Visit, begun: str) -> None:
    page = visit(IB, "zoom").goto("/")
    assert begun
    row = page.locator(".task-row", has_text="Fenna").get_by_role("link").last
    row.focus()
    place = row.bounding_box()
    suspect(product, "Emre")
    expect(page.locator("#lijst")).to_contain_text("Emre", timeout=SOON)
    expect(row).to_be_focused()
    after = row.bounding_box()
    assert place is not None
    assert after is not None
    assert abs(after["y"] - place["y"]) < 300


def test_a_page_that_is_not_looked_at_asks_nothing_and_hears_it_afterwards(visit: Visit, begun: str) -> None:
    assert begun
    page = visit(IB).goto("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/gebeurtenissen" in request.url else None)
    page.evaluate(_HIDE, True)
    asked.clear()
    page.wait_for_timeout(6_000)
    assert asked == []
    page.evaluate(_HIDE, False)
    page.wait_for_timeout(500)
    assert len(asked) == 1
    assert "sinds=" in asked[0]


def test_who_is_signed_out_elsewhere_is_not_asked_again(visit: Visit, begun: str) -> None:
    assert begun
    page = visit("j.bakker").goto("/")
    asked: list[int] = []
    page.on("response", lambda answer: asked.append(answer.status) if "/gebeurtenissen" in answer.url else None)
    page.context.clear_cookies()
    page.wait_for_timeout(11_000)
    assert asked == [204] or (asked[-1] == 204 and asked.count(204) == 1), asked


_HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
  document.dispatchEvent(new Event('visibilitychange'));
}"""
