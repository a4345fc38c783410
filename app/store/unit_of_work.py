"""One transaction: what a command reads and writes, together or not at all. Holds the product's only commit.

Rows that are added, and changes that are put off, are kept and written together at the end. No network call, no key
that another transaction could miss: a key is durable in its own store before the transaction that needs it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from threading import Lock
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Executable, Row, Table, TextClause, insert, select
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.exc import DBAPIError, MultipleResultsFound

from app.store.clock import Clock, random_id
from app.store.db import WRITES, db
from app.store.documents import as_instant_text
from app.store.kept import Kept, ask, forget
from app.store.keys import KeyStore
from app.store.outcome import NUMBER, was_committed
from app.store.streams import Stream
from app.store.tables import fact
from app.store.together import Write, write_all

_ONE_WRITER: Final = Lock()
"""SQLite lets one transaction write; its own waiting sleeps, this does not (measured: ten times shorter tails)."""
_NUMBER: Final = Kept(select(NUMBER))


class CommitLostError(Exception):
    """The connection was gone before the commit was answered: what was written may be there or not."""


class LostRaceError(Exception):
    """Nothing of it stays: a node was paused while it held the lock, and has lost it, or has lost its connection."""


@dataclass(slots=True)
class Work:
    """What one transaction has in hand."""

    board: UUID
    connection: Connection
    keys: KeyStore
    clock: Clock
    new_id: Callable[[], UUID] = random_id
    pending: dict[Table, list[dict[str, object]]] = field(default_factory=dict)
    put_off: dict[tuple[Kept, UUID], Write] = field(default_factory=dict)
    """By statement and the row that it is about, in order: changes that the next statement sends before itself."""
    before_end: list[Callable[[], None]] = field(default_factory=list)
    """What objects of the store write of themselves when all is decided."""
    facts: int = 0
    """How many facts were recorded."""
    alone: bool = False
    """Whether each statement is a transaction of itself."""
    number: str | None = None
    """Of the transaction, by which PostgreSQL knows what became of it; None as long as nobody asked."""
    _now: datetime | None = None
    _told: bool = False

    @property
    def now(self) -> datetime:
        """The instant of the command: read once, after the lock."""
        if self._now is None:
            self._now = self.clock.now(self.connection, alone=self.alone)
        return self._now

    def held_at(self, earlier: datetime, read: datetime | None = None) -> None:
        """Hold the instant to be no earlier than what already stands in the history.

        `read` is the database's clock where a statement after the lock brought it along.
        """
        if self._now is None and read is not None:
            self._now = read
        self._now = max(self.now, earlier)

    @property
    def on_server(self) -> bool:
        """Whether the database is one that knows the time and what it calls a transaction: PostgreSQL."""
        return self.connection.dialect.name == "postgresql"

    def run(
        self, statement: Executable | Kept, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> Any:  # fmt: skip
        """Execute one statement now."""
        self._send()
        if isinstance(statement, Kept):
            return statement.run(self.connection, values or {})
        self._by_library()
        result: CursorResult[Any] = self.connection.execute(statement, values)
        if isinstance(statement, TextClause):  # it may be one at which the driver forgets what is prepared, ours too
            forget(self.connection)
        return result

    def row(self, statement: Executable | Kept, values: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The one row of a query, or None. Raises MultipleResultsFound."""
        self._send()
        if isinstance(statement, Kept):
            rows = statement.rows(self.connection, values or {}, alone=self.alone)
            if len(rows) > 1:
                message = "more than one row where one was asked for"
                raise MultipleResultsFound(message)
            return rows[0] if rows else None
        found: Row[Any] | None = self.run(statement, values).one_or_none()
        return found

    def rows(self, statement: Executable | Kept, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows of a query."""
        self._send()
        if isinstance(statement, Kept):
            return statement.rows(self.connection, values or {}, alone=self.alone)
        found: Sequence[Row[Any]] = self.run(statement, values).all()
        return found

    def ask(self, *asked: tuple[Kept, Mapping[str, Any]]) -> Sequence[Sequence[Row[Any]]]:
        """The rows of queries that need no answer of each other, asked in this order."""
        self._send()
        return ask(self.connection, asked, alone=self.alone)

    def _by_library(self) -> None:
        """What SQLAlchemy sends would begin a transaction, unless the driver is told that each is one of itself."""
        if self.alone and not self._told:
            self.connection.execution_options(isolation_level="AUTOCOMMIT")
            self._told = True

    def add(self, table: Table, **values: object) -> None:
        """Keep a row, to be inserted at the end."""
        self.pending.setdefault(table, []).append({"board_id": self.board, **values})

    def later(self, statement: Kept, about: UUID, values: Mapping[str, Any], *, must: bool = False) -> None:
        """Change the row `about` at the end, or before the next statement.

        Raises LostRaceError then, where it `must` be found and is not.
        """
        if (statement, about) in self.put_off:
            self._send()
        self.put_off[statement, about] = Write(statement, values, must)

    def record(self, stream: Stream, document: Mapping[str, object]) -> None:
        """Add a fact to a stream."""
        row = stream.add(self.board, as_instant_text(self.now), document)
        self.pending.setdefault(fact, []).append(row)
        self.facts += 1

    def settle(self, column: str, ids: Collection[UUID], *tables: Table) -> None:
        """Insert now what is kept for these tables, where any of it is about one of `ids`: it is going to change."""
        if any(row.get(column) in ids for table in tables for row in self.pending.get(table, ())):
            self._send(tables)

    def flush(self) -> None:
        """Write what was kept."""
        self._write(self._taken_all())

    def end(self) -> None:
        """Write what was kept, and commit: PostgreSQL is told both at once.

        Raises LostRaceError where nothing of it stays, CommitLostError where the connection was lost and nobody knows.
        """
        writes = self._taken_all()
        if self.facts and self.number is None and self.on_server:
            self._write(writes)
            writes = []
            (row,) = self.rows(_NUMBER)
            self.number = row.transaction
        try:
            self._write(writes, commit=True)
            self.connection.commit()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            committed = was_committed(self.number) if self.number else None
            if committed is None:
                raise CommitLostError from error
            if not committed:
                raise LostRaceError from error

    def _send(self, tables: Sequence[Table] = ()) -> None:
        """Write what was put off, and the rows that are kept for these tables."""
        if self.put_off or tables:
            self._write(self._taken(tables))

    def _taken_all(self) -> list[Write]:
        for write in self.before_end:
            write()
        self.before_end.clear()
        return self._taken(list(self.pending))

    def _taken(self, tables: Sequence[Table]) -> list[Write]:
        writes = list(self.put_off.values())
        self.put_off.clear()
        for table in tables:
            if rows := self.pending.pop(table, None):
                statement = _insert_into(table, tuple(rows[0]))
                writes += [Write(statement, row) for row in rows]
        return writes

    def _write(self, writes: Sequence[Write], *, commit: bool = False) -> None:
        if (writes or commit) and not write_all(self.connection, writes, commit=commit):
            raise LostRaceError


@cache
def _insert_into(table: Table, columns: tuple[str, ...]) -> Kept:
    return Kept(insert(table), columns)


@contextmanager
def transaction(board: UUID, keys: KeyStore, clock: Clock) -> Iterator[Work]:
    """Begin a transaction that writes; commit it when the block ends, roll it back when the block raises."""
    one_writer = _ONE_WRITER if db.engine.dialect.name == "sqlite" else _NoLock()
    # A session would cost as much again as a statement. Given back before its commit, a connection is rolled back.
    with one_writer, db.engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        connection.begin()
        work = Work(board, connection, keys, clock)
        yield work
        work.end()


@contextmanager
def reading(board: UUID, keys: KeyStore, clock: Clock, *, snapshot: bool = False) -> Iterator[Work]:
    """Read. With `snapshot` all statements see one state of everything, as a check of the whole needs.

    PostgreSQL's own level gives each statement its state whether or not a transaction is open, so none is opened there.
    """
    on_server = db.engine.dialect.name == "postgresql"
    with db.engine.connect() as connection:
        if on_server and snapshot:
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield Work(board, connection, keys, clock, alone=on_server and not snapshot)


class _NoLock:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_raised: object) -> None:
        return None
