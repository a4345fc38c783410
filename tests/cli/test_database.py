"""The database and its keys: made once, never replaced, and refused where they are not those of this program."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy.exc import OperationalError

from app.store import migrating
from app.store.clock import random_id
from app.store.kek import Kek
from app.store.keys import KeyStore
from tests.cli.terminal import HOLDS, NOT_JUDGED, ROOT, SCHOOL, WRONG_USE, in_a_shell
from tests.machine import SAMPLE, Machine

NEEDS_DATA = (
    ("history", "verify"), ("person", "invite", "x.y", "--name", "X"), ("token", "create", "--person", "s.devries"),
    ("people", "import", str(SAMPLE)), ("demo",), ("school", "create", "X", "--brin", "12AB", "--region", "noord"),
    ("database", "upgrade"), ("serve",),
)  # fmt: skip


def test_a_database_is_made_and_a_second_time_nothing_changes(bare: Machine) -> None:
    assert "De database is bij." in bare.done("database", "upgrade")
    kek = (bare.data / "kek").read_bytes()
    assert "De database is bij." in bare.done("database", "upgrade")
    assert (bare.data / "kek").read_bytes() == kek


@pytest.mark.parametrize("words", NEEDS_DATA)
def test_where_the_key_is_gone_everything_is_refused_and_no_new_one_is_made(
    machine: Machine, words: tuple[str, ...]
) -> None:
    (machine.data / "kek").rename(machine.folder / "kluis")
    result = machine.run(*words)
    assert (result.exit_code, "LEIDRAAD_KEK_FILE" in result.output) == (WRONG_USE, True), result.output
    assert not (machine.data / "kek").exists()
    (machine.folder / "kluis").rename(machine.data / "kek")
    assert machine.run("history", "verify").exit_code == HOLDS


def test_where_only_the_keys_are_left_no_new_key_is_made_for_them(machine: Machine) -> None:
    (machine.data / "kek").unlink()
    (machine.data / "leidraad.sqlite").unlink()
    result = machine.run("database", "upgrade")
    assert (result.exit_code, "LEIDRAAD_KEK_FILE" in result.output) == (WRONG_USE, True), result.output
    assert not (machine.data / "kek").exists()


@pytest.mark.parametrize("content", [b"", b"rommel", b"kek-1 te-kort\n", b"\xff\xfe"])
@pytest.mark.parametrize("words", NEEDS_DATA[:2])
def test_a_key_that_cannot_be_read_is_refused_and_left_as_it_is(
    machine: Machine, words: tuple[str, ...], content: bytes
) -> None:
    kek = machine.data / "kek"
    kek.chmod(0o600)
    kek.write_bytes(content)
    result = machine.run(*words)
    assert (result.exit_code, "LEIDRAAD_KEK_FILE" in result.output) == (WRONG_USE, True), result.output
    assert kek.read_bytes() == content
    assert len(result.output.splitlines()) == 1


def test_a_key_that_opens_nothing_is_refused_and_the_tables_can_still_be_made(
    machine: Machine,
) -> None:
    kek = machine.data / "kek"
    kek.rename(machine.folder / "kluis")
    Kek.create(kek)
    result = machine.run("person", "invite", "x", "--name", "X", "--function", "directeur")
    assert (result.exit_code, "LEIDRAAD_KEK_FILE" in result.output) == (WRONG_USE, True), result.output
    assert "uit je kluis" in result.output
    assert machine.run("database", "upgrade").exit_code == HOLDS
    kek.unlink()
    (machine.folder / "kluis").rename(kek)
    assert machine.run("history", "verify").exit_code == HOLDS


def test_where_the_keys_are_those_of_other_data_or_gone_nothing_starts(machine: Machine) -> None:
    keys = machine.data / "keys.sqlite"
    keys.rename(machine.folder / "kluis")
    for words in (("person", "invite", "x", "--name", "X", "--function", "directeur"), ("serve",)):
        result = machine.run(*words)
        assert (result.exit_code, "LEIDRAAD_KEYS" in result.output) == (WRONG_USE, True), result.output
        assert "reservekopie" in result.output
    (machine.folder / "kluis").replace(keys)
    assert machine.run("history", "verify").exit_code == HOLDS


def test_a_key_that_opens_only_keys_of_its_own_is_refused(machine: Machine) -> None:
    kek = machine.data / "kek"
    kek.rename(machine.folder / "kluis")
    Kek.create(kek)
    KeyStore(str(machine.data / "keys.sqlite"), Kek.read(kek), ids=random_id, monotonic=monotonic).create(random_id())
    result = machine.run("person", "invite", "x", "--name", "X", "--function", "directeur")
    assert (result.exit_code, "LEIDRAAD_KEK_FILE" in result.output) == (WRONG_USE, True), result.output
    assert len(result.output.splitlines()) == 1


def test_a_key_that_others_can_read_is_refused_with_what_to_do(machine: Machine) -> None:
    (machine.data / "kek").chmod(0o644)
    result = machine.run("history", "verify")
    assert (result.exit_code, "chmod 400" in result.output) == (WRONG_USE, True)


@pytest.mark.parametrize("words", NEEDS_DATA)
def test_a_database_of_another_version_is_refused(machine: Machine, words: tuple[str, ...]) -> None:
    version(machine, "9999")
    result = machine.run(*words)
    assert (result.exit_code, "9999" in result.output) == (WRONG_USE, True), result.output
    assert "Leidraad zelf" not in result.output
    assert len(result.output.splitlines()) == 1


def version(machine: Machine, number: str) -> None:
    with sqlite3.connect(machine.data / "leidraad.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (number,))
    connection.close()


def test_a_database_without_tables_is_told_what_to_do(bare: Machine) -> None:
    bare.done("database", "upgrade")
    (bare.data / "leidraad.sqlite").unlink()
    result = bare.run("history", "verify")
    assert (result.exit_code, "flask database upgrade" in result.output) == (WRONG_USE, True), result.output


@pytest.mark.parametrize("words", NEEDS_DATA[:2])
def test_a_file_that_is_no_database_is_told_by_its_setting(machine: Machine, words: tuple[str, ...]) -> None:
    for path in (machine.data / "leidraad.sqlite-wal", machine.data / "leidraad.sqlite-shm"):
        path.unlink(missing_ok=True)
    (machine.data / "leidraad.sqlite").write_bytes(b"Geen database, maar een brief aan de ouders. " * 100)
    result = machine.run(*words)
    assert (result.exit_code, "LEIDRAAD_DATABASE_URL" in result.output) == (WRONG_USE, True), result.output
    assert "Leidraad zelf" not in result.output


@pytest.mark.parametrize(
    "url", ["postgresql://wie:geheim@127.0.0.1:1/leidraad", "sqlite:////nergens/hier/leidraad.sqlite"]
)
@pytest.mark.parametrize("words", NEEDS_DATA)
def test_a_database_that_is_away_is_told_by_its_setting_without_its_password(
    machine: Machine, words: tuple[str, ...], url: str
) -> None:
    result = machine.run(*words, setting={"LEIDRAAD_DATABASE_URL": url})
    assert (result.exit_code, "LEIDRAAD_DATABASE_URL" in result.output) == (WRONG_USE, True), result.output
    assert "geheim" not in result.output
    assert len(result.output.splitlines()) == 1


def test_where_there_is_no_room_for_tables_that_is_told(bare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OperationalError("CREATE TABLE", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(migrating.command, "upgrade", full)
    result = bare.run("database", "upgrade")
    assert (result.exit_code, "nog plaats is op de schijf" in result.output) == (WRONG_USE, True), result.output
    assert len(result.output.splitlines()) == 1


def test_a_database_that_takes_nothing_more_halfway_is_told_in_a_line(machine: Machine) -> None:
    with closing(sqlite3.connect(machine.data / "leidraad.sqlite")) as direct:
        direct.execute("CREATE TRIGGER no_room BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(ABORT, 'full'); END")
    result = machine.run("history", "checkpoint")
    assert (result.exit_code, "nu even niet bereikbaar" in result.output) == (NOT_JUDGED, True), result.output
    assert "Leidraad zelf" not in result.output


@pytest.mark.parametrize(
    "setting",
    [
        {"LEIDRAAD_DATA": "/nergens/hier"},
        {"LEIDRAAD_DATA": "/etc/passwd"},
        {"LEIDRAAD_DATABASE_URL": "mysql://kapot"},
        {"LEIDRAAD_DATABASE_URL": "postgresql://wie@127.0.0.1:1/leidraad"},
        {"LEIDRAAD_KEK_FILE": "/", "PORT": "veel"},
    ],
)
def test_testing_a_protocol_needs_no_data(setting: dict[str, str], tmp_path: Path) -> None:
    feature = str(ROOT / "bpmn/zorgdossier/scenarios/s10_geen_vermoeden.feature")
    holds(in_a_shell("test", feature, setting={**setting, "HOME": str(tmp_path)}))


def test_checking_a_protocol_needs_no_data(tmp_path: Path) -> None:
    nowhere = {"LEIDRAAD_DATA": "/nergens/hier", "LEIDRAAD_DATABASE_URL": "mysql://kapot", "LEIDRAAD_KEK_FILE": "/"}
    holds(in_a_shell("check", str(SCHOOL), setting={**nowhere, "HOME": str(tmp_path)}))


def holds(result: subprocess.CompletedProcess[str]) -> None:
    assert result.returncode == HOLDS, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
