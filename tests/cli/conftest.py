"""A school that is set up at the command line: made once, and copied for each test that wants one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.machine import BRIN, SAMPLE, SCHOOL, Machine


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Machine(tmp_path_factory.mktemp("school"))
    made.done("school", "create", SCHOOL, "--brin", BRIN, "--region", "noord")
    made.done("people", "import", SAMPLE, "--yes")
    for login, name, function in (
        ("s.devries", "Sanne de Vries", "intern begeleider"), ("r.postma", "Roel Postma", "directeur"),
        ("a.hoekstra", "Anneke Hoekstra", "leerkracht"),
    ):  # fmt: skip
        made.done("person", "invite", login, "--name", name, "--function", function)
    return made.data


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """A machine on which nothing was begun."""
    return Machine(tmp_path)


@pytest.fixture
def machine(tmp_path: Path, made_once: Path) -> Machine:
    """A machine with a school and its people, and no protocol yet."""
    made = Machine(tmp_path)
    shutil.copytree(made_once, made.data)
    return made
