"""A machine with a made-up school on it, as a benchmark finds it: settings, migrated tables, keys, people, a token."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.commands.routes import OpenDossier
from app.factory import create_app
from app.parts import Parts, parts_of, prepare
from app.settings import Settings, from_environment
from app.store.access import add_token
from app.store.bearer import Bearer
from app.store.clock import random_id
from app.store.db import db
from app.store.sessions import add_session
from app.store.unit_of_work import transaction
from tests.bench.measures import POSTGRESQL
from tests.databases import postgres_url
from tests.school import School, Site, add_pupil, make_school

TEACHER = "leerkracht"


@dataclass(frozen=True, slots=True)
class Machine:
    """One installation, with its database and folder of its own."""

    database: str
    settings: Settings
    environment: Mapping[str, str]
    """The settings as variables, for a process of its own."""
    site: Site
    parts: Parts

    def tell_planner(self) -> None:
        """Let PostgreSQL see what its tables hold now, as it does by itself within a minute."""
        if self.database == POSTGRESQL:
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")

    def school(self, files: Mapping[str, bytes], functions: tuple[str, ...] = (TEACHER,)) -> School:
        """A new board with one school."""
        return make_school(self.site, files, functions)


@contextmanager
def machine(database: str, name: str) -> Iterator[Machine]:
    """An installation that is gone afterwards; the application is at hand meanwhile. `name` is that of its database."""
    with tempfile.TemporaryDirectory(prefix="leidraad-bench-") as made:
        folder = Path(made)
        url = postgres_url(name, fsync=True) if database == POSTGRESQL else f"sqlite:///{folder / 'leidraad.sqlite'}"
        environment = {"LEIDRAAD_DATA": str(folder), "LEIDRAAD_DATABASE_URL": url}
        settings = from_environment(environment)
        app = create_app(settings)
        prepare(app)
        parts = parts_of(app)
        with app.app_context():
            yield Machine(
                database, settings, environment, Site(app, parts.bus.keys, parts.bus.bundles), parts
            )  # fmt: skip
            db.engine.dispose()
        parts.bus.keys.close()


def token(school: School, function: str = TEACHER) -> str:
    """A token of the one who holds a function."""
    secret = Bearer.new(school.board)
    with school.writing() as work:
        add_token(work, school.people[function], secret, None)
    return secret.token


def cookie(on: Machine, school: School, function: str = TEACHER) -> str:
    """The cookie of the one who holds a function, who signed in now: a session grows old by the clock on the wall."""
    secret = Bearer.new(school.board)
    with transaction(school.board, on.site.keys, on.parts.desk.clock) as work:
        add_session(work, school.people[function], secret)
    return f"leidraad={secret.link}"


def open_dossiers(school: School, message: str, number: int) -> list[UUID]:
    """Begin a route in new dossiers, each of a pupil of its own."""
    pupils = [random_id() for _ in range(number)]
    with school.reading() as work:
        group = work.run(
            select(t.school_group.c.group_id).where(t.school_group.c.board_id == school.board)
        ).scalar_one()  # fmt: skip
    with school.writing() as work:
        for each in pupils:
            add_pupil(work, each, school.school, group)
    actor = school.actor(TEACHER)
    return [school.bus.send(OpenDossier(each, message), by=actor).result.dossier for each in pupils]


def open_tasks(school: School, dossiers: Sequence[UUID]) -> list[str]:
    """The open task of each of these dossiers that has one."""
    where = (t.task.c.board_id == school.board, t.task.c.dossier_id.in_(list(dossiers)), t.task.c.status == "open")
    with school.reading() as work:
        return [str(each) for each in work.run(select(t.task.c.task_id).where(*where)).scalars()]
