"""Tasks over the API: the inbox, one task, completing and answering it, drafts and corrections."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from app.api.blueprint import PREFIX, api, told
from app.api.bodies import CompleteBody, CorrectBody, DraftBody, KeyHeader, TaskPath, TaskQuery
from app.api.problems import of_refusal
from app.api.services import actor, ask, look, send, services
from app.api.shapes import shape
from app.commands.bus import CONFLICT, Sent
from app.commands.tasks import CompleteTask, CorrectTask, SaveDraft
from app.domain.declared import declares
from app.domain.errors import StuckError, WrongStateError
from app.domain.permissions import Permission
from app.queries.inbox import Asked, Completed, completed, completed_in, current, open_tasks
from app.queries.items import TaskItem
from app.queries.paging import Page
from app.queries.task import TaskDetail, conflict, read_task

TASKS = shape("Tasks", Page[TaskItem])
TASK = shape("TaskDetail", TaskDetail)
COMPLETED = shape("Completed", Completed)


@api.get("/tasks", **told("Open taken voor jou en je functies, de eerste termijn vooraan", TASKS))
@declares(Permission.SIGNED_IN, at_the_door=True)
def get_tasks(query: TaskQuery) -> Response:
    """The inbox."""
    asked = Asked(query.limit, query.cursor, query.route, query.dossier, query.q)
    return TASKS.reply(ask(lambda work: open_tasks(work, actor(), asked)))


@api.get("/tasks/<task_id>", **told("Eén taak of vraag, met het formulier en wat je al typte", TASK, 404))
@declares(Permission.SEE_TASK)
def get_task(path: TaskPath) -> Response:
    """One task."""
    return TASK.reply(look(lambda work: read_task(work, actor(), services().desk.bundles, path.task_id)))


@api.post(
    "/tasks/<task_id>/complete",
    **told("Een taak afronden of een vraag beantwoorden", COMPLETED, 404, conflict=True, body=True),
)
@declares(Permission.DO_TASK)
def complete_task(path: TaskPath, header: KeyHeader, body: CompleteBody) -> Response:
    """Complete a task."""
    command = CompleteTask(path.task_id, body.answers, body.seen, body.happened_at, tuple(body.beside))
    try:
        sent = send(command, f"{PREFIX}/tasks/{path.task_id}", header.key)
    except (WrongStateError, StuckError) as error:
        return _conflict(error, path.task_id)
    if sent.status == CONFLICT:
        return _conflict(_why_not(path.task_id, body.seen), path.task_id)
    return _completed(path.task_id, sent)


@api.put(
    "/tasks/<task_id>/draft", **told("Bewaren wat je tot nu toe typte", None, 404, status=204, conflict=True, body=True)
)
@declares(Permission.DO_TASK)
def put_draft(path: TaskPath, body: DraftBody) -> Response:
    """Keep a draft."""
    try:
        send(SaveDraft(path.task_id, body.answers))
    except WrongStateError as error:
        return _conflict(error, path.task_id)
    return Response(status=204)


@api.post(
    "/tasks/<task_id>/correct",
    **told("Antwoorden van een afgeronde taak herstellen", COMPLETED, 404, conflict=True, body=True),
)
@declares(Permission.CORRECT)
def correct_task(path: TaskPath, header: KeyHeader, body: CorrectBody) -> Response:
    """Set answers right."""
    command = CorrectTask(path.task_id, body.answers, body.reason)
    try:
        sent = send(command, f"{PREFIX}/tasks/{path.task_id}", header.key)
    except (WrongStateError, StuckError) as error:
        return _conflict(error, path.task_id)
    if sent.status == CONFLICT:
        return _conflict(WrongStateError(), path.task_id)
    return _completed(path.task_id, sent)


def _completed(task_id: UUID, sent: Sent) -> Response:
    if sent.result is not None and sent.result.stepped is not None:
        return COMPLETED.reply(completed_in(sent.result.stepped, services().desk.clock.roughly()))
    return COMPLETED.reply(ask(lambda work: completed(work, actor(), task_id, sent.command)))


def _why_not(task_id: UUID, seen: int | None) -> WrongStateError:
    """Of a request that was refused before: the row that remembers it has no more than its status."""
    return ask(lambda work: conflict(work, actor(), services().desk.bundles, task_id, seen))


def _conflict(error: WrongStateError | StuckError, task_id: UUID) -> Response:
    item = ask(lambda work: current(work, actor(), task_id))
    return of_refusal(error, task=None if item is None else _TASK.adapter.dump_python(item, mode="json"))


_TASK = shape("TaskItem", TaskItem)
