"""Tokens in a drawing that they did not come by: what waits there now, and terms counted anew from when each came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.diagram import EventKind
from workflows.errors import IncidentError
from workflows.spiff.expressions import evaluate, set_due
from workflows.spiff.migrating import Plan
from workflows.spiff.scopes import RouteWorkflow
from workflows.spiff.specs.events import CatchEvent
from workflows.spiff.tokens import cancel, live, place, scopes, token_of


def resettle(top: RouteWorkflow, plan: Plan) -> None:
    """Count all terms and timers anew, then put the new tokens of a plan at their places.

    Raises IncidentError where a timer would have no instant, or the plan names what is not there.
    """
    for workflow in scopes(top):
        for task in live(workflow):
            _count_anew(task)
    for each in plan.waiting:
        _wait(_scope(top, each), each)
    for each in plan.placed:
        place(_scope(top, each), _known(_scope(top, each), each["element"]))


def _count_anew(task: Task) -> None:
    token, spec = token_of(task), task.task_spec
    if task.has_state(TaskState.READY) and spec.manual:
        lane = spec.node.properties.get("lane", "") if token.items_of is not None else ""
        value = evaluate(task, lane) if lane else None
        token.lane = value if isinstance(value, str) else None
        set_due(task)
    elif task.has_state(TaskState.WAITING) and isinstance(spec, CatchEvent):
        times, token.due, token.times = token.times or 1, None, None
        if spec.node.event.kind is EventKind.TIMER and not spec.arm(task, times):
            cancel(task)


def _wait(workflow: Any, said: Mapping[str, str]) -> None:
    beside = workflow.tasks.get(UUID(said["beside"]))
    if beside is None:
        message = "Waar deze gebeurtenis bij hoort, is er niet."
        raise IncidentError(message, element=said["element"])
    element, entered = _known(workflow, said["element"]), token_of(beside).entered
    if "host" in said:
        place(workflow, element, entered=entered, host=UUID(said["host"]))
    else:
        place(workflow, element, entered=entered, race=UUID(said["race"]), flow=said["flow"])


def _scope(top: RouteWorkflow, said: Mapping[str, str]) -> Any:
    host = said.get("scope", "")
    found = top.subprocesses.get(UUID(host)) if host else top
    if found is None:
        message = "Waar dit in moet komen, is er niet."
        raise IncidentError(message, element=said["element"])
    return found


def _known(workflow: Any, element: str) -> str:
    if element not in workflow.spec.task_specs:
        message = f"Dit protocol heeft daar geen element “{element}”."
        raise IncidentError(message, element=element)
    return element
