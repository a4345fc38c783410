"""Where the key store lies: its table, a SQLite file or a PostgreSQL database of its own, and wiping what was there.

It knows no key and unwraps nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from time import sleep
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from app.store.kek import KeysError, make_entry_durable

_TABLE: Final = """
    CREATE TABLE data_key (
        board_id CHAR(32) NOT NULL,
        key_id CHAR(32) NOT NULL,
        kek VARCHAR(64),
        wrapped BLOB,
        destroyed CHAR(27),
        PRIMARY KEY (board_id, key_id),
        CHECK ((wrapped IS NULL) = (destroyed IS NOT NULL)),
        CHECK ((wrapped IS NULL) = (kek IS NULL))
    )
"""
_LOCK_OF_THE_TABLE: Final = 7_216_441
"""The advisory lock under which one process makes the table on PostgreSQL: a number that nothing else uses."""

_TURNS: Final = 20
"""How often wiping a SQLite file is tried, a tenth of a second at most each time."""

_POSTGRESQL: Final = {
    "connect_timeout": 3, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 3,
    "tcp_user_timeout": 4000,
    "options": "-c synchronous_commit=on -c lock_timeout=2s -c statement_timeout=15s",
}  # fmt: skip


@contextmanager
def told() -> Iterator[None]:
    """Say in plain words that the store is out of reach. The cause holds no parameters, so no keys."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise KeysError(
            "De sleutelopslag is niet te bereiken of niet te lezen. Kijk of haar bestand of server er is, en van wie."
        ) from error


def open_engine(url: str) -> Engine:
    """The store at `url`, a file path or `postgresql://…`; made where it is not. Raises KeysError where that fails."""
    with told():
        engine = _postgresql(url) if url.startswith("postgresql") else _sqlite(Path(url))
        with engine.connect() as connection:
            connection.execute(text("SELECT key_id FROM data_key LIMIT 1"))
    return engine


def scrub(engine: Engine) -> None:
    """Remove the remains of what was overwritten from the store's files. Raises KeysError where something bars it."""
    with told(), engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM (FULL) data_key"))
            return
        # Deleted bytes are zeroed (secure_delete), but older pages still stand in the write-ahead log. While another
        # process checkpoints, SQLite says busy at once, so the waiting is done here, in many short turns.
        connection.execute(text("PRAGMA busy_timeout = 50"))
        try:
            for _ in range(_TURNS):
                if connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalars().one() == 0:
                    return
                sleep(0.05)
        finally:
            connection.execute(text("PRAGMA busy_timeout = 5000"))
    raise KeysError(
        "De sleutel is vernietigd, maar resten staan nog in de sleutelopslag: iets anders houdt haar bezet. "
        "Sluit dat, en vernietig de sleutel nog een keer."
    )


def _postgresql(url: str) -> Engine:
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, hide_parameters=True, pool_pre_ping=True, connect_args=_POSTGRESQL)
    with engine.begin() as connection:
        if not inspect(connection).has_table("data_key"):
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_OF_THE_TABLE})
            connection.execute(
                text(_TABLE.replace("BLOB", "BYTEA").replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
            )
    return engine


def _sqlite(path: Path) -> Engine:
    if not path.exists():
        _make_file(path)
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": 5})
    event.listen(engine, "connect", _set_up)
    return engine


def _make_file(path: Path) -> None:
    """Make the whole store beside its place and put it there at once, so that no process ever sees half of it."""
    handle, name = mkstemp(prefix=".keys-", dir=path.parent)  # Mode 0600, and SQLite gives it to its side files.
    os.close(handle)
    connection = sqlite3.connect(name)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(_TABLE)
    connection.close()
    try:
        os.link(name, path)
    except FileExistsError:
        return  # Another process was first; its store is as good.
    finally:
        Path(name).unlink()
    make_entry_durable(path.parent)


def _set_up(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
