"""Timers that are due, let go off by workers side by side."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter

from tests.bench.measures import POSTGRESQL, Effort, Measure, Table
from tests.bench.school import Machine, machine, open_dossiers
from tests.bench.serving import environment
from tests.drawn import document
from tests.school import School

LEAST = 1_000
BEGIN = "Zet"
A_DOSSIER = 20
"""Timers of one route in the crowded table; in the other each route has one."""


def alarm_clock(timers: int) -> dict[str, bytes]:
    """A protocol that waits: each timer opens a task of its own."""
    number = range(timers)
    lines = [
        "lanes MT: " + " ".join(f"u{n}" for n in number), f'start s message="{BEGIN}" knop="leerkracht"', "and p",
        "and j", 'end e "Wakker"', "s -> p", "j -> e",
        *(f'catch t{n} "Wacht {n}" timer="duration:PT{1 + n // 2}M"' for n in number),
        *(f'user u{n} "Wakker {n}" formulier="f"' for n in number), *(f"p -> t{n} -> u{n} -> j" for n in number),
    ]  # fmt: skip
    return {
        "protocol.toml": b'naam = "Wekker"\nfuncties = ["leerkracht", "MT"]\n',
        "wekker.bpmn": document(wekker="\n".join(lines)),
        "forms/f.form": b'{"type": "default", "schemaVersion": 18, "id": "f", "components": []}',
    }  # fmt: skip


def tables(effort: Effort) -> list[Table]:
    """A table for each database."""
    return [_on(database, effort) for database in effort.databases]


def _on(database: str, effort: Effort) -> Table:
    workers = effort.workers if database == POSTGRESQL else 1
    measures = []
    with machine(database, "bench_timers") as on, _crew(on, workers) as crew:
        for timers, name in ((A_DOSSIER, f"{A_DOSSIER} in a dossier"), (1, "One in a dossier")):
            school = on.school(alarm_clock(timers), ("leerkracht", "MT"))
            measures.append(Measure(name, tuple(_rates(on, school, timers, effort, crew)), ours=True))
    note = (
        f"{effort.alarms} dossiers a run, {workers} worker{'s' if workers > 1 else ''}, each a process. All timers are "
        "due. A timer that goes off moves its route, opens a task with mail for whoever it is for, and leaves a fact."
    )
    budget = LEAST if database == POSTGRESQL else None
    return Table(f"Timers that are due, {database}", "timers/s", tuple(measures), (note,), budget, compared=False)


def _rates(
    on: Machine, school: School, timers: int, effort: Effort, crew: list[subprocess.Popen[str]]
) -> Iterator[float]:
    for run in range(-1, max(1, effort.schools // 2 + 1)):
        open_dossiers(school, BEGIN, effort.alarms)
        on.tell_planner()
        began = perf_counter()
        for each in crew:
            _tell(each, f"{school.board}\n")
        told = [_hear(each).split() for each in crew]
        fired, last = sum(int(each[0]) for each in told), max(float(each[1]) for each in told)
        if fired != timers * effort.alarms:
            text = f"{fired} timers went off, and {timers * effort.alarms} were due."
            raise RuntimeError(text)
        if run >= 0:
            yield fired / (last - began)


@contextmanager
def _crew(on: Machine, workers: int) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "tests.bench.firing"]
    with ExitStack() as stack:
        crew = [
            stack.enter_context(subprocess.Popen(
                command, env=environment(on.environment), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )) for _ in range(workers)
        ]  # fmt: skip
        for each in crew:
            _hear(each)
        yield crew
        for each in crew:
            if each.stdin is not None:
                each.stdin.close()


def _tell(worker: subprocess.Popen[str], line: str) -> None:
    if worker.stdin is not None:
        worker.stdin.write(line)
        worker.stdin.flush()


def _hear(worker: subprocess.Popen[str]) -> str:
    told = worker.stdout.readline() if worker.stdout is not None else ""
    if not told:
        text = "A worker fell."
        raise RuntimeError(text)
    return told
