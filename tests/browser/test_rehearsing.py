"""Rehearsing in a browser: by keyboard on a desk, and the same pages on a phone and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import axe, large_enough, no_overflow, reachable

Visit = Callable[..., Person]
IB = "s.devries"
START, WATCH = "Zorg over leerling", "Observeren en begeleiden"


def begun(page: Page) -> str:
    """Begin a rehearsal, and a route in it; its address."""
    page.goto("/protocollen")
    page.locator("main ul a[href^='/protocollen/']", has_text="Zorgdossier").last.click()
    page.get_by_role("link", name="Oefenen").click()
    axe(page)
    page.get_by_role("button", name="Beginnen met oefenen").click()
    page.get_by_label("Functie").select_option("leerkracht")
    page.get_by_role("button", name="Wissel").click()
    page.get_by_role("link", name=START, exact=True).press("Enter")
    page.get_by_label("Van de leerkracht").check()
    page.get_by_label("Wat is de zorg").fill("Hij is stil")
    page.get_by_role("button", name=f"‘{START}’ beginnen").press("Enter")
    page.wait_for_url("**/oefenen/*gedaan=stap")
    return page.url.partition("?")[0]


def test_a_rehearsal_is_walked_and_saved_and_its_pages_are_for_everybody(visit: Visit) -> None:
    page = visit(IB).page
    at = begun(page)
    expect(page.get_by_role("status")).to_contain_text(f"Als “leerkracht” “{START}” start")
    expect(page.locator(".map-canvas .place-here").first).to_be_visible()
    expect(page.locator(".map-canvas .place-passed.djs-connection").first).to_be_attached()
    axe(page)
    reachable(page)
    page.get_by_role("link", name=WATCH).press("Enter")
    axe(page)
    page.goto(f"{at}/bewaren")
    page.get_by_label("Naam van het scenario").fill("De zorg begint")
    page.get_by_label("Naam van het nieuwe ontwerp").fill("Met een verhaal")
    axe(page)
    page.get_by_role("button", name="Bewaren en spelen").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("het klopt")

    page = visit(IB, "phone").goto(urlsplit(at).path)
    no_overflow(page)
    axe(page)
    large_enough(page)
    page = visit(IB, "no scripts").goto(urlsplit(at).path)
    page.get_by_role("button", name="Een dag verder").click()
    expect(page.get_by_role("status")).to_contain_text("Als er 1 dag voorbijgaat")
    page.get_by_role("button", name="Laatste stap terug").click()
    expect(page.get_by_text("De laatste stap is teruggenomen.")).to_be_visible()
