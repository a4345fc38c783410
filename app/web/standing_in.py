"""Functions that a file suggested, to be decided on; and deputies, who stand in for a colleague for some days."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.deputies import NameDeputy
from app.commands.people import EndFunction
from app.commands.proposals import Choice, DeclineProposed, GrantProposed
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.keeping import read_deputies, read_staff
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, asked_day, asked_id, onward, said, tried, which
from app.web.words import HERE, _


@pages.get("/mensen/voorstellen")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def proposals() -> ResponseReturnValue:
    """What the file suggests and nobody decided on."""
    return _proposals(Tried())


@pages.post("/mensen/voorstellen")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def decide_proposals() -> ResponseReturnValue:
    """Give what was chosen, or say no to it: one by its own button, or all that are ticked."""
    who, asked = actor(), asked_id()
    staff = ask(lambda work: read_staff(work, who, asked))
    one_yes, one_no = request.form.get("geven"), request.form.get("niet")
    school = staff.school.id
    if one_no:
        came = tried(DeclineProposed(school, _chosen([one_no])))
    else:
        came = tried(GrantProposed(school, _chosen([one_yes] if one_yes else request.form.getlist("gekozen"))))
    if came.sent is None:
        return _proposals(came)
    return onward("web.proposals", "niet" if one_no else "voorstellen", school=which(staff.schools, school))


@pages.get("/mensen/waarnemen")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def deputies() -> ResponseReturnValue:
    """Who stands in for whom, now and soon."""
    return _deputies(Tried())


@pages.post("/mensen/waarnemen")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def name_deputy() -> ResponseReturnValue:
    """Let somebody stand in for a colleague."""
    errors: dict[str, list[str]] = {}
    first, last = asked_day("eerste", errors), asked_day("laatste", errors)
    holding, person = asked_id("functie", request.form), asked_id("persoon", request.form)
    if holding is None:
        errors["functie"] = [_("Kies voor wie er wordt waargenomen.")]
    if person is None:
        errors["persoon"] = [_("Kies wie waarneemt.")]
    if first is None or last is None or holding is None or person is None:
        return _deputies(Tried(errors=errors, status=422))
    came = tried(NameDeputy(holding, person, first, last))
    if came.sent is None:
        return _deputies(came)
    return onward("web.deputies", "waarneming", school=asked_id())


@pages.post("/mensen/waarnemen/<uuid:holding_id>/stoppen")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def stop_deputy(holding_id: UUID) -> ResponseReturnValue:
    """End it before its time."""
    came = tried(EndFunction(holding_id, "waarneming eerder gestopt"))
    if came.sent is None:
        return _deputies(came)
    return onward("web.deputies", "waarneming-gestopt", school=asked_id())


def _chosen(texts: list[str]) -> tuple[Choice, ...]:
    found = []
    for text in texts:
        person, _sign, function = text.partition("|")
        one = asked_id("een", {"een": person})
        if one is not None:
            found.append((one, function))
    return tuple(found)


def _proposals(came: Tried) -> ResponseReturnValue:
    who, asked = actor(), asked_id()
    staff = ask(lambda work: read_staff(work, who, asked))
    page = render_template(
        "mensen/voorstellen.html", staff=staff, which=which(staff.schools, staff.school.id), errors=came.errors,
        ticked=request.form.getlist("gekozen") if came.errors else None, said=said(),
    )  # fmt: skip
    return page, came.status


def _deputies(came: Tried) -> ResponseReturnValue:
    who, asked = actor(), asked_id()
    found = ask(lambda work: read_deputies(work, who, asked))
    today = parts().desk.clock.roughly().astimezone(HERE).date()
    page = render_template(
        "mensen/waarnemen.html", found=found, which=which(found.schools, found.school.id), errors=came.errors,
        typed=request.form, today=today, said=said(),
    )  # fmt: skip
    return page, came.status
