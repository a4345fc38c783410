"""`flask history reexecute` and `conform`: what they say, as people and as programs read it, and how they end."""

from __future__ import annotations

import json
import sqlite3
from uuid import UUID

import pytest

from app.cli import verdicts
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, WRONG_USE
from tests.cli.test_history import UNKNOWN, unguarded
from tests.machine import Machine


def run(machine: Machine, command: str, *words: str) -> tuple[int, str]:
    result = machine.run("history", command, *words)
    return result.exit_code, result.output


@pytest.mark.parametrize(("command", "end"), [
    ("reexecute", "Alles kwam weer zo uit als toen."), ("conform", "De regels zijn gehouden."),
])  # fmt: skip
def test_a_history_that_was_left_alone_holds(machine: Machine, dossier: UUID, command: str, end: str) -> None:
    for words in ((), ("--all",), ("--dossier", str(dossier))):
        code, output = run(machine, command, *words)
        assert (code, end in output) == (HOLDS, True), output


@pytest.mark.parametrize("command", ["reexecute", "conform"])
def test_wrong_use_is_told(machine: Machine, dossier: UUID, command: str) -> None:
    for words in (("--dossier", "geen id"), ("--dossier", str(UNKNOWN)), ("--dossier", str(dossier), "--all")):
        assert run(machine, command, *words)[0] == WRONG_USE


def test_json_gives_each_finding_with_its_place(machine: Machine, dossier: UUID) -> None:
    with sqlite3.connect(machine.data / "leidraad.sqlite") as connection:
        unguarded(connection)
        connection.execute("DELETE FROM bundle")
    connection.close()
    code, output = run(machine, "reexecute", "--json")
    found = json.loads(output)
    assert code == DOES_NOT_HOLD
    assert found["verdicts"] | {"volledigheid": "geschonden"} == found["verdicts"]
    (told,) = found["found"]
    assert (told["dossier"], told["number"], told["sequence"]) == (str(dossier), 1, 1)
    assert "is weg" in told["sentence"]


@pytest.mark.parametrize(("command", "asked"), [
    ("verify", {"integriteit", "volledigheid"}), ("reexecute", {"volledigheid"}), ("conform", {"conformiteit"}),
])  # fmt: skip
@pytest.mark.usefixtures("dossier")
def test_json_says_of_no_verdict_that_was_not_asked_that_it_holds(
    machine: Machine, command: str, asked: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    every = {"integriteit", "volledigheid", "conformiteit"}
    said = json.loads(run(machine, command, "--json")[1])
    assert said["holds"]
    assert said["verdicts"] == {each: "houdt" if each in asked else "niet nagekeken" for each in every}

    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verdicts, "judge_rest", pressed)
    code, output = run(machine, command, "--json")
    said = json.loads(output.splitlines()[0])
    assert (code, said["holds"]) == (NOT_JUDGED, False)
    assert {said["verdicts"][each] for each in asked} == {"niet tot het einde nagekeken"}


@pytest.mark.usefixtures("dossier")
def test_rules_that_cannot_be_judged_are_told_as_unknown(machine: Machine) -> None:
    (machine.data / "keys.sqlite").unlink()
    code, output = run(machine, "conform")
    assert (code, "ONBEKEND" in output) == (NOT_JUDGED, True), output


def changed(machine: Machine, statement: str) -> None:
    with sqlite3.connect(machine.data / "leidraad.sqlite") as connection:
        unguarded(connection)
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("statement", [
    "UPDATE fact SET ciphertext = x'00' || substr(ciphertext, 2) WHERE stream_id = (SELECT stream_id FROM route)",
    "UPDATE fact SET head = zeroblob(32) WHERE stream_id = (SELECT stream_id FROM route)",
])  # fmt: skip
def test_what_could_not_be_carried_out_again_is_never_told_to_have_come_out_the_same(
    machine: Machine, dossier: UUID, statement: str
) -> None:
    changed(machine, statement)
    code, output = run(machine, "reexecute")
    assert (code, "niet opnieuw uit te voeren" in output) == (NOT_JUDGED, True), output
    code, output = run(machine, "verify")
    assert code == DOES_NOT_HOLD
    assert f"FOUT      dossier {dossier}, route " in output


def test_an_answer_that_was_changed_keeps_nothing_from_being_carried_out_again(machine: Machine, dossier: UUID) -> None:
    whole = json.loads(run(machine, "reexecute", "--json")[1])["steps"]
    changed(machine, "UPDATE answer SET sealed = x'00' || substr(sealed, 2)")
    code, output = run(machine, "reexecute", "--json", "--dossier", str(dossier))
    assert (code, json.loads(output)["steps"]) == (HOLDS, whole)
    assert run(machine, "verify")[0] == DOES_NOT_HOLD


def test_a_run_that_was_stopped_says_how_it_goes_on(
    machine: Machine, dossier: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(verdicts, "judge_rest", pressed)
        code, output = run(machine, "verify")
    assert (code, f"flask history verify --after {dossier}" in output) == (NOT_JUDGED, True), output
    assert "klopt." not in output
    code, output = run(machine, "verify", "--after", str(dossier))
    assert (code, "1 stroom" in output) == (HOLDS, True), output
    assert run(machine, "verify", "--after", str(UNKNOWN))[0] == WRONG_USE
    assert run(machine, "verify", "--after", str(dossier), "--dossier", str(dossier))[0] == WRONG_USE


@pytest.mark.parametrize("statement", [
    "UPDATE holding SET function = 'directeur' WHERE function = 'leerkracht'",
    "UPDATE holding SET person_id = (SELECT person_id FROM person ORDER BY login LIMIT 1) WHERE function = 'directeur'",
    "UPDATE holding SET school_id = NULL",
])  # fmt: skip
def test_a_function_that_nobody_gave_makes_no_second_person_unseen(
    machine: Machine, dossier: UUID, statement: str
) -> None:
    changed(machine, statement)
    code, output = run(machine, "verify")
    assert (code, "een functie die niemand heeft gegeven" in output) == (DOES_NOT_HOLD, True), output
    assert run(machine, "verify", "--dossier", str(dossier))[0] == HOLDS
