"""Processes that are killed, and sessions that are cut off, at a place that a test counts out.

A child is a fork that opens database and key store anew; what it inherits is closed before, because neither SQLite nor
PostgreSQL can be shared over a fork.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.commands.bus import Bus
from app.store.clock import Clock, random_id
from app.store.db import db
from tests.school import School, Site, make_site

FAILED = 70
"""Exit code of a child that did not do what it should."""


def on_sqlite(site: Site) -> bool:
    return str(site.app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")


def keys_folder(site: Site) -> Path:
    return Path(str(site.keys._engine.url.database)).parent


def let_go(site: Site) -> None:
    """Close every connection of this process, so that a fork inherits none."""
    db.engine.dispose()
    site.keys._engine.dispose()


def reborn(school: School) -> School:
    """The same school as another process has it: its own connections, keys and bus; protocols stay read."""
    site = make_site(str(school.site.app.config["SQLALCHEMY_DATABASE_URI"]), keys_folder(school.site))
    site.bundles = school.site.bundles
    return replace(school, site=site, bus=Bus(site.keys, Clock(school.clock), site.bundles, random_id))


def child(school: School, work: Callable[[School], object]) -> int:
    """Begin a process that does something with the school as it finds it; its id. The parent must have let go."""
    pid = os.fork()
    if pid:
        return pid
    code = FAILED
    try:
        own = reborn(school)
        with own.site.app.app_context():
            work(own)
        code = 0
    except BaseException:  # noqa: BLE001  a child that goes on would be a second run of the tests
        traceback.print_exc(file=sys.__stderr__)
    os._exit(code)


def ended(pid: int) -> int:
    """Wait for a child: its exit code, or less than zero the signal that killed it."""
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


@dataclass
class Places:
    """Places in what a process does: before and after each statement and each end of a transaction, from 1."""

    strike: Callable[[Any], None]
    at: int
    passed: int = 0
    committed: bool = False
    connection: Any = None
    """The one that was heard last: a session that has committed no longer has one."""

    def here(self, source: Any, *_rest: Any) -> None:
        self.passed += 1
        if isinstance(source, Connection) and not source.invalidated:
            self.connection = source.connection.dbapi_connection
        if self.passed == self.at:
            self.strike(self.connection)

    def committing(self, *_told: Any) -> None:
        self.committed = True

    def given_back(self, *told: Any) -> None:
        """A connection whose transaction was committed: the first that is heard after a commit has reached the disk."""
        if self.committed:
            self.committed = False
            self.here(*told)


STATEMENTS = ("before_cursor_execute",)
BEFORE = (*STATEMENTS, "commit", "after_commit")
EVERYWHERE = (*BEFORE, "after_cursor_execute", "rollback")


@contextmanager
def counting(site: Site, places: Places, names: tuple[str, ...] = EVERYWHERE) -> Iterator[None]:
    """Count places while this goes on; those everywhere are of the key store too."""
    engines = [db.engine, site.keys._engine] if names is EVERYWHERE else [db.engine]
    heard: list[tuple[Any, str, Callable[..., None]]] = [
        (engine, name, places.here) for engine in engines for name in names if name != "after_commit"
    ]
    if "after_commit" in names:
        heard += [(db.engine, "commit", places.committing), (db.engine, "checkin", places.given_back)]
    for source, name, hear in heard:
        event.listen(source, name, hear)
    try:
        yield
    finally:
        for source, name, hear in heard:
            event.remove(source, name, hear)


def killed_at(school: School, place: int, work: Callable[[School], object]) -> bool:
    """Do something in a child that dies at that place; False where it was done before it came there."""
    let_go(school.site)

    def do(own: School) -> None:
        places = Places(lambda _connection: os.kill(os.getpid(), signal.SIGKILL), place)
        with counting(own.site, places):
            work(own)

    code = ended(child(school, do))
    assert code in {0, -signal.SIGKILL}, f"the child ended with {code}"
    return code != 0


@contextmanager
def outside(school: School) -> Iterator[psycopg.Connection[Any]]:
    """A session of nobody's, to look on or to interfere; PostgreSQL only."""
    address = str(school.site.app.config["SQLALCHEMY_DATABASE_URI"]).replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


@contextmanager
def held(school: School, dossier: UUID) -> Iterator[None]:
    """Somebody else holds the row of a dossier; PostgreSQL only."""
    with outside(school) as connection, connection.transaction():
        connection.execute("SELECT 1 FROM dossier WHERE dossier_id = %s FOR UPDATE", (dossier,))
        yield


def cut_off(school: School) -> Callable[[Any], None]:
    """Strikes by ending, at the server, the session in which the statement runs; PostgreSQL only."""

    def strike(connection: Any) -> None:
        pid = connection.info.backend_pid
        with outside(school) as other:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", (pid,))

    return strike
