"""Activities: work for people, decisions, calls and subprocesses (BPMN 2.0, 10.3 and 13.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.diagram import Loop
from workflows.errors import IncidentError
from workflows.spiff.expressions import as_field, as_value, context, evaluate, set_due
from workflows.spiff.specs.base import NodeSpec
from workflows.spiff.specs.events import CatchEvent, throw_message
from workflows.spiff.tokens import Token, drop_dependants, live, place, run_of, token_of
from workflows.types import Decision, FieldValue


class Activity(NodeSpec):
    """An element that can have boundary events."""

    def __init__(self, *args: Any, boundaries: tuple[str, ...] = ()) -> None:
        super().__init__(*args)
        self.boundaries = boundaries
        """Ids of the boundary events attached to it."""

    def arrive(self, task: Task) -> bool:
        """Let the boundary events wait beside the activity."""
        for event in self.boundaries:
            place(task.workflow, event, host=task.id)
        return self.begin(task)

    def begin(self, task: Task) -> bool:
        """Start the work itself; True where it is ready at once."""
        return True

    def leave(self, task: Task) -> None:
        """The boundary events end with the activity."""
        drop_dependants(task)
        super().leave(task)


class UserTask(Activity):
    """Work in an inbox; over a list, one task for each record."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.manual = True

    def begin(self, task: Task) -> bool:
        """Open the task, or its items."""
        if self.node.loop is None:
            set_due(task)
            return True
        token = token_of(task)
        if token.items_of is not None:
            return self._begin_item(task, token)
        return self._begin_all(task, self.node.loop)

    def arrive(self, task: Task) -> bool:
        """An item has no boundary events of its own: they wait beside the activity as a whole."""
        return self.begin(task) if token_of(task).items_of is not None else super().arrive(task)

    def _begin_item(self, task: Task, token: Token) -> bool:
        lane = self.node.properties.get("lane", "")
        if lane:
            value = evaluate(task, lane)
            token.lane = value if isinstance(value, str) else None
        set_due(task)
        return True

    def _begin_all(self, task: Task, loop: Loop) -> bool:
        records = self._records(task, loop)
        task._set_state(TaskState.STARTED)
        for number in range(1, len(records) + 1)[: 1 if loop.sequential else None]:
            place(task.workflow, self.name, items_of=task.id, item=records[number - 1], number=number)
        if not records:
            task.complete()
        return False

    def _records(self, task: Task, loop: Loop) -> list[Any]:
        records = task.workflow.fields.get(loop.collection)
        if isinstance(records, str) or not isinstance(records, Iterable):
            message = f"“{self.node.name}” loopt over de lijst “{loop.collection}”, maar die is nog niet ingevuld."
            raise IncidentError(message, element=self.name)
        return list(records)

    def leave(self, task: Task) -> None:
        """An item goes nowhere; the last one lets the activity as a whole go on."""
        token = token_of(task)
        if token.items_of is None:
            super().leave(task)
            return
        run_of(task).left(task)
        loop, whole = self.node.loop, task.workflow.tasks[token.items_of]
        records = self._records(whole, loop) if loop is not None and loop.sequential else []
        if token.number is not None and token.number < len(records):
            number = token.number + 1
            wider = token_of(whole).ook_door
            place(task.workflow, self.name, items_of=whole.id, item=records[number - 1], number=number, ook_door=wider)
        elif not any(token_of(other).items_of == whole.id for other in live(task.workflow)):
            whole.complete()


class RuleTask(NodeSpec):
    """Asks a decision; its outputs set routing fields of the scope."""

    def act(self, task: Task) -> None:
        """Evaluate, set, and tell which rows decided. An output of null sets the field back to `leeg`."""
        run, fields = run_of(task), task.workflow.fields
        names = run.decisions.names(self.node.decision)
        verdict = run.decisions.evaluate(self.node.decision, context(run, fields, names), run.moment.instant)
        for note in verdict.notes:
            run.note(task, note)
        outputs = {name: as_field(value) for name, value in verdict.outputs.items()}
        fields.update(outputs)
        inputs = {name: as_field(value) for name, value in verdict.inputs.items()}
        run.decided.append(
            Decision(self.name, self.node.decision, self.node.name, inputs, tuple(verdict.rules), outputs)
        )


class SendTask(NodeSpec):
    """Throws its message, or gives its notice."""

    def act(self, task: Task) -> None:
        """See the class."""
        throw_message(self, task)


class ReceiveTask(Activity, CatchEvent):
    """Waits for a message, with boundary events if it has them."""

    def begin(self, task: Task) -> bool:
        """See `CatchEvent`."""
        return CatchEvent.arrive(self, task)


class Container(Activity):
    """An activity with a scope inside it."""

    inside = ""
    """Name of the spec of what is inside."""

    def begin(self, task: Task) -> bool:
        """Open the scope and put a token at its start."""
        task._set_state(TaskState.STARTED)
        scope = task.workflow.top_workflow.create_subprocess(task, self.inside)
        self.fill(task, scope)
        place(scope, scope.spec.entry)
        return False

    def fill(self, task: Task, scope: Any) -> None:
        """Give the scope its fields: here, those of the process around it."""
        scope.fields = task.workflow.fields

    def returned(self, task: Task, scope: Any) -> None:
        """Take back what the scope has to say, when it is over."""


class SubProcess(Container):
    """An embedded or event subprocess: the same fields, a smaller world."""

    @property
    def inside(self) -> str:  # type: ignore[override]
        """Its own id names what is inside."""
        return self.node.id


class CallActivity(Container):
    """Calls another process of the bundle: fields of its own, in and out by FEEL."""

    @property
    def inside(self) -> str:  # type: ignore[override]
        """The process it calls."""
        return self.node.called

    def fill(self, task: Task, scope: Any) -> None:
        """Only what `in.<field>` names goes in."""
        scope.fields = self._mapped(task, "in", task.workflow)

    def returned(self, task: Task, scope: Any) -> None:
        """Only what `uit.<field>` names comes out."""
        task.workflow.fields.update(self._mapped(task, "uit", scope))

    def _mapped(self, task: Task, prefix: str, source: Any) -> dict[str, FieldValue]:
        values = {name: evaluate(task, text, source) for name, text in self.node.prefixed(prefix).items()}
        return {name: as_value(value) for name, value in values.items()}
