"""What is asked of a database's driver for statements that are kept, and how that of SQLite answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol

Asked = tuple[str, Sequence[Any]]
"""The text of a statement, its parameters counted as the database counts them, and their values."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one statement."""

    count: int
    """How many rows it was about."""
    rows: list[list[Any]]
    """As the driver makes them."""
    types: Callable[[], Sequence[Any]]
    """What the driver knows the type of each column by."""


class Driver(Protocol):
    """A connection of a driver."""

    def travel(self, asked: Sequence[Asked], *, commit: bool = False, alone: bool = False) -> list[Answer]:
        """Carry these out, in this order. Raises the driver's errors.

        With `commit` the transaction ends with them; `alone` none is begun for them.
        """

    def roll_back(self) -> None:
        """End what transaction there is, where SQLAlchemy's own way would cost more than that."""

    def forget(self) -> None:
        """Believe nothing to be prepared."""


class Cursors:
    """SQLite: no journey away, so that statements go one by one, and their end is SQLAlchemy's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def travel(
        self, asked: Sequence[Asked], *, commit: bool = False, alone: bool = False  # noqa: ARG002  see below
    ) -> list[Answer]:  # fmt: skip
        """Carry these out. Where a transaction begins and ends is left to SQLAlchemy, which sees to it in any case."""
        return [self._answer(sql, values) for sql, values in asked]

    def roll_back(self) -> None:
        """Nothing: SQLAlchemy does it as well."""

    def forget(self) -> None:
        """Nothing: the driver sees to it."""

    def _answer(self, sql: str, values: Sequence[Any]) -> Answer:
        with closing(self._connection.execute(sql, values)) as cursor:
            described = cursor.description
            rows = [list(row) for row in cursor] if described else []
            return Answer(cursor.rowcount, rows, lambda: [each[1] for each in described])
