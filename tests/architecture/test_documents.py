"""What is written about the product is true of it: settings, targets, links, pins, exceptions of the checkers."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import LIMIT
from tests.architecture.rules import ROOT, sources
from workflows import Limits

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
PINS = ["requirements.txt", "requirements-dev.txt", "app/web/requirements-node.txt"]


def _settings_in_the_source() -> set[str]:
    files = [*sources("app", "workflows", "tests"), ROOT / "Makefile", ROOT / ".flaskenv", ROOT / ".ci" / "run"]
    text = "\n".join(path.read_text("utf-8") for path in files if "tests/unit/app/" not in path.as_posix())
    named = set(re.findall(r"\bLEIDRAAD_[A-Z_]*[A-Z]\b", text))
    return {name for name in named if not name.startswith(LIMIT)} | {
        LIMIT + limit.name.upper() for limit in fields(Limits)
    }


def _settings_in_the_readme() -> dict[str, str]:
    return dict(re.findall(r"^\| `(LEIDRAAD_[A-Z_]+)` \| (.*) \|$", README, re.MULTILINE))


def test_every_setting_has_its_line_in_the_readme_and_no_other_has() -> None:
    assert set(_settings_in_the_readme()) == _settings_in_the_source()


@pytest.mark.parametrize("limit", fields(Limits), ids=lambda limit: limit.name)
def test_the_readme_tells_the_default_of_each_limit(limit) -> None:
    line = _settings_in_the_readme()[LIMIT + limit.name.upper()]
    assert f"{limit.default:,}" in line.split("|")[0]


def test_every_target_that_is_named_exists_and_tells_what_it_does() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    told = set(re.findall(r"^  make ([a-z]+) +\S", listed, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)", "\n".join(path.read_text("utf-8") for path in DOCUMENTS)))
    assert {"setup", "run", "check", "test", "bench", "pictures"} <= told
    assert named <= told


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_within_the_documents_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", PINS)
def test_every_requirement_is_pinned_with_hashes_and_names_no_host(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert pins != []
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9.-]+==[^\s;]+( ; .*)? \\", line)] == []
    assert [line for line in lines if "://" in line or line.startswith("-")] == []
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


def test_the_packages_of_the_pages_are_locked_and_name_no_host() -> None:
    lock = json.loads((ROOT / "app/web/package-lock.json").read_text("utf-8"))
    packages = {name: value for name, value in lock["packages"].items() if name}
    assert [name for name, value in packages.items() if "integrity" not in value or "resolved" in value] == []


def test_every_rule_that_is_switched_off_for_diagrams_has_its_reason() -> None:
    lint = json.loads((ROOT / "app/web/.bpmnlintrc").read_text("utf-8"))
    assert {rule for rule, level in lint["rules"].items() if level == "off"} == set(lint["reasons"])


def test_every_exception_of_ruff_has_its_sentence() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    ruff = tomllib.loads(text)["tool"]["ruff"]["lint"]
    ignored = [*ruff["ignore"], *(rule for rules in ruff["per-file-ignores"].values() for rule in rules)]
    assert [rule for rule in ignored if not re.search(rf'"{rule}"[],]*\s+# \S.*\.$', text, re.MULTILINE)] == []


def test_the_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers == list(range(len(numbers)))
