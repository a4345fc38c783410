"""Tasks completed over HTTP, against the floor (one bare transaction) and the prototype of the study of the peers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from app.store.db import db
from tests.bench.client import Done, Job
from tests.bench.crowd import fill
from tests.bench.floor import URL, make_floor
from tests.bench.measures import POSTGRESQL, Effort, Measure, Table, share
from tests.bench.processes import BEGIN, TASKS, twenty_steps_at_school
from tests.bench.processor import parent_of, used_by
from tests.bench.prototype import URL as PROTOTYPE_URL
from tests.bench.prototype import make_prototype
from tests.bench.school import machine, open_dossiers, open_tasks, token
from tests.bench.serving import FLOOR, OURS, PROTOTYPE, Served, serving
from tests.databases import postgres_url
from tests.school import School

ROWS = 5_000
"""Rows that the floor has, some of which it updates."""
LONGER = 4
"""How many times as many requests the floor gets, so that its runs last about as long."""
SHARE = 50.0
_FELL = "The process of the clients fell."
OF_PROTOTYPE = 100 * 390 / 330
"""Percent: the study of the peers asks 390 completions/s where its prototype, which knew nobody, made 330."""
_WHAT = (
    "Twenty user tasks and five gateways. Each request is a completion by `POST /api/v1/tasks/{id}/complete`: token, "
    "permission, validation of the form, engine, encryption, facts, one commit, and the answer with the task that "
    "opened. The floor is the same web server with the same driver and pragmas, and Flask: JSON in, one transaction of "
    "1 update and 2 inserts, JSON out. The prototype is that of the study of the peers, made anew: the library's own "
    "state restored, run and saved in one transaction, without people, rights, forms, keys or history. The clients are "
    "threads with one open connection each, in one process on the same cores. On PostgreSQL the board is in use: other "
    "people have 20,000 open tasks."
)


@dataclass(slots=True)
class Contest:
    """What came of all three, run by run."""

    ours: list[Done] = field(default_factory=list)
    floor: list[Done] = field(default_factory=list)
    prototype: list[Done] = field(default_factory=list)
    used: dict[str, list[float]] = field(default_factory=dict)
    """By contestant and program, milliseconds of the processor for each request."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The servers over one database, and who completes."""

    school: School
    token: str
    client: subprocess.Popen[str]
    ours: Served
    floor: Served
    prototype: Served
    rows: list[str]
    waiting: Iterator[str]
    """Tasks of the prototype at which nobody was yet."""
    postmaster: int | None

    def run(self, clients: int, routes: int, into: Contest) -> None:
        """Each once, one after the other."""
        begun = open_tasks(self.school, open_dossiers(self.school, BEGIN, clients * routes))
        begins = [begun[number::clients] for number in range(clients)]
        path = "/api/v1/tasks/{}/complete"
        into.ours.append(self._watched(self.ours, Job(self.ours.port, path, self.token, begins, TASKS), into))
        own = [self.rows[number::clients][:routes] for number in range(clients)]
        job = Job(self.floor.port, "/floor/{}", self.token, own, TASKS * LONGER, again=True)
        into.floor.append(self._watched(self.floor, job, into))
        first = [[next(self.waiting) for _ in range(routes)] for _ in range(clients)]
        job = Job(self.prototype.port, "/prototype/{}", self.token, first, TASKS)
        into.prototype.append(self._watched(self.prototype, job, into))

    def _watched(self, server: Served, job: Job, into: Contest) -> Done:
        programs = {"web server": server.pid, "clients": self.client.pid}
        if self.postmaster is not None:
            programs["PostgreSQL"] = self.postmaster
        before = {name: used_by(pid) for name, pid in programs.items()}
        done = self._ask(job)
        who = {self.ours: "Leidraad", self.floor: "The floor"}.get(server, "The prototype")
        for name, pid in programs.items():
            spent = 1_000 * (used_by(pid) - before[name]) / len(done.latencies)
            into.used.setdefault(f"{who}: {name}", []).append(spent)
        return done

    def _ask(self, job: Job) -> Done:
        if self.client.stdin is None or self.client.stdout is None:
            raise RuntimeError(_FELL)
        self.client.stdin.write(json.dumps(asdict(job)) + "\n")
        self.client.stdin.flush()
        told = self.client.stdout.readline()
        if not told:
            raise RuntimeError(_FELL)
        return Done(**json.loads(told))


@contextmanager
def clients() -> Iterator[subprocess.Popen[str]]:
    """The process of the clients."""
    command = [sys.executable, "-m", "tests.bench.client"]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        if process.stdin is not None:
            process.stdin.close()


