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
from app.store.tasks import done_in
from app.store.unit_of_work import Work
from workflows import Bundle, Choice, Done, Engine, FormView, OpenTask, WorkflowError, barring

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
    row = _row(work, actor, task_id)
    log_read(work, actor.id, READ, task_id, found=row is not None)
    return None if row is None else _detail(work, actor, bundles, row)


def conflict(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], task_id: UUID, seen: int | None
) -> WrongStateError:
    """Why a task cannot be completed, said again to who sends the same request again. Raises NotFoundError."""
    row = _row(work, actor, task_id)
    if row is None:
        raise NotFoundError
    try:
        check_open(row.status, _name(work, row.done_by) or "", row.closed_at)
        check_seen(row.version, seen)
    except WrongStateError as error:
        return error
    said = _barred(work, actor, row, _open_task(work, bundles.get(work, row.bundle), row))
    return BarredError(said) if said else WrongStateError()


def _row(work: Work, actor: Actor, task_id: UUID) -> Any:
    """Who may set the answers of a colleague right reads them first."""
    row = shown_task(work, actor.id, task_id)
    if row is None:
        return None
    subject = subject_of(row)
    corrects = row.status != OPEN and may(actor, Permission.CORRECT, subject)
    return row if corrects or may(actor, Permission.SEE_TASK, subject) else None


def _detail(work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any) -> TaskDetail:
    bundle = bundles.get(work, row.bundle)
    task = _open_task(work, bundle, row)
    draft = _draft(work, actor, row) if row.status == OPEN else None
    given = () if row.status == OPEN else _given(work, actor, bundle, row)
    return TaskDetail(
        **item_values(work, row), form_view=_view(work, bundle, row, draft, given), draft=draft,
        choices=task.choices if task else (), multiple=bool(task and task.multiple),
        documentation=task.documentation if task else "", functions=tuple(sorted(subject_of(row).for_functions)),
        samen_met=task.samen_met if task else None, niet_door=tuple(row.niet_door),
        barred=_barred(work, actor, row, task), opened_at=row.opened_at, done_by=_name(work, row.done_by),
        closed_at=row.closed_at, answer=_answer(work, row), answers=given,
    )  # fmt: skip


def _open_task(work: Work, bundle: Bundle, row: Any) -> OpenTask | None:
    """The task as the engine knows it; None where it is closed, or the state of its route cannot be read."""
    if row.status != OPEN:
        return None
    try:
        key = work.keys.get(work.board, row.key_id)
        state = unseal_state(key, row.route_id, row.route_version, bytes(row.state))
        return Engine(bundle).task(state, str(row.task_id))
    except (SealError, KeysError, WorkflowError):
        return None


def _draft(work: Work, actor: Actor, row: Any) -> Mapping[str, object] | None:
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
    return found


def _given(work: Work, actor: Actor, bundle: Bundle, row: Any) -> tuple[Given, ...]:
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


def _barred(work: Work, actor: Actor, row: Any, task: OpenTask | None) -> str | None:
    if task is None or not task.niet_door:
        return None
    done = [
        Done(each.name, str(each.done_by), frozenset({task.id} if row.opened_in < each.closed_in else ()))
        for each in done_in(work, row.route_id, task.niet_door)
    ]
    before = barring(task, str(actor.id), done)
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


def _name(work: Work, person: UUID | None) -> str | None:
    return None if person is None else names_of(work, [person]).get(person)
