"""`flask serve`: web server and worker side by side in the foreground, until Ctrl-C."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from app.cli.border import Command, NotJudged, NotStarted, settings
from app.cli.checkpoints import outside_of
from app.cli.database import ready
from app.cli.demo import SIGN_INS, make_demo
from app.cli.parts import parts
from app.settings import Settings

THREADS: Final = 4
_LAST_REQUESTS: Final = 10
"""Seconds that a web process has for what it is busy with, when it is told to end."""
_PATIENCE: Final = 30
"""Seconds in which the server should answer."""


@click.command("serve", cls=Command, help="Leidraad starten: webserver en worker, tot je Ctrl-C drukt.")
@click.option("--demo", is_flag=True, help="Eerst de verzonnen school maken, als die er nog niet is.")
def serve_command(*, demo: bool) -> None:
    """Prepare what is not there yet, and serve."""
    found = settings()
    ready()
    parts()
    outside_of()  # with a signing key that cannot be read every worker would fall at once
    _check_free(found)
    if demo:
        make_demo()
    server = Server(
        "app.wsgi:app", address=found.host, port=found.port, interface=Interfaces.WSGI, workers=found.processes,
        blocking_threads=THREADS, respawn_failed_workers=True, workers_kill_timeout=_LAST_REQUESTS,
        log_level=LogLevels.warning, websockets=False,
    )  # fmt: skip
    # Each web process begins anew: a fork copies locks that threads of this process hold, and then waits for ever.
    multiprocessing.set_start_method("spawn", force=True)
    worker = Worker()
    server.on_startup(lambda: _begin(worker, found))
    server.on_shutdown(worker.stop)
    server.on_reload(server.signal_handler_interrupt)  # a terminal that is closed ends what runs in it
    try:
        server.serve()
    except SystemExit as ended:  # after Ctrl-C too, where a web process had ended before it was told to
        if ended.code and not server.interrupt_signal:
            message = "De webserver viel telkens weer en is gestopt. Kijk hierboven waarom, en start opnieuw."
            raise NotJudged(message) from ended
    click.echo("Leidraad is gestopt.")


class Worker:
    """The worker process, begun again where it falls."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._watch.start()

    def stop(self) -> None:
        """End it; what it is doing is finished first."""
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _run(self) -> None:
        while not self._stopping.is_set():
            # A session of its own, so that Ctrl-C reaches it through us alone and it ends in order.
            command = [sys.executable, "-m", "app.worker", str(os.getpid())]
            self._process = subprocess.Popen(command, start_new_session=True)  # noqa: S603  our own program
            self._process.wait()
            self._stopping.wait(1)


def _begin(worker: Worker, found: Settings) -> None:
    worker.start()
    threading.Thread(target=_welcome, args=(found,), daemon=True).start()


def _welcome(found: Settings) -> None:
    if not _until(lambda: _answers(found)):
        click.echo("De webserver geeft nog geen antwoord; kijk hierboven waarom.", err=True)
        return
    click.echo(f"\nLeidraad draait op {found.address}  (stoppen: Ctrl-C)")
    sign_ins = found.data / SIGN_INS
    if sign_ins.exists():
        click.echo(f"Aanmelden en API-tokens van de verzonnen school: {sign_ins}")
    if found.smtp_url.startswith("file:"):
        click.echo(f"Mail wordt neergelegd in: {Path(found.smtp_url.removeprefix('file:'))}")
    click.echo("", nl=True)


def _until(holds: Callable[[], bool]) -> bool:
    for _ in range(_PATIENCE * 10):
        if holds():
            return True
        time.sleep(0.1)
    return False


def _answers(found: Settings) -> bool:
    host = "127.0.0.1" if found.host in ("0.0.0.0", "::") else found.host  # noqa: S104  compared, not bound
    try:
        with urllib.request.urlopen(f"http://{host}:{found.port}/health", timeout=2) as answer:
            return "status" in json.load(answer)
    except (OSError, ValueError):
        return False


def _check_free(found: Settings) -> None:
    family = socket.AF_INET6 if ":" in found.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((found.host, found.port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                message = (
                    f"LEIDRAAD_HOST is {found.host}, en dat is geen adres van deze machine. "
                    "Geef een adres dat wel van deze machine is, zoals 127.0.0.1, of 0.0.0.0 voor alle."
                )
                raise NotStarted(message) from error
            message = (
                f"PORT {found.port} op {found.host} is al in gebruik of mag hier niet. Kies een andere: PORT=8001."
            )
            raise NotStarted(message) from error
