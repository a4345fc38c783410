"""A light client that completes tasks over HTTP, in a process of its own: `python -m tests.bench.client` reads jobs.

One thread for each client, each with one connection that stays open. It knows nothing of the program that it asks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from threading import Barrier, Thread
from time import perf_counter
from typing import Any

COMMENT = "Besproken in het overleg van deze week, nummer"
"""46 characters; what follows makes each comment another one."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the clients do together."""

    port: int
    path: str
    """Where a task is completed; `{}` stands for its id."""
    token: str
    begins: Sequence[Sequence[str]]
    """For each client the first tasks of the routes that it takes to their ends."""
    steps: int
    """How many tasks a route has."""
    again: bool = False
    """Whether a step gives no next task: then the same is done again."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    seconds: float
    """From the first request to the last answer."""
    latencies: Sequence[float]
    """Seconds of each request."""


def main() -> None:
    """Do the job of each line, and write what came of it on a line."""
    for line in sys.stdin:
        print(json.dumps(asdict(carry_out(Job(**json.loads(line))))), flush=True)


def carry_out(job: Job) -> Done:
    """Let all clients begin at once. Raises RuntimeError where an answer is not 200."""
    found: list[list[float]] = [[] for _ in job.begins]
    failed: list[str] = []
    line = Barrier(len(job.begins) + 1)

    def one(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", job.port)
        connection.connect()
        line.wait()
        try:
            for first in job.begins[number]:
                found[number] += _route(connection, job, first)
        except RuntimeError as error:
            failed.append(str(error))
        connection.close()

    threads = [Thread(target=one, args=(number,)) for number in range(len(job.begins))]
    for each in threads:
        each.start()
    line.wait()
    began = perf_counter()
    for each in threads:
        each.join()
    if failed:
        raise RuntimeError(failed[0])
    return Done(perf_counter() - began, [latency for each in found for latency in each])


def _route(connection: HTTPConnection, job: Job, first: str) -> list[float]:
    headers = {"Authorization": f"Bearer {job.token}", "Content-Type": "application/json"}
    took: list[float] = []
    task = first
    for number in range(1, job.steps + 1):
        answers = {f"antwoord_{number}": "ja", f"opmerking_{number}": f"{COMMENT} {number} van {first}"}
        body = json.dumps({"answers": answers, "seen": 1}).encode()
        began = perf_counter()
        connection.request("POST", job.path.format(task), body, headers)
        answer = connection.getresponse()
        told = answer.read()
        took.append(perf_counter() - began)
        if answer.status != 200:
            message = f"Step {number} was answered with {answer.status}: {told.decode()}"
            raise RuntimeError(message)
        task = _next(json.loads(told), task, job, last=number == job.steps)
    return took


def _next(told: Mapping[str, Any], task: str, job: Job, *, last: bool) -> str:
    if job.again or last:
        return task
    following: str = told["opened"][0]["id"]
    return following


if __name__ == "__main__":
    main()
