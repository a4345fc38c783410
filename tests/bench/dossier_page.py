"""The page of a dossier with a long history, over HTTP, in a board with very many open tasks."""

from __future__ import annotations

from http.client import HTTPConnection
from time import perf_counter
from uuid import UUID

from sqlalchemy import func, select

import app.store.tables as t
from app.commands.routes import SendMessage
from tests.bench.crowd import fill
from tests.bench.kept import complete
from tests.bench.measures import POSTGRESQL, Effort, Measure, Table, share
from tests.bench.processes import BEGIN, TASKS, twenty_steps_at_school
from tests.bench.school import TEACHER, cookie, machine, open_dossiers
from tests.bench.serving import OURS, serving
from tests.school import School

P95 = 100.0


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    with machine(POSTGRESQL, "bench_dossier") as on:
        school = on.school(twenty_steps_at_school())
        fill(on, school, effort.tasks[0])
        dossier, facts = _long_dossier(school, effort.facts)
        on.tell_planner()
        headers = {"Cookie": cookie(on, school)}
        with serving(effort.processes, (OURS, on.environment)) as (server,):
            _ask(server.port, dossier, headers, effort.requests // 3)
            runs = [_ask(server.port, dossier, headers, effort.requests) for _ in range(effort.schools)]
    note = (
        f"`GET /dossiers/…`, rendered, until its last byte: a dossier of {facts} facts, by a teacher who is on it, one "
        f"client, on PostgreSQL with {effort.tasks[0]:,} open tasks in the board."
    )
    measures = tuple(
        Measure(name, tuple(share(each, part) for each in runs), ours=True)
        for name, part in (("p95", 0.95), ("p50", 0.5))
    )
    return [Table("The dossier page", "ms", measures, (note,), budget=P95, compared=False)]


def _long_dossier(school: School, facts: int) -> tuple[UUID, int]:
    """A dossier in which route after route of twenty steps was brought to its end, and the last one runs."""
    (dossier,) = open_dossiers(school, BEGIN, 1)
    while (there := _facts(school, dossier)) < facts:
        complete(school, dossier, range(1, TASKS + 1))
        school.bus.send(SendMessage(dossier, BEGIN), by=school.actor(TEACHER))
    return dossier, there


def _facts(school: School, dossier: UUID) -> int:
    of_routes = select(func.coalesce(func.sum(t.route.c.facts), 0)).where(
        t.route.c.board_id == school.board, t.route.c.dossier_id == dossier
    )
    with school.reading() as work:
        return int(work.run(of_routes).scalar_one())


def _ask(port: int, dossier: UUID, headers: dict[str, str], times: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port)
    took: list[float] = []
    for _ in range(times):
        began = perf_counter()
        connection.request("GET", f"/dossiers/{dossier}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        took.append(perf_counter() - began)
        if answer.status != 200:
            message = f"The dossier was answered with {answer.status}."
            raise RuntimeError(message)
    connection.close()
    return took
