"""The inbox call over HTTP in a board with very many open tasks, of which the person who asks sees fifty."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from time import perf_counter

from tests.bench.crowd import A_SCHOOL, MINE, fill
from tests.bench.measures import POSTGRESQL, Effort, Measure, Table, share
from tests.bench.processes import twenty_steps_at_school
from tests.bench.school import Machine, machine, token
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

    def at(self, part: float) -> tuple[float, ...]:
        """The percentile of each run, in milliseconds."""
        return tuple(share(each, part) for each in self.runs)


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    with machine(POSTGRESQL, "bench_inbox") as on:
        school = on.school(twenty_steps_at_school())
        found = [_with(on, school, tasks, effort) for tasks in effort.tasks]
    note = (
        "`GET /api/v1/tasks?limit=50` on PostgreSQL, one client, by a teacher who has fifty open tasks. Each school of "
        f"the board has {A_SCHOOL * MINE} open tasks for teachers, each with a dossier, pupil and route of its own."
    )
    measures = [
        Measure(f"{seen.tasks:,} open tasks, {name}", seen.at(part), ours=True)
        for seen in found[::-1] for name, part in (("p95", 0.95), ("p50", 0.5))
    ]  # fmt: skip
    made = [Table("The inbox call, p95", "ms", tuple(measures), (note,), budget=P95, compared=False)]
    if len(found) > 1:
        made.append(_growth(found[0], found[-1]))
    return made


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
    asks = token(school)
    with serving(effort.processes, (OURS, on.environment)) as (server,):
        # Not counted: each process prepares its statements.
        _ask(server.port, asks, effort.requests // 3)
        return Seen(tasks, tuple(tuple(_ask(server.port, asks, effort.requests)) for _ in range(effort.schools)))


def _ask(port: int, bearer: str, times: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port)
    took: list[float] = []
    for _ in range(times):
        began = perf_counter()
        connection.request("GET", f"/api/v1/tasks?limit={MINE}", headers={"Authorization": f"Bearer {bearer}"})
        answer = connection.getresponse()
        told = answer.read()
        took.append(perf_counter() - began)
        if answer.status != 200 or len(json.loads(told)["items"]) != MINE:
            message = f"The inbox was answered with {answer.status} and not with {MINE} tasks."
            raise RuntimeError(message)
    connection.close()
    return took
