"""Of a child stands nothing in clear: not in files, not in tables, not in logs, not in errors, not in mail."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect, text

from app.commands.attachments import AddAttachment, RemoveAttachment
from app.commands.command import Command
from app.commands.deviations import ConfirmDeviation, ProposeDeviation
from app.commands.files import checked_file
from app.commands.routes import CloseDossier, OpenDossier, WithdrawRoute
from app.commands.tasks import CompleteTask, CorrectTask, SaveDraft
from app.commands.teams import AddMember, DenyPerson, RecordParent
from app.domain.errors import Refused
from app.store.db import db
from app.store.requests import log_read
from tests import klein
from tests.invariants import holds
from tests.killing import STATEMENTS, Places, counting, keys_folder, let_go, on_sqlite, outside
from tests.school import CANARY, School, Site, make_school, make_site, make_tables
from tests.steps import DIR, IB, LK, MT, do, new_pupil, task_of

TOLD = "Kanarie-verhaal over thuis"
TYPED = "Kanarie-halfweg getypt"
WHY = "Kanarie-reden van een mens"
PARENT = "Kanarie-ouder Jansen"
SOUGHT = "Kanarie-zoekwoord"
FILE = "Kanarie-foto van thuis"
CANARIES = (CANARY, "Kanarie", TOLD, TYPED, WHY, PARENT, SOUGHT, FILE)
"""Nothing else in the product or its tests begins so."""
AF = "aandachtsfunctionaris"
NOTE = {"notitie": TOLD}


def chirps(data: bytes | str) -> list[str]:
    """The canaries in there, in any of the spellings that databases and Python give to text."""
    raw = data.encode() if isinstance(data, str) else data
    spelled = {word: (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()) for word in CANARIES}
    return [word for word, forms in spelled.items() if any(form in raw or form.lower() in raw for form in forms)]


def heard(things: Mapping[str, bytes | str]) -> dict[str, list[str]]:
    """The canaries in each of these, where there are any."""
    return {name: found for name, data in things.items() if (found := chirps(data))}


@pytest.fixture
def own_site(site: Site, tmp_path: Path) -> Iterator[Site]:
    """On SQLite with a file of its own: what other tests leave in a file is no concern here."""
    if not on_sqlite(site):
        with site.app.app_context():
            yield site
        return
    made = make_site(f"sqlite:///{tmp_path / 'leidraad.sqlite'}", tmp_path)
    make_tables(made)
    with made.app.app_context():
        yield made
        db.engine.dispose()
    made.keys.close()


@pytest.fixture
def sung(own_site: Site, caplog: pytest.LogCaptureFixture) -> tuple[School, list[str]]:
    """A school in which everything that can be said was said in canaries; and all that errors said of it."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    try:
        school = make_school(own_site, klein.files())
        return school, sing(school)
    finally:
        logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)


class Singer:
    """Says all that can be said, and keeps what errors say back."""

    def __init__(self, school: School) -> None:
        self.school, self.said = school, list[str]()

    def refused(self, function: str, command: Command, key: str | None = None) -> None:
        try:
            self.school.send(function, command, key)
        except Refused as error:
            # Its `errors` by field are not in here: they go to the person who typed, and to nobody else.
            self.said.append(f"{error!r} {error} {error.__cause__!r} {error.__context__!r}")

    def work(self) -> UUID:
        school = self.school
        school.pupil = new_pupil(school)
        dossier: UUID = school.send(LK, OpenDossier(school.pupil, "Zorg", {"aanleiding": TOLD}), "k1").result.dossier
        look = task_of(school, dossier, "Kijken")
        seen = {"ernst": "laag", "gezien": TOLD, "acties": [{"wie": IB, "wat": TOLD}]}
        school.send(LK, SaveDraft(look, {"gezien": TYPED}))
        self.files(look)
        self.refused(LK, CompleteTask(look, {"ernst": TOLD, "gezien": "x", TOLD: 1}))
        self.refused(LK, CompleteTask(look, seen, seen=7))
        self.refused(MT, CompleteTask(look, seen), "k2")
        school.send(LK, CompleteTask(look, seen), "k3")
        self.refused(LK, CompleteTask(look, seen), "k3b")
        self.refused(LK, CompleteTask(look, NOTE), "k3")
        school.send(LK, CorrectTask(look, {**seen, "ernst": "hoog"}, WHY))
        do(school, dossier, LK, "Verder?", {"antwoord": "Samen", "reden": WHY})
        crash(school, IB, CompleteTask(task_of(school, dossier, "Wegen"), NOTE), self.said)
        return dossier

    def files(self, task: UUID) -> None:
        """One that stays, one that goes, and one that is refused."""
        stays, goes = (checked_file(f"{FILE}.txt", f"{TOLD} {each}".encode(), None) for each in (1, 2))
        self.school.send(LK, AddAttachment(task, stays), "k0")
        made = self.school.send(LK, AddAttachment(task, goes)).result.id
        self.refused(IB, RemoveAttachment(made, WHY))
        self.refused(MT, AddAttachment(task, stays))
        self.school.send(LK, RemoveAttachment(made, WHY))
        self.refused(LK, RemoveAttachment(made, WHY))

    def ways_out(self, dossier: UUID) -> None:
        school = self.school
        school.press(IB, dossier, "Bel")
        self.refused(MT, CompleteTask(task_of(school, dossier, "Bellen"), NOTE))
        proposal = school.send(IB, ProposeDeviation(route_of(school, dossier), "a", WHY)).result
        school.send(AF, ConfirmDeviation(route_of(school, dossier), proposal))
        self.refused(IB, ProposeDeviation(route_of(school, dossier), "nergens", WHY))
        self.refused(IB, CloseDossier(dossier, WHY))
        school.clock.on(days=30)
        school.fire(dossier)
        school.send(IB, WithdrawRoute(route_of(school, dossier), WHY))

    def people(self, dossier: UUID) -> None:
        school = self.school
        school.send(IB, AddMember(dossier, school.people[DIR], WHY))
        school.send(IB, DenyPerson(dossier, school.people[DIR], WHY))
        school.send(IB, RecordParent(school.pupil, None, PARENT, WHY))
        with school.writing() as work:
            log_read(work, school.people[LK], "zoeken", None, found=False, query=SOUGHT)


