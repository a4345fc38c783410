"""`flask protocol publish`: checked, played, and brought into force by two people; else nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.queries.protocols import list_protocols
from app.store.clock import system_now
from tests import klein
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, WRONG_USE
from tests.machine import BRIN, Machine

BOTH = ("--by", "s.devries", "--second", "r.postma")
SCENARIO = """# language: nl
Functionaliteit: Klein

  Scenario: Kijken kan
    Als "leerkracht" "Zorg" start
    Dan heeft "leerkracht" de taak "{task}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    klein.write(tmp_path / "klein", klein.publishable())
    return tmp_path / "klein"


def in_force(machine: Machine) -> list[tuple[str, bool]]:
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        with parts.desk.reading(board) as work:
            return [(each.name, each.in_force) for each in list_protocols(work, parts.desk.bundles)]


def test_two_people_bring_a_protocol_into_force(machine: Machine, folder: Path) -> None:
    output = machine.done("protocol", "publish", folder, *BOTH)
    assert "5 scenario's gespeeld" in output
    assert "“Klein” is nu in gebruik (versie " in output
    assert "whatif" not in output
    assert in_force(machine) == [("Klein", True)]


@pytest.mark.usefixtures("dossier")
def test_that_it_was_not_tried_on_the_routes_is_told(machine: Machine, folder: Path) -> None:
    (folder / "LEESMIJ.md").write_text("Anders", "utf-8")
    output = " ".join(machine.done("protocol", "publish", folder, *BOTH).split())
    assert "Hier niet geprobeerd op de routes die er zijn: flask protocol whatif" in output
    assert "nu in gebruik" in output


def test_who_is_not_named_is_asked_for(machine: Machine, folder: Path) -> None:
    result = machine.run("protocol", "publish", folder, typed="S.deVries\nr.postma\n")
    assert (result.exit_code, "nu in gebruik" in result.output) == (HOLDS, True), result.output


def test_who_stops_typing_publishes_nothing(machine: Machine, folder: Path) -> None:
    result = machine.run("protocol", "publish", folder, "--by", "s.devries", typed="")
    assert (result.exit_code, "Afgebroken" in result.output) == (DOES_NOT_HOLD, True)
    assert in_force(machine) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--by", "s.devries", "--second", " S.deVries "), "twee verschillende mensen"),
        (("--by", "s.devries", "--second", "niemand"), "niemand met de aanmeldnaam “niemand”"),
        (("--by", "niemand", "--second", "r.postma"), "niemand met de aanmeldnaam “niemand”"),
        (("--by", "s.devries", "--second", "a.hoekstra"), "mag geen protocol publiceren"),
        (("--by",), "nog een waarde"),
    ],
)
def test_two_people_who_may_not_publish_change_nothing(
    machine: Machine, folder: Path, words: tuple[str, ...], said: str
) -> None:
    result = machine.run("protocol", "publish", folder, *words)
    assert (result.exit_code, said in result.output) == (WRONG_USE, True), result.output
    assert in_force(machine) == []


def test_who_may_not_publish_is_told_who_may_before_anything_is_judged(machine: Machine, folder: Path) -> None:
    result = machine.run("protocol", "publish", folder, "--by", "a.hoekstra", "--second", "r.postma")
    assert result.exit_code == WRONG_USE, result.output
    for said in ("“a.hoekstra” mag geen", "coördinator, intern begeleider, directeur of bestuur", "person invite"):
        assert said in " ".join(result.output.split())
    assert "Nakijken" not in result.output
    assert in_force(machine) == []


def test_the_same_version_is_not_published_twice(machine: Machine, folder: Path) -> None:
    machine.done("protocol", "publish", folder, *BOTH)
    result = machine.run("protocol", "publish", folder, *BOTH)
    assert (result.exit_code, "is al in gebruik" in result.output) == (NOT_JUDGED, True)
    assert in_force(machine) == [("Klein", True)]


def test_a_drawing_that_does_not_hold_is_not_published(machine: Machine, folder: Path) -> None:
    drawing = folder / "zorg.bpmn"
    drawing.write_bytes(drawing.read_bytes().replace(b"userTask", b"scriptTask"))
    result = machine.run("protocol", "publish", folder, *BOTH)
    assert (result.exit_code, "flask protocol check" in result.output) == (DOES_NOT_HOLD, True), result.output
    drawing.write_bytes(b"<")
    assert machine.run("protocol", "publish", folder, *BOTH).exit_code == DOES_NOT_HOLD
    assert in_force(machine) == []


def test_a_scenario_that_does_not_hold_keeps_it_from_being_published(machine: Machine, folder: Path) -> None:
    scenario(folder, "Wegen")
    result = machine.run("protocol", "publish", folder, *BOTH)
    assert (result.exit_code, "scenario “Kijken kan”" in result.output) == (DOES_NOT_HOLD, True), result.output
    assert in_force(machine) == []


def test_an_arrow_that_no_scenario_takes_keeps_it_from_being_published(machine: Machine, folder: Path) -> None:
    file = folder / klein.SCENARIOS
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("  Scenario: Ophouden")], "utf-8")
    result = machine.run("protocol", "publish", folder, *BOTH)
    assert result.exit_code == DOES_NOT_HOLD, result.output
    assert "naar “Gestopt” in “zorg” komt in geen scenario voor" in " ".join(result.output.split())
    assert in_force(machine) == []


def test_a_protocol_comes_into_force_for_a_pilot_and_from_a_day(machine: Machine, folder: Path) -> None:
    output = machine.done("protocol", "publish", folder, *BOTH)
    (folder / "LEESMIJ.md").write_text("Anders", "utf-8")
    for words, said in (
        (("--pilot", "a.hoekstra"), "noem die met --school"), (("--from", "morgen"), "is geen dag"),
        (("--from", "2020-01-01"), "voorbij"), (("--school", "99XX"), "Er is geen school"),
    ):  # fmt: skip
        result = machine.run("protocol", "publish", folder, *BOTH, *words)
        assert (result.exit_code, said in " ".join(result.output.split())) == (WRONG_USE, True), result.output
    day = (system_now() + timedelta(days=30)).date().isoformat()
    output = machine.done("protocol", "publish", folder, *BOTH, "--school", BRIN, "--pilot", "a.hoekstra")
    assert "is nu in gebruik op school" in output
    assert "als proef van 1 persoon" in output
    output = machine.done("protocol", "publish", folder, *BOTH, "--from", day)
    assert "is vanaf " in output
    assert in_force(machine) == [("Klein", True), ("Klein", True)]


def test_what_is_no_protocol_is_told_as_such(machine: Machine, tmp_path: Path, folder: Path) -> None:
    for path, code in ((tmp_path / "weg", DOES_NOT_HOLD), (tmp_path, WRONG_USE), (folder / "zorg.bpmn", WRONG_USE)):
        result = machine.run("protocol", "publish", path, *BOTH)
        assert result.exit_code == code, (path, result.output)
    assert in_force(machine) == []


def scenario(folder: Path, task: str) -> None:
    (folder / "scenarios" / "ander.feature").write_text(SCENARIO.format(task=task), "utf-8")
