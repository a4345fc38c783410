"""A check that was written from the specification alone agrees with the product about checkpoints of a database."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.commands.checkpoints import Made, MakeCheckpoint
from app.commands.upkeep import SealReads
from app.domain.actors import Actor
from app.queries.checkpoints import check_checkpoints
from app.store.db import db
from app.store.requests import log_read
from app.store.signing import SigningKey
from tests.independent import checkpoint_check as check
from tests.school import School, make_school, make_site, make_tables

KEY = SigningKey(bytes(range(32)))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, Path, str]]:
    """A school with three checkpoints, its file, and its public key as text."""
    folder = tmp_path_factory.mktemp("checkpoints")
    site = make_site(f"sqlite:///{folder / 'leidraad.sqlite'}", folder)
    make_tables(site)
    with site.app.app_context():
        school = make_school(site)
        school.open("leerkracht", "Zorg over leerling")
        made = _checkpoint(school)
        school.clock.on(days=9)
        school.complete("leerkracht", "Observeren en begeleiden")
        with school.writing() as work:
            log_read(work, school.people["leerkracht"], "dossier", None, found=True)
        _checkpoint(school)
        school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
        _checkpoint(school)
        with school.reading() as work:
            assert check_checkpoints(work, KEY.public).wrong == []
        db.engine.dispose()
        yield school, folder / "leidraad.sqlite", made.verifier_key
    site.keys.close()


def _checkpoint(school: School) -> Made:
    system = Actor.system(school.board)
    school.bus.send(SealReads(), by=system)
    made: Made = school.bus.send(MakeCheckpoint(KEY, at_once=True), by=system).result
    return made


def test_the_check_agrees(kept: tuple[School, Path, str]) -> None:
    _, path, key = kept
    assert check.main([str(path), key]) == check.HOLDS
    assert check.main([str(path)]) == check.NOT_JUDGED
    assert check.main([]) == check.main(["nergens"]) == check.WRONG_USAGE


FORGED = [
    "UPDATE checkpoint SET text = replace(text, 'time 2026', 'time 2025') WHERE number = 2",
    "UPDATE checkpoint SET text = substr(text, 1, length(text) - 6) || 'AAAA=' || char(10) WHERE number = 3",
    "DELETE FROM checkpoint WHERE number = 1", "DELETE FROM checkpoint WHERE number = 3",
    "DELETE FROM checkpoint_head WHERE number = 2", "UPDATE checkpoint_head SET parent = NULL",
    "UPDATE checkpoint_head SET place = place + 100", "UPDATE checkpoint_head SET size = size + 1 WHERE number = 3",
    "DELETE FROM fact WHERE sequence > 1", "DELETE FROM fact WHERE stream_id = (SELECT stream_id FROM route LIMIT 1)",
    "UPDATE fact SET head = zeroblob(32)", "DELETE FROM read_seal",
]  # fmt: skip


@pytest.mark.parametrize("statement", FORGED)
def test_the_check_and_the_product_find_the_same_forgeries(
    kept: tuple[School, Path, str], statement: str, tmp_path: Path
) -> None:
    school, path, key = kept
    copy = tmp_path / "leidraad.sqlite"
    shutil.copy(path, copy)
    with sqlite3.connect(copy) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {name}")
        assert base.execute(statement).rowcount
    base.close()
    assert check.main([str(copy), key]) == check.DOES_NOT_HOLD
    site = make_site(f"sqlite:///{copy}", path.parent)
    with site.app.app_context():
        other = School(site, school.board, school.clock, school.bus, school.school, school.pupil, school.people)
        with other.reading() as work:
            assert check_checkpoints(work, KEY.public).wrong != []
        db.engine.dispose()
    site.keys.close()


def test_the_check_shares_nothing_with_the_product() -> None:
    text = Path(check.__file__).read_text("utf-8")
    assert "import app" not in text
    assert "from app" not in text
    assert sys.modules[check.__name__] is check
