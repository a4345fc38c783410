"""Packs for somebody outside: asking for one, agreeing or saying no, and keeping what was made.

One person asks, a second agrees. What two people agreed on stands in the dossier's own history, and nothing is made
that does not stand there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.commands.checkpoints import SigningKey
from app.commands.command import Attempt, Recorded, Unrecorded
from app.commands.locking import locked
from app.commands.progress import MAIL_NOTICE, Progress
from app.commands.scope import Scope
from app.commands.tasks import checked_reason
from app.domain import functions as f
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import PackAsked, PackConfirmed, PackDeclined, PackMade
from app.domain.packs import Recipient
from app.domain.permissions import Permission
from app.store.checkpoints import newest_number
from app.store.dossiers import lock_dossier
from app.store.keys import KeysError
from app.store.loaded import LoadedDossier
from app.store.packs import (
    ASKED,
    CONFIRMED,
    DECLINED,
    FAILED,
    add_pack,
    change_pack,
    find_pack,
    is_confirmed,
    keep_content,
    packs_of,
    why_asked,
)
from app.store.requests import log_read
from app.store.rights import find_dossier
from app.store.unit_of_work import Work

__all__ = ["READ_MADE", "AskPack", "ConfirmPack", "DeclinePack", "FailPack", "KeepPack", "NotePack", "SigningKey"]

MAY_CONFIRM: Final = (f.DIRECTEUR, f.BESTUUR, f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS)
"""Whom is told that one waits; who may agree is asked again of each."""
MOST_TRIES: Final = 3
READ_MADE: Final = "pack_made"
"""Under which name it stands in the log of reads that a pack was made for who asked for it."""
_FEW: Final = 100


@dataclass(frozen=True, slots=True)
class AskPack(Recorded):
    """Ask for a pack about a dossier."""

    dossier: UUID
    recipient: str
    names: bool
    reason: str
    since: int | None = None
    """Number of the checkpoint that whoever gets it kept from before; None where they have none."""


@dataclass(frozen=True, slots=True)
class DeclinePack(Recorded):
    """Let it go: a second person says no, or who asked takes it back."""

    pack: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class ConfirmPack(Recorded):
    """Agree, as a second person."""

    pack: UUID


@dataclass(frozen=True, slots=True)
class NotePack(Unrecorded):
    """How many steps of making it are done."""

    pack: UUID
    done: int


@dataclass(frozen=True, slots=True)
class FailPack(Unrecorded):
    """It could not be made now; after some tries it is given up."""

    pack: UUID


@dataclass(frozen=True, slots=True)
class KeepPack(Recorded):
    """Keep a pack that was made."""

    pack: UUID
    manifest: str
    """SHA-256 of the signed list of its files."""
    keys: Collection[UUID]
    """Those of the streams that it tells of."""
    content: bytes = field(repr=False)


def ask_pack(command: AskPack, scope: Scope, attempt: Attempt) -> UUID:
    """Write down what is asked; its id."""
    dossier = _locked(command.dossier, scope, attempt)
    if command.recipient not in {str(each) for each in Recipient}:
        raise InvalidValueError("Kies voor wie het pakket is.", field="recipient")
    reason = checked_reason(command.reason)
    _check_since(command, scope)
    if any(row.status in (ASKED, CONFIRMED) for row in packs_of(scope.work, [dossier.id], _FEW)):
        message = "Over dit dossier wacht al een pakket. Kijk bij “Pakketten” wat ermee moet gebeuren."
        raise WrongStateError(message)
    made = scope.work.new_id()
    add_pack(scope.work, dossier.stream, made, reason, {
        "school_id": dossier.school_id, "dossier_id": dossier.id, "recipient": command.recipient,
        "names": command.names, "asked_by": scope.actor.id, "since": command.since,
    })  # fmt: skip
    scope.record(
        dossier.stream, PackAsked(pack=made, recipient=command.recipient, names=command.names, reason=reason)
    )  # fmt: skip
    progress = Progress(scope, dossier)
    progress.mail(progress.circle.holding(MAY_CONFIRM), MAIL_NOTICE)
    return made


def _check_since(command: AskPack, scope: Scope) -> None:
    newest = newest_number(scope.work)
    if command.since is not None and not 1 <= command.since <= newest:
        message = "Er is nog geen ijkpunt. Laat dit vak leeg."
        if newest:
            message = (
                f"Dit is geen nummer van een ijkpunt: het nieuwste is {newest}. Neem het nummer uit de naam van het "
                "bestand of uit het onderwerp van de mail."
            )  # fmt: skip
        raise InvalidValueError(message, field="since")


def decline_pack(command: DeclinePack, scope: Scope, attempt: Attempt) -> UUID:
    """Let it go; the id of its dossier."""
    dossier, row = _waiting(command.pack, scope, attempt)
    reason = checked_reason(command.reason)
    change_pack(scope.work, row.pack_id, status=DECLINED, decided_by=scope.actor.id, decided_at=scope.work.now)
    scope.record(dossier.stream, PackDeclined(pack=row.pack_id, reason=reason))
    return dossier.id


def confirm_pack(command: ConfirmPack, scope: Scope, attempt: Attempt) -> UUID:
    """Write down that two people agreed; its id. Raises WrongStateError where who asked is who agrees."""
    dossier, row = _waiting(command.pack, scope, attempt)
    if row.asked_by == scope.actor.id:
        raise WrongStateError("Een pakket maken doe je met zijn tweeën: vraag een ander om het te bevestigen.")
    scope.record(
        dossier.stream,
        PackConfirmed(pack=row.pack_id, recipient=row.recipient, names=row.names, asked_by=row.asked_by),
    )
    change_pack(
        scope.work, row.pack_id, status=CONFIRMED, decided_by=scope.actor.id, decided_at=scope.work.now,
        confirmed_in=dossier.stream.count,
    )  # fmt: skip
    made: UUID = row.pack_id
    return made


def note_pack(command: NotePack, scope: Scope, _attempt: Attempt) -> None:
    """Write it down, for who waits."""
    scope.require(Permission.FIRE)
    change_pack(scope.work, command.pack, done=command.done)


def fail_pack(command: FailPack, scope: Scope, _attempt: Attempt) -> bool:
    """Count the try; whether it is given up."""
    scope.require(Permission.FIRE)
    row = find_pack(scope.work, command.pack)
    if row is None or row.status != CONFIRMED:
        return False
    over: bool = row.tries + 1 >= MOST_TRIES
    change_pack(scope.work, row.pack_id, tries=row.tries + 1, done=0, **({"status": FAILED} if over else {}))
    return over


def keep_pack(command: KeepPack, scope: Scope, _attempt: Attempt) -> UUID:
    """Keep it, and write down that it was made; its id. Raises WrongStateError where nobody agreed to it."""
    scope.require(Permission.FIRE)
    row = find_pack(scope.work, command.pack)
    dossier = lock_dossier(scope.work, row.dossier_id) if row else None
    if row is None or dossier is None:
        raise NotFoundError
    row = find_pack(scope.work, command.pack)
    if row is None or row.status != CONFIRMED or not _agreed(scope.work, dossier, row):
        raise WrongStateError("Dit pakket staat niet zo in de geschiedenis van het dossier. Het wordt niet gemaakt.")
    keep_content(scope.work, row, list(command.keys), command.content)
    change_pack(scope.work, row.pack_id, manifest=command.manifest)
    scope.record(dossier.stream, PackMade(
        pack=row.pack_id, recipient=row.recipient, names=row.names,
        reason=why_asked(scope.work, dossier.stream.key_id, row), asked_by=row.asked_by, confirmed_by=row.decided_by,
        manifest=command.manifest,
    ))  # fmt: skip
    log_read(scope.work, row.asked_by, READ_MADE, row.dossier_id, found=True)
    made: UUID = row.pack_id
    return made


def _agreed(work: Work, dossier: LoadedDossier, row: Any) -> bool:
    try:
        return is_confirmed(work, dossier.stream.id, dossier.stream.key, row)
    except KeysError:
        return False


def _locked(dossier_id: UUID, scope: Scope, attempt: Attempt) -> LoadedDossier:
    dossier, _ = locked(
        scope, attempt, lambda: find_dossier(scope.work, dossier_id, scope.actor.id),
        scope.requires(Permission.PACK),
    )  # fmt: skip
    return dossier


def _waiting(pack_id: UUID, scope: Scope, attempt: Attempt) -> tuple[LoadedDossier, Any]:
    """What was asked, and its dossier, locked. Raises WrongStateError where it waits no longer."""
    seen = find_pack(scope.work, pack_id)
    if seen is None:
        raise NotFoundError
    dossier = _locked(seen.dossier_id, scope, attempt)
    row = find_pack(scope.work, pack_id)
    if row is None or row.status != ASKED:
        raise WrongStateError("Over deze aanvraag is al beslist.")
    return dossier, row
