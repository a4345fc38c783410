"""The inbox and the tasks in it: found, done once, and told why not."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select, update

import app.store.tables as t
from app.store.boards import seal_personal
from app.store.clock import random_id
from app.store.db import db
from app.store.inbox import _ranges, _Shape, _statement
from tests import klein
from tests.api.client import CLOCK, Api, chance, made_school
from tests.counting import counted
from tests.school import School, Site
from tests.steps import new_pupil

LK, IB, DIR, MT = "leerkracht", "intern begeleider", "directeur", "MT"
OBSERVE = "Observeren en begeleiden"


@pytest.fixture
def begun(api: Api) -> Api:
    api.begin(LK, "Zorg over leerling")
    return api


def dossiers(api: Api, count: int) -> None:
    """So many dossiers, each of a pupil of its own, a day apart."""
    for _ in range(count):
        api.school.pupil = new_pupil(api.school)
        api.begin(LK, "Zorg over leerling")
        CLOCK.on(days=1)


def answers_for(api: Api, task: Any) -> dict[str, Any]:
    return {"answers": dict(api.school.example(UUID(str(task["id"])), {})), "seen": task["version"]}


# the list


def test_a_task_is_found_done_and_followed_by_the_next(begun: Api) -> None:
    assert begun.names(LK) == [OBSERVE]
    done = begun.complete(LK, OBSERVE)
    assert (done["task"]["status"], done["route"]["status"]) == ("afgerond", "loopt")
    assert [each["name"] for each in done["opened"]] == begun.names(LK) == ["Verder na stap 1?"]


def test_the_pages_of_the_list_are_complete_in_order_and_without_doubles(api: Api) -> None:
    dossiers(api, 7)
    whole = api.tasks(LK)
    assert len(whole) == 7
    assert [each["due_at"] for each in whole] == sorted(each["due_at"] for each in whole)
    paged, cursor = [], None
    while True:
        part = api.get(LK, f"/tasks?limit=3{'' if cursor is None else f'&cursor={cursor}'}")
        paged += part["items"]
        cursor = part["next"]
        if cursor is None:
            break
    assert paged == whole


def test_the_list_can_be_of_one_route_or_dossier_or_word(api: Api) -> None:
    dossiers(api, 3)
    first = api.tasks(LK)[0]
    assert [each["id"] for each in api.tasks(LK, route=first["route"])] == [first["id"]]
    assert [each["id"] for each in api.tasks(LK, dossier=first["dossier"])] == [first["id"]]
    assert len(api.tasks(LK, q="OBSERVEREN")) == 3
    assert len(api.tasks(LK, q="kanarie", limit=2)) == 2
    assert api.tasks(LK, q="wegen") == []


def test_a_task_says_when_it_is_late(begun: Api) -> None:
    assert begun.find(LK, OBSERVE)["late"] is False
    CLOCK.on(days=60)
    assert begun.find(LK, OBSERVE)["late"] is True


def test_a_cursor_of_another_list_is_refused_by_name(begun: Api) -> None:
    for cursor in ("x", "%00", "AAAA", "MjAyNi0wOS0wMX5ub25zZW5zZQ", "é"):
        answer = begun.call("GET", LK, f"/tasks?cursor={cursor}")
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["cursor"])


def test_the_list_takes_two_statements_however_long_it_is(api: Api) -> None:
    dossiers(api, 5)
    api.tasks(LK)
    with counted() as sent:
        assert len(api.tasks(LK)) == 5
    asked = [each for each in sent.statements if each.startswith("SELECT")]
    assert len(asked) == 2  # who asks, and what they find


def _make_busy(connection: Connection, api: Api) -> None:
    """Other schools of the board with tasks: over next to nothing any index is as good."""
    connection.exec_driver_sql(
        "INSERT INTO task_function (board_id, task_id, function, open, due_at, school_id)"
        " SELECT %(board)s, gen_random_uuid(), function, true, now(), gen_random_uuid()"
        " FROM generate_series(1, 5000), unnest(%(functions)s::text[]) AS function",
        {"board": api.school.board, "functions": [LK, "*"]},
    )
    connection.exec_driver_sql("ANALYZE task_function")


def test_each_function_is_one_range_of_the_index(api: Api) -> None:
    if db.engine.dialect.name == "postgresql":
        planner = "EXPLAIN "
        off = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off"
    else:
        planner, off = "EXPLAIN QUERY PLAN ", ""
    actor = api.school.actor(LK)
    shape = _Shape(tuple(_ranges(actor).kinds), ("after",))
    compiled = _statement(shape).compile(db.engine, compile_kwargs={"render_postcompile": True})
    values = compiled.construct_params({
        "board": api.school.board, "person": actor.id, "now": CLOCK.now, "most": 51, "everyone": "*", "open": "open",
        "after_due": CLOCK.now, "after_id": random_id(), **_ranges(actor).values,
    })  # fmt: skip
    bound = {
        name: compiled._bind_processors[name](value) if name in compiled._bind_processors else value
        for name, value in values.items()
    }
    positional = tuple(bound[name] for name in compiled.positiontup) if compiled.positiontup else bound
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "postgresql":
            _make_busy(connection, api)
        for each in filter(None, off.split("; ")):
            connection.exec_driver_sql(each)
        rows = connection.exec_driver_sql(planner + str(compiled), positional).all()
        connection.rollback()
    plan = "\n".join(str(row[-1]) for row in rows)
    assert plan.count("ix_task_function_inbox") >= 2, plan  # the function, and everyone on the dossier


# one task


def test_one_task_comes_with_its_form_and_what_was_typed(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)
    draft = {"gezien_of_gehoord": "Half af"}
    assert begun.call("PUT", LK, f"/tasks/{task['id']}/draft", {"answers": draft}).status_code == 204
    found = begun.get(LK, f"/tasks/{task['id']}")
    typed = [each["value"] for each in found["form_view"]["components"] if each["name"] == "gezien_of_gehoord"]
    assert (found["draft"], typed, found["functions"], found["answers"]) == (draft, ["Half af"], [LK], [])
    begun.complete(LK, OBSERVE)
    done = begun.get(LK, f"/tasks/{task['id']}")
    assert (done["draft"], done["done_by"]) == (None, "Leerkracht Proef")
    assert any(group["values"] for given in done["answers"] for group in given["answers"])


def test_what_is_typed_for_a_task_that_is_done_is_refused(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)
    begun.complete(LK, OBSERVE)
    answer = begun.call("PUT", LK, f"/tasks/{task['id']}/draft", {"answers": {"gezien_of_gehoord": "Te laat"}})
    assert (answer.status_code, answer.json["reason"], answer.json["by"]) == (409, "done", "Leerkracht Proef")
    assert answer.json["task"]["status"] == "afgerond"
    assert begun.get(LK, f"/tasks/{task['id']}")["draft"] is None


def test_a_question_comes_with_its_answers_and_keeps_the_one_that_was_chosen(begun: Api) -> None:
    begun.complete(LK, OBSERVE)
    question = begun.find(LK, "Verder na stap 1?")
    found = begun.get(LK, f"/tasks/{question['id']}")
    labels = [each["label"] for each in found["choices"]]
    assert (found["kind"], found["multiple"], "Verder naar stap 2" in labels) == ("vraag", False, True)
    begun.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    assert begun.get(LK, f"/tasks/{question['id']}")["answer"] == ["Verder naar stap 2"]


def test_looking_at_a_task_is_written_down_also_where_there_is_none(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)["id"]
    before = reads(begun.school)
    begun.get(LK, f"/tasks/{task}")
    assert begun.call("GET", MT, f"/tasks/{task}").status_code == 404
    assert begun.call("GET", LK, f"/tasks/{random_id()}").status_code == 404
    begun.tasks(LK)
    assert reads(begun.school) == before + 3


def reads(school: School) -> int:
    with school.reading() as work:
        found: int = work.run(
            select(func.count()).select_from(t.read_log).where(t.read_log.c.board_id == school.board)
        ).scalar_one()
    return found


# completing


def test_what_does_not_fit_is_told_by_field_and_nothing_is_done(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)
    told = begun.post(LK, f"/tasks/{task['id']}/complete", {"answers": {"vreemd": 1}}, 422)
    assert list(told["errors"]) == ["vreemd"]
    assert begun.find(LK, OBSERVE) == task


def test_a_task_that_another_did_says_who_and_when(begun: Api) -> None:
    begun.complete(LK, OBSERVE)
    begun.complete(LK, "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    begun.complete(LK, "Signalen in kaart brengen")
    task = begun.find(IB, "Overleggen met collega")
    done = answers_for(begun, task)
    begun.post("aandachtsfunctionaris", f"/tasks/{task['id']}/complete", done)
    told = begun.post(IB, f"/tasks/{task['id']}/complete", done, 409)
    assert (told["reason"], told["by"]) == ("done", "Aandachtsfunctionaris Proef")
    assert (told["at"], told["task"]["status"]) == ("2026-09-01T07:00:00+00:00", "afgerond")


def test_a_task_that_changed_is_given_again_and_what_was_typed_is_kept(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)
    sent = answers_for(begun, task) | {"seen": task["version"] + 1}
    told = begun.post(LK, f"/tasks/{task['id']}/complete", sent, 409)
    assert (told["reason"], told["task"]["version"]) == ("stale", task["version"])
    assert begun.get(LK, f"/tasks/{task['id']}")["draft"] == sent["answers"]


def test_nothing_was_done_before_the_pupil_was_born(begun: Api) -> None:
    values = {"name": {"roepnaam": "Noor", "achternaam": "Veer"}, "born": "2018-05-01"}
    with begun.school.writing() as work:
        sealed = seal_personal(work, "pupil", begun.school.pupil, values)
        work.run(update(t.pupil).where(t.pupil.c.pupil_id == begun.school.pupil).values(sealed=sealed))
    task = begun.find(LK, OBSERVE)
    path, said = f"/tasks/{task['id']}/complete", answers_for(begun, task)
    refused = begun.post(LK, path, said | {"happened_at": "2018-04-30T21:59:00Z"}, 422)["errors"]
    assert refused["happened_at"][0].startswith("Toen was de leerling nog niet geboren.")
    begun.post(LK, path, said | {"happened_at": "2018-04-30T22:00:00Z"})


def test_when_it_happened_is_kept_and_may_not_lie_ahead(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)
    at = (CLOCK.now - timedelta(days=1)).isoformat()
    ahead = answers_for(begun, task) | {"happened_at": (CLOCK.now + timedelta(days=1)).isoformat()}
    assert list(begun.post(LK, f"/tasks/{task['id']}/complete", ahead, 422)["errors"]) == ["happened_at"]
    long_ago = answers_for(begun, task) | {"happened_at": (CLOCK.now - timedelta(days=2000)).isoformat()}
    assert list(begun.post(LK, f"/tasks/{task['id']}/complete", long_ago, 422)["errors"]) == ["happened_at"]
    begun.post(LK, f"/tasks/{task['id']}/complete", answers_for(begun, task) | {"happened_at": at})
    history = begun.get(LK, f"/dossiers/{task['dossier']}/history")["items"]
    entry = next(each for each in history if each["kind"] == "TaskCompleted")
    assert (entry["at"], entry["entered"]) == ("2026-08-31T07:00:00Z", "2026-09-01T07:00:00Z")


# the same request again


def test_the_same_request_again_gives_the_same_answer(begun: Api) -> None:
    task, key = begun.find(LK, OBSERVE), chance()
    sent = answers_for(begun, task)
    first = begun.post(LK, f"/tasks/{task['id']}/complete", sent, key=key)
    assert begun.post(LK, f"/tasks/{task['id']}/complete", sent, key=key) == first
    told = begun.post(LK, f"/tasks/{task['id']}/complete", sent | {"seen": None}, 422, key=key)
    assert "Idempotency-Key" in told["detail"]


@pytest.mark.parametrize("difference", [0, 1])
def test_a_refusal_again_is_the_same_refusal(begun: Api, difference: int) -> None:
    task, key = begun.find(LK, OBSERVE), chance()
    sent = answers_for(begun, task)
    if not difference:
        begun.post(LK, f"/tasks/{task['id']}/complete", sent)
    sent["seen"] += difference
    first = begun.post(LK, f"/tasks/{task['id']}/complete", sent, 409, key=key)
    assert first["reason"] == ("stale" if difference else "done")
    assert begun.post(LK, f"/tasks/{task['id']}/complete", sent, 409, key=key) == first


def test_a_dossier_is_begun_once_however_often_it_is_asked(api: Api) -> None:
    key = chance()
    given = dict(api.filled("Zorg over leerling"))
    sent = {"pupil": str(api.school.pupil), "message": "Zorg over leerling", "answers": given}
    first = api.post(LK, "/dossiers", sent, 201, key=key)
    assert first["route"]["process"] == "ondersteuningsroute"
    assert api.post(LK, "/dossiers", sent, 201, key=key) == first
    assert len(api.tasks(LK)) == 1


def test_fifty_identical_requests_at_once_do_one_thing_and_get_one_answer(begun: Api) -> None:
    task, key = begun.find(LK, OBSERVE), chance()
    sent = answers_for(begun, task)

    def send(_number: int) -> tuple[int, bytes]:
        answer = begun.call("POST", LK, f"/tasks/{task['id']}/complete", sent, key=key)
        return answer.status_code, answer.data

    with ThreadPoolExecutor(50) as threads:
        answers = set(threads.map(send, range(50)))
    assert [status for status, _ in answers] == [200]
    assert begun.names(LK) == ["Verder na stap 1?"]


def test_of_two_people_at_once_one_does_the_task_and_the_other_is_told(begun: Api) -> None:
    begun.complete(LK, OBSERVE)
    begun.complete(LK, "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    begun.complete(LK, "Signalen in kaart brengen")
    task = begun.find(IB, "Overleggen met collega")
    sent = answers_for(begun, task)
    people = ["aandachtsfunctionaris", IB]
    for each in people:
        begun.token(each)
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda who: begun.call("POST", who, f"/tasks/{task['id']}/complete", sent), people))
    assert sorted(each.status_code for each in answers) == [200, 409]
    refused = next(each for each in answers if each.status_code == 409)
    assert refused.json["reason"] == "done"


# what keeps somebody from it


def test_who_did_what_a_task_is_about_is_told_that_it_is_for_another(here: Site) -> None:
    api = made_school(here, files=klein.files())
    begun = api.begin(LK, "Zorg")
    teacher = api.school.people[LK]
    with api.school.writing() as work:
        work.add(
            t.holding, holding_id=random_id(), person_id=teacher, function=IB, school_id=api.school.school,
            began_at=work.now,
        )  # fmt: skip
    api.complete(LK, "Kijken")
    api.complete(LK, "Verder?", {"antwoord": "Samen"})
    task, key = api.find(LK, "Wegen"), chance()
    told = "“Wegen” is voor iemand anders, omdat jij “Kijken” hebt gedaan."
    assert api.get(LK, f"/tasks/{task['id']}")["barred"] == told
    first = api.post(LK, f"/tasks/{task['id']}/complete", answers_for(api, task), 409, key=key)
    assert (first["reason"], first["detail"]) == ("barred", told)
    assert api.post(LK, f"/tasks/{task['id']}/complete", answers_for(api, task), 409, key=key) == first
    assert api.get(IB, f"/dossiers/{begun['id']}")["tasks"] != []
    api.complete(IB, "Wegen")


def test_a_route_that_cannot_go_on_says_so_and_stays_to_be_read(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)
    sent = answers_for(begun, task)
    where = (t.route.c.board_id == begun.school.board, t.route.c.route_id == UUID(task["route"]))
    with begun.school.writing() as work:
        work.run(update(t.route).where(*where).values(state=os.urandom(100)))
    told = begun.post(LK, f"/tasks/{task['id']}/complete", sent, 409)
    assert (told["reason"], told["task"]["route_status"]) == ("incident", "incident")
    shown = begun.get(LK, f"/tasks/{task['id']}")
    assert (shown["draft"], shown["choices"]) == (sent["answers"], [])
    assert [each["kind"] for each in begun.get(IB, "/incidents")["items"]] == ["taak"]
    assert begun.get(LK, f"/dossiers/{task['dossier']}")["routes"][0]["status"] == "incident"


# afterwards


def test_a_coordinator_sets_answers_of_a_colleague_right_and_is_told(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)
    assert begun.call("GET", IB, f"/tasks/{task['id']}").status_code == 404
    sent = answers_for(begun, task)
    begun.post(LK, f"/tasks/{task['id']}/complete", sent)
    assert begun.get(IB, f"/tasks/{task['id']}")["done_by"] == "Leerkracht Proef"
    right = {"answers": {**sent["answers"], "gezien_of_gehoord": "Toch iets anders."}, "reason": "Samen teruggelezen."}
    key = chance()
    told = begun.post(IB, f"/tasks/{task['id']}/correct", right, key=key)
    assert (told["task"]["id"], told["task"]["status"]) == (task["id"], "afgerond")
    assert begun.post(IB, f"/tasks/{task['id']}/correct", right, key=key) == told
    assert len(begun.get(IB, f"/tasks/{task['id']}")["answers"]) == 2


def test_answers_are_set_right_beside_the_wrong_ones(begun: Api) -> None:
    task = begun.find(LK, OBSERVE)
    sent = answers_for(begun, task)
    begun.post(LK, f"/tasks/{task['id']}/complete", sent)
    right = {**sent["answers"], "gezien_of_gehoord": "Toch iets anders."}
    begun.post(LK, f"/tasks/{task['id']}/correct", {"answers": right, "reason": "Ik las het terug."})
    given = begun.get(LK, f"/tasks/{task['id']}")["answers"]
    said = [group["values"]["gezien_of_gehoord"] for each in given for group in each["answers"] if group["values"]]
    assert len(said) == 2
    assert "Toch iets anders." in said
    unexplained = begun.post(LK, f"/tasks/{task['id']}/correct", {"answers": right, "reason": " "}, 422)
    assert list(unexplained["errors"]) == ["reason"]
    assert "ten minste 3 tekens" in unexplained["errors"]["reason"][0]
