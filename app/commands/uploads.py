"""Reading in a roll in two steps of one person: the file is sent once, and kept sealed till the deed, for an hour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Recorded, Unrecorded
from app.commands.roll import Imported, ImportRoll, PreviewRoll, import_roll, show_roll
from app.commands.scope import Scope
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.permissions import Permission, Subject
from app.domain.roll_changes import RollPlan
from app.store.uploads import find_upload, keep_upload, opened, taken_in

LARGEST: Final = 28_000_000
"""Bytes of a file; the reader itself takes less of most kinds, and says so."""
KEPT: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class KeepUpload(Unrecorded):
    """Send a file for a school, to be looked at first."""

    school: UUID
    data: bytes = field(repr=False)
    place: str
    """Where it is looked at; its id comes behind."""


@dataclass(frozen=True, slots=True)
class PreviewUpload(Unrecorded):
    """Ask what taking it in would do."""

    upload: UUID


@dataclass(frozen=True, slots=True)
class ImportUpload(Recorded):
    """Take it in, as was shown."""

    upload: UUID
    plan: str
    sure: bool
    """Whether somebody said yes to more than half of them leaving."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """What taking a file in would do."""

    school: UUID
    plan: RollPlan


def receive_upload(command: KeepUpload, scope: Scope, attempt: Attempt) -> UUID:
    """Keep it; its id."""
    scope.require(Permission.IMPORT, Subject(school=command.school))
    if len(command.data) > LARGEST:
        message = f"Dit bestand is groter dan {LARGEST // 1_000_000} MB. Kies de export van één school."
        raise InvalidValueError(message, field="bestand")
    if not command.data:
        raise InvalidValueError("Kies eerst een bestand.", field="bestand")
    made = keep_upload(scope.work, scope.actor.id, command.school, command.data, scope.work.now + KEPT)
    attempt.location = f"{command.place}/{made}"
    return made


def show_upload(command: PreviewUpload, scope: Scope, attempt: Attempt) -> Previewed:
    """The plan. Raises NotFoundError for what is not theirs or no longer kept, and what `show_roll` raises."""
    row = _own(command.upload, scope)
    plan = show_roll(PreviewRoll(row.school_id, opened(scope.work, row)), scope, attempt)
    return Previewed(row.school_id, plan)


def import_upload(command: ImportUpload, scope: Scope, attempt: Attempt) -> Imported:
    """Do it, and throw the file away."""
    row = _own(command.upload, scope)
    wanted = ImportRoll(row.school_id, opened(scope.work, row), command.plan, sure=command.sure)
    done = import_roll(wanted, scope, attempt)
    told = {"counts": dict(done.counts), "alerted": done.alerted, "proposals": len(done.proposals)}
    taken_in(scope.work, command.upload, told)
    return done


def _own(upload: UUID, scope: Scope) -> Any:
    row = find_upload(scope.work, upload, scope.actor.id)
    if row is None:
        raise NotFoundError
    scope.require(Permission.IMPORT, Subject(school=row.school_id))
    if row.done is not None:
        raise WrongStateError("Dit bestand is al ingelezen.")
    return row
