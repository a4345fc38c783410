"""A route told again on another version: the same commands at the same moments, as far as they can be given.

Tasks are matched by the id of their element, because ids of tasks are made anew. Where a command cannot be given any
more it stops: what came after it was done in answer to something that would not have been there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from workflows.bundle import Bundle
from workflows.engine import Engine, carry_out
from workflows.errors import (
    FinishedError,
    IncidentError,
    NotOpenError,
    NotWaitingError,
    RoutingFieldError,
    WorkflowError,
)
from workflows.spiff import State
from workflows.types import OpenTask, Outcome, RouteStatus, TaskKind
from workflows.whatif.course import Course, Difference, Past, Sort
from workflows.whatif.matching import Tasks, answered, asks_otherwise, kept_fields
from workflows.whatif.timing import Clocks

MOVED: Final = frozenset({"migrate", "revert"})
"""Verbs that only took a route to another version: on the version that is asked about it has been all along."""
_TASKS: Final = frozenset({"complete", "answer"})
_RUNS: Final = str(RouteStatus.LOOPT)
_MOST_FIRED: Final = 200
"""Timers that may go off between two commands: more is a timer that is always due."""


def what_if(draft: Bundle, past: Iterable[Past]) -> Course:
    """How a route would have gone on `draft`. Never raises for what the draft or the past say."""
    route = _Route(draft)
    for each in past:
        try:
            route.told(each)
        except _StuckError as stuck:
            route.differences.append(stuck.difference)
            break
    else:
        route.over()
    return Course(tuple(route.differences))


class _StuckError(Exception):
    """A command that cannot be given any more."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.sentence)
        self.difference = difference


