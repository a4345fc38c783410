"""The protocol as one page from a disk: found by keyboard, read by axe, on a phone, and whole without scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.documents import Issue, outline_html
from tests.browser.screen import SCREENS, Watch, axe, no_overflow
from workflows import Bundle, document_of


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = tmp_path_factory.mktemp("outline") / "protocol.html"
    whole = document_of(Bundle.load(Path("bpmn/zorgdossier")))
    # One route shows all that a page can have, and is looked through in a few seconds.
    part = replace(whole, chapters=whole.chapters[:1], tables=whole.tables[4:8], rights=whole.rights[:9])
    made.write_text(outline_html(part, Issue(date(2026, 11, 26))), "utf-8")
    return made.as_uri()


def opened(browser: Browser, address: str, screen: str, watch: Watch | None = None) -> Page:
    page = browser.new_context(**SCREENS[screen], offline=True).new_page()
    if watch is not None:
        watch.over(page)
    page.goto(address)
    return page


@pytest.mark.parametrize("screen", ["phone", "dark"])
def test_everybody_can_read_it(browser: Browser, watch: Watch, address: str, screen: str) -> None:
    page = opened(browser, address, screen, watch)
    axe(page)
    no_overflow(page)
    page.context.close()


def test_a_step_is_found_without_a_mouse(browser: Browser, watch: Watch, address: str) -> None:
    page = opened(browser, address, "desktop", watch)
    page.keyboard.press("Tab")  # the way past the contents
    page.keyboard.press("Tab")
    page.keyboard.type("Groéidocument")
    assert page.inner_text("#gevonden").startswith("2 gevonden")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent").startswith("HGW-groeidocument invullen")
    assert page.locator(".entry:visible").count() == 2
    page.fill("#zoek", "")
    assert page.locator(".entry:visible").count() > 60
    page.context.close()


def test_without_scripts_it_is_a_plain_page(browser: Browser, address: str) -> None:
    page = opened(browser, address, "no scripts")
    assert not page.is_visible("#zoek")
    assert page.locator("h4:visible").count() > 60
    page.click("text=Stap 3: Groot overleg")
    assert page.url.endswith(page.locator("h3", has_text="Stap 3: Groot overleg").first.get_attribute("id") or "?")
    page.context.close()
