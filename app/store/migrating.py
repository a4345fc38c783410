"""Bringing a database to the tables of this version, and telling whether it is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from app.domain.errors import UnavailableError
from app.store.db import WRITES, db

_ONE_AT_A_TIME: Final = 0x1E1D
"""Number of the lock under which a database is migrated."""
_FOLDER: Final = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The version that this program asks for."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    return found or ""


def is_known(version: str) -> bool:
    """Whether this program has the step that leads to a version; one that it has not is of a newer program."""
    return any(each.revision == version for each in ScriptDirectory.from_config(_config()).walk_revisions())


def current() -> str:
    """The version that the database has; empty for one without tables. Asks for an app context.

    Raises UnavailableError where it cannot be reached, or is no database at all.
    """
    try:
        with db.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    except DatabaseError as error:
        raise UnavailableError from error


def upgrade() -> None:
    """Bring the database to the newest version; what is there already is left alone. Asks for an app context.

    Raises UnavailableError where it goes away meanwhile, or there is no room for it.
    """
    try:
        with _alone(), db.engine.connect().execution_options(**{WRITES: True}) as connection:
            _take_time(connection, "statement_timeout", "idle_in_transaction_session_timeout")
            command.upgrade(_config(connection), "head")
    except OperationalError as error:
        raise UnavailableError from error
    finally:
        # Connections with all the time in the world, and what others had prepared of tables that may be others now.
        db.engine.dispose()


def _take_time(connection: Connection, *limits: str) -> None:
    """Lift limits that are there for people who wait: a large school takes longer. Locks of tables keep theirs."""
    if connection.dialect.name == "postgresql":
        with connection.begin():
            for limit in limits:
                connection.exec_driver_sql(f"SET {limit} = 0")


@contextmanager
def _alone() -> Iterator[None]:
    """Several servers may start on one empty database: the second finds everything made when its turn comes."""
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as guard:
        _take_time(guard, "statement_timeout", "lock_timeout")
        guard.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _ONE_AT_A_TIME})
        try:
            yield
        finally:
            guard.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _ONE_AT_A_TIME})
