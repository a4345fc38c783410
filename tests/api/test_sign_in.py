"""Who comes in, and what stays outside: the same answer for every token that does not count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

import app.store.tables as t
from app.api import make_app
from app.domain.declared import declared, declares, undeclared
from app.domain.permissions import Permission
from app.store.access import revoke
from app.store.bearer import Bearer
from app.store.clock import random_id
from tests.api.client import CLOCK, Api


def asked(api: Api, header: str) -> tuple[int, bytes, str]:
    answer = api.client.get("/api/v1/me", headers={"Authorization": header})
    return answer.status_code, answer.data, answer.headers.get("WWW-Authenticate", "")


def test_a_token_tells_who_somebody_is_and_what_they_hold(api: Api) -> None:
    me = api.get("intern begeleider", "/me")
    assert (me["name"], [each["function"] for each in me["functions"]]) == (
        "Intern Begeleider Proef", ["intern begeleider"],
    )  # fmt: skip
    assert [each["name"] for each in me["schools"]] == ["De Proef"]


def test_every_token_that_does_not_count_gets_one_answer(api: Api) -> None:
    person = api.school.people["MT"]
    good = api.new_token(person)
    expired = api.new_token(person, CLOCK.now)
    revoked = api.new_token(person)
    with api.school.writing() as work:
        found = work.rows(
            t.token.select().where(
                t.token.c.board_id == api.school.board, t.token.c.hash == Bearer.read(revoked).hash  # type: ignore[union-attr]  # a token
            )
        )  # fmt: skip
        revoke(work, [row.token_id for row in found])
    unknown = [
        "", "Bearer", "Bearer ", "Bearer x", f"Bearer {good}x", f"Bearer {good[4:]}", f"Basic {good}",
        f"Bearer {Bearer.new(api.school.board).token}", f"Bearer {Bearer.new(random_id()).token}", "Bearer lrd_é.é",
        f"Bearer {expired}", f"Bearer {revoked}",
    ]  # fmt: skip
    answers = {asked(api, header) for header in unknown}
    assert [status for status, _, _ in answers] == [401]
    assert {scheme for _, _, scheme in answers} == {"Bearer"}
    assert asked(api, f"Bearer {good}")[0] == asked(api, f"bearer {good}")[0] == 200


def test_who_has_left_is_no_longer_let_in(api: Api) -> None:
    token = api.token("MT")
    where = (t.person.c.board_id == api.school.board, t.person.c.person_id == api.school.people["MT"])
    with api.school.writing() as work:
        work.run(update(t.person).where(*where).values(active=False))
    assert asked(api, f"Bearer {token}")[0] == 401


def test_a_token_expires_at_its_instant(api: Api) -> None:
    token = api.new_token(api.school.people["MT"], CLOCK.now + timedelta(hours=1))
    assert asked(api, f"Bearer {token}")[0] == 200
    CLOCK.on(hours=1)
    assert asked(api, f"Bearer {token}")[0] == 401


def test_a_function_that_ends_works_at_the_next_request(api: Api) -> None:
    assert api.call("GET", "directeur", "/incidents").status_code == 200
    where = (t.holding.c.board_id == api.school.board, t.holding.c.person_id == api.school.people["directeur"])
    with api.school.writing() as work:
        work.run(update(t.holding).where(*where).values(ended_at=CLOCK.now))
    refused = api.call("GET", "directeur", "/incidents")
    assert (refused.status_code, refused.mimetype) == (403, "application/problem+json")


def test_every_view_declares_the_permission_that_it_asks(api: Api) -> None:
    assert undeclared(api.school.site.app.view_functions) == []


def test_a_view_without_a_declaration_is_found_by_name() -> None:
    app = make_app("app", static_folder=None)

    @app.route("/open")
    def forgotten() -> str:
        return ""

    assert undeclared(app.view_functions) == ["forgotten"]
    assert undeclared(app.view_functions, {"forgotten"}) == []


def test_a_view_declares_once() -> None:
    def view() -> str:
        return ""

    declares(Permission.SIGNED_IN)(view)
    found = declared(view)
    assert found is not None
    assert (found.permission, found.at_the_door) == (Permission.SIGNED_IN, False)
    with pytest.raises(ValueError, match="declares two permissions"):
        declares(None)(view)
