"""Who is on a dossier by name, who never may be, and the parents: each deed on a page with what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.command import Command
from app.commands.teams import AddMember, DenyPerson, EndMember, LiftDenial, RecordParent
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, NotFoundError
from app.domain.permissions import Permission
from app.queries.deeds import Team, read_team
from app.web.blueprint import actor, look, pages, send
from app.web.days import no_day, typed_day
from app.web.deeds import KEPT, back_to, checked, errors_of, status_of
from app.web.words import HERE, _


@pages.get("/dossiers/<uuid:dossier_id>/mensen/erbij")
@declares(Permission.KEEP_TEAM)
def adding(dossier_id: UUID) -> str:
    """Whom to ask in."""
    return _page("erbij", dossier_id)


@pages.post("/dossiers/<uuid:dossier_id>/mensen/erbij")
@declares(Permission.KEEP_TEAM)
def add_member(dossier_id: UUID) -> ResponseReturnValue:
    """Put somebody on the team of the whole dossier."""

    def made() -> Command:
        until = _day("until")
        end = datetime.combine(until, time(23, 59, 59), HERE) if until else None
        return AddMember(dossier_id, _chosen(dossier_id), request.form.get("reason", ""), end)

    return _do("erbij", dossier_id, made)


@pages.get("/dossiers/<uuid:dossier_id>/mensen/<uuid:member_id>/eraf")
@declares(Permission.KEEP_TEAM)
def ending(dossier_id: UUID, member_id: UUID) -> str:
    """What it means to take this colleague off."""
    return _page("eraf", dossier_id, member_id)


@pages.post("/dossiers/<uuid:dossier_id>/mensen/<uuid:member_id>/eraf")
@declares(Permission.KEEP_TEAM)
def end_member(dossier_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Take somebody off the team."""
    return _do("eraf", dossier_id, lambda: EndMember(member_id, request.form.get("reason", "")), member_id)


@pages.get("/dossiers/<uuid:dossier_id>/mensen/nooit")
@declares(Permission.KEEP_TEAM)
def denying(dossier_id: UUID) -> str:
    """Whom to keep off."""
    return _page("nooit", dossier_id)


@pages.post("/dossiers/<uuid:dossier_id>/mensen/nooit")
@declares(Permission.KEEP_TEAM)
def deny_person(dossier_id: UUID) -> ResponseReturnValue:
    """Keep somebody off, whatever functions they hold."""
    return _do(
        "nooit", dossier_id, lambda: DenyPerson(dossier_id, _chosen(dossier_id), request.form.get("reason", ""))
    )  # fmt: skip


@pages.get("/dossiers/<uuid:dossier_id>/mensen/nooit/<uuid:denial_id>/weer")
@declares(Permission.KEEP_TEAM)
def lifting(dossier_id: UUID, denial_id: UUID) -> str:
    """What it means to take this colleague off the list."""
    return _page("weer", dossier_id, denial_id)


@pages.post("/dossiers/<uuid:dossier_id>/mensen/nooit/<uuid:denial_id>/weer")
@declares(Permission.KEEP_TEAM)
def lift_denial(dossier_id: UUID, denial_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list."""
    return _do("weer", dossier_id, lambda: LiftDenial(denial_id, request.form.get("reason", "")), denial_id)


@pages.get("/dossiers/<uuid:dossier_id>/ouders/nieuw", defaults={"parent_id": None})
@pages.get("/dossiers/<uuid:dossier_id>/ouders/<uuid:parent_id>")
@declares(Permission.KEEP_TEAM)
def parent(dossier_id: UUID, parent_id: UUID | None) -> str:
    """What is known of a parent."""
    return _page("ouder", dossier_id, parent_id)


@pages.post("/dossiers/<uuid:dossier_id>/ouders/nieuw", defaults={"parent_id": None})
@pages.post("/dossiers/<uuid:dossier_id>/ouders/<uuid:parent_id>")
@declares(Permission.KEEP_TEAM)
def record_parent(dossier_id: UUID, parent_id: UUID | None) -> ResponseReturnValue:
    """Write it down, in the place of what was known."""
    team, form = _team(dossier_id), request.form

    def made() -> Command:
        return RecordParent(
            team.head.pupil.id, parent_id, form.get("name", ""), form.get("relation", ""), _day("custody_from"),
            _day("custody_until"), "contact_ban" in form, "secret_address" in form,
        )  # fmt: skip

    return _do("ouder", dossier_id, made, parent_id)


def _do(deed: str, dossier_id: UUID, make: Any, about: UUID | None = None) -> ResponseReturnValue:
    """Do a deed; where it cannot be done its page again, with what was typed."""
    try:
        checked(send(make(), url_for("web.dossier", dossier_id=dossier_id)))
    except KEPT as error:
        return _page(deed, dossier_id, about, request.form, errors=errors_of(error)), status_of(error)
    return back_to(dossier_id, deed)


def _page(
    deed: str, dossier_id: UUID, about: UUID | None = None, typed: Mapping[str, str] | None = None, **more: Any
) -> str:  # fmt: skip
    team = _team(dossier_id)
    found = _found(team, deed, about)
    if about is not None and found is None:
        raise NotFoundError
    values = typed if typed is not None else _known(found) if deed == "ouder" else {}
    return render_template(
        f"dossiers/{deed}.html", team=team, head=team.head, it=found, about=about, typed=values,
        **{"errors": {}, **more},
    )  # fmt: skip


def _found(team: Team, deed: str, about: UUID | None) -> Any:
    by_deed: dict[str, dict[UUID | None, Any]] = {
        "eraf": {each.member: each for each in team.people}, "weer": {each.id: each for each in team.kept_off},
        "ouder": {each.id: each for each in team.parents},
    }  # fmt: skip
    return by_deed.get(deed, {}).get(about) if about is not None else None


def _known(found: Any) -> dict[str, str]:
    """What is known of a parent, as the fields of the form hold it; the ticks only where they are on."""
    if found is None:
        return {}
    days = {
        name: getattr(found, name).isoformat() for name in ("custody_from", "custody_until") if getattr(found, name)
    }
    ticks = {name: "ja" for name in ("contact_ban", "secret_address") if getattr(found, name)}
    return {"name": found.name, "relation": found.relation, **days, **ticks}


def _team(dossier_id: UUID) -> Team:
    found = look(lambda work: read_team(work, actor(), dossier_id))
    if found is None:
        raise NotFoundError
    return found


def _chosen(dossier_id: UUID) -> UUID:
    """Whom the form names. Raises InvalidValueError where that is nobody of the school."""
    text = request.form.get("person", "")
    found = next((each.id for each in _team(dossier_id).colleagues if str(each.id) == text), None)
    if found is None:
        raise InvalidValueError(_("Kies een collega."), field="person")
    return found


def _day(name: str) -> date | None:
    text = request.form.get(name, "").strip()
    found = typed_day(text) if text else None
    if text and found is None:
        raise InvalidValueError(no_day(), field=name)
    return found
