"""`flask history verify`: 0 where it holds, 1 where it was tampered with, 2 for wrong use, 3 where it is unknown."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from uuid import UUID

import pytest

from app.store.kek import Kek
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, WRONG_USE
from tests.machine import Machine

UNKNOWN = UUID("00000000-0000-4000-8000-000000000001")


def verify(machine: Machine, *words: str) -> tuple[int, str]:
    result = machine.run("history", "verify", *words)
    return result.exit_code, result.output


def test_a_history_that_was_left_alone_holds(machine: Machine, dossier: UUID) -> None:
    for words in ((), ("--all",), ("--dossier", str(dossier))):
        code, output = verify(machine, *words)
        assert (code, "De geschiedenis klopt." in output) == (HOLDS, True), output
    assert "2 stromen" in verify(machine, "--dossier", str(dossier))[1]


def test_json_says_the_same(machine: Machine, dossier: UUID) -> None:
    code, output = verify(machine, "--json")
    found = json.loads(output)
    assert (code, found["holds"], found["wrong"], found["unjudged"]) == (HOLDS, True, [], [])
    assert found["facts"] > json.loads(verify(machine, "--json", "--dossier", str(dossier))[1])["facts"] > 0


def test_a_machine_with_two_boards_verifies_both(machine: Machine, dossier: UUID) -> None:
    before = json.loads(verify(machine, "--json")[1])["streams"]
    machine.done("school", "create", "De Derde", "--brin", "34CD", "--region", "zuid", "--board", "Anders")
    assert json.loads(verify(machine, "--json")[1])["streams"] == before + 1
    assert verify(machine, "--dossier", str(dossier))[0] == HOLDS


@pytest.mark.parametrize("words", [("--dossier", "geen id"), ("--dossier",), ("--dossier", str(UNKNOWN), "--all")])
def test_wrong_use_is_told(machine: Machine, words: tuple[str, ...]) -> None:
    assert verify(machine, *words)[0] == WRONG_USE


def test_a_dossier_that_is_not_there_is_wrong_use(machine: Machine) -> None:
    code, output = verify(machine, "--dossier", str(UNKNOWN))
    assert (code, f"Er is geen dossier {UNKNOWN}." in output) == (WRONG_USE, True)


def unguarded(connection: sqlite3.Connection) -> None:
    """Whoever has the file can drop what guards it."""
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f"DROP TRIGGER {name}")


def last_fact_gone(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM fact WHERE rowid = (SELECT max(rowid) FROM fact)")


def a_fact_changed(connection: sqlite3.Connection) -> None:
    column = next(
        row[1] for row in connection.execute("PRAGMA table_info(fact)") if row[1].startswith(("sealed", "ci"))
    )
    connection.execute(
        f"UPDATE fact SET {column} = zeroblob(length({column})) WHERE rowid = (SELECT max(rowid) FROM fact)"  # noqa: S608  the name comes from the database
    )


def a_task_closed(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE task SET status = 'done'")


@pytest.mark.parametrize("tamper", [last_fact_gone, a_fact_changed, a_task_closed])
@pytest.mark.usefixtures("dossier")
def test_what_was_tampered_with_does_not_hold(
    machine: Machine, tamper: Callable[[sqlite3.Connection], None]
) -> None:  # fmt: skip
    with sqlite3.connect(machine.data / "leidraad.sqlite") as connection:
        unguarded(connection)
        tamper(connection)
    connection.close()
    code, output = verify(machine)
    assert (code, "FOUT" in output, "Dit klopt niet." in output) == (DOES_NOT_HOLD, True, True), output
    assert json.loads(verify(machine, "--json")[1])["wrong"]
    for name in ("Milou", "Berg", "Er is iets"):
        assert name not in output


@pytest.mark.usefixtures("dossier")
def test_with_another_key_it_cannot_be_judged(machine: Machine) -> None:
    kek = machine.data / "kek"
    kek.unlink()
    Kek.create(kek)
    code, output = verify(machine)
    assert (code, "ONBEKEND" in output, "Niet alles kon worden nagekeken." in output) == (NOT_JUDGED, True, True)
    assert "Traceback" not in output


@pytest.mark.usefixtures("dossier")
def test_with_another_key_under_the_same_name_it_cannot_be_judged(machine: Machine) -> None:
    kek = machine.data / "kek"
    name = kek.read_text("ascii").split()[0]
    kek.unlink()
    Kek.create(kek)
    key = kek.read_text("ascii").split()[1]
    kek.chmod(0o600)
    kek.write_text(f"{name} {key}\n", "ascii")
    assert verify(machine)[0] == NOT_JUDGED


@pytest.mark.usefixtures("dossier")
def test_without_the_keys_it_cannot_be_judged(machine: Machine) -> None:
    (machine.data / "keys.sqlite").unlink()
    code, output = verify(machine)
    assert code == NOT_JUDGED, output
