"""The same tests on both databases. Each test has a board of its own, so one database serves them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from app.store.db import db
from tests.databases import postgres_url
from tests.school import School, Site, make_school, make_site, make_tables
from tests.store.people_fixtures import Office, make_office


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{folder / 'leidraad.sqlite'}" if request.param == "sqlite" else postgres_url("store")
    made = make_site(url, folder)
    make_tables(made)
    yield made
    with made.app.app_context():
        db.engine.dispose()
    made.keys.close()


@pytest.fixture
def school(site: Site) -> Iterator[School]:
    with site.app.app_context():
        yield make_school(site)


@pytest.fixture
def office(site: Site) -> Iterator[Office]:
    with site.app.app_context():
        yield make_office(site)


@pytest.fixture
def anne(office: Office) -> UUID:
    return office.invite("anne.cor", "coördinator", at_board=True)


@pytest.fixture
def bas(office: Office) -> UUID:
    return office.invite("bas.ib", "intern begeleider")
