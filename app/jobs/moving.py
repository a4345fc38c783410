"""Running routes to another version, one at a time: each in a transaction of its own with how far the batch is."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from app.commands.batches import HaltBatch, NotePassed
from app.commands.bus import Bus
from app.commands.moving import BackNext, MoveNext, TurnLostError
from app.domain.actors import Actor
from app.domain.errors import FormInvalidError, Refused
from app.queries.batches import Gone, Halted
from app.queries.desk import Desk
from app.queries.moving import STAYS, Turn, next_turn, on_screen

MOST: Final = 200
"""Routes of one round; what is left waits for the next, a few seconds later."""


def go_on_moving(desk: Desk, bus: Bus, batch: UUID, system: Actor) -> int:
    """Go on with routes that go to another version, or back; how many were gone by."""
    passed = 0
    while passed < MOST:
        turn = next_turn(desk, system.board, batch)
        if isinstance(turn, Halted):
            bus.send(HaltBatch(batch, turn.why), by=system)
            break
        if turn is None or not _taken(bus, turn, system):
            break
        passed += 1
    return passed


def _taken(bus: Bus, turn: Turn, system: Actor) -> bool:
    """Take one turn; False at the end, or where it was another's."""
    if turn.route is None:
        bus.send(NotePassed(turn.batch, turn.after, None, 0, last=True), by=system)
        return False
    gone = turn.gone
    if gone is not None and turn.fits:
        try:
            bus.send((BackNext if turn.back else MoveNext)(turn.batch, turn.after, gone), by=turn.by)
        except TurnLostError:
            return False
        except Refused as error:
            gone = Gone(gone.route, gone.dossier, gone.process, gone.name, STAYS, {"reasons": _why(error)})
        else:
            return True
    noted = NotePassed(turn.batch, turn.after, turn.route, 1, () if gone is None else (gone,))
    return bool(bus.send(noted, by=system).result)


def _why(error: Refused) -> list[str]:
    """What keeps a route that a look said could go: it moved meanwhile, or it is not theirs to move."""
    said = [each for messages in error.errors.values() for each in messages] if isinstance(
        error, FormInvalidError
    ) else [error.message]  # fmt: skip
    return [on_screen(each) for each in said]
