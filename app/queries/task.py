"""One task as its page shows it: the form with what was typed, who may do it, and what was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import BarredError, NotFoundError, WrongStateError
from app.domain.permissions import Permission, may
from app.domain.tasks import OPEN, check_open, check_seen
from app.queries.answers import Given, Reader
from app.queries.items import TaskItem, item_values
from app.store.bundles import BundleCache
from app.store.chain import Link
from app.store.history import opened
from app.store.keys import KeysError
from app.store.past import answers_to_task, draft_of, facts_entered
from app.store.people import names_of
from app.store.reading import shown_task
from app.store.requests import log_read
from app.store.rights import subject_of
from app.store.sealing import SealError, about_draft, unseal
from app.store.states import unseal_state
from app.store.tasks import closed_in_route
from app.store.unit_of_work import Work
from workflows import Bundle, Choice, Engine, Form, FormView, OpenTask, State, WorkflowError, barring, done_beside

READ = "task"
"""Under which name a look at a task stands in the log of reads."""


@dataclass(frozen=True, slots=True)
class TaskDetail(TaskItem):
    """A task with its form."""

    form_view: FormView | None
    """With this person's draft, or with what was answered as far as they may read it; null without a form."""
    choices: tuple[Choice, ...]
    """Of a question that is open: the answers to choose from."""
    multiple: bool
    """Whether more than one of them may be chosen."""
    documentation: str
    functions: tuple[str, ...]
    """To whom it is open; `*` is everyone on the dossier."""
    samen_met: str | None
    niet_door: tuple[str, ...]
    barred: str | None
    """Why this person may not do it though their function may."""
    opened_at: datetime
    draft: Mapping[str, object] | None
    """What this person typed and did not send yet."""
    done_by: str | None
    closed_at: datetime | None
    answer: tuple[str, ...]
    """Of a question that was answered: the labels that were chosen."""
    answers: tuple[Given, ...]


def read_task(work: Work, actor: Actor, bundles: BundleCache[Bundle], task_id: UUID) -> TaskDetail | None:
    """A task, and a line in the log of reads; None where it is not there or not for this person."""
    row = task_row(work, actor, task_id)
    log_read(work, actor.id, READ, task_id, found=row is not None)
    if row is None:
        return None
    bundle = bundles.get(work, row.bundle)
    task = open_task(work, bundle, row)
    draft = kept_draft(work, actor, row) if row.status == OPEN else None
    given = () if row.status == OPEN else given_to(work, actor, bundle, row)
    barred = barred_by(work, actor, bundle, row, task)
    beside = Beside(task, draft.values if draft else None, given, barred, name_of(work, row.done_by))
    return detail(work, bundle, row, beside, answer=_answer(work, row))


def conflict(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], task_id: UUID, seen: int | None
) -> WrongStateError:
    """Why a task cannot be completed, said again to who sends the same request again. Raises NotFoundError."""
    row = task_row(work, actor, task_id)
    if row is None:
        raise NotFoundError
    try:
        check_open(row.status, name_of(work, row.done_by) or "", row.closed_at)
        check_seen(row.version, seen)
    except WrongStateError as error:
        return error
    bundle = bundles.get(work, row.bundle)
    said = barred_by(work, actor, bundle, row, open_task(work, bundle, row))
    return BarredError(said) if said else WrongStateError()


@dataclass(frozen=True, slots=True)
class FormAsked:
    """The form of a task, by which what was posted is read."""

    form: Form | None
    dossier: UUID


def form_of(work: Work, actor: Actor, bundles: BundleCache[Bundle], task_id: UUID) -> FormAsked:
    """The form of a task. Raises NotFoundError for a task that is not there or not for this person."""
    row = task_row(work, actor, task_id)
    if row is None:
        raise NotFoundError
    return FormAsked(bundles.get(work, row.bundle).forms.get(row.form or ""), row.dossier_id)


