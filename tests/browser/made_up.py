"""The made-up school, made once for all processes that run tests beside each other, and copied by who wants one."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests.machine import Machine


def school_of_all(factory: pytest.TempPathFactory) -> Path:
    """A folder with the data of the made-up school: the first who asks makes it, and others wait for that."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return _made(factory.mktemp("school") / "made")
    shared = factory.getbasetemp().parent / f"school-{run}"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return shared / "var" if (shared / "whole").exists() else _made(shared)


def copied(school: Path, folder: Path) -> None:
    """Put that school in a folder of its own."""
    shutil.copytree(school, Machine(folder).data)


def _made(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    machine = Machine(folder)
    machine.done("demo")
    (folder / "whole").touch()
    return machine.data
