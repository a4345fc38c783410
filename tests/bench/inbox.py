"""The inbox call over HTTP in a board with very many open tasks, of which the person who asks sees fifty."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from time import perf_counter

import psycopg

from tests.bench.measures import POSTGRESQL, Effort, Measure, Table, share
from tests.bench.processes import BEGIN, twenty_steps_at_school
from tests.bench.school import Machine, machine, open_dossiers, token
from tests.bench.serving import OURS, serving
from tests.school import School

MINE = 50
A_SCHOOL = 10
"""Sets of fifty tasks at each other school of the board."""
REQUESTS = 200
WARM = 60
"""Requests that are not counted: each process prepares its statements."""
P95 = 100.0
SAME = 1.2
"""How much longer the call may take at ten times as many tasks."""

# Another id for each copy, the same wherever the row is named.
_ID = "md5({}::text || n)::uuid"
_COPIES = (
    ("school", "board_id", {"school_id": "md5(school_id::text || n / {per})::uuid", "brin": "to_hex(n / {per})"}),
    ("pupil", "board_id", {"pupil_id": _ID, "school_id": "md5(school_id::text || n / {per})::uuid", "key": "key || n"}),
    ("dossier", "board_id", {
        "dossier_id": _ID, "school_id": "md5(school_id::text || n / {per})::uuid", "pupil_id": _ID, "stream_id": _ID,
    }),
    ("route", "board_id", {"route_id": _ID, "dossier_id": _ID, "stream_id": _ID, "started_by": _ID}),
    ("route_reader", "board_id", {"route_id": _ID}),
    ("member", "board_id", {"member_id": _ID, "dossier_id": _ID, "person_id": _ID, "route_id": _ID}),
    ("task", "board_id", {"task_id": _ID, "dossier_id": _ID, "route_id": _ID}),
    ("task_function", "board_id", {"task_id": _ID, "school_id": "md5(school_id::text || n / {per})::uuid"}),
)  # fmt: skip


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
        open_dossiers(school, BEGIN, MINE)
        found = [_with(on, school, tasks, effort) for tasks in effort.tasks]
    note = (
        "`GET /api/v1/tasks?limit=50` on PostgreSQL, one client, by a teacher who has fifty open tasks. All other tasks "
        f"of the board are copies of these, {A_SCHOOL * MINE} at each of its other schools, with a dossier, pupil and "
        "route each."
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
    _fill(on, school, tasks)
    asks = token(school)
    with serving(OURS, on.settings.processes, on.environment) as port:
        _ask(port, asks, WARM)
        return Seen(tasks, tuple(tuple(_ask(port, asks, REQUESTS)) for _ in range(effort.schools)))


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


def _fill(on: Machine, school: School, tasks: int) -> None:
    """Copy what stands at the person's own school until the board has so many open tasks."""
    url = on.settings.database_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        there = connection.execute("SELECT count(*) FROM task WHERE status = 'open'").fetchone()
        first = (there[0] if there else 0) // MINE
        last = tasks // MINE - 1
        for table, key, others in _COPIES:
            _copy(connection, table, {"key": key, **others}, (school, first, last))
        connection.execute("ANALYZE")


def _copy(
    connection: psycopg.Connection[tuple[int]], table: str, others: dict[str, str], what: tuple[School, int, int]
) -> None:
    school, first, last = what
    columns = [row[0] for row in connection.execute(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        (table,),
    )]  # fmt: skip
    del others["key"]
    chosen = [others.get(str(each), str(each)).format(each, per=A_SCHOOL) for each in columns]
    mine = _MINE.get(table, "board_id = %(board)s")
    connection.execute(
        f"INSERT INTO {table} ({', '.join(map(str, columns))}) SELECT {', '.join(chosen)} FROM {table},"  # noqa: S608  names of this module's own tables
        f" generate_series(%(first)s::int, %(last)s::int) n WHERE {mine} ON CONFLICT DO NOTHING",
        {"board": school.board, "school": school.school, "first": first, "last": last},
    )


_OF_DOSSIER = "dossier_id IN (SELECT dossier_id FROM dossier WHERE board_id = %(board)s AND school_id = %(school)s)"
_MINE = {
    **dict.fromkeys(("school", "pupil", "dossier", "task_function"), "board_id = %(board)s AND school_id = %(school)s"),
    **dict.fromkeys(("route", "member", "task"), f"board_id = %(board)s AND {_OF_DOSSIER}"),
    "route_reader": "board_id = %(board)s AND route_id IN"
    f" (SELECT route_id FROM route WHERE board_id = %(board)s AND {_OF_DOSSIER})",
}
"""The rows of the person's own school. Copies of schools, pupils and dossiers come first and are of other schools."""
