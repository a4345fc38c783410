"""What every element of a diagram does alike: arrive, act, leave.

The library drives these classes: `_update` when a token comes in, `_run` when it is ready, `_on_complete` when it goes.
Its own prediction of what may come is switched off: only live tokens exist (ADR 0001).
"""

from __future__ import annotations

from collections.abc import Iterable

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.diagram import Flow, Node
from workflows.spiff.tokens import Token, run_of


class NodeSpec(BpmnTaskSpec):  # type: ignore[misc]
    """An element that a token passes through: the base of all others."""

    def __init__(self, wf_spec: BpmnProcessSpec, node: Node, flows: tuple[Flow, ...]) -> None:
        super().__init__(wf_spec, node.id, lane=node.lane, documentation=node.documentation)
        self.bpmn_id, self.bpmn_name = node.id, node.name
        self.node = node
        self.flows = flows
        """The outgoing sequence flows, in document order."""

    # what a kind of element says for itself

    def arrive(self, task: Task) -> bool:
        """Take in a token; True lets it act at once, False leaves it in whatever state it was put."""
        return True

    def act(self, task: Task) -> None:
        """Do what the element is there for."""

    def chosen(self, task: Task) -> Iterable[Flow]:
        """The flows that the token leaves by."""
        return self.flows

    def leave(self, task: Task) -> None:
        """Send tokens over the chosen flows."""
        run_of(task).left(task)
        for flow in self.chosen(task):
            run_of(task).flow(task, flow.id)
            self.send(task, flow)

    def send(self, task: Task, flow: Flow) -> Task:
        """Put a token at the other end of a flow; the library lets it arrive."""
        child = task._add_child(task.workflow.spec.task_specs[flow.target], TaskState.FUTURE)
        child.internal_data["token"] = Token(entered=run_of(task).moment.instant, flow=flow.id)
        return child

    # what the library calls

    def test(self) -> None:
        """Nothing: what the library would check here, the validator has."""

    def _predict_hook(self, my_task: Task) -> None:
        """Nothing: no task exists before its token."""

    def _update_hook(self, my_task: Task) -> bool:
        if not my_task.has_state(TaskState.FUTURE):
            return False
        run_of(my_task).entered(my_task)
        return self.arrive(my_task)

    def _on_ready(self, my_task: Task) -> None:
        if not self.manual:
            run_of(my_task).queue.append(my_task)

    def _run_hook(self, my_task: Task) -> bool:
        self.act(my_task)
        return True

    def _on_complete_hook(self, my_task: Task) -> None:
        self.leave(my_task)

    def _on_cancel(self, my_task: Task) -> None:
        """Nothing: `tokens.cancel` has done it."""
