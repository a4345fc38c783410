"""Routes through a protocol that nobody wrote down: each answer follows from how often it was asked for before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from workflows.bundle import Bundle
from workflows.calendar import EMPTY
from workflows.engine import Engine
from workflows.spiff import Moment, State
from workflows.types import FieldKind, FieldValue, OpenTask, Outcome, RouteStatus, RoutingField, Scalar, TaskKind

ROUTE = UUID("00000000-0000-4000-8000-000000000002")
MORNING = datetime(2026, 9, 1, 7, tzinfo=UTC)
LANE = "Intern begeleider"
MOST_COMMANDS = 500


@dataclass(frozen=True, slots=True)
class Command:
    """One recorded command: what was done, when, and the hash of the state that came of it."""

    at: Moment
    target: str
    """Id of the task or timer; of the start, its message."""
    kind: TaskKind | None = None
    """None for a start or timer."""
    answer: str = ""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    state_hash: str = ""
    state: State = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Walk:
    """A whole route, from its start to its end."""

    engine: Engine
    process: str
    commands: tuple[Command, ...]

    @property
    def half_way(self) -> State:
        """The state after half of its commands."""
        return self.commands[len(self.commands) // 2].state

    def again(self) -> int:
        """Carry all commands out again and hold each state against its hash. Returns how many there were."""
        state: State = {}
        for number, command in enumerate(self.commands):
            outcome = _carry_out(self.engine, self.process, command, state, first=number == 0)
            if outcome.state_hash != command.state_hash:
                text = f"Command {command.at.sequence} of {self.process} gave another state than before."
                raise RuntimeError(text)
            state = outcome.state
        return len(self.commands)


def walk(bundle: Bundle, process: str, message: str) -> Walk:
    """Go through a route until it ends: the oldest task first, the k-th asking gets the k-th answer, and so round.

    Where nothing is open for people, the first timer goes off. Raises RuntimeError for a route that does not end.
    """
    engine, asked = Engine(bundle), Counter[str]()
    done: list[Command] = []
    state: State = {}
    now = MORNING
    while not done or state["status"] == RouteStatus.LOOPT:
        at = Moment(ROUTE, len(done) + 1, now, EMPTY)
        command = _next(engine, at, state, asked) if done else Command(at, message)
        outcome = _carry_out(engine, process, command, state, first=not done)
        state = outcome.state
        done.append(Command(command.at, command.target, command.kind, command.answer, command.fields,
                            outcome.state_hash, state))  # fmt: skip
        now = command.at.instant + timedelta(hours=1)
        if len(done) > MOST_COMMANDS:
            text = f"The walk through {process} does not end."
            raise RuntimeError(text)
    return Walk(engine, process, tuple(done))


def _next(engine: Engine, at: Moment, state: State, asked: Counter[str]) -> Command:
    tasks = engine.tasks(state)
    if not tasks:
        timer = engine.timers(state)[0]
        return Command(Moment(at.route, at.sequence, max(at.instant, timer.due), at.calendar), timer.id)
    task = tasks[0]
    turn = asked[task.element]
    asked[task.element] += 1
    fields = {each.name: _value(each, turn, at.instant) for each in engine.bundle.form_fields(task.form).values()}
    return Command(at, task.id, task.kind, _answer(task, turn), fields)


def _answer(task: OpenTask, turn: int) -> str:
    return task.choices[turn % len(task.choices)].label if task.choices else ""


def _value(of: RoutingField, turn: int, now: datetime) -> FieldValue:
    if of.kind is FieldKind.RECORDS:
        return [{column.name: _scalar(column, number, now) for column in of.columns} for number in range(2)]
    return _scalar(of, turn, now)


def _scalar(of: RoutingField, turn: int, now: datetime) -> Scalar:
    if of.values:
        return of.values[turn % len(of.values)]
    later = now + timedelta(days=30)
    made: dict[FieldKind, Scalar] = {
        FieldKind.TEXT: LANE, FieldKind.NUMBER: turn + 1, FieldKind.BOOLEAN: turn % 2 == 0,
        FieldKind.DATE: later.date().isoformat(), FieldKind.DATE_TIME: later.isoformat(),
    }  # fmt: skip
    return made[of.kind]


def _carry_out(engine: Engine, process: str, command: Command, state: State, *, first: bool) -> Outcome:
    if first:
        return engine.start(command.at, process, command.target)
    if command.kind is TaskKind.TAAK:
        return engine.complete(command.at, state, command.target, command.fields)
    if command.kind is TaskKind.VRAAG:
        reason = "Dat is zo besproken."
        return engine.answer(command.at, state, command.target, command.answer, reason)
    return engine.fire(command.at, state, command.target)
