"""Commands on a route: state and command in, `Outcome` out. The one place that moves tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.diagram import Node
from workflows.diagram import model as tag
from workflows.errors import FinishedError, IncidentError, NotOpenError, NotWaitingError, Refused
from workflows.feel import Decisions
from workflows.spiff import determinism
from workflows.spiff.canonical import project, restore, state_hash
from workflows.spiff.expressions import set_due
from workflows.spiff.hearing import EventStart, Waiting, event_subprocesses, waiting_for
from workflows.spiff.migrating import FORMER, Plan, standing, steps_between, taken_back, taken_to, with_former
from workflows.spiff.moment import Moment
from workflows.spiff.parser import Program
from workflows.spiff.reading import open_tasks, timers
from workflows.spiff.resettling import resettle
from workflows.spiff.run import Run, scope_path
from workflows.spiff.scopes import RouteWorkflow
from workflows.spiff.settling import settle
from workflows.spiff.specs.gateways import Join
from workflows.spiff.tokens import cancel, fire, live, place, scopes, token_of
from workflows.types import ClosedTask, Closing, FieldValue, Outcome, RouteStatus, RoutingField

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Runtime:
    """A compiled bundle with what its elements need; holds no route."""

    program: Program
    decisions: Decisions
    fields: Mapping[str, RoutingField]
    starts: Mapping[str, str]
    """Message name to the process that it starts."""

    # commands

    def start(self, at: Moment, process: str, element: str, fields: Mapping[str, FieldValue]) -> Outcome:
        """Begin a route with a token at a start event. Raises NotWaitingError where there is no such process."""
        if process not in self.program.processes:
            message = f"Er is geen route “{process}” in dit protocol."
            raise NotWaitingError(message)
        with determinism.command(at.route, at.sequence, at.instant):
            run = self._run(at)
            top = RouteWorkflow(self.program.specs[process], dict(self.program.specs), run)
            top.fields.update(fields)
            place(top, element)
            return self._outcome(None, top)

    def complete(
        self, at: Moment, state: State, task_id: str, answer: Sequence[str], fields: Mapping[str, FieldValue]
    ) -> Outcome:
        """Complete an open task or question; `answer` are the flow ids of a question's answer.

        Raises NotOpenError for a task that is not open: the library would happily run it (trap 3).
        """
        with self._command(at, state) as top:
            task = _find(top, task_id)
            if task is None or not task.has_state(TaskState.READY):
                raise NotOpenError
            top.run.completed.add(task_id)
            task.workflow.fields.update(fields)
            token_of(task).answer = tuple(answer)
            task.run()
            return self._outcome(state, top)

    def fire(self, at: Moment, state: State, timer_id: str) -> Outcome:
        """Let a timer go off. Raises NotWaitingError where it does not wait, or is not due yet."""
        with self._command(at, state) as top:
            task = _find(top, timer_id)
            due = token_of(task).due if task is not None and task.has_state(TaskState.WAITING) else None
            if task is None or due is None:
                raise NotWaitingError
            if due > at.instant:
                message = f"Het is nog geen tijd voor “{task.task_spec.node.name or task.task_spec.name}”."
                raise NotWaitingError(message)
            fire(task)
            return self._outcome(state, top)

    def receive(self, at: Moment, state: State, message: str, fields: Mapping[str, FieldValue]) -> Outcome:
        """Bring a message to everything in the route that waits for it. Raises NotWaitingError where nothing does."""
        with self._command(at, state) as top:
            heard: list[Waiting | EventStart] = [
                *waiting_for(top, message),
                *event_subprocesses(self.program, top, message),
            ]
            if not heard:
                raise NotWaitingError
            for each in heard:
                each.hear(fields)
                settle(top)
            return self._outcome(state, top)

    def correct(self, at: Moment, state: State, scope_path: str, fields: Mapping[str, FieldValue]) -> Outcome:
        """Set routing fields of a scope without moving a token; terms that count from them move along.

        `scope_path` is the path of the scope, empty for the route itself. Raises NotWaitingError for an unknown scope,
        Refused where a timer would have no instant any more.
        """
        with self._command(at, state) as top:
            workflow = _scope_at(top, scope_path)
            workflow.fields.update(fields)
            for scope in scopes(top):
                for task in live(scope) if scope.fields is workflow.fields else ():
                    _recount(task, set(fields))
            return self._outcome(state, top)

    def withdraw(self, at: Moment, state: State) -> Outcome:
        """End a route at once, by a person's decision; nothing in it goes on."""
        with self._command(at, state) as top:
            for task in live(top):
                cancel(task)
            top.run.status = RouteStatus.AFGEBROKEN
            return self._outcome(state, top)

    def deviate(self, at: Moment, state: State, to: str, leaving: Sequence[str]) -> Outcome:
        """*Afwijken*: take tokens of the route itself away (all where none is named) and put one at another element.

        Raises NotOpenError for a token that is not there, Refused for an element that cannot be gone to.
        """
        with self._command(at, state) as top:
            node = self.program.node(top.spec.name, to)
            if node is None or node.scope != top.spec.name or not can_be_gone_to(node):
                name = node.name if node and node.name else to
                message = f"Naar “{name}” kun je niet afwijken. Kies een stap of taak van deze route."
                raise Refused(message)
            chosen = [_in_route(top, each) for each in leaving] if leaving else live(top)
            for task in chosen:
                cancel(task)
                _end_without_items(task)
            top.interrupted = False
            place(top, to)
            return self._outcome(state, top)

    def migrate(self, at: Moment, state: State, plan: Plan, version: str) -> Outcome:
        """Take a route from another version to this one. `version` is the one that it leaves: to go back to.

        Raises IncidentError where the plan does not fit the drawing, or where the route could not go on there.
        """
        with self._moved(at, state, lambda before: taken_to(before, plan)) as (top, document):
            top.run.steps += steps_between(state, document)
            resettle(top, plan)
            return self._elsewhere(state, self._outcome(None, top), version)

    def revert(self, at: Moment, state: State) -> Outcome:
        """Take a route back to what it was, on this version. Raises NotWaitingError where something happened since."""
        if FORMER not in state:
            message = "Er is intussen iets gebeurd in deze route, dus ze kan niet meer terug naar haar vorige versie."
            raise NotWaitingError(message)
        with self._moved(at, state, taken_back) as (top, document):
            top.run.steps += steps_between(state, document)
            return self._elsewhere(state, self._outcome(None, top), "")

    # how a command runs

    @contextmanager
    def _command(self, at: Moment, state: State) -> Iterator[RouteWorkflow]:
        with self._moved(at, state, lambda before: before) as (top, _):
            yield top

    @contextmanager
    def _moved(
        self, at: Moment, state: State, made_of: Callable[[State], State]
    ) -> Iterator[tuple[RouteWorkflow, State]]:  # fmt: skip
        """A command on what is made of a state: ids are given out there too, so it is part of the command."""
        if state["status"] != RouteStatus.LOOPT:
            raise FinishedError
        with determinism.command(at.route, at.sequence, at.instant):
            document = made_of(state)
            yield restore(self.program, document, self._run(at)), document

    @staticmethod
    def _elsewhere(before: State, outcome: Outcome, version: str) -> Outcome:
        """The outcome of going to another version: what stays open keeps its id, as that version draws it."""
        was = {each.token["id"]: each.token for each in standing(before) if each.token["state"] == "open"}
        now = {each.id for each in outcome.opened}
        state = with_former(outcome.state, before, version) if version else outcome.state
        return replace(
            outcome, state=state, state_hash=state_hash(state),
            opened=tuple(each for each in outcome.opened if each.id not in was),
            changed=tuple(each for each in outcome.opened if each.id in was),
            closed=tuple(
                ClosedTask(name, token["element"], "", Closing.VERVALLEN, token.get("item"))
                for name, token in was.items() if name not in now
            ),
        )  # fmt: skip

    def _run(self, at: Moment) -> Run:
        return Run(at, self.decisions, self.fields, self.starts)

    def _outcome(self, before: State | None, top: RouteWorkflow) -> Outcome:
        settle(top)
        run = top.run
        if run.status is RouteStatus.LOOPT and not live(top):
            run.status = RouteStatus.AFGESLOTEN
        state = project(top)
        waiting = timers(self.program, state)
        now = {task.id: task for task in open_tasks(self.program, state)}
        if run.status is RouteStatus.LOOPT and not now and not _waits(top):
            message = "Er staat niets meer open en er wordt nergens op gewacht, maar de route is niet af."
            raise IncidentError(message)
        was = {task.id: task for task in open_tasks(self.program, before)} if before else {}
        done = {True: Closing.AFGEROND, False: Closing.VERVALLEN}
        closed = tuple(
            ClosedTask(t.id, t.element, t.name, done[t.id in run.completed], t.item)
            for t in was.values() if t.id not in now
        )  # fmt: skip
        return Outcome(
            state=state, state_hash=state_hash(state), status=run.status, ends=tuple(run.ends),
            steps=tuple(run.steps), opened=tuple(t for t in now.values() if t.id not in was), closed=closed,
            changed=tuple(t for t in now.values() if t.id in was and t != was[t.id]), timers=waiting,
            messages=tuple(run.messages), notices=tuple(run.notices), milestones=tuple(run.milestones),
            decisions=tuple(run.decided), notes=tuple(run.notes),
        )  # fmt: skip


