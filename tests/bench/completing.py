"""Tasks completed over HTTP, against the floor: the same server and driver doing one bare transaction."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from tests.bench.client import Done, Job
from tests.bench.crowd import fill
from tests.bench.floor import URL, make_floor
from tests.bench.measures import POSTGRESQL, Effort, Measure, Table, share
from tests.bench.processes import BEGIN, TASKS, twenty_steps_at_school
from tests.bench.school import Machine, machine, open_dossiers, open_tasks, token
from tests.bench.serving import FLOOR, OURS, serving
from tests.databases import postgres_url
from tests.school import School

ROWS = 5_000
"""Rows that the floor has, some of which it updates."""
LONGER = 4
"""How many times as many requests the floor gets, so that its runs last about as long."""
SHARE = 50.0
_FELL = "The process of the clients fell."
RATE = 390.0
"""Completions a second that the study of the peers asks; its prototype, which knew nobody, made 330."""
_WHAT = (
    "Twenty user tasks and five gateways. Each request is a completion by `POST /api/v1/tasks/{id}/complete`: token, "
    "permission, validation of the form, engine, encryption, facts, one commit, and the answer with the task that "
    "opened. The floor is the same web server with the same driver and pragmas, and Flask: JSON in, one transaction of "
    "1 update and 2 inserts, JSON out. The clients are threads with one open connection each, in one process on the "
    "same cores."
)


@dataclass(slots=True)
class Contest:
    """What came of both, run by run."""

    ours: list[Done] = field(default_factory=list)
    floor: list[Done] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ring:
    """Both servers over one database, and who completes."""

    on: Machine
    school: School
    token: str
    client: subprocess.Popen[str]
    ours: int
    floor: int
    rows: list[str]

    def run(self, clients: int, routes: int) -> tuple[Done, Done]:
        """Both once, one after the other."""
        begun = open_tasks(self.school, open_dossiers(self.school, BEGIN, clients * routes))
        begins = [begun[number::clients] for number in range(clients)]
        path = "/api/v1/tasks/{}/complete"
        done = self._ask(Job(self.ours, path, self.token, begins, TASKS))
        own = [self.rows[number::clients][:routes] for number in range(clients)]
        return done, self._ask(Job(self.floor, "/floor/{}", self.token, own, TASKS * LONGER, again=True))

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
    """Both servers, as many processes as the product takes on this database."""
    with machine(database, "bench_completing") as on:
        school = on.school(twenty_steps_at_school())
        folder = on.settings.data
        url = postgres_url("bench_floor") if database == POSTGRESQL else f"sqlite:///{folder / 'floor.sqlite'}"
        rows = make_floor(url, ROWS)
        if database == POSTGRESQL:
            fill(on, school, effort.crowd)
        processes = on.settings.processes
        with serving(processes, (OURS, on.environment), (FLOOR, {URL: url})) as (ours, floor), clients() as client:
            yield Ring(on, school, token(school), client, ours, floor, rows)


def contests(database: str, effort: Effort) -> dict[int, Contest]:
    """By number of clients, what came of each run; those to warm up are not counted."""
    found = {clients: Contest() for clients in effort.clients}
    with ring(database, effort) as both:
        most = max(effort.clients)
        both.run(most, effort.routes)
        both.run(most, effort.routes)
        for _ in range(effort.schools):
            for clients, contest in found.items():
                ours, floor = both.run(clients, effort.routes * (2 if clients == 1 else 1))
                contest.ours.append(ours)
                contest.floor.append(floor)
    return found


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    made: list[Table] = []
    for database in effort.databases:
        found = contests(database, effort)
        made += [_rates(database, clients, contest) for clients, contest in found.items()]
        made += [_shares(database, found), _latencies(database, found)]
    return made


def _rates(database: str, clients: int, contest: Contest) -> Table:
    many = f"{clients} client{'s' if clients > 1 else ''}"
    measures = (
        Measure("Leidraad", tuple(map(_rate, contest.ours)), ours=True),
        Measure("The floor", tuple(map(_rate, contest.floor))),
    )
    held = database == POSTGRESQL and clients > 1
    notes = (_WHAT,) if clients == 1 else ()
    return Table(
        f"Completed over HTTP, {database}, {many}", "completions/s", measures, notes, budget=RATE if held else None
    )


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


def _latencies(database: str, found: dict[int, Contest]) -> Table:
    measures = [
        Measure(f"{name}, {clients} client{'s' if clients > 1 else ''}, {told}",
                tuple(share(each.latencies, part) for each in runs), ours=name == "Leidraad")
        for clients, contest in found.items()
        for name, runs in (("Leidraad", contest.ours), ("The floor", contest.floor))
        for told, part in (("p50", 0.5), ("p95", 0.95))
    ]  # fmt: skip
    return Table(f"How long a request takes, {database}", "ms", tuple(measures), compared=False)


def _rate(done: Done) -> float:
    return len(done.latencies) / done.seconds
