"""Whether a one-time link can still be used, so that its page says so before anybody fills something in."""

from __future__ import annotations

from uuid import UUID

from app.queries.asking import ask
from app.queries.desk import Desk
from app.store.access import find_invitation
from app.store.bearer import Bearer


def still_works(desk: Desk, board: UUID, secret: str) -> bool:
    """Looking uses nothing up."""
    found = Bearer.read(secret)
    return found is not None and ask(desk, board, lambda work: find_invitation(work, found) is not None)
