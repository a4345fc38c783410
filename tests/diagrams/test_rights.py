"""`rechten.csv` names functions, field groups and phases that the protocol has, and keeps the most private closed."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

from workflows.sources import read_xml

BUNDLE = Path(__file__).parents[2] / "bpmn" / "zorgdossier"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"


def rights() -> list[dict[str, str]]:
    with (BUNDLE / "rechten.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def groups_in(components: list[dict[str, object]]) -> set[str]:
    found: set[str] = set()
    for component in components:
        properties, children = component.get("properties"), component.get("components")
        if isinstance(properties, dict) and "veldgroep" in properties:
            found.add(str(properties["veldgroep"]))
        if isinstance(children, list):
            found |= groups_in(children)
    return found


def test_every_right_is_for_a_function_of_the_protocol_or_for_who_started_the_route() -> None:
    functions = set(tomllib.loads((BUNDLE / "protocol.toml").read_text(encoding="utf-8"))["functies"])
    assert {row["functie"] for row in rights()} == functions | {"starter"}


def test_every_field_group_of_the_forms_has_rights_and_no_other_group_has() -> None:
    forms = [json.loads(path.read_text(encoding="utf-8")) for path in (BUNDLE / "forms").glob("*.form")]
    assert {row["veldgroep"] for row in rights()} == set().union(*(groups_in(form["components"]) for form in forms))


def test_every_phase_in_the_rights_is_the_phase_of_a_milestone_and_every_milestone_is_in_the_rights() -> None:
    drawn = {
        element.get("value")
        for path in BUNDLE.glob("*.bpmn")
        for element in read_xml(path.read_bytes()).iter(f"{SPIFF}property")
        if element.get("name") == "fase"
    }
    assert {row["fase"] for row in rights()} == drawn | {"*"}


def test_what_is_told_about_a_member_of_staff_is_for_the_board_and_who_told_it_alone() -> None:
    allowed = {(row["functie"], row["recht"]) for row in rights() if row["veldgroep"] == "medewerker"}
    assert allowed == {("bestuur", "schrijven"), ("starter", "eigen")}


def test_a_teacher_reads_the_weighing_of_the_meldcode_only_where_the_teacher_took_part() -> None:
    given = {row["recht"] for row in rights() if row["functie"] == "leerkracht" and row["veldgroep"] == "afweging"}
    assert given == {"eigen"}


def test_who_gives_the_reason_to_go_on_without_a_talk_does_not_judge_it_too() -> None:
    judging = next(
        element for element in read_xml((BUNDLE / "oudergesprek.bpmn").read_bytes()).iter()
        if element.get("name") == "Uitzondering beoordelen" and element.tag.endswith("userTask")
    )  # fmt: skip
    kept_out = [each.get("value") for each in judging.iter(f"{SPIFF}property") if each.get("name") == "niet_door"]
    assert kept_out == ["Uitzondering motiveren"]
