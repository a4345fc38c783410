"""Proposing that something is destroyed, and agreeing or saying no; seeing to it that a dossier is kept.

One person proposes, a second agrees. Nothing is destroyed here: what is agreed on stands in the history of the board,
and `commands.erasing` carries it out by that.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.locking import locked
from app.commands.progress import MAIL_NOTICE, Progress
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.commands.tasks import checked_reason
from app.domain import functions as f
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import ErasureBegun, ErasureDeclined, ErasureProposed, HoldLifted, HoldSet
from app.domain.permissions import Permission
from app.domain.retention import Ground, is_over
from app.store.erasing import NOBODY, doomed, opens, samples
from app.store.erasure import (
    BEGUN,
    DECLINED,
    PROPOSED,
    add_erasure,
    add_hold,
    change_erasure,
    find_erasure,
    find_hold,
    holds_on,
    lift_hold,
    open_erasures,
)
from app.store.loaded import LoadedDossier
from app.store.retained import day_of, until_of
from app.store.rights import find_dossier

MAY_CONFIRM: Final = (f.DIRECTEUR, f.BESTUUR)
"""Whom a proposal is told."""


@dataclass(frozen=True, slots=True)
class ProposeErasure(Recorded):
    """Ask to destroy a route, or without one all of a dossier."""

    dossier: UUID
    route: UUID | None
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeclineErasure(Recorded):
    """Let a proposal go: a second person says no, or who made it takes it back."""

    erasure: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class ConfirmErasure(Recorded):
    """Agree, as a second person. From then on nobody can stop it."""

    erasure: UUID


@dataclass(frozen=True, slots=True)
class SetHold(Recorded):
    """See to it that a dossier is kept, whatever its time: a complaint or a case runs."""

    dossier: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class LiftHold(Recorded):
    """It need not be kept for this any more."""

    hold: UUID
    reason: str


def propose_erasure(command: ProposeErasure, scope: Scope, attempt: Attempt) -> UUID:
    """Write the proposal down, if it could be done now; its id."""
    dossier = _locked(command.dossier, scope, attempt)
    reason = checked_reason(command.reason)
    if command.ground not in {str(each) for each in Ground}:
        raise InvalidValueError("Kies op welke grond je dit wilt vernietigen.", field="ground")
    _check(scope, dossier, command.route)
    if any(row.route_id in (None, command.route) for row in open_erasures(scope.work, dossier.id)):
        raise WrongStateError("Hiervoor ligt al een voorstel. Kijk bij “Vernietigen” wat er wacht.")
    until = until_of(scope.work, dossier.id, command.route)
    _check_time(scope, command.ground, until)
    made = scope.work.new_id()
    sealed = add_erasure(scope.work, dossier.stream, made, reason, {
        "school_id": dossier.school_id, "dossier_id": dossier.id, "route_id": command.route, "ground": command.ground,
        "kept_until": until, "proposed_by": scope.actor.id,
    })  # fmt: skip
    digest = hashlib.sha256(sealed).hexdigest()
    scope.record(
        dossier.stream, ErasureProposed(erasure=made, route=command.route, ground=command.ground, digest=digest)
    )
    progress = Progress(scope, dossier)
    progress.mail(progress.circle.holding(MAY_CONFIRM), MAIL_NOTICE)
    return made


def decline_erasure(command: DeclineErasure, scope: Scope, attempt: Attempt) -> UUID:
    """Let it go; the id of its dossier."""
    dossier, row = _proposal(command.erasure, scope, attempt)
    reason = checked_reason(command.reason)
    change_erasure(scope.work, row.erasure_id, status=DECLINED, decided_by=scope.actor.id, decided_at=scope.work.now)
    scope.record(dossier.stream, ErasureDeclined(erasure=row.erasure_id, reason=reason))
    return dossier.id


def confirm_erasure(command: ConfirmErasure, scope: Scope, attempt: Attempt) -> UUID:
    """Write down that it is begun, with the keys that will go, and what opens now that must not open after; its id.

    Raises WrongStateError where the one who asked is the one who agrees.
    """
    seen = find_erasure(scope.work, command.erasure)
    found = find_dossier(scope.work, seen.dossier_id, scope.actor.id) if seen else None
    if found is None:
        raise NotFoundError
    scope.require(Permission.ERASE, found.subject)
    board = locked_board(scope)
    dossier, row = _proposal(command.erasure, scope, attempt)
    if row.proposed_by == scope.actor.id:
        raise WrongStateError("Vernietigen doe je met zijn tweeën: vraag een ander om dit voorstel te bevestigen.")
    if any(each.status == BEGUN for each in open_erasures(scope.work, dossier.id)):
        raise WrongStateError("In dit dossier wordt al iets vernietigd. Wacht tot dat klaar is.")
    _check(scope, dossier, row.route_id)
    _check_time(scope, row.ground, until_of(scope.work, dossier.id, row.route_id))
    streams = doomed(scope.work, dossier.id, row.route_id)
    tried = [
        {"what": each.what, "stream": str(each.stream), "sha256": each.digest, "opened": opens(scope.work, each)}
        for each in samples(scope.work, streams)
    ]  # fmt: skip
    scope.record(board.stream, ErasureBegun(
        erasure=row.erasure_id, dossier=dossier.id, route=row.route_id, ground=row.ground,
        proposed_by=row.proposed_by, keys=tuple(sorted(each.key_id for each in streams)),
    ))  # fmt: skip
    change_erasure(
        scope.work, row.erasure_id, status=BEGUN, decided_by=scope.actor.id, decided_at=scope.work.now,
        begun_in=board.stream.count, tried=tried,
    )  # fmt: skip
    made: UUID = row.erasure_id
    return made


def set_hold(command: SetHold, scope: Scope, attempt: Attempt) -> UUID:
    """Keep the dossier; the id of the hold. What waited for a second person stays, and cannot be confirmed."""
    dossier = _locked(command.dossier, scope, attempt)
    reason = checked_reason(command.reason)
    if any(row.status == BEGUN and row.route_id is None for row in open_erasures(scope.work, dossier.id)):
        raise WrongStateError("De vernietiging van dit dossier is al begonnen. Dat is niet meer te stoppen.")
    made = add_hold(scope.work, dossier.id, dossier.stream, scope.actor.id, reason)
    scope.record(dossier.stream, HoldSet(hold=made, reason=reason))
    return made


def lift(command: LiftHold, scope: Scope, attempt: Attempt) -> UUID:
    """Lift it; the id of the dossier."""
    seen = find_hold(scope.work, command.hold)
    if seen is None:
        raise NotFoundError
    dossier = _locked(seen.dossier_id, scope, attempt)
    reason = checked_reason(command.reason)
    if find_hold(scope.work, command.hold) is None:
        raise WrongStateError("Dit is al opgeheven.")
    lift_hold(scope.work, command.hold, scope.actor.id)
    scope.record(dossier.stream, HoldLifted(hold=command.hold, reason=reason))
    return dossier.id


def _locked(dossier_id: UUID, scope: Scope, attempt: Attempt) -> LoadedDossier:
    """A dossier whose school this person may destroy for, locked. Raises NotFoundError, also for a destroyed one."""
    dossier, _ = locked(
        scope, attempt, lambda: find_dossier(scope.work, dossier_id, scope.actor.id),
        scope.requires(Permission.ERASE),
    )  # fmt: skip
    if dossier.pupil_id == NOBODY:
        raise NotFoundError
    return dossier


def _proposal(erasure_id: UUID, scope: Scope, attempt: Attempt) -> tuple[LoadedDossier, Any]:
    """A proposal and its dossier, locked. Raises WrongStateError where it waits no longer."""
    seen = find_erasure(scope.work, erasure_id)
    if seen is None:
        raise NotFoundError
    dossier = _locked(seen.dossier_id, scope, attempt)
    row = find_erasure(scope.work, erasure_id)
    if row is None or row.status != PROPOSED:
        raise WrongStateError("Over dit voorstel is al beslist.")
    return dossier, row


def _check(scope: Scope, dossier: LoadedDossier, route_id: UUID | None) -> None:
    """Whether nothing stands in the way. Raises WrongStateError; NotFoundError where there is no such route."""
    if holds_on(scope.work, dossier.id):
        message = "Dit dossier moet bewaard blijven: er loopt een klacht of een zaak. Hef dat eerst op."
        raise WrongStateError(message)
    if route_id is None and dossier.closed_at is None:
        raise WrongStateError("Dit dossier is nog open. Laat het eerst sluiten.")
    if not doomed(scope.work, dossier.id, route_id):
        raise NotFoundError
    if any(route_id in (None, each.id) for each in dossier.open_routes()):
        raise WrongStateError("Deze route loopt nog. Rond haar eerst af of trek haar in.")


def _check_time(scope: Scope, ground: str, until: date | None) -> None:
    if ground != Ground.RETENTION or is_over(until, day_of(scope.work.now)):
        return
    message = (
        "De bewaartermijn is nog niet voorbij. Vernietigen kan nu alleen na een besluit op verzoek of een uitspraak."
    )
    raise InvalidValueError(message, field="ground")
