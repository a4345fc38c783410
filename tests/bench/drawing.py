"""Drawing: from a save of the largest drawing of the real protocol to what is found in it, its page over HTTP, and the
same page in a real browser until somebody can work in it.
"""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from time import perf_counter
from typing import Final
from uuid import UUID

from lxml import etree
from playwright.sync_api import BrowserContext, sync_playwright

from app.commands.drafting import UploadDraft
from tests.bench.measures import POSTGRESQL, Effort, Measure, Table, share
from tests.bench.replaying import signed_in
from tests.bench.school import cookie, machine
from tests.bench.serving import OURS, serving
from tests.bench.steps import PROTOCOL
from tests.browser.screen import launch
from workflows import Limits, read_folder

FOUND = 300.0
"""Milliseconds within which a change is judged."""
USABLE = 2_000.0
"""Milliseconds within which a drawing that is opened can be worked in."""
_ASKED: Final = 60_000
_READY: Final = "performance.getEntriesByName('drawing-ready')[0].startTime"
_FUNCTION: Final = "intern begeleider"
_BORDER: Final = "leidraad-meting"
_PLACE: Final = re.compile(rb'(Bounds x=")\d+')


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    files = dict(read_folder(PROTOCOL))
    name = max((each for each in files if each.endswith(".bpmn")), key=lambda each: len(files[each]))
    changes = max(2, effort.requests // 10)
    with machine(POSTGRESQL, "bench_drawing") as on:
        school = on.school(files, (_FUNCTION,))
        draft: UUID = school.bus.send(UploadDraft("Meting", files, Limits()), by=school.actor(_FUNCTION)).result
        with serving(effort.processes, (OURS, on.environment)) as (server,):
            made = _Drawer(server.port, draft, name, files[name], cookie(on, school, _FUNCTION))
            with closing(made) as drawer:
                drawer.open(2)
                drawer.draw(2)
                opened = [drawer.open(changes) for _ in range(effort.schools)]
                drawn = [drawer.draw(changes) for _ in range(effort.schools)]
            usable = _usable(f"http://127.0.0.1:{server.port}", made.page, made.cookie, effort)
    return [_found(drawn, len(files[name])), _opened(opened), usable]


def _usable(address: str, path: str, known: str, effort: Effort) -> Table:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = signed_in(browser, address, known)
        took = [_until_usable(context, path) for _ in range(effort.schools + 1)][1:]
        browser.close()
    note = (
        "From the address to a drawing that hears every click and key, in Chromium without a screen: the page, its "
        "scripts, the file, the picture and all that is found. What was loaded before is kept, as in anybody's browser."
    )
    measure = Measure("the largest drawing of the real protocol", tuple(took), ours=True)
    return Table("Opening a drawing in a browser", "ms", (measure,), (note,), budget=USABLE, compared=False)


def _until_usable(context: BrowserContext, path: str) -> float:
    page = context.new_page()
    page.goto(path, timeout=_ASKED)
    page.wait_for_selector("#tekening[data-ready=yes]", timeout=_ASKED)
    took = float(page.evaluate(_READY))
    page.close()
    return took


def _found(runs: list[tuple[list[float], list[float]]], size: int) -> Table:
    measures = (
        *(Measure(f"Leidraad, {title}", tuple(share(ours, part) for ours, _ in runs), ours=True)
          for title, part in (("p50", 0.5), ("p95", 0.95))),
        Measure("The floor: the same XML parsed", tuple(share(floor, 0.5) for _, floor in runs)),
    )  # fmt: skip
    note = (
        f"`POST …/bestand/…` of {size // 1000} kB in which one shape lies elsewhere, until the last byte of the "
        "answer: the drawing is saved as a revision, and with all other files of the draft judged anew. The floor "
        "parses the same bytes with lxml in the process that asks, right after each answer. One client, on PostgreSQL."
    )
    return Table("A change, until what is found in it is there", "ms", measures, (note,), budget=FOUND)


def _opened(runs: list[list[float]]) -> Table:
    measures = tuple(
        Measure(title, tuple(share(each, part) for each in runs), ours=True)
        for title, part in (("p50", 0.5), ("p95", 0.95))
    )
    note = "`GET …/tekenen/…`, rendered, until its last byte, with all that is found in the draft and can be named."
    return Table("The page of a drawing", "ms", measures, (note,), compared=False)


@dataclass(slots=True)
class _Drawer:
    """Somebody who draws, with one connection that stays open."""

    port: int
    draft: UUID
    name: str
    data: bytes
    cookie: str
    _token: str = ""
    _revision: int = 1
    _drawn: int = 0
    _connection: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port)

    @property
    def page(self) -> str:
        """Where the drawing is drawn."""
        return f"/protocollen/ontwerpen/{self.draft}/tekenen/{self.name}"

    def close(self) -> None:
        """Go away."""
        self._connection.close()

    def open(self, times: int) -> list[float]:
        """Look at the page so many times; the seconds of each."""
        took = []
        for _ in range(times):
            began = perf_counter()
            page = self._ask("GET", f"tekenen/{self.name}")
            took.append(perf_counter() - began)
            self._token = self._token or re.findall(r'name="vervalsing"[^>]*value="([^"]+)"', page.decode())[0]
        return took

    def draw(self, times: int) -> tuple[list[float], list[float]]:
        """Move a shape so many times: the seconds of each save, and those in which the same is parsed."""
        took, floor = [], []
        for _ in range(times):
            self._drawn += 1
            data = _PLACE.sub(rb"\g<1>%d" % (100 + self._drawn), self.data, count=1)
            body = _body({"vervalsing": self._token, "gezien": str(self._revision)}, data)
            began = perf_counter()
            answer = json.loads(self._ask("POST", f"bestand/{self.name}", body))
            took.append(perf_counter() - began)
            self._revision = answer["revision"]
            began = perf_counter()
            etree.fromstring(data)
            floor.append(perf_counter() - began)
        return took, floor

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"Cookie": self.cookie, "Content-Type": f"multipart/form-data; boundary={_BORDER}"}
        self._connection.request(method, f"/protocollen/ontwerpen/{self.draft}/{path}", body, headers)
        answer = self._connection.getresponse()
        told = answer.read()
        if answer.status != 200:
            message = f"{method} {path} was answered with {answer.status}."
            raise RuntimeError(message)
        return told


def _body(fields: dict[str, str], data: bytes) -> bytes:
    parts = [
        f'--{_BORDER}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{_BORDER}\r\nContent-Disposition: form-data; name="inhoud"; filename="tekening.bpmn"\r\n\r\n'.encode()
    return b"".join([*parts, head, data, f"\r\n--{_BORDER}--\r\n".encode()])
