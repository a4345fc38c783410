"""Many at once, in threads and in processes: whatever the order, one effect, and everybody is told what is so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

import app.store.tables as t
from app.commands.bus import Sent
from app.commands.command import Attempt
from app.commands.routes import OpenDossier, SendMessage
from app.commands.scope import Scope
from app.commands.table import HANDLERS
from app.commands.tasks import CompleteTask, Moved, complete_task
from app.commands.timers import FireTimers
from app.domain.actors import Actor
from app.domain.errors import DoneError, KeyReusedError, NotFoundError, UnavailableError
from app.domain.facts import RouteWithdrawn
from app.store import db as database
from app.store.clock import Clock, random_id
from app.store.dossiers import lock_dossier
from app.store.teams import deny
from app.store.unit_of_work import LostRaceError, transaction
from tests import klein
from tests.invariants import holds
from tests.killing import child, ended, held, let_go, on_sqlite, outside
from tests.racing import at_once, sending
from tests.school import START, School, Site, make_school
from tests.steps import IB, LK, NOTE, new_dossier, new_pupil, task_of, to_afronden, to_samen

ROUNDS = 100
A_POOL = 24
"""More than there are sessions to be had, so that each of them comes round."""


@pytest.fixture
def klein_school(site: Site) -> Iterator[School]:
    with site.app.app_context():
        yield make_school(site, klein.files())


def count(school: School, table: Any, *where: Any) -> int:
    with school.reading() as work:
        statement = select(func.count()).select_from(table).where(table.c.board_id == school.board, *where)
        found: int = work.run(statement).scalar_one()
    return found


def test_fifty_times_the_same_request_is_one_effect_and_fifty_times_the_same_answer(klein_school: School) -> None:
    dossier = to_samen(klein_school)
    command = CompleteTask(task_of(klein_school, dossier, "Wegen"), NOTE)
    facts = holds(klein_school, dossier).count()
    answers = at_once(klein_school, [sending(klein_school, command, klein_school.actor(IB), "k")] * 50)
    assert all(isinstance(each, Sent) for each in answers), answers
    assert len({(each.command, each.status, each.location) for each in answers}) == 1
    assert Counter(each.repeated for each in answers) == {True: 49, False: 1}
    assert holds(klein_school, dossier).count() - facts == {"TaskCompleted": 1}
    assert count(klein_school, t.idempotency) == 1
    holds(klein_school)


def test_fifty_requests_that_begin_the_same_route_begin_it_once(klein_school: School) -> None:
    klein_school.pupil = new_pupil(klein_school)
    command = OpenDossier(klein_school.pupil, "Zorg", {"aanleiding": "Er is iets."})
    answers = at_once(klein_school, [sending(klein_school, command, klein_school.actor(LK), "k")] * 50)
    assert len({each.command for each in answers}) == 1
    assert (count(klein_school, t.dossier), count(klein_school, t.route), count(klein_school, t.task)) == (1, 1, 1)
    holds(klein_school)


def test_one_key_for_two_requests_at_once_carries_out_one_of_them(klein_school: School) -> None:
    dossier = to_samen(klein_school)
    task, by = task_of(klein_school, dossier, "Praten"), klein_school.actor(LK)
    texts = [f"Het gesprek nummer {number}." for number in range(8)]
    answers = at_once(klein_school, [
        sending(klein_school, CompleteTask(task, {"notitie": each}), by, "k") for each in texts
    ])  # fmt: skip
    assert Counter(type(each) for each in answers) == {Sent: 1, KeyReusedError: 7}
    holds(klein_school)


def test_two_people_on_one_task_are_one_who_did_it_and_one_who_is_told_by_whom_and_when(klein_school: School) -> None:
    school, second = klein_school, random_id()
    with school.writing() as work:
        work.add(t.holding, holding_id=random_id(), person_id=second, function=IB, school_id=school.school,
                 began_at=work.now)  # fmt: skip
        work.add(t.person, person_id=second, login="tweede", name="Tweede Proef", email="t@school.example", active=True,
                 created_at=work.now)  # fmt: skip
    school.people = {**school.people, "tweede": second}
    people = [school.actor(IB), school.actor("tweede")]
    won = Counter[str]()
    for _ in range(ROUNDS):
        dossier = to_afronden(school)
        task = task_of(school, dossier, "Afronden")
        answers = at_once(school, [sending(school, CompleteTask(task, NOTE), by) for by in people])
        (winner,) = [by.name for by, each in zip(people, answers, strict=True) if isinstance(each, Sent)]
        (told,) = [each for each in answers if isinstance(each, DoneError)]
        assert (told.by, told.at) == (winner, school.clock.now)
        won[winner] += 1
    assert won.total() == ROUNDS
    assert holds(school).count()["AttemptRefused"] == ROUNDS


def test_two_branches_at_once_both_move_and_make_nobody_stale(klein_school: School) -> None:
    for _ in range(ROUNDS // 4):
        dossier = to_samen(klein_school)
        talk, weigh = (task_of(klein_school, dossier, name) for name in ("Praten", "Wegen"))
        answers = at_once(klein_school, [
            sending(klein_school, CompleteTask(talk, NOTE, seen=1), klein_school.actor(LK)),
            sending(klein_school, CompleteTask(weigh, NOTE, seen=1), klein_school.actor(IB)),
        ])  # fmt: skip
        assert all(isinstance(each, Sent) for each in answers), answers
        assert task_of(klein_school, dossier, "Noteren")
    assert count(klein_school, t.route, t.route.c.process == "notitie") == ROUNDS // 4
    holds(klein_school)


def test_a_term_against_a_person_takes_exactly_one_of_the_two_ways(klein_school: School) -> None:
    school, ways = klein_school, Counter[str]()
    clock = Actor.system(school.board)
    for _ in range(ROUNDS):
        dossier = to_samen(school)
        task = task_of(school, dossier, "Wegen")
        school.clock.on(days=4)
        person, fired = at_once(school, [
            sending(school, CompleteTask(task, NOTE), school.actor(IB)), sending(school, FireTimers(dossier), clock),
        ])  # fmt: skip
        told = holds(school, dossier)
        went = told.count()
        if isinstance(person, Sent):
            assert went["TimerFired"] == 0
            ways["person"] += 1
        else:
            assert isinstance(person, DoneError)
            assert (fired.result, went["TimerFired"], went["AttemptRefused"]) == (1, 1, 1)
            assert task_of(school, dossier, "Zelf wegen")
            ways["clock"] += 1
    assert ways.total() == ROUNDS
    holds(school)


def test_two_people_who_begin_the_first_dossier_of_a_pupil_at_once_begin_one(klein_school: School) -> None:
    for _ in range(ROUNDS // 4):
        klein_school.pupil = new_pupil(klein_school)
        command = OpenDossier(klein_school.pupil, "Zorg", {"aanleiding": "Er is iets."})
        answers = at_once(klein_school, [
            sending(klein_school, command, klein_school.actor(function)) for function in (LK, IB)
        ])  # fmt: skip
        assert all(isinstance(each, Sent) for each in answers), answers
        assert len({each.result.dossier for each in answers}) == 1
        assert count(klein_school, t.dossier, t.dossier.c.pupil_id == klein_school.pupil) == 1
    assert count(klein_school, t.route) == ROUNDS // 2, "each of them asked for a route, and has one"
    holds(klein_school)


def test_workers_at_once_fire_each_timer_once(klein_school: School) -> None:
    dossiers = [to_samen(klein_school) for _ in range(10)]
    klein_school.clock.on(days=4)
    clock = Actor.system(klein_school.board)
    acts = [sending(klein_school, FireTimers(each), clock) for each in dossiers for _ in range(4)]
    answers = at_once(klein_school, acts)
    assert sum(each.result for each in answers) == len(dossiers)
    assert holds(klein_school).count()["TimerFired"] == len(dossiers)


def test_messages_to_one_dossier_from_all_sides_are_each_heard(klein_school: School) -> None:
    dossier = new_dossier(klein_school)
    acts = [
        sending(klein_school, SendMessage(dossier, "Noteer"), klein_school.actor(LK)) for _ in range(12)
    ]  # fmt: skip
    answers = at_once(klein_school, acts)
    assert all(isinstance(each, Sent) for each in answers), answers
    assert count(klein_school, t.route, t.route.c.process == "notitie") == 12
    holds(klein_school)


def test_threads_here_and_in_a_second_process_all_get_their_turn(klein_school: School) -> None:
    dossiers = [new_dossier(klein_school) for _ in range(24)]
    tasks = [task_of(klein_school, dossier, "Kijken") for dossier in dossiers]
    answers = klein_school.example(tasks[0], {})
    by = klein_school.actor(LK)

    def all_of(some: Sequence[UUID]) -> Callable[[School], None]:
        def run(own: School) -> None:
            found = at_once(own, [sending(own, CompleteTask(each, answers), by) for each in some])
            assert all(isinstance(each, Sent) for each in found), found

        return run

    let_go(klein_school.site)
    pid = child(klein_school, all_of(tasks[::2]))
    all_of(tasks[1::2])(klein_school)
    assert ended(pid) == 0
    assert holds(klein_school).count()["TaskCompleted"] == len(tasks)


class TestAPausedNode:
    """It held the lock, was asleep too long, and lost it: what it still wants to write must not be written."""

    def test_the_database_ends_its_session_and_when_it_wakes_it_does_the_step_anew(self, klein_school: School) -> None:
        dossier = new_dossier(klein_school)
        task, slept = task_of(klein_school, dossier, "Kijken"), list[bool]()

        def sleepy(command: CompleteTask, scope: Scope, attempt: Attempt) -> Moved:
            done = complete_task(command, scope, attempt)
            if not slept and not on_sqlite(klein_school.site):
                scope.work.run(text("SET LOCAL idle_in_transaction_session_timeout = '100ms'"))
                slept.append(True)
                sleep(0.4)
            return done

        bus = replace(klein_school.bus, handlers={**HANDLERS, CompleteTask: sleepy})
        command = CompleteTask(task, klein_school.example(task, {}))
        sent = bus.send(command, by=klein_school.actor(LK), key="k")
        assert (sent.status, sent.repeated, bool(slept)) == (200, False, not on_sqlite(klein_school.site))
        assert holds(klein_school, dossier).count()["TaskCompleted"] == 1

    def test_what_others_did_while_it_slept_stands(self, klein_school: School) -> None:
        dossier = new_dossier(klein_school)
        task, slept = task_of(klein_school, dossier, "Kijken"), list[bool]()
        answers, by = klein_school.example(task, {}), klein_school.actor(LK)

        def overtaken(command: CompleteTask, scope: Scope, attempt: Attempt) -> Moved:
            done = complete_task(command, scope, attempt)
            if not slept and not on_sqlite(klein_school.site):
                slept.append(True)
                pid = scope.work.run(select(func.pg_backend_pid())).scalar_one()
                with outside(klein_school) as other:
                    other.execute("SELECT pg_terminate_backend(%s, 2000)", (pid,))
                at_once(klein_school, [sending(klein_school, CompleteTask(task, answers), by)])
            return done

        bus = replace(klein_school.bus, handlers={**HANDLERS, CompleteTask: overtaken})
        if on_sqlite(klein_school.site):
            bus.send(CompleteTask(task, answers), by=by)
        else:
            with pytest.raises(DoneError):
                bus.send(CompleteTask(task, answers), by=by)
        assert holds(klein_school, dossier).count()["TaskCompleted"] == 1

    def test_after_the_server_was_begun_again_no_question_meets_a_session_of_before(
        self, klein_school: School, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if on_sqlite(klein_school.site):
            holds(klein_school)
            return
        monkeypatch.setattr(database, "IDLE_SECONDS", 0.0)
        with klein_school.reading() as work:
            before = work.run(select(func.pg_backend_pid())).scalar_one()
        with outside(klein_school) as other:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", (before,))
        for _ in range(A_POOL):
            with klein_school.reading() as work:
                assert work.run(select(func.pg_backend_pid())).scalar_one() != before

    def test_this_database_ends_a_session_that_does_nothing_in_a_transaction(self, klein_school: School) -> None:
        if on_sqlite(klein_school.site):
            holds(klein_school)
            return
        with klein_school.writing() as work:
            shown = {
                name: work.run(select(func.current_setting(name))).scalar_one()
                for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
            }
        assert shown == {
            "lock_timeout": "5s", "statement_timeout": "15s", "idle_in_transaction_session_timeout": "10s",
        }  # fmt: skip

    def test_what_it_would_write_is_refused_by_the_version_that_it_loaded(self, klein_school: School) -> None:
        """As if the lock were not there: the row moved on between the loading and the writing."""
        dossier = new_dossier(klein_school)
        with pytest.raises(LostRaceError):
            write_what_was_overtaken(klein_school, dossier)
        assert holds(klein_school, dossier).count()["RouteWithdrawn"] == 0


def write_what_was_overtaken(school: School, dossier: UUID) -> None:
    with school.writing() as work:
        found = lock_dossier(work, dossier)
        assert found is not None
        (route,) = found.routes
        route.before -= 1
        route.stream.add(work.board, "2026-09-01T07:00:00.000000Z", {"kind": RouteWithdrawn.__name__})


class Behind(Clock):
    """Of a machine that was paused, or whose clock is not right."""

    def roughly(self) -> datetime:
        return START


def test_a_right_is_looked_at_by_the_clock_of_after_the_lock(klein_school: School) -> None:
    """What began between the question and the lock counts, whatever the clock of the machine that asks."""
    dossier = new_dossier(klein_school)
    task = task_of(klein_school, dossier, "Kijken")
    by, command = klein_school.actor(LK), CompleteTask(task, klein_school.example(task, {}))
    with transaction(klein_school.board, klein_school.site.keys, Clock()) as work:
        deny(work, dossier, by.id)
    facts = holds(klein_school, dossier).count()
    with pytest.raises(NotFoundError):
        replace(klein_school.bus, clock=Behind()).send(command, by=by)
    assert holds(klein_school, dossier).count() == facts


def test_who_waits_too_long_for_a_dossier_is_told_so_and_nothing_is_half(klein_school: School) -> None:
    """On SQLite somebody else must hold the whole file, which a transaction of this process cannot."""
    if on_sqlite(klein_school.site):
        holds(klein_school)
        return
    dossier = new_dossier(klein_school)
    task = task_of(klein_school, dossier, "Kijken")
    answers, by = klein_school.example(task, {}), klein_school.actor(LK)
    with held(klein_school, dossier), pytest.raises(UnavailableError):
        klein_school.bus.send(CompleteTask(task, answers), by=by, key="k")
    assert klein_school.bus.send(CompleteTask(task, answers), by=by, key="k").status == 200
    holds(klein_school)
