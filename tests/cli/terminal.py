"""The command line as a person meets it: words in, text and an exit code out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from click.testing import Result

from app.cli import create_app
from tests.unit.workflows.scenarios.small import FILES

ROOT = Path(__file__).resolve().parents[2]
SCHOOL = ROOT / "bpmn" / "zorgdossier"
HOLDS, DOES_NOT_HOLD, WRONG_USE, NOT_JUDGED = 0, 1, 2, 3

SCENARIO = """# language: nl
Functionaliteit: Klein

  Scenario: Stoppen kan
    Als "leerkracht" "Zorg" start
    En "leerkracht" de taak "Observeren" afrondt met
      | ernst | laag |
    En "leerkracht" op de vraag "Verder?" antwoordt "Stoppen"
    Dan is de route "zorg" afgesloten met "Gestopt"
"""


def leidraad(*words: str | Path, typed: str = "") -> Result:
    """Run `flask protocol …` in this process."""
    return create_app().test_cli_runner().invoke(args=["protocol", *map(str, words)], input=typed)


def in_a_shell(
    *words: str | Path, typed: str = "", setting: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `flask protocol …` in a process of its own, fed through a pipe, with nothing set but what is given."""
    environment = {"PATH": os.environ["PATH"], "FLASK_APP": "app.cli:create_app", **(setting or {})}
    return subprocess.run(
        [sys.executable, "-m", "flask", "protocol", *map(str, words)],
        input=typed, capture_output=True, encoding="utf-8", cwd=ROOT, env=environment, timeout=120, check=False,
    )  # fmt: skip


def write(folder: Path, files: Mapping[str, bytes] = FILES, scenario: str = SCENARIO) -> Path:
    """A bundle on disk, with one scenario."""
    for name, data in {**files, "scenarios/klein.feature": scenario.encode()}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
