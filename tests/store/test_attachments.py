"""Files under tasks: who may put, read and take them away; what stays of them; what nobody may find."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, text, update

import app.store.tables as t
from app.commands.attachments import AddAttachment, RemoveAttachment, groups_of
from app.commands.command import Command
from app.commands.files import checked_file
from app.commands.tasks import CompleteTask
from app.commands.teams import AddMember, DenyPerson
from app.domain.errors import DoneError, InvalidValueError, NotFoundError, WrongStateError
from app.domain.files import MOST_FILES
from app.queries.attachments import (
    AttachmentFile,
    AttachmentItem,
    attachments_of_dossier,
    attachments_of_task,
    read_attachment,
)
from app.queries.history import read_history
from app.queries.verification import Verdict, verify
from app.store.clock import random_id
from app.store.db import db
from tests import klein
from tests.counting import counted
from tests.invariants import holds
from tests.racing import Act, at_once
from tests.rows import only, rows
from tests.samples import GOOD, PDF, TEXT
from tests.school import CANARY, START, School, Site, make_school
from tests.steps import DIR, IB, LK, MT, do, new_dossier, task_of, to_samen

NAME = f"{CANARY} thuis.txt"
TOLD = f"{CANARY} zei dat het thuis niet goed gaat.\n".encode()
AF = "aandachtsfunctionaris"


@pytest.fixture
def place(site: Site) -> Iterator[Place]:
    with site.app.app_context():
        school = make_school(site, klein.files())
        dossier = new_dossier(school)
        school.clock.on(minutes=5)
        yield Place(school, dossier, task_of(school, dossier, "Kijken"))


class Place:
    """A dossier with an open task of the teacher."""

    def __init__(self, school: School, dossier: UUID, task: UUID) -> None:
        self.school, self.dossier, self.task = school, dossier, task

    def add(self, function: str = LK, name: str = NAME, data: bytes = TOLD, *, key: str | None = None) -> UUID:
        made: UUID = self.school.send(function, self.adding(name, data), key).result.id
        return made

    def adding(self, name: str = NAME, data: bytes = TOLD) -> Command:
        return AddAttachment(self.task, checked_file(name, data, None))

    def listed(self, function: str = LK, task: UUID | None = None) -> tuple[AttachmentItem, ...]:
        actor = self.school.actor(function)
        with self.school.reading() as work:
            return attachments_of_task(work, actor, self.school.site.bundles, task or self.task)

    def read(self, function: str, attachment: UUID) -> AttachmentFile | None:
        actor = self.school.actor(function)
        with self.school.writing() as work:
            return read_attachment(work, actor, self.school.site.bundles, attachment)

    def verdict(self) -> Verdict:
        with self.school.reading() as work:
            return verify(work, self.school.site.bundles)

    def tamper(self, statement: object) -> list[str]:
        with self.school.writing() as work:
            work.run(statement)  # type: ignore[arg-type]
        return self.verdict().wrong


class TestPuttingAFileUnderATask:
    def test_it_is_there_for_who_put_it_and_opens_to_what_it_was(self, place: Place) -> None:
        made = place.add()
        (item,) = place.listed()
        assert (item.id, item.task, item.name, item.media_type) == (made, place.task, NAME, "text/plain")
        assert (item.size, item.by, item.at) == (len(TOLD), "Leerkracht Proef", place.school.clock.now)
        assert (item.mine, item.removable, item.shown) == (True, True, False)
        assert place.read(LK, made) == AttachmentFile(NAME, "text/plain", False, TOLD)

    @pytest.mark.parametrize("name", GOOD)
    def test_a_file_of_every_kind_comes_back_byte_by_byte(self, place: Place, name: str) -> None:
        media_type, data = GOOD[name]
        found = place.read(LK, place.add(data=data))
        assert found is not None
        assert (found.media_type, found.data) == (media_type, data)
        assert found.shown == (media_type in {"image/jpeg", "image/png", "image/webp"})

    def test_a_file_of_10_mb_is_kept_and_the_history_holds(self, place: Place) -> None:
        data = PDF + bytes(10_000_000 - len(PDF))
        found = place.read(LK, place.add(data=data))
        assert found is not None
        assert found.data == data
        assert place.verdict().holds

    def test_the_history_tells_of_it_and_not_how_it_is_called(self, place: Place) -> None:
        made = place.add()
        (fact,) = holds(place.school, place.dossier).of("AttachmentAdded")
        row, content = only(place.school, t.attachment), only(place.school, t.attachment_content)
        assert fact["data"] == {
            "attachment": str(made), "task": str(place.task), "element": "a", "name": "Kijken", "size": len(TOLD),
            "veldgroepen": ["kern", "verhaal"], "phase": "kijken",
            "digest": hashlib.sha256(content.sealed).hexdigest(), "details": hashlib.sha256(row.sealed).hexdigest(),
        }  # fmt: skip
        with place.school.reading() as work:
            actor = place.school.actor(LK)
            shown = read_history(work, actor, place.school.site.bundles, place.dossier, limit=50, after=None)
        assert shown is not None
        assert any(each.kind == "AttachmentAdded" and each.name == "Kijken" for each in shown.items)
        assert CANARY not in repr(shown)

    def test_the_same_request_twice_keeps_one(self, place: Place) -> None:
        place.add(key="k")
        assert place.school.send(LK, place.adding(), "k").repeated
        assert len(place.listed()) == 1

    def test_not_more_than_ten(self, place: Place) -> None:
        made = [place.add(data=TEXT + bytes([65 + number])) for number in range(MOST_FILES)]
        with pytest.raises(InvalidValueError, match="Haal er eerst een weg") as raised:
            place.add()
        assert raised.value.field == "bestand"
        place.school.send(LK, RemoveAttachment(made[0]))
        place.add()
        assert len(place.listed()) == MOST_FILES

    def test_who_may_not_do_the_task_finds_nothing(self, place: Place) -> None:
        for function in (DIR, MT, IB):
            with pytest.raises(NotFoundError):
                place.school.send(function, place.adding())
        with pytest.raises(NotFoundError):
            place.school.send(LK, AddAttachment(random_id(), checked_file("x", TEXT, None)))
        assert rows(place.school, t.attachment) == []

    def test_nothing_goes_under_a_task_that_is_done(self, place: Place) -> None:
        do(place.school, place.dossier, LK, "Kijken")
        with pytest.raises(DoneError):
            place.add()
        assert rows(place.school, t.attachment) == []
        assert holds(place.school, place.dossier).count()["AttemptRefused"] == 1

    def test_a_task_is_done_with_the_files_that_are_under_it_and_they_stay(self, place: Place) -> None:
        made = place.add()
        answers = place.school.example(place.task, {})
        place.school.send(LK, CompleteTask(place.task, answers, seen=1))
        (item,) = place.listed()
        assert (item.id, item.removable) == (made, False)
        assert place.verdict().holds

    def test_under_a_question_it_is_for_who_sees_the_route_where_the_protocol_has_no_observations(
        self, place: Place
    ) -> None:
        do(place.school, place.dossier, LK, "Kijken")
        place.task = task_of(place.school, place.dossier, "Verder?")
        place.add()
        assert only(place.school, t.attachment).veldgroepen == []
        assert len(place.listed(AF)) == 1

    def test_under_a_question_of_the_school_it_is_an_observation(self, site: Site) -> None:
        with site.app.app_context():
            school = make_school(site)
            with school.reading() as work:
                found = site.bundles.get(work, only(school, t.bundle).geheel)
            assert groups_of(found, None) == ("observatie",)
            assert groups_of(found, "letselduiding") == ("kindstem", "observatie", "overleg")


class TestReading:
    def test_who_may_read_the_answers_of_the_task_may_read_what_is_under_it(self, place: Place) -> None:
        made = place.add()
        for function in (IB, AF):
            (item,) = place.listed(function)
            assert (item.mine, item.removable, item.by) == (False, False, "Leerkracht Proef")
            assert place.read(function, made) is not None

    def test_who_may_not_see_the_route_finds_nothing_and_it_looks_the_same(self, place: Place) -> None:
        made = place.add()
        for function in (DIR, MT, "bestuur"):
            assert place.listed(function) == ()
            assert place.read(function, made) is place.read(function, random_id()) is None

    def test_a_member_of_another_route_of_the_dossier_reads_nothing(self, place: Place) -> None:
        made = place.add()
        place.school.press(IB, place.dossier, "Bel")
        calling = task_of(place.school, place.dossier, "Bellen")
        assert place.listed(MT, calling) == ()
        with pytest.raises(NotFoundError):
            place.school.send(MT, place.adding())
        place.task, before = calling, place.task
        of_calling = place.add(MT, data=TEXT)
        assert place.read(MT, of_calling) is not None
        assert place.listed(MT, before) == ()
        assert place.read(MT, made) is None
        with place.school.reading() as work:
            found = attachments_of_dossier(work, place.school.actor(MT), place.school.site.bundles, place.dossier)
        assert [each.id for each in found] == [of_calling]

    def test_who_may_read_a_part_of_the_answers_reads_none_of_the_files(self, site: Site) -> None:
        """A file may tell all that the form asks."""
        files = dict(klein.files())
        files["rechten.csv"] = files["rechten.csv"].replace(b"aandachtsfunctionaris,verhaal,*,schrijven\n", b"")
        assert files["rechten.csv"] != klein.files()["rechten.csv"]
        with site.app.app_context():
            school = make_school(site, files)
            dossier = new_dossier(school)
            place = Place(school, dossier, task_of(school, dossier, "Kijken"))
            made = place.add()
            assert place.listed(AF) == ()
            assert place.read(AF, made) is None
            assert place.read(IB, made) is not None

    def test_who_is_kept_off_the_dossier_reads_it_no_more_though_they_put_it_there(self, place: Place) -> None:
        made = place.add()
        assert place.read(LK, made)
        place.school.send(IB, DenyPerson(place.dossier, place.school.people[LK], "Buurman van het gezin."))
        assert place.listed() == ()
        assert place.read(LK, made) is None
        with pytest.raises(NotFoundError):
            place.school.send(LK, RemoveAttachment(made))
        with pytest.raises(NotFoundError):
            place.add()
        assert place.read(IB, made)

    def test_every_look_is_written_down_also_one_that_finds_nothing(self, place: Place) -> None:
        made = place.add()
        place.read(IB, made)
        place.read(MT, made)
        seen = [(row.person_id, row.subject, row.found) for row in rows(place.school, t.read_log, action="attachment")]
        people = place.school.people
        assert sorted(seen, key=repr) == sorted([(people[IB], made, True), (people[MT], made, False)], key=repr)

    def test_the_list_takes_one_statement_and_reads_no_content(self, place: Place) -> None:
        for number in range(5):
            place.add(data=TEXT + bytes([65 + number]))
        actor = place.school.actor(IB)
        place.listed(IB)
        with place.school.reading() as work, counted() as sent:
            assert len(attachments_of_task(work, actor, place.school.site.bundles, place.task)) == 5
        (statement,) = [each for each in sent.statements if each.startswith("SELECT")]
        assert "attachment_content" not in statement

    def test_without_its_key_a_file_is_lost_for_good(self, place: Place) -> None:
        made = place.add()
        route = only(place.school, t.attachment).route_id
        key = only(place.school, t.route, route_id=route).key_id
        place.school.site.keys.destroy(place.school.board, key, place.school.clock.now)
        (item,) = place.listed(IB)
        assert item.name is None
        assert place.read(IB, made) is None

    def test_a_content_that_was_put_in_the_place_of_another_does_not_open(self, place: Place) -> None:
        one, two = place.add(), place.add(data=TEXT)
        kept = {row.attachment_id: row.sealed for row in rows(place.school, t.attachment_content)}
        with place.school.writing() as work:
            for here, there in ((one, two), (two, one)):
                where = t.attachment_content.c.attachment_id == here
                work.run(update(t.attachment_content).where(where).values(sealed=kept[there]))
        assert place.read(LK, one) is place.read(LK, two) is None


class TestTakingAway:
    def test_who_put_it_takes_it_away_and_nothing_is_left_of_it(self, place: Place) -> None:
        made = place.add()
        place.school.send(LK, RemoveAttachment(made, "  Van een ander kind.  "))
        assert place.listed() == place.listed(IB) == ()
        assert place.read(LK, made) is None
        assert rows(place.school, t.attachment_content) == []
        assert only(place.school, t.attachment).sealed == b""
        (fact,) = holds(place.school, place.dossier).of("AttachmentRemoved")
        assert (fact["data"]["attachment"], fact["data"]["reason"]) == (str(made), "Van een ander kind.")
        assert place.verdict().holds

    def test_nobody_else_does(self, place: Place) -> None:
        made = place.add()
        for function in (IB, AF, DIR, MT):
            with pytest.raises(NotFoundError):
                place.school.send(function, RemoveAttachment(made))
        with pytest.raises(NotFoundError):
            place.school.send(LK, RemoveAttachment(random_id()))
        assert len(place.listed()) == 1

    def test_not_once_the_task_is_done(self, place: Place) -> None:
        made = place.add()
        do(place.school, place.dossier, LK, "Kijken")
        with pytest.raises(DoneError):
            place.school.send(LK, RemoveAttachment(made))
        assert place.read(LK, made) is not None

    def test_a_second_time_it_is_gone_already_and_the_history_says_nothing_more(self, place: Place) -> None:
        made = place.add()
        place.school.send(LK, RemoveAttachment(made))
        before = holds(place.school, place.dossier).count()
        with pytest.raises(WrongStateError, match="al weggehaald"):
            place.school.send(LK, RemoveAttachment(made))
        assert holds(place.school, place.dossier).count() == before

    def test_a_colleague_on_the_team_who_does_the_task_too_takes_away_only_their_own(self, site: Site) -> None:
        with site.app.app_context():
            school = make_school(site, klein.files())
            dossier = to_samen(school)
            place = Place(school, dossier, task_of(school, dossier, "Praten"))
            made = place.add()
            school.send(IB, AddMember(dossier, school.people[DIR], "Denkt mee."))
            with pytest.raises(NotFoundError):
                school.send(DIR, RemoveAttachment(made))


class TestVerification:
    """What was changed of a file beside the facts is found, by its id; never is said how it is called."""

    def test_it_holds(self, place: Place) -> None:
        place.add()
        gone = place.add(data=TEXT)
        place.school.send(LK, RemoveAttachment(gone))
        assert place.verdict().holds

    @pytest.mark.parametrize(
        ("values", "what"),
        [
            ({"by": random_id()}, "wie hem toevoegde"),
            ({"task_id": random_id()}, "de taak"),
            ({"phase": "volgen"}, "de fase"),
            ({"veldgroepen": []}, "wie hem mag lezen"),
            ({"size": 1}, "de grootte"),
            ({"sealed": b"x" * 40}, "is veranderd"),
            ({"added_at": START}, "wanneer hij kwam"),
            ({"removed_at": START}, "of hij is weggehaald"),
        ],
    )
    def test_a_changed_row_is_found(self, place: Place, values: dict[str, object], what: str) -> None:
        made = place.add()
        wrong = place.tamper(update(t.attachment).where(t.attachment.c.board_id == place.school.board).values(**values))
        assert [what in line and str(made) in line and CANARY not in line for line in wrong] == [True], wrong

    def test_a_changed_content_is_found(self, place: Place) -> None:
        place.add()
        table = t.attachment_content
        wrong = place.tamper(update(table).where(table.c.board_id == place.school.board).values(sealed=b"x" * 60))
        assert ["is veranderd" in line for line in wrong] == [True], wrong

    def test_a_content_that_is_gone_is_found(self, place: Place) -> None:
        place.add()
        table = t.attachment_content
        wrong = place.tamper(delete(table).where(table.c.board_id == place.school.board))
        assert ["is weg" in line for line in wrong] == [True], wrong

    def test_a_file_that_is_gone_is_found(self, place: Place) -> None:
        place.add()
        wrong = place.tamper(delete(t.attachment).where(t.attachment.c.board_id == place.school.board))
        assert ["is weg" in line for line in wrong] == [True], wrong

    def test_a_file_that_no_fact_tells_of_is_found(self, place: Place) -> None:
        place.add()
        row = only(place.school, t.attachment)._asdict()
        with place.school.writing() as work:
            work.run(t.attachment.insert().values(**{**row, "attachment_id": random_id()}))
        assert ["waar geen feit van weet" in line for line in place.verdict().wrong] == [True]

    def test_a_file_that_was_taken_away_and_lies_there_again_is_found(self, place: Place) -> None:
        made = place.add()
        content = only(place.school, t.attachment_content)._asdict()
        place.school.send(LK, RemoveAttachment(made))
        with place.school.writing() as work:
            work.run(t.attachment_content.insert().values(**content))
        assert ["is weggehaald en ligt er nog" in line for line in place.verdict().wrong] == [True]

    def test_a_value_of_another_kind_is_found(self, place: Place) -> None:
        """SQLite keeps any kind in any column; PostgreSQL refuses it."""
        if db.engine.dialect.name != "sqlite":
            return
        place.add()
        for table in (t.attachment, t.attachment_content):
            wrong = place.tamper(
                update(table).where(table.c.board_id == place.school.board).values(sealed=text("'een tekst'"))
            )
            assert ["een bijlage" in line for line in wrong] == [True], wrong


class TestNothingInClear:
    def test_neither_name_nor_content_stands_in_any_table_or_log(
        self, place: Place, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
        try:
            made = place.add()
            place.read(IB, made)
            gone = place.add(data=TOLD + b"nog eens")
            place.school.send(LK, RemoveAttachment(gone, f"{CANARY} hoort hier niet."))
        finally:
            logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
        told = "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in caplog.records)
        assert len(caplog.records) > 20
        kept = "".join(
            repr(rows(place.school, table))
            for table in (t.attachment, t.attachment_content, t.fact, t.read_log, t.idempotency, t.outbox)
        )
        for word in (CANARY, CANARY.encode().hex(), "niet goed gaat"):
            assert word not in told
            assert word not in kept

    def test_nor_in_the_files_of_the_database(self, place: Place) -> None:
        place.add()
        if db.engine.dialect.name != "sqlite":
            return
        folder = Path(str(db.engine.url.database)).parent
        sealed = only(place.school, t.attachment_content).sealed
        files = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
        assert any(sealed in data for data in files.values()), "the file lies here, sealed"
        assert [name for name, data in files.items() if b"niet goed gaat" in data or NAME.encode() in data] == []


def test_a_pdf_with_the_name_of_a_program_is_kept_as_a_pdf(place: Place) -> None:
    place.add(name="C:\\Temp\\factuur.exe", data=PDF)
    (item,) = place.listed()
    assert item.name == "factuur.exe.pdf"


class TestAtOnce:
    def send(self, place: Place, function: str, command: Command) -> Act:
        by = place.school.actor(function)

        def act() -> object:
            try:
                return place.school.bus.send(command, by=by).result
            except (InvalidValueError, NotFoundError) as refused:
                return refused

        return act

    def test_however_many_come_at_once_ten_are_kept(self, place: Place) -> None:
        acts = [self.send(place, LK, place.adding(data=TEXT + bytes([65 + number]))) for number in range(16)]
        told = Counter(type(each).__name__ for each in at_once(place.school, acts))
        assert told == {"Attached": MOST_FILES, "InvalidValueError": 16 - MOST_FILES}
        assert len(rows(place.school, t.attachment_content)) == MOST_FILES
        holds(place.school)
        assert place.verdict().holds

    def test_the_task_is_done_while_files_come_and_go_and_nothing_is_half(self, place: Place) -> None:
        gone = [place.add(data=TEXT + bytes([65 + number])) for number in range(4)]
        complete = CompleteTask(place.task, place.school.example(place.task, {}))
        acts = [
            *(self.send(place, LK, RemoveAttachment(each)) for each in gone),
            self.send(place, LK, complete),
            *(self.send(place, LK, place.adding(data=TEXT + bytes([97 + number]))) for number in range(4)),
        ]
        told = Counter(type(each).__name__ for each in at_once(place.school, acts))
        assert told["Moved"] == 1
        assert told["Attached"] + told["DoneError"] == 8, told
        holds(place.school)
        assert place.verdict().holds

    def test_taking_away_twice_at_once_is_one_fact(self, place: Place) -> None:
        made = place.add()
        told = at_once(place.school, [self.send(place, LK, RemoveAttachment(made))] * 8)
        assert Counter(type(each).__name__ for each in told) == {"Attached": 1, "WrongStateError": 7}
        assert holds(place.school).count()["AttachmentRemoved"] == 1

    def test_who_is_kept_off_at_that_moment_puts_nothing_there_afterwards(self, place: Place) -> None:
        deny = DenyPerson(place.dossier, place.school.people[LK], "Buurman van het gezin.")
        acts = [
            self.send(place, IB, deny),
            *(self.send(place, LK, place.adding(data=TEXT + bytes([65 + number]))) for number in range(6)),
        ]
        told = Counter(type(each).__name__ for each in at_once(place.school, acts))
        assert told["Attached"] + told["NotFoundError"] == 6, told
        holds(place.school)
        with pytest.raises(NotFoundError):
            place.add()
