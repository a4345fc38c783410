"""What SQL shows somebody is what `may` allows them, whoever is on what, for whatever time, and denied what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import app.store.tables as t
from app.domain.actors import Actor, Holding
from app.domain.functions import ON_THE_DOSSIER
from app.domain.permissions import Permission, Subject, may
from app.store.clock import Clock, random_id
from app.store.inbox import Wanted, open_tasks
from app.store.people import around, around_of, load_actor
from app.store.rights import find_dossier, find_route
from app.store.tasks import find_task
from app.store.unit_of_work import Work, reading
from app.store.visible import sees_dossier, sees_route, sees_task
from tests.school import START, FrozenClock, Site

FUNCTIONS = ["leerkracht", "intern begeleider", "directeur"]
PEOPLE, SCHOOLS, DOSSIERS, ROUTES = 3, 2, 2, 4

Time = tuple[int, int | None]
"""Hours from now at which something began and ended."""
TIMES: st.SearchStrategy[Time] = st.sampled_from([(-2, None), (0, None), (-2, 1), (-2, -1), (-2, 0), (1, None)])
SOME = st.sets(st.sampled_from(FUNCTIONS), max_size=2)


def among(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


@dataclass(frozen=True)
class World:
    """A board: route n lies in dossier n modulo their number, task n in route n, dossier n at school n."""

    holdings: list[tuple[int, str, int | None, Time]]
    members: list[tuple[int, int, bool, Time]]
    """Person, route, whether of the whole dossier."""
    denials: list[tuple[int, int, Time]]
    standing: list[set[str]]
    readers: list[set[str]]
    for_functions: list[set[str]]
    board: UUID = field(default_factory=random_id)
    ids: list[UUID] = field(default_factory=lambda: [random_id() for _ in range(32)])

    def person(self, number: int) -> UUID:
        return self.ids[number]

    def school(self, number: int) -> UUID:
        return self.ids[4 + number]

    def dossier(self, number: int) -> UUID:
        return self.ids[8 + number]

    def route(self, number: int) -> UUID:
        return self.ids[12 + number]

    def task(self, number: int) -> UUID:
        return self.ids[16 + number]

    def pupil(self, number: int) -> UUID:
        return self.ids[20 + number]

    # what `may` is asked

    def actor(self, person: int) -> Actor:
        held = {
            Holding(function, None if school is None else self.school(school))
            for who, function, school, time in self.holdings if who == person and counts(time)
        }  # fmt: skip
        return Actor(self.board, self.person(person), "", frozenset(held))

    def subject(self, person: int, dossier: int, route: int | None = None, task: int | None = None) -> Subject:
        mine = [
            (where, whole) for who, where, whole, time in self.members
            if who == person and where % DOSSIERS == dossier and counts(time)
        ]  # fmt: skip
        on_route = any(not whole and where == route for where, whole in mine)
        return Subject(
            school=self.school(dossier % SCHOOLS),
            denied=any(who == person and where == dossier and counts(time) for who, where, time in self.denials),
            member=any(whole for _, whole in mine), member_of_route=bool(mine) if route is None else on_route,
            standing=frozenset(self.standing[dossier]),
            readers=frozenset(self._readers(dossier) if route is None else self.readers[route]),
            for_functions=frozenset() if task is None else frozenset(self.for_functions[task]),
        )  # fmt: skip

    def _readers(self, dossier: int) -> set[str]:
        return set().union(*(self.readers[route] for route in range(ROUTES) if route % DOSSIERS == dossier))


def counts(time: Time) -> bool:
    began, ended = time
    return began <= 0 and (ended is None or ended > 0)


WORLDS = st.builds(
    World,
    holdings=st.lists(
        st.tuples(among(PEOPLE), st.sampled_from(FUNCTIONS), st.none() | among(SCHOOLS), TIMES), max_size=6
    ),
    members=st.lists(st.tuples(among(PEOPLE), among(ROUTES), st.booleans(), TIMES), max_size=6),
    denials=st.lists(st.tuples(among(PEOPLE), among(DOSSIERS), TIMES), max_size=2),
    standing=st.lists(SOME, min_size=DOSSIERS, max_size=DOSSIERS),
    readers=st.lists(SOME, min_size=ROUTES, max_size=ROUTES),
    for_functions=st.lists(
        st.sets(st.sampled_from([*FUNCTIONS, ON_THE_DOSSIER]), min_size=1, max_size=2), min_size=ROUTES, max_size=ROUTES
    ),
)


@contextmanager
def kept(site: Site, world: World) -> Iterator[Work]:
    """The world as rows, for as long as the test looks: a transaction that only reads keeps nothing of it."""
    with (
        site.app.app_context(), reading(world.board, site.keys, Clock(FrozenClock()), snapshot=True) as work,
    ):  # fmt: skip
        _write(work, world)
        work.flush()
        yield work


def _write(work: Work, world: World) -> None:
    for person in range(PEOPLE):
        work.add(
            t.person, person_id=world.person(person), login=str(person), name=str(person), email="", active=True,
            created_at=START,
        )  # fmt: skip
    for who, function, school, time in world.holdings:
        where = None if school is None else world.school(school)
        work.add(
            t.holding,
            holding_id=random_id(),
            person_id=world.person(who),
            function=function,
            school_id=where,
            **span(time),
        )  # fmt: skip
    for number in range(DOSSIERS):
        _write_dossier(work, world, number)
    for number in range(ROUTES):
        _write_route(work, world, number)
    for who, where, whole, time in world.members:
        work.add(
            t.member, member_id=random_id(), dossier_id=world.dossier(where % DOSSIERS), person_id=world.person(who),
            route_id=None if whole else world.route(where), task_id=None, reason="gevraagd", **span(time),
        )  # fmt: skip
    for who, where, time in world.denials:
        work.add(
            t.denial, denial_id=random_id(), dossier_id=world.dossier(where), person_id=world.person(who), **span(time)
        )


def span(time: Time) -> dict[str, Any]:
    began, ended = time
    return {
        "began_at": START + timedelta(hours=began),
        "ended_at": None if ended is None else START + timedelta(hours=ended),
    }


def _write_dossier(work: Work, world: World, number: int) -> None:
    stream = {"key_id": random_id(), "stream_id": random_id(), "facts": 0, "head": bytes(32)}
    school = world.school(number % SCHOOLS)
    work.add(
        t.dossier, dossier_id=world.dossier(number), school_id=school, pupil_id=world.pupil(number), routes=ROUTES,
        last_at=START, opened_at=START, closed_at=None, **stream,
    )  # fmt: skip
    work.add(
        t.pupil, pupil_id=world.pupil(number), school_id=school, key=str(number), sealed=b"", left_on=None,
        changed_at=START,
    )  # fmt: skip
    work.add(
        t.school, school_id=school, name="", brin=str(number), region="noord", calendar="", created_at=START
    )  # fmt: skip
    for function in world.standing[number]:
        work.add(t.dossier_function, dossier_id=world.dossier(number), function=function)


def _write_route(work: Work, world: World, number: int) -> None:
    dossier = world.dossier(number % DOSSIERS)
    work.add(
        t.route, route_id=world.route(number), dossier_id=dossier, number=number, process="p", name="p", bundle="",
        status="loopt", stuck=False, version=1, state=b"", milestone="", reached={}, phase="", ends=[], next_due=None,
        started_by=None, started_at=START, ended_at=None, last_at=START, key_id=random_id(), stream_id=random_id(),
        facts=0, head=bytes(32),
    )  # fmt: skip
    for function in world.readers[number]:
        work.add(t.route_reader, route_id=world.route(number), function=function)
    work.add(
        t.task, task_id=world.task(number), dossier_id=dossier, route_id=world.route(number), version=1, status="open",
        kind="taak", name="t", lane=None, element="t", process="p", path="t", form=None, niet_door=[], phase="",
        due_at=None, opened_at=START, opened_by=random_id(), opened_in=1, joined=False,
    )  # fmt: skip
    for function in world.for_functions[number]:
        work.add(
            t.task_function, task_id=world.task(number), function=function, open=True, due_at=START,
            school_id=world.school(number % DOSSIERS % SCHOOLS),
        )  # fmt: skip


def _shown(work: Work, person: UUID, column: Any, condition: Any, *joined: Any) -> set[UUID]:
    query = select(column).where(column.table.c.board_id == work.board, condition)
    for table, on in joined:
        query = query.join(table, on)
    return set(work.run(query, {"board": work.board, "person": person, "now": work.now}).scalars())


IN_DOSSIER = (t.dossier, t.dossier.c.dossier_id == t.route.c.dossier_id)
IN_ROUTE = (t.route, t.route.c.route_id == t.task.c.route_id)


@given(world=WORLDS)
@settings(max_examples=60)
def test_sql_shows_the_dossiers_routes_and_tasks_that_may_allows(site: Site, world: World) -> None:
    with kept(site, world) as work:
        for person in range(PEOPLE):
            actor, made = world.actor(person), world.person(person)
            dossiers = {
                world.dossier(n) for n in range(DOSSIERS)
                if may(actor, Permission.SEE_DOSSIER, world.subject(person, n))
            }  # fmt: skip
            routes = {
                world.route(n) for n in range(ROUTES)
                if may(actor, Permission.SEE_ROUTE, world.subject(person, n % DOSSIERS, n))
            }  # fmt: skip
            tasks = {
                world.task(n) for n in range(ROUTES)
                if may(actor, Permission.SEE_TASK, world.subject(person, n % DOSSIERS, n, n))
            }  # fmt: skip
            assert _shown(work, made, t.dossier.c.dossier_id, sees_dossier()) == dossiers
            assert _shown(work, made, t.route.c.route_id, sees_route(), IN_DOSSIER) == routes
            assert _shown(work, made, t.task.c.task_id, sees_task(), IN_ROUTE, IN_DOSSIER) == tasks
            assert {row.task_id for row in open_tasks(work, actor, Wanted(100))} == tasks


@given(world=WORLDS)
@settings(max_examples=25)
def test_what_is_read_for_one_dossier_route_or_task_is_what_may_is_to_be_asked(site: Site, world: World) -> None:
    with kept(site, world) as work:
        for person in range(PEOPLE):
            made = world.person(person)
            loaded = load_actor(work, made)
            assert loaded is not None
            assert loaded.holdings == world.actor(person).holdings
            for number in range(DOSSIERS):
                found = find_dossier(work, world.dossier(number), made)
                assert found is not None
                assert found.subject == world.subject(person, number)
            for number in range(ROUTES):
                dossier = number % DOSSIERS
                route = find_route(work, world.route(number), made)
                task = find_task(work, world.task(number), made)
                assert route is not None
                assert task is not None
                assert route.subject == world.subject(person, dossier, number)
                assert task.subject == world.subject(person, dossier, number, number)


@given(world=WORLDS)
@settings(max_examples=25)
def test_the_people_around_a_task_tell_what_may_tells(site: Site, world: World) -> None:
    """The right that is looked at behind the lock."""
    with kept(site, world) as work:
        for number in range(ROUTES):
            dossier, school = number % DOSSIERS, world.school(number % DOSSIERS % SCHOOLS)
            asked = around(
                dossier=world.dossier(dossier), school=school, pupil=world.pupil(dossier), route=world.route(number),
                task=world.task(number),
            )  # fmt: skip
            told = around_of(work.run(select(asked), {"board": work.board, "now": work.now}).scalar_one())
            for person in range(PEOPLE):
                subject = world.subject(person, dossier, number, number)
                assert told.lets_do(world.board, world.person(person), school, world.route(number)) == may(
                    world.actor(person), Permission.DO_TASK, subject
                )
