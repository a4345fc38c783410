"""Checkpoints: one an hour, whoever asks, of where every chain stands; and what was changed behind one is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

import app.store.tables as t
from app.commands.checkpoints import Made, MakeCheckpoint
from app.commands.upkeep import SealReads
from app.domain.actors import Actor
from app.domain.errors import NotFoundError, WrongStateError
from app.jobs.checkpoints import Outside
from app.jobs.mail import Post
from app.jobs.rounds import Rounds
from app.queries.checkpoints import Checked, check_checkpoints, held
from app.queries.desk import Desk
from app.store.clock import Clock, random_id
from app.store.db import db
from app.store.notes import read_note
from app.store.requests import log_read
from app.store.signing import SigningKey, is_signed
from tests.rows import only, rows
from tests.school import CANARY, School

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(32))


def checkpoint(school: School, *, at_once: bool = True, key: SigningKey = KEY) -> Made | None:
    return school.bus.send(MakeCheckpoint(key, at_once), by=Actor.system(school.board)).result


def walk(school: School) -> None:
    school.open("leerkracht", "Zorg over leerling")
    school.clock.on(days=9)
    school.complete("leerkracht", "Observeren en begeleiden")


def test_a_checkpoint_is_signed_and_tells_where_every_chain_stands(school: School) -> None:
    walk(school)
    made = checkpoint(school)
    assert made is not None
    note = read_note(made.text)
    assert is_signed(note, KEY.public)
    assert not is_signed(note, OTHER.public)
    assert (note.checkpoint.board, note.checkpoint.entry.number) == (school.board, 1)
    owned = {
        (row.stream_id, row.facts, bytes(row.head)) for table in (t.dossier, t.route) for row in rows(school, table)
    }
    kept = {(row.stream_id, row.size, bytes(row.head)) for row in rows(school, t.checkpoint_head)}
    assert kept == owned
    assert note.checkpoint.entry.heads == len(owned)
    dossier = rows(school, t.dossier)[0].stream_id
    assert {row.parent for row in rows(school, t.checkpoint_head) if row.stream_id != dossier} == {dossier}


def test_only_what_moved_is_kept_at_the_next_one(school: School) -> None:
    walk(school)
    checkpoint(school)
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    made = checkpoint(school)
    assert made is not None
    again = [row for row in rows(school, t.checkpoint_head) if row.number == 2]
    assert 0 < len(again) <= read_note(made.text).checkpoint.entry.heads


def test_the_log_of_reads_is_one_of_the_chains(school: School) -> None:
    with school.writing() as work:
        log_read(work, school.people["leerkracht"], "dossier", None, found=True)
    school.bus.send(SealReads(), by=Actor.system(school.board))
    checkpoint(school)
    (kept,) = rows(school, t.checkpoint_head)
    (seal,) = rows(school, t.read_seal)
    assert (kept.kind, kept.stream_id, kept.size, kept.head) == ("reads", school.board, seal.number, seal.head)


def test_an_hour_has_one_checkpoint_and_a_quiet_day_has_one(school: School) -> None:
    walk(school)
    assert checkpoint(school, at_once=False) is not None
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    school.clock.on(minutes=30)
    assert checkpoint(school, at_once=False) is None
    school.clock.on(minutes=30)
    assert checkpoint(school, at_once=False) is not None
    school.clock.on(hours=1)
    assert checkpoint(school, at_once=False) is None
    school.clock.on(hours=23)
    assert checkpoint(school, at_once=False) is not None


def test_the_time_of_a_checkpoint_never_goes_back(school: School) -> None:
    checkpoint(school)
    school.clock.on(days=-1)
    made = checkpoint(school)
    assert made is not None
    times = [row.made_at for row in rows(school, t.checkpoint)]
    assert times[0] == times[1]


def test_a_destroyed_key_is_named_once(school: School) -> None:
    walk(school)
    gone = rows(school, t.route)[0].key_id
    checkpoint(school)
    school.site.keys.destroy(school.board, gone, school.clock.now)
    first, second = checkpoint(school), checkpoint(school)
    assert first is not None
    assert second is not None
    assert read_note(first.text).checkpoint.entry.destroyed == (gone,)
    assert read_note(second.text).checkpoint.entry.destroyed == ()


def test_a_key_that_follows_names_all_that_was_destroyed_once_more(school: School) -> None:
    """A start believes the key of now alone: it must not need the checkpoints of one before."""
    walk(school)
    gone = rows(school, t.route)[0].key_id
    school.site.keys.destroy(school.board, gone, school.clock.now)
    told = school.bus.send(MakeCheckpoint(KEY, at_once=True, successor=OTHER.public), by=Actor.system(school.board))
    with pytest.raises(WrongStateError):
        checkpoint(school)
    after = checkpoint(school, key=OTHER)
    assert after is not None
    assert read_note(told.result.text).checkpoint.entry.destroyed == (gone,)
    assert read_note(after.text).checkpoint.entry.destroyed == (gone,)
    later = checkpoint(school, key=OTHER)
    assert later is not None
    assert read_note(later.text).checkpoint.entry.destroyed == ()
    with school.reading() as work:
        assert check_checkpoints(work, OTHER.public, before=(KEY.public,)).wrong == []
        assert len(check_checkpoints(work, OTHER.public).wrong) == 2
        assert "half vervangen" not in " ".join(check_checkpoints(work, OTHER.public, before=(KEY.public,)).unjudged)


@pytest.mark.parametrize("function", ["leerkracht", "directeur", "bestuur"])
def test_no_person_makes_one(school: School, function: str) -> None:
    with pytest.raises(NotFoundError):
        school.send(function, MakeCheckpoint(KEY, at_once=True))


@pytest.mark.parametrize("table", [t.checkpoint, t.checkpoint_head], ids=str)
@pytest.mark.parametrize("deed", ["update", "delete", "again"])
def test_the_database_itself_refuses_to_change_a_checkpoint(school: School, table, deed: str) -> None:
    walk(school)
    checkpoint(school)
    statement = {
        "update": update(table).values(number=9).where(table.c.board_id == school.board),
        "delete": delete(table).where(table.c.board_id == school.board),
        "again": text(f"INSERT INTO {table} SELECT * FROM {table}"),  # noqa: S608  of our own table
    }[deed]
    if deed == "again" and db.engine.dialect.name == "sqlite":
        statement = text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608  of our own table
    with pytest.raises(DatabaseError), school.writing() as work:
        work.run(statement)


def judged(school: School, place: str = "", kept: str = "", public: bytes | None = KEY.public) -> Checked:
    with school.reading() as work:
        return check_checkpoints(work, public, place, held(kept) if kept else None)


class _NotKept(Exception):
    """Ends a transaction of which nothing may stay."""


def judged_after(school: School, *statements, public: bytes = KEY.public) -> list[str]:
    """What is wrong after statements that the database would refuse, of which nothing stays."""
    found = Checked()
    with suppress(_NotKept), school.writing() as work:
        for table in ("fact", "checkpoint", "checkpoint_head"):
            if db.engine.dialect.name == "postgresql":
                work.run(text(f"DROP TRIGGER {table}_stays ON {table}"))
            else:
                for name in ("stays", "remains"):
                    work.run(text(f"DROP TRIGGER {table}_{name}"))
        for each in statements:
            work.run(each)
        found = check_checkpoints(work, public)
        raise _NotKept
    return found.wrong


@pytest.fixture
def route(school: School) -> Any:
    """A route that has walked, with two checkpoints behind it: the row of it."""
    walk(school)
    checkpoint(school)
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    checkpoint(school)
    return max(rows(school, t.route), key=lambda row: row.facts)


def of(route: Any, table=t.fact) -> tuple[Any, ...]:
    return table.c.board_id == route.board_id, table.c.stream_id == route.stream_id


@pytest.mark.usefixtures("route")
def test_a_history_that_was_left_alone_holds(school: School) -> None:
    checked = judged(school)
    assert (checked.count, checked.wrong, checked.unjudged) == (2, [], [])


@pytest.mark.usefixtures("route")
def test_without_the_key_signatures_are_not_judged(school: School) -> None:
    checked = judged(school, public=None)
    assert (checked.wrong, len(checked.unjudged)) == ([], 1)


def test_a_tail_that_was_cut_off_is_counted(school: School, route: Any) -> None:
    cut = delete(t.fact).where(*of(route), t.fact.c.sequence > route.facts - 2)
    (line,) = judged_after(school, cut)
    assert line.startswith(
        f"dossier {route.dossier_id}, route {route.route_id}: "
        f"aan de staart ontbreken 2 feiten; ijkpunt 2 telde er {route.facts}"
    )


def test_a_stream_that_is_gone_is_named(school: School, route: Any) -> None:
    gone = [delete(t.fact).where(*of(route)), delete(t.route).where(*of(route, t.route))]
    (line,) = judged_after(school, *gone)
    assert line == f"verdwenen stroom {route.stream_id}: alle {route.facts} feiten die ijkpunt 2 zag zijn weg."


def test_streams_of_a_dossier_that_is_gone_are_told_together(school: School, route: Any) -> None:
    own = only(school, t.dossier, dossier_id=route.dossier_id)
    gone = [
        delete(table).where(*of(each, table)) for each, which in ((route, t.route), (own, t.dossier))
        for table in (t.fact, which)
    ]  # fmt: skip
    *lines, together = judged_after(school, *gone)
    assert [line.split(":")[0] for line in lines] == [
        f"verdwenen stroom {each}" for each in sorted((own.stream_id, route.stream_id))
    ]
    assert together == (
        f"een heel dossier is weg: zijn eigen stroom was {own.stream_id}, en zijn routes waren {route.stream_id}."
    )


def test_facts_of_a_dossier_that_is_gone_are_named_unless_its_key_is_destroyed(school: School, route: Any) -> None:
    gone = delete(t.route).where(*of(route, t.route))
    (line,) = judged_after(school, gone)
    assert str(route.stream_id) in line
    school.site.keys.destroy(school.board, route.key_id, school.clock.now)
    assert judged_after(school, gone) == []


def test_a_chain_that_was_made_anew_is_found(school: School, route: Any) -> None:
    anew = update(t.fact).where(*of(route), t.fact.c.sequence == route.facts).values(head=bytes(32))
    (line,) = judged_after(school, anew)
    where = f"dossier {route.dossier_id}, route {route.route_id}"
    assert line == f"{where}: feit {route.facts} is niet meer wat ijkpunt 2 zag."


def without(board, number: int):
    return delete(t.checkpoint).where(t.checkpoint.c.board_id == board, t.checkpoint.c.number == number)


CHECKPOINTS = [
    (lambda b: without(b, 1), "ijkpunt 1 is weg"),
    (lambda b: without(b, 2), "ijkpunt 2 is weg"),
    (lambda b: update(t.checkpoint).where(t.checkpoint.c.board_id == b).values(text="iets"), "ijkpunt 1 is veranderd"),
    (lambda b: update(t.checkpoint).where(t.checkpoint.c.board_id == b).values(destroyed=1), "de rij eromheen"),
    (
        lambda b: update(t.checkpoint_head)
        .where(t.checkpoint_head.c.board_id == b, t.checkpoint_head.c.number == 2).values(parent=None),
        "ijkpunt 2: de standen",
    ),
    (
        lambda b: delete(t.checkpoint_head).where(t.checkpoint_head.c.board_id == b, t.checkpoint_head.c.number == 1),
        "ijkpunt 1: de standen",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "what"), CHECKPOINTS, ids=[each[1] for each in CHECKPOINTS])
@pytest.mark.usefixtures("route")
def test_a_checkpoint_that_was_changed_is_named(school: School, change, what: str) -> None:
    found = judged_after(school, change(school.board))
    assert any(what in line for line in found), found


@pytest.mark.usefixtures("route")
def test_a_checkpoint_of_another_key_is_named(school: School) -> None:
    checkpoint(school, key=OTHER)
    assert judged(school).wrong == ["ijkpunt 3: het is getekend met een andere sleutel."]


@pytest.mark.usefixtures("route")
def test_a_signature_that_is_none_is_named(school: School) -> None:
    (row,) = [row for row in rows(school, t.checkpoint) if row.number == 2]
    note = read_note(row.text)
    forged = replace(note, signature=bytes(64)).text
    where = (t.checkpoint.c.board_id == school.board, t.checkpoint.c.number == 2)
    assert judged_after(school, update(t.checkpoint).where(*where).values(text=forged)) == [
        "ijkpunt 2: de handtekening klopt niet."
    ]


@pytest.mark.usefixtures("route")
def test_who_kept_a_checkpoint_sees_whether_it_is_still_there(school: School) -> None:
    mine = [row.text for row in sorted(rows(school, t.checkpoint), key=lambda each: each.number)]
    assert all(judged(school, kept=each).wrong == [] for each in mine)
    other = KEY.sign(replace(read_note(mine[1]).checkpoint, root=bytes(32))).text
    assert judged(school, kept=other).wrong == ["ijkpunt 2 in de database is een ander dan jij bewaarde."]
    later = read_note(mine[1]).checkpoint
    later = KEY.sign(replace(later, entry=replace(later.entry, number=7))).text
    assert judged(school, kept=later).wrong == ["ijkpunt 7, dat jij bewaarde, is weg uit de database."]


def test_two_workers_at_once_make_one(school: School) -> None:
    walk(school)
    with ThreadPoolExecutor(4) as pool:

        def one(_: int) -> Made | None:
            with school.site.app.app_context():
                return checkpoint(school, at_once=False)

        made = list(pool.map(one, range(4)))
    assert sum(each is not None for each in made) == 1
    assert len(rows(school, t.checkpoint)) == 1


# --- outside the database -------------------------------------------------------------------------------------------


def rounds(school: School, place: str, sent: list[EmailMessage] | None = None) -> Rounds:
    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    post = Post(
        "leidraad@school.nl", "https://leidraad.school.nl", (sent if sent is not None else []).append, school.clock
    )
    return Rounds(random_id(), desk, school.bus, post, Outside(KEY, place))


def names(folder: Path, school: School) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(school.board.hex))


def test_every_checkpoint_is_laid_down_outside_once(school: School, tmp_path: Path) -> None:
    walk(school)
    folder = tmp_path / "buiten"
    round_ = rounds(school, str(folder))
    round_._checkpoint(school.board)
    school.clock.on(days=1)
    round_._checkpoint(school.board)
    assert names(folder, school) == [f"{school.board.hex}-00000001.txt", f"{school.board.hex}-00000002.txt"]
    texts = [row.text for row in sorted(rows(school, t.checkpoint), key=lambda each: each.number)]
    assert [(folder / name).read_text("utf-8") for name in names(folder, school)] == texts
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    assert judged(school, str(folder)).wrong == []


def test_a_copy_that_is_gone_or_other_or_too_many_is_named(school: School, tmp_path: Path) -> None:
    walk(school)
    round_ = rounds(school, str(tmp_path))
    for _ in range(3):
        round_._checkpoint(school.board)
        school.clock.on(days=1)
    first, second, third = (tmp_path / name for name in names(tmp_path, school))
    first.unlink()
    second.chmod(0o600)
    second.write_text(third.read_text("utf-8"), "utf-8")
    third.rename(tmp_path / f"{school.board.hex}-00000009.txt")
    round_._checkpoint(school.board)  # mends none of it
    assert set(judged(school, str(tmp_path)).wrong) == {
        "het afschrift van ijkpunt 1 buiten de database is weg.",
        "ijkpunt 2 is niet wat het afschrift buiten de database zegt.",
        "het afschrift van ijkpunt 3 buiten de database is weg.",
        "ijkpunt 9 is weg uit de database: buiten staat er een afschrift van.",
    }


def test_another_copy_is_never_written_over(school: School, tmp_path: Path) -> None:
    there = tmp_path / f"{school.board.hex}-00000001.txt"
    there.write_text("van eerder", "utf-8")
    rounds(school, str(tmp_path))._checkpoint(school.board)
    assert there.read_text("utf-8") == "van eerder"
    assert judged(school, str(tmp_path)).wrong == ["ijkpunt 1 is niet wat het afschrift buiten de database zegt."]


def test_a_place_that_is_away_gets_it_later(school: School, tmp_path: Path) -> None:
    folder = tmp_path / "weg"
    folder.write_text("een bestand", "utf-8")
    rounds(school, str(folder))._checkpoint(school.board)
    folder.unlink()
    rounds(school, str(folder))._checkpoint(school.board)
    assert len(names(folder, school)) == 1


def test_by_mail_a_checkpoint_goes_once_and_says_nothing_of_a_child(school: School) -> None:
    walk(school)
    checkpoint(school)
    sent: list[EmailMessage] = []
    round_ = rounds(school, "mailto:fg@school.nl", sent)
    round_._checkpoint(school.board)
    round_._checkpoint(school.board)
    (mail,) = sent
    assert (mail["To"], mail["Subject"]) == ("fg@school.nl", "IJkpunt 1 van Leidraad")
    (attached,) = mail.iter_attachments()
    assert attached.get_payload(decode=True).decode() == rows(school, t.checkpoint)[0].text
    assert CANARY not in mail.as_string()


def test_without_a_key_nothing_is_made(school: School, tmp_path: Path) -> None:
    made = replace(rounds(school, str(tmp_path)), outside=Outside(None, str(tmp_path)))
    made.checkpoint()
    assert rows(school, t.checkpoint) == []


def test_checkpoints_that_pile_up_because_the_place_is_away_are_told(school: School) -> None:
    for _ in range(24):
        checkpoint(school)
    assert judged(school, "mailto:fg@school.nl").unjudged == []
    checkpoint(school)
    assert judged(school, "mailto:fg@school.nl").unjudged == [
        "ijkpunten: de laatste 25 zijn nog niet buiten de database geschreven."
    ]
    assert judged(school).unjudged == []


def test_a_route_keeps_its_dossier_where_that_was_taken_away(school: School) -> None:
    walk(school)
    checkpoint(school)
    (dossier,) = rows(school, t.dossier)
    with school.writing() as work:
        work.run(delete(t.dossier).where(t.dossier.c.board_id == school.board))
        work.run(update(t.route).where(t.route.c.board_id == school.board).values(facts=t.route.c.facts + 1))
    checkpoint(school)
    again = [row for row in rows(school, t.checkpoint_head) if row.number == 2]
    assert {row.parent for row in again} == {dossier.stream_id}


def test_a_folder_is_known_by_its_whole_name() -> None:
    assert Outside.at(KEY, "ijkpunten").place == str(Path("ijkpunten").absolute())
    assert Outside.at(KEY, "mailto:fg@school.nl").place == "mailto:fg@school.nl"
