"""Drafts of a protocol: nobody’s work is overwritten, what was saved can come back, and only some may touch them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.drafting import (
    BeginDraft,
    CopyDraft,
    DropDraft,
    RecoverDraft,
    RenameDraft,
    RestoreRevision,
    SaveDraftFile,
    UploadDraft,
)
from app.commands.merging import MergeDraftFile
from app.commands.protocols import PublishBundle
from app.commands.upkeep import TidyUp
from app.domain.actors import Actor
from app.domain.errors import InvalidValueError, MeanwhileError, NotFoundError, WrongStateError
from app.queries.drafts import findings_of, read_draft, read_whole_draft, read_workbench
from app.store.bundles import whole_hash
from app.store.clock import random_id
from tests.school import Site, protocol_files
from tests.store.people_fixtures import Office, at_once, make_office
from workflows import Limits, check

SMALL: Mapping[str, bytes] = {"a.bpmn": b"<a/>", "forms/b.form": b"{}", "protocol.toml": b'naam = "Klein"'}


@pytest.fixture
def draft(office: Office, anne: UUID) -> UUID:
    made: UUID = office.send(UploadDraft("Proef", SMALL), anne).result
    return made


def save(office: Office, who: UUID, draft: UUID, data: bytes, seen: int, file: str = "a.bpmn") -> Any:
    return office.send(SaveDraftFile(draft, file, seen, data), who).result


def whole(office: Office, who: UUID, draft: UUID) -> Mapping[str, bytes]:
    with office.reading() as work:
        return read_whole_draft(work, office.actor(who), draft).files


def numbers(office: Office, who: UUID, draft: UUID) -> list[int]:
    with office.reading() as work:
        return [each.number for each in read_draft(work, office.actor(who), draft).revisions]


def contents(office: Office, draft: UUID) -> int:
    with office.reading() as work:
        return len(work.rows(select(t.draft_content.c.digest).where(t.draft_content.c.draft_id == draft)))


def test_a_draft_begins_as_the_version_in_force_and_has_its_digest(office: Office, anne: UUID, bas: UUID) -> None:
    geheel = office.send(PublishBundle(protocol_files(), bas), anne).result.geheel
    made = office.send(BeginDraft("Nieuwe stap", geheel), anne).result
    with office.reading() as work:
        shown = read_draft(work, office.actor(bas), made)
        bench = read_workbench(work, office.actor(bas))
        whole_draft = read_whole_draft(work, office.actor(bas), made)
    assert shown.based_on is not None
    assert (shown.item.name, shown.based_on.geheel, shown.based_on.name) == ("Nieuwe stap", geheel, "Zorgdossier")
    assert shown.digest == geheel
    assert whole_draft.files == dict(protocol_files())
    assert "zorgroutes.bpmn" in [each.name for each in shown.drawings]
    assert bench.in_force is not None
    assert [each.id for each in bench.drafts] == [made]
    assert findings_of(whole_draft, Limits()) == check(protocol_files())
    with pytest.raises(NotFoundError):
        office.send(BeginDraft("Nergens van", "0" * 64), anne)


def test_a_save_is_a_revision_and_leaves_the_others_as_they_were(office: Office, anne: UUID, draft: UUID) -> None:
    saved = save(office, anne, draft, b"<b/>", 1)
    assert (saved.revision, saved.changed) == (2, True)
    assert whole(office, anne, draft) == {**SMALL, "a.bpmn": b"<b/>"}
    with office.reading() as work:
        shown = read_draft(work, office.actor(anne), draft)
    assert [(each.number, each.kind, each.files) for each in shown.revisions] == [
        (2, "bewaard", ("a.bpmn",)), (1, "begonnen", tuple(sorted(SMALL))),
    ]  # fmt: skip
    assert shown.digest == whole_hash({**SMALL, "a.bpmn": b"<b/>"})
    assert {each.name: each.revision for each in shown.files} == {"a.bpmn": 2, "forms/b.form": 1, "protocol.toml": 1}


def test_saves_that_follow_each_other_are_one_revision_and_keep_nothing_between(
    office: Office, anne: UUID, bas: UUID, draft: UUID
) -> None:
    for number, text in enumerate((b"1", b"2", b"3"), start=1):
        save(office, anne, draft, text, number)
        office.clock.on(seconds=40)
    assert numbers(office, anne, draft) == [4, 1]
    assert contents(office, draft) == len(SMALL) + 1
    office.clock.on(minutes=2)
    save(office, anne, draft, b"4", 4)
    save(office, anne, draft, b"x", 1, "forms/b.form")
    save(office, bas, draft, b"5", 5)
    assert numbers(office, anne, draft) == [7, 6, 5, 4, 1]


def test_what_was_there_just_before_something_went_comes_back(office: Office, anne: UUID, draft: UUID) -> None:
    with_task, with_form = b'<a><b id="taak"/></a>', b'<a><b id="taak" form="x"/></a>'
    save(office, anne, draft, with_task, 1)
    save(office, anne, draft, b"{}", 0, "forms/x.form")
    save(office, anne, draft, b'<a><b id="taak" form="y"/></a>', 2)
    save(office, anne, draft, with_form, 4)
    save(office, anne, draft, b"<a/>", 5)
    save(office, anne, draft, b"<a></a>", 6)
    assert numbers(office, anne, draft) == [7, 5, 3, 2, 1]
    office.send(RestoreRevision(draft, 5), anne)
    assert whole(office, anne, draft)["a.bpmn"] == with_form


def test_what_a_page_found_when_it_was_opened_comes_back(office: Office, anne: UUID, draft: UUID) -> None:
    save(office, anne, draft, b"van de vorige bladzijde", 1)
    office.send(MergeDraftFile(draft, "a.bpmn", 2, b"van deze", apart=True), anne)
    office.send(MergeDraftFile(draft, "a.bpmn", 3, b"ook van deze"), anne)
    assert numbers(office, anne, draft) == [4, 2, 1]


def test_what_another_saved_meanwhile_is_not_overwritten_and_told_with_who(
    office: Office, anne: UUID, bas: UUID, draft: UUID
) -> None:
    save(office, anne, draft, b"van Anne", 1)
    with pytest.raises(MeanwhileError) as told:
        save(office, bas, draft, b"van Bas", 1)
    assert told.value.by == "Anne Cor"
    assert whole(office, bas, draft)["a.bpmn"] == b"van Anne"
    save(office, bas, draft, b"y", 1, "forms/b.form")  # another file is nobody's business
    copy = office.send(CopyDraft(draft, "a.bpmn", b"van Bas"), bas).result
    assert whole(office, bas, copy) == {**SMALL, "a.bpmn": b"van Bas", "forms/b.form": b"y"}
    with office.reading() as work:
        assert read_draft(work, office.actor(bas), copy).item.name == "Proef (van Bas Ib)"


def test_a_save_of_which_the_answer_was_lost_can_be_sent_again(office: Office, anne: UUID, draft: UUID) -> None:
    save(office, anne, draft, b"<b/>", 1)
    again = save(office, anne, draft, b"<b/>", 1)
    assert (again.revision, again.changed) == (2, False)
    assert numbers(office, anne, draft) == [2, 1]


def test_any_revision_comes_back_and_what_came_after_stays(office: Office, anne: UUID, bas: UUID, draft: UUID) -> None:
    save(office, anne, draft, b"<b/>", 1)
    save(office, bas, draft, b"<nieuw/>", 0, "nieuw.bpmn")
    assert office.send(RestoreRevision(draft, 1), anne).result == 4
    assert whole(office, anne, draft) == dict(SMALL)
    with pytest.raises(MeanwhileError):
        save(office, bas, draft, b"<c/>", 2)
    with pytest.raises(WrongStateError, match="al zoals toen"):
        office.send(RestoreRevision(draft, 1), anne)
    office.send(RestoreRevision(draft, 3), anne)
    assert whole(office, anne, draft) == {**SMALL, "a.bpmn": b"<b/>", "nieuw.bpmn": b"<nieuw/>"}
    with office.reading() as work:
        last = read_draft(work, office.actor(anne), draft).revisions[0]
    assert (last.number, last.kind, last.source, last.files) == (5, "hersteld", 3, ("a.bpmn", "nieuw.bpmn"))
    with pytest.raises(NotFoundError):
        office.send(RestoreRevision(draft, 99), anne)


def test_one_that_was_thrown_away_comes_back_within_a_month(office: Office, anne: UUID, draft: UUID) -> None:
    office.send(RenameDraft(draft, "  Proef   twee "), anne)
    office.send(DropDraft(draft), anne)
    with pytest.raises(WrongStateError, match="weggegooid"):
        save(office, anne, draft, b"<b/>", 1)
    with office.reading() as work:
        bench = read_workbench(work, office.actor(anne))
    assert (bench.drafts, [each.name for each in bench.dropped]) == ((), ["Proef twee"])
    office.send(RecoverDraft(draft), anne)
    save(office, anne, draft, b"<b/>", 1)
    office.send(DropDraft(draft), anne)
    office.clock.on(days=29)
    office.bus.send(TidyUp(), by=Actor.system(office.board))
    office.send(RecoverDraft(draft), anne)
    office.send(DropDraft(draft), anne)
    office.clock.on(days=31)
    office.bus.send(TidyUp(), by=Actor.system(office.board))
    with pytest.raises(NotFoundError):
        office.send(RecoverDraft(draft), anne)
    assert contents(office, draft) == 0


def test_who_may_not_publish_finds_no_drafts(office: Office, anne: UUID, draft: UUID) -> None:
    teacher = office.invite("lot.ras", "leerkracht")
    for command in (
        UploadDraft("Mijn", SMALL), BeginDraft("Mijn", "0" * 64), CopyDraft(draft, "a.bpmn", b""),
        RenameDraft(draft, "x"), DropDraft(draft), RecoverDraft(draft), RestoreRevision(draft, 1),
        SaveDraftFile(draft, "a.bpmn", 1, b"<b/>"),
    ):  # fmt: skip
        with pytest.raises(NotFoundError):
            office.send(command, teacher)
    with office.reading() as work, pytest.raises(NotFoundError):
        read_workbench(work, office.actor(teacher))
    with office.reading() as work, pytest.raises(NotFoundError):
        read_draft(work, office.actor(teacher), draft)
    assert whole(office, anne, draft) == dict(SMALL)


def test_a_draft_of_another_board_is_not_there(site: Site, office: Office, draft: UUID) -> None:
    other = make_office(site)
    stranger = other.invite("cor.ver", "coördinator", at_board=True)
    with pytest.raises(NotFoundError):
        other.send(DropDraft(draft), stranger)
    with other.reading() as work, pytest.raises(NotFoundError):
        read_draft(work, other.actor(stranger), draft)
    assert office.clock is not other.clock


@pytest.mark.parametrize(
    ("file", "data", "told"),
    [
        ("a.bpmn", b"x" * 50_000_000, "“a.bpmn” is 50 MB; een bestand van een protocol mag 2 MB zijn"),
        ("../a.bpmn", b"x", "kan geen naam van een bestand zijn"),
        ("/a.bpmn", b"x", "kan geen naam van een bestand zijn"),
        ("a\n.bpmn", b"x", "kan geen naam van een bestand zijn"),
        ("a//b.bpmn", b"x", "kan geen naam van een bestand zijn"),
    ],
)
def test_what_is_too_large_or_has_no_name_is_refused_in_words(
    office: Office, anne: UUID, draft: UUID, file: str, data: bytes, told: str
) -> None:
    with pytest.raises(InvalidValueError, match=told.replace("(", r"\(")):
        save(office, anne, draft, data, 1 if file == "a.bpmn" else 0, file)
    assert numbers(office, anne, draft) == [1]


def test_a_draft_holds_no_more_than_a_protocol_may(office: Office, anne: UUID, draft: UUID) -> None:
    tight = Limits(max_files=3, max_total_bytes=40)
    with pytest.raises(InvalidValueError, match="3 bestanden"):
        office.send(SaveDraftFile(draft, "d.bpmn", 0, b"x", tight), anne)
    with pytest.raises(InvalidValueError, match="samen groter"):
        office.send(SaveDraftFile(draft, "a.bpmn", 1, b"x" * 40, tight), anne)
    with pytest.raises(InvalidValueError, match="geen bestand"):
        office.send(UploadDraft("Leeg", {}), anne)
    with pytest.raises(InvalidValueError, match="Vul een naam in"):
        office.send(UploadDraft(" ", SMALL), anne)
    with pytest.raises(NotFoundError):
        office.send(DropDraft(random_id()), anne)


def test_of_two_who_save_at_once_one_is_told(office: Office, anne: UUID, draft: UUID) -> None:
    commands = [SaveDraftFile(draft, "a.bpmn", 1, text) for text in (b"een", b"twee")]
    came = at_once(office, *commands, by=office.actor(anne))
    refused = [each for each in came if isinstance(each, MeanwhileError)]
    assert len(refused) == 1
    assert numbers(office, anne, draft) == [2, 1]
    assert whole(office, anne, draft)["a.bpmn"] in {b"een", b"twee"}
