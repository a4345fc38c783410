"""Checks of the history over the API: who may begin one, how far it is, stopping it and going on."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.jobs.checkpoints import Outside
from app.jobs.checks import go_on
from app.queries.desk import Desk
from app.store.clock import Clock, random_id
from tests.api.client import CLOCK, Api
from tests.api.test_tasks import reads
from tests.school import FUNCTIONS

LK, IB, BESTUUR = "leerkracht", "intern begeleider", "bestuur"


@pytest.fixture
def dossier(api: Api) -> str:
    return api.begin(LK, "Zorg over leerling")["id"]


def looked(api: Api) -> int:
    school = api.school
    desk = Desk(school.site.keys, Clock(CLOCK), school.site.bundles)
    return go_on(desk, school.bus, school.board, Outside())


@pytest.mark.usefixtures("dossier")
def test_a_check_is_begun_carried_out_and_read(api: Api) -> None:
    answer = api.call("POST", BESTUUR, "/api/v1/checks", {})
    assert answer.status_code == 201
    where = answer.headers["Location"]
    assert answer.json["check"] | {"status": "loopt", "done": 0, "total": 1} == answer.json["check"]
    assert looked(api) == 1
    found = api.call("GET", BESTUUR, where).json
    assert (found["check"]["status"], found["check"]["done"]) == ("klaar", 1)
    assert [(each["verdict"], each["rule"]) for each in found["findings"]] == [("conformiteit", "18")]
    (listed,) = api.call("GET", BESTUUR, "/api/v1/checks").json["items"]
    assert listed["id"] == found["check"]["id"] == where.rpartition("/")[2]


@pytest.mark.usefixtures("dossier")
def test_a_check_is_stopped_and_goes_on(api: Api) -> None:
    where = api.call("POST", BESTUUR, "/api/v1/checks", {"verdicts": ["integriteit"]}).headers["Location"]
    assert api.call("POST", BESTUUR, where, {"status": "gestopt"}).json["check"]["status"] == "gestopt"
    assert looked(api) == 0
    assert api.call("POST", BESTUUR, where, {"status": "gestopt"}).status_code == 409
    assert api.call("POST", BESTUUR, where, {"status": "loopt"}).json["check"]["status"] == "loopt"
    assert looked(api) == 1
    assert api.call("POST", BESTUUR, where, {"status": "klaar"}).status_code == 422


def test_one_dossier_is_for_who_leads_it_and_all_of_them_for_who_oversees(api: Api, dossier: str) -> None:
    said = {
        function: (
            api.call("POST", function, "/api/v1/checks", {"dossier": dossier}).status_code,
            api.call("POST", function, "/api/v1/checks", {}).status_code,
            api.call("GET", function, "/api/v1/checks").status_code,
        )
        for function in FUNCTIONS
    }
    assert {function for function, (one, _, _) in said.items() if one == 201} == {IB, "aandachtsfunctionaris", BESTUUR}
    assert {function for function, (_, every, _) in said.items() if every == 201} == {BESTUUR}
    assert {function for function, (_, _, listed) in said.items() if listed == 200} == {BESTUUR}
    assert {status for each in said.values() for status in each} == {200, 201, 404}


def test_what_is_not_for_somebody_looks_like_what_is_not_there(api: Api, dossier: str) -> None:
    where = api.call("POST", IB, "/api/v1/checks", {"dossier": dossier}).headers["Location"]
    seen = set()
    for path in (where, f"/api/v1/checks/{random_id()}"):
        before = reads(api.school)
        answer = api.call("GET", LK, path)
        body = {name: value for name, value in answer.json.items() if name != "instance"}
        seen.add((answer.status_code, str(body), reads(api.school) - before))
    assert len(seen) == 1
    assert next(iter(seen))[0] == 404
    assert api.call("POST", LK, where, {"status": "gestopt"}).status_code == 404
    assert api.call("GET", IB, where).json["check"]["dossier"] == str(UUID(dossier))


@pytest.mark.parametrize("body", [{"dossier": 3}, {"verdicts": []}, {"verdicts": ["iets"]}, {"vreemd": 1}])
def test_a_body_that_says_something_else_is_refused(api: Api, body: dict[str, object]) -> None:
    assert api.call("POST", BESTUUR, "/api/v1/checks", body).status_code == 422


def test_nobody_comes_in_without_a_token(api: Api) -> None:
    assert api.call("GET", None, "/api/v1/checks").status_code == 401
