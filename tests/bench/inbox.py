"""The inbox over HTTP, as a call and as a page, in a board with very many open tasks; who asks sees fifty of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from time import perf_counter

from tests.bench.crowd import A_SCHOOL, MINE, fill
from tests.bench.measures import POSTGRESQL, Effort, Measure, Table, share
from tests.bench.processes import twenty_steps_at_school
from tests.bench.school import Machine, cookie, machine, token
from tests.bench.serving import OURS, serving
from tests.school import School

P95 = 100.0
SAME = 1.2
"""How much longer the call may take at ten times as many tasks."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How long the call took with so many tasks, run by run."""

    tasks: int
    runs: tuple[tuple[float, ...], ...]
    page: tuple[tuple[float, ...], ...] = ()
    """The same of the page, rendered."""

    def at(self, part: float, *, page: bool = False) -> tuple[float, ...]:
        """The percentile of each run, in milliseconds."""
        return tuple(share(each, part) for each in (self.page if page else self.runs))


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to ask for the fifty tasks, and by what each of them is known in the answer."""

    path: str
    headers: Mapping[str, str]
    each: bytes


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    with machine(POSTGRESQL, "bench_inbox") as on:
        school = on.school(twenty_steps_at_school())
        found = [_with(on, school, tasks, effort) for tasks in effort.tasks]
    board = (
        f"On PostgreSQL, one client, by a teacher who has fifty open tasks. Each school of the board has "
        f"{A_SCHOOL * MINE} open tasks for teachers, each with a dossier, pupil and route of its own."
    )
    made = [
        _table("The inbox call", found, f"`GET /api/v1/tasks?limit=50`. {board}", page=False),
        _table("The inbox page", found, f"`GET /`, rendered, until its last byte. {board}", page=True),
    ]
    if len(found) > 1:
        made.append(_growth(found[0], found[-1]))
    return made


def _table(name: str, found: list[Seen], note: str, *, page: bool) -> Table:
    measures = tuple(
        Measure(f"{seen.tasks:,} open tasks, {title}", seen.at(part, page=page), ours=True)
        for seen in found[::-1] for title, part in (("p95", 0.95), ("p50", 0.5))
    )  # fmt: skip
    return Table(f"{name}, p95", "ms", measures, (note,), budget=P95, compared=False)


def _growth(few: Seen, many: Seen) -> Table:
    times = many.tasks // few.tasks
    measures = tuple(
        Measure(name, tuple(late / early for early, late in zip(few.at(part), many.at(part), strict=True)), ours=True)
        for name, part in (("p95", 0.95), ("p50", 0.5))
    )
    title = f"The inbox call, at {times} times as many tasks"
    return Table(title, "times as long", measures, budget=SAME, compared=False)


def _with(on: Machine, school: School, tasks: int, effort: Effort) -> Seen:
    fill(on, school, tasks)
    call = _Way(f"/api/v1/tasks?limit={MINE}", {"Authorization": f"Bearer {token(school)}"}, b'"due_at"')
    page = _Way("/", {"Cookie": cookie(on, school)}, b'class="task-row"')
    with serving(effort.processes, (OURS, on.environment)) as (server,):
        for way in (call, page):  # not counted: each process prepares its statements
            _ask(server.port, way, effort.requests // 3)
        calls, pages = (
            tuple(tuple(_ask(server.port, way, effort.requests)) for _ in range(effort.schools)) for way in (call, page)
        )
        return Seen(tasks, calls, pages)


def _ask(port: int, way: _Way, times: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port)
    took: list[float] = []
    for _ in range(times):
        began = perf_counter()
        connection.request("GET", way.path, headers=dict(way.headers))
        answer = connection.getresponse()
        told = answer.read()
        took.append(perf_counter() - began)
        if answer.status != 200 or told.count(way.each) != MINE:
            message = f"{way.path} was answered with {answer.status} and not with {MINE} tasks."
            raise RuntimeError(message)
    connection.close()
    return took
