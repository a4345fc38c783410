"""The history of a school holds, and what was changed in it is found."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

import app.store.tables as t
from app.queries.verification import Verdict, verify
from app.store.bundles import packed
from app.store.clock import random_id
from app.store.db import db
from app.store.reads import seal_reads
from app.store.requests import log_read
from tests.school import START, School, the_bundle


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


LATER = START + timedelta(days=1)
CLOSED = [
    ({"status": "vervallen"}, "de status"),
    ({"done_by": random_id()}, "wie de taak deed"),
    ({"done_by": None}, "wie de taak deed"),
    ({"closed_at": LATER}, "wanneer de taak sloot"),
    ({"closed_at": None}, "wanneer de taak sloot"),
    ({"closed_by": random_id()}, "wat de taak sloot"),
    ({"due_at": LATER}, "de termijn"),
    ({"name": "Iets anders"}, "de naam"),
]


@pytest.mark.parametrize(("values", "what"), CLOSED)
def test_a_closed_task_is_as_the_facts_left_it(school: School, values, what: str) -> None:
    walk(school)
    closed = (t.task.c.board_id == school.board, t.task.c.status == "afgerond")
    tamper(school, update(t.task).where(*closed).values(**values))
    assert any("taak" in line and what in line for line in judged(school).wrong)


def test_the_term_of_an_open_task_is_that_of_the_facts(school: School) -> None:
    walk(school)
    still = (t.task.c.board_id == school.board, t.task.c.status == "open")
    tamper(school, update(t.task).where(*still).values(due_at=LATER))
    assert any("de termijn van taak" in line for line in judged(school).wrong)


def test_a_closed_task_that_is_gone_is_missed(school: School) -> None:
    walk(school)
    closed = (t.task.c.board_id == school.board, t.task.c.status == "afgerond")
    tamper(school, delete(t.task).where(*closed))
    assert any("is weg" in line for line in judged(school).wrong)


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"status": "afgebroken"}, "de status van de route"),
        ({"milestone": "Iets anders"}, "de mijlpaal van de route"),
        ({"reached": {}}, "wanneer een stap is bereikt van de route"),
        ({"phase": "Iets anders"}, "de fase van de route"),
        ({"ended_at": LATER}, "het einde van de route"),
        ({"ends": ["Klaar"]}, "het eindpunt van de route"),
        ({"bundle": "0" * 64}, "de protocolversie van de route"),
    ],
)
def test_a_route_is_as_the_facts_left_it(school: School, values, what: str) -> None:
    walk(school)
    tamper(school, update(t.route).where(t.route.c.board_id == school.board).values(**values))
    assert any(what in line for line in judged(school).wrong)


@pytest.mark.parametrize(
    ("values", "what"), [({"by": random_id()}, "wie het gaf"), ({"given_at": LATER}, "wanneer het werd gegeven")]
)
def test_an_answer_is_by_whom_and_of_when_the_facts_say(school: School, values, what: str) -> None:
    walk(school)
    tamper(school, update(t.answer).where(t.answer.c.board_id == school.board).values(**values))
    assert any("antwoord bij feit" in line and what in line for line in judged(school).wrong)


def _zipped(flag: int) -> bytes:
    """A zip whose first file says that it is packed in a way that does not exist, or is locked."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("protocol.toml", "naam = 'x'")
    data = bytearray(target.getvalue())
    place = data.index(b"PK\x01\x02")
    data[place + flag] = 99 if flag == 10 else 1
    return bytes(data)


BAD_ZIPS = {
    "no zip": b"dit is geen zip",
    "empty": b"",
    "cut off": packed(the_bundle().files)[:-40],
    "bytes changed": packed(the_bundle().files).replace(b"PK\x03\x04", b"PK\x03\x05", 1),
    "another method": _zipped(10),
    "locked": _zipped(8),
    "another protocol": packed({"protocol.toml": b"naam = 'Anders'"}),
    "no protocol": packed({"a.bpmn": b"<geen xml"}),
    "one file more": packed({**the_bundle().files, "LEESMIJ.md": b"meer"}),
}


@pytest.mark.parametrize("files", BAD_ZIPS.values(), ids=BAD_ZIPS)
def test_a_protocol_that_is_not_what_was_published_does_not_hold(school: School, files: bytes) -> None:
    walk(school)
    tamper(school, update(t.bundle).where(t.bundle.c.board_id == school.board).values(files=files))
    school.site.bundles.__init__(school.site.bundles._make)
    verdict = judged(school)
    assert any("het protocol van feit 1 is niet wat" in line for line in verdict.wrong), verdict


