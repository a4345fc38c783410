"""`flask protocol migrate`: looked at first, then done, broken off and resumed at any route, and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.commands.routes import SendMessage
from app.queries.people import load_person
from app.queries.places import person_at
from tests import klein
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, WRONG_USE
from tests.machine import BRIN, Machine
from tests.store.going import changed

BY = ("--by", "s.devries", "--reason", "De nieuwe versie geldt vanaf nu.")
RENAMED = (('"a" name="Kijken"', '"aa" name="Kijken"'), ('Ref="a"', 'Ref="aa"'), (">a<", ">aa<"))


def publish(machine: Machine, folder: Path, *changes: tuple[str, str]) -> None:
    """Bring another version into force; the routes that run stay on theirs."""
    scenarios = klein.publishable()[klein.SCENARIOS]
    if "Bijpraten" in str(changes):
        scenarios = scenarios.replace(b"Praten", b"Bijpraten")
    klein.write(folder, {**changed(*changes).files, klein.SCENARIOS: scenarios})
    machine.done("protocol", "publish", folder, "--by", "s.devries", "--second", "r.postma")


@pytest.fixture
def two(machine: Machine, dossier: UUID) -> UUID:
    """A dossier with two routes that run."""
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        with parts.desk.reading(board) as work:
            login = person_at(work, "a.hoekstra")
        assert login is not None
        parts.bus.send(SendMessage(dossier, "Bel"), by=load_person(parts.desk, board, login))
    return dossier


def migrate(machine: Machine, *words: str | Path, code: int = HOLDS) -> dict[str, Any]:
    result = machine.run("protocol", "migrate", *words, "--json")
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_a_batch_is_looked_at_done_resumed_and_taken_back(machine: Machine, two: UUID, tmp_path: Path) -> None:
    publish(machine, tmp_path / "nieuw", ("5 werkdagen", "9 werkdagen"))
    looked = migrate(machine, "--dry-run", "--school", BRIN)
    assert sorted((each["dossier"], each["number"]) for each in looked["routes"]) == [(str(two), 1), (str(two), 2)]
    assert all(each["goes"] for each in looked["routes"])
    first = looked["routes"][0]["route"]
    one = migrate(machine, *BY, "--route", first)  # broken off after the first
    assert [each["route"] for each in one["routes"]] == [first]
    rest = migrate(machine, *BY)
    assert [each["route"] for each in rest["routes"]] == [looked["routes"][1]["route"]]
    assert migrate(machine, *BY)["routes"] == []
    assert "De geschiedenis klopt." in machine.done("history", "verify")
    back = migrate(machine, "--undo", *BY)
    assert len(back["routes"]) == 2
    assert migrate(machine, "--undo", *BY)["routes"] == []
    assert "De geschiedenis klopt." in machine.done("history", "verify")


@pytest.mark.usefixtures("dossier")
def test_what_cannot_go_is_told_and_goes_by_hand(machine: Machine, tmp_path: Path) -> None:
    publish(machine, tmp_path / "nieuw", *RENAMED)
    result = machine.run("protocol", "migrate", *BY)
    assert result.exit_code == DOES_NOT_HOLD, result.output
    assert "“Kijken” is er in de nieuwe versie niet meer." in result.output
    assert "Er is iets" not in result.output
    by_hand = tmp_path / "kaart.json"
    by_hand.write_text(json.dumps({"elements": {"a": "aa"}}))
    said = machine.done("protocol", "migrate", "--map", by_hand, *BY)
    assert "Gingen naar versie" in said
    assert "1 route. Blijven waar ze zijn: geen routes." in said


@pytest.mark.usefixtures("dossier")
def test_a_version_that_does_the_same_moves_nothing_unless_asked(machine: Machine, tmp_path: Path) -> None:
    publish(machine, tmp_path / "nieuw", ('name="Praten"', 'name="Bijpraten"'))
    assert migrate(machine, *BY)["routes"] == []
    assert len(migrate(machine, "--alike", *BY)["routes"]) == 1


@pytest.mark.usefixtures("dossier")
def test_what_cannot_be_meant_is_told(machine: Machine, tmp_path: Path) -> None:
    wrong = tmp_path / "kaart.json"
    wrong.write_text("{")
    for words in (
        ("--to", "zzz", "--dry-run"), ("--by", "a.hoekstra", "--reason", "Daarom moet het."), (*BY[:3], "?"),
        ("--route", "x", "--dry-run"), ("--by", "niemand", "--reason", "Daarom moet het."),
    ):  # fmt: skip
        assert machine.run("protocol", "migrate", *words).exit_code == WRONG_USE, words
    result = machine.run("protocol", "migrate", "--map", wrong, *BY)
    assert "is geen JSON: regel 1." in result.output
