"""A machine on which Leidraad is set up as a user does it: commands in this process, servers in their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from click.testing import Result
from flask import Flask

from app import factory
from app.cli import create_app
from app.parts import Parts, parts_of
from app.settings import from_environment
from app.store.db import db

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests" / "data" / "edexml_sample.xml"
BRIN, SCHOOL = "99VV00", "De Vuurvlinder"


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Machine:
    """One folder of data, the settings that name it, and what runs on it."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    begun: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "var"

    @property
    def environment(self) -> dict[str, str]:
        return {"LEIDRAAD_DATA": str(self.data), **self.settings}

    @contextmanager
    def app(self, setting: Mapping[str, str] | None = None, *, views: bool = False) -> Iterator[Flask]:
        """The app as the command line makes it, let go of afterwards; with `views` as a web server does."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {**self.environment, **(setting or {})}.items():
                patch.setenv(name, value)
            made = factory.create_app(from_environment(os.environ)) if views else create_app()
            try:
                yield made
            finally:
                with made.app_context():
                    db.engine.dispose()
                for found in made.extensions.values():
                    if isinstance(found, Parts):
                        found.bus.keys.close()

    def run(self, *words: str | Path, typed: str = "", setting: Mapping[str, str] | None = None) -> Result:
        """`flask WORDS…` in this process; `setting` holds for this time only."""
        with self.app(setting) as made, made.app_context():  # as Flask's own command line does
            return made.test_cli_runner().invoke(args=[*map(str, words)], input=typed)

    def done(self, *words: str | Path, typed: str = "") -> str:
        """What a command that must succeed wrote."""
        result = self.run(*words, typed=typed)
        assert result.exit_code == 0, (words, result.output)
        return result.output

    @contextmanager
    def parts(self, *, views: bool = False) -> Iterator[Parts]:
        """What the commands work with, to look at what they did; with `views` pages can be made too."""
        with self.app(views=views) as made, made.app_context():
            yield parts_of(made)

    # processes

    def shell(
        self, *words: str | Path, setting: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:  # fmt: skip
        """A process of its own that ends by itself: `python -m WORDS…`."""
        return subprocess.run(
            [sys.executable, "-m", *map(str, words)],
            capture_output=True, encoding="utf-8", cwd=ROOT, env=self._environ(setting), timeout=60, check=False,
        )  # fmt: skip

    def begin(self, name: str, *words: str, setting: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """A process that goes on: `python -m WORDS…`, which writes to the file `name`."""
        with (self.folder / name).open("ab") as out:
            made = subprocess.Popen(
                [sys.executable, "-m", *words],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=ROOT, env=self._environ(setting),
                start_new_session=True,
            )  # fmt: skip
        self.begun.append(made)
        return made

    def _environ(self, setting: Mapping[str, str] | None) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("LEIDRAAD_", "PORT"))}
        return {**plain, "FLASK_APP": "app.cli:create_app", **self.environment, **(setting or {})}

    def processes(self, *words: str) -> list[int]:
        """Ids of what runs on this machine, whoever began it; those only whose command line has all of these words."""
        mine = f"LEIDRAAD_DATA={self.data}\0".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                environ, command = (place / "environ").read_bytes(), (place / "cmdline").read_bytes()
            except OSError:
                continue  # it ended while we looked
            if mine in environ + b"\0" and command and all(word.encode() in command for word in words):
                found.append(int(place.name))
        return sorted(found)

    def end(self) -> None:
        """Kill all that runs here."""
        for _ in range(50):
            for pid in self.processes():
                kill(pid)
            for process in self.begun:
                process.poll()
            if not self.processes():
                return
            time.sleep(0.1)
        pytest.fail("something goes on running")


def kill(pid: int) -> None:
    """Kill -9, if it is still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something holds; whether it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def healthy(port: int) -> bool:
    """Whether a server answers there, with a worker that ticks."""
    try:
        answer = requests.get(f"http://127.0.0.1:{port}/health", timeout=2)
        return answer.status_code == 200 and answer.json()["status"] == "ok"
    except (requests.RequestException, ValueError):
        return False
