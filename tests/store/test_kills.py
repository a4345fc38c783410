"""Killed anywhere in a step, and tried again: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, literal, select, union_all

import app.store.tables as t
from app.domain.errors import UnavailableError, UncertainError
from app.store import unit_of_work
from app.store.db import db
from app.store.driver import Answer, Asked
from app.store.pipeline import Pipeline
from tests import klein
from tests.invariants import holds
from tests.killing import BEFORE, Places, counting, cut_off, killed_at, on_sqlite
from tests.school import School, Site, make_school
from tests.steps import STEPS, Step

AT_LEAST = 15
"""Places in the shortest of the steps: fewer would mean that they are no longer counted."""


@pytest.fixture
def klein_school(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


@dataclass(frozen=True)
class Left:
    """What a step left behind."""

    facts: Counter[str]
    """Of its dossier, from the beginning, by kind."""
    rows: Counter[str]
    """That it added, by table."""


TABLES = (
    t.outbox, t.idempotency, t.draft, t.dossier, t.route, t.task, t.member, t.fact, t.answer, t.incident,
    t.task_function, t.route_reader,
)  # fmt: skip


def rows(school: School) -> Counter[str]:
    counts = [
        select(literal(table.name), func.count()).select_from(table).where(table.c.board_id == school.board)
        for table in TABLES
    ]  # fmt: skip
    with school.reading() as work:
        return Counter({row[0]: row[1] for row in work.rows(union_all(*counts))})


def left(school: School, step: Step, before: Counter[str]) -> Left:
    """What the step left; everything that must hold does."""
    where = (t.dossier.c.board_id == school.board, t.dossier.c.pupil_id == school.pupil)
    with school.reading() as work:
        (dossier,) = work.run(select(t.dossier.c.dossier_id).where(*where)).scalars()
    assert step.dossier in {None, dossier}
    return Left(holds(school, dossier).count(), rows(school) - before)


def cleanly(school: School, make: Callable[[School], Step]) -> Left:
    step, before = make(school), rows(school)
    step.send(school)
    return left(school, step, before)


def everything(school: School) -> list[str]:
    """All rows of the board: nothing at all may differ after a step that was not taken."""
    with school.reading() as work:
        return [
            f"{table.name} {sorted(map(repr, work.rows(select(table).where(table.c.board_id == school.board))))}"
            for table in TABLES
        ]


@pytest.mark.parametrize("name", STEPS)
def test_a_process_killed_anywhere_loses_nothing_and_does_nothing_twice(klein_school: School, name: str) -> None:
    """Where nothing is there after a kill, the next process tries again with the same key, and dies a place further."""
    once = cleanly(klein_school, STEPS[name])
    step = STEPS[name](klein_school)
    before, was = rows(klein_school), everything(klein_school)
    place, killed, done = 0, True, 0
    while killed:
        place += 1
        killed = killed_at(klein_school, place, step.send)
        if everything(klein_school) == was:
            assert killed, "it was done and nothing is there"
            continue
        assert left(klein_school, step, before) == once, f"after a kill at place {place}"
        again = step.send(klein_school)
        assert rows(klein_school) - before == once.rows, f"after one more try, killed at place {place}"
        assert again is None or again.repeated or not step.key
        done += 1
        step = STEPS[name](klein_school)
        before, was = rows(klein_school), everything(klein_school)
    assert place > AT_LEAST
    assert done > 1, "it was never killed between its commit and its answer"
    holds(klein_school)


@pytest.mark.parametrize("name", ["starting", "firing", "messaging", "refusing", "sticking"])
def test_a_session_that_the_server_ends_anywhere_leaves_nothing_half(klein_school: School, name: str) -> None:
    """SQLite has no server; there one round is gone without a blow."""
    once = cleanly(klein_school, STEPS[name])
    strike = (lambda _connection: None) if on_sqlite(klein_school.site) else cut_off(klein_school)
    places = Places(strike, 0)
    while places.passed >= places.at:
        places = Places(strike, places.at + (1_000 if on_sqlite(klein_school.site) else 1))
        step = STEPS[name](klein_school)
        before = rows(klein_school)
        with counting(klein_school.site, places, BEFORE):
            error = told(step, klein_school)
        assert error is None or step.key is None or not isinstance(error, UncertainError)
        step.send(klein_school)
        db.engine.dispose()  # a session that was cut off after its commit may wait in the pool for the next round
        assert left(klein_school, step, before) == once, f"cut off at place {places.at}"
    holds(klein_school)


def told(step: Step, school: School) -> UnavailableError | None:
    """Send it, and take for an answer that the database is away."""
    try:
        step.send(school)
    except UnavailableError as error:
        return error
    return None


@pytest.fixture
def lossy(klein_school: School, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The connection is gone after the next commit has reached the database, before it says so."""
    dialect, lost = db.engine.dialect, ["once"]
    told_so = "server closed the connection unexpectedly"
    commit, travel = dialect.do_commit, Pipeline.travel

    def commit_and_lose(connection: Any) -> None:
        commit(connection)
        if lost:
            lost.pop()
            connection.close()
            raise dialect.dbapi.OperationalError(told_so)

    def travel_and_lose(
        pipeline: Pipeline, asked: Sequence[Asked], *, commit: bool = False, alone: bool = False
    ) -> list[Answer]:
        answers = travel(pipeline, asked, commit=commit, alone=alone)
        if lost and commit:
            lost.pop()
            pipeline._connection.close()
            raise psycopg.OperationalError(told_so)
        return answers

    if on_sqlite(klein_school.site):
        monkeypatch.setattr(dialect, "do_commit", commit_and_lose)
        monkeypatch.setattr(dialect, "is_disconnect", lambda error, *_rest: told_so in str(error))
    else:
        monkeypatch.setattr(Pipeline, "travel", travel_and_lose)
    return lost


