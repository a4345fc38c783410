"""Checks of the history that run: begun, gone on with by the worker, stopped, and told once as an incident."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, text, update

import app.store.tables as t
from app.commands.upkeep import TidyUp
from app.commands.verdicts import BeginCheck, MarkSeen, NoteChecked, ResumeCheck, StopCheck
from app.domain.actors import Actor
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.jobs.checkpoints import Outside
from app.jobs.checks import begin_nightly, go_on
from app.queries.checks import CheckShown, last_of, list_checks, next_step, read_check, running
from app.queries.desk import Desk
from app.queries.incidents import list_incidents
from app.queries.verdicts import Asked
from app.store.clock import Clock, random_id
from app.store.db import db
from tests.school import School, add_pupil


@pytest.fixture
def desk(school: School) -> Desk:
    return Desk(school.site.keys, Clock(school.clock), school.site.bundles)


def dossiers(school: School, count: int) -> list[UUID]:
    """So many dossiers, each of another pupil."""
    found, first = [], school.pupil
    with school.reading() as work:
        mine = (t.school_group.c.board_id == school.board,)
        group = work.run(select(t.school_group.c.group_id).where(*mine)).scalar_one()
    for _ in range(count):
        school.pupil = random_id()
        with school.writing() as work:
            add_pupil(work, school.pupil, school.school, group)
        found.append(school.open("leerkracht", "Zorg over leerling"))
    school.pupil = first
    return sorted(found, key=lambda each: each.hex)


def shown(school: School, check: UUID, function: str = "bestuur") -> CheckShown:
    actor = school.actor(function)
    with school.writing() as work:
        found = read_check(work, actor, check)
    assert found is not None
    return found


def on(school: School, desk: Desk) -> int:
    return go_on(desk, school.bus, school.board, Outside())


def incidents(school: School, function: str = "directeur"):
    actor = school.actor(function)
    with school.reading() as work:
        found = list_incidents(work, actor, limit=50, after=None, resolved=False).items
    return [each for each in found if each.kind == "geschiedenis"]


def broken(school: School, dossier: UUID) -> None:
    """The state of a route that somebody changed in the database."""
    with school.writing() as work:
        work.run(update(t.route).where(t.route.c.dossier_id == dossier).values(milestone="Iets anders"))


def test_a_check_of_all_goes_over_every_dossier_and_says_what_it_did(school: School, desk: Desk) -> None:
    dossiers(school, 7)
    check = school.send("bestuur", BeginCheck()).result
    assert shown(school, check).check.total == 7
    assert on(school, desk) == 7
    found = shown(school, check).check
    assert (found.status, found.done, found.found) == ("klaar", 7, 1)
    assert found.counts["steps"] == 7
    assert [found.standing(each) for each in found.verdicts] == ["", "", ""]
    assert [each.rule for each in shown(school, check).findings] == ["18"]  # told once, for seven dossiers
    assert running(desk, school.board) == []


def test_a_check_that_was_stopped_goes_on_from_where_it_was(school: School, desk: Desk) -> None:
    dossiers(school, 7)
    check = school.send("bestuur", BeginCheck()).result
    step = next_step(desk, school.board, check, Asked(), 5)
    assert step is not None
    system = Actor.system(school.board)
    noted = NoteChecked(step.check, step.after, step.upto, step.done, step.counts, step.found, step.last)
    assert school.bus.send(noted, by=system).result is True
    school.send("bestuur", StopCheck(check))
    assert on(school, desk) == 0
    assert (shown(school, check).check.status, shown(school, check).check.done) == ("gestopt", 5)
    with pytest.raises(WrongStateError):
        school.send("bestuur", StopCheck(check))
    school.send("bestuur", ResumeCheck(check))
    assert on(school, desk) == 2
    assert (shown(school, check).check.status, shown(school, check).check.done) == ("klaar", 7)


def test_two_workers_at_one_check_count_no_dossier_twice(school: School, desk: Desk) -> None:
    dossiers(school, 3)
    check = school.send("bestuur", BeginCheck()).result
    step = next_step(desk, school.board, check, Asked(), 2)
    assert step is not None
    noted = NoteChecked(step.check, step.after, step.upto, step.done, step.counts, step.found, step.last)
    system = Actor.system(school.board)
    assert [school.bus.send(noted, by=system).result for _ in range(2)] == [True, False]
    assert shown(school, check).check.done == 2


def test_what_does_not_hold_is_found_with_its_place_and_the_rest_goes_on(school: School, desk: Desk) -> None:
    first, second, _ = dossiers(school, 3)
    broken(school, second)
    check = school.send("bestuur", BeginCheck()).result
    assert on(school, desk) == 3
    found = shown(school, check)
    assert found.check.standing("integriteit") == "geschonden"
    (told,) = [each for each in found.findings if each.sort == "geschonden"]
    assert (told.dossier, told.number) == (second, 1)
    assert "mijlpaal" in told.sentence
    assert first != second


def test_the_nightly_check_tells_a_person_once(school: School, desk: Desk) -> None:
    (dossier,) = dossiers(school, 1)
    broken(school, dossier)
    for _ in range(2):
        begin_nightly(school.bus, school.board)
        on(school, desk)
        school.clock.on(days=1)
    (told,) = incidents(school)
    assert told.message == "De geschiedenis is veranderd of niet heel in route 1."
    school.send("directeur", MarkSeen(told.id))
    begin_nightly(school.bus, school.board)
    on(school, desk)
    assert incidents(school) == []
    with pytest.raises(WrongStateError):
        school.send("directeur", MarkSeen(told.id))
    with pytest.raises(NotFoundError):
        school.send("leerkracht", MarkSeen(told.id))


def test_other_dossiers_keep_working_beside_one_that_does_not_hold(school: School, desk: Desk) -> None:
    first, second = dossiers(school, 2)
    broken(school, first)
    begin_nightly(school.bus, school.board)
    on(school, desk)
    school.clock.on(days=1)
    for task in school.tasks("Observeren en begeleiden"):
        with school.reading() as work:
            of = work.run(select(t.task.c.dossier_id).where(t.task.c.task_id == task)).scalar_one()
        if of == second:
            school.complete("leerkracht", "Observeren en begeleiden")
    assert incidents(school)


def test_what_belongs_to_no_dossier_is_told_in_every_school(school: School, desk: Desk) -> None:
    with school.writing() as work:
        work.run(update(t.board).where(t.board.c.board_id == school.board).values(facts=3))
    begin_nightly(school.bus, school.board)
    on(school, desk)
    (told,) = incidents(school)
    assert (told.dossier, told.route, told.school) == (None, None, school.school)


def test_a_second_nightly_check_waits_for_the_first_and_two_workers_begin_one(school: School, desk: Desk) -> None:
    dossiers(school, 1)
    for _ in range(2):
        begin_nightly(school.bus, school.board)
    assert len(running(desk, school.board)) == 1
    on(school, desk)
    begin_nightly(school.bus, school.board)
    assert running(desk, school.board) == []
    school.clock.on(days=1)
    begin_nightly(school.bus, school.board)
    school.clock.on(days=1)
    begin_nightly(school.bus, school.board)
    assert len(running(desk, school.board)) == 1


def test_a_check_of_one_dossier_is_for_who_leads_it(school: School, desk: Desk) -> None:
    dossier, other = dossiers(school, 2)
    broken(school, other)
    check = school.send("intern begeleider", BeginCheck(dossier)).result
    assert on(school, desk) == 1
    found = shown(school, check, "intern begeleider")
    assert (found.check.status, found.check.done, found.partly, found.findings) == ("klaar", 1, True, found.findings)
    assert {(each.sort, each.rule) for each in found.findings} == {("gehouden", "14"), ("nog niet te zeggen", "18")}
    assert [found.check.standing(each) for each in found.check.verdicts] == ["", "", ""]
    actor = school.actor("intern begeleider")
    with school.writing() as work:
        last = last_of(work, actor, dossier)
    assert last is not None
    assert last.shown == found
    for function in ("leerkracht", "MT"):
        with pytest.raises(NotFoundError):
            school.send(function, BeginCheck(dossier))
        actor = school.actor(function)
        with school.writing() as work:
            assert read_check(work, actor, check) is None
            assert last_of(work, actor, dossier) is None


def test_what_a_later_check_of_all_found_is_told_beside_an_older_verdict(school: School, desk: Desk) -> None:
    dossier, other = dossiers(school, 2)
    actor = school.actor("intern begeleider")
    for each in (dossier, other):
        school.send("intern begeleider", BeginCheck(each))
        on(school, desk)
    broken(school, dossier)
    school.clock.on(days=1)
    school.send("bestuur", BeginCheck())
    on(school, desk)
    with school.writing() as work:
        told = {each: last_of(work, actor, each) for each in (dossier, other)}
    assert {each: last.wrong_since for each, last in told.items() if last} == {dossier: school.clock.now, other: None}
    school.clock.on(days=1)
    school.send("intern begeleider", BeginCheck(dossier))
    on(school, desk)
    with school.writing() as work:
        last = last_of(work, actor, dossier)
    assert last is not None
    assert (last.wrong_since, last.shown is not None) == (None, True)


def test_who_leads_a_dossier_may_not_have_all_judged(school: School) -> None:
    for function in ("intern begeleider", "directeur", "leerkracht"):
        with pytest.raises(NotFoundError):
            school.send(function, BeginCheck())
        actor = school.actor(function)
        with school.reading() as work, pytest.raises(NotFoundError):
            list_checks(work, actor)


def test_only_the_verdicts_that_are_asked_are_given(school: School, desk: Desk) -> None:
    (dossier,) = dossiers(school, 1)
    broken(school, dossier)
    check = school.send("bestuur", BeginCheck(verdicts=("conformiteit",))).result
    on(school, desk)
    assert [each.verdict for each in shown(school, check).findings if each.verdict != "conformiteit"] == []
    with pytest.raises(InvalidValueError):
        school.send("bestuur", BeginCheck(verdicts=("iets",)))


def test_whose_check_it_is_stands_in_the_list(school: School, desk: Desk) -> None:
    dossiers(school, 1)
    begin_nightly(school.bus, school.board)
    on(school, desk)
    school.clock.on(hours=1)
    school.send("bestuur", BeginCheck())
    actor = school.actor("bestuur")
    with school.reading() as work:
        mine, nightly = list_checks(work, actor)
    assert (mine.begun_by, mine.status) == ("Bestuur Proef", "loopt")
    assert (nightly.begun_by, nightly.status) == (None, "klaar")


def test_what_old_nights_found_is_forgotten_but_for_what_did_not_hold(school: School, desk: Desk) -> None:
    (dossier,) = dossiers(school, 1)
    broken(school, dossier)
    begin_nightly(school.bus, school.board)
    on(school, desk)
    actor = school.actor("bestuur")
    with school.reading() as work:
        (check,) = list_checks(work, actor)
    assert {each.sort for each in shown(school, check.id).findings} == {"geschonden", "nog niet te zeggen"}
    school.clock.on(days=31)
    school.bus.send(TidyUp(), by=Actor.system(school.board))
    assert {each.sort for each in shown(school, check.id).findings} == {"geschonden"}


def test_garbage_in_the_row_of_the_board_keeps_no_check_from_going_on(school: School, desk: Desk) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL refuses a value of another kind
    dossiers(school, 2)
    with school.writing() as work:
        work.run(text(f"UPDATE board SET facts = 'veel', head = 'onzin' WHERE board_id = '{school.board.hex}'"))  # noqa: S608
    begin_nightly(school.bus, school.board)
    assert on(school, desk) == 2
    told = incidents(school)
    assert [each.message for each in told] == ["De geschiedenis is veranderd of niet heel."] * len(told)
    assert told
