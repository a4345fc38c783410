"""`flask protocol whatif`: numbers about all routes on a draft, and none in whom a child is recognised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.queries.whatif import Aside, Tally
from tests import klein
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, WRONG_USE
from tests.machine import BRIN, Machine
from workflows import Course, Fate
from workflows.whatif.course import Difference, Sort


def draft(folder: Path, was: str = "", now: str = "") -> Path:
    """The protocol of the school with one thing changed in its drawing."""
    klein.write(folder)
    place = folder / "zorg.bpmn"
    place.write_text(place.read_text("utf-8").replace(was, now) if was else place.read_text("utf-8"), "utf-8")
    return folder


@pytest.mark.usefixtures("dossier")
def test_the_same_protocol_goes_the_same(machine: Machine, tmp_path: Path) -> None:
    result = machine.run("protocol", "whatif", draft(tmp_path / "zo"), "--school", BRIN)
    assert (result.exit_code, "Alle routes zouden hetzelfde gaan." in result.output) == (HOLDS, True)


@pytest.mark.usefixtures("dossier")
def test_a_draft_in_which_the_first_task_is_another_says_so_without_a_number(machine: Machine, tmp_path: Path) -> None:
    changed = draft(tmp_path / "anders", '<bpmn:userTask id="a" name="Kijken"', '<bpmn:userTask id="aa" name="Zien"')
    text = (changed / "zorg.bpmn").read_text("utf-8")
    text = text.replace('attachedToRef="a"', 'attachedToRef="aa"').replace('Ref="a"', 'Ref="aa"')
    text = text.replace(">a</bpmn:flowNodeRef>", ">aa</bpmn:flowNodeRef>")
    (changed / "zorg.bpmn").write_text(text.replace('value="Kijken"', 'value="Zien"'), "utf-8")
    result = machine.run("protocol", "whatif", changed, "--json")
    assert result.exit_code == DOES_NOT_HOLD, result.output
    said = json.loads(result.output)
    assert said["judged"] == "minder dan 5"
    assert {each["sentence"] for each in said["places"]} == {"“Zien” komt er dan bij.", "“Kijken” komt er dan niet."}
    assert {each["routes"] for each in said["places"]} == {"niet getoond"}


def test_without_routes_there_is_nothing_to_compare(machine: Machine, tmp_path: Path) -> None:
    result = machine.run("protocol", "whatif", draft(tmp_path / "zo"))
    assert (result.exit_code, "nog geen routes" in result.output) == (HOLDS, True)


@pytest.mark.usefixtures("dossier")
def test_what_cannot_be_meant_is_told(machine: Machine, tmp_path: Path) -> None:
    assert machine.run("protocol", "whatif").exit_code == WRONG_USE
    assert machine.run("protocol", "whatif", draft(tmp_path / "zo"), "--school", "X").exit_code == WRONG_USE
    assert machine.run("protocol", "whatif", tmp_path / "weg").exit_code == NOT_JUDGED


def tally(same: int, other: int, stuck: int) -> Tally:
    made = Tally()
    differs = Difference(Sort.MORE, 2, "c", "“Wegen” komt er dan bij.")
    sticks = Difference(Sort.STUCK, 3, "d", "“Doen” staat dan niet open.")
    courses = [Course()] * same + [Course((differs,))] * other + [Course((differs, sticks))] * stuck
    for each in courses:
        made.add(each)
    made.add(Aside.ERASED)
    return made


@pytest.mark.parametrize(("same", "other", "stuck"), [(40, 8, 2), (2, 30, 10), (50, 0, 3), (6, 6, 6), (0, 4, 9)])
def test_no_small_number_is_told_nor_follows(same: int, other: int, stuck: int) -> None:
    said = tally(same, other, stuck).shown()
    cells = [said.judged, *said.fates.values(), *said.asides.values(), *(each.routes for each in said.places)]
    assert not any(isinstance(each, int) and 0 < each < 5 for each in cells)
    hidden = [name for name, each in said.fates.items() if not isinstance(each, int)]
    assert len(hidden) != 1
    small = 0 < min((n for n in (same, other, stuck) if n), default=0) < 5
    assert bool(hidden) is small


def test_large_numbers_are_told() -> None:
    said = tally(60, 20, 10).shown()
    assert said.fates == {str(Fate.SAME): 60, str(Fate.OTHER): 20, str(Fate.STUCK): 10}
    assert [(each.element, each.routes) for each in said.places] == [("c", 30), ("d", 10)]
