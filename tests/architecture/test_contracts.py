"""Each import contract catches the arrow that it forbids: planted in a copy of the source, all in one run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.rules import ROOT

LAYERS = "workflows: arrows point down"
APP_LAYERS = "app: arrows point down"
PURE = "The engine knows no web and no app"
SPIFF = "Only workflows.spiff imports SpiffWorkflow"
FRONT_DOOR = "app uses the names that workflows exports, nothing deeper"
DOMAIN = "The domain is plain Python"
SQL = "SQL lives in the store"
ROWS = "Rows are reached through commands and queries only"
PAPER = "Only app.documents typesets"
SCHEDULER = "Only the worker has a scheduler"
CYCLES = "No cycles between siblings, at any depth"


@dataclass(frozen=True)
class Arrow:
    """An import put into a module, and the contract that forbids it."""

    source: str
    target: str
    contract: str
    line: str = ""
    report: str = ""

    @property
    def planted(self) -> str:
        """What is written into the source; a module without a layer needs no line to be wrong."""
        return self.line or (f"import {self.target}" if self.target else "")

    @property
    def reported(self) -> str:
        """The words by which the broken contract names this arrow."""
        return self.report or (f"{self.source} -> {self.target} " if self.target else f"- {self.source}\n")


ARROWS = [
    Arrow("workflows.types", "workflows.diagram", LAYERS),
    Arrow("workflows.sources", "workflows.feel", LAYERS),
    Arrow("workflows.feel.planted", "workflows.calendar", LAYERS),
    Arrow("workflows.diagram.planted", "workflows.forms", LAYERS),
    Arrow("workflows.validator.planted", "workflows.spiff", LAYERS),
    Arrow("workflows.spiff.planted", "workflows.bundle", LAYERS),
    Arrow("workflows.homeless", "", LAYERS),
    Arrow("app.settings", "app.factory", APP_LAYERS),
    Arrow("app.commands", "app.queries", APP_LAYERS),
    Arrow("app.domain", "app.store", APP_LAYERS),
    Arrow("app.jobs", "app.web", APP_LAYERS, "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import app.web"),
    Arrow("app.homeless", "", APP_LAYERS),
    Arrow("workflows.errors", "flask", PURE),
    Arrow("workflows.calendar.planted", "app.settings", PURE),
    Arrow("workflows.forms.planted", "SpiffWorkflow", SPIFF),
    Arrow("app.queries", "SpiffWorkflow", SPIFF, "from SpiffWorkflow.task import Task"),
    Arrow("app.store", "workflows.types", FRONT_DOOR, "from workflows.types import Outcome"),
    Arrow("app.web", "workflows.feel.values", FRONT_DOOR),
    Arrow("app.domain.planted", "flask", DOMAIN),
    Arrow("app.domain.tasks", "workflows", DOMAIN, "from workflows import Outcome"),
    Arrow("app.commands.planted", "sqlalchemy", SQL),
    Arrow("app.jobs.planted", "app.store.tables", ROWS),
    Arrow("app.cli.planted", "app.store.tasks", ROWS, "from app.store import tasks"),
    Arrow("app.cli.planted", "typst", PAPER),
    Arrow("app.jobs.timers", "apscheduler", SCHEDULER),
    Arrow("workflows.feel.one", "workflows.feel.two", CYCLES, report="in workflows.feel."),
    Arrow("workflows.feel.two", "workflows.feel.one", CYCLES, report="- .two -> .one "),
]


def _copy(target: Path) -> Path:
    for folder in ("workflows", "app"):
        shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def _plant(arrow: Arrow, root: Path) -> None:
    package = root.joinpath(*arrow.source.split("."))
    path = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    path.touch()
    path.write_text(f"{path.read_text('utf-8')}\n{arrow.planted}\n", "utf-8")


def _lint(root: Path) -> tuple[int, str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    done = subprocess.run(
        [*command, "--no-cache", "--no-logo"], cwd=root, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of the copy with all arrows in it: what is reported, by contract."""
    root = _copy(tmp_path_factory.mktemp("planted"))
    for arrow in ARROWS:
        _plant(arrow, root)
    code, report = _lint(root)
    assert code == 1, report
    details = report.partition("Broken contracts")[2]
    found: dict[str, str] = {}
    name = ""
    for line in details.splitlines():
        name = line if line in CONTRACTS else name
        found[name] = found.get(name, "") + line + "\n"
    return found


def _contracts() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


CONTRACTS = _contracts()


@pytest.mark.parametrize("arrow", ARROWS, ids=lambda arrow: f"{arrow.source} to {arrow.target or 'no layer'}")
def test_a_forbidden_arrow_is_caught_by_its_contract(arrow: Arrow, sections: dict[str, str]) -> None:
    assert arrow.reported in sections[arrow.contract]


def test_every_contract_has_an_arrow_that_it_catches() -> None:
    assert {arrow.contract for arrow in ARROWS} == CONTRACTS


def test_without_the_arrows_the_copy_keeps_every_contract(tmp_path: Path) -> None:
    code, report = _lint(_copy(tmp_path))
    assert code == 0, report