class _Route:
    """A route while it is told."""

    def __init__(self, draft: Bundle) -> None:
        self.draft, self.engine = draft, Engine(draft)
        self.differences: list[Difference] = []
        self._state: State | None = None
        self._outcome: Outcome | None = None
        self._tasks, self._clocks = Tasks(), Clocks()
        self._number = 0
        self._last: Past | None = None

    def told(self, past: Past) -> None:
        """Carry out one command of the past."""
        self._last = past
        if past.verb not in MOVED:
            if self._state is not None and past.verb != "fire":
                self._fire_what_was_not_due(past)
            self._carry_out(past)
        self._compare(past)

    def over(self) -> None:
        """The past was told to its end: it must have come to the same one."""
        past, outcome = self._last, self._outcome
        if past is None or outcome is None:
            return
        was, now = str(past.outcome["status"]), str(outcome.status)
        if was != now or (was != _RUNS and sorted(past.told("ends")) != sorted(outcome.ends)):
            # Where a task is missing or more, the end differs because of it, and that is told already.
            told = any(each.sort in {Sort.MORE, Sort.LESS} for each in self.differences)
            if not told or now != _RUNS:
                self._differs(Sort.END, past, "", "De route zou anders eindigen.")

    # one command

    def _carry_out(self, past: Past) -> None:
        verb, arguments = past.verb, dict(past.arguments)
        if verb == "fire":
            self._fire(past)
            return
        element, name = str(past.data.get("element") or ""), str(past.data.get("name") or "")
        if verb in _TASKS:
            task = self._task(past, element, name)
            arguments = self._of_task(past, task, arguments)
            element, name = task.element, task.name
        elif verb == "deviate":
            arguments["leaving"] = [self._tasks.now(each) or each for each in arguments.get("leaving", ())]
        elif "fields" in arguments:
            arguments["fields"] = kept_fields(arguments["fields"], self.draft.fields)
        self._do(past, verb, arguments, (element, name))

    def _do(self, past: Past, verb: str, arguments: Mapping[str, Any], at: tuple[str, str]) -> None:
        self._number += 1
        moment = replace(past.moment, sequence=self._number)
        try:
            outcome = carry_out(self.engine, moment, self._state, verb, arguments)
        except (IncidentError, NotOpenError, NotWaitingError, FinishedError, RoutingFieldError) as error:
            raise _StuckError(self._why(past, error, at)) from error
        except WorkflowError as error:
            raise _StuckError(self._stuck(past, at[0], "Hier kan de route dan niet verder.")) from error
        self._state, self._outcome = outcome.state, outcome

    def _task(self, past: Past, element: str, name: str) -> OpenTask:
        wanted = self._tasks.now(str(past.arguments["task_id"]))
        open_ = self.engine.tasks(self._state) if self._state and self._state["status"] == _RUNS else ()
        task = next((each for each in open_ if each.id == wanted), None)
        if task is None:
            raise _StuckError(self._stuck(past, element, f"“{name}” staat dan niet open."))
        return task

    def _of_task(self, past: Past, task: OpenTask, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments for the task as it is drawn now."""
        if (task.kind is TaskKind.VRAAG) != (past.verb == "answer"):
            sentence = f"“{task.name}” is dan geen {'vraag' if past.verb == 'answer' else 'taak'} meer."
            raise _StuckError(self._stuck(past, task.element, sentence))
        if asks_otherwise(past.bundle, self.draft, task):
            self._differs(Sort.FIELDS, past, task.element, f"Bij “{task.name}” worden andere velden gevraagd.")
        if past.verb == "complete":
            asked = self.draft.form_fields(task.form)
            return {"task_id": task.id, "fields": kept_fields(arguments.get("fields") or {}, asked)}
        return {**arguments, "task_id": task.id, "antwoord": answered(past, task)}

    # timers

    def _fire(self, past: Past) -> None:
        element = str(past.data.get("element") or "")
        name = past.bundle.name_of(element)
        waiting = [each for each in self._timers() if each.element == element]
        due = [each for each in waiting if each.due <= past.moment.instant]
        if due:
            self._do(past, "fire", {"timer_id": due[0].id}, (element, name))
            return
        how = "gaat later af" if waiting else "is er dan niet"
        self._differs(Sort.TIMER, past, element, f"De termijn “{name}” {how}.")

    def _fire_what_was_not_due(self, past: Past) -> None:
        """What the draft would have let go off before this command, and the version of then did not have waiting."""
        for _ in range(_MOST_FIRED):
            due = [each for each in self._timers() if each.due <= past.moment.instant]
            late = self._clocks.overdue(past.moment.instant)
            timer = next((each for each in due if each.element not in late), None)
            if timer is None:
                return
            name = self.draft.name_of(timer.element)
            self._differs(Sort.TIMER, past, timer.element, f"De termijn “{name}” gaat dan eerder af.")
            self._do(past, "fire", {"timer_id": timer.id}, (timer.element, name))

    def _timers(self) -> Sequence[Any]:
        return self.engine.timers(self._state) if self._state and self._state["status"] == _RUNS else ()

    # what came of it

    def _compare(self, past: Past) -> None:
        self._clocks.told(past)
        tasks = self.engine.tasks(self._state) if self._state and self._state["status"] == _RUNS else ()
        less, more = self._tasks.told(past, tasks)
        for each in less:
            self._differs(Sort.LESS, past, each["element"], f"“{each['name']}” komt er dan niet.")
        for task in more:
            self._differs(Sort.MORE, past, task.element, f"“{task.name}” komt er dan bij.")

    def _differs(self, sort: Sort, past: Past, element: str, sentence: str) -> None:
        made = Difference(sort, past.sequence, element, sentence)
        if all(each.key != made.key for each in self.differences):
            self.differences.append(made)

    def _stuck(self, past: Past, element: str, sentence: str) -> Difference:
        return Difference(Sort.STUCK, past.sequence, element, sentence)

    def _why(self, past: Past, error: Exception, at: tuple[str, str]) -> Difference:
        element, name = at
        what = f"“{name}”" if name else "dit"
        if isinstance(error, IncidentError):
            element = error.element or element
            name = self.draft.name_of(element) if element else name
            return self._stuck(past, element, f"Bij “{name or 'de route'}” kan de route dan niet verder.")
        if isinstance(error, RoutingFieldError):
            field = "het antwoord" if error.field in {"antwoord", ""} else f"het veld “{error.field}”"
            return self._stuck(past, element, f"Bij {what} past dan niet meer wat er bij {field} is gekozen.")
        if isinstance(error, FinishedError):
            return self._stuck(past, element, "De route is dan al afgesloten.")
        return self._stuck(past, element, _unheard(past, what))


def _unheard(past: Past, what: str) -> str:
    message = past.arguments.get("message")
    if past.verb == "start":
        return "Deze route begint dan niet meer zo."
    if past.verb == "receive":
        return f"Niets wacht dan op het bericht “{message}”."
    return f"Voor {what} is dan geen plaats in de route."
