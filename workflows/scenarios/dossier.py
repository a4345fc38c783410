"""A made-up dossier in memory: routes side by side, a clock that is told the time, and people who may do their part.

It keeps the rules that a school's dossier keeps (who may do what, which routes hear a message, in what order timers go
off), and has no side effects. What is refused or fails changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Final
from uuid import UUID, uuid5

from workflows.bundle import Bundle
from workflows.diagram import EventKind
from workflows.diagram import model as tag
from workflows.engine import Done, Engine, barring, carry_out, deliver
from workflows.errors import IncidentError, ScenarioError
from workflows.scenarios.people import People
from workflows.scenarios.words import key, same
from workflows.scenarios.world import Commanded, Ended, Route, Work, World
from workflows.spiff import Moment
from workflows.spiff.reading import places
from workflows.types import Catch, Closing, FieldValue, Message, Outcome, StepKind, Timer
from workflows.words import in_words

_ROUTES: Final = UUID("6f1f3a0e-3f59-5b6c-9d53-0c0a6b1d2e70")
"""Namespace of route ids, so that the same scenario has the same ids everywhere."""
MAX_FIRED: Final = 2_000
"""Timers that may go off in one move of the clock; more is a drawing that goes round by itself."""


class MemoryDossier:
    """Everything that happens to one pupil's dossier, in memory. `world` is all it holds, and may be put back."""

    def __init__(self, bundle: Bundle, world: World | None = None) -> None:
        self.bundle, self.people, self.engine = bundle, People(bundle), Engine(bundle)
        self.world = world or World()

    # what stands open

    @property
    def now(self) -> datetime:
        """The clock, in UTC."""
        return self.world.now

    @property
    def open_routes(self) -> tuple[Route, ...]:
        """The routes that run, the oldest first."""
        return tuple(route for route in self.world.routes if route.is_open)

    def work(self) -> tuple[Work, ...]:
        """What is open for people over all routes, the oldest first."""
        found = [
            Work(route, self.process_of[task.element], task)
            for route in self.open_routes for task in self.engine.tasks(route.state or {})
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda work: work.task.entered))

    def timers(self) -> tuple[tuple[Timer, Route], ...]:
        """What waits for an instant over all routes, in the order in which it goes off."""
        found = [(timer, route) for route in self.open_routes for timer in self.engine.timers(route.state or {})]
        return tuple(sorted(found, key=lambda each: (each[0].due, each[0].element, each[0].id)))

    def buttons(self, function: str) -> tuple[Catch, ...]:
        """What a function may start or send by hand now, each message once."""
        waiting = [catch for route in self.open_routes for catch in self.engine.catches(route.state or {})]
        found = dict[str, Catch]()
        for catch in (*waiting, *self.bundle.starts.values()):
            if self.people.may_press(function, catch):
                found.setdefault(catch.message, catch)
        return tuple(found.values())

    @cached_property
    def messages(self) -> tuple[str, ...]:
        """The names of all messages that are drawn."""
        nodes = (node for process in self.bundle.processes.values() for node in process.nodes.values())
        found = (node.event.name for node in nodes if node.event.kind is EventKind.MESSAGE)
        return tuple(name for name in dict.fromkeys(found) if name)

    def refusal(self, function: str, work: Work) -> str | None:
        """Why a function may not do this work, as a Dutch sentence; None where it may."""
        allowed = self.people.allowed(work.task)
        if allowed and not any(same(function, each) for each in allowed):
            return f"“{work.task.name}” is voor {in_words(list(allowed), 'of')}."
        before = barring(work.task, key(function), work.route.done)
        if before is not None:
            return f"“{work.task.name}” mag niet door wie “{before.name}” deed, en dat was {function}."
        return None

    def calls(self) -> tuple[str, ...]:
        """The called processes that run now, by id."""
        return tuple(
            place.node.called
            for route in self.open_routes for place in places(self.bundle.program, route.state or {})
            if place.node.tag == tag.CALL_ACTIVITY
        )  # fmt: skip

    def standing(self) -> frozenset[str]:
        """The elements in which something stands now, by id, over all routes."""
        program = self.bundle.program
        return frozenset(
            place.node.id for route in self.open_routes for place in places(program, route.state or {})
        )  # fmt: skip

    # what people and time do

    def press(self, function: str, catch: Catch, fields: Mapping[str, FieldValue]) -> None:
        """Start a route, or send a message that one waits for, by hand."""
        message = Message(catch.message, catch.element, fields)
        hearing = [
            route.id for route in self.open_routes
            if any(
                waiting.message == catch.message and self.people.may_press(function, waiting)
                for waiting in self.engine.catches(route.state or {})
            )
        ]  # fmt: skip
        with self._kept():
            if hearing:
                outcomes = [self.receive(route, message) for route in hearing]
            else:
                outcomes = [self._start(catch.process, message, function)[1]]
            self._after([thrown for outcome in outcomes for thrown in outcome.messages])

    def complete(self, function: str, work: Work, fields: Mapping[str, FieldValue]) -> None:
        """Complete a task. Raises ScenarioError where the function may not, and what `Engine.complete` raises."""
        self._do(function, work, "complete", task_id=work.task.id, fields=dict(fields))

    def answer(self, function: str, work: Work, labels: Sequence[str], reden: str | None) -> None:
        """Answer a question. Raises ScenarioError where the function may not, and what `Engine.answer` raises."""
        self._do(function, work, "answer", task_id=work.task.id, antwoord=list(labels), reden=reden)

    def come_in(self, name: str, fields: Mapping[str, FieldValue]) -> None:
        """Let a message come in from outside."""
        with self._kept():
            self._after([Message(name, "", fields)])

    def move_clock(self, to: datetime) -> None:
        """Move the clock on; what comes due goes off, each at its own instant. Before anything ran it may go back."""
        if to < self.now and self.world.routes:
            message = "De klok kan niet terug: er is al iets gebeurd in dit dossier."
            raise ScenarioError(message)
        with self._kept():
            self._fire_until(to)
            self.world = replace(self.world, now=to)

    def close_school(self, days: frozenset[date]) -> None:
        """Give the school days off, beside the public holidays."""
        calendar = self.world.calendar
        free = calendar.school_free_days | days
        self.world = replace(self.world, calendar=replace(calendar, school_free_days=free))

    # what delivery asks (engine.Dossier)

    def hearing(self, message: str) -> Sequence[UUID]:
        """The open routes in which something waits for a message, the oldest first."""
        return [route.id for route in self.open_routes if self.engine.hears(route.state or {}, message)]

    def starts(self, message: Message) -> str | None:
        """The process that a message starts."""
        start = self.bundle.starts.get(message.name)
        return start.process if start else None

    def receive(self, route: UUID, message: Message) -> Outcome:
        """Bring a message to a route."""
        return self._command(route, "receive", message=message.name, fields=dict(message.fields))

    def start(self, process: str, message: Message) -> tuple[UUID, Outcome]:
        """Begin a route by a message."""
        return self._start(process, message, "")

    # how it is kept

    @cached_property
    def process_of(self) -> Mapping[str, str]:
        """Element to the process in which it is drawn; ids are unique over the bundle."""
        return {node: process.id for process in self.bundle.processes.values() for node in process.nodes}

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """All of it or nothing."""
        before = self.world
        try:
            yield
        except BaseException:
            self.world = before
            raise

    def _do(self, function: str, work: Work, kind: str, **arguments: object) -> None:
        refusal = self.refusal(function, work)
        if refusal:
            raise ScenarioError(refusal)
        beside = frozenset(task.id for task in self.engine.tasks(work.route.state or {}))
        with self._kept():
            outcome = self._command(work.route.id, kind, **arguments)
            route = self._route(work.route.id)
            self._put(replace(route, done=(*route.done, Done(work.task.name, key(function), beside))))
            self._after(outcome.messages)

    def _after(self, messages: Sequence[Message]) -> None:
        self._deliver(messages)
        self._fire_until(self.now)

    def _deliver(self, messages: Sequence[Message]) -> None:
        world = self.world
        done = deliver(messages, self)
        told = tuple(each.message for each in done)
        unheard = tuple(each.message for each in done if not each.routes)
        self.world = replace(self.world, messages=world.messages + told, unheard=world.unheard + unheard)

    def _fire_until(self, instant: datetime) -> None:
        for _ in range(MAX_FIRED):
            timer, route = next(iter(self.timers()), (None, None))
            if timer is None or route is None or timer.due > instant:
                return
            self.world = replace(self.world, now=max(self.now, timer.due), fired=(*self.world.fired, timer))
            self._deliver(self._command(route.id, "fire", timer_id=timer.id).messages)
        message = f"Meer dan {MAX_FIRED} timers gaan af zonder dat iemand iets doet: deze tekening draait rond."
        raise IncidentError(message)

    def _start(self, process: str, message: Message, function: str) -> tuple[UUID, Outcome]:
        number = len(self.world.routes) + 1
        route = Route(uuid5(_ROUTES, str(number)), number, process, function)
        self.world = replace(self.world, routes=(*self.world.routes, route))
        fields = dict(message.fields)
        return route.id, self._command(route.id, "start", process=process, message=message.name, fields=fields)

    def _command(self, route_id: UUID, kind: str, **arguments: object) -> Outcome:
        route = self._route(route_id)
        running = self.bundle.running(other.process for other in self.open_routes if other.id != route_id)
        moment = Moment(route_id, route.sequence + 1, self.now, self.world.calendar, running)
        outcome = carry_out(self.engine, moment, route.state, kind, arguments)
        command = Commanded(
            route_id, moment.sequence, self.now, tuple(sorted(running)), kind, arguments, outcome.state_hash,
            self.world.calendar,
        )  # fmt: skip
        done = _in_their_place(self._route(route_id).done, outcome)
        self._put(replace(
            route, done=done, sequence=moment.sequence, state=outcome.state, state_hash=outcome.state_hash,
            status=outcome.status, ends=outcome.ends, milestones=route.milestones + outcome.milestones,
        ))  # fmt: skip
        world = self.world
        self.world = replace(
            world, commands=(*world.commands, command), notices=world.notices + outcome.notices,
            decisions=world.decisions + outcome.decisions, ended=world.ended + self._ended(route, outcome),
            flows=world.flows | {step.element for step in outcome.steps if step.kind is StepKind.FLOW},
        )  # fmt: skip
        return outcome

    def _ended(self, route: Route, outcome: Outcome) -> tuple[Ended, ...]:
        found = []
        for step in outcome.steps:
            process = self.process_of.get(step.element, "")
            node = self.bundle.processes[process].nodes[step.element] if process else None
            if node and step.kind is StepKind.ENTERED and node.tag == tag.END_EVENT and node.scope == process:
                found.append(Ended(process, node.name))
        return tuple(each for each in found if each.process != route.process)

    def _route(self, route_id: UUID) -> Route:
        return next(route for route in self.world.routes if route.id == route_id)

    def _put(self, changed: Route) -> None:
        routes = tuple(changed if route.id == changed.id else route for route in self.world.routes)
        self.world = replace(self.world, routes=routes)


def _in_their_place(done: tuple[Done, ...], outcome: Outcome) -> tuple[Done, ...]:
    """What was done beside a task that lapsed was done beside those that came in its place."""
    lapsed: dict[str, set[str]] = {}
    for closed in outcome.closed:
        if closed.how is Closing.VERVALLEN:
            lapsed.setdefault(closed.name, set()).add(closed.id)
    came = [(lapsed[each.name], each.id) for each in outcome.opened if each.name in lapsed]
    return tuple(replace(each, beside=each.beside | {new for olds, new in came if olds & each.beside}) for each in done)
