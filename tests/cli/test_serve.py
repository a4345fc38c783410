"""`flask serve` where it cannot go on: what is told, how it ends, and that nothing is left running.

How it starts and stops is shown in `tests/whole/test_run.py`.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import NOT_JUDGED, WRONG_USE
from tests.machine import Machine, free_port, healthy, kill, until


@pytest.fixture
def served(machine: Machine) -> Iterator[Machine]:
    machine.settings["PORT"] = str(free_port())
    yield machine
    machine.end()


def test_a_port_in_use_is_told_by_name(served: Machine) -> None:
    port = int(served.settings["PORT"])
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        result = served.run("serve")
    assert (result.exit_code, f"PORT {port} op 127.0.0.1 is al in gebruik" in result.output) == (WRONG_USE, True)
    assert len(result.output.splitlines()) == 1


def test_where_the_port_is_in_use_no_made_up_school_is_made(tmp_path: Path) -> None:
    bare = Machine(tmp_path, {"PORT": str(free_port())})
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(bare.settings["PORT"])))
        other.listen()
        result = bare.run("serve", "--demo")
    assert (result.exit_code, result.output.startswith("PORT ")) == (WRONG_USE, True)
    assert not (bare.data / "aanmelding.txt").exists()


@pytest.mark.parametrize(("text", "mode"), [("", 0o600), (None, 0o644)])
def test_with_a_signing_key_that_cannot_be_read_nothing_starts(served: Machine, text: str | None, mode: int) -> None:
    key = served.data / "signing-key"
    key.write_text(key.read_text("ascii") if text is None else text, "ascii")
    key.chmod(mode)
    result = served.run("serve")
    assert (result.exit_code, "LEIDRAAD_SIGNING_KEY_FILE" in result.output) == (WRONG_USE, True), result.output
    assert len(result.output.splitlines()) == 1


def test_an_address_that_is_not_of_this_machine_is_told(served: Machine) -> None:
    result = served.run("serve", setting={"LEIDRAAD_HOST": "192.0.2.1"})
    assert (result.exit_code, "LEIDRAAD_HOST is 192.0.2.1, en dat is geen adres" in result.output) == (WRONG_USE, True)


def test_a_web_process_that_falls_again_and_again_ends_it_with_a_line(served: Machine) -> None:
    process = served.begin("uitvoer", "flask", "serve")
    assert until(lambda: healthy(int(served.settings["PORT"])), 60)
    fallen: set[int] = set()

    def fell() -> bool:
        for web in set(served.processes("spawn_main")) - fallen:
            kill(web)
            fallen.add(web)
        return process.poll() is not None

    assert until(fell, 30)
    assert process.returncode == NOT_JUDGED
    assert "De webserver viel telkens weer" in (served.folder / "uitvoer").read_text("utf-8")
    assert until(lambda: not served.processes(), 15)


def test_a_word_too_many_is_told_in_dutch(served: Machine) -> None:
    result = served.run("serve", "nu", "meteen")
    assert (result.exit_code, result.output.splitlines()[0]) == (
        WRONG_USE, "Dit hoort niet bij deze opdracht: nu meteen.",
    )  # fmt: skip


def test_wrong_use_is_told(served: Machine) -> None:
    result = served.run("serve", "--demoo")
    assert (result.exit_code, "De optie --demoo is er niet." in result.output) == (WRONG_USE, True)
