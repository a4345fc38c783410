"""Completing a task or question, setting answers right afterwards, and keeping what is typed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.commands.answers import ANTWOORD, REDEN, Filled, fill, fill_question, keep
from app.commands.command import Attempt, Recorded, Unrecorded, Whereabouts
from app.commands.happened import checked_moment
from app.commands.progress import Progress
from app.commands.scope import Scope, Told
from app.commands.unsticking import freed
from app.domain.errors import BarredError, FormInvalidError, NotFoundError, WrongStateError
from app.domain.facts import QuestionAnswered, TaskCompleted, TaskCorrected
from app.domain.permissions import Permission
from app.domain.tasks import DONE, OPEN, check_open, check_seen
from app.store.documents import fact_bytes
from app.store.incidents import TASK, Stuck
from app.store.loaded import LoadedDossier, LoadedRoute
from app.store.named import named_pupil
from app.store.people import names_of
from app.store.sealing import about_draft, seal
from app.store.stepped import Listed, Stepped
from app.store.tasks import closed_in_route, drop_drafts, find_task, lock_for_task, save_draft
from workflows import Bundle, NotWaitingError, OpenTask, TaskKind, barring, done_beside

_SHORTEST_REASON: Final = 3
_LONGEST_REASON: Final = 2_000
REASON: Final = "reason"
"""Of a command; the reason that a question asks for is one of its answers (`REDEN`)."""


@dataclass(frozen=True, slots=True)
class CompleteTask(Recorded):
    """Complete a task, or answer a question."""

    task: UUID
    answers: Mapping[str, object] = field(default_factory=dict)
    seen: int | None = None
    """The task's version as it was given out."""
    happened_at: datetime | None = None
    """When it was done, where that was before now."""
    beside: tuple[UUID, ...] = ()
    """Who did it too (`samen_met`)."""


@dataclass(frozen=True, slots=True)
class CorrectTask(Recorded):
    """Set right what was answered wrong; the old answers stay beside the new."""

    task: UUID
    answers: Mapping[str, object]
    reason: str


@dataclass(frozen=True, slots=True)
class SaveDraft(Unrecorded):
    """Keep what is typed so far."""

    task: UUID
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a command did to a dossier."""

    dossier: UUID
    route: UUID
    opened: tuple[UUID, ...]
    started: tuple[UUID, ...]
    status: str
    stepped: Stepped | None = field(default=None, repr=False)
    """What whoever did it may see of that, where the command knows it; else the database does."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The task of a command, with its dossier locked."""

    row: Any
    """As it was before the lock: only what never changes of it may be used."""
    now: Any
    """As it is under the lock: status, version, who did it."""
    dossier: LoadedDossier
    route: LoadedRoute
    task: OpenTask | None
    """As the engine knows it; None where it is not open."""


def complete_task(command: CompleteTask, scope: Scope, attempt: Attempt) -> Moved:
    """Give the answers to the engine, and write down where the dossier stands next."""
    asked = _locked(command, scope, attempt)
    check_open(asked.now.task_status, _name(scope, asked.now.done_by), asked.now.closed_at)
    check_seen(asked.now.task_version, command.seen)
    if asked.task is None:
        raise WrongStateError
    _check_not_barred(scope, scope.bundle(asked.route.bundle), asked.task, asked.now)
    at = checked_moment(command.happened_at, scope, asked.dossier)
    progress = Progress(scope, asked.dossier)
    verb, arguments, filled, fact = _deed(scope, asked.route, asked.task, command)
    answers = keep(scope, asked.route, command.task, filled)
    outcome = progress.command(asked.route, verb, arguments, fact, Told(at=at, answers=answers))
    went_on = bool(progress.deliver())
    if asked.row.stuck:
        freed(scope, asked.dossier, asked.route, str(command.task))
    if asked.row.has_draft:
        drop_drafts(scope.work, command.task)
    stepped = None if went_on or len(outcome.closed) > 1 else _stepped(progress, asked)
    return replace(moved_by(progress, asked.route), stepped=stepped)


def correct_task(command: CorrectTask, scope: Scope, attempt: Attempt) -> Moved:
    """Keep the right answers beside the wrong ones; what routes is set right in the route, as far as it still runs."""
    found = find_task(scope.work, command.task, scope.actor.id)
    if found is None:
        raise NotFoundError
    scope.require(Permission.CORRECT, found.subject)
    asked = _locked(command, scope, attempt, judged=True)
    row, route = asked.row, asked.route
    if asked.now.task_status != DONE:
        message = "Deze taak is nog niet afgerond. Rond hem af met de goede antwoorden."
        raise WrongStateError(message)
    reason = checked_reason(command.reason)
    if row.kind != TaskKind.TAAK:
        message = "Een antwoord op een vraag bepaalt de weg die de route nam. Gebruik afwijken om die te veranderen."
        raise WrongStateError(message)
    filled = fill(scope.bundle(route.bundle), row.form, command.answers, scope.work.now)
    told = Told(answers=keep(scope, route, command.task, filled))
    fact = TaskCorrected(task=str(command.task), element=row.element, name=row.name, reason=reason)
    progress = Progress(scope, asked.dossier)
    if route.is_open and filled.routing:
        _correct_route(progress, route, row.path, filled, (fact, told))
    else:
        scope.record(route.stream, fact, told)
    return moved_by(progress, route)


def moved_by(progress: Progress, route: LoadedRoute) -> Moved:
    """What a command did, as its sender is told."""
    return Moved(progress.dossier.id, route.id, tuple(progress.opened), tuple(progress.started), route.status)


