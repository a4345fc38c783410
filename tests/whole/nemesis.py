"""What kills servers and workers while people work, in an order that a seed decides, and begins them again."""

from __future__ import annotations

import subprocess
import threading
from collections import Counter
from random import Random

from tests.machine import Machine, healthy, kill, until

KINDS = ("web", "worker", "server")


class Nemesis:
    """Strikes until it is told to stop. Each port has one `flask serve` with its web process and worker."""

    def __init__(self, machine: Machine, ports: list[int], seed: int, most: int) -> None:
        self.struck: Counter[str] = Counter()
        self._machine, self._ports, self._most = machine, ports, most
        self._random = Random(seed)  # noqa: S311  no secret: the same strikes in every run
        self._stop = threading.Event()
        self._nodes: dict[int, subprocess.Popen[bytes]] = {}
        self._thread = threading.Thread(target=self._run, daemon=True)

    def begin(self) -> None:
        """Begin the servers."""
        for port in self._ports:
            self._serve(port)
        assert until(lambda: all(healthy(port) for port in self._ports), 60)

    def start(self) -> None:
        """Begin to strike."""
        self._thread.start()

    def stop(self) -> None:
        """Strike no more, and let all servers be there."""
        self._stop.set()
        self._thread.join(timeout=30)
        self._revive()
        assert until(lambda: all(healthy(port) for port in self._ports), 60)

    def _serve(self, port: int) -> None:
        self._nodes[port] = self._machine.begin(f"serve-{port}", "flask", "serve", setting={"PORT": str(port)})

    def _run(self) -> None:
        kinds = [*KINDS, *(self._random.choice(KINDS) for _ in range(self._most - len(KINDS)))]
        self._random.shuffle(kinds)
        for kind in kinds:
            if self._pause(self._random.uniform(0.5, 2.0)):
                return
            self._strike(kind)
        while not self._pause(0.5):
            continue

    def _pause(self, seconds: float) -> bool:
        """Wait, and begin again what has fallen; whether it is time to stop."""
        stopped = self._stop.wait(seconds)
        self._revive()
        return stopped

    def _strike(self, kind: str) -> None:
        port = self._random.choice(self._ports)
        words = {"web": "spawn_main", "worker": "app.worker"}
        victims = [self._nodes[port].pid] if kind == "server" else self._machine.processes(words[kind])
        if victims:
            kill(self._random.choice(victims))
            self.struck[kind] += 1

    def _revive(self) -> None:
        """What supervises a server begins it again where it fell."""
        for port, node in list(self._nodes.items()):
            if node.poll() is not None:
                self._serve(port)
