"""Gateways: questions to people, choices by data, splits and joins (BPMN 2.0, 10.6 and 13.4)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.diagram import Flow
from workflows.errors import IncidentError
from workflows.spiff.expressions import evaluate, set_due
from workflows.spiff.specs.base import NodeSpec
from workflows.spiff.tokens import live, run_of, token_of


class ChoiceGateway(NodeSpec):
    """An exclusive or inclusive gateway: a question where its flows carry labels and no condition, else a choice."""

    def __init__(self, *args: Any, question: bool) -> None:
        super().__init__(*args)
        self.manual = question

    def _on_ready(self, my_task: Task) -> None:
        if self.manual:
            set_due(my_task)
        super()._on_ready(my_task)

    def chosen(self, task: Task) -> Iterable[Flow]:
        """By the answer of a person, or by the conditions."""
        if self.manual:
            return [flow for flow in self.flows if flow.id in token_of(task).answer]
        if len(self.flows) == 1:
            return self.flows
        return self.by_conditions(task)

    @abstractmethod
    def by_conditions(self, task: Task) -> Iterable[Flow]:
        """The flows that the data choose. Raises IncidentError where none does."""

    def otherwise(self) -> list[Flow]:
        """The default flow. Raises IncidentError where there is none, as BPMN 2.0 (13.4.2) says."""
        default = [flow for flow in self.flows if flow.id == self.node.default]
        if not default:
            message = f"Bij “{self.node.name or self.node.id}” past geen enkele pijl, en er is geen standaardpijl."
            raise IncidentError(message, element=self.node.id)
        return default

    def holds(self, task: Task, flow: Flow) -> bool:
        """Whether the condition of a flow is true; null is not."""
        return flow.id != self.node.default and evaluate(task, flow.condition) is True


class ExclusiveGateway(ChoiceGateway):
    """One flow: the first, in document order, whose condition holds."""

    def by_conditions(self, task: Task) -> Iterable[Flow]:
        """See the class."""
        return next(([flow] for flow in self.flows if self.holds(task, flow)), None) or self.otherwise()


class Join(NodeSpec):
    """A gateway where tokens wait for each other."""

    def arrive(self, task: Task) -> bool:
        """Wait, unless there is nothing to wait for."""
        if len(self.node.incoming) <= 1:
            return True
        task._set_state(TaskState.WAITING)
        return False

    def waiting(self, workflow: Any) -> dict[str, Task]:
        """The tokens that wait here, the oldest of each incoming flow."""
        first: dict[str, Task] = {}
        for task in live(workflow):
            if task.task_spec is self and task.has_state(TaskState.WAITING):
                first.setdefault(token_of(task).flow, task)
        return first

    @abstractmethod
    def may_pass(self, workflow: Any, waiting: Mapping[str, Task]) -> bool:
        """Whether what waits is enough."""

    def release(self, workflow: Any) -> bool:
        """Let the waiting tokens go on as one, where they may. True where they did."""
        waiting = self.waiting(workflow)
        if not waiting or not self.may_pass(workflow, waiting):
            return False
        passing, *others = waiting.values()
        for task in others:
            task.cancel()
        passing._ready()
        return True


class ParallelGateway(Join):
    """Waits for a token on each incoming flow; gives one to each outgoing flow."""

    def may_pass(self, workflow: Any, waiting: Mapping[str, Task]) -> bool:
        """See the class."""
        return len(waiting) == len(self.node.incoming)


class InclusiveGateway(ChoiceGateway, Join):
    """One or more flows; joins what can still arrive."""

    def by_conditions(self, task: Task) -> Iterable[Flow]:
        """Every flow whose condition holds, else the default."""
        return [flow for flow in self.flows if self.holds(task, flow)] or self.otherwise()

    def may_pass(self, workflow: Any, waiting: Mapping[str, Task]) -> bool:
        """Whether no other token can still reach an empty incoming flow (BPMN 2.0, table 13.3).

        A token that can also reach, over sequence flows, a flow where one already waits does not hold it up.
        """
        for task in live(workflow):
            at = task.task_spec.name
            missing = any(at in sources for flow, sources in self._upstream.items() if flow not in waiting)
            if missing and task.task_spec is not self and not any(at in self._direct[flow] for flow in waiting):
                return False
        return True

    @cached_property
    def _direct(self) -> dict[str, frozenset[str]]:
        """For each incoming flow the elements from which sequence flows lead to it without passing this gateway."""
        return self._sources(by_events=False)

    @cached_property
    def _upstream(self) -> dict[str, frozenset[str]]:
        """The same, where a token at an activity can also come by its boundary events."""
        return self._sources(by_events=True)

    def _sources(self, *, by_events: bool) -> dict[str, frozenset[str]]:
        specs = self._wf_spec.task_specs
        sources: dict[str, set[str]] = {}
        for spec in specs.values():
            if isinstance(spec, NodeSpec):
                for flow in spec.flows:
                    sources.setdefault(flow.target, set()).add(spec.name)
                if by_events and spec.node.attached_to:
                    sources.setdefault(spec.name, set()).add(spec.node.attached_to)
        flows = {flow.id: spec.name for spec in specs.values() if isinstance(spec, NodeSpec) for flow in spec.flows}
        return {flow: _backwards(flows[flow], sources, self.name) for flow in self.node.incoming}


def _backwards(element: str, sources: Mapping[str, set[str]], stop: str) -> frozenset[str]:
    seen: set[str] = set()
    todo = [element]
    while todo:
        each = todo.pop()
        if each not in seen and each != stop:
            seen.add(each)
            todo.extend(sources.get(each, ()))
    return frozenset(seen)


class EventBasedGateway(NodeSpec):
    """Waits for the first of the events behind it."""

    def leave(self, task: Task) -> None:
        """Let each event wait; the flow counts as taken when its event comes."""
        run_of(task).left(task)
        for flow in self.flows:
            token_of(self.send(task, flow)).race = task.id
