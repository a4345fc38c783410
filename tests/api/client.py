"""A made-up school behind the API: tokens for its people, and requests in as few words as possible."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.api import Services, make_app, register
from app.commands.bus import Bus
from app.queries.desk import Desk
from app.store.access import add_token
from app.store.bearer import Bearer
from app.store.clock import Clock, random_id
from app.store.db import open_database
from app.store.keys import Kek, KeyStore
from tests.school import START, FrozenClock, School, Site, make_school, make_tables, the_bundle
from workflows import Bundle

CLOCK = FrozenClock()
"""The clock of every API in these tests; each school begins at its start."""


def api_site(url: str, folder: Path) -> Site:
    """A machine whose app has the API."""
    app = make_app("app", static_folder=None)
    open_database(app, url)
    kek = folder / "kek"
    if not kek.exists():
        Kek.create(kek)
    keys = KeyStore(str(folder / "keys.sqlite"), Kek.read(kek), ids=random_id, monotonic=time.monotonic)
    site = Site(app, keys)
    clock = Clock(CLOCK)
    services = Services(Bus(keys, clock, site.bundles, random_id), Desk(keys, clock, site.bundles))
    register(app, lambda: services)
    make_tables(site)
    return site


def made_school(site: Site, **options: Any) -> Api:
    """A school of its own."""
    CLOCK.now = START
    school = make_school(site, **options)
    school.clock = CLOCK
    school.bus = Bus(site.keys, Clock(CLOCK), site.bundles, random_id)
    return Api(school)


@dataclass
class Api:
    """The API as the people of one school use it."""

    school: School
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def client(self) -> FlaskClient:
        return self.school.site.app.test_client()

    def token(self, function: str, until: datetime | None = None) -> str:
        if function not in self.tokens:
            self.tokens[function] = self.new_token(self.school.people[function], until)
        return self.tokens[function]

    def new_token(self, person: UUID, until: datetime | None = None) -> str:
        secret = Bearer.new(self.school.board)
        with self.school.writing() as work:
            add_token(work, person, secret, until)
        return secret.token

    def call(
        self, method: str, function: str | None, path: str, body: object = None, *, key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:  # fmt: skip
        sent = dict(headers or {})
        if function is not None:
            sent["Authorization"] = f"Bearer {self.token(function)}"
        if key is not None:
            sent["Idempotency-Key"] = key
        where = path if path.startswith(("/api/", "/health")) else f"/api/v1{path}"
        return (
            self.client.open(where, method=method, json=body, headers=sent)
            if body is not None
            else (self.client.open(where, method=method, headers=sent))
        )

    def get(self, function: str, path: str) -> Any:
        answer = self.call("GET", function, path)
        assert answer.status_code == 200, (path, answer.status_code, answer.get_data(as_text=True))
        return answer.json

    def post(self, function: str, path: str, body: object, status: int = 200, key: str | None = None) -> Any:
        answer = self.call("POST", function, path, body, key=key)
        assert answer.status_code == status, (path, answer.status_code, answer.get_data(as_text=True))
        return answer.json

    def get_health(self) -> tuple[int, str, Any]:
        answer = self.client.get("/health")
        return answer.status_code, answer.json["status"], answer.json["worker"]

    # what people do

    def begin(self, function: str, message: str, answers: Mapping[str, object] | None = None) -> Any:
        start = self.bundle.starts[message]
        given = self._filled(start.form, answers or {})
        return self.post(
            function, "/dossiers", {"pupil": str(self.school.pupil), "message": message, "answers": given}, 201
        )

    def press(self, function: str, dossier: str, message: str, answers: Mapping[str, object] | None = None) -> Any:
        buttons = self.get(function, f"/dossiers/{dossier}/starts")["items"]
        form = next((each["form"] for each in buttons if each["message"] == message), None)
        given = self._filled(form, answers or {})
        return self.post(function, f"/dossiers/{dossier}/messages", {"name": message, "answers": given})

    def filled(self, message: str) -> Mapping[str, object]:
        """Made-up answers to the form behind a button that begins a route."""
        return self._filled(self.bundle.starts[message].form, {})

    def _filled(self, form: str | None, answers: Mapping[str, object]) -> Mapping[str, object]:
        return self.bundle.forms[form].example(answers, CLOCK.now) if form else dict(answers)

    @property
    def bundle(self) -> Bundle:
        """The protocol of the school."""
        return the_bundle(self.school.files)

    def tasks(self, function: str, **query: object) -> list[Any]:
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        found: list[Any] = self.get(function, f"/tasks?{asked}")["items"]
        return found

    def names(self, function: str) -> list[str]:
        return sorted(each["name"] for each in self.tasks(function))

    def find(self, function: str, name: str) -> Any:
        return next(each for each in self.tasks(function) if each["name"] == name)

    def example(self, task: Any, answers: Mapping[str, object]) -> Mapping[str, object]:
        """Answers to a task: those given, and made-up ones for all else that its form asks."""
        return self.school.example(UUID(task["id"]), answers)

    def complete(self, function: str, name: str, answers: Mapping[str, object] | None = None) -> Any:
        task = self.find(function, name)
        given = self.school.example(UUID(task["id"]), answers or {})
        return self.post(function, f"/tasks/{task['id']}/complete", {"answers": given, "seen": task["version"]})


def chance() -> str:
    """A new Idempotency-Key."""
    return os.urandom(12).hex()