def keep_draft(command: SaveDraft, scope: Scope, attempt: Attempt) -> None:
    """Seal what is typed and put it in the place of what was typed before.

    Raises DoneError for a task that is closed; what was kept before stays.
    """
    found = find_task(scope.work, command.task, scope.actor.id)
    if found is None:
        raise NotFoundError
    scope.require(Permission.DO_TASK, found.subject)
    row = found.row
    check_open(row.status, _name(scope, row.done_by), row.closed_at)
    key = scope.work.keys.get(scope.work.board, row.route_key)
    sealed = seal(key, fact_bytes(dict(command.answers)), *about_draft(row.route_id, command.task, scope.actor.id))
    save_draft(scope.work, command.task, row.route_id, scope.actor.id, sealed)
    attempt.location = f"/api/v1/tasks/{command.task}"


def checked_reason(text: str) -> str:
    """A reason that says something. Raises FormInvalidError."""
    reason = text.strip()
    if len(reason) < _SHORTEST_REASON:
        message = f"Geef een reden van ten minste {_SHORTEST_REASON} tekens: schrijf in een paar woorden waarom."
        raise FormInvalidError({REASON: [message]})
    if len(reason) > _LONGEST_REASON:
        raise FormInvalidError({REASON: [f"Kort de reden in tot {_LONGEST_REASON} tekens."]})
    return reason


def _locked(command: CompleteTask | CorrectTask, scope: Scope, attempt: Attempt, *, judged: bool = False) -> _Asked:
    found = lock_for_task(scope.work, command.task, scope.actor.id, judged=judged)
    if found is None:
        raise NotFoundError
    row, dossier = found
    route, now = dossier.find(row.route_id), dossier.task
    if route is None or now is None:
        raise NotFoundError
    attempt.location = f"/api/v1/tasks/{command.task}"
    stuck = Stuck(TASK, row.element, str(command.task), f"De route kan niet verder na “{row.name}”.")
    attempt.where = Whereabouts(dossier.id, route.id, command.task, stuck, dict(command.answers))
    state = route.state if route.is_open and now.task_status == OPEN else None
    tasks = scope.engine(route.bundle).tasks(state) if state else ()
    task = next((each for each in tasks if each.id == str(command.task)), None)
    return _Asked(row, now, dossier, route, task)


def _stepped(progress: Progress, asked: _Asked) -> Stepped | None:
    """What became of the task that was asked for, and what that opened in its own route.

    None where it changed between the look at it and the lock. On the route is whoever may do a task of it.
    """
    row, route, actor = asked.row, asked.route, progress.scope.actor
    if row.version != asked.now.task_version:
        return None
    beside: dict[str, Any] = {
        "dossier_id": row.dossier_id, "route_id": route.id, "process": route.process, "route_name": route.name,
        "route_status": route.status, "stuck": route.stuck, "pupil_id": row.pupil_id, "group_name": row.group_name,
    }  # fmt: skip
    done = Listed(
        row.task_id, row.version, row.kind, row.name, row.lane, due_at=row.due_at, form=row.form, status=DONE, **beside
    )
    opened = (each for each in progress.opened.values() if each.is_for(actor.id, progress.circle))
    shown = [Listed(**each.columns(), version=1, status=OPEN, **beside) for each in opened]
    pupil = named_pupil(progress.work, row.pupil_id, row.pupil_sealed)
    return Stepped(done, tuple(sorted(shown, key=lambda each: each.task_id)), pupil)


def _deed(
    scope: Scope, route: LoadedRoute, task: OpenTask, command: CompleteTask
) -> tuple[str, dict[str, object], Filled, TaskCompleted | QuestionAnswered]:
    bundle, now = scope.bundle(route.bundle), scope.work.now
    if task.kind is TaskKind.TAAK:
        filled = fill(bundle, task.form, command.answers, now)
        beside = tuple(map(str, command.beside))
        done = TaskCompleted(task=task.id, element=task.element, name=task.name, beside=beside)
        return "complete", {"task_id": task.id, "fields": dict(filled.routing)}, filled, done
    filled, labels, reason = fill_question(bundle, task.form, task.choices, command.answers, now)
    flows = tuple(choice.flow for choice in task.choices if choice.label in labels)
    answered = QuestionAnswered(task=task.id, element=task.element, name=task.name, answer=tuple(labels), flows=flows)
    return "answer", {"task_id": task.id, ANTWOORD: labels, REDEN: reason}, filled, answered


def _check_not_barred(scope: Scope, bundle: Bundle, task: OpenTask, now: Any) -> None:
    if not task.niet_door:
        return
    closed = closed_in_route(scope.work, now.route_id, task.niet_door, bundle.elements_named(task.niet_door))
    before = barring(task, str(scope.actor.id), done_beside(task, now.opened_in, closed))
    if before is not None:
        message = f"“{task.name}” is voor iemand anders, omdat jij “{before.name}” hebt gedaan."
        raise BarredError(message)


def _correct_route(
    progress: Progress, route: LoadedRoute, path: str, filled: Filled, said: tuple[TaskCorrected, Told]
) -> None:
    """A called process that is over has no fields any more; then only the answers are set right."""
    arguments = {"fields": dict(filled.routing), "scope": path.rpartition("/")[0]}
    try:
        progress.command(route, "correct", arguments, *said)
    except NotWaitingError:
        progress.scope.record(route.stream, *said)


def _name(scope: Scope, person: UUID | None) -> str:
    return "" if person is None else names_of(scope.work, [person]).get(person, "")
