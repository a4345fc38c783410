"""Putting a file under a task, and taking it away again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Recorded, Whereabouts
from app.commands.files import FIELD, CheckedFile
from app.commands.scope import Scope
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import AttachmentAdded, AttachmentRemoved
from app.domain.files import MOST_FILES
from app.domain.permissions import Permission
from app.domain.tasks import check_open
from app.store.attachments import count_under, find_attachment, keep_attachment, remove_attachment
from app.store.loaded import LoadedRoute
from app.store.people import names_of
from app.store.rights import subject_of
from app.store.tasks import lock_for_task
from workflows import Bundle, walk

OBSERVATION: Final = "observatie"
"""The field group of what is put under a task that asks nothing, in a protocol that has it."""
_GONE: Final = "Deze bijlage is al weggehaald."
_LONGEST_REASON: Final = 2_000


@dataclass(frozen=True, slots=True)
class AddAttachment(Recorded):
    """Put a file under a task that is open."""

    task: UUID
    file: CheckedFile


@dataclass(frozen=True, slots=True)
class RemoveAttachment(Recorded):
    """Take away a file that one put under a task oneself, as long as the task is open."""

    attachment: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was put under a task, or taken away."""

    id: UUID
    task: UUID


def add_attachment(command: AddAttachment, scope: Scope, attempt: Attempt) -> Attached:
    """Seal it and put it away; who may do the task may do so."""
    row, route = _open_task(scope, command.task, attempt)
    if count_under(scope.work, command.task) >= MOST_FILES:
        raise InvalidValueError(
            f"Onder een taak kunnen {MOST_FILES} bestanden. Haal er eerst een weg, of voeg ze samen in één PDF.",
            field=FIELD,
        )
    groups = groups_of(scope.bundle(route.bundle), row.form)
    values = {"task_id": command.task, "by": scope.actor.id, "veldgroepen": list(groups)}
    details = {"name": command.file.name, "media_type": command.file.media_type}
    kept = keep_attachment(scope.work, route, values, details, command.file.data)
    scope.record(route.stream, AttachmentAdded(
        attachment=kept.id, task=str(command.task), element=row.element, name=row.name, size=command.file.size,
        veldgroepen=groups, phase=route.phase, digest=kept.digest, details=kept.details,
    ))  # fmt: skip
    attempt.location = f"/api/v1/attachments/{kept.id}"
    return Attached(kept.id, command.task)


def take_away(command: RemoveAttachment, scope: Scope, attempt: Attempt) -> Attached:
    """Delete it; that it was there, and that it went, stays in the history."""
    before = find_attachment(scope.work, command.attachment, scope.actor.id)
    if before is None or before.by != scope.actor.id:
        raise NotFoundError
    scope.require(Permission.DO_TASK, subject_of(before))
    if before.removed_at is not None:
        raise WrongStateError(_GONE)
    row, route = _open_task(scope, before.task_id, attempt)
    found = find_attachment(scope.work, command.attachment, scope.actor.id)
    if found is None or found.removed_at is not None:
        raise WrongStateError(_GONE)
    remove_attachment(scope.work, command.attachment)
    scope.record(route.stream, AttachmentRemoved(
        attachment=command.attachment, task=str(row.task_id), element=row.element, name=row.name,
        reason=command.reason.strip()[:_LONGEST_REASON],
    ))  # fmt: skip
    return Attached(command.attachment, row.task_id)


def groups_of(bundle: Bundle, form: str | None) -> tuple[str, ...]:
    """Who may read all of these field groups may read what is put under a task: all that its form asks.

    A file may tell as much as the whole form does; so it is for nobody who may read only part of that.
    """
    asked = bundle.forms.get(form) if form else None
    groups = {part.veldgroep for part in walk(asked.components) if part.veldgroep} if asked else set()
    if groups:
        return tuple(sorted(groups))
    return (OBSERVATION,) if any(grant.group == OBSERVATION for grant in bundle.rights.grants) else ()


def _open_task(scope: Scope, task_id: UUID, attempt: Attempt) -> tuple[Any, LoadedRoute]:
    """The task with its dossier locked; the right to it is part of the lock.

    Raises NotFoundError where it is not there or not for this person, DoneError where it is closed.
    """
    locked = lock_for_task(scope.work, task_id, scope.actor.id)
    if locked is None:
        raise NotFoundError
    row, dossier = locked
    route, now = dossier.find(row.route_id), dossier.task
    if route is None or now is None:
        raise NotFoundError
    attempt.location = f"/api/v1/tasks/{task_id}"
    attempt.where = Whereabouts(dossier.id, route.id, task_id)
    by = names_of(scope.work, [now.done_by]).get(now.done_by, "") if now.done_by else ""
    check_open(now.task_status, by, now.closed_at)
    return row, route
