"""The one database object, and how its two kinds are opened: SQLite for one machine, PostgreSQL for many.

Every table begins its keys with the board's id, so that tables can be spread over machines by board.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, Final

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Column, DateTime, Dialect, Engine, MetaData, String, Uuid, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.domain.instants import instant_text
from app.store.kept import end

WRITES: Final = "leidraad_writes"
"""Execution option of a connection whose transaction will write: SQLite then begins IMMEDIATE."""
_BUSY_SECONDS: Final = 5
IDLE_SECONDS: Final = 5.0
"""After so long without use a connection to PostgreSQL is asked whether it still is one."""
_RESTS: Final = "leidraad_rests"
"""Since when a connection of the pool is not used: `record.info[_RESTS]`."""
_POSTGRES: Final = {
    "connect_timeout": 3, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 3,
    "tcp_user_timeout": 4000,
    "options": "-c lock_timeout=5s -c statement_timeout=15s -c idle_in_transaction_session_timeout=10s"
    " -c plan_cache_mode=force_generic_plan -c jit=off",
    "prepare_threshold": 0,
}  # fmt: skip
"""A paused or cut-off node must not hold others up: measured, without these they wait for ever.

Every statement finds its rows by keys, so that one plan serves all of its values: planning cost more than running. The
driver prepares each the first time.
"""


class Base(DeclarativeBase):
    """The metadata of all tables; constraint names are fixed, because migrations call them by name."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s", "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )  # fmt: skip


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC, to the microsecond; in SQLite a text that sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of the database."""
        chosen = String(27) if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(chosen)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the database. Raises ValueError for an instant without a zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            message = "an instant must know its zone"
            raise ValueError(message)
        if dialect.name != "sqlite":
            return value
        return instant_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value)
        found: datetime = value
        return found.astimezone(UTC)


class json_rows(FunctionElement[Any]):  # noqa: N801  a function of SQL
    """All rows of a query as one value: a list of lists, or None where there are none."""

    type = JSON()
    inherit_cache = True


@compiles(json_rows, "postgresql")
def _in_postgresql(element: json_rows, compiler: Any, **options: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **options)}))"


@compiles(json_rows, "sqlite")
def _in_sqlite(element: json_rows, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


def board_key() -> Column[Any]:
    """The column with which every key begins."""
    return Column("board_id", Uuid, primary_key=True)


def open_database(app: Flask, url: str) -> None:
    """Bind the app to its database. Connects when the first statement runs."""
    app.config["SQLALCHEMY_DATABASE_URI"] = _from_here(url)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(url)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)
        else:
            _prepare_postgresql(db.engine)


def _from_here(url: str) -> str:
    """A file is meant from the folder in which the program runs; the library would look beside the app's code."""
    made = make_url(url)
    if made.get_backend_name() != "sqlite" or made.database in {None, "", ":memory:"}:
        return url
    return made.set(database=str(Path(str(made.database)).absolute())).render_as_string(hide_password=False)


def _engine_options(url: str) -> dict[str, Any]:
    """With the values of a statement left out of its errors: they may be about a child."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": _BUSY_SECONDS, "check_same_thread": False}}
    return {
        "hide_parameters": True,
        "connect_args": dict(_POSTGRES),
        "pool_pre_ping": False,
        "pool_size": 16,
        "max_overflow": 8,
    }


def _prepare_postgresql(engine: Engine) -> None:
    """Let nobody get a connection from before the server was begun again: a question is not asked a second time.

    To ask at every use (`pool_pre_ping`) would be a round trip more for every step. A transaction that is rolled back
    is so before the driver does it, which would forget all that the connection has prepared.
    """

    def rest(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[_RESTS] = monotonic()

    def take(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        since = record.info.get(_RESTS)
        if since is None or monotonic() - since <= IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    by_driver = engine.dialect.do_rollback

    def roll_back(dbapi_connection: PoolProxiedConnection) -> None:
        end(_told_of(dbapi_connection))
        by_driver(dbapi_connection)

    # No event: to whom an engine tells nothing, it tells nothing of each statement either.
    engine.dialect.do_rollback = roll_back  # type: ignore[method-assign]
    event.listen(engine, "checkin", rest)
    event.listen(engine, "checkout", take)


def _told_of(connection: PoolProxiedConnection) -> Mapping[Any, Any]:
    try:
        return connection.info
    except NotImplementedError:  # of the one with which the library looks at a server for the first time
        return {}


def _prepare_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE, so it is switched off.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS * 1000}",
        "secure_delete=ON",
    ):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
