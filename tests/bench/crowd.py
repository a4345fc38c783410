"""A board in use: many other schools, each with dossiers, routes and open tasks, copied within PostgreSQL.

A planner chooses other ways through small tables than through large ones, so what is measured on PostgreSQL is measured
in a board of some size.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

from tests.bench.processes import BEGIN
from tests.bench.school import TEACHER, Machine, open_dossiers
from tests.school import School

MINE = 50
"""Open tasks of the person's own school, of which all others are copies."""
A_SCHOOL = 10
"""Sets of fifty tasks at each school of the board."""

# Another id for each copy, the same wherever the row is named. The first sets are others' at the person's own school.
_ID = "md5({}::text || n)::uuid"
_SCHOOL = f"CASE WHEN n < {A_SCHOOL} THEN school_id ELSE md5(school_id::text || n / {A_SCHOOL})::uuid END"
_COPIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("school", {"school_id": _SCHOOL, "brin": f"to_hex(n / {A_SCHOOL})"}),
    ("pupil", {"pupil_id": _ID, "school_id": _SCHOOL, "key": "key || n"}),
    ("dossier", {"dossier_id": _ID, "school_id": _SCHOOL, "pupil_id": _ID, "stream_id": _ID}),
    ("route", {"route_id": _ID, "dossier_id": _ID, "stream_id": _ID, "started_by": _ID}),
    ("route_reader", {"route_id": _ID}),
    ("member", {"member_id": _ID, "dossier_id": _ID, "person_id": _ID, "route_id": _ID}),
    ("task", {"task_id": _ID, "dossier_id": _ID, "route_id": _ID}),
    ("task_function", {"task_id": _ID, "school_id": _SCHOOL}),
)  # fmt: skip
_DOSSIERS = "dossier_id IN (SELECT dossier_id FROM member WHERE board_id = %(board)s AND person_id = %(person)s)"
_WHOSE = {
    "school": "school_id = %(school)s",
    "pupil": f"pupil_id IN (SELECT pupil_id FROM dossier WHERE {_DOSSIERS})",  # noqa: S608  names of this module's own
    "route_reader": f"route_id IN (SELECT route_id FROM route WHERE {_DOSSIERS})",  # noqa: S608  as above
    "task_function": f"task_id IN (SELECT task_id FROM task WHERE {_DOSSIERS})",  # noqa: S608  as above
}
"""Which rows are copied, where that is not said by their dossier: those of the fifty."""


def fill(on: Machine, school: School, tasks: int) -> None:
    """Copy fifty open tasks of the person's own school until the board has so many."""
    url = on.settings.database_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        there = connection.execute("SELECT count(*) FROM task WHERE status = 'open'").fetchone()
        if there is None or not there[0]:
            open_dossiers(school, BEGIN, MINE)
        first = max(1, there[0] // MINE if there else 1)
        last = tasks // MINE - 1
        for table, others in _COPIES:
            _copy(connection, table, others, (school, first, last))
        connection.execute("ANALYZE")


def _copy(
    connection: psycopg.Connection[Any], table: str, others: Mapping[str, str], what: tuple[School, int, int]
) -> None:
    school, first, last = what
    columns = [row[0] for row in connection.execute(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        (table,),
    )]  # fmt: skip
    chosen = [others.get(str(each), str(each)).format(each) for each in columns]
    whose = _WHOSE.get(table, _DOSSIERS)
    values = {"board": school.board, "school": school.school, "person": school.people[TEACHER]}
    connection.execute(
        f"INSERT INTO {table} ({', '.join(map(str, columns))}) SELECT {', '.join(chosen)} FROM {table},"  # noqa: S608  as above
        f" generate_series(%(first)s::int, %(last)s::int) n WHERE board_id = %(board)s AND {whose}"
        " ON CONFLICT DO NOTHING",
        {**values, "first": first, "last": last},
    )
