"""What in a route hears a message: tokens that wait for it, and the event subprocesses that it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.diagram import EventKind
from workflows.spiff.parser import Program
from workflows.spiff.scopes import RouteWorkflow
from workflows.spiff.tokens import cancel, fire, live, place, scopes
from workflows.types import FieldValue


@dataclass(frozen=True, slots=True)
class Waiting:
    """A token that waits for a message."""

    task: Task

    def hear(self, fields: Mapping[str, FieldValue]) -> None:
        """Let it happen, unless an earlier hearer took the token away."""
        if self.task.has_state(TaskState.WAITING):
            self.task.workflow.fields.update(fields)
            fire(self.task)


@dataclass(frozen=True, slots=True)
class EventStart:
    """An event subprocess that a message starts."""

    workflow: Any
    element: str
    interrupting: bool

    def hear(self, fields: Mapping[str, FieldValue]) -> None:
        """Open it, interrupting if it is drawn so, unless its process is over or was interrupted."""
        if self.workflow.interrupted or not live(self.workflow):
            return
        self.workflow.fields.update(fields)
        if self.interrupting:
            self.workflow.interrupted = True
            for task in live(self.workflow):
                cancel(task)
        place(self.workflow, self.element)


def waiting_for(top: RouteWorkflow, message: str) -> list[Waiting]:
    """The tokens of all scopes that wait for a message."""
    return [
        Waiting(task) for workflow in scopes(top) for task in live(workflow)
        if task.has_state(TaskState.WAITING)
        and task.task_spec.node.event.kind is EventKind.MESSAGE and task.task_spec.node.event.name == message
    ]  # fmt: skip


def event_subprocesses(program: Program, top: RouteWorkflow, message: str) -> list[EventStart]:
    """The event subprocesses of all running processes that a message starts."""
    return [
        EventStart(workflow, subprocess.id, start.interrupting)
        for workflow in scopes(top) if workflow.spec.name in program.processes
        for process in [program.processes[workflow.spec.name]]
        for subprocess in process.event_subprocesses() for start in process.start_events(subprocess.id)
        if start.event.kind is EventKind.MESSAGE and start.event.name == message
    ]  # fmt: skip
