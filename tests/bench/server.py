"""The web server as `flask serve` has it: `python -m tests.bench.server TARGET PORT PROCESSES THREADS`."""

from __future__ import annotations

import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server


def main(target: str, port: str, processes: str, threads: str) -> None:
    """Serve until told to stop."""
    Server(
        target, address="127.0.0.1", port=int(port), interface=Interfaces.WSGI, workers=int(processes),
        blocking_threads=int(threads), log_level=LogLevels.warning, websockets=False,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
