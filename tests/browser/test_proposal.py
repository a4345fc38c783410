"""A proposal in a browser: it is tried on the routes by itself, and then a colleague can agree; who draws is warned."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, choose, no_overflow
from tests.browser.test_workbench import IB, LEADER, TASK, changed, draw
from tests.school import protocol_files
from tests.web.test_publishing import OTHERWISE, WHY
from tests.web.test_workbench import FILE, drawn

Visit = Callable[..., Person]


def begun(product: Product) -> str:
    """A draft in which one explanation is otherwise, where there is a route."""
    product.open_dossier(IB, "Milou")
    return product.upload(IB, "Een voorstel", {**protocol_files(), FILE: drawn(*OTHERWISE)})


def test_a_proposal_is_tried_by_itself_and_falls_when_somebody_draws(visit: Visit, product: Product) -> None:
    at = begun(product)
    page = visit(IB).goto(f"{at}/voorstel")
    expect(page.get_by_text("Die begint vanzelf bij het voorstel")).to_be_visible(timeout=60_000)
    page.get_by_label("Wat verandert er, en waarom?").fill(WHY)
    page.get_by_role("button", name="Voorstellen aan een collega").click()
    expect(page.get_by_text("Nu is een collega aan zet")).to_be_visible(timeout=60_000)
    axe(page)
    other = visit(LEADER, "phone").goto(f"{at}/voorstel")
    expect(other.get_by_role("button", name="Akkoord: zo gaat het gelden")).to_be_visible(timeout=60_000)
    expect(other.get_by_text("gaat hetzelfde:")).to_be_visible()
    axe(other)
    no_overflow(other)
    expect(page.get_by_role("heading", name="Eerst de wat-als")).to_have_count(0)
    page = draw(visit(IB), f"{at}/tekenen/{FILE}")
    expect(page.get_by_text("Er wacht een voorstel om dit ontwerp in gebruik te nemen.")).to_be_visible()
    axe(page)
    choose(page, TASK)
    changed(page, "naam", "Toch anders")
    other.get_by_label("Ik heb de verschillen, de regels en de wat-als bekeken").check()
    # What is agreed to is looked through first; a machine that is busy takes its time for that.
    other.get_by_role("button", name="Akkoord: zo gaat het gelden").click(timeout=60_000)
    expect(other.get_by_text("Het ontwerp is veranderd sinds het is voorgesteld.").first).to_be_visible(timeout=60_000)
