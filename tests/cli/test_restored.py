"""Backups from before something was destroyed, put back: its content stays unreadable, and nothing tells of it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from app.commands.erasure import ConfirmErasure, ProposeErasure
from app.commands.routes import CloseDossier, WithdrawRoute
from app.domain.actors import Actor
from app.parts import SETTINGS, Parts, parts_of
from app.queries.people import load_person
from app.queries.places import person_at
from app.queries.verification import verify
from app.store.keys import KeyGoneError
from app.worker import make_rounds
from tests.cli.terminal import NOT_JUDGED
from tests.machine import Machine

FILES = ("keys.sqlite", "leidraad.sqlite")


def who(parts: Parts, login: str) -> Actor:
    (board,) = parts.desk.boards()
    with parts.desk.reading(board) as work:
        found = person_at(work, login)
    assert found is not None
    return load_person(parts.desk, board, found)


def table(machine: Machine, name: str) -> list[Mapping[str, Any]]:
    with sqlite3.connect(machine.data / "leidraad.sqlite") as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608  of our own tables
    connection.close()
    return [dict(each) for each in found]


def copied(machine: Machine) -> None:
    """A backup, as somebody makes one of files that lie still."""
    for name in FILES:
        with sqlite3.connect(machine.data / name) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(machine.data / name, machine.folder / name)


def put_back(machine: Machine, *names: str) -> None:
    for name in names:
        for each in machine.data.glob(f"{name}*"):
            each.unlink()
        shutil.copy(machine.folder / name, machine.data / name)


@pytest.fixture
def erased(machine: Machine, dossier: UUID) -> UUID:
    """A dossier that was destroyed after a backup of everything was made; a checkpoint of it lies outside."""
    machine.done("person", "invite", "d.jansen", "--name", "Dirk Jansen", "--function", "directeur")
    with machine.parts() as parts:
        helper = who(parts, "s.devries")
        for each in table(machine, "route"):
            parts.bus.send(WithdrawRoute(UUID(each["route_id"]), "Het is niet meer nodig."), by=helper)
        parts.bus.send(CloseDossier(dossier, "Alles is afgerond."), by=helper)
    copied(machine)
    with machine.app() as app, app.app_context():
        parts = parts_of(app)
        command = ProposeErasure(dossier, None, "verzoek", "De ouders vroegen erom.")
        made = parts.bus.send(command, by=who(parts, "r.postma")).result
        parts.bus.send(ConfirmErasure(made), by=who(parts, "d.jansen"))
        make_rounds(app, app.extensions[SETTINGS]).erase()
    assert [each["status"] for each in table(machine, "erasure")] == ["vernietigd"]
    return dossier


def test_the_worker_tells_outside_what_is_destroyed_at_once(machine: Machine, erased: UUID) -> None:
    (newest,) = (machine.data / "checkpoints").iterdir()
    keys = {each["key_id"] for name in ("route", "dossier") for each in table(machine, name)}
    assert {line.split()[1] for line in newest.read_text().splitlines() if line.startswith("destroyed ")} == keys
    assert machine.run("history", "verify").exit_code == 0
    assert str(erased) not in newest.read_text()


def test_a_stranger_can_still_check_what_is_left_of_it(machine: Machine, erased: UUID) -> None:
    """Sealed facts and proofs: who has an export and a checkpoint sees that nothing else was taken away."""
    (kept,) = (machine.data / "checkpoints").iterdir()
    out = machine.folder / "uitvoer.zip"
    machine.done("history", "export", "--dossier", str(erased), "--out", out, "--since", kept)
    with zipfile.ZipFile(out) as archive:
        archive.extract("leidraad_verify.py", machine.folder)
    result = subprocess.run(
        [sys.executable, "leidraad_verify.py", out.name, "--checkpoint", str(kept)],
        cwd=machine.folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("names", [FILES[:1], FILES], ids=["keys put back", "both put back"])
def test_a_backup_that_is_put_back_shows_it_to_nobody(machine: Machine, erased: UUID, names: tuple[str, ...]) -> None:
    keys = {UUID(each["key_id"]) for name in ("route", "dossier") for each in table(machine, name)}
    put_back(machine, *names)
    if names == FILES:
        assert table(machine, "route")[0]["name"] == "zorg"
        assert table(machine, "answer") != []
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        for each in keys:
            with pytest.raises(KeyGoneError):
                parts.bus.keys.get(board, each)
        with parts.desk.reading(board) as work:
            found = verify(work, parts.desk.bundles, erased)
    assert table(machine, "answer") == table(machine, "task") == table(machine, "attachment") == []
    assert {(each["name"], each["process"], each["status"]) for each in table(machine, "route")} == {
        ("", "", "vernietigd")
    }
    assert {each["pupil_id"] for each in table(machine, "dossier")} == {UUID(int=0).hex}
    assert found.wrong == []
    assert all("geen besluit" in line for line in found.unjudged), "the decision was made after that backup"
    assert (found.unjudged == []) == (names != FILES)


def test_the_history_that_was_put_back_is_found_to_be_behind(machine: Machine, erased: UUID) -> None:
    put_back(machine, *FILES)
    with machine.parts():
        pass
    result = machine.run("history", "verify")
    assert result.exit_code not in {0, NOT_JUDGED}
    assert "weg uit de database" in result.output
    assert erased


def test_without_a_key_of_ours_a_checkpoint_keeps_the_machine_from_starting(machine: Machine, erased: UUID) -> None:
    put_back(machine, *FILES)
    (machine.data / "signing-key").rename(machine.folder / "kluis")
    result = machine.run("school", "calendar", "--own-day", "2026-12-07=Vrij")
    assert "LEIDRAAD_SIGNING_KEY_FILE" in result.output
    assert erased
