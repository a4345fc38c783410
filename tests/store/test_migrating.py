"""A running route goes to another version and back: rows, facts, and everything carried out again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.migrating import MigrateRoute, UndoMigration
from app.commands.tasks import CompleteTask
from app.domain.errors import (
    BarredError,
    FormInvalidError,
    InvalidValueError,
    NotFoundError,
    StuckError,
    WrongStateError,
)
from app.queries.desk import Desk
from app.queries.history import Part
from app.queries.mining import Names, Span, cases
from app.queries.replay_page import read_replay
from app.queries.story import read_story
from app.queries.verdicts import Asked, Sort, Which, judge
from app.queries.verification import verify
from app.store.clock import Clock
from app.web.chronology import tell
from app.web.replaying import script
from tests import klein
from tests.invariants import holds
from tests.killing import killed_at, let_go
from tests.school import School, Site, make_school
from tests.steps import DIR, IB, LK, NOTE, do, new_dossier, task_of, to_afronden, to_noteren, to_poison, to_samen
from tests.store.going import OF_THE_TEACHER, OTHER_LANE, OTHER_TASK, OTHER_TERMS, published, route_of

WHY = "De nieuwe versie geldt vanaf nu."


@pytest.fixture
def here(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


def go(school: School, dossier: UUID, to: str, **more: Any) -> Any:
    return school.send(IB, MigrateRoute(route_of(school, dossier), to, WHY, **more)).result


def back(school: School, dossier: UUID) -> Any:
    return school.send(IB, UndoMigration(route_of(school, dossier), WHY)).result


def row_of(school: School, dossier: UUID) -> Any:
    with school.reading() as work:
        return work.row(select(t.route).where(t.route.c.route_id == route_of(school, dossier)))


def route_called(school: School, dossier: UUID, process: str) -> Any:
    where = (t.route.c.dossier_id == dossier, t.route.c.process == process)
    with school.reading() as work:
        return work.row(select(t.route).where(*where))


def task_row(school: School, task: UUID) -> Any:
    with school.reading() as work:
        return work.row(select(t.task).where(t.task.c.task_id == task))


def all_holds(school: School, dossier: UUID) -> Any:
    """What must hold, by the tests and by the product itself."""
    told = holds(school, dossier)
    with school.reading() as work:
        verdict = verify(work, school.site.bundles, dossier)
    assert verdict.holds, verdict.found
    return told


def test_tasks_stay_what_they_are_with_the_terms_of_the_new_drawing(here: School) -> None:
    dossier = new_dossier(here)
    to = published(here, *OTHER_TERMS)
    task = task_of(here, dossier, "Kijken")
    was = task_row(here, task)
    go(here, dossier, to.geheel)
    now = task_row(here, task)
    assert (now.status, now.opened_at, now.version) == ("open", was.opened_at, was.version + 1)
    assert now.due_at > was.due_at
    assert row_of(here, dossier).bundle == to.geheel
    (fact,) = all_holds(here, dossier).of("RouteMigrated")
    assert fact["data"] == {
        "before": fact["do"]["arguments"]["version"], "bundle": to.geheel, "mapping": {}, "reason": WHY,
    }  # fmt: skip
    assert fact["moment"]["bundle"] == to.geheel
    do(here, dossier, LK, "Kijken")
    do(here, dossier, LK, "Verder?", {"antwoord": "Samen"})
    all_holds(here, dossier)


def test_by_hand_a_task_gets_its_new_name_and_keeps_what_was_typed(here: School) -> None:
    dossier = to_samen(here)
    to = published(here, *OTHER_TASK)
    task = task_of(here, dossier, "Praten")
    with pytest.raises(FormInvalidError) as told:
        go(here, dossier, to.geheel)
    assert told.value.errors["route"][0].startswith("“Praten” is er in de nieuwe versie niet meer.")
    go(here, dossier, to.geheel, mapping={"elements": {"b": "b2"}})
    now = task_row(here, task)
    assert (now.name, now.element, now.path, now.status) == ("Bespreken", "b2", "b2", "open")
    all_holds(here, dossier)
    with pytest.raises(WrongStateError):
        here.send(LK, CompleteTask(task, NOTE, seen=1))
    here.send(LK, CompleteTask(task, NOTE, seen=2))
    do(here, dossier, IB, "Wegen")
    assert all_holds(here, dossier).of("RouteMigrated")[0]["data"]["mapping"] == {"elements": {"b": "b2"}}


def test_a_task_for_other_people_is_theirs_and_they_are_told(here: School) -> None:
    dossier = to_samen(here)
    to = published(here, *OTHER_LANE)
    task = task_of(here, dossier, "Wegen")
    go(here, dossier, to.geheel)
    with pytest.raises(NotFoundError):
        here.send(IB, CompleteTask(task, NOTE))
    (fact,) = all_holds(here, dossier).of("RouteMigrated")
    leading = {str(here.people[each]) for each in ("directeur", "waarnemer")}
    assert {each["person"] for each in fact["joined"]} == leading
    here.send(DIR, CompleteTask(task, NOTE))
    all_holds(here, dossier)


def test_it_goes_back_while_nothing_happened(here: School) -> None:
    dossier = to_samen(here)
    before = row_of(here, dossier)
    to = published(here, *OTHER_TASK)
    go(here, dossier, to.geheel, mapping={"elements": {"b": None, "c": "c"}})
    assert here.names() == ["Wegen"]
    back(here, dossier)
    assert here.names() == ["Praten", "Wegen"]
    assert row_of(here, dossier).bundle == before.bundle
    told = all_holds(here, dossier)
    kinds = ["RouteMigrated", "MigrationUndone"]
    assert [each["kind"] for each in told.of(*kinds)] == kinds
    with pytest.raises(WrongStateError):
        back(here, dossier)
    do(here, dossier, LK, "Praten")
    all_holds(here, dossier)


def test_not_back_after_anything_happened(here: School) -> None:
    dossier = to_samen(here)
    go(here, dossier, published(here, *OTHER_TERMS).geheel)
    do(here, dossier, LK, "Praten")
    with pytest.raises(WrongStateError, match="intussen"):
        back(here, dossier)
    told = all_holds(here, dossier)
    assert [each["data"]["tried"] for each in told.of("AttemptRefused")] == ["UndoMigration"]


def test_what_waits_items_and_other_routes_go_on(here: School) -> None:
    noting, acting = to_noteren(here), to_afronden(here)
    to = published(here, *OTHER_TERMS)
    for dossier in (noting, acting):
        go(here, dossier, to.geheel)
        all_holds(here, dossier)
    do(here, noting, LK, "Noteren")
    assert "Terugkijken" in here.names()
    all_holds(here, noting)


def test_only_to_a_version_that_does_something_else_unless_asked(here: School) -> None:
    dossier = to_samen(here)
    to = published(here, ('name="Praten"', 'name="Bijpraten"'))
    with pytest.raises(InvalidValueError, match="hetzelfde"):
        go(here, dossier, to.geheel)
    go(here, dossier, to.geheel, alike=True)
    assert here.names() == ["Bijpraten", "Wegen"]
    all_holds(here, dossier)


def test_who_does_not_publish_moves_no_route(here: School) -> None:
    dossier = new_dossier(here)
    command = MigrateRoute(route_of(here, dossier), published(here, *OTHER_TERMS).geheel, WHY)
    with pytest.raises(NotFoundError):
        here.send(LK, command)
    here.send("bestuur", command)
    all_holds(here, dossier)


def test_what_cannot_be_meant(here: School) -> None:
    dossier = new_dossier(here)
    to = published(here, *OTHER_TERMS).geheel
    for wrong in ({"to": "0" * 64}, {"to": to, "mapping": {"wat": 1}}):
        with pytest.raises(InvalidValueError):
            go(here, dossier, **wrong)
    with pytest.raises(FormInvalidError):
        here.send(IB, MigrateRoute(route_of(here, dossier), to, "?"))
    go(here, dossier, to)
    with pytest.raises(WrongStateError, match="al op die versie"):
        go(here, dossier, to)
    all_holds(here, dossier)


def test_a_term_that_is_at_another_task_now_runs_there(here: School) -> None:
    dossier = to_samen(here)
    to = published(here, *OTHER_TASK, ('attachedToRef="c"', 'attachedToRef="b2"'))
    here.clock.on(days=1)
    go(here, dossier, to.geheel, mapping={"elements": {"b": "b2"}})
    all_holds(here, dossier)
    here.clock.on(days=9)
    assert here.fire(dossier)
    all_holds(here, dossier)


def test_who_did_a_task_under_its_old_name_is_still_kept_from_the_next(here: School) -> None:
    dossier = to_samen(here)
    to = published(here, ('name="Kijken"', 'name="Zien"'), ('value="Kijken"', 'value="Zien"'), *OF_THE_TEACHER)
    go(here, dossier, to.geheel)
    task = task_of(here, dossier, "Wegen")
    with pytest.raises(BarredError, match="omdat jij “Zien” hebt gedaan"):
        here.send(LK, CompleteTask(task, NOTE))
    all_holds(here, dossier)


def test_what_was_stuck_at_a_term_that_is_no_more_goes_on(here: School) -> None:
    dossier = to_poison(here)
    with pytest.raises(StuckError):
        here.fire(dossier)
    to = published(here, *OTHER_TERMS)
    calling = route_called(here, dossier, "bellen")
    assert calling.stuck
    by_hand = {"elements": {"bo": "bu"}}
    here.send(IB, MigrateRoute(calling.route_id, to.geheel, WHY, by_hand))
    assert "Bellen" in here.names()
    assert not route_called(here, dossier, "bellen").stuck
    all_holds(here, dossier)


def test_it_is_told_and_judged_on_the_version_of_each_time(here: School) -> None:
    dossier = to_samen(here)
    own, to = row_of(here, dossier).bundle, published(here, *OTHER_TASK)
    go(here, dossier, to.geheel, mapping={"elements": {"b": "b2"}})
    do(here, dossier, LK, "Bespreken")
    with here.reading() as work:
        verdict = judge(work, here.site.bundles, dossier, Asked())
        assert [each for each in verdict.found if each.sort is Sort.WRONG] == []
        replay = read_replay(work, here.actor(IB), here.site.bundles, dossier)
        story = read_story(work, here.actor(IB), here.site.bundles, dossier, Part(50))
    assert replay is not None
    (route,) = replay.routes
    assert [each.bundle for each in route.stages] == [own, to.geheel]
    before, after = (next(each for each in replay.frames if each.entry.data.get("name") == name) for name in (
        "Kijken", "Bespreken",
    ))  # fmt: skip
    assert next(line.label for line in before.filled_in.lines).startswith("Welke ernst")
    assert after.places == ("Wegen",)
    assert len(script(replay, lambda _route, stage: f"{stage.bundle}/{stage.file}")["diagrams"]) == 2
    assert story is not None
    sentences = [each.sentence for each in tell(story.story)]
    assert "Intern Begeleider Proef zette de route over naar een andere versie van het protocol." in sentences
    desk = Desk(here.site.keys, Clock(here.clock), here.site.bundles)
    (case,) = cases(desk, here.board, here.site.bundles, Span(), Names())
    events = [(each.kind, each.name) for each in case.routes[0].events]
    assert ("naar een andere protocolversie", "naar een andere protocolversie") in events
    assert ("taak geopend", "Praten") in events
    assert ("taak afgerond", "Bespreken") in events


def rule(number: str, sentence: str) -> str:
    return (
        f'[[regel]]\nnummer = "{number}"\nnaam = "Regel {number}"\ntekst = "Zo is het."\nbron = ["R1"]\n'
        f"proces = \"zorg\"\nzinnen = ['{sentence}']\n"
    )


def conformity(school: School, dossier: UUID) -> set[tuple[str, Sort]]:
    with school.reading() as work:
        verdict = judge(work, school.site.bundles, dossier, Asked(alone=True))
    return {(each.rule, each.sort) for each in verdict.found if each.which is Which.CONFORMITY}


def test_each_version_judges_what_happened_on_it(here: School) -> None:
    """Kijken came on the first version, Praten on the second: each rule speaks of its own time, knowing all before."""
    dossier = new_dossier(here)
    do(here, dossier, LK, "Kijken")
    of_before = rule("1", 'nooit "Kijken" zonder "Wegen" ervoor')
    kept, broken = rule("2", 'nooit "Praten" zonder "Kijken" ervoor'), rule("3", 'nooit "Praten" zonder "Wegen" ervoor')
    go(here, dossier, published(here, *OTHER_TERMS, rules=of_before + kept + broken).geheel)
    do(here, dossier, LK, "Verder?", {"antwoord": "Samen"})
    of_after = rule("4", 'nooit "Praten" zonder "Terugkijken" ervoor')
    assert conformity(here, dossier) == {("2", Sort.KEPT), ("3", Sort.WRONG)}
    go(here, dossier, published(here, ("P3D", "P8D"), rules=of_after).geheel)
    assert conformity(here, dossier) == {("2", Sort.KEPT), ("3", Sort.WRONG)}


@pytest.mark.parametrize("undo", [False, True])
def test_killed_anywhere_it_is_on_one_version_or_the_other(here: School, *, undo: bool) -> None:
    to = published(here, *OTHER_TASK).geheel
    dossier = to_samen(here)
    own = row_of(here, dossier).bundle
    by_hand = {"elements": {"b": None}}
    if undo:
        go(here, dossier, to, mapping=by_hand)
    command: Any = UndoMigration(route_of(here, dossier), WHY) if undo else MigrateRoute(
        route_of(here, dossier), to, WHY, by_hand
    )  # fmt: skip
    before, after = (to, own) if undo else (own, to)
    place, died = 1, 0
    while killed_at(here, place, lambda school: school.send(IB, command)):
        found = row_of(here, dossier)
        assert found.bundle in {before, after}
        let_go(here.site)
        died += 1
        if found.bundle == after:  # it died after the commit: the step was taken
            break
        place += 3
    all_holds(here, dossier)
    assert row_of(here, dossier).bundle == after
    assert died > 4
