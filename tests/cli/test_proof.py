"""`flask history checkpoint`, `verify --against` and `export`: what somebody outside can see."""

from __future__ import annotations

import email
import email.policy
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import UUID

import pytest

from app.store.checkpoints import checkpoints
from app.store.signing import SigningKey
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, WRONG_USE
from tests.machine import Machine


def checkpoint(machine: Machine) -> Path:
    """Make one; its copy outside."""
    machine.done("history", "checkpoint")
    return max((machine.data / "checkpoints").iterdir())


def unguarded(machine: Machine, *statements: str) -> None:
    """Change rows as whoever has the file can."""
    with sqlite3.connect(machine.data / "leidraad.sqlite") as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.usefixtures("dossier")
def test_a_checkpoint_lies_outside_and_the_history_is_held_against_it(machine: Machine, tmp_path: Path) -> None:
    first = shutil.copy(checkpoint(machine), tmp_path / "bewaard.txt")
    machine.done("history", "checkpoint")
    result = machine.run("history", "verify", "--against", first)
    assert (result.exit_code, "2 ijkpunten" in result.output) == (HOLDS, True), result.output
    assert json.loads(machine.run("history", "verify", "--json").output)["checkpoints"] == 2
    for name in ("Milou", "Berg", "Er is iets"):
        assert name not in Path(first).read_text("utf-8")


def test_what_was_cut_off_and_all_put_right_is_found_by_the_checkpoint_alone(machine: Machine, dossier: UUID) -> None:
    checkpoint(machine)
    unguarded(
        machine,
        "DELETE FROM fact WHERE sequence = 2 AND stream_id = (SELECT stream_id FROM dossier LIMIT 1)",
        "DELETE FROM fact WHERE stream_id = (SELECT stream_id FROM route LIMIT 1)", "DELETE FROM route",
        "DELETE FROM task", "DELETE FROM answer", "DELETE FROM dossier",
        "DELETE FROM fact WHERE stream_id NOT IN (SELECT stream_id FROM board)",
    )  # fmt: skip
    result = machine.run("history", "verify")
    assert (result.exit_code, result.output.count("verdwenen stroom")) == (DOES_NOT_HOLD, 2), result.output
    assert str(dossier) not in result.output  # nothing knows any more that it was this one


def test_checkpoints_that_were_taken_away_are_missed_by_their_copies_and_by_who_kept_one(
    machine: Machine, tmp_path: Path
) -> None:
    kept = shutil.copy(checkpoint(machine), tmp_path / "bewaard.txt")
    unguarded(machine, "DELETE FROM checkpoint", "DELETE FROM checkpoint_head", "DELETE FROM checkpoint_copy")
    result = machine.run("history", "verify")
    assert (result.exit_code, "weg uit de database" in result.output) == (DOES_NOT_HOLD, True), result.output
    shutil.rmtree(machine.data / "checkpoints")
    assert machine.run("history", "verify").exit_code == HOLDS
    result = machine.run("history", "verify", "--against", kept)
    assert (result.exit_code, "dat jij bewaarde" in result.output) == (DOES_NOT_HOLD, True), result.output


def test_a_key_that_is_gone_is_not_made_again_over_a_history(machine: Machine, tmp_path: Path) -> None:
    checkpoint(machine)
    key = machine.data / "signing-key"
    key.rename(tmp_path / "kluis")
    machine.done("database", "upgrade")
    assert not key.exists()
    result = machine.run("history", "checkpoint")
    assert (result.exit_code, "LEIDRAAD_SIGNING_KEY_FILE" in result.output) == (NOT_JUDGED, True)
    result = machine.run("history", "verify")
    assert (result.exit_code, "de tekensleutel is er niet" in result.output) == (NOT_JUDGED, True)
    SigningKey.create(key)
    result = machine.run("history", "verify")
    assert (result.exit_code, "met een andere sleutel" in result.output) == (DOES_NOT_HOLD, True)
    key.write_text("rommel", "ascii")
    assert machine.run("history", "verify").exit_code == WRONG_USE