def sing(school: School) -> list[str]:
    singer = Singer(school)
    dossier = singer.work()
    singer.people(dossier)
    singer.ways_out(dossier)
    assert len(singer.said) >= 7
    return singer.said


def crash(school: School, function: str, command: Command, said: list[str]) -> None:
    """A fault in the middle of a statement, as the database or a mistake of ours would give."""

    def strike(_connection: object) -> None:
        raise RuntimeError

    actor = school.actor(function)
    for place in range(4, 12):
        try:
            with counting(school.site, Places(strike, place), STATEMENTS):
                school.bus.send(command, by=actor)
        except (Refused, RuntimeError) as error:
            said.append(f"{error!r} {error.__cause__!r}")


def route_of(school: School, dossier: UUID) -> UUID:
    with school.reading() as work:
        found = work.run(text("SELECT route_id FROM route WHERE process = 'zorg' AND dossier_id = :d"), {
            "d": dossier.hex if on_sqlite(school.site) else dossier,
        }).scalar_one()  # fmt: skip
    return UUID(str(found))


def test_not_in_the_files_of_the_database_and_the_keys(sung: tuple[School, list[str]]) -> None:
    """On PostgreSQL: in no column of any table, and not in the key store."""
    school, _ = sung
    if on_sqlite(school.site):
        folder = Path(str(db.engine.url.database)).parent
        files = sorted(folder.iterdir())
        assert any(each.name.endswith("-wal") and each.stat().st_size > 0 for each in files), "nothing is in the WAL"
    else:
        files = sorted(keys_folder(school.site).iterdir())
    assert files
    assert {
        each.name: chirps(each.read_bytes()) for each in files if each.is_file() and chirps(each.read_bytes())
    } == {}
    assert everything(school), "the tables are not empty"
    assert {name: chirps(data) for name, data in everything(school).items() if chirps(data)} == {}


def everything(school: School) -> dict[str, str]:
    """Each table as text, whatever it holds."""
    if on_sqlite(school.site):
        with school.reading() as work:
            names = inspect(work.connection).get_table_names()
            return {name: repr(work.run(text(f'SELECT * FROM "{name}"')).all()) for name in names}  # noqa: S608  names of our own tables
    with outside(school) as connection:
        names = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        dumped = {}
        for name in names:
            with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copied:  # type: ignore[arg-type]
                dumped[name] = b"".join(map(bytes, copied)).decode("utf-8", "replace")
        return dumped


def test_not_in_the_logs_not_even_of_the_database(
    sung: tuple[School, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    school, _ = sung
    assert school.names()
    records = [*caplog.get_records("setup"), *caplog.records]
    assert len(records) > 100, "nothing was logged, so nothing was proved"
    assert any(record.name.startswith("sqlalchemy.engine") for record in records)
    told = "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in records)
    assert chirps(told) == []


def test_not_in_what_errors_say(sung: tuple[School, list[str]]) -> None:
    school, said = sung
    assert holds(school)
    assert heard({each: each for each in said}) == {}


def test_not_in_the_mail_that_waits(sung: tuple[School, list[str]]) -> None:
    school, _ = sung
    waiting = everything(school)["outbox"]
    assert str(school.people[IB]) in waiting or school.people[IB].hex in waiting
    assert chirps(waiting) == []
    assert "zorg" not in waiting.lower()


def test_and_yet_it_is_there_for_who_has_the_keys(sung: tuple[School, list[str]]) -> None:
    school, _ = sung
    told = holds(school)
    assert chirps(repr(told.facts)) != [], "the reasons are in the history"
    let_go(school.site)
