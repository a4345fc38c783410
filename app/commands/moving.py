"""Running routes taken along to another version in a batch: the dry run, the deed, and the way back.

Each route goes by the commands of `migrating`, in one transaction with how far the batch is: whatever dies, a route is
on one version or on the other, and the batch knows on which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.commands.batches import batch_of, check_free
from app.commands.command import Attempt, Recorded, Unrecorded
from app.commands.migrating import TO, MigrateRoute, UndoMigration, migrate_route, undo_migration
from app.commands.scope import Scope
from app.commands.tasks import Moved, checked_reason
from app.domain.errors import InvalidValueError, NoBundleError, NotFoundError, WrongStateError
from app.domain.permissions import Permission, Subject, may
from app.store.batches import (
    BACK,
    DONE,
    MOVE,
    RUNS,
    STOPPED,
    TRIAL,
    Begun,
    Gone,
    begin_batch,
    end_batch,
    find_batch,
    note_routes,
    results_by_process,
)  # fmt: skip
from app.store.passing import Which, count_routes
from app.store.schools import all_schools
from workflows import ByHand, WorkflowError

OVER: Final = "over"
"""What came of a route that was moved."""
_NOT_DONE: Final = "Wacht tot de proef klaar is. Dan staat er van elke route of ze mee kan."


class TurnLostError(WrongStateError):
    """Deze ronde is gestopt, of een andere was eerder bij deze route."""


@dataclass(frozen=True, slots=True)
class BeginTrial(Unrecorded):
    """Try which running routes can go to a version; nothing moves. Its id."""

    to: str
    """Hash *geheel* of the version."""
    school: UUID | None = None
    """None: all schools where this person may."""
    mapping: Mapping[str, Any] = field(default_factory=dict)
    """What was decided by hand, as `workflows.ByHand.of` reads it."""


@dataclass(frozen=True, slots=True)
class BeginMove(Unrecorded):
    """Take the routes along that can go, as a dry run tried it. Its id."""

    trial: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class BeginBack(Unrecorded):
    """Take the routes of a batch back, as far as nothing happened in them since. Its id."""

    move: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class MoveNext(Recorded):
    """Take the next route of a batch along, by whoever asked for it."""

    batch: UUID
    after: UUID | None
    gone: Gone


@dataclass(frozen=True, slots=True)
class BackNext(Recorded):
    """Take the next route of a batch back, by whoever asked for it."""

    batch: UUID
    after: UUID | None
    gone: Gone


def begin_trial(command: BeginTrial, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin it. Raises InvalidValueError for the version or for what was decided by hand."""
    schools = _schools(scope, command.school)
    _check_version(scope, command.to)
    try:
        by_hand = ByHand.of(dict(command.mapping))
    except WorkflowError as error:
        raise InvalidValueError(error.message, field="mapping") from error
    asked = {"schools": [str(each) for each in schools], "mapping": by_hand.arguments()}
    total = _count(scope, schools, command.to)
    return begin_batch(scope.work, Begun(TRIAL, command.to, scope.actor.id, total, None, asked))


def begin_move(command: BeginMove, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin it. Raises WrongStateError where the trial is not done, or another moves routes to this version."""
    trial = batch_of(command.trial, scope)
    reason = checked_reason(command.reason)
    if trial.kind != TRIAL or trial.status != DONE:
        raise WrongStateError(_NOT_DONE)
    _check_version(scope, trial.digest)
    check_free(scope, trial.digest)
    schools = [UUID(each) for each in trial.asked["schools"]]
    total = _count(scope, schools, trial.digest)
    asked = {**trial.asked, "reason": reason}
    return begin_batch(scope.work, Begun(MOVE, trial.digest, scope.actor.id, total, trial.batch_id, asked))


def begin_back(command: BeginBack, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin it. Raises WrongStateError where the batch still runs."""
    move = batch_of(command.move, scope)
    reason = checked_reason(command.reason)
    if move.kind != MOVE:
        raise NotFoundError
    check_free(scope, move.digest)
    if move.status == STOPPED:  # it is taken back, so it goes on no more
        end_batch(scope.work, move.batch_id, DONE)
    total = sum(each.number for each in results_by_process(scope.work, move.batch_id) if each.result == OVER)
    asked = {"schools": move.asked["schools"], "reason": reason}
    return begin_batch(scope.work, Begun(BACK, move.digest, scope.actor.id, total, move.batch_id, asked))


def move_next(command: MoveNext, scope: Scope, attempt: Attempt) -> Moved:
    """Take it along, and note that in the same transaction."""
    row = _turn(command.batch, command.after, scope)
    asked = row.asked
    moved = migrate_route(
        MigrateRoute(command.gone.route, row.digest, asked["reason"], asked["mapping"]), scope, attempt
    )
    note_routes(scope.work, row, [command.gone], command.gone.route, 1, row.tally)
    return moved


def back_next(command: BackNext, scope: Scope, attempt: Attempt) -> Moved:
    """Take it back, and note that in the same transaction."""
    row = _turn(command.batch, command.after, scope)
    moved = undo_migration(UndoMigration(command.gone.route, row.asked["reason"]), scope, attempt)
    note_routes(scope.work, row, [command.gone], command.gone.route, 1, row.tally)
    return moved


def _turn(batch: UUID, after: UUID | None, scope: Scope) -> Any:
    """The batch, locked, where it still stands at `after`. Raises TurnLostError."""
    row = find_batch(scope.work, batch, lock=True)
    if row is None or row.status != RUNS or row.cursor != after or row.asked_by != scope.actor.id:
        raise TurnLostError
    return row


def _schools(scope: Scope, school: UUID | None) -> list[UUID]:
    scope.require(Permission.PUBLISH)
    found = [
        row.school_id for row in all_schools(scope.work)
        if school in (None, row.school_id) and may(scope.actor, Permission.PUBLISH, Subject(school=row.school_id))
    ]  # fmt: skip
    if not found:
        raise NotFoundError
    return found


def _check_version(scope: Scope, geheel: str) -> None:
    try:
        scope.bundle(geheel)
    except NoBundleError as error:
        message = "Deze versie van het protocol is hier niet gepubliceerd. Publiceer haar eerst."
        raise InvalidValueError(message, field=TO) from error


def _count(scope: Scope, schools: list[UUID], to: str) -> int:
    return count_routes(scope.work, Which(frozenset(schools), running=True, off=to))
