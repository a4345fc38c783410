"""Messages between the routes of a dossier, stored: who heard what, because of which fact, and who is let go by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.routes import OpenDossier
from app.domain.errors import StuckError
from tests.drawn import document
from tests.invariants import holds
from tests.school import FUNCTIONS, School, Site, make_school
from tests.steps import LK

EMPTY = b'{"type": "default", "schemaVersion": 18, "id": "f", "components": []}'
Begin = Callable[[Mapping[str, bytes]], School]
PROTOCOL = b'naam = "Post"\nfuncties = ["leerkracht", "MT", "intern begeleider"]\n'


def protocol(**processes: str) -> dict[str, bytes]:
    files = {f"{name}.bpmn": document(**{name: text}) for name, text in processes.items()}
    unique = {name: data.replace(b'id="lane', f'id="{name}_lane'.encode()) for name, data in files.items()}
    return {"protocol.toml": PROTOCOL, "forms/f.form": EMPTY, **unique}


@pytest.fixture
def begun(site: Site) -> Iterator[Begin]:
    """Makes a school with a protocol, in which the route by “Begin” was started."""
    with site.app.app_context():

        def make(files: Mapping[str, bytes]) -> School:
            school = make_school(site, files, FUNCTIONS)
            school.send(LK, OpenDossier(school.pupil, "Begin"))
            return school

        yield make


def test_who_came_for_a_task_is_let_go_when_an_echo_of_the_step_ends_it(begun: Begin) -> None:
    school = begun(
        protocol(
            heen="""
        lanes Leerkracht: a; MT: b
        start s message="Begin" knop="leerkracht"
        and p
        user a "Roepen" formulier=f
        user b "Wachten" formulier=f
        boundary t on=b interrupting=yes message="Terug"
        throw h "Heen" message="Heen"
        end e
        s -> p
        p -> a -> h -> e
        p -> b -> e
        t -> e
        """,
            terug='start qs message="Heen"\n throw qt message="Terug"\n end qe\n qs -> qt -> qe',
        )
    )
    school.complete(LK, "Roepen")
    assert school.names() == []
    with school.reading() as work:
        where = (t.member.c.board_id == school.board, t.member.c.person_id == school.people["MT"])
        (came,) = work.rows(select(t.member).where(*where))
    assert came.ended_at is not None
    holds(school)


def test_a_second_message_of_a_step_names_the_step_and_not_what_the_first_set_off(begun: Begin) -> None:
    school = begun(
        protocol(
            twee="""
        lanes Leerkracht: a b
        start s message="Begin" knop="leerkracht"
        and p
        and q
        user a "Roepen" formulier=f
        user b "Daarna" formulier=f
        throw h1 "Eerst" message="Eerst"
        throw h2 "Dan" message="Dan"
        catch c message="Eerst"
        end e
        s -> p
        p -> a -> q
        q -> h1 -> e
        q -> h2 -> e
        p -> c -> b -> e
        """,
            ander='start qs message="Dan"\n end qe\n qs -> qe',
        )
    )
    school.complete(LK, "Roepen")
    assert school.names() == ["Daarna"]
    told = holds(school)
    (done,) = told.of("TaskCompleted")
    assert [each["name"] for each in done["outcome"]["messages"]] == ["Eerst", "Dan"]
    caused = [*told.of("MessageReceived"), *(each for each in told.of("RouteStarted") if "cause" in each)]
    assert {each["cause"]["sequence"] for each in caused} == {2}


def test_messages_that_call_each_other_without_end_are_an_incident_and_no_step(begun: Begin) -> None:
    school = begun(
        protocol(
            eerst="""
        lanes Leerkracht: a
        start s message="Begin" knop="leerkracht"
        user a "Roepen" formulier=f
        throw h message="Ping"
        end e
        s -> a -> h -> e
        """,
            ping='start ps message="Ping"\n throw pt message="Pong"\n end pe\n ps -> pt -> pe',
            pong='start os message="Pong"\n throw ot message="Ping"\n end oe\n os -> ot -> oe',
        )
    )
    with pytest.raises(StuckError):
        school.complete(LK, "Roepen", key="k")
    assert school.names() == ["Roepen"]
    with school.reading() as work:
        assert len(work.rows(select(t.route).where(t.route.c.board_id == school.board))) == 1
    assert holds(school).count()["RouteStuck"] == 1


ECHO = {
    "heen": """
    lanes Leerkracht: a; MT: b
    start s message="Begin" knop="leerkracht"
    and p
    user a "Roepen" formulier=f
    user b "Wachten" formulier=f
    boundary t on=b interrupting=yes message="Terug"
    throw h "Heen" message="Heen"
    end e
    s -> a -> p
    p -> b -> e
    p -> h -> e
    t -> e
    """,
    "terug": 'start qs message="Heen"\n throw qt message="Terug"\n end qe\n qs -> qt -> qe',
}  # fmt: skip


def test_a_task_that_opens_and_ends_in_one_step_is_not_left_open(begun: Begin) -> None:
    school = begun(protocol(**ECHO))
    sent = school.complete(LK, "Roepen")
    assert school.names() == []
    assert sent.result.opened == ()
    holds(school)


def test_a_task_that_opens_late_and_whose_term_is_over_already_is_not_left_open(begun: Begin) -> None:
    school = begun(
        protocol(
            laat="""
        lanes MT: b; Leerkracht: c
        start s message="Begin" knop="leerkracht"
        catch w timer="duration:P1D"
        user b "Wachten" formulier=f
        boundary r on=b interrupting=no timer="date:2026-09-01" ook_door="intern begeleider"
        boundary t on=b interrupting=yes timer="date:2026-09-02"
        end re
        user c "Alsnog" formulier=f
        end e
        s -> w -> b -> e
        r -> re
        t -> c -> e
        """,
        )
    )
    school.clock.on(days=40)
    assert school.fire(dossier_of(school)) == 3
    assert school.names() == ["Alsnog"]
    holds(school)


def test_two_warnings_that_are_both_late_widen_the_task_twice(begun: Begin) -> None:
    school = begun(
        protocol(
            wek="""
        lanes Leerkracht: b
        start s message="Begin" knop="leerkracht"
        user b "Wachten" formulier=f
        boundary r1 on=b interrupting=no timer="duration:P1D" ook_door="MT"
        boundary r2 on=b interrupting=no timer="duration:P2D" ook_door="intern begeleider"
        end e1
        end e2
        end e
        s -> b -> e
        r1 -> e1
        r2 -> e2
        """,
        )
    )
    school.clock.on(days=40)
    assert school.fire(dossier_of(school)) == 2
    task = school.tasks("Wachten")[0]
    with school.reading() as work:
        functions = (
            work.run(select(t.task_function.c.function).where(t.task_function.c.task_id == task)).scalars().all()
        )
        version = work.run(select(t.task.c.version).where(t.task.c.task_id == task)).scalar_one()
    assert (sorted(functions), version) == (["MT", "intern begeleider", LK], 3)
    holds(school)


def dossier_of(school: School) -> UUID:
    where = t.dossier.c.board_id == school.board
    with school.reading() as work:
        found: UUID = work.run(select(t.dossier.c.dossier_id).where(where)).scalar_one()
    return found
