"""Events: starts, ends, throws, catches and boundary events (BPMN 2.0, 10.5 and 13.5)."""

from __future__ import annotations

from functools import partial
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.calendar import parse_term
from workflows.diagram import EventKind, TimerKind
from workflows.diagram.model import BOUNDARY_EVENT
from workflows.spiff.expressions import instant_of
from workflows.spiff.specs.base import NodeSpec
from workflows.spiff.tokens import cancel, fire, live, run_of, token_of
from workflows.types import LEEG, Message, Milestone, Notice, RouteStatus


class StartEvent(NodeSpec):
    """Where a token begins."""


class ThrowEvent(NodeSpec):
    """A milestone, a message, a notice or an escalation on the way. A send task does the same."""

    def act(self, task: Task) -> None:
        """Tell what the event tells."""
        if self.node.event.kind is EventKind.ESCALATION:
            run_of(task).afterwards.append(partial(escalate, task, self.node.event.name))
        elif self.node.event.kind is EventKind.NONE:
            run_of(task).milestones.append(Milestone(self.name, self.node.name, self.node.properties.get("fase")))
        else:
            throw_message(self, task)


class EndEvent(NodeSpec):
    """Where a token ends, and what that does to its scope."""

    def act(self, task: Task) -> None:
        """See `BPMN 2.0, table 10.88`; what touches the scope waits until this token is gone."""
        run, event = run_of(task), self.node.event
        if _ends_the_route(task.workflow):
            run.ends.append(self.node.name or self.name)
        if event.kind is EventKind.MESSAGE:
            throw_message(self, task)
        elif event.kind is EventKind.TERMINATE:
            run.afterwards.append(partial(terminate, task.workflow))
        elif event.kind is EventKind.ERROR:
            run.afterwards.append(partial(raise_error, task, event.name))
        elif event.kind is EventKind.ESCALATION:
            run.afterwards.append(partial(escalate, task, event.name))


def _ends_the_route(workflow: Any) -> bool:
    """Whether an end event of this scope is one of the route: of its process, or of what interrupted that."""
    if workflow.parent_task_id is None:
        return True
    host = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
    return bool(host.workflow is workflow.top_workflow and host.workflow.interrupted)


class CatchEvent(NodeSpec):
    """Waits for a message or an instant. A receive task does the same."""

    def arrive(self, task: Task) -> bool:
        """Wait, unless what it waits for is what put it here."""
        if token_of(task).fired:
            return True
        task._set_state(TaskState.WAITING)
        self.arm(task, 1)
        return False

    def arm(self, task: Task, times: int) -> bool:
        """Set the instant of a timer, for which of its times; False where a cycle has had them all."""
        event = self.node.event
        if event.kind is not EventKind.TIMER:
            return True
        token = token_of(task)
        if event.timer is TimerKind.CYCLE:
            term = parse_term(event.text)
            if term is not None and term.repeats is not None and times > term.repeats:
                return False
            token.times = times
        token.due = instant_of(task, event.text, for_timer=True, start=token.entered, times=times)
        return True


class BoundaryEvent(CatchEvent):
    """A catch event on the edge of an activity; `tokens.fire` knows interrupting from not."""

    def _update_hook(self, my_task: Task) -> bool:
        if not my_task.has_state(TaskState.FUTURE):
            return False
        if token_of(my_task).fired:
            run_of(my_task).entered(my_task)
        return self.arrive(my_task)


def throw_message(spec: NodeSpec, task: Task) -> None:
    """Send the message of an element, or the notice where it says `aan`."""
    run, node = run_of(task), spec.node
    if "aan" in node.properties:
        run.notices.extend(Notice(to, node.name or node.event.name, node.id) for to in node.listed("aan"))
        return
    fields = task.workflow.fields
    carried = {name: fields[name] for name in node.listed("mee") if fields.get(name, LEEG) != LEEG}
    run.messages.append(Message(node.event.name, node.id, carried))


def terminate(workflow: Any) -> None:
    """End a scope at once with all that lives in it."""
    for task in live(workflow):
        cancel(task)


def _catchers(workflow: Any, kind: EventKind, code: str) -> list[Task]:
    """Boundary events of this kind on the activity whose inside is `workflow`; the ones that name the code first."""
    host = workflow.parent_task_id
    around = workflow.top_workflow.get_task_from_id(host).workflow
    found = [
        task for task in live(around)
        if token_of(task).host == host and task.task_spec.node.tag == BOUNDARY_EVENT
        and task.task_spec.node.event.kind is kind and task.task_spec.node.event.name in ("", code)
    ]  # fmt: skip
    return sorted(found, key=lambda task: not task.task_spec.node.event.name)[:1]


def raise_error(task: Task, code: str) -> None:
    """End scope after scope until one has a boundary event for the error; without one the route is broken off."""
    workflow = task.workflow
    while workflow.parent_task_id is not None:
        catchers = _catchers(workflow, EventKind.ERROR, code)
        if catchers:
            fire(catchers[0])
            return
        workflow = workflow.top_workflow.get_task_from_id(workflow.parent_task_id).workflow
    terminate(workflow)
    run = run_of(task)
    run.status = RouteStatus.AFGEBROKEN
    run.note(task, f"Niets vangt de fout “{code}” op; de route is afgebroken.")


def escalate(task: Task, code: str) -> None:
    """Tell the nearest boundary event for the escalation; without one nothing happens but a note."""
    workflow = task.workflow
    while workflow.parent_task_id is not None:
        catchers = _catchers(workflow, EventKind.ESCALATION, code)
        if catchers:
            fire(catchers[0])
            return
        workflow = workflow.top_workflow.get_task_from_id(workflow.parent_task_id).workflow
    run_of(task).note(task, f"Niets vangt de escalatie “{code}” op.")
