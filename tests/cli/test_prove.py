"""`flask protocol prove`: what is proven, what is broken and the way there, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, SCHOOL, WRONG_USE, in_a_shell, leidraad, write
from tests.unit.workflows.scenarios.small import FILES

_RULE = """[[regel]]
nummer = "7"
naam = "Eerst kijken"
tekst = "Wie beslist, heeft eerst gekeken."
proces = "zorg"
zinnen = ['{sentence}']
"""
KEYS = {"id", "name", "status", "path", "process", "sentence", "why"}


def ruled(folder: Path, sentence: str) -> Path:
    return write(folder, {**FILES, "rules/regels.toml": _RULE.format(sentence=sentence).encode()})


def test_the_school_s_own_rules_are_proven_without_any_setting() -> None:
    result = in_a_shell("prove", SCHOOL)
    assert result.returncode == HOLDS, result.stdout + result.stderr
    assert "BEWEZEN" in result.stdout
    assert "Alles is bewezen" in result.stdout
    assert "dit is nog niet getekend" in result.stdout


def test_json_is_a_list_of_rules_and_nothing_else(tmp_path: Path) -> None:
    result = leidraad("prove", "--json", ruled(tmp_path, 'nooit "Verder?" zonder "Observeren" ervoor'))
    found = json.loads(result.output)
    assert result.exit_code == HOLDS
    assert all(set(each) == KEYS and each["status"] == "proven" for each in found)
    assert found[0]["id"] == "7"


def test_a_broken_rule_names_the_way_there(tmp_path: Path) -> None:
    folder = ruled(tmp_path, '"Observeren" altijd gevolgd door "Besluiten"')
    result = leidraad("prove", folder)
    assert result.exit_code == DOES_NOT_HOLD
    assert "GESCHONDEN" in result.output
    assert "Zo komt het daar:" in result.output
    broken = json.loads(leidraad("prove", folder, "--json").output)[0]
    assert (broken["status"], broken["process"]) == ("broken", "zorg")
    assert broken["path"]


def test_what_does_not_stand_is_not_judged(tmp_path: Path) -> None:
    folder = ruled(tmp_path, 'nooit "Nergens"')
    result = leidraad("prove", folder)
    assert result.exit_code == NOT_JUDGED
    assert "Nergens" in result.output
    assert leidraad("prove", tmp_path / "weg").exit_code in (NOT_JUDGED, WRONG_USE)