def _waits(top: RouteWorkflow) -> bool:
    return any(
        task.has_state(TaskState.WAITING) and not isinstance(task.task_spec, Join)
        for workflow in scopes(top) for task in live(workflow)
    )  # fmt: skip


def _find(top: RouteWorkflow, task_id: str) -> Task | None:
    try:
        wanted = UUID(task_id)
    except ValueError:
        return None
    return next((w.tasks[wanted] for w in scopes(top) if wanted in w.tasks), None)


def _in_route(top: RouteWorkflow, task_id: str) -> Task:
    task = _find(top, task_id)
    if task is None or task.workflow is not top:
        raise NotOpenError
    return task


def can_be_gone_to(node: Node) -> bool:
    """Whether a token can be put there: not at a start, nor at what waits beside something else, nor at a join.

    At a join it would wait for others for ever.
    """
    joins = node.tag in (tag.PARALLEL, tag.INCLUSIVE) and len(node.incoming) > 1
    beside = node.tag in (tag.START_EVENT, tag.BOUNDARY_EVENT) or node.triggered_by_event
    return not (joins or beside or node.tag in tag.DRAWN_ONLY)


def _end_without_items(item: Task) -> None:
    """A multi-instance of which the last open item was left is left as a whole."""
    whole = item.workflow.tasks.get(token_of(item).items_of)
    if whole is not None and not any(token_of(task).items_of == whole.id for task in live(item.workflow)):
        cancel(whole)


def _scope_at(top: RouteWorkflow, path: str) -> Any:
    for scope in scopes(top):
        if scope_path(scope).rstrip("/") == path.rstrip("/"):
            return scope
    message = f"In deze route loopt “{path}” niet."
    raise NotWaitingError(message)


def _recount(task: Task, changed: set[str]) -> None:
    """Count a term or timer again where its text names a field that was corrected."""
    node, token = task.task_spec.node, token_of(task)
    text = node.properties.get("termijn", "") if task.task_spec.manual else node.event.text
    if not any(name in text for name in changed):
        return
    if task.has_state(TaskState.READY):
        set_due(task)
    elif token.due is not None:
        try:
            task.task_spec.arm(task, token.times or 1)
        except IncidentError as error:
            message = f"“{node.name or node.id}” wacht op deze datum. {error.message}"
            raise Refused(message) from error
