"""Statements that every step runs: compiled once for each kind of database, and given to its driver as they are.

SQLAlchemy writes the statement, names its columns, turns values into those of the database and back, and keeps the
transaction. What it would work out anew at each execution (what the statement is known by, its parameters, what its
result is made of) costs more than the database itself (docs/benchmarks.md, "Where the time of a completion goes"), so
it is worked out once, and the driver is asked past its cursors (`pipeline`). Who listens to the engine hears each
statement all the same, and a fault of the driver comes as SQLAlchemy's own.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine import Connection
from sqlalchemy.sql.compiler import SQLCompiler

from app.store.driver import Answer, Asked, Cursors, Driver
from app.store.pipeline import Pipeline

Values = Mapping[str, Any]
_Turn = Callable[[Any], Any]
"""From a value of Python to one of the driver, or back."""
_ASKED: Final = object()
_DRIVER: Final = "leidraad_driver"
"""Under this a connection of the pool has its driver: `connection.info[_DRIVER]`."""
_PLACE: Final = re.compile(r"%%|%\((\w+)\)s")


class Kept:
    """A statement in which every value that differs is a `bindparam`.

    Raises TypeError at its first execution where its text is not always the same: with a list that grows (`in_`), or
    with a value that SQLAlchemy writes into it (the separator of `aggregate_strings`).
    """

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None) -> None:
        """`columns` are those that an INSERT fills; defaults of the table come beside them."""
        self._statement, self._columns = statement, columns
        self._texts: dict[str, Text] = {}

    def rows(self, connection: Connection, values: Values, *, alone: bool = False) -> list[Any]:
        """All rows of a query, each a named tuple of its columns; `alone` as in `tell`.

        Raises KeyError for a value that is not given.
        """
        (rows,) = ask(connection, [(self, values)], alone=alone)
        return rows

    def run(self, connection: Connection, values: Values | Sequence[Values]) -> int:
        """Carry out what gives no rows, once, or for each of these values: how many rows it was about.

        Raises KeyError as `rows`.
        """
        text = self.text(connection)
        those = [values] if isinstance(values, Mapping) else values
        return sum(answer.count for answer in tell(connection, [(text.sql, text.bound(each)) for each in those]))

    def text(self, connection: Connection) -> Text:
        """As the database of this connection reads it."""
        name = connection.dialect.name
        text = self._texts.get(name)
        if text is None:
            text = self._texts[name] = Text(self._statement, self._columns, connection.dialect)
        return text


class Text:
    """A statement as one kind of database reads it."""

    def __init__(self, statement: Executable, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)  # type: ignore[attr-defined]  # all have it
        if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params or compiled.literal_execute_params:
            message = f"its text is not always the same: {compiled}"
            raise TypeError(message)
        self.sql, names = _as_counted(compiled)
        self._dialect = dialect
        self._columns: Sequence[Any] = compiled._result_columns  # noqa: SLF001  with their types; nothing public has them
        self._row: Callable[[Sequence[Any]], Any] | None = None
        self._readers: Sequence[tuple[int, _Turn]] = ()
        self._read_places(compiled, names)

    def _read_places(self, compiled: Any, names: Sequence[str]) -> None:
        """Which parameters there are, in this order: those that are always the same, and those that are asked for."""
        made = {each.key: each.default for each in (*compiled.insert_prefetch, *compiled.update_prefetch)}
        self._always: list[Any] = [None] * len(names)
        self._asked: list[tuple[int, str, _Turn | None, Any]] = []
        for at, name in enumerate(names):
            bind, turn = compiled.binds[name], compiled._bind_processors.get(name)  # noqa: SLF001  as above
            default = made.get(bind.key)
            if default is not None and not default.is_callable:
                self._always[at] = default.arg if turn is None else turn(default.arg)
            elif bind.unique:
                self._always[at] = bind.effective_value if turn is None else turn(bind.effective_value)
            else:
                fallback = default.arg if default is not None else _ASKED if bind.required else bind.effective_value
                self._asked.append((at, bind.key, turn, fallback))

    def bound(self, values: Values) -> list[Any]:
        """The parameters as the driver takes them."""
        found = self._always.copy()
        for at, key, turn, fallback in self._asked:
            value = values[key] if fallback is _ASKED else _given(values, key, fallback)
            found[at] = value if turn is None else turn(value)
        return found

    def read(self, answer: Answer) -> list[Any]:
        """Its rows, as values of Python."""
        if self._row is None:
            self._learn(answer.types())
        made, make, readers = [], self._row, self._readers
        for row in answer.rows:
            for at, turn in readers:
                row[at] = turn(row[at])
            made.append(make(row))  # type: ignore[misc]  # learnt above
        return made

    def _learn(self, types: Sequence[Any]) -> None:
        """The first time: what the columns are called, and what turns them into values of Python."""
        told = [
            (at, each.type._cached_result_processor(self._dialect, kind))  # noqa: SLF001  as above
            for at, (each, kind) in enumerate(zip(self._columns, types, strict=True))
        ]
        self._readers = [(at, turn) for at, turn in told if turn is not None]
        self._row = namedtuple("Row", [str(each.keyname) for each in self._columns], rename=True)._make  # type: ignore[attr-defined]  # noqa: PYI024


def ask(
    connection: Connection, asked: Sequence[tuple[Kept, Values]], *, alone: bool = False
) -> list[list[Any]]:  # fmt: skip
    """The rows of queries that need no answer of each other, in one journey where the database is one away.

    They are asked in this order, each seeing what is there as it begins; `alone` as in `tell`. Raises as `Kept.rows`.
    """
    texts = [(each.text(connection), values) for each, values in asked]
    answers = tell(connection, [(text.sql, text.bound(values)) for text, values in texts], alone=alone)
    return [text.read(answer) for (text, _), answer in zip(texts, answers, strict=True)]


def tell(
    connection: Connection, asked: Sequence[Asked], *, commit: bool = False, alone: bool = False
) -> list[Answer]:  # fmt: skip
    """Have the driver carry these out, in this order; with `commit` the database ends its transaction with them.

    That the transaction is over SQLAlchemy must then still be told. `alone` each is a transaction of itself, where none
    is open. Raises what SQLAlchemy makes of a fault of the driver, which then knows of a connection that is gone.
    """
    if not alone and not connection.in_transaction():
        connection.begin()
    # To look who listens costs more than some statements: the library asks this first too.
    heard = connection._has_events or connection.engine._has_events  # noqa: SLF001
    if heard:
        _let_hear(connection, "before_cursor_execute", asked)
    library: Any = connection.dialect.loaded_dbapi
    try:
        answers = _driver(connection).travel(asked, commit=commit, alone=alone)
    except BaseException as error:
        if isinstance(error, Exception) and not isinstance(error, library.Error):
            raise
        connection._handle_dbapi_exception(error, asked[0][0] if asked else None, None, None, None)  # noqa: SLF001  nothing public does it
        raise
    if heard:
        _let_hear(connection, "after_cursor_execute", asked)
    return answers


def _let_hear(connection: Connection, event: str, asked: Sequence[Asked]) -> None:
    """Tell who listens of each statement; of several of one text behind each other once, as SQLAlchemy does."""
    for sql, alike in groupby(asked, itemgetter(0)):
        values = [bound for _, bound in alike]
        for hear in getattr(connection.dispatch, event):
            hear(connection, None, sql, values if len(values) > 1 else values[0], None, len(values) > 1)


def end(info: Mapping[Any, Any]) -> None:
    """Roll back what a connection with this `info` has begun, where it was asked here before."""
    driver: Driver | None = info.get(_DRIVER)
    if driver is not None:
        driver.roll_back()


def forget(connection: Connection) -> None:
    """Prepare anew whatever this connection is asked next."""
    _driver(connection).forget()


def _driver(connection: Connection) -> Driver:
    pooled = connection.connection
    found: Driver | None = pooled.info.get(_DRIVER)
    if found is None:
        driven: Any = pooled.dbapi_connection
        found = pooled.info[_DRIVER] = Pipeline(driven) if connection.dialect.name == "postgresql" else Cursors(driven)
    return found


def _as_counted(compiled: Any) -> tuple[str, Sequence[str]]:
    """A text of SQLAlchemy with its parameters as the database counts them (`?`, `$1`), and their names in order."""
    if compiled.positional:
        return str(compiled), compiled.positiontup
    places = dict[str, int]()

    def number(found: re.Match[str]) -> str:
        return "%" if found[0] == "%%" else f"${places.setdefault(found[1], len(places) + 1)}"

    return _PLACE.sub(number, str(compiled)), list(places)


def _given(values: Values, key: str, fallback: Any) -> Any:
    if key in values:
        return values[key]
    return fallback(None) if callable(fallback) else fallback
