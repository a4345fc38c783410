"""What holds for every test: the same examples in every run, and no setting of the person who runs them."""

from __future__ import annotations

import os

import pytest
from argon2 import PasswordHasher, Type
from hypothesis import settings

from app.collecting import keep_what_is_there
from app.store import passwords

# A failure must come back on the next run and on another machine, so examples are derived from the test itself.
settings.register_profile("leidraad", derandomize=True, database=None, deadline=None, max_examples=50)
settings.load_profile("leidraad")

SLOW = ("tests/browser/", "tests/whole/", "tests/bench/")
"""Files that take long, and have programs of their own run beside them."""
BETWEEN = 4
"""Other files between two of these: as many browsers at once as there are processes slow each other down."""
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, type=Type.ID)
NOBODYS = CHEAP.hash("")
OF_THE_MACHINE = {"LEIDRAAD_CHROMIUM", "LEIDRAAD_NODE", "LEIDRAAD_NODE_MODULES", "LEIDRAAD_TCK"}
"""Where things lie on this machine; every other setting would change what a test proves."""


@pytest.fixture(autouse=True)
def _settings_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("LEIDRAAD_") and name not in OF_THE_MACHINE:
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _passwords_are_cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of people sign in here, and each would take 64 MiB and a tenth of a second, as they do at a school."""
    if "dear_passwords" not in request.fixturenames:
        monkeypatch.setattr(passwords, "_HASHER", CHEAP)
        monkeypatch.setattr(passwords, "_nobodys", lambda: NOBODYS)


@pytest.fixture
def dear_passwords() -> None:
    """As they are at a school."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files among the others, from the beginning, so that none of them is left when all else is done."""
    files = dict.fromkeys(each.nodeid.partition("::")[0] for each in items)
    slow, others = ([each for each in files if each.startswith(SLOW) is kind] for kind in (True, False))
    turns = {each: turn for turn, each in enumerate(slow)}
    turns |= {each: number // BETWEEN for number, each in enumerate(others)}
    items.sort(key=lambda each: turns[each.nodeid.partition("::")[0]])


def pytest_collection_finish() -> None:
    """Thousands of collected tests are there to the end: nobody need look through them again."""
    keep_what_is_there()