@pytest.mark.parametrize("name", STEPS)
def test_an_answer_lost_after_the_commit_is_given_again_to_who_has_a_key(
    klein_school: School, name: str, request: pytest.FixtureRequest
) -> None:
    once = cleanly(klein_school, STEPS[name])
    step = STEPS[name](klein_school)
    before = rows(klein_school)
    lost = request.getfixturevalue("lossy")
    error = told(step, klein_school)
    if on_sqlite(klein_school.site):
        assert (error is None) == (step.key is not None), "the clock has no key, and comes back of itself"
    assert not lost
    assert left(klein_school, step, before) == once


@pytest.mark.parametrize("name", ["starting", "messaging", "completing"])
@pytest.mark.parametrize("reachable", [True, False])
def test_who_has_no_key_is_told_what_became_of_it_where_the_database_knows(
    klein_school: School, name: str, reachable: bool, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch  # noqa: FBT001  a parameter
) -> None:  # fmt: skip
    """And where it does not, that nobody knows; nothing is done twice."""
    once = cleanly(klein_school, STEPS[name])
    step = replace(STEPS[name](klein_school), key=None)
    before = rows(klein_school)
    lost = request.getfixturevalue("lossy")
    if not reachable:
        monkeypatch.setattr(unit_of_work, "was_committed", lambda _number: None)
    if reachable and not on_sqlite(klein_school.site):
        assert step.send(klein_school) is not None
    else:
        with pytest.raises(UncertainError):
            step.send(klein_school)
    assert not lost
    now = left(klein_school, step, before)
    assert (now.facts, now.rows) == (once.facts, once.rows - Counter(idempotency=1))


@pytest.mark.parametrize("name", ["starting", "messaging", "completing"])
def test_a_session_that_ends_before_what_is_written_comes_there_is_one_that_did_nothing(
    klein_school: School, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has no key is answered all the same: the database tells that it was not done, so it is done again."""
    once = cleanly(klein_school, STEPS[name])
    step = replace(STEPS[name](klein_school), key=None)
    before, travel, struck = rows(klein_school), Pipeline.travel, ["once"]

    def cut_and_travel(
        pipeline: Pipeline, asked: Sequence[Asked], *, commit: bool = False, alone: bool = False
    ) -> list[Answer]:
        if struck and commit:
            struck.pop()
            cut_off(klein_school)(pipeline._connection)
        return travel(pipeline, asked, commit=commit, alone=alone)

    monkeypatch.setattr(Pipeline, "travel", cut_and_travel)
    assert step.send(klein_school) is not None
    assert struck == (["once"] if on_sqlite(klein_school.site) else [])
    now = left(klein_school, step, before)
    assert (now.facts, now.rows) == (once.facts, once.rows - Counter(idempotency=1))
