"""Making a pack that two people agreed on: at once where the dossier is small, else by a worker; both the same way."""

from __future__ import annotations

import hashlib
import logging
from typing import Final
from uuid import UUID

from flask import current_app

from app.commands.bus import Bus
from app.commands.checkpoints import Made, MakeCheckpoint
from app.commands.packs import FailPack, KeepPack, NotePack, SigningKey
from app.commands.upkeep import SealReads
from app.domain.actors import Actor
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.packs import STEPS
from app.queries.asking import ask
from app.queries.desk import Desk
from app.queries.exports import zipped
from app.queries.packing import agreed, facts_in, gather, is_made, verdict_for, waiting_packs
from app.web.audit import CALLED
from app.web.pack_files import files_of, signed

log = logging.getLogger(__name__)
SMALL: Final = 300
"""Facts of a dossier about which a pack is made while the second person waits: that takes a second or two."""


def make_waiting(desk: Desk, bus: Bus, board: UUID, key: SigningKey | None) -> int:
    """Make what waits; how many were made. For the worker."""
    if key is None:
        return 0
    return sum(make(desk, bus, board, each, key) for each in ask(desk, board, waiting_packs))


def make_at_once(desk: Desk, bus: Bus, board: UUID, pack: UUID, key: SigningKey | None) -> bool:
    """Make it now, if that is soon done; whether it was."""
    if key is None or ask(desk, board, lambda work: facts_in(work, pack)) > SMALL:
        return False
    return make(desk, bus, board, pack, key)


def make(desk: Desk, bus: Bus, board: UUID, pack: UUID, key: SigningKey) -> bool:
    """Make one; False where it could not be made now. A worker tries again, and after some times it is given up."""
    try:
        _make(desk, bus, board, pack, key)
    except (NotFoundError, WrongStateError) as error:
        if ask(desk, board, lambda work: is_made(work, pack)):
            return True
        log.warning("a pack cannot be made", extra={"action": "pack_refused", "pack": str(pack), "why": error.message})
    except Exception:
        # Whatever is the matter with one dossier, who asked must see that nothing came of it.
        log.exception("a pack was not made", extra={"action": "pack_failed", "pack": str(pack)})
    else:
        return True
    bus.send(FailPack(pack), by=Actor.system(board))
    return False


def _make(desk: Desk, bus: Bus, board: UUID, pack: UUID, key: SigningKey) -> None:
    system = Actor.system(board)

    def step(done: int) -> None:
        bus.send(NotePack(pack, done), by=system)

    dossier = ask(desk, board, lambda work: agreed(work, pack)[0].dossier_id)
    made = checkpoint_of_now(bus, board, key)
    step(1)
    with desk.reading(board, snapshot=True) as work:
        verdict = verdict_for(work, desk.bundles, dossier, key.public)
    step(2)
    with desk.reading(board, snapshot=True) as work:
        material = gather(work, desk.bundles, CALLED, pack, key.public, verdict)
    step(3)
    # A page for outside is in Dutch, whatever language whoever agreed has on the screen.
    with current_app.test_request_context("/"):
        files = files_of(material, key.public, made.verifier_key)
    step(STEPS - 1)
    text, whole = signed(material, files, key)
    digest = hashlib.sha256(text.encode()).hexdigest()
    bus.send(KeepPack(pack, digest, material.keys, zipped(whole)), by=system)


def checkpoint_of_now(bus: Bus, board: UUID, key: SigningKey) -> Made:
    """A checkpoint of this instant, so that nothing of the dossier is left unproven."""
    system = Actor.system(board)
    sealed = 1
    while sealed:
        sealed = bus.send(SealReads(), by=system).result
    made: Made | None = bus.send(MakeCheckpoint(key, at_once=True), by=system).result
    if made is None:
        raise WrongStateError("Er is nu geen ijkpunt te maken.")
    return made
