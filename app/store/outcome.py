"""What became of a transaction whose connection was lost as it ended: PostgreSQL tells it by its number.

Without it whoever sent a command would have to be told that nobody knows whether it was carried out.
"""

from __future__ import annotations

from time import monotonic, sleep
from typing import Any, Final

from sqlalchemy import String, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.store.db import db


class _number(FunctionElement[Any]):  # noqa: N801  a function of SQL
    type = String()
    inherit_cache = True


@compiles(_number, "postgresql")
def _in_postgresql(_element: _number, _compiler: Any, **_options: Any) -> str:
    return "pg_current_xact_id_if_assigned()::text"


@compiles(_number, "sqlite")
def _in_sqlite(_element: _number, _compiler: Any, **_options: Any) -> str:
    return "NULL"


NUMBER: Final = _number().label("transaction")
"""The number of the transaction that asks; null before it has written or locked anything, and on SQLite."""
_ASK: Final = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")
_PAUSES: Final = (0.0, 0.05, 0.2, 0.75, 1.5)
"""Seconds before each time of asking: a server that begins again takes a while, as does one that must notice a loss."""
_LONGEST: Final = 6.0
"""Seconds after which it is not asked again: somebody waits for the answer, and a server that hangs takes three."""


def was_committed(number: str) -> bool | None:
    """Whether that transaction reached the database; None where the database cannot be asked, or still has it open."""
    until = monotonic() + _LONGEST
    for pause in _PAUSES:
        sleep(pause)
        if monotonic() > until:
            return None
        status = _status(number)
        if status in {"committed", "aborted"}:
            return status == "committed"
    return None


def _status(number: str) -> str | None:
    """As the server calls it; None where it is away, or has forgotten so old a number."""
    try:
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            found: str | None = connection.execute(_ASK, {"number": number}).scalar_one()
            return found
    except (DBAPIError, PoolTimeoutError):
        return None
