"""The pages on both databases, in process, as people see them. Every page that is got is looked over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from app.commands.bus import Bus
from app.factory import not_there
from app.queries.desk import Desk
from app.store.bearer import Bearer
from app.store.clock import Clock, random_id
from app.store.db import db
from app.store.sessions import add_session
from app.web import Parts, register
from tests.api.client import CLOCK, api_site, made_school
from tests.databases import postgres_url
from tests.school import CANARY, School, Site

COOKIE = "leidraad"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp(f"pages-{request.param}")
    url = f"sqlite:///{folder / 'leidraad.sqlite'}" if request.param == "sqlite" else postgres_url("pages")
    made = api_site(url, folder)
    clock = Clock(CLOCK)
    parts = Parts(Bus(made.keys, clock, made.bundles, random_id), Desk(made.keys, clock, made.bundles))
    register(made.app, lambda: parts)
    made.app.register_error_handler(HTTPException, not_there)
    yield made
    with made.app.app_context():
        db.engine.dispose()
    made.keys.close()


@pytest.fixture
def here(site: Site) -> Iterator[Site]:
    with site.app.app_context():
        yield site


@pytest.fixture
def screen(here: Site) -> Screen:
    """A school of its own, on screen."""
    return Screen(made_school(here).school)


_KEPT = {"vervalsing", "sleutel", "seen", "digest", "beurt", "voor"}


@dataclass
class Shown:
    """A page as somebody sees it."""

    answer: TestResponse
    document: Any

    @property
    def text(self) -> str:
        """What can be read on it, with single spaces."""
        return " ".join(self.document.body.text_content().split())

    @property
    def title(self) -> str:
        return self.document.findtext(".//title").strip()

    def all(self, path: str) -> list[Any]:
        """What an XPath finds."""
        return list(self.document.xpath(path))

    def one(self, path: str) -> Any:
        found = self.all(path)
        assert len(found) == 1, (path, len(found), self.text)
        return found[0]

    def form(self, action: str = "") -> dict[str, Any]:
        """What the form with (part of) this action would send as it stands: its hidden fields and what is filled in."""
        forms = [each for each in self.document.forms if action in (each.get("action") or "")]
        assert forms, (action, [each.get("action") for each in self.document.forms])
        found = next((each for each in forms if (each.get("method") or "").lower() == "post"), forms[0])
        return dict(found.form_values())


@dataclass
class Screen:
    """The pages as the people of one school use them, each in a browser of their own."""

    school: School
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def browser(self, function: str | None) -> FlaskClient:
        """That of whoever holds this function, signed in; None is nobody's."""
        if function is None:
            return self.school.site.app.test_client()
        if function not in self.browsers:
            self.browsers[function] = self.signed_in(self.school.people[function])
        return self.browsers[function]

    def signed_in(self, person: UUID) -> FlaskClient:
        """A new browser of somebody, signed in."""
        client = self.school.site.app.test_client()
        secret = Bearer.new(self.school.board)
        with self.school.writing() as work:
            add_session(work, person, secret)
        client.set_cookie(COOKIE, secret.link)
        return client

    def get(self, function: str | None, path: str, status: int = 200) -> Shown:
        """A page, which must have this status, looked over."""
        answer = self.browser(function).get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.headers.get("Location"))
        return shown(answer)

    def post(
        self, function: str | None, path: str, fields: Mapping[str, Any], status: int = 303, *, page: str | None = None
    ) -> TestResponse:
        """Send a form; `page` is where it stands, from which its hidden fields are taken (else `path`)."""
        hidden = self.get(function, page or path).form(path if page else "")
        kept = {name: value for name, value in hidden.items() if name in _KEPT}
        answer = self.browser(function).post(path, data={**kept, **fields}, content_type="multipart/form-data")
        assert answer.status_code == status, (path, answer.status_code, answer.get_data(as_text=True)[:3000])
        return answer

    def follow(self, function: str, answer: TestResponse) -> Shown:
        """The page to which an answer leads."""
        return self.get(function, answer.headers["Location"])


def shown(answer: TestResponse) -> Shown:
    """Parse a page and see to what every page must be."""
    text = answer.get_data(as_text=True)
    page = Shown(answer, html.document_fromstring(text))
    assert len(page.all("//h1")) == 1, page.all("//h1/text()")
    assert CANARY not in page.title
    assert page.document.get("lang") in {"nl", "en"}
    assert not page.all("//*[@style]"), "no style in the page"
    assert not page.all("//script[not(@src)][not(@type='application/json')]"), "no script in the page"
    assert not [name for each in page.document.iter() for name in each.attrib if name.startswith("on")]
    ids = page.all("//@id")
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    for each in page.all("//form[translate(@method,'POST','post')='post']"):
        assert each.xpath(".//input[@name='vervalsing']"), f"a form without a token: {each.get('action')}"
    for each in page.all("//input[not(@type='hidden')][not(@type='submit')]|//select|//textarea[not(@hidden)]"):
        named = each.get("aria-label") or each.get("aria-labelledby") or each.xpath("ancestor::label")
        assert named or page.all(f"//label[@for='{each.get('id')}']"), f"a field without a label: {each.get('name')}"
    for each in page.all("//*[@aria-describedby]"):
        assert set(each.get("aria-describedby").split()) <= set(ids), each.get("aria-describedby")
    headings = [int(each.tag[1]) for each in page.all("//h1|//h2|//h3|//h4|//h5")]
    assert all(after - before <= 1 for before, after in pairwise(headings)), headings
    assert CANARY not in answer.request.path
    return page
