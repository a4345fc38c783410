"""Tokens of the API on screen: whose they are, and revoking one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.commands.access import CreateToken
from app.domain.actors import Actor
from tests.web.conftest import Screen

DIRECTOR, TEACHER, HELPER = "directeur", "leerkracht", "intern begeleider"


def given(screen: Screen, function: str) -> tuple[UUID, UUID]:
    """A token of who holds a function: their id and its."""
    person = screen.school.people[function]
    with screen.school.reading() as work:
        login = work.run(select(t.person.c.login).where(t.person.c.person_id == person)).scalar_one()
        before = set(work.run(select(t.token.c.token_id)).scalars())
    screen.school.bus.send(CreateToken(login), by=Actor.operator(screen.school.board))
    with screen.school.reading() as work:
        (made,) = set(work.run(select(t.token.c.token_id)).scalars()) - before
    return person, made


def counts(screen: Screen, token: UUID) -> bool:
    with screen.school.reading() as work:
        revoked = work.run(select(t.token.c.revoked_at).where(t.token.c.token_id == token)).scalar_one()
    return revoked is None


def test_somebody_sees_the_tokens_of_their_own_and_revokes_one(screen: Screen) -> None:
    assert "Programma’s die als jij werken" not in screen.get(TEACHER, "/account").text
    _, token = given(screen, TEACHER)
    assert "geldt tot het wordt ingetrokken" in screen.get(TEACHER, "/account").text
    answer = screen.post(TEACHER, f"/account/tokens/{token}", {}, page="/account")
    page = screen.follow(TEACHER, answer)
    assert "Het token is ingetrokken." in page.text
    assert "Programma’s die als jij werken" not in page.text
    assert not counts(screen, token)


def test_a_token_of_another_is_not_there(screen: Screen) -> None:
    _, token = given(screen, HELPER)
    person, own = given(screen, TEACHER)
    for function, path, status in (
        (TEACHER, f"/account/tokens/{token}", 404), (HELPER, f"/mensen/{person}/tokens/{own}", 403),
    ):  # fmt: skip
        fields = screen.get(function, "/account").form("afmelden")
        assert screen.browser(function).post(path, data=fields).status_code == status
    assert counts(screen, token)
    assert counts(screen, own)


def test_who_keeps_the_people_revokes_a_token_of_a_colleague(screen: Screen) -> None:
    person, token = given(screen, TEACHER)
    place = f"/mensen/{person}"
    assert "Programma’s die als deze collega werken" in screen.get(DIRECTOR, place).text
    answer = screen.post(DIRECTOR, f"{place}/tokens/{token}", {}, page=place)
    page = screen.follow(DIRECTOR, answer)
    assert "Het token is ingetrokken." in page.text
    assert "Programma’s" not in page.text
    assert not counts(screen, token)