def task_row(work: Work, actor: Actor, task_id: UUID) -> Any:
    """Who may set the answers of a colleague right reads them first."""
    row = shown_task(work, actor.id, task_id)
    if row is None:
        return None
    subject = subject_of(row)
    corrects = row.status != OPEN and may(actor, Permission.CORRECT, subject)
    return row if corrects or may(actor, Permission.SEE_TASK, subject) else None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is read beside the row of a task."""

    task: OpenTask | None
    draft: Mapping[str, object] | None
    given: tuple[Given, ...]
    barred: str | None
    done_by: str | None


def detail(work: Work, bundle: Bundle, row: Any, beside: Beside, *, answer: tuple[str, ...]) -> TaskDetail:
    """A task of a row and what was read beside it."""
    task = beside.task
    return TaskDetail(
        **item_values(work, row), form_view=_view(work, bundle, row, beside.draft, beside.given), draft=beside.draft,
        choices=task.choices if task else (), multiple=bool(task and task.multiple),
        documentation=task.documentation if task else "", functions=tuple(sorted(subject_of(row).for_functions)),
        samen_met=task.samen_met if task else None, niet_door=tuple(row.niet_door),
        barred=beside.barred, opened_at=row.opened_at, done_by=beside.done_by,
        closed_at=row.closed_at, answer=answer, answers=beside.given,
    )  # fmt: skip


def open_task(work: Work, bundle: Bundle, row: Any) -> OpenTask | None:
    """The task as the engine knows it; None where it is closed, or the state of its route cannot be read."""
    state = state_at(work, row)
    try:
        return None if state is None else Engine(bundle).task(state, str(row.task_id))
    except WorkflowError:
        return None


def state_at(work: Work, row: Any) -> State | None:
    """Where the route of an open task stands; None where the task is closed, or that cannot be read."""
    if row.status != OPEN:
        return None
    try:
        key = work.keys.get(work.board, row.key_id)
        return unseal_state(key, row.route_id, row.route_version, bytes(row.state))
    except (SealError, KeysError):
        return None


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody typed and did not send yet."""

    values: Mapping[str, object]
    at: datetime


def kept_draft(work: Work, actor: Actor, row: Any) -> Kept | None:
    """What this person typed in a task; None where there is none, or it cannot be opened."""
    kept = draft_of(work, row.task_id, actor.id)
    if kept is None:
        return None
    try:
        key = work.keys.get(work.board, row.key_id)
        found: dict[str, object] = json.loads(
            unseal(key, bytes(kept.sealed), *about_draft(row.route_id, row.task_id, actor.id))
        )
    except (SealError, KeysError):
        return None
    return Kept(found, kept.saved_at)


def given_to(work: Work, actor: Actor, bundle: Bundle, row: Any) -> tuple[Given, ...]:
    """The answers that were given to a task, a correction after what it corrects."""
    reader = Reader.of(work, actor, bundle, row, row.school_id)
    by_command: dict[UUID, list[Any]] = {}
    for each in answers_to_task(work, row.route_id, row.task_id):
        by_command.setdefault(each.command_id, []).append(each)
    names = names_of(work, {rows[0].by for rows in by_command.values()})
    return tuple(
        Given(names.get(rows[0].by, ""), rows[0].given_at, tuple(map(reader.group, rows)))
        for rows in by_command.values()
    )


def _view(
    work: Work, bundle: Bundle, row: Any, draft: Mapping[str, object] | None, given: Sequence[Given]
) -> FormView | None:
    if row.form not in bundle.forms:
        return None
    values = dict(draft or {})
    for each in given:
        for group in each.answers:
            values |= group.values or {}
    return bundle.forms[row.form].view(values, now=work.clock.roughly())


def barred_by(work: Work, actor: Actor, bundle: Bundle, row: Any, task: OpenTask | None) -> str | None:
    """Why somebody may not do a task though their function may; None where they may."""
    if task is None or not task.niet_door:
        return None
    closed = closed_in_route(work, row.route_id, task.niet_door, bundle.elements_named(task.niet_door))
    before = barring(task, str(actor.id), done_beside(task, row.opened_in, closed))
    return None if before is None else f"“{task.name}” is voor iemand anders, omdat jij “{before.name}” hebt gedaan."


def _answer(work: Work, row: Any) -> tuple[str, ...]:
    """The labels chosen stand in the fact alone: they are what moved the route."""
    if row.kind != "vraag" or row.closed_at is None or row.done_by is None:
        return ()
    try:
        key = work.keys.get(work.board, row.key_id)
        for each in facts_entered(work, row.stream_id, row.closed_at):
            link = Link(each.stream_id, each.sequence, each.entered, bytes(each.ciphertext), bytes(each.head))
            said = opened(key, link)["data"]
            if said.get("task") == str(row.task_id):
                return tuple(said.get("answer", ()))
    except (SealError, KeysError):
        return ()
    return ()


def name_of(work: Work, person: UUID | None) -> str | None:
    """The name of somebody who may be nobody."""
    return None if person is None else names_of(work, [person]).get(person)
