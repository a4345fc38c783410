"""A made-up school in a real database, for tests: a person for each function, a group, a pupil, a protocol."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, select

import app.store.tables as t
from app.commands.bus import Bus, Sent
from app.commands.command import Command
from app.commands.routes import OpenDossier, SendMessage
from app.commands.tasks import CompleteTask
from app.commands.timers import FireTimers
from app.domain.actors import Actor
from app.store.boards import seal_personal
from app.store.bundles import BundleCache, packed
from app.store.calendars import keep_calendar
from app.store.clock import Clock, random_id
from app.store.db import db, open_database
from app.store.dossiers import new_stream
from app.store.keys import Kek, KeyStore
from app.store.people import load_actor
from app.store.states import unseal_state
from app.store.unit_of_work import Work, reading, transaction
from workflows import Bundle, Calendar, Engine, OpenTask, read_folder

ROOT = Path(__file__).resolve().parents[1]
START = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
"""A Tuesday morning, nine o'clock in the Netherlands."""
CANARY = "Kanariepietje"
"""A name that may stand nowhere in clear."""
FUNCTIONS = ("leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "waarnemer", "MT", "bestuur")


@dataclass
class FrozenClock:
    """A clock that is told the time."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def on(self, **span: float) -> None:
        self.now += timedelta(**span)


@lru_cache(maxsize=8)
def protocol_files(folder: Path = ROOT / "bpmn" / "zorgdossier") -> Mapping[str, bytes]:
    return read_folder(folder)


def the_bundle(files: Mapping[str, bytes] | None = None) -> Bundle:
    """A protocol, by default the school's own, compiled once for all tests: it is never changed."""
    return _compiled(_fixed(protocol_files() if files is None else files))


def _fixed(files: Mapping[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    return tuple(sorted(files.items()))


@lru_cache(maxsize=64)
def _compiled(files: tuple[tuple[str, bytes], ...]) -> Bundle:
    return Bundle.from_files(dict(files))


@lru_cache(maxsize=64)
def _packed(files: tuple[tuple[str, bytes], ...]) -> bytes:
    return packed(dict(files))


@dataclass
class Site:
    """A machine: an app with its database, keys and protocols. Boards on it know nothing of each other."""

    app: Flask
    keys: KeyStore
    bundles: BundleCache[Bundle] = field(default_factory=lambda: BundleCache(the_bundle))


def make_site(url: str, folder: Path) -> Site:
    app = Flask("app")
    open_database(app, url)
    kek = folder / "kek"
    if not kek.exists():
        Kek.create(kek)
    keys = KeyStore(str(folder / "keys.sqlite"), Kek.read(kek), ids=random_id, monotonic=time.monotonic)
    return Site(app, keys)


@dataclass
class School:
    """One board with one school, as made for one test."""

    site: Site
    board: UUID
    clock: FrozenClock
    bus: Bus
    school: UUID
    pupil: UUID
    people: Mapping[str, UUID]
    """Function to the one person who holds it."""
    files: Mapping[str, bytes] | None = None

    def actor(self, function: str) -> Actor:
        with self.reading() as work:
            found = load_actor(work, self.people[function])
        assert found is not None
        return found

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with reading(self.board, self.site.keys, Clock(self.clock)) as work:
            yield work

    @contextmanager
    def writing(self) -> Iterator[Work]:
        with transaction(self.board, self.site.keys, Clock(self.clock)) as work:
            yield work

    def send(self, function: str, command: Command, key: str | None = None) -> Sent:
        return self.bus.send(command, by=self.actor(function), key=key)

    def open(self, function: str, message: str, answers: Mapping[str, object] | None = None) -> UUID:
        sent = self.send(function, OpenDossier(self.pupil, message, self.start_example(message, answers or {})))
        dossier: UUID = sent.result.dossier
        return dossier

    def press(self, function: str, dossier: UUID, message: str, answers: Mapping[str, object] | None = None) -> Sent:
        return self.send(function, SendMessage(dossier, message, self.start_example(message, answers or {})))

    def start_example(self, message: str, given: Mapping[str, object]) -> Mapping[str, object]:
        """Answers to the form behind a button."""
        bundle = the_bundle(self.files)
        start = bundle.starts.get(message)
        form = start.form if start else None
        return bundle.forms[form].example(given, self.clock.now) if form else given

    def tasks(self, name: str | None = None) -> list[UUID]:
        """Ids of the open tasks, the oldest first."""
        where = [t.task.c.board_id == self.board, t.task.c.status == "open"]
        named = [*where, *([t.task.c.name == name] if name else [])]
        with self.reading() as work:
            rows = work.rows(select(t.task.c.task_id).where(*named).order_by(t.task.c.opened_at, t.task.c.task_id))
        return [row.task_id for row in rows]

    def names(self) -> list[str]:
        """Names of the open tasks."""
        with self.reading() as work:
            where = (t.task.c.board_id == self.board, t.task.c.status == "open")
            return sorted(work.run(select(t.task.c.name).where(*where)).scalars())

    def complete(
        self, function: str, name: str, answers: Mapping[str, object] | None = None, *, key: str | None = None
    ) -> Sent:
        """Complete the oldest open task of this name, with made-up answers where none are given."""
        task = self.tasks(name)[0]
        return self.send(function, CompleteTask(task, self.example(task, answers or {})), key)

    def example(self, task: UUID, given: Mapping[str, object]) -> Mapping[str, object]:
        """Answers that fit: those given, and made-up ones for all else that the form asks."""
        found, bundle = self.open_task(task)
        if found.form is None:
            return given
        own = {name: value for name, value in given.items() if name not in ("antwoord", "reden")}
        beside = {name: value for name, value in given.items() if name in ("antwoord", "reden")}
        return bundle.forms[found.form].example(own, self.clock.now) | beside

    def open_task(self, task: UUID) -> tuple[OpenTask, Bundle]:
        """An open task as the engine knows it, read from the stored state."""
        with self.reading() as work:
            row = work.row(
                select(t.route)
                .join(t.task, t.task.c.route_id == t.route.c.route_id)
                .where(
                    t.task.c.task_id == task,
                    t.route.c.board_id == self.board,
                )
            )
            assert row is not None
            key = work.keys.get(self.board, row.key_id)
            state = unseal_state(key, row.route_id, row.version, bytes(row.state))
            bundle = self.site.bundles.get(work, row.bundle)
        return Engine(bundle).task(state, str(task)), bundle

    def fire(self, dossier: UUID) -> int:
        fired: int = self.bus.send(FireTimers(dossier), by=Actor.system(self.board)).result
        return fired


def make_school(site: Site, files: Mapping[str, bytes] | None = None, functions: tuple[str, ...] = FUNCTIONS) -> School:
    """A board, its school, a group with a teacher and a pupil, and a protocol in force."""
    clock, board = FrozenClock(), random_id()
    people = {function: random_id() for function in functions}
    school, pupil, group = random_id(), random_id(), random_id()
    bundle = the_bundle(files)
    with transaction(board, site.keys, Clock(clock)) as work:
        stream = new_stream(work)
        work.run(
            insert(t.board).values(
                board_id=board,
                name="Bestuur",
                key_id=stream.key_id,
                stream_id=stream.id,
                facts=0,
                head=bytes(32),
                created_at=clock.now,
            )
        )
        work.add(
            t.school,
            school_id=school,
            name="De Proef",
            brin=f"{str(board)[:4]}",
            region="noord",
            calendar=Calendar().digest(),
            created_at=clock.now,
        )
        keep_calendar(work, Calendar().digest(), frozenset(), frozenset())
        for function, person in people.items():
            add_person(work, person, function, None if function == "bestuur" else school, school)
        work.add(t.school_group, group_id=group, school_id=school, key="G4A", name="4A", jaargroep="4", composite=False)
        add_pupil(work, pupil, school, group)
        if "leerkracht" in people:
            work.add(t.group_teacher, group_id=group, person_id=people["leerkracht"])
        work.add(
            t.bundle,
            geheel=bundle.geheel,
            gedrag=bundle.gedrag,
            name=bundle.name,
            files=_packed(_fixed(bundle.files)),
            published_at=clock.now,
        )
        work.add(
            t.in_force,
            in_force_id=random_id(),
            number=1,
            geheel=bundle.geheel,
            reach=3,
            school_id=None,
            made_at=clock.now,
            why="",
            since=clock.now,
            published_by=random_id(),
            seconded_by=random_id(),
        )
    bus = Bus(site.keys, Clock(clock), site.bundles, random_id)
    return School(site, board, clock, bus, school, pupil, people, files)


def add_person(work: Work, person: UUID, function: str, at: UUID | None, school: UUID) -> None:
    work.add(
        t.person,
        person_id=person,
        login=f"{function[:10].replace(' ', '.')}.{str(person)[:6]}",
        name=f"{function.title()} Proef",
        email=f"{person}@school.example",
        active=True,
        created_at=work.now,
    )
    work.add(t.employment, school_id=school, person_id=person, key=str(person)[:8], said={}, began_at=work.now)
    work.add(t.holding, holding_id=random_id(), person_id=person, function=function, school_id=at, began_at=work.now)


def add_pupil(work: Work, pupil: UUID, school: UUID, group: UUID) -> None:
    sealed = seal_personal(work, "pupil", pupil, {"name": {"roepnaam": CANARY, "achternaam": "Veer"}})
    work.add(
        t.pupil,
        pupil_id=pupil,
        school_id=school,
        key=str(pupil)[:8],
        sealed=sealed,
        left_on=None,
        changed_at=work.now,
    )
    work.add(t.pupil_group, pupil_id=pupil, group_id=group)


def make_tables(site: Site) -> None:
    with site.app.app_context():
        db.create_all()