class _NotKept(Exception):
    """Ends a transaction of which nothing may stay."""


def judged_without_guard(school: School, statement: str) -> Verdict:
    """The verdict after a statement that the database would refuse, of which nothing stays."""
    found = Verdict()
    with suppress(_NotKept), school.writing() as work:
        work.run(text("DROP TRIGGER fact_stays"))
        work.run(text(statement), {"board": school.board.hex})
        found = verify(work, school.site.bundles)
        raise _NotKept
    return found


WRONG_KINDS = [
    ("bundle", "files", "'een tekst'", "het protocol van feit 1"),
    ("fact", "ciphertext", "'een tekst'", "feit 1"),
    ("fact", "head", "12", "feit 1"),
    ("fact", "entered", "x'ff'", "feit 1"),
    ("fact", "entered", "CAST(x'ff' AS TEXT)", "een feit"),
    ("fact", "sequence", "'x' || sequence", "feit 1"),
    ("fact", "stream_id", "'x' || stream_id", "er hoorden er"),
    ("answer", "sealed", "'een tekst'", "een antwoord"),
    ("answer", "command_id", "x'ff' || command_id", "een antwoord"),
    ("answer", "given_at", "'gisteren'", "een antwoord"),
    ("task", "closed_at", "'gisteren'", "een taak"),
    ("task", "niet_door", "'geen json'", "een taak"),
    ("task", "done_by", "x'ff'", "een taak"),
    ("route", "state", "'een tekst'", "de rij van de route"),
    ("route", "version", "'x'", "de bewaarde toestand"),
    ("route", "head", "'een tekst'", "een rij van"),
    ("route", "facts", "'veel'", "een rij van"),
    ("dossier", "key_id", "'geen id'", "een rij van"),
    ("calendar", "public_holidays", "'geen json'", "de kalender van feit 1"),
    ("calendar", "school_free_days", "'3'", "de kalender van feit 1"),
    ("read_log", "person_id", "'geen id'", "leeslog"),
    ("read_seal", "size", "'veel'", "leeslog"),
]


@pytest.mark.parametrize(("table", "column", "value", "where"), WRONG_KINDS)
def test_a_value_of_another_kind_is_found_with_its_place(
    school: School, table: str, column: str, value: str, where: str
) -> None:
    """SQLite keeps any kind in any column; PostgreSQL refuses it."""
    if db.engine.dialect.name != "sqlite":
        return
    walk(school)
    with school.writing() as work:
        log_read(work, school.people["leerkracht"], "dossier", None, found=True, query="wie")
    with school.writing() as work:
        seal_reads(work)
    school.site.bundles.__init__(school.site.bundles._make)
    found = judged_without_guard(school, f"UPDATE {table} SET {column} = {value} WHERE board_id = :board")  # noqa: S608
    assert any(where in line for line in found.wrong), found


def test_a_stream_that_nobody_owns_and_is_broken_is_told(school: School) -> None:
    walk(school)
    tamper(school, delete(t.route).where(t.route.c.board_id == school.board))
    if db.engine.dialect.name != "sqlite":
        return
    found = judged_without_guard(school, "UPDATE fact SET head = zeroblob(32) WHERE sequence = 1 AND board_id = :board")
    assert any(line.startswith("vernietigd") and "feit 1" in line for line in found.wrong), found


def test_an_answer_that_is_gone_is_missed(school: School) -> None:
    walk(school)
    tamper(school, delete(t.answer).where(t.answer.c.board_id == school.board))
    assert any("antwoord" in line and "weg" in line for line in judged(school).wrong)


def test_a_protocol_that_is_not_here_any_more_does_not_hold(school: School) -> None:
    walk(school)
    tamper(school, delete(t.bundle).where(t.bundle.c.board_id == school.board))
    school.site.bundles.__init__(school.site.bundles._make)
    verdict = judged(school)
    assert any("het protocol van feit 1 is weg" in line for line in verdict.wrong)


def test_the_log_of_reads_is_sealed_and_a_change_in_it_is_found(school: School) -> None:
    for _ in range(3):
        with school.writing() as work:
            log_read(work, school.people["leerkracht"], "dossier", None, found=True, query="wie")
        with school.writing() as work:
            assert seal_reads(work) == 1
    assert judged(school).holds
    tamper(school, update(t.read_log).where(t.read_log.c.board_id == school.board).values(found=False))
    assert any("leeslog" in line for line in judged(school).wrong)
