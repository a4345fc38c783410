"""The worker: a process of its own, any number of them. APScheduler only ticks; what is due stands in the database."""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from app.collecting import keep_what_is_there
from app.factory import create_app
from app.jobs.checkpoints import Outside
from app.jobs.mail import Post, sender_for
from app.jobs.rounds import Rounds
from app.parts import parts_of, signing_key
from app.queries.batches import Worker
from app.settings import Settings, SettingsError, from_environment
from app.web.packing import make_waiting

log = logging.getLogger(__name__)
TICK: Final = 5
"""Seconds between two looks at what is due; each worker adds up to two of its own, so that they spread."""
JITTER: Final = 2
USAGE: Final = """Gebruik: python -m app.worker [PID]

De worker laat termijnen afgaan, verstuurt mail en ruimt op, tot je Ctrl-C drukt. Draai er zoveel als je wilt.
De instellingen komen uit de omgeving, zoals bij flask serve; die start zelf al een worker.

  PID     Nummer van het programma dat hem start: als dat weg is, stopt de worker ook.
  --help  Deze uitleg.
"""


def make_rounds(app: Flask, settings: Settings) -> Rounds:
    """The rounds of a worker of this app."""
    parts = parts_of(app)
    sender, send = sender_for(settings.smtp_url)
    post = Post(sender, settings.address, send, parts.now)
    outside = Outside.at(signing_key(settings), settings.checkpoints, partial(signing_key, settings))
    worker = parts.new_id()
    return Rounds(worker, parts.desk, parts.bus, post, outside, Worker(worker, settings.limits), make_waiting)


def scheduler_for(app: Flask, rounds: Rounds) -> BackgroundScheduler:
    """What calls the rounds. A round that is still busy is not begun again; one that was missed is done once, now."""
    made = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()}, executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )  # fmt: skip

    def within(round_: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            with app.app_context():
                round_()

        return run

    at_once = rounds.post.now()
    made.add_job(within(rounds.tick), "interval", seconds=TICK, jitter=JITTER, next_run_time=at_once, id="tick")
    made.add_job(within(rounds.mail), "interval", seconds=TICK, jitter=JITTER, next_run_time=at_once, id="mail")
    made.add_job(within(rounds.seal), "interval", seconds=60, jitter=JITTER, id="seal")
    made.add_job(within(rounds.checkpoint), "interval", seconds=300, jitter=30, next_run_time=at_once, id="checkpoint")
    made.add_job(within(rounds.erase), "interval", seconds=30, jitter=JITTER, next_run_time=at_once, id="erase")
    made.add_job(within(rounds.pack), "interval", seconds=15, jitter=JITTER, next_run_time=at_once, id="pack")
    made.add_job(within(rounds.tidy), "cron", hour=2, minute=30, timezone="Europe/Amsterdam", id="tidy")
    made.add_job(within(rounds.check_history), "cron", hour=3, timezone="Europe/Amsterdam", id="check")
    made.add_job(within(rounds.go_on_checking), "interval", seconds=TICK, jitter=JITTER, id="checking")
    made.add_job(within(rounds.go_on_with_batches), "interval", seconds=TICK, jitter=JITTER, id="batches")
    return made


def main(arguments: Sequence[str] = ()) -> int:
    """Run until told to stop; what is under way is finished first.

    `arguments`: none, or the id of the process that began this one; when that is gone, it ends too.
    """
    if arguments and arguments[0] in ("--help", "-h"):
        sys.stdout.write(USAGE)
        return 0
    if len(arguments) > 1 or not all(re.fullmatch(r"[1-9][0-9]{0,9}", each) for each in arguments):
        sys.stderr.write(f"Dit ken ik niet: {' '.join(arguments)[:200]}\n\n{USAGE}")
        return 2
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("apscheduler", "alembic", "spiff"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        settings = from_environment(os.environ)
        app = create_app(settings)
        rounds = make_rounds(app, settings)
        keep_what_is_there()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    scheduler = scheduler_for(app, rounds)
    scheduler.start()
    log.info("the worker is there", extra={"action": "worker_started"})
    _wait(stop, int(arguments[0]) if arguments else None)
    scheduler.shutdown(wait=True)
    log.info("the worker stops", extra={"action": "worker_stopped"})
    return 0


def _wait(stop: threading.Event, server: int | None) -> None:
    while not stop.wait(1):
        if server is not None and os.getppid() != server:
            return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
