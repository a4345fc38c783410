"""What is refused or gets stuck leaves exactly what it should: never half a step, never what was typed lost."""

from __future__ import annotations

import pytest

import app.store.tables as t
from app.commands.routes import WithdrawRoute
from app.commands.tasks import CompleteTask, CorrectTask
from app.domain.errors import (
    BarredError,
    DoneError,
    FormInvalidError,
    KeyReusedError,
    StaleError,
    WrongStateError,
)  # fmt: skip
from app.store.clock import random_id
from tests import klein
from tests.invariants import holds
from tests.rows import drafted, only, rows
from tests.school import School, Site, make_school
from tests.steps import IB, LK, NOTE, do, new_dossier, task_of, to_afronden, to_samen

SEEN = {"ernst": "laag", "gezien": "Wat ik zag staat hier."}


@pytest.fixture
def klein_school(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


class TestAWrongState:
    def test_a_task_that_is_done_leaves_one_fact_the_answer_to_the_request_and_a_draft(
        self, klein_school: School
    ) -> None:
        dossier = new_dossier(klein_school)
        task = task_of(klein_school, dossier, "Kijken")
        do(klein_school, dossier, LK, "Kijken")
        before = holds(klein_school, dossier).count()
        typed = {**SEEN, "gezien": "Dit was al getypt."}
        with pytest.raises(DoneError) as raised:
            klein_school.send(LK, CompleteTask(task, typed), key="k")
        assert (raised.value.by, raised.value.at) == ("Leerkracht Proef", klein_school.clock.now)
        told = holds(klein_school, dossier)
        assert told.count() - before == {"AttemptRefused": 1}
        (fact,) = told.of("AttemptRefused")
        assert fact["data"] == {"tried": "CompleteTask", "task": str(task), "reason": "done"}
        asked = only(klein_school, t.idempotency)
        assert (asked.status, asked.location) == (409, f"/api/v1/tasks/{task}")
        assert drafted(klein_school, task, LK) == typed

    def test_asked_again_with_the_same_key_it_gets_the_same_answer_and_leaves_nothing_more(
        self, klein_school: School
    ) -> None:
        dossier = new_dossier(klein_school)
        task = task_of(klein_school, dossier, "Kijken")
        do(klein_school, dossier, LK, "Kijken")
        with pytest.raises(DoneError):
            klein_school.send(LK, CompleteTask(task, SEEN), key="k")
        before = holds(klein_school, dossier).count()
        again = klein_school.send(LK, CompleteTask(task, SEEN), key="k")
        assert (again.repeated, again.status) == (True, 409)
        assert holds(klein_school, dossier).count() == before

    def test_a_task_that_changed_since_it_was_opened_is_stale_and_what_was_typed_is_kept(
        self, klein_school: School
    ) -> None:
        dossier = new_dossier(klein_school)
        task = task_of(klein_school, dossier, "Kijken")
        klein_school.clock.on(days=3)
        assert klein_school.fire(dossier) == 1
        assert only(klein_school, t.task, task_id=task).version == 2
        with pytest.raises(StaleError) as raised:
            klein_school.send(LK, CompleteTask(task, SEEN, seen=1), key="k")
        assert raised.value.version == 2
        assert drafted(klein_school, task, LK) == SEEN
        assert holds(klein_school, dossier).count()["AttemptRefused"] == 1
        klein_school.send(LK, CompleteTask(task, SEEN, seen=2), key="k2")
        assert not rows(klein_school, t.draft), "the draft is of no more use"
        holds(klein_school)

    def test_another_branch_that_moves_makes_nothing_stale(self, klein_school: School) -> None:
        dossier = to_samen(klein_school)
        task = task_of(klein_school, dossier, "Wegen")
        do(klein_school, dossier, LK, "Praten")
        klein_school.send(IB, CompleteTask(task, NOTE, seen=1))
        holds(klein_school)

    def test_a_task_that_lapsed_says_so_and_names_nobody(self, klein_school: School) -> None:
        dossier = to_samen(klein_school)
        task = task_of(klein_school, dossier, "Wegen")
        klein_school.clock.on(days=4)
        klein_school.fire(dossier)
        with pytest.raises(DoneError) as raised:
            klein_school.send(IB, CompleteTask(task, NOTE))
        assert (raised.value.by, raised.value.at) == ("", klein_school.clock.now)
        assert "vervallen" in raised.value.message
        assert drafted(klein_school, task, IB) == NOTE

    def test_who_did_the_task_it_is_about_may_not_and_what_was_typed_is_kept(self, site: Site) -> None:
        with site.app.app_context():
            school = make_school(site, klein.files())
            both = school.people[LK]
            with school.writing() as work:
                work.add(t.holding, holding_id=random_id(), person_id=both, function=IB, school_id=school.school,
                         began_at=school.clock.now)  # fmt: skip
            dossier = to_samen(school)
            task = task_of(school, dossier, "Wegen")
            with pytest.raises(BarredError) as raised:
                school.send(LK, CompleteTask(task, NOTE), key="k")
            assert "Kijken" in raised.value.message
            assert drafted(school, task, LK) == NOTE
            assert holds(school, dossier).of("AttemptRefused")[0]["data"]["reason"] == "barred"
            school.send(IB, CompleteTask(task, NOTE))
            holds(school)

    def test_a_route_that_is_over_cannot_be_withdrawn(self, klein_school: School) -> None:
        dossier = to_afronden(klein_school)
        do(klein_school, dossier, IB, "Afronden")
        route = only(klein_school, t.route, dossier_id=dossier).route_id
        with pytest.raises(WrongStateError):
            klein_school.send(IB, WithdrawRoute(route, "Toch niet nodig."), key="k")
        assert holds(klein_school, dossier).count()["AttemptRefused"] == 1

    def test_a_task_that_is_still_open_cannot_be_corrected(self, klein_school: School) -> None:
        dossier = new_dossier(klein_school)
        task = task_of(klein_school, dossier, "Kijken")
        with pytest.raises(WrongStateError):
            klein_school.send(LK, CorrectTask(task, SEEN, "Vergist."), key="k")
        assert holds(klein_school, dossier).count()["AttemptRefused"] == 1


class TestAnInvalidForm:
    def test_it_leaves_nothing_and_the_key_can_be_used_again(self, klein_school: School) -> None:
        dossier = new_dossier(klein_school)
        task = task_of(klein_school, dossier, "Kijken")
        before = [rows(klein_school, each) for each in (t.fact, t.draft, t.idempotency, t.answer, t.read_log)]
        with pytest.raises(FormInvalidError) as raised:
            klein_school.send(LK, CompleteTask(task, {"ernst": "heel erg", "vreemd": 1}), key="k")
        assert {"vreemd"} <= set(raised.value.errors)
        assert [rows(klein_school, each) for each in (t.fact, t.draft, t.idempotency, t.answer, t.read_log)] == before
        done = klein_school.send(LK, CompleteTask(task, SEEN), key="k")
        assert (done.status, done.repeated) == (200, False)

    def test_all_that_is_wrong_is_said_at_once(self, klein_school: School) -> None:
        dossier = new_dossier(klein_school)
        task = task_of(klein_school, dossier, "Kijken")
        with pytest.raises(FormInvalidError) as raised:
            klein_school.send(LK, CompleteTask(task, {"ernst": "heel erg", "gezien": "kort"}))
        assert set(raised.value.errors) == {"ernst", "gezien"}
        assert all(messages for messages in raised.value.errors.values())

    def test_a_question_wants_one_of_its_answers_and_a_reason_where_it_asks_one(self, klein_school: School) -> None:
        dossier = new_dossier(klein_school)
        do(klein_school, dossier, LK, "Kijken")
        task = task_of(klein_school, dossier, "Verder?")
        for answers, field in (
            ({}, "antwoord"), ({"antwoord": "Misschien"}, "antwoord"),
            ({"antwoord": ["Samen", "Per actie"]}, "antwoord"), ({"antwoord": "Stoppen, met reden"}, "reden"),
            ({"antwoord": "Stoppen, met reden", "reden": " x "}, "reden"),
        ):  # fmt: skip
            with pytest.raises(FormInvalidError) as raised:
                klein_school.send(LK, CompleteTask(task, answers), key="k")
            assert field in raised.value.errors
        klein_school.send(LK, CompleteTask(task, {"antwoord": "Stoppen, met reden", "reden": "Het is over."}), key="k")
        holds(klein_school)


class TestAKey:
    def test_it_belongs_to_one_request(self, klein_school: School) -> None:
        dossier = new_dossier(klein_school)
        task = task_of(klein_school, dossier, "Kijken")
        klein_school.send(LK, CompleteTask(task, SEEN), key="k")
        before = holds(klein_school).count()
        for other in (
            CompleteTask(task, {**SEEN, "ernst": "hoog"}),
            CompleteTask(task, SEEN, seen=1),
            CompleteTask(random_id(), SEEN),
        ):
            with pytest.raises(KeyReusedError):
                klein_school.send(LK, other, key="k")
        assert holds(klein_school).count() == before

    def test_it_belongs_to_one_person(self, klein_school: School) -> None:
        dossier = to_samen(klein_school)
        klein_school.send(LK, CompleteTask(task_of(klein_school, dossier, "Praten"), NOTE), key="k")
        klein_school.send(IB, CompleteTask(task_of(klein_school, dossier, "Wegen"), NOTE), key="k")
        assert len(rows(klein_school, t.idempotency, status=200)) == 2
        holds(klein_school)

    def test_the_request_itself_is_not_in_the_row(self, klein_school: School) -> None:
        dossier = new_dossier(klein_school)
        klein_school.send(LK, CompleteTask(task_of(klein_school, dossier, "Kijken"), SEEN), key="k")
        row = only(klein_school, t.idempotency)
        assert len(row.request) == 32
        assert "zag" not in repr(row)
