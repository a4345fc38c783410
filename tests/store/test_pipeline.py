"""Several statements in one journey to a real PostgreSQL: in their order, all or none, and what is prepared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread
from time import monotonic
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import select

from app.store import outcome, pipeline
from app.store.clock import random_id
from app.store.db import db
from app.store.outcome import NUMBER, was_committed
from app.store.pipeline import AT_ONCE, Pipeline
from tests.databases import postgres_url
from tests.killing import on_sqlite
from tests.school import Site

INTO, ALL = "INSERT INTO thing VALUES ($1, $2)", "SELECT number, name FROM thing ORDER BY number"


@pytest.fixture(scope="module")
def address() -> str:
    return postgres_url("pipeline").replace("postgresql+psycopg://", "postgresql://")


@pytest.fixture
def driven(address: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(address, autocommit=True) as made:
        made.execute("DROP TABLE IF EXISTS thing")
        made.execute("CREATE TABLE thing (number integer PRIMARY KEY, name text)")
    connection = psycopg.connect(address, prepare_threshold=0)
    yield connection
    connection.close()


def there(address: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address) as looking:
        return looking.execute(ALL).fetchall()


def status(driven: psycopg.Connection[Any]) -> int:
    return driven.pgconn.transaction_status


def prepared(driven: psycopg.Connection[Any]) -> int:
    return int(Pipeline(driven)._pgconn.exec_(b"SELECT count(*) FROM pg_prepared_statements").get_value(0, 0) or 0)


def test_a_journey_begins_asks_in_order_and_ends(driven: psycopg.Connection[Any], address: str) -> None:
    made = Pipeline(driven)
    first, rows = made.travel([(INTO, [1, "Noor"]), (ALL, [])])
    assert (first.count, first.rows, rows.count, rows.rows) == (1, [], 1, [[1, "Noor"]])
    assert [*rows.types()] == [23, 25]
    assert status(driven) == TransactionStatus.INTRANS
    assert there(address) == []
    made.travel([(INTO, [2, None])], commit=True)
    assert status(driven) == TransactionStatus.IDLE
    assert there(address) == [(1, "Noor"), (2, None)]
    assert made.travel([], commit=True) == []


def test_alone_no_transaction_is_begun(driven: psycopg.Connection[Any], address: str) -> None:
    Pipeline(driven).travel([(INTO, [1, "Noor"])], alone=True)
    assert status(driven) == TransactionStatus.IDLE
    assert there(address) == [(1, "Noor")]


@pytest.mark.parametrize("wrong", [(INTO, [1, "Daan"]), ("SELECT nothing FROM nowhere", []), ("SELECT 1 / $1", [0])])
def test_where_one_is_refused_none_behind_it_is_carried_out(
    driven: psycopg.Connection[Any], address: str, wrong: Any
) -> None:
    made = Pipeline(driven)
    with pytest.raises(psycopg.Error):
        made.travel([(INTO, [1, "Noor"]), wrong, (INTO, [2, "Emre"])], commit=True)
    assert status(driven) == TransactionStatus.INERROR
    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        made.travel([], commit=True)  # the server rolls back then, and says that it is fine
    assert status(driven) == TransactionStatus.IDLE
    assert there(address) == []
    made.travel([(INTO, [1, "Noor"])], commit=True)
    assert there(address) == [(1, "Noor")]


def test_numbers_of_any_size_nothing_and_every_kind_of_value_come_through(driven: psycopg.Connection[Any]) -> None:
    made, now, one = Pipeline(driven), datetime(2031, 2, 3, 4, 5, 6, 789, UTC), random_id()
    for value in (1, 70_000, 2**40, -1):
        assert made.travel([("SELECT $1::bigint", [value])])[0].rows == [[value]]
    asked = "SELECT $1::uuid, $2::timestamptz, $3::bytea, $4::boolean, $5::text, $6::double precision, $7::text"
    (answer,) = made.travel([(asked, [one, now, b"\x00\xff", True, "Çağla", 1.5, None])])
    assert answer.rows == [[one, now, b"\x00\xff", True, "Çağla", 1.5, None]]


def test_more_than_goes_at_once_goes_in_several_and_is_one_transaction(
    driven: psycopg.Connection[Any], address: str
) -> None:
    made = Pipeline(driven)
    asked = [(INTO, [number, "x" * 200]) for number in range(3 * AT_ONCE + 1)]
    assert sum(each.count for each in made.travel(asked)) == len(asked)
    assert there(address) == []
    made.roll_back()
    made.travel(asked, commit=True)
    assert len(there(address)) == len(asked)


def test_each_text_is_prepared_once_a_rollback_forgets_none_and_the_oldest_makes_room(
    driven: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Pipeline(driven)
    for number in range(3):
        made.travel([(INTO, [number, "x"])])
        made.roll_back()
    assert prepared(driven) == 2  # BEGIN and the other
    monkeypatch.setattr(pipeline, "MOST", 4)
    for number in range(9):
        made.travel([(f"SELECT {number}", [])], commit=True)
    assert prepared(driven) == 4


def test_what_the_driver_forgets_is_prepared_anew(driven: psycopg.Connection[Any], address: str) -> None:
    made = Pipeline(driven)
    made.travel([(INTO, [1, "Noor"])], commit=True)
    for number, alone in ((2, False), (3, True)):
        driven.execute("DEALLOCATE ALL")
        driven.commit()
        made.travel([(INTO, [number, "Noor"])], commit=not alone, alone=alone)
    assert len(there(address)) == 3
    driven.execute("DEALLOCATE ALL")
    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        made.travel([(INTO, [4, "Noor"])])  # in a transaction that something was done in before


def test_a_connection_that_is_lost_is_closed_and_told(driven: psycopg.Connection[Any], address: str) -> None:
    made = Pipeline(driven)
    made.travel([(INTO, [1, "Noor"])])
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (driven.info.backend_pid,))
    with pytest.raises(psycopg.OperationalError):
        made.travel([(INTO, [2, "Emre"])], commit=True)
    assert driven.closed
    made.roll_back()
    assert there(address) == []


def test_who_waits_for_a_lock_lets_other_threads_go_on(driven: psycopg.Connection[Any], address: str) -> None:
    """Else the one that holds the lock could never let it go."""
    with psycopg.connect(address) as holder:
        holder.execute("LOCK TABLE thing")
        waiting = Thread(target=lambda: Pipeline(driven).travel([(INTO, [1, "Noor"])], commit=True))
        waiting.start()
        until, rounds = monotonic() + 0.5, 0
        while monotonic() < until:
            rounds += 1
        assert waiting.is_alive()
        holder.commit()
    waiting.join(10)
    assert not waiting.is_alive()
    assert rounds > 1
    assert there(address) == [(1, "Noor")]


def test_the_database_knows_what_became_of_a_transaction(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite cannot be asked; there the file is all there is."""
    monkeypatch.setattr(outcome, "_PAUSES", (0.0, 0.01))
    with site.app.app_context():
        if on_sqlite(site):
            assert was_committed("1") is None
            return
        numbers = dict[bool, str]()
        for kept in (True, False):
            with db.engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE TEMPORARY TABLE made_{kept} (number integer)")
                numbers[kept] = connection.execute(select(NUMBER)).scalar_one()
                if kept:
                    connection.commit()
        assert {kept: was_committed(number) for kept, number in numbers.items()} == {True: True, False: False}
        assert was_committed(str(2**40)) is None
        with db.engine.connect() as connection:
            connection.exec_driver_sql("CREATE TEMPORARY TABLE others (number integer)")
            assert was_committed(connection.execute(select(NUMBER)).scalar_one()) is None
