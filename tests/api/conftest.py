"""The API on both databases, in process: one app for each, on which every test has a board of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.db import db
from tests.api.client import Api, api_site, made_school
from tests.databases import postgres_url
from tests.school import Site


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp(f"api-{request.param}")
    url = f"sqlite:///{folder / 'leidraad.sqlite'}" if request.param == "sqlite" else postgres_url("api")
    made = api_site(url, folder)
    yield made
    with made.app.app_context():
        db.engine.dispose()
    made.keys.close()


@pytest.fixture
def here(site: Site) -> Iterator[Site]:
    with site.app.app_context():
        yield site


@pytest.fixture
def api(here: Site) -> Api:
    return made_school(here)


@pytest.fixture(scope="session")
def _still(site: Site) -> Api:
    with site.app.app_context():
        return made_school(site)


@pytest.fixture
def still(here: Site, _still: Api) -> Api:
    """A school that many tests share, because none of them changes anything of it."""
    assert _still.school.site is here
    return _still
