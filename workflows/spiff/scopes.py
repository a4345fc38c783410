"""The two kinds of scope a route consists of, on the library's workflow classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.errors import IncidentError

if TYPE_CHECKING:
    from workflows.spiff.run import Run
    from workflows.types import FieldValue


class NoScripts:
    """Stands where the library expects a script engine, and refuses (architecture section 4, trap 1)."""

    def __getattr__(self, name: str) -> NoReturn:
        message = f"Een diagram bevat geen programmatekst; de motor vroeg om “{name}”."
        raise IncidentError(message)


class RouteWorkflow(BpmnWorkflow):  # type: ignore[misc]
    """A route: the scope of its process. Its task tree is one finished root with the live tokens under it."""

    def __init__(self, spec: BpmnProcessSpec, specs: dict[str, BpmnProcessSpec], run: Run) -> None:
        super().__init__(spec, specs, script_engine=NoScripts(), deserializing=True)
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED)
        self.run = run
        self.fields: dict[str, FieldValue] = {}
        self.interrupted = False

    def create_subprocess(self, my_task: Task, spec_name: str) -> ScopeWorkflow:
        """Open the scope inside a call activity or subprocess."""
        scope = ScopeWorkflow(self.subprocess_specs[spec_name], my_task.id, self)
        self.subprocesses[my_task.id] = scope
        return scope

    def _task_completed_notify(self, task: Task) -> None:
        """The library would look through all waiting tasks here and end the route at an element called `End`."""
        self.last_task = task


class ScopeWorkflow(BpmnSubWorkflow):  # type: ignore[misc]
    """The scope inside a call activity (fields of its own) or a subprocess (the fields of its process)."""

    def __init__(self, spec: BpmnProcessSpec, parent_task_id: Any, top_workflow: RouteWorkflow) -> None:
        super().__init__(spec, parent_task_id, top_workflow, deserializing=True)
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED)
        self.fields: dict[str, FieldValue] = {}
        self.interrupted = False

    def _task_completed_notify(self, task: Task) -> None:
        """As in `RouteWorkflow`."""
        self.last_task = task
