"""`flask protocol diff A B` as a person meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, WRONG_USE, in_a_shell, leidraad, write
from tests.unit.workflows.scenarios.small import FILES


def swapped(folder: Path, name: str, *swaps: tuple[str, str]) -> None:
    text = (folder / name).read_text("utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_text(text, "utf-8")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """A protocol, and the next version of it."""
    old, new = write(tmp_path / "a"), write(tmp_path / "b")
    swapped(new, "klein.bpmn", ('value="2 werkdagen"', 'value="5 werkdagen"'))
    swapped(new, "forms/vrij.form", ('"required": true', '"required": false'))
    swapped(new, "protocol.toml", ("Klein", "Kleiner"))
    return old, new


def test_two_versions_are_told_apart_part_by_part(two: tuple[Path, Path]) -> None:
    result = leidraad("diff", *two)
    assert result.exit_code == DOES_NOT_HOLD
    assert result.output.splitlines() == [
        "Proces zorg",
        "! gewijzigd   Stap *Besluiten* heeft nu een termijn van 5 werkdagen (was 2",
        "              werkdagen)",
        "",
        "Formulier vrij",
        "  gewijzigd   Veld *notitie* is niet meer verplicht",
        "",
        "Het protocol (protocol.toml)",
        "  gewijzigd   Het protocol heet nu *Kleiner* (was *Klein*)",
        "",
        "3 verschillen. Hoe een route loopt (!): 1. Wat mensen invullen, mogen zien of",
        "moeten nakomen: 1. Alleen woorden: 1. Alleen opmaak: 0.",
    ]


def test_the_same_as_json(two: tuple[Path, Path]) -> None:
    result = leidraad("diff", "--json", *two)
    assert result.exit_code == DOES_NOT_HOLD
    found = json.loads(result.output)
    assert [each["part"] for each in found] == ["tekening", "formulier", "protocol"]
    assert found[0] == {
        "kind": "gewijzigd", "what": "term", "weight": "gedrag", "part": "tekening", "file": "klein.bpmn",
        "process": "zorg", "within": "zorg", "element": "b", "was": "b", "name": "Besluiten", "old": "2 werkdagen",
        "new": "5 werkdagen", "sentence": "Stap *Besluiten* heeft nu een termijn van 5 werkdagen (was 2 werkdagen)",
        "beside": [],
    }  # fmt: skip


def test_the_same_version_has_no_differences(two: tuple[Path, Path], tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "a"), "zip", two[0])
    result = leidraad("diff", two[0], packed)
    assert (result.exit_code, result.output) == (HOLDS, "Geen verschillen: dit is dezelfde versie.\n")
    assert json.loads(leidraad("diff", "--json", two[0], packed).output) == []


def test_a_bundle_that_does_not_stand_is_not_judged(two: tuple[Path, Path], tmp_path: Path) -> None:
    broken = write(tmp_path / "c", {**FILES, "klein.bpmn": b"<geen tekening"})
    for pair in ((two[0], broken), (broken, two[0])):
        result = leidraad("diff", *pair)
        assert result.exit_code == NOT_JUDGED
        assert "klopt nog niet" in result.output
    assert leidraad("diff", two[0], tmp_path / "nergens").exit_code == NOT_JUDGED


def test_wrong_use(two: tuple[Path, Path]) -> None:
    for words in ((), (two[0],), (two[0], two[1], two[1]), (two[0], ""), (two[0], two[1] / "klein.bpmn")):
        result = leidraad("diff", *words)
        assert (result.exit_code, "Traceback" in result.output) == (WRONG_USE, False), result.output


def test_it_needs_no_settings_and_no_database(two: tuple[Path, Path]) -> None:
    done = in_a_shell("diff", *two, setting={"LEIDRAAD_DATABASE_URL": "postgresql://nergens/x"})
    assert done.returncode == DOES_NOT_HOLD
    assert "5 werkdagen" in done.stdout
