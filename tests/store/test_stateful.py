"""A school that does anything at all, in any order, and crashes in between: what must hold, holds after every deed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

import app.store.tables as t
from app.commands.attachments import AddAttachment, RemoveAttachment
from app.commands.bus import Sent
from app.commands.command import Command
from app.commands.deviations import ConfirmDeviation, ProposeDeviation
from app.commands.files import checked_file
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
from app.queries.inbox import completed, completed_in
from app.queries.verification import verify
from app.store.clock import Clock, random_id
from tests import klein
from tests.invariants import holds
from tests.killing import STATEMENTS, Places, counting
from tests.school import School, Site, make_school
from tests.steps import DIR, IB, LK, MT, new_dossier

EXAMPLES, DEEDS = 12, 30
REASON = "Dat leek ons beter."
ANY = st.integers(0, 1_000)
WHO = st.sampled_from([LK, IB, DIR, MT])
ELEMENTS = st.sampled_from(["a", "b", "c", "u", "r", "f", "nu", "bu", "bo", "nergens"])
LEADS = st.sampled_from([IB, "aandachtsfunctionaris"])
ASKED = {
    "kijken": st.fixed_dictionaries({
        "ernst": st.sampled_from(["laag", "hoog"]), "gezien": st.just("Wat er te zien was."),
        "acties": st.lists(st.fixed_dictionaries({
            "wie": st.sampled_from([LK, IB]), "wat": st.just("Iets wat helpt."),
        }), max_size=2),
    }),
    "bellen": st.fixed_dictionaries({
        "notitie": st.just("Gebeld en gesproken."), "op": st.sampled_from(["2026-09-01", "2026-09-20"]),
        "tot": st.sampled_from(["2026-09-02", "2026-10-01"]),
    }) | st.sampled_from([{"notitie": "Alleen gebeld."}, {"notitie": "Gebeld en gesproken.", "op": "2026-09-10"}]),
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
            routes = work.rows(
                select(t.route.c.route_id, t.route.c.number).where(t.route.c.board_id == self.school.board)
            )
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
            if not isinstance(told, NotFoundError | WrongStateError | InvalidValueError | StuckError):
                raise
            return told
        if key:
            self.sent.append((by, command, key, sent))
        if isinstance(command, CompleteTask) and not sent.repeated:
            self.told_as_asked(by, command.task, sent)
        return sent

    def told_as_asked(self, by: str, task: UUID, sent: Sent) -> None:
        """What a step tells by itself of what it opened is what the database says of it."""
        if (stepped := sent.result.stepped) is not None:
            with self.school.reading() as work:
                asked = completed(work, self.school.actor(by), task, sent.command)
            assert completed_in(stepped, self.school.clock.now) == asked

    def step(self, number: int, data: st.DataObject) -> tuple[str, CompleteTask] | None:
        """Completing an open task with answers that fit, by whoever it is for."""
        task = self.one_of(t.task, number, status="open")
        if task is None:
            return None
        answers: Mapping[str, object] = {"antwoord": data.draw(LABELS), "reden": REASON}
        if task.form is not None:
            answers = data.draw(ASKED[task.form])
        return self.doer(task.task_id), CompleteTask(task.task_id, answers, seen=task.version)

    @initialize()
    def begin(self) -> None:
        self.dossiers.append(new_dossier(self.school))

    @rule(by=st.sampled_from([LK, IB]), fresh=st.booleans())
    def open_dossier(self, by: str, *, fresh: bool) -> None:
        if fresh and len(self.dossiers) < 3:
            self.dossiers.append(new_dossier(self.school))
            return
        told = self.send(
            by, OpenDossier(self.school.pupil, "Zorg", {"aanleiding": "Er is weer iets."}), str(random_id())
        )
        if isinstance(told, Sent) and told.result.dossier not in self.dossiers:
            self.dossiers.append(told.result.dossier)

    @rule(numbers=st.lists(ANY, min_size=1, max_size=5), data=st.data())
    def work(self, numbers: list[int], data: st.DataObject) -> None:
        for number in numbers:
            if (found := self.step(number, data)) is not None:
                told = self.send(*found, key=str(random_id()))
                assert not isinstance(told, StaleError | DoneError)
                holds(self.school)

    @rule(number=ANY, data=st.data(), place=st.integers(1, 20))
    def crash_in_a_step_and_try_again(self, number: int, data: st.DataObject, place: int) -> None:
        if (found := self.step(number, data)) is None:
            return
        by, command = found
        actor, key, facts = self.school.actor(by), str(random_id()), len(self.rows(t.fact))
        try:
            with counting(self.site, Places(_crash, place), STATEMENTS):
                self.school.bus.send(command, by=actor, key=key)
        except (Crash, Refused):
            holds(self.school)
        told = self.send(by, command, key)
        if isinstance(told, Sent):
            assert len(self.rows(t.fact)) > facts

    @rule(by=st.sampled_from([LK, IB]), dossier=ANY, message=st.sampled_from(["Bel", "Bel", "Noteer", "Stop"]))
    def press(self, by: str, dossier: int, message: str) -> None:
        self.send(by, SendMessage(self.dossiers[dossier % len(self.dossiers)], message), str(random_id()))

    @rule(hours=st.sampled_from([1, 25, 49, 73, 241]))
    def time_passes(self, hours: int) -> None:
        self.school.clock.on(hours=hours)
        fire_due(Desk(self.site.keys, Clock(self.school.clock), self.site.bundles), self.school.bus, self.school.board)
        due = [row for row in self.rows(t.route) if row.next_due is not None and row.next_due <= self.school.clock.now]
        assert not due, "something is due and did not go off"

    # what people should not do

    @rule(number=ANY, data=st.data(), by=WHO, what=st.sampled_from(["another's", "stale", "done", "wrong"]))
    def do_what_cannot_be_done(self, number: int, data: st.DataObject, by: str, what: str) -> None:
        if what in {"another's", "stale"}:
            if (found := self.step(number, data)) is not None and what == "stale":
                other = CompleteTask(found[1].task, found[1].answers, (found[1].seen or 0) + 1)
                assert isinstance(self.send(found[0], other), StaleError | NotFoundError)
            elif found is not None:
                self.send(by, found[1])
            return
        task = self.one_of(t.task, number, status="afgerond", kind="taak")
        if task is not None and what == "done":
            told = self.send(self.doer(task.task_id), CompleteTask(task.task_id, {"notitie": "Te laat getypt."}))
            assert isinstance(told, DoneError | NotFoundError)
        elif task is not None:
            before = holds(self.school).count()
            with pytest.raises((FormInvalidError, NotFoundError)):
                self.school.send(self.doer(task.task_id), CorrectTask(task.task_id, {"vreemd": 1}, REASON))
            assert holds(self.school).count() == before

    @precondition(lambda self: self.sent)
    @rule(number=ANY, same=st.booleans())
    def use_a_key_again(self, number: int, *, same: bool) -> None:
        by, command, key, first = self.sent[number % len(self.sent)]
        before = holds(self.school).count()
        if same:
            again = self.school.send(by, command, key)
            assert (again.repeated, again.command, again.status) == (True, first.command, first.status)
        else:
            with pytest.raises(KeyReusedError):
                self.school.send(by, SendMessage(random_id(), "Bel"), key)
        assert holds(self.school).count() == before

    # ways out, and what stands beside the routes

    @rule(route=ANY, by=st.sampled_from([IB, LK]), dossier=ANY, often=st.integers(0, 3))
    def end(self, route: int, by: str, dossier: int, often: int) -> None:
        if often:
            self.send(IB, CloseDossier(self.dossiers[dossier % len(self.dossiers)], REASON))
        else:
            self.send(by, WithdrawRoute(self.one_of(t.route, route).route_id, REASON), str(random_id()))

    @rule(
        route=ANY,
        to=st.sampled_from(["a", "b", "c", "u", "r", "f", "nu", "bu", "bo", "nergens"]),
        by=LEADS,
        second=LEADS,
    )
    def deviate(self, route: int, to: str, by: str, second: str) -> None:
        found = self.one_of(t.route, route)
        proposed = self.send(by, ProposeDeviation(found.route_id, to, REASON))
        if isinstance(proposed, Sent):
            told = self.send(second, ConfirmDeviation(found.route_id, proposed.result), str(random_id()))
            assert isinstance(told, Sent) == (by != second) or isinstance(told, StuckError), told

    @rule(number=ANY, data=st.data())
    def correct(self, number: int, data: st.DataObject) -> None:
        task = self.one_of(t.task, number, status="afgerond", kind="taak")
        if task is not None:
            answers = data.draw(ASKED[task.form])
            self.send(self.doer(task.task_id), CorrectTask(task.task_id, answers, REASON), str(random_id()))

    @rule(number=ANY)
    def try_what_is_stuck(self, number: int) -> None:
        incident = self.one_of(t.incident, number, resolved_at=None)
        if incident is not None:
            self.send(IB, RetryIncident(incident.incident_id), str(random_id()))

    @rule(number=ANY, by=WHO)
    def keep_a_draft(self, number: int, by: str) -> None:
        task = self.one_of(t.task, number, status="open")
        if task is not None:
            self.send(by, SaveDraft(task.task_id, {"notitie": "Half geschre"}))

    @rule(number=ANY, by=WHO, away=st.booleans())
    def put_a_file_or_take_it_away(self, number: int, by: str, *, away: bool) -> None:
        if away and (found := self.one_of(t.attachment, number)) is not None:
            self.send(by, RemoveAttachment(found.attachment_id), str(random_id()))
        elif (task := self.one_of(t.task, number)) is not None:
            file = checked_file("verslag.txt", b"Wat er te zeggen was.", None)
            self.send(by, AddAttachment(task.task_id, file), str(random_id()))

    @rule(dossier=ANY, whom=st.sampled_from([LK, MT, DIR]))
    def deny_or_allow_again(self, dossier: int, whom: str) -> None:
        denial = self.one_of(t.denial, 0, ended_at=None)
        if denial is not None:
            self.send(IB, LiftDenial(denial.denial_id, REASON))
        else:
            found = self.dossiers[dossier % len(self.dossiers)]
            self.send(IB, DenyPerson(found, self.school.people[whom], REASON), str(random_id()))

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
