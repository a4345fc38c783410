"""Batches, which the worker goes on with: beginning a what-if, stopping and going on, and noting how far one came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Unrecorded
from app.commands.drafting import open_draft
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.permissions import Permission, Subject
from app.store.batches import (
    BACK,
    DONE,
    MOVE,
    RUNS,
    STOPPED,
    WHAT_IF,
    Begun,
    Gone,
    batches_of,
    begin_batch,
    change_batch,
    end_batch,
    find_batch,
    forget_batches,
    held_from,
    note_routes,
    what_if_of,
)  # fmt: skip
from app.store.bundles import packed
from app.store.drafts import contents_of, revisions_of
from app.store.passing import Which, count_routes

_CHANGED: Final = "Het ontwerp is veranderd sinds je het bekeek. Kijk hoe het nu is, en probeer het opnieuw."
_BUSY: Final = "Er worden al routes naar deze versie overgezet. Wacht tot dat klaar is, of stop het."
_OVER: Final = "Deze ronde loopt niet meer."
_NOT_STOPPED: Final = "Deze ronde is niet gestopt."
_UNTRIED: Final = "Probeer dit eerst op de routes die er zijn. Bekijk de uitkomst en stem dan in."
_TRYING: Final = "De wat-als is nog bezig. Wacht tot die klaar is, bekijk de uitkomst en stem dan in."
_TRIED_HALF: Final = "De wat-als is gestopt. Laat die verdergaan, bekijk de uitkomst en stem dan in."


@dataclass(frozen=True, slots=True)
class BeginWhatIf(Unrecorded):
    """Have all routes, running and finished, told again on a draft; its id."""

    draft: UUID
    digest: str
    """Over the files as they were when somebody asked."""


@dataclass(frozen=True, slots=True)
class StopBatch(Unrecorded):
    """Stop a batch that runs; what was done stays, and it can go on later from where it was."""

    batch: UUID


@dataclass(frozen=True, slots=True)
class ResumeBatch(Unrecorded):
    """Let a batch that was stopped go on."""

    batch: UUID


@dataclass(frozen=True, slots=True)
class ClaimBatch(Unrecorded):
    """A worker goes on with a batch; nobody else does for a minute after it last said something."""

    batch: UUID
    worker: UUID


@dataclass(frozen=True, slots=True)
class NotePassed(Unrecorded):
    """How far a batch came. Counts only where it still stands at `after`, so that no route counts twice."""

    batch: UUID
    after: UUID | None
    upto: UUID | None
    passed: int
    gone: Sequence[Gone] = ()
    tally: Mapping[str, Any] = field(default_factory=dict)
    last: bool = False


@dataclass(frozen=True, slots=True)
class HaltBatch(Unrecorded):
    """A batch that cannot go on by itself stops, and says why."""

    batch: UUID
    why: str


def begin_what_if(command: BeginWhatIf, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin it; its id, or that of the one that runs. Raises WrongStateError where the draft changed meanwhile."""
    open_draft(command.draft, scope)
    if revisions_of(scope.work, command.draft, 1)[0].digest != command.digest:
        raise WrongStateError(_CHANGED)
    for each in batches_of(scope.work, [WHAT_IF], 1, subject=command.draft):
        if each.status == RUNS and each.digest == command.digest:
            found: UUID = each.batch_id
            return found
    return _begin(scope, command.draft, command.digest, count_routes(scope.work, Which()))


def try_on_routes(scope: Scope, draft: UUID, digest: str) -> None:
    """Have a draft told on all routes, where there are any and its files, as this digest is over, were not."""
    found = what_if_of(scope.work, draft, digest)
    if found is not None and found.status in {RUNS, DONE}:
        return
    total = count_routes(scope.work, Which())
    if total:
        _begin(scope, draft, digest, total)


def check_tried(scope: Scope, draft: UUID, digest: str) -> None:
    """Raises WrongStateError where there are routes, and a draft with these files was not told on all of them."""
    found = what_if_of(scope.work, draft, digest)
    if (found is not None and found.status == DONE) or not count_routes(scope.work, Which()):
        return
    raise WrongStateError(_UNTRIED if found is None else _TRIED_HALF if found.status == STOPPED else _TRYING)


def _begin(scope: Scope, draft: UUID, digest: str, total: int) -> UUID:
    # What was left half way is about a draft that is no more, and holds all its files.
    forget_batches(scope.work, WHAT_IF, [draft], unfinished=True)
    files = packed(contents_of(scope.work, draft))
    return begin_batch(scope.work, Begun(WHAT_IF, digest, scope.actor.id, total, draft, packed=files))


def stop(command: StopBatch, scope: Scope, _attempt: Attempt) -> UUID:
    """Stop it; its id. Raises WrongStateError where it does not run."""
    row = batch_of(command.batch, scope)
    if row.status != RUNS:
        raise WrongStateError(_OVER)
    end_batch(scope.work, command.batch, STOPPED)
    return command.batch


def resume(command: ResumeBatch, scope: Scope, _attempt: Attempt) -> UUID:
    """Let it go on; its id. Raises WrongStateError where it was not stopped, or another moves the same routes."""
    row = batch_of(command.batch, scope)
    if row.status != STOPPED:
        raise WrongStateError(_NOT_STOPPED)
    if row.kind in {MOVE, BACK}:
        check_free(scope, row.digest)
    change_batch(scope.work, command.batch, status=RUNS, ended_at=None, why="")
    return command.batch


def batch_of(batch: UUID, scope: Scope) -> Any:
    """A batch, locked. Raises NotFoundError where there is none, or it is about a school that is not theirs."""
    scope.require(Permission.PUBLISH)
    row = find_batch(scope.work, batch, lock=True)
    if row is None:
        raise NotFoundError
    for each in row.asked.get("schools") or ():
        scope.require(Permission.PUBLISH, Subject(school=UUID(each)))
    return row


def check_free(scope: Scope, geheel: str) -> None:
    """One batch at a time moves routes to or from a version: two would meet at the same routes."""
    locked_board(scope)  # two that begin at once are looked at one after the other
    if any(each.status == RUNS for each in batches_of(scope.work, [MOVE, BACK], 20, digest=geheel)):
        raise WrongStateError(_BUSY)


def claim(command: ClaimBatch, scope: Scope, _attempt: Attempt) -> bool:
    """Take it; False where another worker has it, or it does not run any more."""
    scope.require(Permission.FIRE)
    row = find_batch(scope.work, command.batch, lock=True)
    if row is None or row.status != RUNS:
        return False
    if row.worker_id not in {None, command.worker} and row.held_until > scope.work.now:
        return False
    change_batch(scope.work, command.batch, worker_id=command.worker, held_until=held_from(scope.work))
    return True


def note(command: NotePassed, scope: Scope, _attempt: Attempt) -> bool:
    """Write it down; False where another worker was first, or it does not run any more."""
    scope.require(Permission.FIRE)
    row = find_batch(scope.work, command.batch, lock=True)
    if row is None or row.status == DONE or row.cursor != command.after:
        return False
    if command.upto is not None:
        note_routes(scope.work, row, command.gone, command.upto, command.passed, command.tally)
    if command.last:
        end_batch(scope.work, command.batch, DONE)
    return bool(row.status == RUNS)


def halt(command: HaltBatch, scope: Scope, _attempt: Attempt) -> None:
    """Stop it."""
    scope.require(Permission.FIRE)
    row = find_batch(scope.work, command.batch, lock=True)
    if row is not None and row.status == RUNS:
        end_batch(scope.work, command.batch, STOPPED, command.why[:400])
