"""Locking a dossier for who has a right to it: asked before, so that nobody else is held up, and again behind the lock.

What a colleague decided while this waited counts: somebody who was just kept off a dossier does nothing more in it.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from app.commands.command import Attempt
from app.commands.scope import Scope
from app.domain.errors import NotFoundError
from app.store.dossiers import lock_dossier
from app.store.loaded import LoadedDossier
from app.store.rights import Found


def locked(
    scope: Scope, attempt: Attempt, ask: Callable[[], Found | None], judge: Callable[[Found], None],
    *, asked: UUID | None = None,
) -> tuple[LoadedDossier, Found]:  # fmt: skip
    """The dossier that `ask` finds, locked, and what was found behind the lock.

    `judge` raises where the actor may not. Raises NotFoundError where nothing is found.
    """
    found = _found(ask)
    judge(found)
    dossier = lock_dossier(scope.work, found.row.dossier_id, asked=asked)
    if dossier is None:
        raise NotFoundError
    found = _found(ask)
    judge(found)
    attempt.location = f"/api/v1/dossiers/{dossier.id}"
    return dossier, found


def _found(ask: Callable[[], Found | None]) -> Found:
    found = ask()
    if found is None:
        raise NotFoundError
    return found