def test_by_mail_a_checkpoint_leaves_as_all_mail_does(machine: Machine, dossier: UUID) -> None:
    result = machine.run("history", "checkpoint", setting={"LEIDRAAD_CHECKPOINTS": "mailto:fg@school.nl"})
    assert result.exit_code == HOLDS, result.output
    (mail,) = [path for path in (machine.data / "post").glob("*.eml") if path.name.startswith("ijkpunt-")]
    made = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    (attached,) = made.iter_attachments()
    assert made["To"] == "fg@school.nl"
    assert f"leidraad/{_board(machine).hex}\n1\n" in attached.get_payload(decode=True).decode()
    assert str(dossier) not in mail.read_text("ascii")
    assert not (machine.data / "checkpoints").exists()


def _board(machine: Machine) -> UUID:
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
    return board


def test_a_place_that_is_away_is_told(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "weg").write_text("geen map", "utf-8")
    result = machine.run("history", "checkpoint", setting={"LEIDRAAD_CHECKPOINTS": str(tmp_path / "weg" / "map")})
    assert (result.exit_code, "Niet weggeschreven" in result.output) == (DOES_NOT_HOLD, True), result.output


def test_no_second_checkpoint_is_made_of_a_number_that_lies_outside(machine: Machine, tmp_path: Path) -> None:
    place = {"LEIDRAAD_CHECKPOINTS": str(tmp_path)}
    (tmp_path / f"{_board(machine).hex}-00000001.txt").write_text("iets anders", "utf-8")
    result = machine.run("history", "checkpoint", setting=place)
    assert (result.exit_code, "ijkpunt 1 buiten de database is hier niet" in result.output) == (NOT_JUDGED, True)
    with machine.parts() as parts, parts.desk.reading(_board(machine)) as work:
        assert checkpoints(work) == []


_CUT_OFF = (
    "DELETE FROM fact WHERE (stream_id, sequence) = (SELECT stream_id, facts FROM route LIMIT 1)",
    "UPDATE route SET facts = facts - 1",
)


def test_what_earlier_checkpoints_contradict_is_never_signed_without_a_word(
    machine: Machine, dossier: UUID, tmp_path: Path
) -> None:
    kept = shutil.copy(checkpoint(machine), tmp_path / "bewaard.txt")
    unguarded(machine, *_CUT_OFF)
    result = machine.run("history", "checkpoint")
    assert (result.exit_code, "Eerdere ijkpunten zeggen iets anders" in result.output) == (DOES_NOT_HOLD, True)
    out = tmp_path / "uitvoer.zip"
    result = machine.run("history", "export", "--dossier", str(dossier), "--out", out, "--since", kept)
    assert (result.exit_code, "--since" in result.output, "FOUT" in result.output) == (DOES_NOT_HOLD, True, True)
    assert out.exists()


def test_wrong_use_is_told(machine: Machine, dossier: UUID, tmp_path: Path) -> None:
    nothing = tmp_path / "niets.txt"
    nothing.write_text("geen ijkpunt", "utf-8")
    for words in (
        ("verify", "--against", nothing), ("verify", "--dossier", dossier, "--against", nothing), ("export",),
        ("export", "--dossier", "x", "--out", tmp_path / "a.zip"), ("export", "--dossier", dossier),
        ("export", "--dossier", UUID(int=1), "--out", tmp_path / "a.zip"),
    ):  # fmt: skip
        assert machine.run("history", *words).exit_code == WRONG_USE, words
    assert machine.run("history", "verify", "--against", tmp_path / "nergens").exit_code == NOT_JUDGED


