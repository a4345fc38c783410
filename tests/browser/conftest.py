"""A real server and a real browser; a page that complains fails the test that opened it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.made_up import school_of_all
from tests.browser.people import Keyboard, Person
from tests.browser.product import Product
from tests.browser.screen import SCREENS, Watch, launch

# A machine that runs other tests beside it may take long for a page; nothing here says how fast a page must be.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed behind each file: only one may be open in a process, and the benchmarks open their own."""
    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of the made-up school, to be copied."""
    return school_of_all(tmp_path_factory)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, school: Path) -> Iterator[Product]:
    """The made-up school, served as `make serve` does."""
    made = Product.begin(tmp_path_factory.mktemp("browser"), school)
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def watch() -> Iterator[Watch]:
    made = Watch()
    yield made
    assert not made.complaints, "\n".join(made.complaints)


@pytest.fixture
def visit(browser: Browser, product: Product, watch: Watch) -> Iterator[Callable[..., Person]]:
    """Somebody at a screen: `visit("s.devries", "phone")`; without a name, somebody who has not signed in."""
    opened = []

    def visiting(login: str = "", screen: str = "desktop", *, keyboard: bool = False, on: Product = product) -> Person:
        context = browser.new_context(
            **SCREENS[screen], base_url=on.address, locale="nl-NL", storage_state=on.cookies.get(login)
        )
        context.set_default_timeout(20_000)
        # A page that proves and plays a whole protocol takes seconds, and more beside other tests.
        context.set_default_navigation_timeout(60_000)
        opened.append(context)
        page = context.new_page()
        watch.over(page)
        person = (Keyboard if keyboard else Person)(page, login)
        # another test may have ended the session that was kept
        if login and context.request.get("/account", max_redirects=0).status != 200:
            person.sign_in(on.people[login].password)
            on.cookies[login] = context.storage_state()
        return person

    yield visiting
    for context in opened:
        context.close()
