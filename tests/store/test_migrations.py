"""The steps of the migrations lead to the tables as they are declared, on both databases."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

import app.store.tables as t
from app.store import db as database
from app.store.db import db, open_database
from app.store.migrating import current, newest, upgrade
from tests.databases import postgres_url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    made = Flask("empty")
    url = f"sqlite:///{tmp_path / 'leeg.sqlite'}" if request.param == "sqlite" else postgres_url("empty")
    open_database(made, url)
    with made.app_context():
        yield made
        db.engine.dispose()


@pytest.mark.usefixtures("empty")
def test_an_empty_database_gets_the_tables_that_are_declared_and_no_others() -> None:
    assert current() == ""
    upgrade()
    assert current() == newest() != ""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.usefixtures("empty")
def test_a_second_time_nothing_changes() -> None:
    upgrade()
    upgrade()
    assert current() == newest()


@pytest.mark.usefixtures("empty")
def test_a_migrated_database_refuses_to_lose_a_fact() -> None:
    upgrade()
    with pytest.raises(DatabaseError), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM fact" if db.engine.dialect.name == "postgresql" else _ONE_GONE))


_ONE_GONE = "INSERT INTO fact VALUES ('b', 's', 7, '', x'00', x'00', 'k')"
"""In SQLite a trigger looks at rows: a seventh fact without the six before it is one that was lost."""


@pytest.mark.usefixtures("empty")
def test_every_key_and_every_unique_index_begins_with_the_board() -> None:
    upgrade()
    found = inspect(db.engine)
    for name in found.get_table_names():
        if name == "alembic_version":
            continue
        assert found.get_pk_constraint(name)["constrained_columns"][0] == "board_id", name
        for index in found.get_indexes(name):
            assert not index["unique"] or index["column_names"][0] == "board_id", index["name"]
        assert not found.get_unique_constraints(name), name


def test_a_migration_takes_the_time_it_needs_and_another_server_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    short = "-c lock_timeout=1s -c statement_timeout=1s -c idle_in_transaction_session_timeout=1s"
    monkeypatch.setitem(database._POSTGRES, "options", short)
    url = postgres_url("slow")
    one, other = Flask("one"), Flask("other")
    for each in (one, other):
        open_database(each, url)
    steps = command.upgrade

    def slowly(config: Config, to: str) -> None:
        connection = config.attributes["connection"]
        connection.execute(text("SELECT pg_sleep(1.3)"))
        time.sleep(1.2)
        connection.commit()
        steps(config, to)

    def begin(server: Flask) -> None:
        with server.app_context():
            upgrade()

    monkeypatch.setattr(command, "upgrade", slowly)
    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(begin, one), pool.submit(begin, other)]:
            each.result()
    with one.app_context():
        assert current() == newest()
        # afterwards a statement that somebody waits for is broken off again
        with pytest.raises(OperationalError), db.engine.connect() as connection:
            connection.execute(text("SELECT pg_sleep(30)"))
        db.engine.dispose()


def test_every_declared_table_is_of_a_board() -> None:
    assert {table.primary_key.columns[0].name for table in db.metadata.tables.values()} == {"board_id"}
    assert t.fact.name in db.metadata.tables
