"""Checks of the history that take long: beginning, stopping and going on, and writing down how far one came."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.commands.audits import counts
from app.commands.command import Attempt, Unrecorded
from app.commands.scope import Scope
from app.domain import functions as f
from app.domain.actors import ActorKind
from app.domain.audits import BEGUN_ALL, BEGUN_EACH
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.permissions import Permission, Subject
from app.store.audits import audit_for, dossier_in, dossiers_in
from app.store.checks import (
    DONE,
    RUNS,
    STOPPED,
    Batch,
    Begun,
    begin_check,
    find_check,
    last_nightly,
    note_batch,
    set_status,
    tell_once,
)  # fmt: skip
from app.store.incidents import HISTORY, find_incident, resolve
from app.store.judging import lock_audit, waiting
from app.store.requests import log_read
from app.store.rights import find_dossier

ALL: Final = ("integriteit", "volledigheid", "conformiteit")
MOST: Final = 5_000
"""Findings that one check keeps; of more only the number."""
_TELLING: Final = "geschonden"
_ONE_NIGHT: Final = timedelta(hours=1)
"""So long nobody begins a nightly check after another."""
_OVERSEE: Final = (f.BESTUUR,)


@dataclass(frozen=True, slots=True)
class BeginCheck(Unrecorded):
    """Have the history judged: of one dossier, or of all that the asker oversees."""

    dossier: UUID | None = None
    verdicts: tuple[str, ...] = ALL


@dataclass(frozen=True, slots=True)
class CheckAudited(Unrecorded):
    """Have the history of one dossier of an audit judged, or of all of them, by whoever does the audit."""

    audit: UUID
    number: int | None = None
    """Of the dossier in the audit; None for all of them."""


@dataclass(frozen=True, slots=True)
class StopCheck(Unrecorded):
    """Stop a check that runs; it can go on later from where it was."""

    check: UUID


@dataclass(frozen=True, slots=True)
class ResumeCheck(Unrecorded):
    """Let a check that was stopped go on."""

    check: UUID


@dataclass(frozen=True, slots=True)
class NoteChecked(Unrecorded):
    """How far a check came. Counts only where it still stands at `after`, so that no dossier counts twice."""

    check: UUID
    after: UUID | None
    upto: UUID | None
    done: int
    counts: Mapping[str, int]
    found: Sequence[Mapping[str, Any]] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class MarkSeen(Unrecorded):
    """Somebody looked at what a check found; the finding stays."""

    incident: UUID


def begin(command: BeginCheck, scope: Scope, attempt: Attempt) -> UUID | None:
    """Begin a check; its id. None where the machine's own nightly one still runs, or another worker just began it."""
    if not command.verdicts or not set(command.verdicts) <= set(ALL):
        raise InvalidValueError(f"Kies uit: {', '.join(ALL)}.", field="verdicts")
    verdicts = [each for each in ALL if each in command.verdicts]
    if scope.actor.kind is ActorKind.SYSTEM:
        scope.require(Permission.FIRE)
        last = last_nightly(scope.work)
        if last is not None and (last.status == RUNS or last.begun_at > scope.work.now - _ONE_NIGHT):
            return None
        return begin_check(scope.work, Begun(verdicts))
    schools = _overseen(scope, command.dossier)
    made: UUID = begin_check(scope.work, Begun(verdicts, command.dossier, schools, scope.actor.id))
    attempt.location = f"/api/v1/checks/{made}"
    return made


def _overseen(scope: Scope, dossier: UUID | None) -> list[UUID] | None:
    """The schools whose dossiers are looked at; None for the whole board. Raises NotFoundError."""
    if dossier is not None:
        found = find_dossier(scope.work, dossier, scope.actor.id)
        if found is None:
            raise NotFoundError
        scope.require(Permission.VERIFY, found.subject)
        return None
    scope.require(Permission.VERIFY)
    held = scope.actor.schools_as(_OVERSEE)
    if not held:
        raise NotFoundError
    return None if None in held else sorted(each for each in held if each is not None)


def begin_audited(command: CheckAudited, scope: Scope, _attempt: Attempt) -> tuple[UUID, ...]:
    """Begin it; the ids of the checks. A dossier that waits to be judged already is not begun twice.

    The function of auditor by itself opens no history: an audit does, for its own dossiers and as long as it runs.
    Raises NotFoundError for an audit of another, and for one dossier that is not in it or where it is over;
    WrongStateError where all of it is asked of an audit that does not count now.
    """
    lock_audit(scope.work, command.audit)
    row = audit_for(scope.work, scope.actor.id, command.audit)
    if row is None:
        raise NotFoundError
    if command.number is None:
        return _begin_all(scope, row)
    own = dossier_in(scope.work, scope.actor.id, command.audit, command.number)
    found = find_dossier(scope.work, own.dossier_id, scope.actor.id) if own else None
    if own is None or found is None or not counts(row, scope.work.now):
        raise NotFoundError
    scope.require(Permission.AUDIT, replace(found.subject, school=row.school_id))
    if (waits := waiting(scope.work, command.audit).get(own.dossier_id)) is not None:
        return (waits,)
    return (begin_check(scope.work, Begun(ALL, own.dossier_id, by=scope.actor.id, audit=command.audit)),)


