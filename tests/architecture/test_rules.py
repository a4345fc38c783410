"""The whole source keeps the rules of the house, and each rule is shown to see what it forbids."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture import rules

Rule = Callable[[ast.AST], Iterator[int]]

MOST_LINES = 300
STEPS = rules.ROOT / "app/store/migrations/versions"
"""Written once, by a program, and never changed: nobody has to hold a step of a migration in mind."""
CHECKER = rules.ROOT / "app/cli/verifier/leidraad_verify.py"
"""It leaves the tree as one file, so it is one."""

EXEMPT: dict[Rule, tuple[str, ...]] = {
    rules.commits: ("app/store/unit_of_work.py",),
    rules.takes_a_verb: ("app/cli", "app/commands", "app/queries"),
}
"""Where the one thing may be done that is forbidden elsewhere."""

KEPT: list[tuple[Rule, tuple[str, ...]]] = [
    (rules.runs_text_as_code, ("workflows", "app", "docs")),
    (rules.commits, ("workflows", "app")),
    (rules.reads_the_clock, ("workflows",)),
    (rules.imports_randomness, ("workflows",)),
    (rules.strange_libraries, ("workflows",)),
    (rules.swallows, ("workflows", "app", "docs")),
    (rules.takes_a_verb, ("app",)),
]

SEEN: list[tuple[Rule, str]] = [
    (rules.runs_text_as_code, "eval('1')"),
    (rules.runs_text_as_code, "run = exec"),
    (rules.runs_text_as_code, "__import__('os')"),
    (rules.commits, "session.commit()"),
    (rules.commits, "db.session.commit()"),
    (rules.reads_the_clock, "from datetime import datetime\ndatetime.now(UTC)"),
    (rules.reads_the_clock, "import datetime\ndatetime.date.today()"),
    (rules.reads_the_clock, "import time\ntime.time()"),
    (rules.imports_randomness, "import random"),
    (rules.imports_randomness, "from uuid import uuid4"),
    (rules.strange_libraries, "import requests"),
    (rules.strange_libraries, "from flask import g"),
    (rules.strange_libraries, "def later():\n    import sqlalchemy.orm"),
    (rules.swallows, "try:\n    x()\nexcept ValueError:\n    pass"),
    (rules.swallows, "try:\n    x()\nexcept ValueError:\n    ..."),
    (rules.swallows, "with contextlib.suppress(ValueError):\n    x()"),
    (rules.takes_a_verb, "from workflows import Engine"),
    (rules.takes_a_verb, "from workflows import (\n    Finding,\n    check,\n)"),
    (rules.takes_a_verb, "import workflows"),
]

UNSEEN: list[tuple[Rule, str]] = [
    (rules.runs_text_as_code, "re.compile('a')\nexpression.evaluate({})"),
    (rules.commits, "work.committed"),
    (rules.reads_the_clock, "now = command.now\ntime(12, 0)"),
    (rules.imports_randomness, "from uuid import uuid5"),
    (rules.strange_libraries, "from lxml import etree\nimport re\nfrom workflows.types import Finding"),
    (rules.swallows, "try:\n    x()\nexcept ValueError:\n    return None"),
    (rules.takes_a_verb, "from workflows import Finding, FormView\nfrom app.cli import check"),
]


def _label(value: object) -> str:
    return value.__name__ if callable(value) else " ".join(str(value).split())


@pytest.mark.parametrize(("rule", "folders"), KEPT, ids=_label)
def test_the_source_keeps_the_rule(rule: Rule, folders: tuple[str, ...]) -> None:
    broken = [
        f"{path.relative_to(rules.ROOT)}:{line}"
        for path in rules.sources(*folders)
        if not any(path.is_relative_to(rules.ROOT / exempt) for exempt in EXEMPT.get(rule, ()))
        for line in rule(ast.parse(path.read_text("utf-8")))
    ]
    assert broken == []


@pytest.mark.parametrize(("rule", "text"), SEEN, ids=_label)
def test_a_rule_sees_what_it_forbids(rule: Rule, text: str) -> None:
    assert list(rule(ast.parse(text))) != []


@pytest.mark.parametrize(("rule", "text"), UNSEEN, ids=_label)
def test_a_rule_lets_through_what_only_looks_alike(rule: Rule, text: str) -> None:
    assert list(rule(ast.parse(text))) == []


def test_every_rule_is_shown_at_work() -> None:
    assert {rule for rule, _ in KEPT} == {rule for rule, _ in SEEN} == {rule for rule, _ in UNSEEN}


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    read = [path for path in rules.sources("workflows", "app", "docs") if STEPS not in path.parents and path != CHECKER]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in read}
    too_long = {str(path.relative_to(rules.ROOT)): n for path, n in lengths.items() if n > MOST_LINES}
    assert too_long == {}


def test_the_rules_look_at_the_source_and_at_no_library() -> None:
    found = {path.relative_to(rules.ROOT) for path in rules.sources("workflows", "app")}
    assert {Path("workflows/types.py"), Path("app/settings.py")} <= found
    assert not [path for path in found if "node_modules" in path.parts]
