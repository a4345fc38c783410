"""Who somebody is now, with the functions that they hold."""

from __future__ import annotations

from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.queries.desk import Desk
from app.store.people import load_actor


def load_person(desk: Desk, board: UUID, person: UUID) -> Actor:
    """Somebody as whoever acts. Raises NotFoundError where they are not there, or not active."""
    with desk.reading(board) as work:
        found = load_actor(work, person)
    if found is None:
        raise NotFoundError
    return found
