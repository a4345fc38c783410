"""From outcome to rows: the only place where what the engine decided becomes tasks, timers, mail and facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.commands.answers import Filled, keep
from app.commands.scope import Scope, Told
from app.commands.telling import Deed, drawn_columns, moved
from app.domain.actors import ActorKind
from app.domain.circle import Circle, Found, Member, find
from app.domain.facts import Fact, MessageReceived, MessageUnheard, NobodyFound, RouteStarted
from app.domain.functions import ON_THE_DOSSIER
from app.store.documents import as_instant_text
from app.store.dossiers import add_readers, add_standing, new_route
from app.store.incidents import NOBODY, TIMER, Stuck, add_incident, open_incidents
from app.store.loaded import LoadedDossier, LoadedRoute
from app.store.people import load_circle
from app.store.stepped import Opened
from app.store.tables import member, outbox
from app.store.tasks import add_task, change_task, close_tasks, let_go, tasks_with_members
from workflows import (
    Bundle,
    Delivered,
    Message,
    Moment,
    Notice,
    OpenTask,
    Outcome,
    RouteStatus,
    canonical_bytes,
    carry_out,
    deliver,
)  # fmt: skip

BY_TASK, BY_START, BY_NOTICE = "taak", "gestart", "bericht"
MAIL_TASK: Final = "taak"
MAIL_NOTICE: Final = "bericht"


class Progress:
    """One dossier moving. Also what delivery of messages asks of whoever keeps the routes (`workflows.Dossier`)."""

    def __init__(self, scope: Scope, dossier: LoadedDossier) -> None:
        self.scope, self.work, self.dossier = scope, scope.work, dossier
        self.opened: dict[UUID, Opened] = {}
        """The tasks that opened and are open, in order."""
        self.started: list[UUID] = []
        self._circle: Circle | None = None
        self._throwing: dict[int, tuple[Message, LoadedRoute, int]] = {}
        """By identity: two messages of one name may be under way."""
        self._begun: Filled | None = None
        """What was filled in to begin the route that is being begun."""
        self._joined: list[dict[str, object]] = []
        """Who came onto the team since the last fact."""
        self.redraw: Callable[[LoadedRoute, Bundle, OpenTask], None] | None = None
        """What a migration does with a task that stays open, in the place of giving it another term."""
        self._thrown: list[Message] = []

    # what commands do

    def command(
        self, route: LoadedRoute, verb: str, arguments: Mapping[str, Any], fact: Fact, told: Told | None = None
    ) -> Outcome:
        """Carry a verb out on a route, write down what came of it, and hold what it threw for `deliver`."""
        bundle = self.scope.bundle(route.bundle)
        at = self.moment(route, bundle)
        outcome = carry_out(self.scope.engine(route.bundle), at, route.state, verb, arguments)
        route.move(outcome.state, canonical_bytes(outcome.state))
        self._apply(route, bundle, outcome, (told or Told()).at or self.work.now)
        deed = Deed(at, self.dossier.calendar, route.bundle, verb, arguments)
        joined, self._joined = self._joined, []
        told = replace(told or Told(), moved={**moved(deed, outcome), "joined": joined})
        if (begun := self._begun) is not None:
            # What was filled in to begin a route belongs to the phase in which it begins, known only now.
            self._begun = None
            told = replace(told, answers=keep(self.scope, route, None, begun))
        self.scope.record(route.stream, fact, told)
        self._throwing |= {id(message): (message, route, route.stream.count) for message in outcome.messages}
        self._thrown += outcome.messages
        return outcome

    def deliver(self) -> tuple[Delivered, ...]:
        """Bring what was thrown to whom it reaches, and what that throws in turn. Raises IncidentError after fifty."""
        first, self._thrown = self._thrown, []
        done = deliver(first, self)
        for each in done:
            thrower = self._thrower(each.message)
            if not each.routes and thrower is not None:
                self.scope.record(thrower.stream, MessageUnheard(message=each.message.name))
        self._thrown = []
        return done

    def begin(
        self, process: str, message: Message, *, by: UUID | None, fill: Filled | None = None, told: Told | None = None
    ) -> LoadedRoute:
        """Begin a route on the version in force, by a person with what they filled in, or by another route."""
        bundle = self._holding(None if by else message)
        made = new_route(self.dossier, process, bundle.processes[process].name or process, bundle.geheel, by)
        add_readers(self.work, made.id, sorted(bundle.readers(process)))
        self.started.append(made.id)
        if by is not None and by not in self.circle.denied:
            self.join([by], made.id, BY_START)
        fact = RouteStarted(process=process, bundle=bundle.geheel, message=message.name)
        arguments = {"process": process, "message": message.name, "fields": dict(message.fields)}
        self._begun = fill
        self.command(made, "start", arguments, fact, told)
        return made

    # what delivery asks (workflows.Dossier)

    def hearing(self, message: str) -> Sequence[UUID]:
        """The open routes in which something waits for a message, the oldest first."""
        return [
            route.id for route in self.dossier.open_routes()
            if self.scope.engine(route.bundle).hears(route.state or {}, message)
        ]  # fmt: skip

    def starts(self, message: Message) -> str | None:
        """The process that a message starts in the protocol that holds for the route that threw it."""
        start = self._holding(message).starts.get(message.name)
        return start.process if start else None

    def receive(self, route: UUID, message: Message) -> Outcome:
        """Bring a message of another route to this one."""
        found = self.dossier.find(route)
        if found is None:
            raise LookupError("delivery named a route that is not here")
        arguments = {"message": message.name, "fields": dict(message.fields)}
        return self.command(found, "receive", arguments, MessageReceived(message=message.name), self._because(message))

    def start(self, process: str, message: Message) -> tuple[UUID, Outcome]:
        """Begin a route by a message of another."""
        before = len(self._thrown)
        made = self.begin(process, message, by=None, told=self._because(message))
        thrown = tuple(self._thrown[before:])
        return made.id, replace(_EMPTY, state=made.state or {}, messages=thrown)

    # people

    @property
    def circle(self) -> Circle:
        """The people around the dossier, those whom this command put there included."""
        if self._circle is None:
            of, told = self.dossier, self.dossier.around
            self._circle = told.circle if told else load_circle(self.work, of.id, of.school_id, of.pupil_id)
        return self._circle

    def join(
        self, people: Iterable[UUID], route: UUID, reason: str, task: UUID | None = None, *, by: Collection[str] = ()
    ) -> None:
        """Put people on the team of a route, `by` functions that they hold: no longer than they hold them."""
        for person in sorted(people):
            self.work.add(
                member, member_id=self.work.new_id(), dossier_id=self.dossier.id, person_id=person, route_id=route,
                task_id=task, reason=reason, began_at=self.work.now, ended_at=self.circle.until(person, by),
            )  # fmt: skip
            self._joined.append({"person": str(person), "reason": reason, **({"task": str(task)} if task else {})})
            self._circle = replace(self.circle, members=self.circle.members | {Member(person, route)})

    def stand(self, functions: Iterable[str]) -> None:
        """Put functions on the team of the dossier, for as long as it is open."""
        new = sorted(set(functions) - self.circle.standing)
        add_standing(self.work, self.dossier.id, new)
        self._circle = replace(self.circle, standing=self.circle.standing | frozenset(new))

    def mail(self, people: Iterable[UUID], kind: str) -> None:
        """Put a mail out for each, once in a command; whoever does it need not be told."""
        for person in sorted(set(people) - {self.scope.actor.id}):
            if (person, kind) not in self.scope.mailed:
                self.scope.mailed.add((person, kind))
                self.work.add(
                    outbox, mail_id=self.work.new_id(), person_id=person, kind=kind, command_id=self.scope.command,
                    created_at=self.work.now, next_at=self.work.now, attempts=0, failed=False,
                )  # fmt: skip

    # how an outcome becomes rows

    def moment(self, route: LoadedRoute, bundle: Bundle) -> Moment:
        """The circumstances of the next command on a route."""
        running = bundle.running(each.process for each in self.dossier.open_routes() if each.id != route.id)
        calendar = self.scope.calendar(self.dossier.calendar)
        return Moment(route.id, route.version + 1, self.work.now, calendar, running)

    def _apply(self, route: LoadedRoute, bundle: Bundle, outcome: Outcome, at: datetime) -> None:
        route.status = str(outcome.status)
        if outcome.status is not RouteStatus.LOOPT:
            route.ended_at = self.work.now
        if outcome.ends:
            route.ends = list(outcome.ends)
        self._reach(route, bundle, outcome, at)
        if outcome.opened or outcome.changed or outcome.notices:
            # Asked before anything is put off: a question later on would send that first, in a journey of its own.
            self._circle = self.circle
        self._close(route, outcome)
        for each in outcome.changed:
            (self.redraw or self._change)(route, bundle, each)
        for each in outcome.opened:
            self._open(route, bundle, each)
        for notice in outcome.notices:
            self._tell(route, bundle, notice)
        route.next_due = self._next_due(route, outcome)

    def _reach(self, route: LoadedRoute, bundle: Bundle, outcome: Outcome, at: datetime) -> None:
        for milestone in outcome.milestones:
            route.milestone, route.phase = milestone.name, milestone.phase or route.phase
            route.reached = route.reached | {milestone.name: as_instant_text(at)}
        phases = {milestone.phase for milestone in outcome.milestones}
        arriving = [function for function, phase in bundle.protocol.team.items() if phase in phases]
        if arriving:
            self.stand(arriving)

    def _close(self, route: LoadedRoute, outcome: Outcome) -> None:
        if not outcome.closed:
            return
        closed = {UUID(each.id): str(each.how) for each in outcome.closed}
        self.opened = {each: how for each, how in self.opened.items() if each not in closed}
        done_by = self.scope.actor.id if self.scope.actor.kind is ActorKind.PERSON else None
        close_tasks(self.work, route.version, self.scope.command, closed, done_by)
        asked = self.dossier.task
        # Of the task that was asked for it is known whether it put somebody on the team; others are looked up.
        known = asked is not None and set(closed) == {asked.task_id}
        ids = list(closed) if not known or (asked is not None and asked.joined) else []
        if ids and (with_members := tasks_with_members(self.work, ids)):
            let_go(self.work, with_members)

    def _change(self, route: LoadedRoute, bundle: Bundle, each: OpenTask) -> None:
        functions, _ = self.people_of(bundle, route, each)
        change_task(self.work, UUID(each.id), self.dossier.school_id, each.due, functions)

    def _open(self, route: LoadedRoute, bundle: Bundle, each: OpenTask) -> None:
        functions, found = self.people_of(bundle, route, each)
        values = {
            **drawn_columns(each), "task_id": UUID(each.id), "phase": route.phase, "due_at": each.due,
            "opened_by": self.scope.command, "joined": bool(found.joining),
        }  # fmt: skip
        add_task(self.work, route, self.dossier.school_id, values, functions)
        self.opened[UUID(each.id)] = Opened(values, functions)
        self.join(found.joining, route.id, BY_TASK, UUID(each.id), by=functions)
        self.mail(found.people, MAIL_TASK)
        if found.instead or not found.people:
            self.nobody(route, each, functions, found)

    def people_of(self, bundle: Bundle, route: LoadedRoute, each: OpenTask) -> tuple[list[str], Found]:
        """The functions that a task is open to, and who that is now."""
        circles = bundle.circles(each)
        found = find(circles, self.circle, route.id)
        drawn = [name for functions in circles for name in functions] or [ON_THE_DOSSIER]
        return sorted({*drawn, *found.instead}), found

    def nobody(
        self, route: LoadedRoute, each: OpenTask, functions: Sequence[str], found: Found, *, afterwards: bool = False
    ) -> None:  # fmt: skip
        """Write down that nobody is there for a task; `afterwards`, of one that was open already, with who joined."""
        wanted = ", ".join(name for name in functions if name not in found.instead) or "iemand op het dossier"
        message = f"Voor “{each.name}” is {wanted} nodig, en daarvoor is nu niemand die bij dit dossier mag."
        stuck = Stuck(NOBODY, each.element, each.id, message)
        made = add_incident(self.work, self.dossier.school_id, self.dossier.id, route.id, stuck)
        fact = NobodyFound(
            incident=made, task=each.id, functions=tuple(functions), instead=tuple(sorted(found.instead))
        )
        joined, self._joined = (self._joined, []) if afterwards else ([], self._joined)
        self.scope.record(route.stream, fact, Told(moved={"joined": joined}))

    def _tell(self, route: LoadedRoute, bundle: Bundle, notice: Notice) -> None:
        functions = bundle.functions_of(route.process, notice.to) or (notice.to,)
        found = find([functions], self.circle, route.id)
        self.join(found.joining, route.id, BY_NOTICE, by=(*functions, *found.instead))
        self.mail(found.people, MAIL_NOTICE)

    def _next_due(self, route: LoadedRoute, outcome: Outcome) -> datetime | None:
        stuck = set[str]()
        if route.stuck:
            stuck = {row.subject for row in open_incidents(self.work, self.dossier.id, TIMER)}
        if str(route.id) in stuck:
            return None
        waiting = [timer.due for timer in outcome.timers if timer.id not in stuck]
        return min(waiting) if waiting and route.is_open else None

    def _holding(self, message: Message | None) -> Bundle:
        """The protocol for what a message of a route begins; without one, for what the actor does."""
        found = self._thrower(message) if message else None
        return self.scope.in_force(self.dossier.school_id, found.bundle if found else None)

    def _thrower(self, message: Message) -> LoadedRoute | None:
        return self._throwing[id(message)][1] if id(message) in self._throwing else None

    def _because(self, message: Message) -> Told:
        found = self._throwing.get(id(message))
        if found is None:
            return Told()
        _, thrower, sequence = found
        return Told(cause={"route": str(thrower.id), "sequence": sequence, "element": message.element})


_EMPTY: Final = Outcome(state={}, state_hash="", status=RouteStatus.LOOPT)
