"""A school that is set up at the command line: made once, and copied for each test that wants one."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

import pytest

from app.commands.routes import OpenDossier
from app.queries.people import load_person
from app.queries.places import person_at
from app.queries.pupils import my_pupils
from tests import klein
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


@pytest.fixture
def dossier(machine: Machine, tmp_path: Path) -> UUID:
    """A dossier of the machine's school, in which a route runs."""
    klein.write(tmp_path / "klein", klein.publishable())
    machine.done("protocol", "publish", tmp_path / "klein", "--by", "s.devries", "--second", "r.postma")
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        with parts.desk.reading(board) as work:
            login = person_at(work, "a.hoekstra")
        assert login is not None
        teacher = load_person(parts.desk, board, login)
        with parts.desk.reading(board) as work:
            pupil = my_pupils(work, teacher, q="", limit=1, after=None).items[0].id
        command = OpenDossier(pupil, "Zorg", {"aanleiding": "Er is iets aan de hand."})
        made: UUID = parts.bus.send(command, by=teacher).result.dossier
    return made
