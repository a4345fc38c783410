"""A route in a test, moved by hand: the clock, the commands and the last outcome, in as few words as possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.drawn import document
from workflows.bundle import Bundle
from workflows.calendar import EMPTY, Calendar
from workflows.engine import Engine, carry_out
from workflows.spiff import Moment
from workflows.types import OpenTask, Outcome

ROUTE = UUID("00000000-0000-4000-8000-000000000001")
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def bundle(files: Mapping[str, bytes] | None = None, **processes: str) -> Bundle:
    """A bundle of small processes, with more files where needed."""
    return Bundle.from_files({"test.bpmn": document(**processes), **(files or {})})


class Play:
    """One route and everything that was done to it."""

    def __init__(self, of: Bundle, process: str = "P", message: str = "", calendar: Calendar = EMPTY,
                 at: datetime = MONDAY, running: Sequence[str] = (), **fields: object) -> None:  # fmt: skip
        self.engine, self.calendar, self.now, self.sequence = Engine(of), calendar, at, 0
        self.running = frozenset(running)
        self.outcomes: list[Outcome] = []
        self.done: list[tuple[Moment, str, Mapping[str, Any]]] = []
        """Every command that was carried out, with its arguments."""
        self._do("start", process=process, message=message, fields=fields)

    def moment(self) -> Moment:
        self.sequence += 1
        return Moment(ROUTE, self.sequence, self.now, self.calendar, self.running)

    def _do(self, verb: str, **arguments: Any) -> Outcome:
        at = self.moment()
        outcome = carry_out(self.engine, at, self.outcomes[-1].state if self.outcomes else None, verb, arguments)
        self.outcomes.append(outcome)
        self.done.append((at, verb, arguments))
        return outcome

    @property
    def last(self) -> Outcome:
        return self.outcomes[-1]

    @property
    def state(self) -> Mapping[str, object]:
        return self.last.state

    @property
    def tasks(self) -> tuple[OpenTask, ...]:
        return self.engine.tasks(self.state)

    @property
    def open(self) -> list[str]:
        """Elements of the open tasks, sorted."""
        return sorted(task.element for task in self.tasks)

    def task(self, element: str, number: int | None = None) -> OpenTask:
        return next(t for t in self.tasks if t.element == element and number in (None, t.item_number))

    def do(self, element: str, number: int | None = None, **fields: object) -> Outcome:
        """Complete the oldest open task of an element."""
        return self._do("complete", task_id=self.task(element, number).id, fields=fields)

    def answer(self, element: str, *labels: str, reden: str | None = None) -> Outcome:
        """Answer a question."""
        return self._do("answer", task_id=self.task(element).id, antwoord=list(labels), reden=reden)

    def receive(self, message: str, **fields: object) -> Outcome:
        """Bring a message."""
        return self._do("receive", message=message, fields=fields)

    def fire(self) -> Outcome:
        """Move the clock to the first timer and let it go off."""
        timer = self.engine.timers(self.state)[0]
        self.now = max(self.now, timer.due)
        return self._do("fire", timer_id=timer.id)

    def wait(self, **time: float) -> None:
        """Move the clock without firing anything."""
        self.now += timedelta(**time)

    def correct(self, scope: str = "", **fields: object) -> Outcome:
        return self._do("correct", fields=fields, scope=scope)

    def deviate(self, to: str, *leaving: str) -> Outcome:
        return self._do("deviate", to=to, leaving=list(leaving))

    def withdraw(self) -> Outcome:
        return self._do("withdraw")
