"""Tokens: what a task of the library carries besides its place, and the moves that tokens make.

A token is a live task of SpiffWorkflow with a `Token` beside it. All live tokens of a scope hang under one finished
root, so nothing that is over is kept, however long a route runs (architecture section 4, trap 4; ADR 0001).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.diagram import EventKind
from workflows.diagram.model import BOUNDARY_EVENT
from workflows.spiff.run import Run
from workflows.types import Scalar


@dataclass(slots=True)
class Token:
    """What the library does not know of a task that is live."""

    entered: datetime
    flow: str = ""
    """Sequence flow by which it came."""
    due: datetime | None = None
    times: int | None = None
    """Of a cycle: which of its times, from 1, `due` is; None where it is no cycle."""
    host: UUID | None = None
    """Of a boundary event that waits: the activity it sits on."""
    race: UUID | None = None
    """Of an event behind an event-based gateway: that gateway; the first takes all."""
    items_of: UUID | None = None
    """Of one item of a multi-instance: the activity as a whole."""
    item: Mapping[str, Scalar] | None = None
    number: int | None = None
    lane: str | None = None
    ook_door: tuple[str, ...] = ()
    fired: bool = False
    answer: tuple[str, ...] = ()
    """Flow ids that a question was answered with; never outlives the command."""


def token_of(task: Task) -> Token:
    """The token beside a live task."""
    token: Token = task.internal_data["token"]
    return token


def run_of(task: Task) -> Run:
    """The command that is being carried out on the route of this task."""
    run: Run = task.workflow.top_workflow.run
    return run


def is_live(task: Task) -> bool:
    """Whether the task still has something to do; the root of a scope never has."""
    return bool(task.has_state(TaskState.DEFINITE_MASK))


def live(workflow: BpmnWorkflow) -> list[Task]:
    """The live tasks directly in a scope, oldest first."""
    return [task for task in workflow.tasks.values() if is_live(task)]


def scopes(top: BpmnWorkflow) -> Iterator[BpmnWorkflow]:
    """Every scope of a route, the route itself first, each before those inside it."""
    yield top
    yield from list(top.subprocesses.values())


def place(workflow: BpmnWorkflow, element: str, *, entered: datetime | None = None, **more: Any) -> Task:
    """Put a new token at an element of a scope and let it arrive there, now or as if it had come earlier."""
    run: Run = workflow.top_workflow.run
    spec = workflow.spec.task_specs[element]
    task = workflow.task_tree._add_child(spec, TaskState.FUTURE)
    task.internal_data["token"] = Token(entered=entered or run.moment.instant, **more)
    spec._update(task)
    return task


def cancel(task: Task) -> None:
    """Take a token away, with all that lives because of it: what it waits on, its items, the scope inside it."""
    if not is_live(task):
        return
    top = task.workflow.top_workflow
    if not (task.task_spec.node.tag == BOUNDARY_EVENT and not token_of(task).fired):
        run_of(task).cancelled(task)
    inner = top.subprocesses.pop(task.id, None)
    if inner is not None:
        for each in live(inner):
            cancel(each)
    drop_dependants(task)
    task.cancel()


def drop_dependants(task: Task) -> None:
    """Take away the boundary events and the items of an activity that is over."""
    for other in live(task.workflow):
        token = token_of(other)
        if task.id in (token.host, token.items_of):
            cancel(other)


def fire(task: Task) -> None:
    """Let what an event waited for happen: the race is won, the host interrupted, the token goes on."""
    token = token_of(task)
    workflow, node = task.workflow, task.task_spec.node
    if token.race is not None:
        run_of(task).flow(task, token.flow)
        for other in live(workflow):
            if other is not task and token_of(other).race == token.race:
                cancel(other)
        token.race = None
    if node.tag != BOUNDARY_EVENT:
        proceed(task)
    elif node.interrupting:
        _interrupt(task, token)
    elif node.event.kind is not EventKind.TIMER or token.times is not None:
        _repeat(task, token)
    else:
        _escalate(task, token)
        _go_off(task, token)


def _interrupt(task: Task, token: Token) -> None:
    host, token.host = task.workflow.tasks[token.host], None
    cancel(host)
    _go_off(task, token)


def _go_off(task: Task, token: Token) -> None:
    token.fired, token.host = True, None
    run_of(task).entered(task)
    proceed(task)


def _repeat(task: Task, token: Token) -> None:
    """A non-interrupting boundary event that stays: one token goes on, the event waits for the next time."""
    _escalate(task, token)
    place(task.workflow, task.task_spec.name, fired=True)
    if token.times is not None and not task.task_spec.arm(task, token.times + 1):
        task.cancel()


def _escalate(task: Task, token: Token) -> None:
    """From now on the task, with all its items, is open to the functions that the event names as well."""
    more = task.task_spec.node.listed("ook_door")
    for other in live(task.workflow) if more else ():
        beside = token_of(other)
        if token.host in (other.id, beside.items_of):
            beside.ook_door = (*beside.ook_door, *(f for f in more if f not in beside.ook_door))


def proceed(task: Task) -> None:
    """Make a waiting token ready; the library then runs its element."""
    task._ready()
