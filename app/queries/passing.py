"""Going by all routes of a board, a few at a time, each in a look of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from app.queries.desk import Desk
from app.store.passing import Which, count_routes, routes_after

BATCH: Final = 25
"""Rows of routes that are in memory at once."""


def count(desk: Desk, board: UUID, which: Which) -> int:
    """How many routes there are to go by."""
    with desk.reading(board) as work:
        return count_routes(work, which)


def each_row(desk: Desk, board: UUID, which: Which) -> Iterator[Any]:
    """Their rows, in one order."""
    after: UUID | None = None
    while True:
        with desk.reading(board) as work:
            rows = routes_after(work, which, after, BATCH)
        yield from rows
        if len(rows) < BATCH:
            return
        after = rows[-1].route_id
