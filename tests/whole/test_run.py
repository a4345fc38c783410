"""`flask serve` in the foreground, as a person who tries Leidraad meets it: it starts, tells where, and stops."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import requests

from app.commands.upkeep import Tick
from app.domain.actors import Actor
from app.queries.health import read_health
from app.store.clock import Clock
from app.store.unit_of_work import reading
from tests.machine import Machine, free_port, healthy, kill, until


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path, {"PORT": str(free_port())})
    yield made
    made.end()


def port(machine: Machine) -> int:
    return int(machine.settings["PORT"])


def served(machine: Machine, name: str) -> subprocess.Popen[bytes]:
    """`flask serve --demo`, until it has told where it is."""
    process = machine.begin(name, "flask", "serve", "--demo")
    assert until(lambda: "Leidraad draait op" in told(machine, name), 60), told(machine, name)
    assert until(lambda: healthy(port(machine)))
    return process


def told(machine: Machine, name: str) -> str:
    return (machine.folder / name).read_text("utf-8")


def stopped(machine: Machine, process: subprocess.Popen[bytes], by: signal.Signals = signal.SIGINT) -> None:
    """Ctrl-C, or the end of the terminal, which is sent to all that runs in its foreground."""
    os.killpg(process.pid, by)
    assert process.wait(timeout=15) == 0
    assert until(lambda: not machine.processes(), 3), machine.processes()


def test_it_starts_tells_where_it_is_stops_on_ctrl_c_and_starts_again(machine: Machine) -> None:
    process = served(machine, "eerste")
    first = told(machine, "eerste")
    sign_ins = machine.data / "aanmelding.txt"
    assert f"http://127.0.0.1:{port(machine)}" in first
    assert str(sign_ins) in first
    assert stat.S_IMODE(sign_ins.stat().st_mode) == 0o600
    token = next(line.split()[1] for line in sign_ins.read_text("utf-8").splitlines() if " token " in line)
    me = requests.get(
        f"http://127.0.0.1:{port(machine)}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=5
    ).json()
    assert me["name"] == "Anneke Hoekstra"
    stopped(machine, process)
    kept = sign_ins.read_bytes()
    process = served(machine, "tweede")
    second = told(machine, "tweede")
    assert "is er al" in second
    assert sign_ins.read_bytes() == kept
    stopped(machine, process, signal.SIGHUP)
    for text in (first, second, told(machine, "tweede")):
        assert "Traceback" not in text
        assert token not in text


def test_what_is_killed_is_begun_again_and_what_has_lost_its_server_ends(machine: Machine) -> None:
    process = served(machine, "uitvoer")
    (worker,), (web,) = machine.processes("app.worker"), machine.processes("spawn_main")
    kill(worker)
    assert until(lambda: machine.processes("app.worker") not in ([], [worker]), 10)
    kill(web)
    assert until(lambda: machine.processes("spawn_main") not in ([], [web]), 10)
    assert until(lambda: healthy(port(machine)))
    process.kill()
    process.wait()
    assert until(lambda: not machine.processes(), 15), machine.processes()


def test_a_minute_after_the_last_tick_the_machine_is_behind(machine: Machine) -> None:
    machine.done("school", "create", "De Proef", "--brin", "12AB", "--region", "noord")
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        parts.bus.send(Tick(UUID(int=1)), by=Actor.system(board))
        now = datetime.now(UTC)  # noqa: TID251  the tick before it read the same clock
        spans = {50: "ok", 70: "achter", -240: "ok", -360: "achter"}  # the last two by a clock that went back
        for later, status in ((timedelta(seconds=each), said) for each, said in spans.items()):
            clock = Clock(lambda later=later: now + later)
            with reading(board, parts.bus.keys, clock) as work:
                assert read_health(work).status == status
