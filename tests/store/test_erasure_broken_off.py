"""Destroying that is broken off anywhere is finished by a worker; and what is destroyed is in no file any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import app.store.tables as t
from app.commands.erasure import ConfirmErasure
from app.commands.finishing import finish
from app.store.db import db
from tests import klein
from tests.killing import keys_folder, killed_at, on_sqlite, outside
from tests.rows import only, rows
from tests.school import School, Site, make_school, make_site, make_tables
from tests.store.erasures import BOARD, begun, closed, judged, proposed

AT_LEAST = 40
"""Places in carrying one out: fewer would mean that they are no longer counted."""


@pytest.fixture
def school(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


def status(school: School, made: UUID) -> str:
    found: str = only(school, t.erasure, erasure_id=made).status
    return found


def content(school: School, dossier: UUID) -> int:
    """Rows that still tell of a dossier."""
    routes = {row.route_id for row in rows(school, t.route, dossier_id=dossier)}
    tables = (t.answer, t.attachment, t.task)
    return sum(row.route_id in routes for table in tables for row in rows(school, table))


def test_killed_anywhere_it_is_as_it_was_or_finished_by_the_next(school: School) -> None:
    """What is left half, a verdict names; nothing else of the board is touched."""
    other = closed(school)
    dossier = closed(school)
    made = begun(school, dossier)
    place, killed, done, halfway = 0, True, 0, 0
    while killed:
        place += 1
        killed = killed_at(school, place, lambda own, made=made: finish(own.bus, own.board, made))
        verdict = judged(school, dossier)
        assert verdict.wrong == [], f"after a kill at place {place}"
        if status(school, made) == "begonnen":
            assert killed, "it was done and nothing is there"
            assert content(school, dossier) > 0, "rows are gone and nothing tells of it"
            assert verdict.unjudged == [f"dossier {dossier}: de vernietiging is begonnen en nog niet af."]
            halfway += any(each.sort == "gewist" for each in verdict.found)
            continue
        assert content(school, dossier) == 0, f"after a kill at place {place}"
        assert verdict.holds
        done += 1
        dossier = closed(school)
        made = begun(school, dossier)
    assert place > AT_LEAST
    assert done > 1, "it was never killed between its commit and its end"
    assert halfway > 1, "it was never killed between the keys and the rows"
    assert judged(school, other).found == []
    assert finish(school.bus, school.board, made)
    assert content(school, dossier) == 0
    assert judged(school).holds


def test_killed_while_agreeing_it_is_proposed_or_begun(school: School) -> None:
    dossier = closed(school)
    made, place, killed = proposed(school, dossier), 0, True
    seen = set()
    while killed and len(seen) < 2:
        place += 1
        killed = killed_at(school, place, lambda own: own.bus.send(ConfirmErasure(made), by=own.actor(BOARD)))
        seen.add(status(school, made))
        assert judged(school, dossier).wrong == []
    assert seen == {"voorgesteld", "begonnen"}
    assert finish(school.bus, school.board, made)
    assert judged(school).holds


# no file holds it


@pytest.fixture
def alone(site: Site, tmp_path: Path) -> Iterator[School]:
    """On SQLite with files of its own."""
    if not on_sqlite(site):
        with site.app.app_context():
            yield make_school(site, klein.files())
        return
    made = make_site(f"sqlite:///{tmp_path / 'leidraad.sqlite'}", tmp_path)
    make_tables(made)
    with made.app.app_context():
        yield make_school(made, klein.files())
        db.engine.dispose()
    made.keys.close()


def sealed_of(school: School) -> dict[str, bytes]:
    """All that is sealed beside the facts, and what is in clear of a route."""
    found = {
        f"{table.name}.{column}": bytes(getattr(rows(school, table)[0], column))
        for table, column in (
            (t.answer, "sealed"), (t.attachment, "sealed"), (t.attachment_content, "sealed"), (t.route, "state"),
            (t.parent, "sealed"), (t.erasure, "sealed"),
        )
    }  # fmt: skip
    found |= {f"wrapped {number}": each for number, each in enumerate(wrapped(school))}
    return found | {
        "milestone": only(school, t.route).milestone.encode(),
        "task": rows(school, t.task)[0].name.encode(),
    }


def wrapped(school: School) -> list[bytes]:
    """The wrapped keys of the dossier and its routes."""
    ids = [row.key_id.hex for table in (t.route, t.dossier) for row in rows(school, table)]
    query = "SELECT wrapped FROM data_key WHERE key_id = ?"
    with sqlite3.connect(keys_folder(school.site) / "keys.sqlite") as connection:
        found = [connection.execute(query, (each,)).fetchone() for each in ids]
    connection.close()
    return [each[0] for each in found]


def everywhere(school: School) -> list[tuple[str, bytes]]:
    """Every file of key store and, on SQLite, database; on PostgreSQL all that its tables hold."""
    found = [(each.name, each.read_bytes()) for each in keys_folder(school.site).iterdir() if each.is_file()]
    if on_sqlite(school.site):
        return found
    found = [each for each in found if "keys" in each[0]]
    with outside(school) as connection:
        names = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        for name in names:
            with connection.cursor().copy(f'COPY "{name}" TO STDOUT (FORMAT binary)') as copied:  # type: ignore[arg-type]
                found.append((name, b"".join(map(bytes, copied))))
    return found


def holding(school: School, things: dict[str, bytes]) -> set[str]:
    files = everywhere(school)
    return {name for name, thing in things.items() if thing and any(thing in data for _, data in files)}


def test_no_file_and_no_table_holds_what_was_destroyed(alone: School) -> None:
    made = begun(alone, closed(alone))
    things = sealed_of(alone)
    assert all(things.values())
    assert holding(alone, things) == set(things), "what is looked for was never there"
    assert finish(alone.bus, alone.board, made)
    ours = set(things) - ({"task", "milestone"} if not on_sqlite(alone.site) else set())  # others have theirs there
    assert holding(alone, {name: things[name] for name in ours}) == set()


def test_the_facts_stay_byte_for_byte(alone: School) -> None:
    made = begun(alone, closed(alone))
    before = facts(alone)
    assert finish(alone.bus, alone.board, made)
    assert before <= facts(alone)


def facts(school: School) -> set[tuple[Any, ...]]:
    return {
        (row.stream_id, row.sequence, row.entered, bytes(row.ciphertext), bytes(row.head))
        for row in rows(school, t.fact)
    }
