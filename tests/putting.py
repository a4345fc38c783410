"""A version in force without the deed that brings it there."""

from __future__ import annotations

from uuid import UUID

from app.domain.in_force import Put, Reach
from app.store.in_force import add_put, next_number
from app.store.unit_of_work import Work


def put_for_all(work: Work, geheel: str, first: UUID, second: UUID) -> None:
    """For the whole board from now on, as two people would have put it there."""
    add_put(
        work,
        Put(
            work.new_id(), next_number(work), geheel, Reach.BOARD, None, frozenset(), work.now, first, second, work.now
        ),
    )
