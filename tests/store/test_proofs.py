"""Checkpoints and exports of a school that works on, on both databases; and what was changed where nobody looks."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text

import app.store.tables as t
from app.cli.verifier import leidraad_verify as checker
from app.cli.verifier import source
from app.commands.checkpoints import Made, MakeCheckpoint
from app.commands.routes import SendMessage
from app.commands.upkeep import SealReads
from app.domain.actors import Actor
from app.domain.errors import NotFoundError, WrongStateError
from app.queries.checkpoints import Checked, check_against, check_checkpoints, held
from app.queries.exports import covered, export_dossier
from app.store.chain import Link, check
from app.store.db import db
from app.store.requests import log_read
from app.store.signing import SigningKey
from tests.racing import at_once, sending
from tests.rows import rows
from tests.school import School

KEY = SigningKey(bytes(range(32)))


def checkpoint(school: School) -> str:
    system = Actor.system(school.board)
    school.bus.send(SealReads(), by=system)
    made: Made = school.bus.send(MakeCheckpoint(KEY, at_once=True), by=system).result
    return made.text


def exported(school: School, dossier: UUID, since: str = "") -> dict[str, bytes]:
    with school.writing() as work:
        made = export_dossier(work, Actor.operator(school.board), dossier, KEY.public, held(since) if since else None)
    assert made is not None
    return covered(made, source())


def judged(school: School) -> Checked:
    with school.reading() as work:
        return check_checkpoints(work, KEY.public)


def test_exports_of_a_dossier_that_goes_on_are_whole(school: School) -> None:
    dossier = school.open("leerkracht", "Zorg over leerling")
    kept = [checkpoint(school)]
    school.clock.on(days=9)
    school.complete("leerkracht", "Observeren en begeleiden")
    kept.append(checkpoint(school))
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    kept.append(checkpoint(school))
    for since in ("", *kept):
        verdict = checker.judge(exported(school, dossier, since), since or None)
        assert (verdict.code, verdict.flaws, verdict.notes) == (checker.WHOLE, [], [])
        assert len(verdict.about["streams"]) == 1 + len(rows(school, t.route))
    assert len([row for row in rows(school, t.read_log) if row.action == "export"]) == 4


def test_an_export_tells_of_another_dossier_hashes_only(school: School) -> None:
    dossier = school.open("leerkracht", "Zorg over leerling")
    checkpoint(school)
    files = exported(school, dossier)
    others = [str(row.route_id) for row in rows(school, t.route)] + [str(school.pupil), str(school.pupil.hex)]
    assert not [name for name in others for data in files.values() if name.encode() in data]


def test_who_may_not_verify_gets_no_export_and_nobody_gets_one_without_a_checkpoint(school: School) -> None:
    dossier = school.open("leerkracht", "Zorg over leerling")
    with school.writing() as work, pytest.raises(NotFoundError):
        export_dossier(work, school.actor("leerkracht"), dossier, KEY.public)
    with school.writing() as work, pytest.raises(WrongStateError):
        export_dossier(work, Actor.operator(school.board), dossier, KEY.public)
    with school.writing() as work:
        assert export_dossier(work, Actor.operator(school.board), UUID(int=1), KEY.public) is None


def test_checkpoints_amid_work_see_every_chain_at_a_place_where_it_was(school: School) -> None:
    dossier = school.open("leerkracht", "Zorg over leerling")
    actor = school.actor("leerkracht")
    system = Actor.system(school.board)
    answers = school.start_example("Vermoeden", {})
    acts = [sending(school, SendMessage(dossier, "Vermoeden", answers), actor) for _ in range(6)]
    acts += [sending(school, MakeCheckpoint(KEY, at_once=True), system) for _ in range(6)]
    found = at_once(school, acts)
    assert len([each for each in found if getattr(each, "result", None).__class__ is Made]) == 6
    checked = judged(school)
    assert (checked.count, checked.wrong) == (6, [])


class _NotKept(Exception):
    """Ends a transaction of which nothing may stay."""


def after(school: School, statement, dossier: UUID | None = None) -> list[str]:
    """What is wrong after a statement that the database would refuse, of which nothing stays."""
    found = Checked()
    sqlite = db.engine.dialect.name == "sqlite"
    with suppress(_NotKept), school.writing() as work:
        for table in ("fact", "checkpoint", "checkpoint_head"):
            for name in ("stays", "remains") if sqlite else ("stays",):
                work.run(text(f"DROP TRIGGER {table}_{name}" + ("" if sqlite else f" ON {table}")))
        work.run(statement)
        found = check_against(work, dossier) if dossier else check_checkpoints(work, KEY.public)
        raise _NotKept
    return found.wrong


def test_of_one_dossier_its_own_chains_are_held_against_the_checkpoints(school: School) -> None:
    dossier = school.open("leerkracht", "Zorg over leerling")
    checkpoint(school)
    route = rows(school, t.route)[0]
    last = delete(t.fact).where(t.fact.c.stream_id == route.stream_id, t.fact.c.sequence == route.facts)
    (line,) = after(school, last, dossier)
    if route.facts == 1:
        assert line == f"route {route.route_id}: feit 1 is weg; meer zag ijkpunt 1 niet."
    else:
        assert line.startswith(f"route {route.route_id}: aan de staart ontbreekt 1 feit;")
    with school.reading() as work:
        assert check_against(work, dossier).wrong == []


def test_a_tail_of_the_log_of_reads_is_missed(school: School) -> None:
    for _ in range(2):
        with school.writing() as work:
            log_read(work, school.people["leerkracht"], "dossier", None, found=True)
        checkpoint(school)
    assert judged(school).wrong == []
    gone = delete(t.read_seal).where(t.read_seal.c.board_id == school.board, t.read_seal.c.number == 2)
    (line,) = after(school, gone)
    assert line == "leeslog: aan de staart ontbreekt 1 verzegeling; ijkpunt 2 telde er 2, er staan er 1."


WRONG_KINDS = [
    ("checkpoint", "text", "12"), ("checkpoint", "text", "x'ff'"), ("checkpoint", "number", "'een'"),
    ("checkpoint", "made_at", "'gisteren'"), ("checkpoint", "destroyed", "'veel'"),
    ("checkpoint_head", "head", "'tekst'"), ("checkpoint_head", "stream_id", "'x' || stream_id"),
    ("checkpoint_head", "size", "'veel'"), ("checkpoint_head", "parent", "x'ff'"),
    ("checkpoint_head", "place", "'x' || place"), ("checkpoint_head", "kind", "3"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "value"), WRONG_KINDS)
def test_a_value_of_another_kind_is_found(school: School, table: str, column: str, value: str) -> None:
    """SQLite keeps any kind in any column; PostgreSQL refuses it."""
    if db.engine.dialect.name != "sqlite":
        return
    school.open("leerkracht", "Zorg over leerling")
    checkpoint(school)
    change = text(f"UPDATE {table} SET {column} = {value} WHERE board_id = '{school.board.hex}'")  # noqa: S608
    assert any("ijkpunt" in line for line in after(school, change))


def test_the_chain_of_an_export_is_that_of_the_database(school: School) -> None:
    dossier = school.open("leerkracht", "Zorg over leerling")
    checkpoint(school)
    files = exported(school, dossier)
    for row in rows(school, t.route):
        facts, lines, flaw = checker.read_facts(files[f"feiten/{row.stream_id.hex}.jsonl"], "")
        assert (lines, flaw) == (len(facts), None)
        assert check(Link(each.stream, each.sequence, each.entered, each.sealed, each.head) for each in facts) is None
        with school.reading() as work:
            kept = work.rows(select(t.fact).where(t.fact.c.stream_id == row.stream_id).order_by(t.fact.c.sequence))
        assert [(each.ciphertext, each.head) for each in kept] == [(each.sealed, each.head) for each in facts]
