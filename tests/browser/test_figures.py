"""Cijfers of a school with some hundred routes, in a browser: pictures, the drawing with its numbers, and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.counted import fill
from tests.browser.made_up import copied
from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, large_enough, no_overflow, reachable

Visit = Callable[..., Person]
IB: Final = "s.devries"
PAGE: Final = "/cijfers?van=2024&tot=2026"
CHARTS: Final = ("stappen", "volgorden", "regels", "afwijkingen")


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory, school: Path) -> Iterator[Product]:
    """A school with figures to show."""
    folder: Path = tmp_path_factory.mktemp("figures")
    copied(school, folder)
    fill(folder)
    made = Product.begin(folder)
    try:
        yield made
    finally:
        made.stop()


def drawn(page: Page) -> None:
    """All pictures and the drawing are there."""
    for each in CHARTS:
        expect(page.locator(f"[data-chart={each}] svg")).to_be_visible()
    expect(page.locator(".heat-label").first).to_be_attached()


@pytest.mark.parametrize("screen", ["desktop", "dark", "phone", "zoom"])
def test_pictures_and_tables_can_be_read_by_everybody(visit: Visit, routes: Product, screen: str) -> None:
    page = visit(IB, screen, on=routes).goto(PAGE)
    drawn(page)
    axe(page)
    no_overflow(page)
    reachable(page)
    if screen == "phone":
        large_enough(page)


def test_a_picture_says_what_its_table_says(visit: Visit, routes: Product) -> None:
    page = visit(IB, on=routes).goto(PAGE)
    drawn(page)
    for each in CHARTS:
        table = page.locator(f"#tabel-{each} [data-value]").evaluate_all("rows => rows.map(row => row.dataset.says)")
        assert page.locator(f"[data-chart={each}] .chart-says").all_text_contents() == table
        assert page.locator(f"[data-chart={each}] svg").get_attribute("aria-label")
    labels = set(page.locator(".heat-label").all_inner_texts())
    assert labels <= set(page.locator("#tabel-wachten td:nth-child(2)").all_inner_texts())
    assert page.locator(".djs-element[class*='heat-']").count() == page.locator(".heat-label").count()


def test_a_warmer_step_is_darker_and_its_name_stays_readable(visit: Visit, routes: Product) -> None:
    page = visit(IB, on=routes).goto(PAGE)
    drawn(page)
    fills = page.evaluate("""() => [0, 1, 2, 3, 4].map((heat) => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
      canvas.fillStyle = getComputedStyle(document.querySelector(`.swatch.heat-${heat}`)).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    })""")
    light = [_luminance(each) for each in fills]
    assert light == sorted(light, reverse=True)
    ink = _luminance([29, 39, 51])
    assert all((each + 0.05) / (ink + 0.05) >= 4.5 for each in light)


def _luminance(colour: list[int]) -> float:
    parts = [each / 255 for each in colour]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_drawing_moves_by_keyboard_and_by_buttons(visit: Visit, routes: Product) -> None:
    page = visit(IB, on=routes).goto(PAGE)
    drawn(page)
    view = page.locator(".map .viewport")
    seen = [view.get_attribute("transform")]
    for press in (
        lambda: page.get_by_role("button", name="Alles").click(),
        lambda: page.get_by_role("button", name="Naar het langste wachten").click(),
        lambda: page.locator(".map-canvas svg[tabindex]").press("ArrowRight"),
        lambda: page.get_by_role("button", name="Groter").click(),
    ):
        press()
        page.wait_for_timeout(200)
        seen.append(view.get_attribute("transform"))
        assert seen[-1] != seen[-2]


@pytest.mark.parametrize("screen", ["no scripts", "phone without scripts"])
def test_without_scripts_the_tables_say_it_all(visit: Visit, routes: Product, screen: str) -> None:
    page = visit(IB, screen, on=routes).goto(PAGE)
    for each in (*CHARTS, "wachten"):
        expect(page.locator(f"#tabel-{each} tbody tr").first).to_be_visible()
    for each in CHARTS:
        expect(page.locator(f"[data-chart={each}]")).to_be_hidden()
    no_overflow(page)
    page.get_by_label("Van schooljaar").select_option("2020")
    page.get_by_label("Tot en met").select_option("2021")
    page.get_by_role("button", name="Tonen").click()
    expect(page.locator("main")).to_contain_text("Er zijn nog geen cijfers")


def test_on_paper_the_pictures_stand_beside_their_tables(visit: Visit, routes: Product) -> None:
    page = visit(IB, on=routes).goto(PAGE)
    drawn(page)
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    drawn(page)
    no_overflow(page)
    expect(page.locator(".figure-choice")).to_be_hidden()
