"""Everything that is due goes off, once, whoever dies; and what cannot go off keeps nothing else from it."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

import app.store.tables as t
from app.commands.routes import OpenDossier
from app.commands.tasks import CorrectTask
from app.commands.timers import FireTimers, RetryIncident
from app.commands.upkeep import Tick
from app.domain.actors import Actor
from app.domain.errors import NotFoundError, StuckError, WrongStateError
from app.jobs.timers import fire_due
from app.queries.desk import Desk
from app.store.clock import Clock
from tests import klein
from tests.drawn import document
from tests.invariants import holds, opened
from tests.killing import child, held, let_go, on_sqlite
from tests.school import School, Site, make_school
from tests.steps import IB, LK, NOTE, do, new_dossier, new_pupil, task_of, to_poison, to_samen

A_ROUTE = 20
"""Timers of one route of the protocol below."""
MANY = 6_000
FEW = 2_000
"""For SQLite, which has one worker."""
KILLS = 24


def alarm_clock() -> dict[str, bytes]:
    """A protocol that does nothing but wait: each timer opens a task of its own."""
    number = range(A_ROUTE)
    text = "\n".join([
        "lanes MT: " + " ".join(f"u{n:02}" for n in number),
        'start s message="Zet" knop="leerkracht"', "and p", "and j", 'end e "Wakker"', "s -> p", "j -> e",
        # Two go off at each instant, and those that are drawn last go off first.
        *(f'catch t{n:02} "Wacht {n}" timer="duration:PT{(A_ROUTE - n - 1) // 2 + 1}M"' for n in number),
        *(f'user u{n:02} "Wakker {n}" formulier="f"' for n in number),
        *(f"p -> t{n:02} -> u{n:02} -> j" for n in number),
    ])  # fmt: skip
    return {
        "protocol.toml": b'naam = "Wekker"\nfuncties = ["leerkracht", "MT"]\n', "wekker.bpmn": document(wekker=text),
        "forms/f.form": b'{"type": "default", "schemaVersion": 18, "id": "f", "components": []}',
    }  # fmt: skip


@pytest.fixture
def klein_school(site: Site) -> Iterator[School]:
    with site.app.app_context():
        yield make_school(site, klein.files())


@pytest.fixture
def alarms(site: Site) -> Iterator[School]:
    with site.app.app_context():
        yield make_school(site, alarm_clock(), (LK, "MT"))


def set_alarm(school: School) -> UUID:
    school.pupil = new_pupil(school)
    dossier: UUID = school.send(LK, OpenDossier(school.pupil, "Zet")).result.dossier
    return dossier


def fire_all(school: School) -> int:
    """One round of a worker."""
    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    return fire_due(desk, school.bus, school.board)


def due(school: School) -> int:
    where = (t.route.c.board_id == school.board, t.route.c.next_due <= school.clock.now)
    with school.reading() as work:
        found: int = work.run(select(func.count()).select_from(t.route).where(*where)).scalar_one()
    return found


def incidents(school: School) -> list[str]:
    with school.reading() as work:
        return list(work.run(select(t.incident.c.kind).where(t.incident.c.board_id == school.board)).scalars())


@dataclass
class Workers:
    """Processes that fire, of which one is killed now and then."""

    school: School
    most: int
    chance: random.Random
    alive: set[int] = field(default_factory=set)
    killed: int = 0

    def run(self) -> None:
        try:
            while due(self.school):
                self._round()
        finally:
            self._clear()

    def _round(self) -> None:
        let_go(self.school.site)
        while len(self.alive) < self.most:
            self.alive.add(child(self.school, fire_all))
        sleep(0.02 + self.chance.random() * 0.2)
        if self.killed < KILLS:
            self._kill(self.chance.choice(sorted(self.alive)))
        for pid in list(self.alive):
            self._reap(pid, os.WNOHANG)

    def _kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.killed += self._reap(pid, 0) == -signal.SIGKILL

    def _reap(self, pid: int, how: int) -> int | None:
        found, status = os.waitpid(pid, how)
        if not found:
            return None
        self.alive.discard(pid)
        code = os.waitstatus_to_exitcode(status)
        assert code in {0, -signal.SIGKILL}, f"a worker ended with {code}"
        return code

    def _clear(self) -> None:
        for pid in list(self.alive):
            os.kill(pid, signal.SIGKILL)
            self._reap(pid, 0)


def test_thousands_of_timers_and_workers_that_are_killed_lose_none_and_fire_none_twice(alarms: School) -> None:
    count = FEW if on_sqlite(alarms.site) else MANY
    dossiers = [set_alarm(alarms) for _ in range(count // A_ROUTE)]
    alarms.clock.on(hours=1)
    assert due(alarms) == len(dossiers)
    workers = Workers(alarms, 1 if on_sqlite(alarms.site) else 4, random.Random(7))  # noqa: S311  no secret hangs on it
    workers.run()
    assert workers.killed >= 3
    with alarms.reading() as work:
        routes = work.rows(select(t.route).where(t.route.c.board_id == alarms.board))
        facts = [fact for route in routes for fact in opened(work, route) if fact["kind"] == "TimerFired"]
    assert Counter(fact["data"]["timer"] for fact in facts) == Counter({fact["data"]["timer"] for fact in facts})
    assert len(facts) == count
    assert len(alarms.tasks()) == count
    assert not incidents(alarms)
    for dossier in dossiers[:: len(dossiers) // 10]:
        holds(alarms, dossier)


def test_they_go_off_in_order_of_instant_then_of_element(alarms: School) -> None:
    dossier = set_alarm(alarms)
    alarms.clock.on(hours=1)
    assert alarms.fire(dossier) == A_ROUTE
    fired = [(fact["data"]["due"], fact["data"]["element"]) for fact in holds(alarms, dossier).of("TimerFired")]
    assert fired == sorted(fired)
    assert len({instant for instant, _ in fired}) < A_ROUTE, "some are due at one instant"


def test_none_goes_off_early(alarms: School) -> None:
    dossier = set_alarm(alarms)
    began = alarms.clock.now
    alarms.clock.now = began + timedelta(minutes=1) - timedelta(microseconds=1)
    assert (alarms.fire(dossier), fire_all(alarms)) == (0, 0)
    alarms.clock.now = began + timedelta(minutes=1)
    assert alarms.fire(dossier) == 2
    assert alarms.fire(dossier) == 0
    holds(alarms)


def test_a_worker_that_begins_finds_what_was_left_behind(alarms: School) -> None:
    for _ in range(3):
        set_alarm(alarms)
    alarms.clock.on(days=40)
    assert fire_all(alarms) == 3 * A_ROUTE
    assert fire_all(alarms) == 0
    holds(alarms)


def test_by_a_clock_that_went_back_nothing_is_fired_until_a_worker_begins_by_it(school: School) -> None:
    def tick(worker: int) -> object:
        return school.bus.send(Tick(UUID(int=worker)), by=Actor.system(school.board)).result

    tick(1)
    school.clock.on(minutes=-4)
    tick(1)
    school.clock.on(days=400)
    tick(1)
    school.clock.on(days=-400)
    with pytest.raises(WrongStateError, match="start Leidraad dan opnieuw"):
        tick(1)
    tick(2)
    school.clock.on(seconds=5)
    assert tick(1) == school.clock() - timedelta(seconds=5)


def test_a_dossier_that_somebody_holds_is_left_for_the_next_round(alarms: School) -> None:
    """On SQLite there is one writer, and a worker waits for it."""
    first, second = set_alarm(alarms), set_alarm(alarms)
    alarms.clock.on(hours=1)
    if not on_sqlite(alarms.site):
        with held(alarms, first):
            assert alarms.fire(first) == 0
            assert fire_all(alarms) == A_ROUTE
            assert len(holds(alarms, second).of("TimerFired")) == A_ROUTE
    fire_all(alarms)
    assert len(holds(alarms).of("TimerFired")) == 2 * A_ROUTE


class TestPoison:
    def test_a_timer_that_cannot_go_off_is_an_incident_and_all_others_go_off(self, klein_school: School) -> None:
        before, poisoned, after = to_samen(klein_school), to_poison(klein_school), to_samen(klein_school)
        klein_school.clock.on(days=4)
        fire_all(klein_school)
        assert incidents(klein_school) == ["termijn"]
        for dossier in (before, after):
            assert task_of(klein_school, dossier, "Zelf wegen")
        told = holds(klein_school, poisoned)
        assert told.of("RouteStuck")[0]["data"]["element"] == "bo"
        assert [fact["data"]["element"] for fact in told.of("TimerFired")] == ["h"], "its other route goes off"
        assert fire_all(klein_school) == 0, "what is stuck is not tried again and again"
        assert incidents(klein_school) == ["termijn"]
        holds(klein_school)

    def test_set_right_and_tried_again_it_goes_off(self, klein_school: School) -> None:
        dossier = to_poison(klein_school)
        klein_school.clock.on(days=1)
        fire_all(klein_school)
        right = {**NOTE, "op": "2026-09-01", "tot": "2026-09-02"}
        task = task_of(klein_school, dossier, "Bellen", "afgerond")
        klein_school.send("MT", CorrectTask(task, right, "Er moet een einddatum bij."))
        assert fire_all(klein_school) == 0
        klein_school.send(IB, RetryIncident(incident_of(klein_school)))
        assert fire_all(klein_school) == 2
        holds(klein_school)

    def test_tried_again_and_still_not_right_it_is_the_same_trouble_once_more(self, klein_school: School) -> None:
        to_poison(klein_school)
        klein_school.clock.on(days=1)
        fire_all(klein_school)
        klein_school.send(IB, RetryIncident(incident_of(klein_school)))
        fire_all(klein_school)
        assert incidents(klein_school) == ["termijn", "termijn"]
        told = holds(klein_school)
        assert (told.count()["RouteStuck"], told.count()["IncidentResolved"]) == (2, 1)

    def test_a_route_whose_state_was_changed_keeps_no_other_from_going_off(self, klein_school: School) -> None:
        other, dossier = to_samen(klein_school), to_samen(klein_school)
        klein_school.press(IB, dossier, "Bel")
        do(klein_school, dossier, "MT", "Bellen", {"op": "2026-09-02", "tot": "2026-09-03"})
        state = spoil(klein_school, dossier, "zorg")
        klein_school.clock.on(days=4)
        fire_all(klein_school)
        assert incidents(klein_school) == ["termijn"]
        assert task_of(klein_school, other, "Zelf wegen")
        with klein_school.reading() as work:
            calling = work.row(select(t.route).where(t.route.c.dossier_id == dossier, t.route.c.process == "bellen"))
        assert calling is not None
        assert calling.status == "afgesloten"
        assert fire_all(klein_school) == 0
        with pytest.raises(StuckError):
            klein_school.send(IB, RetryIncident(incident_of(klein_school)))
        put_back(klein_school, dossier, "zorg", state)
        klein_school.send(IB, RetryIncident(incident_of(klein_school)))
        assert fire_all(klein_school) == 1
        assert task_of(klein_school, dossier, "Zelf wegen")
        holds(klein_school)

    def test_one_round_over_all_boards_goes_on_after_it(self, klein_school: School, site: Site) -> None:
        spoil(klein_school, new_dossier(klein_school), "zorg")
        healthy = make_school(site, klein.files())
        new_dossier(healthy)
        for school in (klein_school, healthy):
            school.clock.on(days=3)
            fire_all(school)
        assert (incidents(klein_school), incidents(healthy)) == (["termijn"], [])
        assert holds(healthy).count()["TimerFired"] == 1


def incident_of(school: School) -> UUID:
    where = (t.incident.c.board_id == school.board, t.incident.c.resolved_at.is_(None))
    with school.reading() as work:
        found: UUID = work.run(select(t.incident.c.incident_id).where(*where)).scalar_one()
    return found


def spoil(school: School, dossier: UUID, process: str) -> bytes:
    """Change the stored state of a route; what it was."""
    with school.reading() as work:
        where = (t.route.c.dossier_id == dossier, t.route.c.process == process)
        state = bytes(work.run(select(t.route.c.state).where(*where)).scalar_one())
    put_back(school, dossier, process, state[:-1] + bytes([state[-1] ^ 1]))
    return state


def put_back(school: School, dossier: UUID, process: str, state: bytes) -> None:
    with school.writing() as work:
        where = (t.route.c.dossier_id == dossier, t.route.c.process == process)
        work.run(update(t.route).where(*where).values(state=state))


def test_only_the_clock_fires(alarms: School) -> None:
    dossier = set_alarm(alarms)
    alarms.clock.on(hours=1)
    for actor in (alarms.actor(LK), alarms.actor("MT")):
        with pytest.raises(NotFoundError):
            alarms.bus.send(FireTimers(dossier), by=actor)
    assert alarms.bus.send(FireTimers(dossier), by=Actor.system(alarms.board)).result == A_ROUTE
