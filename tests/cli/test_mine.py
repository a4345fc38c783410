"""`flask history mine`: a file at the place that was named, and nothing half."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from tests.cli.terminal import WRONG_USE
from tests.machine import BRIN, Machine


@pytest.mark.usefixtures("dossier")
def test_the_course_of_all_dossiers_is_written(machine: Machine, tmp_path: Path) -> None:
    for kind in ("xes", "ocel", "csv"):
        out = tmp_path / f"verloop.{kind}"
        said = machine.done("history", "mine", "--format", kind, "--out", out, "--school", BRIN)
        assert said.strip().endswith("is gemaakt, met 1 dossier.")
        text = out.read_text("utf-8-sig")
        assert "taak geopend" in text
        for name in ("Milou", "Berg", "Er is iets", "Anneke", "Hoekstra"):
            assert name not in text
    assert len(etree.fromstring((tmp_path / "verloop.xes").read_bytes())) > 5
    assert not list(tmp_path.glob("*.deel"))


@pytest.mark.usefixtures("dossier")
def test_days_choose_the_routes(machine: Machine, tmp_path: Path) -> None:
    said = machine.done("history", "mine", "--format", "csv", "--out", tmp_path / "v.csv", "--to", "2001-01-01")
    assert "geen dossiers" in said


def test_what_cannot_be_meant_is_told(machine: Machine, dossier: UUID, tmp_path: Path) -> None:
    for words in (("--format", "pdf"), ("--format", "csv", "--from", "gisteren"), ("--format", "csv", "--school", "X")):
        result = machine.run("history", "mine", *words, "--out", tmp_path / "v.csv")
        assert result.exit_code == WRONG_USE, result.output
    assert str(dossier) not in result.output
    assert not (tmp_path / "v.csv").exists()
