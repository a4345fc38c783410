"""At the start: rows that still tell of what is destroyed, because a backup of the database was put back, are blanked.

Only keys that the key store itself knows as destroyed count, so nothing is lost by it that could still be read.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.store.boards import keys_of_boards
from app.store.clock import Clock
from app.store.erasing import NOBODY, blank_dossier, blank_routes
from app.store.erasure import begun_erasures
from app.store.keys import KeyStore
from app.store.loaded import ERASED
from app.store.tables import dossier, route
from app.store.unit_of_work import Work, reading, transaction

_log: Final = logging.getLogger(__name__)
_AT_ONCE: Final = 400
"""Keys that are asked for in one statement."""


@dataclass(slots=True)
class Unswept:
    """What rows still tell of."""

    routes: dict[UUID, list[UUID]] = field(default_factory=dict)
    """By dossier."""
    dossiers: list[UUID] = field(default_factory=list)

    @property
    def all(self) -> list[UUID]:
        """The dossiers that it is about."""
        return sorted({*self.routes, *self.dossiers})


def sweep_everywhere(keys: KeyStore, clock: Clock) -> int:
    """Blank it on every board; of how many dossiers. Asks for an app context, and writes only where it must.

    Raises UnavailableError, KeysError where a store cannot be reached.
    """
    gone = {each.board for each in keys.destroyed()}
    swept = 0
    for board, _ in keys_of_boards():
        if board not in gone:
            continue
        with reading(board, keys, clock) as work:
            found = unswept(work).all
        if found:
            with transaction(board, keys, clock) as work:
                swept += sweep(work)
            # Nothing is put right without a word: whoever keeps the machine must know that a backup was put back.
            _log.warning(
                "rows told of what is destroyed and were blanked",
                extra={"action": "swept", "board": str(board), "dossiers": [str(each) for each in found]},
            )
    return swept


def unswept(work: Work) -> Unswept:
    """What rows of the board still tell of; what is begun is left to who finishes it."""
    gone = sorted(each.id for each in work.keys.destroyed() if each.board == work.board)
    begun = {row.dossier_id for row in begun_erasures(work)}
    found = Unswept()
    for start in range(0, len(gone), _AT_ONCE):
        some = gone[start : start + _AT_ONCE]
        where = (route.c.board_id == work.board, route.c.key_id.in_(some), route.c.status != ERASED)
        for row in work.rows(select(route.c.route_id, route.c.dossier_id).where(*where)):
            if row.dossier_id not in begun:
                found.routes.setdefault(row.dossier_id, []).append(row.route_id)
        own = (dossier.c.board_id == work.board, dossier.c.key_id.in_(some), dossier.c.pupil_id != NOBODY)
        rows = work.run(select(dossier.c.dossier_id).where(*own)).scalars()
        found.dossiers += [each for each in rows if each not in begun]
    return found


def sweep(work: Work) -> int:
    """Blank it; of how many dossiers."""
    found = unswept(work)
    for made, routes in found.routes.items():
        blank_routes(work, made, routes, work.now)
    for made in found.dossiers:
        blank_dossier(work, made, work.now)
    return len(found.all)
