"""A kept statement gives what SQLAlchemy gives for the same, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)  # fmt: skip
from sqlalchemy.exc import IntegrityError, MultipleResultsFound

from app.store.clock import Clock, random_id
from app.store.db import Instant, db
from app.store.kept import Kept
from app.store.unit_of_work import reading
from tests.school import School

THINGS = Table(
    "kept_things", MetaData(),
    Column("thing_id", Uuid, primary_key=True), Column("name", String(40), nullable=False), Column("at", Instant()),
    Column("yes", Boolean, nullable=False, default=True), Column("sealed", LargeBinary),
    Column("said", JSON, default=dict), Column("number", Integer, nullable=False, default=7), Column("count", Integer),
)  # fmt: skip
COLUMNS = tuple(each.name for each in THINGS.c)
AT = datetime(2031, 2, 3, 4, 5, 6, 789, UTC)
ROWS: list[dict[str, Any]] = [
    {"thing_id": random_id(), "name": "Ylva % 's-Gravenhage", "at": AT, "yes": False, "sealed": b"\x00\xff",
     "said": {"a": [1]}, "number": 1, "count": 3},
    {"thing_id": random_id(), "name": "Çağla", "at": None, "yes": True, "sealed": None, "said": None,
     "number": 2, "count": None},
]  # fmt: skip


@pytest.fixture
def table(school: School) -> Iterator[School]:
    THINGS.create(db.engine)
    yield school
    THINGS.drop(db.engine)
    db.engine.dispose()


def ids(rows: list[dict[str, Any]]) -> list[UUID]:
    return [each["thing_id"] for each in rows]


def test_rows_of_every_type_are_those_of_sqlalchemy(table: School) -> None:
    with table.writing() as work:
        work.run(Kept(insert(THINGS), COLUMNS), ROWS)
    query = select(THINGS, literal("x").label("what"), (THINGS.c.number + 1).label("next")).where(
        THINGS.c.number >= bindparam("least")
    ).order_by(THINGS.c.number)  # fmt: skip
    kept = Kept(query)
    with table.reading() as work:
        for least in (0, 2, 9):
            assert [tuple(each) for each in work.rows(kept, {"least": least, "beside": 1})] == [
                tuple(each) for each in work.rows(query, {"least": least})
            ]
        first = work.rows(kept, {"least": 0})[0]
    assert (first.name, first.at, first.yes, first.sealed, first.what) == (ROWS[0]["name"], AT, False, b"\x00\xff", "x")


def test_a_percent_sign_of_the_statement_itself_stays_one(table: School) -> None:
    with table.writing() as work:
        work.run(Kept(insert(THINGS), COLUMNS), ROWS)
    found = select(THINGS.c.name, literal("100 %", literal_execute=False)).where(
        THINGS.c.name.contains(bindparam("part"))
    )  # fmt: skip
    with table.reading() as work:
        for part, names in (("% 's", ["Ylva % 's-Gravenhage"]), ("ğ", ["Çağla"]), ("$1", [])):
            assert [row[0] for row in work.rows(Kept(found), {"part": part})] == names


def test_defaults_of_the_table_come_beside_what_is_given(table: School) -> None:
    given = {"thing_id": random_id(), "name": "Emre"}
    with table.writing() as work:
        work.run(Kept(insert(THINGS), tuple(given)), [given])
    with table.reading() as work:
        row = work.row(select(THINGS))
    assert row is not None
    assert (row.yes, row.number, row.said, row.at) == (True, 7, {}, None)


def test_a_change_tells_how_many_rows_it_changed(table: School) -> None:
    change = Kept(update(THINGS).where(THINGS.c.thing_id == bindparam("which")).values(at=bindparam("b_at"), yes=False))
    with table.writing() as work:
        work.run(Kept(insert(THINGS), COLUMNS), ROWS)
        assert work.run(change, {"which": ROWS[1]["thing_id"], "b_at": AT}) == 1
        assert work.run(change, {"which": random_id(), "b_at": AT}) == 0
        work.run(change, [{"which": each, "b_at": None} for each in ids(ROWS)])
        assert [row.at for row in work.rows(select(THINGS.c.at))] == [None, None]


def test_what_is_missing_or_too_much_is_told(table: School) -> None:
    with table.writing() as work:
        work.run(Kept(insert(THINGS), COLUMNS), ROWS)
    one = Kept(select(THINGS).where(THINGS.c.number < bindparam("most")))
    with table.reading() as work:
        with pytest.raises(KeyError, match="most"):
            work.rows(one, {})
        with pytest.raises(MultipleResultsFound):
            work.row(one, {"most": 9})
        assert work.row(one, {"most": 0}) is None


def test_an_error_of_the_database_is_one_of_sqlalchemy_and_shows_no_values(table: School) -> None:
    with pytest.raises(IntegrityError) as caught, table.writing() as work:
        work.run(Kept(insert(THINGS), COLUMNS), [ROWS[0], ROWS[0]])
    assert "Ylva" not in str(caught.value).replace(str(caught.value.orig), "")


@pytest.mark.parametrize("query", [
    select(THINGS).where(THINGS.c.number.in_(bindparam("several", expanding=True))),
    select(func.aggregate_strings(THINGS.c.name, ",")),
])  # fmt: skip
def test_a_statement_that_is_not_always_the_same_is_refused(table: School, query: Any) -> None:
    with table.reading() as work, pytest.raises(TypeError, match="always the same"):
        work.rows(Kept(query), {"several": [1]})


def test_a_look_by_the_clock_of_the_database_is_no_transaction_whoever_asks(table: School) -> None:
    """Its clock, a kept statement and one of the library, in any order."""
    kept, query = Kept(select(THINGS.c.name)), select(THINGS.c.name)
    with table.writing() as work:
        work.run(Kept(insert(THINGS), COLUMNS), ROWS)
    for order in permutations(("clock", "kept", "library")):
        with reading(table.board, table.site.keys, Clock()) as work:
            for what in order:
                if what == "clock":
                    assert work.now > AT.replace(year=2025)
                else:
                    assert len(work.rows(kept if what == "kept" else query)) == len(ROWS)
            if work.on_server:
                driven: Any = work.connection.connection.dbapi_connection
                assert driven.pgconn.transaction_status == TransactionStatus.IDLE
