"""Inviting somebody, and a new one-time link: it is shown once, on the page that answers, and kept nowhere."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.links import NewLink
from app.commands.people import VALID, InvitePerson
from app.domain.declared import declares
from app.domain.permissions import Permission, may
from app.queries.keeping import functions_known
from app.queries.places import schools_for
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, asked_id, tried
from app.web.people import MEANS, shown_person


@pages.get("/mensen/nieuw")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def new_person() -> ResponseReturnValue:
    """Ask who comes."""
    return _form(Tried())


@pages.post("/mensen/nieuw")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def invite_person() -> ResponseReturnValue:
    """Invite them, and show the link."""
    given = request.form
    wanted = InvitePerson(
        given.get("login", ""), given.get("name", ""), given.get("email", ""), asked_id(where=given),
        tuple(given.getlist("functions")),
    )  # fmt: skip
    came = tried(wanted)
    if came.sent is None:
        return _form(came)
    return _link(came, " ".join(given.get("name", "").split()), wanted.login.strip().casefold(), None)


@pages.post("/mensen/<uuid:person_id>/link")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def new_link(person_id: UUID) -> ResponseReturnValue:
    """Give a new link; the one before it no longer works."""
    came = tried(NewLink(person_id, request.form.get("email")))
    found = shown_person(person_id)
    if came.sent is None:
        page = render_template(
            "mensen/persoon.html", person=found, member=found.member, errors=came.errors, typed=request.form,
            means=MEANS, said="",
        )  # fmt: skip
        return page, came.status
    return _link(came, found.member.name, found.member.login, person_id)


def _form(came: Tried) -> ResponseReturnValue:
    who, bundles = actor(), parts().desk.bundles
    schools, known = ask(
        lambda work: (schools_for(work, who, Permission.KEEP_PEOPLE), functions_known(work, bundles))
    )  # fmt: skip
    page = render_template(
        "mensen/nieuw.html", schools=schools, functions=known, board=may(who, Permission.KEEP_BOARD), means=MEANS,
        chosen=asked_id(), errors=came.errors, typed=request.form,
    )  # fmt: skip
    return page, came.status


def _link(came: Tried, name: str, login: str, person_id: UUID | None) -> ResponseReturnValue:
    secret = came.sent.result if came.sent else None
    link = f"{parts().address}/uitnodiging/{secret}" if secret else ""
    until = parts().desk.clock.roughly() + VALID
    page = render_template(
        "mensen/link.html", link=link, name=name, login=login, until=until, person_id=person_id
    )  # fmt: skip
    return page, 200
