"""Where the time of one completion goes: the same requests within this process, under Python's own profiler."""

from __future__ import annotations

import cProfile
import io
import json
import pstats
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any

from tests.bench.client import COMMENT
from tests.bench.crowd import fill
from tests.bench.measures import POSTGRESQL, Effort, Measure, Table
from tests.bench.processes import BEGIN, TASKS, twenty_steps_at_school
from tests.bench.school import Machine, machine, open_dossiers, open_tasks, token
from tests.counting import counted

# The first that fits says which layer a file is of; what is in C has no file, and is of whoever called it.
_LAYERS = (
    (
        "HTTP: Flask, Werkzeug, pydantic",
        ("flask/", "werkzeug/", "flask_openapi3", "pydantic", "/app/api/", "/app/web/"),
    ),
    ("SQLAlchemy", ("sqlalchemy/", "flask_sqlalchemy")),
    ("The driver, and waiting for the database", ("psycopg/", "sqlite3")),
    ("Engine: protocol, forms, expressions", ("/workflows/", "SpiffWorkflow")),
    ("Sealing, hashing, keys", ("/store/sealing", "/store/chain", "/store/keys", "cryptography", "hashlib", "/hmac")),
    ("JSON and compression", ("/json/", "rfc8785", "/store/documents", "zlib")),
    ("Commands, queries and rights", ("/app/commands/", "/app/queries/", "/app/domain/")),
    ("The store", ("/app/store/",)),
)
ROUNDS = 3
_REST = "All else: the standard library"
_PHASES = (
    ("The whole request", "flask/app.py", "wsgi_app"),
    ("Coming in: token, actor, permission, body", "app/api/door.py", "come_in"),
    ("The command: transaction, engine, facts", "app/commands/bus.py", "send"),
    ("of which locking and reading", "app/commands/tasks.py", "_locked"),
    ("of which the engine", "workflows/engine/carrying.py", "carry_out"),
    ("of which writing and committing at the end", "app/store/unit_of_work.py", "end"),
    ("The answer: what opened", "app/api/tasks.py", "_completed"),
)
Stats = dict[
    tuple[str, int, str], tuple[int, int, float, float, dict[tuple[str, int, str], tuple[int, int, float, float]]]
]


def tables(effort: Effort) -> list[Table]:
    """Two tables for each database."""
    made: list[Table] = []
    for database in effort.databases:
        with machine(database, "bench_layers") as on:
            made += _of(on, database, effort)
    return made


def _of(on: Machine, database: str, effort: Effort) -> Iterator[Table]:
    routes = max(1, effort.routes)
    school = on.school(twenty_steps_at_school())
    if database == POSTGRESQL:
        fill(on, school, effort.crowd)
    begun = iter(open_tasks(school, open_dossiers(school, BEGIN, (4 + ROUNDS) * routes)))
    bearer = token(school)

    def go(number: int) -> None:
        for _ in range(number):
            _complete(on.site.app, bearer, next(begun))

    go(2 * routes)
    began = process_time()
    go(routes)
    bare = 1_000 * (process_time() - began) / (routes * TASKS)
    with counted() as sent:
        go(routes)
    stats = min((_profiled(go, routes) for _ in range(ROUNDS)), key=_whole)
    steps = routes * TASKS
    statements = len([each for each in sent.statements if each not in {"COMMIT", "ROLLBACK"}]) / steps
    yield _layers(database, stats, steps)
    yield _phases(
        database, stats, steps, f"{bare:.1f} ms of the processor without the profiler; {statements:.1f} statements"
    )


def _profiled(go: Callable[[int], None], routes: int) -> Stats:
    profile = cProfile.Profile()
    profile.runcall(go, routes)
    stats: Stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    return stats


def _whole(stats: Stats) -> float:
    """Seconds that were profiled."""
    return sum(own for _, _, own, _, _ in stats.values())


def _layers(database: str, stats: Stats, steps: int) -> Table:
    spent = defaultdict[str, float](float)
    for where, (_, _, own, _, callers) in stats.items():
        if where[0] != "~":
            spent[_layer(where)] += own
            continue
        for caller, (_, _, part, _) in callers.items():
            spent[_layer(where if _layer(where) != _REST else caller)] += part
    whole = _whole(stats)
    measures = tuple(
        Measure(f"{name} ({100 * seconds / whole:.0f} %)", (1_000 * seconds / steps,), ours=True)
        for name, seconds in sorted(spent.items(), key=lambda each: -each[1])
    )
    note = (
        "Time within each layer itself, of requests that are made within one process and thread by Python's profiler, "
        f"which makes Python look slower beside what is in C. So read the shares, not the milliseconds. Of {ROUNDS} "
        "rounds, the quickest."
    )
    return Table(f"By layer, {database}", "ms a completion", measures, (note,), compared=False)


def _phases(database: str, stats: Stats, steps: int, told: str) -> Table:
    measures = []
    for name, file, function in _PHASES:
        spent = sum(one[3] for where, one in stats.items() if where[0].endswith(file) and where[2] == function)
        measures.append(Measure(name, (1_000 * spent / steps,), ours=True))
    note = f"One completion takes {told}, {_ALSO}"
    return Table(f"By phase, {database}", "ms a completion", tuple(measures), (note,), compared=False)


_ALSO = "begin and end of transactions left out. Each phase with all that it calls; under the profiler."


def _layer(where: tuple[str, int, str]) -> str:
    path = where[2] if where[0] == "~" else where[0]
    return next((name for name, marks in _LAYERS if any(mark in path for mark in marks)), _REST)


def _complete(app: Any, bearer: str, first: str) -> None:
    """One route to its end, without a network."""
    task = first
    for number in range(1, TASKS + 1):
        body = {"answers": {f"antwoord_{number}": "ja", f"opmerking_{number}": f"{COMMENT} {number}"}, "seen": 1}
        told = _post(app, f"/api/v1/tasks/{task}/complete", json.dumps(body).encode(), bearer)
        task = told["opened"][0]["id"] if number < TASKS else task


def _post(app: Any, path: str, body: bytes, bearer: str) -> Any:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json", "HTTP_AUTHORIZATION": f"Bearer {bearer}", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    told = b"".join(app(environ, lambda status, _headers, _info=None: said.append(status)))
    if not said[0].startswith("200"):
        message = f"A completion was answered with {said[0]}."
        raise RuntimeError(message)
    return json.loads(told)
