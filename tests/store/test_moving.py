"""Running routes taken along in a batch: tried, moved and taken back by the worker, which may die at any moment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.batches import NotePassed, ResumeBatch, StopBatch
from app.commands.moving import BackNext, BeginBack, BeginMove, BeginTrial, MoveNext, TurnLostError
from app.domain.actors import Actor
from app.domain.errors import FormInvalidError, InvalidValueError, NotFoundError, WrongStateError
from app.queries.moving import CAN, CANNOT, next_of_trial, next_turn
from app.queries.moving_page import read_batch
from app.store.batches import results_of
from app.store.clock import random_id
from app.store.erasing import blank_routes
from tests import klein
from tests.counting import ROLLBACK, counted
from tests.invariants import holds
from tests.killing import killed_at, let_go
from tests.school import School, Site, make_school
from tests.steps import IB, LK, do, new_dossier, to_samen
from tests.store.going import OTHER_TASK, OTHER_TERMS, published, route_of
from tests.store.test_batches import desk, on, results, row_of

WHY = "De nieuwe versie geldt vanaf nu."
BY_HAND = {"elements": {"b": "b2"}}


@pytest.fixture
def here(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


def tried(school: School, to: str, mapping: dict[str, Any] | None = None) -> UUID:
    made: UUID = school.send(IB, BeginTrial(to, mapping=mapping or {})).result
    on(school)
    return made


def moved(school: School, to: str, mapping: dict[str, Any] | None = None) -> UUID:
    made: UUID = school.send(IB, BeginMove(tried(school, to, mapping), WHY)).result
    return made


def versions(school: School, *dossiers: UUID) -> list[str]:
    where = t.route.c.route_id.in_([route_of(school, each) for each in dossiers])
    with school.reading() as work:
        return list(work.run(select(t.route.c.bundle).where(where).order_by(t.route.c.dossier_id)).scalars())


def told(school: School, batch: UUID) -> list[dict[str, Any]]:
    where = (t.batch_route.c.batch_id == batch,)
    with school.reading() as work:
        return list(work.run(select(t.batch_route.c.told).where(*where)).scalars())


def test_it_is_tried_first_then_done_by_hand_where_the_drawing_does_not_tell(here: School) -> None:
    dossiers = [to_samen(here), new_dossier(here)]
    to = published(here, *OTHER_TASK).geheel
    trial = tried(here, to)
    assert row_of(here, trial).status == "klaar"
    assert results(here, trial) == ["kan mee", "kan niet mee"]
    (kept,) = [each for each in told(here, trial) if "reasons" in each]
    (why,) = kept["reasons"]
    assert why.startswith("“Praten” is er in de nieuwe versie niet meer. Zeg met de hand waar het heen gaat, of")
    assert (kept["at"], ["zorg", "b", "Praten"] in kept["stands"]) == (["b"], True)
    batch = moved(here, to, BY_HAND)
    assert to not in versions(here, *dossiers)
    assert on(here) == 2
    assert versions(here, *dossiers) == [to, to]
    assert results(here, batch) == ["over", "over"]
    for each in dossiers:
        assert holds(here, each).of("RouteMigrated")[0]["data"]["reason"] == WHY
    do(here, dossiers[0], LK, "Bespreken")


def test_taken_back_as_far_as_nothing_happened_since(here: School) -> None:
    still, worked = to_samen(here), to_samen(here)
    before = versions(here, still)
    to = published(here, *OTHER_TERMS).geheel
    batch = moved(here, to)
    on(here)
    do(here, worked, LK, "Praten")
    back = here.send(IB, BeginBack(batch, "Toch nog niet.")).result
    assert on(here) == 2
    assert results(here, back) == ["blijft", "terug"]
    assert versions(here, still) == before
    assert versions(here, worked) == [to]
    assert holds(here, worked).of("AttemptRefused") == []
    assert holds(here, still).of("MigrationUndone")[0]["data"]["reason"] == "Toch nog niet."


def test_what_is_stopped_moves_nothing_more_and_no_turn_is_taken_twice(here: School) -> None:
    to_samen(here)
    dossier = to_samen(here)
    batch = moved(here, published(here, *OTHER_TERMS).geheel)
    turn = next_turn(desk(here), here.board, batch)
    here.send(IB, MoveNext(batch, turn.after, turn.gone))
    with pytest.raises(TurnLostError):
        here.send(IB, MoveNext(batch, turn.after, turn.gone))
    with pytest.raises(WrongStateError):
        here.send(IB, BeginBack(batch, WHY))
    here.send(IB, StopBatch(batch))
    with pytest.raises(TurnLostError):
        here.send(IB, MoveNext(batch, turn.route, turn.gone))
    assert on(here) == 0
    assert row_of(here, batch).done == 1
    assert holds(here, dossier).of("AttemptRefused") == []
    here.send(IB, BeginBack(batch, WHY))
    assert on(here) == 1
    assert row_of(here, batch).status == "klaar"


def test_what_was_stopped_goes_on_only_where_no_other_moves_the_same_routes(here: School) -> None:
    to_samen(here)
    to = published(here, *OTHER_TERMS).geheel
    trial = tried(here, to)
    first = here.send(IB, BeginMove(trial, WHY)).result
    here.send(IB, StopBatch(first))
    other = here.send(IB, BeginMove(trial, WHY)).result
    with pytest.raises(WrongStateError, match="al routes naar deze versie"):
        here.send(IB, ResumeBatch(first))
    here.send(IB, StopBatch(other))
    here.send(IB, ResumeBatch(first))
    assert on(here) == 1
    assert row_of(here, first).status == "klaar"


def test_only_who_may_publish_and_only_what_can_be_meant(here: School) -> None:
    to_samen(here)
    to = published(here, *OTHER_TERMS).geheel
    with pytest.raises(NotFoundError):
        here.send(LK, BeginTrial(to))
    for wrong in ({"to": "0" * 64}, {"to": to, "mapping": {"wat": 1}}):
        with pytest.raises(InvalidValueError):
            here.send(IB, BeginTrial(**wrong))
    trial = here.send(IB, BeginTrial(to)).result
    with pytest.raises(WrongStateError):
        here.send(IB, BeginMove(trial, WHY))
    on(here)
    with pytest.raises(FormInvalidError):
        here.send(IB, BeginMove(trial, "?"))
    with pytest.raises(NotFoundError):
        here.send(LK, BeginMove(trial, WHY))


@pytest.mark.parametrize("back", [False, True])
def test_killed_anywhere_each_route_is_on_one_version_and_the_next_worker_goes_on(here: School, *, back: bool) -> None:
    dossiers = [to_samen(here), to_samen(here)]
    (own, _) = versions(here, *dossiers)
    to = published(here, *OTHER_TASK).geheel
    batch = moved(here, to, BY_HAND)
    if back:
        on(here)
        batch = here.send(IB, BeginBack(batch, WHY)).result
    before, after = (to, own) if back else (own, to)
    place, died = 5, 0
    while killed_at(here, place, on):
        found = versions(here, *dossiers)
        assert set(found) <= {before, after}
        assert row_of(here, batch).done == found.count(after)
        here.clock.on(seconds=61)
        let_go(here.site)
        place, died = place + 17, died + 1
    assert versions(here, *dossiers) == [after, after]
    assert (row_of(here, batch).status, len(results(here, batch))) == ("klaar", 2)
    for each in dossiers:
        kinds = ["RouteMigrated", "MigrationUndone"] if back else ["RouteMigrated"]
        assert [fact["kind"] for fact in holds(here, each).of("RouteMigrated", "MigrationUndone")] == kinds
    assert died > 3


def test_the_way_back_of_another_is_not_mine_to_take(here: School) -> None:
    to_samen(here)
    batch = moved(here, published(here, *OTHER_TERMS).geheel)
    turn = next_turn(desk(here), here.board, batch)
    for command in (MoveNext, BackNext):
        with pytest.raises(TurnLostError):
            here.send("bestuur", command(batch, turn.after, turn.gone))


def test_what_came_of_thousands_of_routes_is_told_without_reading_each(here: School) -> None:
    new_dossier(here)
    batch = tried(here, published(here, *OTHER_TERMS).geheel)
    with here.writing() as work:
        for number in range(1200):
            work.add(
                t.batch_route, batch_id=batch, route_id=random_id(), dossier_id=random_id(), process="zorg",
                name="zorg", result=CANNOT if number % 3 else CAN,
                told={"reasons": ["Dit kan niet."], "version": "x" * 64} if number % 3 else {"version": "x" * 64},
            )  # fmt: skip
    who = here.actor(IB)
    with here.reading() as work:
        assert len(results_of(work, batch)) == 3
        shown = read_batch(work, who, here.site.bundles, batch)
    # More than this person may see, so numbers are rounded; what stays is two of three.
    assert [each.name for each in shown.processes] == ["zorg"]
    assert [each.sentence for each in shown.processes[0].reasons] == ["Dit kan niet."]
    assert not shown.exact


def test_a_turn_is_one_look(here: School) -> None:
    dossiers = [to_samen(here), new_dossier(here)]
    batch = moved(here, published(here, *OTHER_TASK).geheel, BY_HAND)
    assert dossiers
    with counted() as sent:
        assert next_turn(desk(here), here.board, batch) is not None
    assert sum(each == ROLLBACK for each in sent.statements) <= 1
    assert len(sent.asked) <= 9


def test_of_a_route_that_was_destroyed_meanwhile_no_batch_keeps_anything(here: School) -> None:
    one = new_dossier(here)
    batch = here.send(IB, BeginTrial(published(here, *OTHER_TERMS).geheel)).result
    step = next_of_trial(desk(here), here.board, batch, 5)
    assert step is not None
    assert [each.dossier for each in step.gone] == [one]
    with here.writing() as work:
        blank_routes(work, one, [route_of(here, one)], work.now)
    noted = NotePassed(step.batch, step.after, step.upto, step.passed, step.gone, step.tally, step.last)
    here.bus.send(noted, by=Actor.system(here.board))
    assert told(here, batch) == []
