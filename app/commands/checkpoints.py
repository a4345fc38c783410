"""Making checkpoints of the history, and marking where they were written outside."""

from __future__ import annotations

from dataclasses import dataclass

from app.commands.command import Attempt, Unrecorded
from app.commands.scope import Scope
from app.domain.errors import WrongStateError
from app.domain.permissions import Permission
from app.store.checkpoints import NotInForceError, make_checkpoint, mark_copied
from app.store.notes import NoteError, verifier_key
from app.store.signing import SigningKey

__all__ = ["Made", "MakeCheckpoint", "MarkCopied", "SigningKey", "checkpoint", "copied"]


@dataclass(frozen=True, slots=True)
class MakeCheckpoint(Unrecorded):
    """Sign where every chain of the board stands: once an hour, or `at_once`."""

    key: SigningKey
    at_once: bool = False
    successor: bytes | None = None
    """The public key that signs from the next one on."""


@dataclass(frozen=True, slots=True)
class MarkCopied(Unrecorded):
    """All checkpoints up to this one were written to a place outside."""

    place: str
    number: int


@dataclass(frozen=True, slots=True)
class Made:
    """A checkpoint that was made."""

    number: int
    text: str
    verifier_key: str
    """The public key as text."""


def checkpoint(command: MakeCheckpoint, scope: Scope, _attempt: Attempt) -> Made | None:
    """Make the next checkpoint where one is due; None where none is.

    Raises WrongStateError where what stands in the place of an earlier one is no checkpoint (no new one hides that), or
    another key took the place of this one.
    """
    scope.require(Permission.FIRE)
    try:
        note = make_checkpoint(scope.work, command.key, at_once=command.at_once, successor=command.successor)
    except NotInForceError as error:
        message = "De tekensleutel is vervangen, en dit is de oude. Maak het af: flask history key --renew."
        raise WrongStateError(message) from error
    except NoteError as error:
        message = "Een eerder ijkpunt is veranderd. Kijk de geschiedenis na: flask history verify."
        raise WrongStateError(message) from error
    if note is None:
        return None
    return Made(note.checkpoint.entry.number, note.text, verifier_key(scope.work.board, command.key.public))


def copied(command: MarkCopied, scope: Scope, _attempt: Attempt) -> None:
    """Mark them."""
    scope.require(Permission.FIRE)
    mark_copied(scope.work, command.place, command.number)