def test_a_stranger_proves_a_dossier_with_an_export_and_a_checkpoint(
    machine: Machine, dossier: UUID, tmp_path: Path
) -> None:
    kept = shutil.copy(checkpoint(machine), tmp_path / "bewaard.txt")
    out = tmp_path / "uitvoer.zip"
    machine.done("history", "export", "--dossier", str(dossier), "--out", out, "--since", kept)
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        archive.extract("leidraad_verify.py", tmp_path)
        everything = b"".join(archive.read(name) for name in names)
    assert sum(name.startswith("feiten/") for name in names) == 2
    assert not re.search(rb"Milou|Berg|Er is iets|RouteStarted", everything)
    done = subprocess.run(
        [sys.executable, "-I", "-S", tmp_path / "leidraad_verify.py", out, "--checkpoint", kept],
        capture_output=True, encoding="utf-8", cwd=tmp_path, check=False,
    )  # fmt: skip
    assert (done.returncode, "Dit is heel" in done.stdout, done.stderr) == (0, True, ""), done
    with sqlite3.connect(machine.data / "leidraad.sqlite") as connection:
        looked = connection.execute("SELECT count(*) FROM read_log WHERE action = 'export'").fetchone()
    assert looked == (1,)


def test_no_export_is_made_for_a_checkpoint_that_is_not_of_this_history(
    machine: Machine, dossier: UUID, tmp_path: Path
) -> None:
    kept = shutil.copy(checkpoint(machine), tmp_path / "bewaard.txt")
    unguarded(machine, "DELETE FROM checkpoint", "DELETE FROM checkpoint_head", "DELETE FROM checkpoint_copy")
    out = tmp_path / "uitvoer.zip"
    words = ("history", "export", "--dossier", str(dossier), "--out", out, "--since", kept)
    result = machine.run(*words)
    assert (result.exit_code, "buiten de database is hier niet" in result.output) == (NOT_JUDGED, True), result.output
    shutil.rmtree(machine.data / "checkpoints")
    result = machine.run(*words)
    assert (result.exit_code, "staat niet in deze database" in result.output) == (DOES_NOT_HOLD, True), result.output
    assert not out.exists()


# --- a key store from a backup --------------------------------------------------------------------------------------


def keys(machine: Machine) -> list[tuple[str, bool]]:
    with sqlite3.connect(machine.data / "keys.sqlite") as connection:
        rows = connection.execute("SELECT key_id, wrapped IS NULL FROM data_key ORDER BY key_id").fetchall()
    connection.close()
    return [(key, bool(gone)) for key, gone in rows]


@pytest.fixture
def erased(machine: Machine, dossier: UUID) -> str:
    """A key that was destroyed; `backup` has the key store of before it."""
    checkpoint(machine)
    with sqlite3.connect(machine.data / "keys.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(machine.data / "keys.sqlite", machine.folder / "backup")
    shutil.copy(machine.data / "leidraad.sqlite", machine.folder / "backup-database")
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        with sqlite3.connect(machine.data / "leidraad.sqlite") as connection:
            (gone,) = connection.execute("SELECT key_id FROM route LIMIT 1").fetchone()
        connection.close()
        parts.bus.keys.destroy(board, UUID(gone), parts.now())
    checkpoint(machine)
    assert dossier
    return UUID(gone).hex


def restore(machine: Machine, *, database: bool = False) -> None:
    for each in machine.data.glob("keys.sqlite*"):
        each.unlink()
    shutil.copy(machine.folder / "backup", machine.data / "keys.sqlite")
    if database:
        for each in machine.data.glob("leidraad.sqlite*"):
            each.unlink()
        shutil.copy(machine.folder / "backup-database", machine.data / "leidraad.sqlite")


@pytest.mark.parametrize("database", [False, True], ids=["keys restored", "both restored"])
def test_what_a_checkpoint_tells_destroyed_is_destroyed_again_at_the_start(
    machine: Machine, erased: str, *, database: bool
) -> None:
    """From the database; where that is older too, from the copies outside."""
    restore(machine, database=database)
    assert (erased, False) in keys(machine)
    with machine.parts():
        pass
    assert (erased, True) in keys(machine)
    assert sum(gone for _, gone in keys(machine)) == 1


def test_a_checkpoint_of_another_key_destroys_nothing(machine: Machine, erased: str) -> None:
    restore(machine)
    (machine.data / "signing-key").unlink()
    assert machine.run("school", "calendar", "--own-day", "2026-12-07=Vrij").exit_code == WRONG_USE
    SigningKey.create(machine.data / "signing-key")
    with machine.parts():
        pass
    assert (erased, False) in keys(machine)
