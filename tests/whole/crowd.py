"""People who use the API of machines that fall: each request is sent again, with its key, until it is answered."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import requests

from workflows import Bundle

LK, IB, DIR, LK6 = "a.hoekstra", "s.devries", "r.postma", "j.bakker"
PATIENCE = 60
"""Seconds in which a request must have its answer."""
ANSWERS: Mapping[str, list[str]] = {
    "Verder na stap 1?": ["Verder naar stap 2"], "Wat is nog nodig?": ["Niets"],
    "Vermoeden van geweld of mishandeling?": ["Nee"], "Kan dit gesprek nu?": ["Ja"],
    "Hoe verder na stap 2?": ["Groot overleg, ouders stemmen in"], "Waren de ouders erbij?": ["Ja"],
    "Onderwijs-zorgvraag nodig?": ["Nee"], "Kunnen de afspraken beginnen?": ["Ja"],
    "Heeft de hulp genoeg gedaan?": ["Ja"], "Blijft het goed gaan?": ["Ja, afsluiten"],
    "Advies van buiten nodig?": ["Veilig Thuis"], "Nu met het kind spreken?": ["Ja"], "Eens met de weging?": ["Eens"],
    "Afsluiten?": ["Ja"],
}  # fmt: skip
"""What is answered to the questions of the protocol."""
FIELDS: Mapping[str, Mapping[str, object]] = {
    "Oudergesprek voeren": {"gesprek_gevoerd": "ja"},
    "Afwegingsvraag 1: vermoeden": {"a1": "nee"},
    "Afspraken inzet hulp": {
        "acties": [
            {"lane": "Leerkracht", "datum": "2031-11-02"},
            {"lane": "MT", "datum": "2031-11-16"},
        ]
    },
}
"""What is filled in where a made-up answer would lead elsewhere."""
TOGETHER = "Overleggen met collega"
"""A task that two people may do, and do at the same time."""
CLOSED_BY_A_TERM = "Afgesproken actie uitvoeren"
"""A task that the day of the evaluation closes, which here is today: the clock may be quicker than who does it."""


@dataclass
class Crowd:
    """The people, their tokens, and what was acknowledged to them."""

    bundle: Bundle
    ports: list[int]
    tokens: dict[str, str]
    done: list[str] = field(default_factory=list)
    """Ids of the tasks whose completion was answered with 200, a line for each answer that was meant to be the only."""
    retries: int = 0

    def ask(self, method: str, who: str, path: str, body: object = None) -> requests.Response:
        """Send it until it is answered with something that holds."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Idempotency-Key": os.urandom(12).hex()}
        end = time.monotonic() + PATIENCE
        turn = 0
        while time.monotonic() < end:
            url = f"http://127.0.0.1:{self.ports[turn % len(self.ports)]}/api/v1{path}"
            turn += 1
            try:
                answer = requests.request(method, url, json=body, headers=headers, timeout=10)
            except requests.RequestException:
                self.retries += 1
            else:
                assert answer.status_code != 500, (path, answer.text)
                if answer.status_code != 503:
                    return answer
            time.sleep(0.1)
        raise TimeoutError(path)

    def get(self, who: str, path: str) -> Any:
        answer = self.ask("GET", who, path)
        assert answer.status_code == 200, (who, path, answer.text)
        return answer.json()

    def begin(self, who: str, pupil: str, message: str) -> Any:
        """Open a dossier with a button that begins a route."""
        body = {"pupil": pupil, "message": message, "answers": self._start(message)}
        answer = self.ask("POST", who, "/dossiers", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def press(self, who: str, dossier: str, message: str) -> Any:
        """Press a button in a dossier."""
        body = {"name": message, "answers": self._start(message)}
        answer = self.ask("POST", who, f"/dossiers/{dossier}/messages", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _start(self, message: str) -> Mapping[str, object]:
        form = self.bundle.starts[message].form
        return self.bundle.forms[form].example({}, _now()) if form else {}

    def walk(self, dossier: str, route: str) -> None:
        """Do what a route asks, whoever it asks it of, until it has ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            busy = [self.finish(who, task) for who in self.tokens for task in self.tasks(who, route)]
            if not busy:
                routes = {each["id"]: each["status"] for each in self.get(IB, f"/dossiers/{dossier}")["routes"]}
                if routes[route] != "loopt":
                    assert routes[route] == "afgesloten"
                    return
                time.sleep(0.2)
        raise TimeoutError(route)

    def tasks(self, who: str, route: str) -> list[Any]:
        found: list[Any] = self.get(who, f"/tasks?route={route}")["items"]
        return found

    def finish(self, who: str, task: Any) -> None:
        """Complete a task, alone or with somebody who is as quick."""
        detail = self.get(who, f"/tasks/{task['id']}")
        if detail["status"] != "open" or detail["barred"]:
            return
        both = [LK, IB] if task["name"] == TOGETHER else [who]
        body = {"answers": self._answers(detail), "seen": detail["version"]}
        with ThreadPoolExecutor(len(both)) as pool:
            said = list(pool.map(lambda each: self.ask("POST", each, f"/tasks/{task['id']}/complete", body), both))
        statuses = sorted(each.status_code for each in said)
        if task["name"] == CLOSED_BY_A_TERM and statuses == [409]:
            refused = said[0].json()
            assert (refused["reason"], refused["by"], refused["task"]["status"]) == ("done", None, "vervallen")
            return
        assert statuses == [200, 409][: len(both)], (task["name"], [each.text for each in said])
        for each in said:
            if each.status_code == 200:
                assert each.json()["task"]["status"] == "afgerond"
                self.done.append(task["id"])
            else:
                assert each.json()["reason"] == "done"
                assert each.json()["by"]

    def _answers(self, detail: Any) -> Mapping[str, object]:
        given = dict(FIELDS.get(detail["name"], {}))
        made = self.bundle.forms[detail["form"]].example(given, _now()) if detail["form"] else {}
        if detail["kind"] == "vraag":
            labels = ANSWERS[detail["name"]]
            made = {**made, "antwoord": labels if detail["multiple"] else labels[0]}
        return made

    def history(self, who: str, dossier: str) -> list[Any]:
        """All that happened in a dossier."""
        found: list[Any] = []
        cursor = ""
        while True:
            page = self.get(who, f"/dossiers/{dossier}/history?limit=100{cursor}")
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = f"&cursor={page['next']}"


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  people look at the clock
