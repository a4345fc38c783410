"""What a transaction writes at its end, sent in one go where the database can do so.

PostgreSQL takes changes of several tables as one statement (`WITH w0 AS (UPDATE …), w1 AS (INSERT …) SELECT …`): one
way there and back in the place of eight (docs/benchmarks.md, "Completing a task over HTTP"). All of them see the rows
as they were before any of them, so no two may be about one row. SQLite is no journey away and gets them one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from typing import Final

from sqlalchemy.engine import Connection

from app.store.kept import Kept, Values, sent

MOST: Final = 16
"""More than these go statement by statement, rows of one kind together: each other number would be another text."""
_SHAPES: Final = 256
_PLACE: Final = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Write:
    """A change of rows that nobody needs to see before the end."""

    statement: Kept
    values: Values
    rows: int | None = None
    """How many rows it must be about, where that says whether somebody else came first."""


def write_all(connection: Connection, writes: Sequence[Write]) -> bool:
    """Carry them out, in this order where there is one; whether each was about as many rows as it must be."""
    if connection.dialect.name == "postgresql" and 1 < len(writes) <= MOST:
        return _in_one(connection, writes)
    done = [_in_turn(connection, list(alike)) for _, alike in groupby(writes, _kind)]
    return all(done)


def _kind(write: Write) -> tuple[int, bool]:
    return id(write.statement), write.rows is None


def _in_turn(connection: Connection, alike: Sequence[Write]) -> bool:
    """Writes of one kind. A number of rows is asked of each apart: the drivers add them up."""
    if alike[0].rows is None:
        alike[0].statement.run(connection, [each.values for each in alike])
        return True
    counts = [each.statement.run(connection, each.values) for each in alike]
    return counts == [each.rows for each in alike]


def _in_one(connection: Connection, writes: Sequence[Write]) -> bool:
    texts = [each.statement.text(connection) for each in writes]
    bound = [text.bound(each.values) for text, each in zip(texts, writes, strict=True)]
    counted = [each.rows is not None for each in writes]
    parts = tuple((text.sql, len(own), count) for text, own, count in zip(texts, bound, counted, strict=True))
    with sent(connection, _text(parts), list(chain.from_iterable(bound))) as cursor:
        found: Sequence[int] = cursor.fetchone()
    return list(found[1:]) == [each.rows for each in writes if each.rows is not None]


@lru_cache(_SHAPES)
def _text(parts: tuple[tuple[str, int, bool], ...]) -> str:
    """One statement of several: of each its text, the number of its parameters, and whether its rows are counted."""
    made, counts, before = list[str](), ["1"], 0
    for number, (sql, places, counted) in enumerate(parts):
        own = _moved(sql, before)
        made.append(f"w{number} AS ({own} RETURNING 1)" if counted else f"w{number} AS ({own})")
        if counted:
            counts.append(f"(SELECT count(*) FROM w{number})")  # noqa: S608  a number of its own
        before += places
    return f"WITH {', '.join(made)} SELECT {', '.join(counts)}"


def _moved(sql: str, by: int) -> str:
    """With its parameters counted on from those of the statements before it."""
    return _PLACE.sub(lambda found: f"${int(found[1]) + by}", sql)
