"""Two who save one file of a draft: what both did is in it, and what clashes is asked before it is saved."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.drafting import SaveDraftFile, UploadDraft
from app.commands.merging import BaseAskedError, ClashError, Joined, MergeDraftFile, work_out
from app.commands.presence import NoteHere
from app.domain.errors import InvalidValueError, NotFoundError
from app.queries.drafts import RevisionShown, read_draft, read_whole_draft
from app.queries.merging import other_half
from app.queries.presence import who_is_here
from app.store.db import db
from tests.school import protocol_files
from tests.store.people_fixtures import Office, at_once
from workflows import Limits, Side

FILE = "medewerker.bpmn"
TASK, END = "medewerker_meld_overleg_en_aangifteplicht", "medewerker_einde_afgehandeld"
BASE = protocol_files()[FILE]
NAME, POOL = b"Meld-, overleg- en aangifteplicht", b'name="Vermoeden over medewerker"'


@pytest.fixture
def draft(office: Office, anne: UUID) -> UUID:
    made: UUID = office.send(UploadDraft("Proef", {FILE: BASE}), anne).result
    return made


def named(name: str, data: bytes = BASE) -> bytes:
    assert NAME in data
    return data.replace(NAME, name.encode())


def pooled(name: str, data: bytes = BASE) -> bytes:
    assert POOL in data
    return data.replace(POOL, f'name="{name}"'.encode())


def merged(office: Office, who: UUID, draft: UUID, data: bytes, seen: int, **others: object) -> Joined:
    made: Joined = office.send(MergeDraftFile(draft, FILE, seen, data, **others), who).result  # type: ignore[arg-type]
    return made


def now(office: Office, who: UUID, draft: UUID) -> tuple[bytes, RevisionShown]:
    with office.reading() as work:
        shown = read_draft(work, office.actor(who), draft)
        return read_whole_draft(work, office.actor(who), draft).files[FILE], shown.revisions[0]


def test_what_two_did_to_different_things_is_one_revision_that_says_so(
    office: Office, anne: UUID, bas: UUID, draft: UUID
) -> None:
    assert merged(office, anne, draft, named("Van Anne"), 1) == Joined(2)
    made = merged(office, bas, draft, pooled("Van Bas"), 1)
    assert (made.revision, made.by, made.taken) == (3, "Anne Cor", (TASK,))
    data, last = now(office, bas, draft)
    assert made.data == data
    assert b"Van Anne" in data
    assert b"Van Bas" in data
    assert (last.kind, last.source, last.made_by) == ("samengevoegd", 2, "Bas Ib")
    again = merged(office, bas, draft, pooled("Van Bas"), 1)  # of which the answer was lost
    assert (again.revision, again.data) == (3, data)
    other_window = merged(office, bas, draft, BASE.replace(b"</bpmn:definitions>", b"\n</bpmn:definitions>"), 1)
    assert (other_window.revision, other_window.by, other_window.data) == (3, "", data)


def test_what_clashes_is_asked_and_saved_as_it_was_chosen(office: Office, anne: UUID, bas: UUID, draft: UUID) -> None:
    merged(office, anne, draft, named("Van Anne"), 1)
    mine = pooled("Ook van Bas", named("Van Bas"))
    with pytest.raises(ClashError) as told:
        merged(office, bas, draft, mine, 1)
    [clash] = told.value.clashes
    assert (told.value.by, clash.element, clash.mine, clash.theirs) == ("Anne Cor", TASK, "“Van Bas”", "“Van Anne”")
    assert now(office, bas, draft)[0] == named("Van Anne")
    merged(office, anne, draft, named("Toch anders"), 2)
    with pytest.raises(ClashError):  # what was chosen was about something else
        merged(office, bas, draft, mine, 1, base=BASE, chosen={clash.id: Side.MINE})
    with pytest.raises(ClashError) as told:
        merged(office, bas, draft, mine, 1, base=BASE)
    merged(office, bas, draft, mine, 1, base=BASE, chosen={told.value.clashes[0].id: Side.MINE})
    data, last = now(office, bas, draft)
    assert b"Van Bas" in data
    assert b"Ook van Bas" in data
    assert last.kind == "samengevoegd"


def test_what_it_began_as_is_asked_where_it_is_kept_no_more(office: Office, anne: UUID, bas: UUID, draft: UUID) -> None:
    merged(office, anne, draft, named("Een"), 1)
    merged(office, anne, draft, named("Twee"), 2)  # goes on with the revision before, which is let go
    with pytest.raises(BaseAskedError):
        merged(office, bas, draft, pooled("Van Bas", named("Een")), 2)
    made = merged(office, bas, draft, pooled("Van Bas", named("Een")), 2, base=named("Een"))
    assert made.data == now(office, bas, draft)[0]
    assert (b"Twee" in made.data, b"Van Bas" in made.data) == (True, True)


def test_of_two_who_save_at_once_nobody_loses_anything(office: Office, anne: UUID, draft: UUID) -> None:
    commands = [MergeDraftFile(draft, FILE, 1, data) for data in (named("De een"), pooled("De ander"))]
    came = at_once(office, *commands, by=office.actor(anne))
    assert not [each for each in came if isinstance(each, Exception)]
    data, _ = now(office, anne, draft)
    assert (b"De een" in data, b"De ander" in data) == (True, True)


def test_it_is_worked_out_before_anything_is_locked(office: Office, anne: UUID, bas: UUID, draft: UUID) -> None:
    command = MergeDraftFile(draft, FILE, 1, pooled("Van Bas"))
    with office.reading() as work:
        assert other_half(work, office.actor(bas), draft, FILE, 1) is None
    merged(office, anne, draft, named("Van Anne"), 1)
    with office.reading() as work:
        other = other_half(work, office.actor(bas), draft, FILE, 1)
        assert other_half(work, office.actor(bas), draft, FILE, 7) is None
    assert other is not None
    before = work_out(command, other.base, other.data)
    assert office.send(command, bas).result.data is before.data


def test_what_is_larger_than_a_file_may_be_is_not_merged(office: Office, anne: UUID, bas: UUID, draft: UUID) -> None:
    merged(office, anne, draft, named("Van Anne"), 1)
    large = Limits(max_file_bytes=len(BASE) + 100)
    for data, base in ((BASE + b" " * 200, b""), (pooled("Van Bas"), BASE + b" " * 200)):
        with pytest.raises(InvalidValueError, match="een bestand van een protocol mag"):
            merged(office, bas, draft, data, 1, base=base, limits=large)


def test_who_may_not_publish_merges_nothing(office: Office, anne: UUID, draft: UUID) -> None:
    teacher = office.invite("lot.ras", "leerkracht")
    office.send(SaveDraftFile(draft, FILE, 1, named("Van Anne")), anne)
    with pytest.raises(NotFoundError):
        merged(office, teacher, draft, pooled("Van Lot"), 1)
    with pytest.raises(NotFoundError):
        merged(office, teacher, draft, pooled("Van Lot"), 1, base=BASE)
    with office.reading() as work, pytest.raises(NotFoundError):
        other_half(work, office.actor(teacher), draft, FILE, 1)


def others(office: Office, who: UUID, draft: UUID) -> list[tuple[str, tuple[str, ...]]]:
    with office.reading() as work:
        return [(each.name, each.files) for each in who_is_here(work, office.actor(who), draft)]


def test_somebody_is_here_as_long_as_the_page_says_so(office: Office, anne: UUID, bas: UUID, draft: UUID) -> None:
    office.send(NoteHere(draft, FILE), anne)
    office.clock.on(seconds=60)
    office.send(NoteHere(draft, FILE), anne)
    office.send(NoteHere(draft, FILE), bas)
    assert others(office, bas, draft) == [("Anne Cor", (FILE,))]
    office.clock.on(seconds=60)
    assert others(office, bas, draft) == [("Anne Cor", (FILE,))]
    office.clock.on(seconds=60)
    assert others(office, bas, draft) == []
    office.send(NoteHere(draft, FILE), bas)
    at_once(office, *[NoteHere(draft, FILE)] * 3, by=office.actor(anne))
    assert others(office, bas, draft) == [("Anne Cor", (FILE,))]
    office.send(NoteHere(draft, FILE, gone=True), anne)
    assert others(office, bas, draft) == []
    with pytest.raises(NotFoundError):
        office.send(NoteHere(draft, "nergens.bpmn"), bas)


def test_saying_that_one_is_here_waits_for_nobody_and_is_one_row_of_one_file(
    office: Office, anne: UUID, draft: UUID
) -> None:
    came = at_once(office, *[NoteHere(draft, FILE)] * 4, by=office.actor(anne))
    assert not [each for each in came if isinstance(each, Exception)]
    with office.reading() as work:
        assert len(work.rows(select(t.draft_presence.c.name).where(t.draft_presence.c.draft_id == draft))) == 1
    held = select(t.protocol_draft.c.draft_id).where(t.protocol_draft.c.draft_id == draft).with_for_update()
    with db.engine.connect() as saving:
        saving.execute(held)
        office.clock.on(seconds=60)
        office.send(NoteHere(draft, FILE), anne)
        saving.rollback()