def _begin_all(scope: Scope, row: Any) -> tuple[UUID, ...]:
    """Each dossier that the auditor may see gets a check of its own; none where some of them still wait for theirs."""
    scope.require(Permission.AUDIT, Subject(school=row.school_id))
    if not counts(row, scope.work.now):
        coming = row.ended_at is None and scope.work.now < row.began_at
        raise WrongStateError("Dit onderzoek begint nog." if coming else "Dit onderzoek is al voorbij.")
    if waits := waiting(scope.work, row.audit_id):
        return tuple(waits.values())
    dossiers = [each.dossier_id for each in dossiers_in(scope.work, scope.actor.id, row.audit_id)]
    log_read(scope.work, scope.actor.id, BEGUN_ALL, row.audit_id, found=bool(dossiers))
    for each in dossiers:
        log_read(scope.work, scope.actor.id, BEGUN_EACH, each, found=True)
    return tuple(begin_check(scope.work, Begun(ALL, each, by=scope.actor.id, audit=row.audit_id)) for each in dossiers)


def stop(command: StopCheck, scope: Scope, _attempt: Attempt) -> UUID:
    """Stop it; its id. Raises WrongStateError where it does not run."""
    return _set(scope, command.check, RUNS, STOPPED, "Deze controle loopt niet meer.")


def resume(command: ResumeCheck, scope: Scope, _attempt: Attempt) -> UUID:
    """Let it go on; its id. Raises WrongStateError where it was not stopped."""
    return _set(scope, command.check, STOPPED, RUNS, "Deze controle is niet gestopt.")


def _set(scope: Scope, check: UUID, before: str, after: str, otherwise: str) -> UUID:
    row = find_check(scope.work, check, lock=True)
    if row is None:
        raise NotFoundError
    if row.dossier_id is not None:
        found = find_dossier(scope.work, row.dossier_id, scope.actor.id)
        scope.require(Permission.VERIFY, found.subject if found else Subject())
    else:
        scope.require(Permission.VERIFY)
    if row.status != before:
        raise WrongStateError(otherwise)
    set_status(scope.work, check, after)
    return check


def note(command: NoteChecked, scope: Scope, _attempt: Attempt) -> bool:
    """Write it down, and make an incident of what does not hold; False where another worker was first."""
    scope.require(Permission.FIRE)
    row = find_check(scope.work, command.check, lock=True)
    if row is None or row.status == DONE or row.cursor != command.after:
        return False
    batch = Batch(command.upto, command.done, command.counts, command.found, command.last)
    note_batch(scope.work, row, batch, MOST)
    for each in command.found:
        if each["sort"] == _TELLING:
            tell_once(scope.work, {_mark(each): _message(each)}, each["dossier_id"], each["route_id"])
    return True


def _mark(found: Mapping[str, Any]) -> str:
    """What a finding is known by, from one night to the next."""
    names = ("verdict", "dossier_id", "route_id", "stream_id", "sequence", "element", "rule", "sentence")
    return hashlib.sha256("\0".join(str(found[name]) for name in names).encode()).hexdigest()[:64]


def _message(found: Mapping[str, Any]) -> str:
    """What everybody may read who keeps an eye on the school: where, and nothing of what happened there."""
    what = {
        "integriteit": "De geschiedenis is veranderd of niet heel",
        "volledigheid": "De geschiedenis kan niet nog eens zo gebeuren",
        "conformiteit": "Er is een regel van het protocol geschonden",
    }[found["verdict"]]
    route = f" in route {found['number']}" if found["number"] else ""
    fact = f", bij feit {found['sequence']}" if found["sequence"] else ""
    return f"{what}{route}{fact}."


def mark_seen(command: MarkSeen, scope: Scope, _attempt: Attempt) -> UUID:
    """Take the incident as looked at. What was found is not mended by it, and a next check finds it again."""
    row = find_incident(scope.work, command.incident)
    if row is None or row.kind != HISTORY:
        raise NotFoundError
    scope.require(Permission.SEE_INCIDENTS, Subject(school=row.school_id))
    if row.resolved_at is not None:
        raise WrongStateError("Hier is al naar gekeken.")
    resolve(scope.work, [command.incident], scope.actor.id)
    return command.incident
