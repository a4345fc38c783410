"""Finishing what is begun to be destroyed: for the page where the second person agreed, and for every worker."""

from __future__ import annotations

from uuid import UUID

from app.commands.bus import Bus
from app.commands.checkpoints import SigningKey
from app.commands.erasing import CarryOutErasure, CloseErasure
from app.domain.actors import Actor
from app.domain.errors import UnavailableError, WrongStateError
from app.store.erasing import wipe
from app.store.keys import KeysError


def finish(bus: Bus, board: UUID, erasure: UUID, key: SigningKey | None = None) -> bool:
    """Carry it out and close it; False where it could not be finished now. A worker then comes back to it."""
    try:
        bus.send(CarryOutErasure(erasure), by=Actor.system(board))
    except (WrongStateError, KeysError, UnavailableError):
        return False
    close_off(bus, board, erasure, key)
    return True


def close_off(bus: Bus, board: UUID, erasure: UUID, key: SigningKey | None = None) -> None:
    """Wipe the remains from the database's files, and sign where there is a key. Asks for an app context."""
    bus.send(CloseErasure(erasure, wipe(), key), by=Actor.system(board))
