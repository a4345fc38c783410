"""What a transaction writes at its end, in one journey with its commit where the database is one away.

PostgreSQL then ends the transaction only where each change found the rows that it must find: a change that must not
miss divides by how many rows it was about, which the server refuses where that is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from app.store.kept import Kept, Values, tell

_SHAPES: Final = 256
_NONE: Final = "22012"
"""The server's name for a division by zero."""


@dataclass(frozen=True, slots=True)
class Write:
    """A change of rows that nobody needs to see before the end."""

    statement: Kept
    values: Values
    must: bool = False
    """Whether it must find a row: where it finds none, somebody else came first."""


def write_all(connection: Connection, writes: Sequence[Write], *, commit: bool = False) -> bool:
    """Carry them out, in this order; whether each that must found a row. Where one did not, nothing is committed.

    With `commit` PostgreSQL ends its transaction with them; SQLite leaves that to who calls.
    """
    on_server = connection.dialect.name == "postgresql"
    asked = list[tuple[str, Sequence[object]]]()
    for each in writes:
        text = each.statement.text(connection)
        asked.append((_finding(text.sql) if each.must and on_server else text.sql, text.bound(each.values)))
    try:
        answers = tell(connection, asked, commit=commit)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _NONE:
            return False
        raise
    return all(answer.count for answer, each in zip(answers, writes, strict=True) if each.must)


@lru_cache(_SHAPES)
def _finding(sql: str) -> str:
    """A change as a statement that the server refuses where it finds no row."""
    return f"WITH changed AS ({sql} RETURNING 1) SELECT 1 / count(*) FROM changed"  # noqa: S608  a text of our own
