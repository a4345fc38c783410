"""Statements that every step runs: compiled once for each kind of database, and given to its driver as they are.

SQLAlchemy writes the statement, names its columns and turns values into those of the database and back. What it would
work out anew at each execution (what the statement is known by, its parameters, what its result is made of) costs more
than the database itself (docs/benchmarks.md, "Where the time of a completion goes"), so it is worked out once.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Dialect, Executable
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.sql.compiler import SQLCompiler

Values = Mapping[str, Any]
_Turn = Callable[[Any], Any]
"""From a value of Python to one of the driver, or back."""
_ASKED: Final = object()


class Kept:
    """A statement in which every value that differs is a `bindparam`.

    Raises TypeError at its first execution where its text is not always the same: with a list that grows (`in_`), or
    with a value that SQLAlchemy writes into it (the separator of `aggregate_strings`).
    """

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None) -> None:
        """`columns` are those that an INSERT fills; defaults of the table come beside them."""
        self._statement, self._columns = statement, columns
        self._texts: dict[str, _Text] = {}

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        """All rows of a query, each a named tuple of its columns. Raises KeyError for a value that is not given."""
        text = self._in(connection)
        result = connection.exec_driver_sql(text.sql, text.bound(values))
        return text.read(result)

    def run(self, connection: Connection, values: Values | Sequence[Values]) -> CursorResult[Any]:
        """Carry out what gives no rows, once, or for each of these values. Raises KeyError as `rows`."""
        text = self._in(connection)
        bound = text.bound(values) if isinstance(values, Mapping) else [text.bound(each) for each in values]
        return connection.exec_driver_sql(text.sql, bound)

    def _in(self, connection: Connection) -> _Text:
        name = connection.dialect.name
        text = self._texts.get(name)
        if text is None:
            text = self._texts[name] = _Text(self._statement, self._columns, connection.dialect)
        return text


class _Text:
    """A statement as one kind of database reads it."""

    def __init__(self, statement: Executable, columns: Sequence[str] | None, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)  # type: ignore[attr-defined]  # all have it
        if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params or compiled.literal_execute_params:
            message = f"its text is not always the same: {compiled}"
            raise TypeError(message)
        self.sql = str(compiled)
        self._dialect = dialect
        self._columns: Sequence[Any] = compiled._result_columns  # noqa: SLF001  with their types; nothing public has them
        self._row: Callable[[Sequence[Any]], Any] | None = None
        self._readers: Sequence[tuple[int, _Turn]] = ()
        self._read_places(compiled)

    def _read_places(self, compiled: Any) -> None:
        """Which parameters there are: those that are always the same, and those that are asked for."""
        places = list(enumerate(compiled.positiontup)) if compiled.positional else [(n, n) for n in compiled.binds]
        made = {each.key: each.default for each in (*compiled.insert_prefetch, *compiled.update_prefetch)}
        self._always: Any = [None] * len(places) if compiled.positional else {}
        self._asked: list[tuple[Any, str, _Turn | None, Any]] = []
        for at, name in places:
            bind, turn = compiled.binds[name], compiled._bind_processors.get(name)  # noqa: SLF001  as above
            default = made.get(bind.key)
            if default is not None and not default.is_callable:
                self._always[at] = default.arg if turn is None else turn(default.arg)
            elif bind.unique:
                self._always[at] = bind.effective_value if turn is None else turn(bind.effective_value)
            else:
                fallback = default.arg if default is not None else _ASKED if bind.required else bind.effective_value
                self._asked.append((at, bind.key, turn, fallback))

    def bound(self, values: Values) -> Any:
        """The parameters as the driver takes them."""
        found = self._always.copy()
        for at, key, turn, fallback in self._asked:
            value = values[key] if fallback is _ASKED else _given(values, key, fallback)
            found[at] = value if turn is None else turn(value)
        return tuple(found) if isinstance(found, list) else found

    def read(self, result: CursorResult[Any]) -> list[Any]:
        """What the cursor brings, as values of Python."""
        cursor: Any = result.cursor
        if self._row is None:
            self._learn(cursor.description)
        made, make, readers = [], self._row, self._readers
        for raw in cursor.fetchall():
            row = list(raw)
            for at, turn in readers:
                row[at] = turn(row[at])
            made.append(make(row))  # type: ignore[misc]  # learnt above
        result.close()
        return made

    def _learn(self, description: Sequence[Sequence[Any]]) -> None:
        """The first time: what the columns are called, and what turns them into values of Python."""
        told = [
            (at, each.type._cached_result_processor(self._dialect, code[1]))  # noqa: SLF001  as above
            for at, (each, code) in enumerate(zip(self._columns, description, strict=True))
        ]
        self._readers = [(at, turn) for at, turn in told if turn is not None]
        self._row = namedtuple("Row", [str(each.keyname) for each in self._columns], rename=True)._make  # type: ignore[attr-defined]  # noqa: PYI024


def _given(values: Values, key: str, fallback: Any) -> Any:
    if key in values:
        return values[key]
    return fallback(None) if callable(fallback) else fallback
