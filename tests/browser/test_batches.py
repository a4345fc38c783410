"""What the worker does with many routes, in a browser: the page goes on by itself, and what came of it is drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.store.protocols import Version, keep_version
from app.store.unit_of_work import transaction
from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import axe, large_enough, no_overflow
from tests.web.test_whatif import FIRST, without_first_task
from workflows import Bundle

Visit = Callable[..., Person]
IB = "s.devries"


@pytest.fixture(scope="module")
def places(product: Product) -> tuple[str, str]:
    """The what-if of a draft, and the running routes of a version like it; one route runs on the version in use."""
    # a child of no other test: its route still stands at the task that is called otherwise in the draft
    product.open_dossier(IB, "Milou")
    files = without_first_task()
    made = Bundle.from_files(files)
    at = product.upload(IB, "Anders", files)
    with product.machine.parts() as parts:
        (board,) = parts.desk.boards()
        with transaction(board, parts.bus.keys, parts.bus.clock) as work:
            keep_version(work, Version(made.geheel, made.gedrag, made.name), made.files)
    return f"{at}/wat-als", f"/protocollen/{made.geheel}/lopend"


def looked_at(page: Page) -> None:
    axe(page)
    large_enough(page)
    no_overflow(page)


def test_a_what_if_goes_by_itself_and_is_drawn(visit: Visit, places: tuple[str, str]) -> None:
    page = visit(IB).goto(places[0])
    page.get_by_role("button", name="Op alle routes proberen").click()
    expect(page.get_by_role("heading", name="Hoe het was gegaan")).to_be_visible(timeout=60_000)
    expect(page.locator(f".map-canvas [data-element-id={FIRST}_anders]").first).to_be_visible()
    expect(page.locator(".heat-label").first).to_contain_text("gaan anders")
    looked_at(page)


def test_routes_are_tried_and_chosen_by_hand_on_a_phone(visit: Visit, places: tuple[str, str]) -> None:
    page = visit(IB, "phone").goto(places[1])
    page.get_by_role("button", name="Kijken of ze mee kunnen").click()
    expect(page.get_by_role("heading", name="Met de hand kiezen")).to_be_visible(timeout=60_000)
    looked_at(page)
    page.get_by_label("Observeren en begeleiden").select_option(f"{FIRST}_anders")
    page.get_by_role("button", name="Opnieuw kijken").click()
    page.get_by_role("link", name="Meenemen wat mee kan").click(timeout=60_000)
    expect(page.get_by_role("heading", name="Routes meenemen naar")).to_be_visible()
    looked_at(page)
