"""A pack on somebody's own machine: its pages open by a double click, with no server and no network."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, no_overflow

Visit = Callable[..., Person]
TEACHER, IB, LEADER = "lieke.de.haan", "s.devries", "r.postma"


def unpacked(visit: Visit, dossier: str, into: Path) -> Browser:
    """Have a pack made by two people, and lay it down as somebody outside does; a browser to look at it with."""
    asks = visit(IB).page
    asks.goto(f"/dossiers/{dossier}/pakket")
    asks.get_by_label("Voor wie is het?").select_option("inspectie")
    asks.get_by_label("Waarom, en op welke grond?").fill("De Inspectie vraagt om dit dossier.")
    asks.get_by_role("button", name="Aanvragen").click()
    expect(asks.get_by_text("Een tweede persoon moet hem bevestigen.")).to_be_visible()
    agrees = visit(LEADER).page
    agrees.goto("/pakketten")
    agrees.get_by_role("link", name="Bekijken en beslissen").click()
    agrees.get_by_role("button", name="Bevestigen en laten maken").click()
    with agrees.expect_download() as download:
        agrees.get_by_role("link", name="Ophalen").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(into)
    browser = agrees.context.browser
    assert browser is not None
    return browser


def test_a_pack_is_asked_agreed_to_fetched_and_opens_without_a_server(
    visit: Visit, product: Product, tmp_path: Path
) -> None:
    browser = unpacked(visit, product.open_dossier(TEACHER, "Tijn"), tmp_path)
    looked = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = looked.new_page()
    for name in ("leeswijzer", "geschiedenis", "oordeel"):
        page.goto((tmp_path / f"{name}.html").as_uri())
        axe(page)
        no_overflow(page)
        assert "Tijn" not in page.content()
    looked.close()
    played = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    page, faults = played.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / "herhaling.html").as_uri())
    expect(page.locator("[data-canvas] svg").first).to_be_visible()
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("Gebeurtenis 2 van")).to_be_visible()
    assert "Tijn" not in page.content()
    assert faults == []
    played.close()
