"""What the worker does beside timers: marking mail, sealing the log of reads, tidying up, ticking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Unrecorded
from app.commands.drafting import KEPT as KEPT_DRAFTS
from app.commands.rehearsing import KEPT as KEPT_REHEARSALS
from app.commands.scope import Scope
from app.domain.errors import WrongStateError
from app.domain.permissions import Permission
from app.store.batches import forget_trials
from app.store.checks import forget_findings
from app.store.drafts import forget_drafts
from app.store.packs import forget_packs
from app.store.presence import forget_presence
from app.store.reads import seal_reads
from app.store.rehearsals import forget_rehearsals
from app.store.sessions import forget_failures, forget_sessions
from app.store.upkeep import (
    BACK,
    claim_mail,
    count_anew,
    forget_later_ticks,
    forget_old_requests,
    give_up_mail,
    has_ticked,
    last_tick,
    mail_failed,
    mail_sent,
    tick,
)  # fmt: skip
from app.store.uploads import forget_uploads

KEPT_REQUESTS: Final = timedelta(days=30)
MOST_TRIES: Final = 5
"""After so many failures a mail is given up, and its person must look in Leidraad itself."""
CLAIMED: Final = timedelta(minutes=5)
"""How long a worker has for one mail: longer than the slowest server is waited for."""


@dataclass(frozen=True, slots=True)
class Tick(Unrecorded):
    """A worker is there."""

    worker: UUID


@dataclass(frozen=True, slots=True)
class ClaimMail(Unrecorded):
    """A worker is about to send a mail, and no other may."""

    mail: UUID


@dataclass(frozen=True, slots=True)
class MarkMail(Unrecorded):
    """A mail was sent, or could not be."""

    mail: UUID
    sent: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class SealReads(Unrecorded):
    """Seal what was read since the last time."""


@dataclass(frozen=True, slots=True)
class TidyUp(Unrecorded):
    """The nightly round: what need not be kept goes, the database counts anew.

    Requests, sessions, failures, files, dry runs, drafts that were thrown away, rehearsals.
    """


def note_tick(command: Tick, scope: Scope, _attempt: Attempt) -> datetime | None:
    """Write the tick; gives when the last one was, of any worker.

    Raises WrongStateError where the clock went back by more than five minutes: then nothing may be fired by it. A new
    worker believes its clock: it may be that those before it ticked by a clock that was ahead.
    """
    scope.require(Permission.FIRE)
    before = last_tick(scope.work)
    if before is not None and before > scope.work.now + BACK:
        if has_ticked(scope.work, command.worker):
            message = (
                "De klok van deze machine staat achter op de laatste ronde, dus er gaat niets af. "
                "Zet de klok goed. Staat hij goed en stond hij eerder voor, start Leidraad dan opnieuw."
            )
            raise WrongStateError(message)
        forget_later_ticks(scope.work)
    tick(scope.work, command.worker)
    return before


def take_mail(command: ClaimMail, scope: Scope, _attempt: Attempt) -> bool:
    """Whether it is this worker's to send. Where nothing is heard of it after five minutes, another one sends it."""
    scope.require(Permission.FIRE)
    return claim_mail(scope.work, command.mail, scope.work.now + CLAIMED)


def mark_mail(command: MarkMail, scope: Scope, _attempt: Attempt) -> None:
    """Mark a mail after it was sent; a failure is tried again, each time later."""
    scope.require(Permission.FIRE)
    if command.sent:
        mail_sent(scope.work, command.mail)
    elif command.attempts >= MOST_TRIES:
        give_up_mail(scope.work, command.mail)
    else:
        mail_failed(scope.work, command.mail, timedelta(minutes=5 ** (command.attempts - 1)))


def seal(command: SealReads, scope: Scope, _attempt: Attempt) -> int:
    """Seal a batch; how many rows."""
    _ = command
    scope.require(Permission.FIRE)
    return seal_reads(scope.work)


def tidy_up(command: TidyUp, scope: Scope, _attempt: Attempt) -> None:
    """Forget what need not be kept."""
    _ = command
    scope.require(Permission.FIRE)
    forget_old_requests(scope.work, scope.work.now - KEPT_REQUESTS)
    forget_sessions(scope.work)
    forget_failures(scope.work)
    forget_uploads(scope.work)
    forget_findings(scope.work, scope.work.now - KEPT_REQUESTS)
    forget_packs(scope.work)
    forget_trials(scope.work, scope.work.now - KEPT_REQUESTS)
    forget_drafts(scope.work, scope.work.now - KEPT_DRAFTS)
    forget_rehearsals(scope.work, scope.work.now - KEPT_REHEARSALS)
    forget_presence(scope.work)
    count_anew(scope.work)
