"""Batches that the worker goes on with: begun, stopped, gone on with, taken over where a worker died."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

import app.store.tables as t
from app.commands.batches import BeginWhatIf, NotePassed, ResumeBatch, StopBatch
from app.commands.drafting import BeginDraft, DropDraft, SaveDraftFile
from app.commands.upkeep import TidyUp
from app.domain.actors import Actor
from app.domain.errors import NotFoundError, WrongStateError
from app.jobs.batches import go_on
from app.queries.batches import Worker, next_of_what_if
from app.queries.desk import Desk
from app.store.batches import find_batch
from app.store.clock import Clock
from app.store.drafts import revisions_of
from tests import klein
from tests.killing import killed_at, let_go
from tests.school import School, Site, make_school
from tests.steps import IB, LK, do, new_dossier, to_afronden, to_noteren, to_samen
from tests.store.going import OTHER_TASK


@pytest.fixture
def here(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


def desk(school: School) -> Desk:
    return Desk(school.site.keys, Clock(school.clock), school.site.bundles)


def on(school: School, worker: Worker | None = None) -> int:
    return go_on(desk(school), school.bus, school.board, worker or Worker())


def begun(school: School, *changes: tuple[str, str]) -> tuple[UUID, str]:
    """A draft of the small protocol with these changes; its id and digest."""
    with school.reading() as work:
        geheel = work.run(select(t.bundle.c.geheel).where(t.bundle.c.board_id == school.board)).scalars().first()
    draft = school.send(IB, BeginDraft("Anders", geheel)).result
    text = klein.files()["zorg.bpmn"].decode()
    for was, now in changes:
        assert was in text, was
        text = text.replace(was, now)
    if changes:
        school.send(IB, SaveDraftFile(draft, "zorg.bpmn", 1, text.encode()))
    return draft, digest_of(school, draft)


def digest_of(school: School, draft: UUID) -> str:
    with school.reading() as work:
        return str(revisions_of(work, draft, 1)[0].digest)


def row_of(school: School, batch: UUID) -> Any:
    with school.reading() as work:
        return find_batch(work, batch)


def results(school: School, batch: UUID) -> list[str]:
    with school.reading() as work:
        where = (t.batch_route.c.board_id == school.board, t.batch_route.c.batch_id == batch)
        return sorted(work.run(select(t.batch_route.c.result).where(*where)).scalars())


def some_history(school: School) -> int:
    """How many routes there are of it."""
    to_samen(school)
    do(school, to_noteren(school), LK, "Noteren")
    to_afronden(school)
    new_dossier(school)
    with school.reading() as work:
        where = t.route.c.board_id == school.board
        return int(work.run(select(func.count()).select_from(t.route).where(where)).scalar_one())


def test_a_what_if_goes_by_all_routes_and_says_what_would_come_of_each(here: School) -> None:
    number = some_history(here)
    draft, digest = begun(here, *OTHER_TASK)
    batch = here.send(IB, BeginWhatIf(draft, digest)).result
    assert here.send(IB, BeginWhatIf(draft, digest)).result == batch
    assert on(here) == number
    row = row_of(here, batch)
    assert (row.status, row.done, row.total) == ("klaar", number, number)
    assert sum(row.tally["fates"].values()) == number
    assert len(results(here, batch)) == number
    assert {"hetzelfde", "anders"} & set(results(here, batch))
    assert on(here) == 0


def test_it_is_stopped_and_goes_on_from_where_it_was(here: School) -> None:
    number = some_history(here)
    batch = here.send(IB, BeginWhatIf(*begun(here, *OTHER_TASK))).result
    worker, system = Worker(), Actor.system(here.board)
    step = next_of_what_if(desk(here), here.board, batch, worker, 2)
    noted = NotePassed(batch, step.after, step.upto, step.passed, step.gone, step.tally, step.last)
    assert [here.bus.send(noted, by=system).result for _ in range(2)] == [True, False]
    here.send(IB, StopBatch(batch))
    assert on(here) == 0
    with pytest.raises(WrongStateError):
        here.send(IB, StopBatch(batch))
    with pytest.raises(NotFoundError):
        here.send(LK, ResumeBatch(batch))
    here.send(IB, ResumeBatch(batch))
    with pytest.raises(WrongStateError):
        here.send(IB, ResumeBatch(batch))
    assert on(here) == number - 2
    assert row_of(here, batch).done == number


def test_what_a_worker_left_is_taken_over_after_a_minute(here: School) -> None:
    number = some_history(here)
    batch = here.send(IB, BeginWhatIf(*begun(here))).result
    place = 1
    while killed_at(here, place, on) and row_of(here, batch).worker_id is None:
        let_go(here.site)
        place += 2
    let_go(here.site)
    if row_of(here, batch).status == "loopt":
        assert on(here) == 0
    here.clock.on(seconds=61)
    on(here)
    assert (row_of(here, batch).status, len(results(here, batch))) == ("klaar", number)
    assert set(results(here, batch)) == {"hetzelfde"}


def test_what_changed_meanwhile_or_does_not_stand_is_not_asked_about(here: School) -> None:
    draft, digest = begun(here, *OTHER_TASK)
    here.send(IB, SaveDraftFile(draft, "zorg.bpmn", 2, b"<geen/>"))
    with pytest.raises(WrongStateError):
        here.send(IB, BeginWhatIf(draft, digest))
    batch = here.send(IB, BeginWhatIf(draft, digest_of(here, draft))).result
    on(here)
    row = row_of(here, batch)
    assert (row.status, row.done) == ("gestopt", 0)
    assert row.why.startswith("Het ontwerp klopte")
    with pytest.raises(NotFoundError):
        here.send(LK, BeginWhatIf(draft, digest))


def test_it_goes_with_the_draft(here: School) -> None:
    some_history(here)
    draft, digest = begun(here)
    batch = here.send(IB, BeginWhatIf(draft, digest)).result
    on(here)
    here.send(IB, DropDraft(draft))
    here.clock.on(days=29)
    here.bus.send(TidyUp(), by=Actor.system(here.board))
    assert row_of(here, batch) is not None
    here.clock.on(days=2)
    here.bus.send(TidyUp(), by=Actor.system(here.board))
    assert row_of(here, batch) is None
    assert results(here, batch) == []