@contextmanager
def ring(database: str, effort: Effort) -> Iterator[Ring]:
    """The servers, as many processes as the product takes on this database."""
    with machine(database, "bench_completing") as on:
        school = on.school(twenty_steps_at_school())
        folder = on.settings.data
        url, other = (
            postgres_url(f"bench_{each}", fsync=True)
            if database == POSTGRESQL
            else f"sqlite:///{folder / f'{each}.sqlite'}"
            for each in ("floor", "prototype")
        )
        rows = make_floor(url, ROWS)
        waiting = iter(make_prototype(other, _routes(effort)))
        if database == POSTGRESQL:
            fill(on, school, effort.crowd)
        processes = on.settings.processes
        apps = ((OURS, on.environment), (FLOOR, {URL: url}), (PROTOTYPE, {PROTOTYPE_URL: other}))
        with serving(processes, *apps) as (ours, floor, its), clients() as client:
            yield Ring(school, token(school), client, ours, floor, its, rows, waiting, _postmaster(database))


def _routes(effort: Effort) -> int:
    """How many routes are taken to their ends in all, those to warm up included."""
    runs = [max(effort.clients)] * min(2, effort.schools) + [*effort.clients] * effort.schools
    return sum(clients * effort.routes * (2 if clients == 1 else 1) for clients in runs)


def _postmaster(database: str) -> int | None:
    if database != POSTGRESQL:
        return None
    with db.engine.connect() as connection:
        return parent_of(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


def contests(database: str, effort: Effort) -> dict[int, Contest]:
    """By number of clients, what came of each run; those to warm up are not counted."""
    found = {clients: Contest() for clients in effort.clients}
    with ring(database, effort) as both:
        most = max(effort.clients)
        for _ in range(min(2, effort.schools)):
            both.run(most, effort.routes, Contest())
        for _ in range(effort.schools):
            for clients, contest in found.items():
                both.run(clients, effort.routes * (2 if clients == 1 else 1), contest)
    return found


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    made: list[Table] = []
    for database in effort.databases:
        found = contests(database, effort)
        made += [_rates(database, clients, contest) for clients, contest in found.items()]
        made += [_shares(database, found), _of_prototype(database, found)]
        made += [_latencies(database, found), _processor(database, found)]
    return made


def _processor(database: str, found: dict[int, Contest]) -> Table:
    clients = max(found)
    used = found[clients].used
    measures = tuple(Measure(name, tuple(each), ours=name.startswith("Leidraad")) for name, each in used.items())
    title = f"Where the processor goes, {database}, {clients} clients"
    note = "What each program used of all cores while requests came, divided by their number."
    return Table(title, "ms a request", measures, (note,), compared=False)


def _rates(database: str, clients: int, contest: Contest) -> Table:
    many = f"{clients} client{'s' if clients > 1 else ''}"
    measures = (
        Measure("Leidraad", tuple(map(_rate, contest.ours)), ours=True),
        Measure("The floor", tuple(map(_rate, contest.floor))),
        Measure("The prototype", tuple(map(_rate, contest.prototype))),
    )
    notes = (_WHAT,) if clients == 1 else ()
    return Table(f"Completed over HTTP, {database}, {many}", "completions/s", measures, notes)


def _shares(database: str, found: dict[int, Contest]) -> Table:
    measures = [
        Measure(
            f"{clients} client{'s' if clients > 1 else ''}",
            tuple(100 * _rate(ours) / _rate(floor) for ours, floor in zip(contest.ours, contest.floor, strict=True)),
            ours=True,
        )
        for clients, contest in sorted(found.items(), reverse=True)
    ]
    budget = SHARE if database == POSTGRESQL else None
    return Table(f"Our part of the floor, {database}", "% of the floor", tuple(measures), budget=budget, compared=False)


def _of_prototype(database: str, found: dict[int, Contest]) -> Table:
    contests = sorted(found.items(), reverse=True)
    measures = [
        Measure(
            f"{clients} client{'s' if clients > 1 else ''}",
            tuple(100 * _rate(ours) / _rate(its) for ours, its in zip(each.ours, each.prototype, strict=True)),
            ours=True,
        )
        for clients, each in contests
    ]  # fmt: skip
    note = "What the study of the peers asks: 390 completions/s where its prototype makes 330, whatever the machine."
    budget = OF_PROTOTYPE if database == POSTGRESQL else None
    title = f"Beside the prototype, {database}"
    return Table(title, "% of the prototype", tuple(measures), (note,), budget=budget, compared=False)


def _latencies(database: str, found: dict[int, Contest]) -> Table:
    measures = [
        Measure(f"{name}, {clients} client{'s' if clients > 1 else ''}, {told}",
                tuple(share(each.latencies, part) for each in runs), ours=name == "Leidraad")
        for clients, contest in found.items()
        for name, runs in (
            ("Leidraad", contest.ours), ("The floor", contest.floor), ("The prototype", contest.prototype)
        )
        for told, part in (("p50", 0.5), ("p95", 0.95))
    ]  # fmt: skip
    return Table(f"How long a request takes, {database}", "ms", tuple(measures), compared=False)


def _rate(done: Done) -> float:
    return len(done.latencies) / done.seconds
