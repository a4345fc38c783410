"""One command being carried out: what it may read, and the record of what it does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from SpiffWorkflow.task import Task

from workflows.errors import IncidentError
from workflows.feel import Decisions
from workflows.spiff.moment import Moment
from workflows.types import (
    Decision,
    Message,
    Milestone,
    Note,
    Notice,
    RouteStatus,
    RoutingField,
    Step,
    StepKind,
)  # fmt: skip

if TYPE_CHECKING:
    from uuid import UUID

MAX_MOVES: Final = 1_000
"""Elements that one command may pass without a person or a wait; more is a diagram that spins."""


@dataclass(slots=True)
class Run:
    """What the elements of a diagram may ask and must tell while a command moves their tokens."""

    moment: Moment
    decisions: Decisions
    fields: Mapping[str, RoutingField]
    """Every routing field of the bundle, by name."""
    starts: Mapping[str, str] = field(default_factory=dict)
    """Message name to the process that it starts."""
    queue: deque[Task] = field(default_factory=deque)
    """Tokens that are ready and need nobody."""
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """What an end event does to its scope, once it is itself over."""
    status: RouteStatus = RouteStatus.LOOPT
    moves: int = 0
    completed: set[str] = field(default_factory=set)
    """Ids of the tasks that people completed by this command."""
    ends: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    decided: list[Decision] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def count(self, task: Task) -> None:
        """Count a move. Raises IncidentError where the diagram goes round without an end."""
        self.moves += 1
        if self.moves > MAX_MOVES:
            node = task.task_spec.node
            message = f"Bij “{node.name or node.id}” draait de route rond zonder dat iemand iets hoeft te doen."
            raise IncidentError(message, element=node.id)

    def running(self) -> frozenset[str]:
        """The processes of the other open routes, and of those that this command's own messages start.

        What is thrown is delivered after the command. Without it a route would go on as if the route it has just
        called for were not there: a talk with the parents beside a meldcode that begins that same moment.
        """
        called = {self.starts[message.name] for message in self.messages if message.name in self.starts}
        return self.moment.running | called

    def entered(self, task: Task) -> None:
        """A token arrived at an element."""
        self._step(StepKind.ENTERED, task)

    def left(self, task: Task) -> None:
        """A token left an element."""
        self._step(StepKind.LEFT, task)

    def cancelled(self, task: Task) -> None:
        """A token was taken away."""
        self._step(StepKind.CANCELLED, task)

    def flow(self, task: Task, flow: str) -> None:
        """A token took a sequence flow in the scope of this task."""
        self.steps.append(Step(StepKind.FLOW, flow, scope_path(task.workflow) + flow))

    def note(self, task: Task, text: str) -> None:
        """Write down something that stopped nothing."""
        self.notes.append(Note(task.task_spec.name, text))

    def _step(self, kind: StepKind, task: Task) -> None:
        self.steps.append(Step(kind, task.task_spec.name, path_of(task)))


def scope_path(workflow: Any) -> str:
    """Where a scope lies: the elements that lead to it, each followed by a slash."""
    parts: list[str] = []
    while True:
        host_id: UUID | None = workflow.parent_task_id
        if host_id is None:
            return "".join(reversed(parts))
        host = workflow.top_workflow.get_task_from_id(host_id)
        parts.append(f"{host.task_spec.name}/")
        workflow = host.workflow


def path_of(task: Task) -> str:
    """Where a task lies: the path of its scope, its element, and `[n]` for item n."""
    number = task.internal_data["token"].number
    return f"{scope_path(task.workflow)}{task.task_spec.name}" + (f"[{number}]" if number is not None else "")
