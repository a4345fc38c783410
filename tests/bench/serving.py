"""Web servers to measure, each a process of its own with as many threads as `flask serve` gives it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from app.cli.serve import THREADS

_PATIENCE = 150
OURS, FLOOR, PROTOTYPE = "app.wsgi:app", "tests.bench.floor:app", "tests.bench.prototype:app"


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    port: int
    pid: int


@contextmanager
def serving(processes: int, *targets: tuple[str, Mapping[str, str]]) -> Iterator[list[Served]]:
    """A server for each application, with its variables. Raises RuntimeError where one does not answer."""
    ports = [_free_port() for _ in targets]
    begun = [_begin(target, port, processes, more) for port, (target, more) in zip(ports, targets, strict=True)]
    try:
        for port, process in zip(ports, begun, strict=True):
            _wait(port, process)
        yield [Served(port, process.pid) for port, process in zip(ports, begun, strict=True)]
    finally:
        for process in begun:
            process.terminate()
        for process in begun:
            process.wait(timeout=_PATIENCE)


def _begin(target: str, port: int, processes: int, more: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.server", target, str(port), str(processes), str(THREADS)]
    return subprocess.Popen(command, env=environment(more))


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """The variables of a process: the settings of whoever measures are not those of what is measured."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("LEIDRAAD_")}, **more}


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    text = "The server that was to be measured does not answer."
    raise RuntimeError(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found
