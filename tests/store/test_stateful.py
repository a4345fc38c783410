"""A school that does anything at all, in any order, and crashes in between: what must hold, holds after every deed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

import app.store.tables as t
from app.commands.bus import Sent
from app.commands.command import Command
from app.commands.deviations import ConfirmDeviation, ProposeDeviation
from app.commands.routes import CloseDossier, OpenDossier, SendMessage, WithdrawRoute
from app.commands.tasks import CompleteTask, CorrectTask, SaveDraft
from app.commands.teams import DenyPerson, LiftDenial
from app.commands.timers import RetryIncident
from app.domain.errors import (
    DoneError,
    FormInvalidError,
    InvalidValueError,
    KeyReusedError,
    NotFoundError,
    Refused,
    StaleError,
    StuckError,
    WrongStateError,
)  # fmt: skip
from app.jobs.timers import fire_due
from app.queries.desk import Desk
from app.queries.verification import verify
from app.store.clock import Clock
from tests import klein
from tests.invariants import holds
from tests.killing import STATEMENTS, Places, counting
from tests.school import School, Site, make_school
from tests.steps import DIR, IB, LK, MT, new_dossier

EXAMPLES, DEEDS = 12, 30
REASON = "Dat leek ons beter."
ANY = st.integers(0, 1_000)
WHO = st.sampled_from([LK, IB, DIR, MT])
ASKED = {
    "kijken": st.fixed_dictionaries({
        "ernst": st.sampled_from(["laag", "hoog"]), "gezien": st.just("Wat er te zien was."),
        "acties": st.lists(st.fixed_dictionaries({
            "wie": st.sampled_from([LK, IB]), "wat": st.just("Iets wat helpt."),
        }), max_size=2),
    }),
    "bellen": st.fixed_dictionaries({"notitie": st.just("Gebeld en gesproken.")}, optional={
        "op": st.sampled_from(["2026-09-01", "2026-09-20"]), "tot": st.sampled_from(["2026-09-02", "2026-10-01"]),
    }),
    "vrij": st.just({"notitie": "Wat er te zeggen was."}),
}  # fmt: skip
LABELS = st.sampled_from(["Samen", "Per actie", "Nog eens", "Stoppen, met reden"])


class Crash(BaseException):
    """The process is gone: nothing of the product may catch it."""


def _crash(_connection: Any) -> None:
    raise Crash


class Life(RuleBasedStateMachine):
    """One school and what its people do."""

    site: ClassVar[Site]

    def __init__(self) -> None:
        super().__init__()
        self.context = self.site.app.app_context()
        self.context.push()
        self.school: School = make_school(self.site, klein.files())
        self.sent: list[tuple[str, Command, str, Sent]] = []
        self.proposals: list[tuple[UUID, UUID, str]] = []
        self.dossiers: list[UUID] = []

    def teardown(self) -> None:
        with self.school.reading() as work:
            found = verify(work, self.site.bundles)
        self.context.pop()
        assert found.holds, (found.wrong, found.unjudged)

    # asking

    def rows(self, table: Any, **where: object) -> list[Any]:
        """In an order that comes back: ids are drawn by chance."""
        conditions = [table.c[name] == value for name, value in where.items()]
        with self.school.reading() as work:
            found = work.rows(select(table).where(table.c.board_id == self.school.board, *conditions))
            routes = work.rows(select(t.route.c.route_id, t.route.c.number).where(t.route.c.board_id == self.school.board))
        numbers = {row.route_id: row.number for row in routes}
        return sorted(found, key=lambda row: self._place(row, numbers))

    def _place(self, row: Any, numbers: Mapping[UUID, int]) -> tuple[object, ...]:
        dossier, route = getattr(row, "dossier_id", None), getattr(row, "route_id", None)
        said = [str(value) for value in row if not isinstance(value, UUID | bytes)]
        return self.dossiers.index(dossier) if dossier else 0, numbers.get(route, 0) if route else 0, said

    def one_of(self, table: Any, number: int, **where: object) -> Any:
        found = self.rows(table, **where)
        return found[number % len(found)] if found else None

    def doer(self, task: UUID) -> str:
        for row in self.rows(t.task_function, task_id=task):
            if row.function in self.school.people:
                return str(row.function)
        return IB

    # doing

    def send(self, by: str, command: Command, key: str | None = None) -> Sent | Refused:
        try:
            sent = self.school.send(by, command, key)
        except Refused as told:
            assert isinstance(told, NotFoundError | WrongStateError | InvalidValueError | StuckError), repr(told)
            return told
        if key:
            self.sent.append((by, command, key, sent))
        return sent

    @initialize()
    def begin(self) -> None:
        self.dossiers.append(new_dossier(self.school))

    @rule(by=st.sampled_from([LK, IB]), fresh=st.booleans())
    def open_dossier(self, by: str, *, fresh: bool) -> None:
        if fresh and len(self.dossiers) < 3:
            self.dossiers.append(new_dossier(self.school))
            return
        told = self.send(by, OpenDossier(self.school.pupil, "Zorg", {"aanleiding": "Er is weer iets."}), str(uuid4()))
        if isinstance(told, Sent) and told.result.dossier not in self.dossiers:
            self.dossiers.append(told.result.dossier)

    @rule(by=WHO, dossier=ANY, message=st.sampled_from(["Bel", "Noteer", "Stop"]), keyed=st.booleans())
    def press(self, by: str, dossier: int, message: str, *, keyed: bool) -> None:
        found = self.one_of(t.dossier, dossier)
        self.send(by, SendMessage(found.dossier_id, message), str(uuid4()) if keyed else None)

    def step(self, number: int, data: st.DataObject) -> tuple[str, CompleteTask] | None:
        task = self.one_of(t.task, number, status="open")
        if task is None:
            return None
        answers: Mapping[str, object] = {"antwoord": data.draw(LABELS), "reden": REASON}
        if task.form is not None:
            answers = data.draw(ASKED[task.form])
        return self.doer(task.task_id), CompleteTask(task.task_id, answers, seen=task.version)

    @rule(number=ANY, data=st.data())
    def complete(self, number: int, data: st.DataObject) -> None:
        if (found := self.step(number, data)) is not None:
            told = self.send(*found, key=str(uuid4()))
            assert not isinstance(told, StaleError | DoneError)

    @rule(number=ANY, data=st.data(), by=WHO)
    def complete_as_anybody(self, number: int, data: st.DataObject, by: str) -> None:
        if (found := self.step(number, data)) is not None:
            self.send(by, found[1])

    @rule(number=ANY, data=st.data(), off=st.sampled_from([-1, 1]))
    def complete_what_was_seen_otherwise(self, number: int, data: st.DataObject, off: int) -> None:
        if (found := self.step(number, data)) is not None:
            by, command = found
            seen = CompleteTask(command.task, command.answers, (command.seen or 0) + off)
            assert isinstance(self.send(by, seen), StaleError | NotFoundError)

    @rule(number=ANY)
    def complete_what_is_done(self, number: int) -> None:
        task = self.one_of(t.task, number, status="afgerond")
        if task is not None:
            told = self.send(self.doer(task.task_id), CompleteTask(task.task_id, {"notitie": "Te laat getypt."}))
            assert isinstance(told, DoneError | NotFoundError)

    @precondition(lambda self: self.sent)
    @rule(number=ANY)
    def ask_again(self, number: int) -> None:
        by, command, key, first = self.sent[number % len(self.sent)]
        before = holds(self.school).count()
        again = self.school.send(by, command, key)
        assert (again.repeated, again.command, again.status) == (True, first.command, first.status)
        assert holds(self.school).count() == before

    @precondition(lambda self: self.sent)
    @rule(number=ANY)
    def ask_something_else_by_the_same_key(self, number: int) -> None:
        by, _, key, _ = self.sent[number % len(self.sent)]
        before = holds(self.school).count()
        try:
            self.school.send(by, SendMessage(uuid4(), "Bel"), key)
        except KeyReusedError:
            assert holds(self.school).count() == before
        else:
            raise AssertionError

    @rule(number=ANY, data=st.data(), place=st.integers(1, 22))
    def crash_in_a_step_and_try_again(self, number: int, data: st.DataObject, place: int) -> None:
        if (found := self.step(number, data)) is None:
            return
        by, command = found
        actor, key = self.school.actor(by), str(uuid4())
        facts = len(self.rows(t.fact))
        try:
            with counting(self.site, Places(_crash, place), STATEMENTS):
                self.school.bus.send(command, by=actor, key=key)
        except (Crash, Refused):
            holds(self.school)
        told = self.send(by, command, key)
        if isinstance(told, Sent) and told.status == 200:
            assert len(self.rows(t.fact)) > facts
            assert len(self.rows(t.answer, task_id=command.task)) <= 3

    @rule(route=ANY, by=WHO)
    def withdraw(self, route: int, by: str) -> None:
        self.send(by, WithdrawRoute(self.one_of(t.route, route).route_id, REASON), str(uuid4()))

    @rule(route=ANY, to=st.sampled_from(["a", "b", "c", "u", "r", "f", "nu", "bu", "bo", "nergens"]), by=WHO)
    def propose(self, route: int, to: str, by: str) -> None:
        found = self.one_of(t.route, route)
        told = self.send(by, ProposeDeviation(found.route_id, to, REASON))
        if isinstance(told, Sent):
            self.proposals.append((found.route_id, told.result, by))

    @precondition(lambda self: self.proposals)
    @rule(number=ANY, by=WHO)
    def confirm(self, number: int, by: str) -> None:
        route, proposal, first = self.proposals[number % len(self.proposals)]
        told = self.send(by, ConfirmDeviation(route, proposal))
        if by == first:
            assert isinstance(told, Refused)

    @rule(number=ANY, data=st.data())
    def correct(self, number: int, data: st.DataObject) -> None:
        task = self.one_of(t.task, number, status="afgerond", kind="taak")
        if task is not None:
            answers = data.draw(ASKED[task.form])
            self.send(self.doer(task.task_id), CorrectTask(task.task_id, answers, REASON), str(uuid4()))

    @rule(number=ANY)
    def correct_with_an_answer_that_cannot_be(self, number: int) -> None:
        task = self.one_of(t.task, number, status="afgerond", kind="taak")
        if task is not None:
            try:
                self.school.send(self.doer(task.task_id), CorrectTask(task.task_id, {"vreemd": 1}, REASON))
            except (FormInvalidError, NotFoundError):
                return
            raise AssertionError

    @rule(hours=st.sampled_from([1, 25, 49, 73, 241]))
    def time_passes(self, hours: int) -> None:
        self.school.clock.on(hours=hours)
        fire_due(Desk(self.site.keys, Clock(self.school.clock), self.site.bundles), self.school.bus, self.school.board)
        due = [row for row in self.rows(t.route) if row.next_due is not None and row.next_due <= self.school.clock.now]
        assert not due, "something is due and did not go off"

    @rule(number=ANY)
    def try_what_is_stuck(self, number: int) -> None:
        incident = self.one_of(t.incident, number, resolved_at=None)
        if incident is not None:
            self.send(IB, RetryIncident(incident.incident_id), str(uuid4()))

    @rule(number=ANY, by=WHO)
    def keep_a_draft(self, number: int, by: str) -> None:
        task = self.one_of(t.task, number, status="open")
        if task is not None:
            self.send(by, SaveDraft(task.task_id, {"notitie": "Half geschre"}))

    @rule(dossier=ANY, whom=st.sampled_from([LK, MT, DIR]))
    def deny(self, dossier: int, whom: str) -> None:
        found = self.one_of(t.dossier, dossier)
        self.send(IB, DenyPerson(found.dossier_id, self.school.people[whom], REASON), str(uuid4()))

    @rule(number=ANY)
    def allow_again(self, number: int) -> None:
        denial = self.one_of(t.denial, number, ended_at=None)
        if denial is not None:
            self.send(IB, LiftDenial(denial.denial_id, REASON))

    @rule(dossier=ANY)
    def close(self, dossier: int) -> None:
        self.send(IB, CloseDossier(self.one_of(t.dossier, dossier).dossier_id, REASON))

    @invariant()
    def everything_holds(self) -> None:
        holds(self.school)


def test_whatever_a_school_does_all_that_must_hold_holds_after_every_deed(site: Site) -> None:
    class Here(Life):
        pass

    Here.site = site
    run_state_machine_as_test(Here, settings=settings(
        max_examples=EXAMPLES, stateful_step_count=DEEDS, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    ))  # fmt: skip
