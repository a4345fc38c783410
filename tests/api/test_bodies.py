"""Whatever a request holds, the answer says what is wrong: never a fault of the server, never what was sent."""

from __future__ import annotations

import pytest

from app.store.clock import random_id
from tests.api.client import Api
from tests.school import CANARY

DEEP = b'{"answers": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
WRONG = {
    "nothing": (b"", 400),
    "no json": (b"{", 400),
    "a list": (b"[]", 400),
    "a text": (b'"{}"', 400),
    "nan": (b'{"answers": {"a": NaN}}', 400),
    "infinity": (b'{"answers": {"a": -Infinity}}', 400),
    "a number without end": (b'{"answers": {"a": 1e999}}', 400),
    "a whole number without end": (b'{"seen": ' + b"9" * 5_000 + b"}", 400),
    "a number that JSON cannot carry": (b'{"answers": {"a": 9007199254740993}}', 400),
    "half a character": (rb'{"answers": {"a": "\ud800"}}', 400),
    "half a character as name": (rb'{"answers": {"\udfff": 1}}', 400),
    "a zero character": (rb'{"answers": {"a": "x\u0000"}}', 400),
    "no utf-8": (b'{"answers": {"a": "\xff"}}', 400),
    "utf-16": ('{"answers": {}}'.encode("utf-16"), 400),
    "deep": (DEEP, 400),
    "rather deep": (b'{"answers": {"a": ' + b"[" * 30 + b"]" * 30 + b"}}", 400),
    "too large": (b'{"answers": {"a": "' + b"x" * 1_000_001 + b'"}}', 413),
    "an unknown member": (b'{"antwoorden": {}}', 422),
    "another kind": (b'{"answers": []}', 422),
    "an instant as number": (b'{"happened_at": 5}', 422),
    "an instant without a zone": (b'{"happened_at": "2026-09-01T07:00:00"}', 422),
    "the first instant of all": (b'{"happened_at": "0001-01-01T00:00:00+14:00"}', 422),
    "the last instant of all": (b'{"happened_at": "9999-12-31T23:59:59-14:00"}', 422),
    "a version as text": (b'{"seen": "1"}', 422),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_body_that_cannot_be_is_refused(still: Api, name: str) -> None:
    body, status = WRONG[name]
    headers = {"Authorization": f"Bearer {still.token('leerkracht')}", "Content-Type": "application/json"}
    answer = still.client.post(f"/api/v1/tasks/{random_id()}/complete", data=body, headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.data
    assert {"type", "title", "status", "detail", "instance"} <= set(answer.json)


def test_another_kind_than_json_is_refused(still: Api) -> None:
    headers = {"Authorization": f"Bearer {still.token('leerkracht')}"}
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = still.client.post(
            f"/api/v1/tasks/{random_id()}/complete", data=b"{}", headers={**headers, "Content-Type": kind}
        )
        assert answer.status_code == 415, kind


WITHOUT_KEY = {"import_people", "check_protocol", "change_check"}
"""Doing them again does nothing more; docs/api.md says so."""


def test_whatever_changes_something_takes_a_key_that_makes_it_harmless_to_ask_twice(still: Api) -> None:
    paths = still.get("leerkracht", "/openapi.json")["paths"]
    posts = [each["post"] for each in paths.values() if "post" in each]
    without = {
        post["operationId"] for post in posts
        if "Idempotency-Key" not in {each["name"] for each in post.get("parameters", ())}
    }  # fmt: skip
    assert without == WITHOUT_KEY


@pytest.mark.parametrize(
    ("field", "value", "way_out"),
    [
        ("custody_from", "2026-02-30", "zoals 2026-09-08"), ("custody_until", 20260908, "zoals 2026-09-08"),
        ("contact_ban", "ja", "true of false"), ("name", "", "Vul dit in"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_told_with_the_way_out(
    still: Api, field: str, value: object, way_out: str
) -> None:
    said = {"name": "Ouder Een", field: value}
    answer = still.call("POST", "intern begeleider", f"/pupils/{random_id()}/parents", said)
    assert answer.status_code == 422
    assert way_out in answer.json["errors"][field][0]


def test_what_was_sent_is_never_repeated(still: Api) -> None:
    for body in ({"answers": CANARY}, {CANARY: 1}, {"happened_at": CANARY}, {"beside": [CANARY]}):
        answer = still.call("POST", "leerkracht", f"/tasks/{random_id()}/complete", body)
        assert answer.status_code == 422
        assert CANARY not in answer.json["detail"]
        assert CANARY not in str(list(answer.json["errors"].values()))


def test_an_address_that_is_not_there_gets_a_problem_too(still: Api) -> None:
    for path in ("/api/v1/nergens", "/api/v2/tasks", "/api/"):
        answer = still.client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert still.client.get("/elders").mimetype == "text/html"
    refused = still.client.delete("/api/v1/tasks")
    assert (refused.status_code, "GET" in refused.headers["Allow"]) == (405, True)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "route=x", "onbekend=1", f"q={'x' * 101}", f"cursor={'x' * 401}"]
)
def test_a_query_that_cannot_be_is_told_by_name(still: Api, query: str) -> None:
    answer = still.call("GET", "leerkracht", f"/tasks?{query}")
    assert (answer.status_code, list(answer.json["errors"])) == (422, [query.partition("=")[0]])


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 201])
def test_a_key_that_cannot_be_is_told_by_name(still: Api, key: str) -> None:
    answer = still.call("POST", "leerkracht", f"/tasks/{random_id()}/complete", {}, key=key)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["Idempotency-Key"])
