"""People over the API: who is on a dossier and who never may be, functions, parents, and the import of a file."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.domain.functions import BEHEERDER
from app.store.clock import random_id
from tests.api.client import Api, chance, made_school
from tests.api.test_rights import DOCUMENTED, OF_PEOPLE
from tests.rolls import edexml
from tests.school import FUNCTIONS, Site, add_person

LK, IB, DIR, MT = "leerkracht", "intern begeleider", "directeur", "MT"
WHY = "Samen overlegd"


@pytest.fixture
def kept(api: Api) -> Api:
    """A school with somebody who keeps its people, and a colleague without a function there."""
    with api.school.writing() as work:
        for name in (BEHEERDER, "gast"):
            api.school.people = {**api.school.people, name: random_id()}
            add_person(work, api.school.people[name], name, api.school.school, api.school.school)
    return api


def begun(api: Api) -> str:
    made: str = api.begin(LK, "Zorg over leerling")["id"]
    return made


def person(api: Api, name: str) -> str:
    return str(api.school.people[name])


def test_a_colleague_is_involved_and_taken_off_again(api: Api) -> None:
    dossier = begun(api)
    assert api.call("GET", MT, f"/dossiers/{dossier}").status_code == 404
    made = api.post(IB, f"/dossiers/{dossier}/members", {"person": person(api, MT), "reason": WHY}, 201)
    seen = api.get(MT, f"/dossiers/{dossier}")
    assert {"name": "Mt Proef", "reason": "gevraagd", "member": made["id"]}.items() <= next(
        each for each in seen["people"] if each["id"] == person(api, MT)
    ).items()
    api.post(IB, f"/members/{made['id']}/end", {"reason": WHY})
    assert api.call("GET", MT, f"/dossiers/{dossier}").status_code == 404


def test_who_is_denied_finds_nothing_until_it_is_lifted(api: Api) -> None:
    dossier = begun(api)
    made = api.post(IB, f"/dossiers/{dossier}/denials", {"person": person(api, LK), "reason": "Eigen kind"}, 201)
    assert api.call("GET", LK, f"/dossiers/{dossier}").status_code == 404
    assert api.tasks(LK) == []
    (kept,) = api.get(IB, f"/dossiers/{dossier}/denials")["items"]
    assert (kept["id"], kept["person"], kept["name"]) == (made["id"], person(api, LK), "Leerkracht Proef")
    api.post(IB, f"/denials/{made['id']}/lift", {"reason": WHY})
    assert api.get(IB, f"/dossiers/{dossier}/denials")["items"] == []


def test_parents_are_written_down_and_shown_to_who_leads_the_dossier(api: Api) -> None:
    dossier, pupil = begun(api), api.school.pupil
    said = {"name": "Ouder Een", "relation": "moeder", "custody_from": "2019-01-01", "secret_address": True}
    made = api.post(IB, f"/pupils/{pupil}/parents", said, 201)
    answer = api.call("PUT", IB, f"/pupils/{pupil}/parents/{made['id']}", {**said, "contact_ban": True})
    assert answer.status_code == 200
    (shown,) = api.get(IB, f"/dossiers/{dossier}")["parents"]
    assert shown == {
        "id": made["id"], "name": "Ouder Een", "relation": "moeder", "custody_from": "2019-01-01",
        "custody_until": None, "contact_ban": True, "secret_address": True,
    }  # fmt: skip
    assert api.get(LK, f"/dossiers/{dossier}")["parents"] is None


def test_a_function_is_given_by_another_and_ended_at_once(kept: Api) -> None:
    guest = person(kept, "gast")
    body = {"function": IB, "school": str(kept.school.school), "reason": WHY}
    assert kept.call("GET", "gast", "/incidents").status_code == 403
    made = kept.post(BEHEERDER, f"/people/{guest}/functions", body, 201)
    assert kept.call("GET", "gast", "/incidents").status_code == 200
    listed = next(each for each in kept.get(LK, "/people")["items"] if each["id"] == guest)
    assert made["id"] in {each["id"] for each in listed["functions"]}
    kept.post(BEHEERDER, f"/functions/{made['id']}/end", {"reason": WHY})
    assert kept.call("GET", "gast", "/incidents").status_code == 403


def test_who_sends_the_same_again_with_its_key_gets_the_answer_that_was_missed(kept: Api) -> None:
    dossier, guest, pupil = begun(kept), person(kept, "gast"), kept.school.pupil
    why = {"reason": WHY}

    def twice(function: str, path: str, body: Mapping[str, object], status: int = 200) -> str:
        key = chance()
        made = kept.post(function, path, body, status, key)
        assert kept.post(function, path, body, status, key) == made
        assert kept.post(function, path, {**body, "reason": "Iets anders"}, 422, key)["errors"] is not None
        found: str = made["id"]
        return found

    member = twice(IB, f"/dossiers/{dossier}/members", {"person": person(kept, MT), **why}, 201)
    twice(IB, f"/members/{member}/end", why)
    denial = twice(IB, f"/dossiers/{dossier}/denials", {"person": person(kept, MT), **why}, 201)
    twice(IB, f"/denials/{denial}/lift", why)
    function = {"function": IB, "school": str(kept.school.school), **why}
    twice(BEHEERDER, f"/functions/{twice(BEHEERDER, f'/people/{guest}/functions', function, 201)}/end", why)
    twice(IB, f"/pupils/{pupil}/parents", {"name": "Ouder Een", "relation": "moeder"}, 201)
    assert len(kept.get(IB, f"/dossiers/{dossier}")["parents"]) == 1


@pytest.mark.parametrize("far", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T00:00:00Z"])
def test_an_instant_that_does_not_exist_everywhere_is_refused_where_it_comes_in(api: Api, far: str) -> None:
    dossier = begun(api)
    body = {"person": person(api, MT), "reason": WHY, "until": far}
    assert set(api.post(IB, f"/dossiers/{dossier}/members", body, 422)["errors"]) == {"until"}
    (task,) = api.tasks(LK)
    errors = api.post(LK, f"/tasks/{task['id']}/complete", {"happened_at": far}, 422)["errors"]
    assert "te ver weg" in errors["happened_at"][0]
    assert api.get(IB, "/incidents")["items"] == []


def test_what_was_refused_is_refused_again_with_its_key(api: Api) -> None:
    dossier, key = begun(api), chance()
    body = {"person": person(api, IB), "reason": WHY}
    refused = [api.post(IB, f"/dossiers/{dossier}/denials", body, 409, key)["reason"] for _ in range(2)]
    assert refused == ["state", "state"]


def test_nobody_gives_themselves_a_function(kept: Api) -> None:
    body = {"function": IB, "school": str(kept.school.school), "reason": WHY}
    answer = kept.call("POST", BEHEERDER, f"/people/{person(kept, BEHEERDER)}/functions", body)
    assert answer.status_code in {409, 422}


def file_of(api: Api, pupils: int = 5) -> str:
    with api.school.reading() as work:
        brin = work.run(select(t.school.c.brin).where(t.school.c.school_id == api.school.school)).scalar_one()
    text = edexml(pupils, 2).decode("utf-8").replace("99VV", brin[:4].upper())
    return b64encode(text.encode()).decode()


def test_an_import_shows_first_and_does_just_that(kept: Api) -> None:
    with kept.school.writing() as work:
        work.run(t.school.update().where(t.school.c.school_id == kept.school.school).values(brin="12AB"))
        # Whoever was invited by hand is in no file, and so leaves by none.
        work.run(t.employment.update().where(t.employment.c.board_id == kept.school.board).values(key=None))
    file = file_of(kept)
    first = kept.post(BEHEERDER, "/people/import", {"file": file})
    assert (first["done"], first["counts"]) == (False, {})
    wrong = kept.call("POST", BEHEERDER, "/people/import", {"file": file, "plan": "0" * 64})
    assert wrong.status_code == 409
    done = kept.post(BEHEERDER, "/people/import", {"file": file, "plan": first["plan"]})
    assert done["done"]
    assert done["counts"]["leerling nieuw"] == 5
    assert done["proposals"]
    again = kept.post(BEHEERDER, "/people/import", {"file": file})
    assert first["preview"]["digest"] == first["plan"] != again["plan"]
    counts = [kind["counts"] for kind in again["preview"]["kinds"]]
    assert [count for each in counts for word, count in each.items() if count and word != "gelijk"] == []


@pytest.mark.parametrize(
    ("file", "status"),
    [("geen base64!", 422), (b64encode(b"<EDEX>").decode(), 422), (b64encode(b"<!DOCTYPE x><x/>").decode(), 422)],
)
def test_a_file_that_cannot_be_read_is_told_without_a_word_of_it(kept: Api, file: str, status: int) -> None:
    answer = kept.call("POST", BEHEERDER, "/people/import", {"file": file})
    assert answer.status_code == status
    assert answer.json["detail"]


BODIES: Mapping[str, Mapping[str, object]] = {
    "grant_function": {"function": IB, "reason": WHY}, "end_function": {"reason": WHY},
    "import_people": {"file": ""}, "add_member": {"person": str(UUID(int=1)), "reason": WHY},
    "end_member": {"reason": WHY}, "deny_person": {"person": str(UUID(int=1)), "reason": WHY},
    "lift_denial": {"reason": WHY}, "add_parent": {"name": "Iemand"}, "put_parent": {"name": "Iemand"},
}  # fmt: skip
NOT_FOR_A_TEACHER = sorted(OF_PEOPLE - {"get_people"})


@pytest.mark.parametrize("operation", sorted(OF_PEOPLE))
def test_nobody_comes_in_without_a_token(api: Api, operation: str) -> None:
    assert asked(api, None, operation, {}) == 401


@pytest.mark.parametrize("operation", NOT_FOR_A_TEACHER)
def test_what_leads_or_keeps_people_is_not_for_a_teacher_even_on_the_own_dossier(api: Api, operation: str) -> None:
    own = {"dossier_id": begun(api), "pupil_id": str(api.school.pupil), "person_id": person(api, MT)}
    assert asked(api, LK, operation, own) == (403 if operation == "import_people" else 404)


@pytest.mark.parametrize("operation", sorted(OF_PEOPLE - {"get_people", "import_people"}))
def test_what_is_of_another_board_is_not_there(here: Site, operation: str) -> None:
    api, elsewhere = made_school(here), made_school(here)
    other = {
        "dossier_id": begun(elsewhere), "pupil_id": str(elsewhere.school.pupil),
        "person_id": str(elsewhere.school.people[MT]),
    }  # fmt: skip
    for function in FUNCTIONS:
        assert asked(api, function, operation, other) in {404, 422}, function


def asked(api: Api, function: str | None, operation: str, known: Mapping[str, str]) -> int:
    method, path = DOCUMENTED[operation]
    names = ("dossier_id", "pupil_id", "person_id", "holding_id", "member_id", "denial_id", "parent_id")
    where = path.format(**{name: known.get(name, str(random_id())) for name in names})
    return api.call(method, function, where, BODIES.get(operation)).status_code
