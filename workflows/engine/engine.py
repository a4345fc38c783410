"""What can be done to a route, with the answers checked before they reach it (architecture section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflows.bundle import Bundle
from workflows.errors import NotOpenError, NotWaitingError, RoutingFieldError
from workflows.routed import routed
from workflows.spiff import Moment, Plan, State, catches, open_tasks, timers
from workflows.types import Catch, Choice, FieldValue, OpenTask, Outcome, RoutingField, TaskKind, Timer

MIN_REASON = 3
"""A reason shorter than this many characters is none."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The verbs over the routes of one bundle version.

    Every verb takes a `Moment` first; the same moments, states and answers give the same outcome in any process.
    All of them raise IncidentError where the diagram cannot go on, and then nothing has changed.
    """

    bundle: Bundle

    # verbs

    def start(self, at: Moment, process: str, message: str = "", fields: Mapping[str, object] | None = None) -> Outcome:
        """Begin a route of a process, by a message or, without one, at its none start event.

        Raises NotWaitingError where the process does not start so, RoutingFieldError for a field that does not fit.
        """
        found = self.bundle.processes.get(process)
        starts = [n for n in found.start_events() if n.event.name == message] if found else []
        if not starts:
            how = f" door het bericht “{message}”" if message else ""
            text = f"De route “{process}” begint niet{how}."
            raise NotWaitingError(text)
        return self.bundle.runtime.start(at, process, starts[0].id, self._checked(fields or {}, self.bundle.fields))

    def complete(self, at: Moment, state: State, task_id: str, fields: Mapping[str, object] | None = None) -> Outcome:
        """Complete a user task with the routing part of its answers (`Bundle.routing`).

        Raises NotOpenError where it is not open, RoutingFieldError for a field its form does not set or a value that
        does not fit.
        """
        task = self.task(state, task_id)
        if task.kind is not TaskKind.TAAK:
            text = f"“{task.name}” is een vraag: kies een antwoord."
            raise NotOpenError(text)
        checked = self._checked(fields or {}, self.bundle.form_fields(task.form))
        return self.bundle.runtime.complete(at, state, task_id, (), checked)

    def answer(
        self, at: Moment, state: State, task_id: str, antwoord: str | Sequence[str], reden: str | None = None
    ) -> Outcome:
        """Answer a question with a label, or with several where the question allows it; its form does not route.

        Raises NotOpenError where it is not open, RoutingFieldError (field `antwoord` or `reden`) for an answer that is
        not among the labels, goes with another that excludes it, or lacks its reason.
        """
        task = self.task(state, task_id)
        if task.kind is not TaskKind.VRAAG:
            text = f"“{task.name}” is een taak, geen vraag."
            raise NotOpenError(text)
        labels = [antwoord] if isinstance(antwoord, str) else list(antwoord)
        chosen = chosen_of(task, labels)
        if any(choice.needs_reason for choice in chosen) and len((reden or "").strip()) < MIN_REASON:
            text = f"Geef bij “{task.name}” een reden voor dit antwoord."
            raise RoutingFieldError(text, field="reden")
        return self.bundle.runtime.complete(at, state, task_id, [choice.flow for choice in chosen], {})

    def fire(self, at: Moment, state: State, timer_id: str) -> Outcome:
        """Let a timer go off that is due. Raises NotWaitingError where it is not, or not yet."""
        return self.bundle.runtime.fire(at, state, timer_id)

    def receive(self, at: Moment, state: State, message: str, fields: Mapping[str, object] | None = None) -> Outcome:
        """Bring a message to all that waits for it in this route. Raises NotWaitingError where nothing does."""
        return self.bundle.runtime.receive(at, state, message, self._checked(fields or {}, self.bundle.fields))

    def correct(self, at: Moment, state: State, fields: Mapping[str, object], scope: str = "") -> Outcome:
        """Set routing fields right that were answered wrong; no token moves, terms that count from them do.

        `scope` is the path of a called process, empty for the route itself. Raises NotWaitingError for an unknown
        scope, RoutingFieldError for a field that the protocol does not know.
        """
        return self.bundle.runtime.correct(at, state, scope, self._checked(fields, self.bundle.fields))

    def withdraw(self, at: Moment, state: State) -> Outcome:
        """End a route by a person's decision."""
        return self.bundle.runtime.withdraw(at, state)

    def deviate(self, at: Moment, state: State, to: str, leaving: Sequence[str] = ()) -> Outcome:
        """*Afwijken*: move the route to another element of its process, from all its tokens or from the named ones."""
        return self.bundle.runtime.deviate(at, state, to, leaving)

    def migrate(self, at: Moment, state: State, plan: Mapping[str, object], version: str) -> Outcome:
        """Take a route of another version to this one, as `workflows.migration` planned it.

        `version` is the hash *geheel* of the one it leaves; until the next command it can `revert` to that. Tasks that
        stay open keep their ids and are all in `changed`. Raises FinishedError for a route that is over, IncidentError
        where the plan does not fit.
        """
        return self.bundle.runtime.migrate(at, state, Plan.of(plan), version)

    def revert(self, at: Moment, state: State) -> Outcome:
        """Take a route back to what it was on this version. Raises NotWaitingError where it did anything since."""
        return self.bundle.runtime.revert(at, state)

    # readings

    def tasks(self, state: State) -> tuple[OpenTask, ...]:
        """What is open for people, oldest first."""
        return open_tasks(self.bundle.program, state)

    def task(self, state: State, task_id: str) -> OpenTask:
        """One open task. Raises NotOpenError."""
        found = next((task for task in self.tasks(state) if task.id == task_id), None)
        if found is None:
            raise NotOpenError
        return found

    def timers(self, state: State) -> tuple[Timer, ...]:
        """What waits for an instant, first due first."""
        return timers(self.bundle.program, state)

    def catches(self, state: State) -> tuple[Catch, ...]:
        """The messages that the route hears now."""
        return catches(self.bundle.program, state)

    def hears(self, state: State, message: str) -> bool:
        """Whether anything in the route waits for this message."""
        return any(catch.message == message for catch in self.catches(state))

    def _checked(self, fields: Mapping[str, object], allowed: Mapping[str, RoutingField]) -> dict[str, FieldValue]:
        for name in fields:
            if name not in allowed:
                text = f"Het veld “{name}” hoort hier niet bij."
                raise RoutingFieldError(text, field=name)
        return {name: routed(allowed[name], value) for name, value in fields.items()}


def chosen_of(task: OpenTask, labels: Sequence[str]) -> tuple[Choice, ...]:
    """The choices of a question that an answer names. Raises RoutingFieldError where it is no answer to it."""
    known = {choice.label: choice for choice in task.choices}
    offered = ", ".join(f"“{label}”" for label in known)
    unknown = [label for label in labels if label not in known]
    if unknown or not labels:
        what = f"“{unknown[0]}” is geen antwoord op" if unknown else "Kies een antwoord op"
        text = f"{what} “{task.name}”. Kies uit: {offered}."
        raise RoutingFieldError(text, field="antwoord")
    chosen = tuple(known[label] for label in dict.fromkeys(labels))
    if len(chosen) > 1 and not task.multiple:
        text = f"Op “{task.name}” past één antwoord. Kies uit: {offered}."
        raise RoutingFieldError(text, field="antwoord")
    alone = [choice.label for choice in chosen if choice.excludes]
    if alone and len(chosen) > 1:
        text = f"“{alone[0]}” gaat bij “{task.name}” niet samen met een ander antwoord."
        raise RoutingFieldError(text, field="antwoord")
    return chosen
