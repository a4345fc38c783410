"""Files under tasks over the API: put there, listed, got and taken away."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

import pytest

import app.store.tables as t
from app.domain.files import MOST_BYTES
from app.store.clock import random_id
from tests.api.client import Api
from tests.rows import rows
from tests.samples import BAD, EICAR, GOOD, JPEG, PDF, PNG

LK, IB, MT = "leerkracht", "intern begeleider", "MT"


def body(data: bytes, name: str = "foto.png") -> dict[str, str]:
    return {"name": name, "content": b64encode(data).decode()}


@pytest.fixture
def task(api: Api) -> str:
    found: str = api.begin(LK, "Zorg over leerling")["opened"][0]["id"]
    return found


def put(api: Api, task: str, data: bytes = PNG, status: int = 201, **more: Any) -> Any:
    return api.post(LK, f"/tasks/{task}/attachments", body(data), status, **more)


def test_a_file_is_put_listed_got_and_taken_away(api: Api, task: str) -> None:
    made = put(api, task)
    assert (made["name"], made["media_type"], made["size"], made["removable"]) == (
        "foto.png", "image/png", len(PNG), True,
    )  # fmt: skip
    assert api.get(LK, f"/tasks/{task}/attachments") == {"items": [made]}
    (seen,) = api.get(IB, f"/tasks/{task}/attachments")["items"]
    assert seen == {**made, "mine": False, "removable": False}
    found = api.get(IB, f"/attachments/{made['id']}")
    assert (found["name"], found["media_type"], b64decode(found["content"])) == ("foto.png", "image/png", PNG)
    gone = api.call("POST", LK, f"/attachments/{made['id']}/remove", {"reason": "Een ander kind."})
    assert gone.status_code == 204
    assert api.get(LK, f"/tasks/{task}/attachments") == {"items": []}
    assert api.call("GET", LK, f"/attachments/{made['id']}").status_code == 404


def test_where_it_is_stands_in_the_answer(api: Api, task: str) -> None:
    answer = api.call("POST", LK, f"/tasks/{task}/attachments", body(PDF))
    assert answer.status_code == 201
    assert api.get(LK, answer.headers["Location"])["media_type"] == "application/pdf"


def test_the_same_request_again_gets_the_answer_that_was_missed(api: Api, task: str) -> None:
    first, again = put(api, task, key="k"), put(api, task, key="k")
    assert first == again
    assert len(rows(api.school, t.attachment)) == 1


def test_taking_away_once_more_with_the_same_key_is_the_same_answer(api: Api, task: str) -> None:
    where = f"/attachments/{put(api, task)['id']}/remove"
    assert [api.call("POST", LK, where, {}, key="k").status_code for _ in range(2)] == [204, 204]
    assert api.call("POST", LK, where, {}, key="k2").status_code == 409


@pytest.mark.parametrize("data", [BAD["svg"], BAD["zip"], EICAR, b"", JPEG + bytes(MOST_BYTES)], ids=range(5))
def test_what_may_not_be_kept_is_told_by_field(api: Api, task: str, data: bytes) -> None:
    answer = put(api, task, data, 422)
    assert list(answer["errors"]) == ["content"]
    assert rows(api.school, t.attachment) == []


def test_a_file_of_just_10_mb_comes_through_the_door_and_one_of_30_does_not(api: Api, task: str) -> None:
    assert put(api, task, PDF + bytes(MOST_BYTES - len(PDF)))["size"] == MOST_BYTES
    put(api, task, JPEG + bytes(30_000_000), 413)


def test_what_is_no_base64_is_told_by_field(api: Api, task: str) -> None:
    answer = api.post(LK, f"/tasks/{task}/attachments", {"name": "x", "content": "geen base64!"}, 422)
    assert answer["errors"] == {"content": ["Geef het bestand in base64."]}


@pytest.mark.parametrize("data", [PNG, BAD["svg"], b""])
def test_who_may_not_do_the_task_is_told_nothing_of_the_file(api: Api, task: str, data: bytes) -> None:
    for where in (task, str(random_id())):
        assert api.call("POST", MT, f"/tasks/{where}/attachments", body(data)).status_code == 404


def test_under_a_task_that_is_done_it_is_a_conflict_also_the_second_time(api: Api, task: str) -> None:
    made = put(api, task)
    api.complete(LK, "Observeren en begeleiden")
    for _ in range(2):
        assert put(api, task, GOOD["pdf"][1], 409, key="k")["reason"] in {"done", "state"}
    assert api.call("POST", LK, f"/attachments/{made['id']}/remove", {}).status_code == 409
    assert api.get(LK, f"/attachments/{made['id']}")["name"] == "foto.png"
