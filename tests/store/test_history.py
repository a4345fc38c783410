"""The history of a school holds, and what was changed in it is found."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

import app.store.tables as t
from app.queries.verification import Verdict, verify
from app.store.db import db
from app.store.reads import seal_reads
from app.store.requests import log_read
from tests.school import School


def walk(school: School) -> None:
    school.open("leerkracht", "Zorg over leerling")
    school.clock.on(days=9)
    school.complete("leerkracht", "Observeren en begeleiden")
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    school.complete("leerkracht", "Signalen in kaart brengen")


def judged(school: School) -> Verdict:
    with school.reading() as work:
        return verify(work, school.site.bundles)


def tamper(school: School, statement) -> None:
    """Change a row as whoever owns the database could: with the refusals switched off first."""
    with school.writing() as work:
        work.run(statement)


def test_what_happened_can_happen_again(school: School) -> None:
    walk(school)
    verdict = judged(school)
    assert verdict.wrong == verdict.unjudged == []
    assert verdict.holds
    assert verdict.steps >= 6


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_itself_refuses_to_change_a_fact(school: School, deed: str) -> None:
    walk(school)
    statement = update(t.fact).values(entered="2026-01-01T00:00:00.000000Z") if deed == "update" else delete(t.fact)
    with pytest.raises(DatabaseError), school.writing() as work:
        work.run(statement.where(t.fact.c.board_id == school.board))


def test_a_fact_that_does_not_follow_the_one_before_it_is_refused_by_sqlite(school: School) -> None:
    walk(school)
    if db.engine.dialect.name != "sqlite":
        return
    with pytest.raises(DatabaseError), school.writing() as work:
        work.run(text("INSERT OR REPLACE INTO fact SELECT * FROM fact LIMIT 1"))


@pytest.mark.parametrize(
    ("table", "values", "what"),
    [
        (t.route, {"state": b"x" * 60}, "toestand"),
        (t.answer, {"sealed": b"x" * 60}, "antwoord"),
        (t.task, {"status": "vervallen"}, "open taken"),
        (t.route, {"facts": 1}, "feiten"),
    ],
    ids=["state", "answer", "task", "count"],
)
def test_what_was_changed_beside_the_facts_is_found(school: School, table, values, what: str) -> None:
    walk(school)
    tamper(school, update(table).where(table.c.board_id == school.board).values(**values))
    assert any(what in line for line in judged(school).wrong)


def test_an_answer_that_is_gone_is_missed(school: School) -> None:
    walk(school)
    tamper(school, delete(t.answer).where(t.answer.c.board_id == school.board))
    assert any("antwoord" in line and "weg" in line for line in judged(school).wrong)


def test_a_protocol_that_is_not_here_any_more_leaves_the_history_unjudged(school: School) -> None:
    walk(school)
    tamper(school, delete(t.bundle).where(t.bundle.c.board_id == school.board))
    school.site.bundles.__init__(school.site.bundles._make)
    verdict = judged(school)
    assert verdict.wrong == []
    assert verdict.unjudged != []


def test_the_log_of_reads_is_sealed_and_a_change_in_it_is_found(school: School) -> None:
    for _ in range(3):
        with school.writing() as work:
            log_read(work, school.people["leerkracht"], "dossier", None, found=True, query="wie")
        with school.writing() as work:
            assert seal_reads(work) == 1
    assert judged(school).holds
    tamper(school, update(t.read_log).where(t.read_log.c.board_id == school.board).values(found=False))
    assert any("leeslog" in line for line in judged(school).wrong)
