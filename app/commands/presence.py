"""Saying that one has a file of a draft open, or no more."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.commands.command import Attempt, Unrecorded
from app.commands.drafting import open_draft
from app.commands.scope import Scope
from app.domain.errors import NotFoundError
from app.store.drafts import find_file
from app.store.presence import note_gone
from app.store.presence import note_here as note


@dataclass(frozen=True, slots=True)
class NoteHere(Unrecorded):
    """Say that one has a file open."""

    draft: UUID
    file: str
    gone: bool = False
    """Whether it was closed just now."""


def note_here(command: NoteHere, scope: Scope, _attempt: Attempt) -> None:
    """Say so; who saves at that moment does not wait for it. Raises NotFoundError, WrongStateError."""
    open_draft(command.draft, scope, lock=False)
    if find_file(scope.work, command.draft, command.file) is None:
        raise NotFoundError
    done = note_gone if command.gone else note
    done(scope.work, command.draft, scope.actor.id, command.file)
