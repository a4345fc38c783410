"""The replay page in a real browser: when its first picture stands, and how evenly its frames come while it plays."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import func, select

import app.store.tables as t
from app.commands.routes import SendMessage
from app.commands.tasks import CompleteTask
from app.domain.errors import Refused
from tests.bench.measures import SQLITE, Effort, Measure, Table, share
from tests.bench.school import cookie, machine
from tests.bench.serving import OURS, serving
from tests.browser.screen import launch
from tests.school import FUNCTIONS, School, protocol_files

FIRST = 1_000.0
FRAME = 20.0
_IB: Final = "intern begeleider"
_ASKED: Final = 60_000
"""Milliseconds within which a page must have come at all."""
_READY: Final = "performance.getEntriesByName('replay-ready')[0].startTime"
_FRAMES: Final = """(milliseconds) => new Promise((done) => {
  const took = [];
  let before = performance.now();
  const began = before;
  requestAnimationFrame(function next() {
    const now = performance.now();
    took.push((now - before) / 1000);
    before = now;
    now - began < milliseconds ? requestAnimationFrame(next) : done(took);
  });
})"""
_SCRUB: Final = """(facts) => new Promise((done) => {
  const slider = document.querySelector('[data-slider]');
  const took = [];
  let before = performance.now();
  requestAnimationFrame(function next() {
    const now = performance.now();
    took.push((now - before) / 1000);
    before = now;
    slider.value = 1 + (took.length * 7) % facts;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    took.length < Math.min(200, facts) ? requestAnimationFrame(next) : done(took);
  });
})"""


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look at the page gave, in milliseconds."""

    first: float
    playing: float
    """Within which 95 of 100 frames came while it played at its fastest."""
    scrubbing: float
    """The same while somebody dragged through time."""


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    with machine(SQLITE, "bench_replay") as on:
        school = on.school(protocol_files(), FUNCTIONS)
        dossier, facts = _dossier(school, effort.facts)
        with serving(1, (OURS, on.environment)) as (server,), sync_playwright() as playwright:
            browser = launch(playwright)
            context = signed_in(browser, f"http://127.0.0.1:{server.port}", cookie(on, school, _IB))
            path = f"/dossiers/{dossier}/herhaling"
            found = [_watched(context, path, facts, effort.seconds) for _ in range(effort.schools + 1)][1:]
            browser.close()
    where = f"Chromium without a screen, the drawing of the school's own protocol, a dossier of {facts} facts."
    first = Measure("first picture", tuple(each.first for each in found), ours=True)
    frames = (
        Measure("playing at 5×", tuple(each.playing for each in found), ours=True),
        Measure("dragging through time", tuple(each.scrubbing for each in found), ours=True),
    )
    return [
        Table("The replay page, first picture", "ms", (first,), (where,), budget=FIRST, compared=False),
        Table("The replay, a frame (p95)", "ms", frames, (where,), budget=FRAME, compared=False),
    ]


def signed_in(browser: Browser, address: str, known: str) -> BrowserContext:
    """A browser in which somebody signed in; `known` is their cookie."""
    context = browser.new_context(base_url=address, viewport={"width": 1400, "height": 900})
    name, _, value = known.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    return context


def _watched(context: BrowserContext, path: str, facts: int, seconds: float) -> Watched:
    page = context.new_page()
    page.set_default_timeout(_ASKED)
    page.goto(path)
    page.wait_for_selector("[data-ready]", timeout=_ASKED)
    first = float(page.evaluate(_READY))
    page.wait_for_selector("[data-warm]", timeout=_ASKED)
    playing = _playing(page, seconds)
    scrubbing = share(page.evaluate(_SCRUB, facts), 0.95)
    page.close()
    return Watched(first, playing, scrubbing)


def _playing(page: Page, seconds: float) -> float:
    page.locator("[data-go=play]").focus()
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    found = share(page.evaluate(_FRAMES, 1_000 * seconds), 0.95)
    page.keyboard.press("Enter")
    return found


# a dossier in which much happened


def _dossier(school: School, facts: int) -> tuple[UUID, int]:
    """A dossier with at least so many facts, made by whoever may, choosing as chance has it."""
    chance = random.Random(5)  # noqa: S311  every run the same
    dossier = school.open("leerkracht", "Zorg over leerling")
    school.press(_IB, dossier, "Vermoeden")
    while (found := _facts(school)) < facts:
        if not any(_done(school, task, chance) for task in _shuffled(school.tasks(), chance)):
            school.send(_IB, SendMessage(dossier, "Vermoeden", school.start_example("Vermoeden", {})))
        school.clock.on(hours=chance.randint(1, 30))
    return dossier, found


def _shuffled(tasks: list[UUID], chance: random.Random) -> Iterator[UUID]:
    chance.shuffle(tasks)
    yield from tasks


def _done(school: School, task: UUID, chance: random.Random) -> bool:
    found, _bundle = school.open_task(task)
    given: dict[str, object] = {}
    if found.choices:
        stays = [each for each in found.choices if "egeleid" in each.label or "lijven" in each.label]
        given = {"antwoord": chance.choice(stays or list(found.choices)).label, "reden": "Dat besloten we samen."}
    for function in FUNCTIONS:
        try:
            school.send(function, CompleteTask(task, school.example(task, given)))
        except Refused:
            continue
        return True
    return False


def _facts(school: School) -> int:
    with school.reading() as work:
        streams = select(t.route.c.stream_id).where(t.route.c.board_id == school.board).union(
            select(t.dossier.c.stream_id).where(t.dossier.c.board_id == school.board)
        )  # fmt: skip
        count = select(func.count()).where(t.fact.c.board_id == school.board, t.fact.c.stream_id.in_(streams))
        return int(work.run(count).scalar_one())
