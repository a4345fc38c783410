"""A step is one short transaction: few statements, one commit, and nothing after the answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import pytest
from sqlalchemy import func, select

import app.store.tables as t
from app.commands.routes import OpenDossier, SendMessage
from app.commands.tasks import CompleteTask
from app.domain.actors import Actor
from app.domain.errors import DoneError, FormInvalidError, NotFoundError
from app.store.clock import random_id
from app.store.driver import Answer, Asked
from app.store.pipeline import Pipeline
from tests import klein
from tests.counting import COMMIT, ROLLBACK, counted
from tests.killing import held, on_sqlite
from tests.school import School, Site, make_school

MOST = 12
IB, LK = "intern begeleider", "leerkracht"


@pytest.fixture
def klein_school(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


@pytest.fixture
def looked(klein_school: School) -> UUID:
    """A dossier in which the next task of the same route comes after “Noteren”; everything is warm."""
    dossier = klein_school.open(LK, "Zorg")
    klein_school.complete(LK, "Kijken")
    klein_school.complete(LK, "Verder?", {"antwoord": "Samen"})
    klein_school.complete(LK, "Praten")
    return dossier


_CHANGE = re.compile(r"(?:^|\()((?:INSERT INTO|UPDATE|DELETE FROM) \w+)")


def kinds(statements: list[str]) -> Counter[str]:
    """How many statements write so, by verb and table; on PostgreSQL one statement changes several tables."""
    return Counter(kind for each in statements for kind in set(_CHANGE.findall(each)))


def complete(school: School, function: str, name: str, key: str | None = None) -> list[list[str]]:
    task = school.tasks(name)[0]
    command = CompleteTask(task, school.example(task, {"antwoord": "Samen"} if name == "Verder?" else {}), seen=1)
    actor = school.actor(function)
    with counted() as sent:
        done = school.bus.send(command, by=actor, key=key, at=f"/api/v1/tasks/{task}")
    assert done.status == 200
    return sent.transactions()


@pytest.mark.parametrize("key", ["sleutel", None])
def test_a_step_that_opens_one_task_in_the_same_route_and_puts_mail_out_takes_few_statements(
    klein_school: School, key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    klein_school.open(LK, "Zorg")
    klein_school.open(LK, "Zorg")
    klein_school.complete(LK, "Kijken")
    task, actor = klein_school.tasks("Kijken")[0], klein_school.actor(LK)
    command, journeys, travel = CompleteTask(task, klein_school.example(task, {}), seen=1), [], Pipeline.travel

    def travelling(pipeline: Pipeline, asked: Sequence[Asked], **more: bool) -> list[Answer]:
        journeys.append(len(asked))
        return travel(pipeline, asked, **more)

    monkeypatch.setattr(Pipeline, "travel", travelling)
    with counted() as sent:
        assert klein_school.bus.send(command, by=actor, key=key, at=f"/api/v1/tasks/{task}").status == 200
    (transaction,) = sent.transactions()
    assert transaction[-1] == COMMIT
    assert len(transaction[:-1]) <= MOST, "\n".join(transaction)
    if not on_sqlite(klein_school.site):  # BEGIN goes with the first, COMMIT with the last
        locking, writing = journeys[-2:]
        assert (journeys[:-2], locking) == ([1] if key else [], 2)
        assert 1 + locking + writing >= len(transaction[:-1])


def test_a_step_that_mails_somebody_takes_few_statements(klein_school: School, looked: UUID) -> None:
    klein_school.complete(IB, "Wegen")
    klein_school.complete(LK, "Noteren")
    assert klein_school.names() == ["Terugkijken"], looked
    before = mails(klein_school)
    (transaction,) = complete(klein_school, LK, "Terugkijken", "sleutel")
    assert klein_school.names() == ["Afronden"]
    assert mails(klein_school) == before + 1
    assert len(transaction[:-1]) <= MOST, "\n".join(transaction)
    assert kinds(transaction)["INSERT INTO outbox"] == 1


def test_rows_of_a_kind_go_in_one_statement(klein_school: School, looked: UUID) -> None:
    (transaction,) = complete(klein_school, IB, "Wegen", "sleutel")
    assert klein_school.names() == ["Noteren"]
    written = kinds(transaction)
    assert len(written) > 10, looked
    assert set(written.values()) == {1}, "with one route that moves and one that begins, no kind comes twice"


def test_opening_two_tasks_at_once_takes_no_more_statements_than_opening_one(klein_school: School) -> None:
    klein_school.open(LK, "Zorg")
    klein_school.complete(LK, "Kijken")
    (transaction,) = complete(klein_school, LK, "Verder?", "sleutel")
    assert klein_school.names() == ["Praten", "Wegen"]
    assert len(transaction[:-1]) <= MOST, "\n".join(transaction)
    assert set(kinds(transaction).values()) == {1}


def test_a_repeated_request_is_answered_by_two_statements_and_writes_nothing(klein_school: School) -> None:
    klein_school.open(LK, "Zorg")
    task = klein_school.tasks("Kijken")[0]
    command = CompleteTask(task, klein_school.example(task, {}))
    actor = klein_school.actor(LK)
    first = klein_school.bus.send(command, by=actor, key="k", at="/hier")
    with counted() as sent:
        again = klein_school.bus.send(command, by=actor, key="k", at="/hier")
    (transaction,) = sent.transactions()
    assert len(transaction[:-1]) == 2, transaction
    assert (again.repeated, again.command, again.status) == (True, first.command, first.status)


def test_completing_without_the_right_locks_nothing_and_leaves_one_row_of_the_read_log(klein_school: School) -> None:
    klein_school.open(LK, "Zorg")
    task = klein_school.tasks("Kijken")[0]
    stranger = klein_school.actor("directeur")
    said = {}
    for what, subject in (("there", task), ("not there", random_id())):
        before = reads(klein_school)
        with counted() as sent:
            refused(klein_school, subject, stranger)
        assert reads(klein_school) == before + 1
        assert [each[-1] for each in sent.transactions()] == [ROLLBACK, COMMIT]
        said[what] = sent.statements
    assert said["there"] == said["not there"], "who has no right can tell what is there by what is written"
    assert not [each for each in said["there"] if each.startswith(("UPDATE", "DELETE"))]


def refused(school: School, task: UUID, actor: Actor) -> None:
    with pytest.raises(NotFoundError) as raised:
        school.bus.send(CompleteTask(task, {}), by=actor, key=f"k{task}")
    assert str(raised.value) == str(NotFoundError())


def test_the_row_lock_is_asked_for_by_the_statement_that_also_asks_for_the_right(klein_school: School) -> None:
    """So that whoever may not, holds up nobody: where the right is missing there is no row to lock."""
    klein_school.open(LK, "Zorg")
    task = klein_school.tasks("Kijken")[0]
    stranger = klein_school.actor("directeur")
    with counted() as sent:
        refused(klein_school, task, stranger)
    locks = [each for each in sent.statements if "FOR UPDATE" in each]
    if on_sqlite(klein_school.site):
        assert not locks
    else:
        assert len(locks) == 1
        assert "holding" in locks[0].partition("WHERE")[2]


def test_who_has_no_right_does_not_wait_for_who_holds_the_dossier(klein_school: School) -> None:
    """On SQLite there is one writer, so there everybody waits for everybody."""
    dossier = klein_school.open(LK, "Zorg")
    task = klein_school.tasks("Kijken")[0]
    stranger = klein_school.actor("directeur")
    if on_sqlite(klein_school.site):
        refused(klein_school, task, stranger)
        return
    with held(klein_school, dossier):
        refused(klein_school, task, stranger)


@pytest.mark.parametrize("key", ["sleutel", None])
def test_a_refusal_is_two_transactions_and_the_second_says_so(klein_school: School, key: str | None) -> None:
    klein_school.open(LK, "Zorg")
    task = klein_school.tasks("Kijken")[0]
    klein_school.complete(LK, "Kijken")
    actor = klein_school.actor(LK)
    with counted() as sent, pytest.raises(DoneError):
        klein_school.bus.send(CompleteTask(task, {}), by=actor, key=key)
    first, second = sent.transactions()
    assert (first[-1], second[-1]) == (ROLLBACK, COMMIT)
    assert not kinds(first)["INSERT INTO fact"]
    assert kinds(second)["INSERT INTO fact"] == 1


def test_an_invalid_form_is_one_transaction_that_leaves_nothing(klein_school: School) -> None:
    klein_school.open(LK, "Zorg")
    task = klein_school.tasks("Kijken")[0]
    actor = klein_school.actor(LK)
    with counted() as sent, pytest.raises(FormInvalidError):
        klein_school.bus.send(CompleteTask(task, {"ernst": "laag"}), by=actor, key="k")
    assert [each[-1] for each in sent.transactions()] == [ROLLBACK]


def test_starting_and_messages_are_one_commit_each(klein_school: School) -> None:
    actor = klein_school.actor(LK)
    command = OpenDossier(klein_school.pupil, "Zorg", klein_school.start_example("Zorg", {}))
    with counted() as sent:
        dossier = klein_school.bus.send(command, by=actor, key="k").result.dossier
    assert [each[-1] for each in sent.transactions()] == [COMMIT]
    with counted() as sent:
        klein_school.bus.send(SendMessage(dossier, "Bel", {}), by=actor, key="k2")
    assert [each[-1] for each in sent.transactions()] == [COMMIT]


def reads(school: School) -> int:
    return rows(school, t.read_log)


def mails(school: School) -> int:
    return rows(school, t.outbox)


def rows(school: School, table) -> int:
    with school.reading() as work:
        return work.run(select(func.count()).select_from(table).where(table.c.board_id == school.board)).scalar_one()
