"""The pages of audits and of who has seen a dossier, looked at as every page is, with something in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, large_enough, no_overflow, reachable

Visit = Callable[..., Person]
DIRECTOR, IB, AUDITOR = "r.postma", "s.devries", "h.visser"
CHILD = "Emre"


@pytest.fixture(scope="module")
def dossier(product: Product) -> str:
    return product.open_dossier(IB, CHILD)


def looked_at(page: Page, *, phone: bool) -> None:
    axe(page)
    no_overflow(page)
    if phone:
        large_enough(page)
    else:
        reachable(page)
    assert CHILD not in page.title() + page.url


def given(giver: Person) -> None:
    page = giver.goto("/toezicht")
    page.get_by_label("Wie doet het onderzoek?").select_option(label="Hidde Visser")
    first = date.fromisoformat(page.get_by_label("Eerste dag").input_value())
    page.get_by_label("Laatste dag").fill(str(first + timedelta(days=20)))
    page.get_by_label("Alle dossiers van de school").check()
    page.get_by_label("Waarom dit onderzoek?").fill("Jaarlijkse controle van de zorg.")
    page.get_by_role("button", name="Onderzoek geven").click()
    giver.sees("Het onderzoek staat klaar")


def judged(auditor: Person, *, phone: bool) -> None:
    """Have all dossiers of the audit judged, and wait until the page is drawn anew by itself."""
    page = auditor.page
    page.get_by_role("button", name="Alle dossiers van dit onderzoek nakijken").click()
    auditor.sees("nagekeken")
    looked_at(page, phone=phone)
    expect(page.locator(".sum")).to_contain_text("in orde", timeout=60_000)
    looked_at(page, phone=phone)
    page.emulate_media(media="print")
    no_overflow(page)
    page.emulate_media(media="screen")


@pytest.mark.parametrize("screen", ["desktop", "phone", "dark"])
@pytest.mark.usefixtures("dossier")
def test_an_audit_is_given_done_and_read_back(visit: Visit, screen: str) -> None:
    phone = screen == "phone"
    giver = visit(DIRECTOR, screen)
    given(giver)
    looked_at(giver.goto("/toezicht"), phone=phone)

    auditor = visit(AUDITOR, screen)
    page = auditor.goto("/onderzoek")
    looked_at(page, phone=phone)
    page.locator(".audits a").first.click()
    looked_at(page, phone=phone)
    where = page.url
    judged(auditor, phone=phone)
    page.locator(".audited a").first.click()
    expect(page.locator("h1")).to_have_text("Leerling 1")
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    assert CHILD not in page.content()
    looked_at(page, phone=phone)
    page.get_by_label("Waarom is dat nodig?").fill("De datum klopt niet.")
    page.get_by_role("button", name="Openen").click()
    auditor.sees("Het is open")
    for rest in ("/1", "/1/herhaling", "/1/nakijken"):
        page.goto(where + rest)
        looked_at(page, phone=phone)

    giver.goto("/toezicht")
    giver.sees("De datum klopt niet.")
    looked_at(giver.page, phone=phone)


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_who_has_seen_a_dossier_on_screen_and_on_paper(visit: Visit, dossier: str, screen: str) -> None:
    phone = screen == "phone"
    helper = visit(IB, screen)
    page = helper.goto(f"/dossiers/{dossier}")
    page.get_by_role("link", name="Wie heeft dit dossier gezien").click()
    page.reload()
    helper.sees("het dossier")
    looked_at(page, phone=phone)
    page.get_by_role("link", name="Afdruk voor ouders of leerling").click()
    looked_at(page, phone=phone)
    page.get_by_label("Zet de namen van medewerkers voluit").check()
    page.get_by_role("button", name="Afdruk maken").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)
    page.get_by_label("Zet de namen van medewerkers voluit").uncheck()
    page.get_by_role("button", name="Afdruk maken").click()
    expect(page.locator("h1")).to_have_text("Wie keek in het dossier?")
    assert "Sanne" not in page.locator("article").inner_text()
    looked_at(page, phone=phone)
    page.emulate_media(media="print")
    no_overflow(page)
