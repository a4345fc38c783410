"""The product itself, as `flask serve` starts it: web server, worker and data of its own, on this machine."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import requests

from app.commands.drafting import UploadDraft
from app.queries.people import load_person
from app.queries.places import person_at
from tests.browser.made_up import copied
from tests.machine import ROOT, Machine, free_port, healthy, until

BUILT = ROOT / "app" / "web" / "static" / "built" / ".ready"
START = 90
"""Seconds in which a server and its made-up school are there, on a machine that does something else as well."""


@dataclass(frozen=True)
class SignIn:
    """What opens Leidraad for somebody."""

    login: str
    password: str
    token: str


@dataclass
class Product:
    """A server that runs, and the people who may come in."""

    machine: Machine
    people: dict[str, SignIn] = field(default_factory=dict)
    cookies: dict[str, Any] = field(default_factory=dict)
    """Of who signed in before: signing in is slow by design, and is a test of its own."""

    @classmethod
    def begin(cls, folder: Path, school: Path | None = None) -> Product:
        """A fresh one; with data in the folder already, on those; with a `school`, on a copy of its data."""
        if not BUILT.exists():
            raise RuntimeError(
                "What browsers load was not put together, so no page was looked at: `make setup` does that."
            )
        if school is not None:
            copied(school, folder)
        made = cls(Machine(folder, {"PORT": str(free_port())}))
        process = made.machine.begin("uitvoer", "flask", "serve", "--demo")
        until(lambda: healthy(made.port) or process.poll() is not None or "Traceback" in made.told(), START)
        if not healthy(made.port):
            told = made.told()
            made.machine.end()
            raise RuntimeError(f"Leidraad did not start within {START} seconds. It wrote:\n{told}")
        text = (made.machine.data / "aanmelding.txt").read_text("utf-8")
        found = re.findall(r"aanmeldnaam +(\S+)\n +wachtwoord +(\S+)\n +token +(\S+)", text)
        made.people = {login: SignIn(login, password, token) for login, password, token in found}
        return made

    @property
    def port(self) -> int:
        return int(self.machine.settings["PORT"])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def told(self) -> str:
        """What the server wrote."""
        return (self.machine.folder / "uitvoer").read_text("utf-8", errors="replace")

    def stop(self) -> None:
        """Ctrl-C, as a person stops it. A server that does not stop by itself, or fell on the way, fails the run."""
        process = self.machine.begun[-1]
        try:
            os.killpg(process.pid, signal.SIGINT)
            code = process.wait(timeout=20)
        finally:
            self.machine.end()
        told = self.told()
        assert code == 0, told
        assert "Traceback" not in told, told

    # by the API, to come quickly where a test begins

    def ask(self, login: str, path: str, **query: str) -> Any:
        """What the API answers somebody."""
        answer = requests.get(f"{self.address}/api/v1/{path}", params=query, headers=self._as(login), timeout=20)
        answer.raise_for_status()
        return answer.json()

    def send(self, login: str, path: str, **body: object) -> Any:
        """What comes of a deed."""
        answer = requests.post(f"{self.address}/api/v1/{path}", json=body, headers=self._as(login), timeout=20)
        assert answer.ok, answer.text
        return answer.json()

    def pupil(self, login: str, name: str) -> str:
        """The id of a pupil for whom somebody may begin a dossier."""
        (found,) = self.ask(login, "pupils", q=name)["items"]
        return str(found["id"])

    def open_dossier(self, login: str, name: str, message: str = "Zorg over leerling") -> str:
        """The id of the dossier of a pupil, in which a route was begun."""
        pupil = self.pupil(login, name)
        return str(self.send(login, "dossiers", pupil=pupil, message=message, answers=BEGIN)["id"])

    def task(self, login: str, dossier: str, name: str) -> str:
        """The id of an open task in a dossier."""
        items = self.ask(login, "tasks", dossier=dossier, limit="100")["items"]
        return str(next(each["id"] for each in items if each["name"] == name))

    def upload(self, login: str, name: str, files: Mapping[str, bytes]) -> str:
        """The address of a draft that somebody uploaded. No API does that, so it is asked beside the server."""
        with self.machine.parts() as parts:
            (board,) = parts.desk.boards()
            with parts.desk.reading(board) as work:
                by = person_at(work, login)
            assert isinstance(by, UUID)
            draft = parts.bus.send(UploadDraft(name, files), by=load_person(parts.desk, board, by)).result
        return f"/protocollen/ontwerpen/{draft}"

    def _as(self, login: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.people[login].token}"}


BEGIN = {"aanleiding": "leerkracht", "eerste_zorg": "Komt moe op school."}
