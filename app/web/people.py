"""The people of a school: who works there, what they hold, and giving and ending that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.people import EndEmployment, EndFunction, GrantFunction
from app.domain import functions as f
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.domain.searching import plain
from app.queries.keeping import HeldNow, Person, Place, lost_with_function, lost_with_job, read_person, read_staff
from app.web.account import revoked
from app.web.blueprint import actor, ask, pages, parts
from app.web.keeping import Tried, asked_id, onward, said, tried, which
from app.web.words import _, lazy

MEANS: Final[Mapping[str, str]] = {
    f.LEERKRACHT: lazy("Ziet de leerlingen van de eigen groepen, en de dossiers waar hij of zij bij betrokken is."),
    f.INTERN_BEGELEIDER: lazy("Begeleidt de routes, begint voor elke leerling een dossier, leest leerlingen in."),
    f.AANDACHTSFUNCTIONARIS: lazy("Begeleidt de meldcode en begint voor elke leerling een dossier."),
    f.DIRECTEUR: lazy("Besluit in de routes waar dat staat, houdt mensen en functies bij, leest leerlingen in."),
    f.WAARNEMER: lazy("Doet wat de directeur in de routes doet als die er niet is."),
    f.MT: lazy("Krijgt wat het protocol aan het MT geeft."),
    f.BESTUUR: lazy("Krijgt wat het protocol aan het bestuur geeft; publiceert protocollen."),
    f.BEHEERDER: lazy("Houdt mensen en functies bij en leest leerlingen in. Opent daarmee geen dossier."),
    f.COORDINATOR: lazy("Past protocollen aan en publiceert ze. Opent daarmee geen dossier."),
    f.AUDITOR: lazy("Ziet alleen wat in een onderzoek valt, zolang dat loopt, en zonder namen."),
}
"""What a function of the product means to whoever gives it."""


@pages.get("/mensen")
@declares(Permission.IMPORT, at_the_door=True)
def people() -> ResponseReturnValue:
    """The staff of a school."""
    return _list("")


@pages.post("/mensen")
@declares(Permission.IMPORT, at_the_door=True)
def search_people() -> ResponseReturnValue:
    """Those of them in whose name, login or functions this text stands; the answer to the form itself."""
    return _list(request.form.get("q", "").strip()[:100])


def _list(q: str) -> ResponseReturnValue:
    who, school = actor(), asked_id()
    staff = ask(lambda work: read_staff(work, who, school))
    wanted = plain(q).split()
    found = [
        each for each in staff.members
        if _holds(wanted, (each.name, each.login, *(held.function for held in each.now)))
    ]  # fmt: skip
    return render_template(
        "mensen/lijst.html", staff=staff, members=found, q=q, which=which(staff.schools, staff.school.id), said=said()
    )  # fmt: skip


def _holds(wanted: Sequence[str], texts: Iterable[str]) -> bool:
    said = plain(" ".join(texts))
    return all(word in said for word in wanted)


@pages.get("/mensen/<uuid:person_id>")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def person(person_id: UUID) -> ResponseReturnValue:
    """Somebody, with what they hold."""
    return _person(person_id, Tried())


@pages.post("/mensen/<uuid:person_id>/functies")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def grant_function(person_id: UUID) -> ResponseReturnValue:
    """Give a function."""
    school, function = asked_id(where=request.form), request.form.get("function", "")
    if not function:
        return _person(person_id, Tried(errors={"function": [_("Kies een functie.")]}, status=422))
    came = tried(GrantFunction(person_id, function, school, request.form.get("reason", "")))
    if came.sent is None:
        return _person(person_id, came)
    return onward("web.person", "gegeven", person_id=person_id)


@pages.get("/mensen/<uuid:person_id>/functies/<uuid:holding_id>/stoppen")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def stop_function(person_id: UUID, holding_id: UUID) -> ResponseReturnValue:
    """Say what would end with a function, and ask why."""
    return _stopping(person_id, holding_id, Tried())


@pages.post("/mensen/<uuid:person_id>/functies/<uuid:holding_id>/stoppen")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def stopped_function(person_id: UUID, holding_id: UUID) -> ResponseReturnValue:
    """End it."""
    came = tried(EndFunction(holding_id, request.form.get("reason", "")))
    if came.sent is None:
        return _stopping(person_id, holding_id, came)
    return onward("web.person", "gestopt", person_id=person_id, functie=holding_id)


@pages.post("/mensen/<uuid:person_id>/tokens/<uuid:token_id>")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def revoke_token(person_id: UUID, token_id: UUID) -> ResponseReturnValue:
    """Let a token of a colleague count no longer."""
    revoked(token_id)
    return onward("web.person", "token", person_id=person_id)


@pages.get("/mensen/<uuid:person_id>/uit-dienst")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def stop_job(person_id: UUID) -> ResponseReturnValue:
    """Say what would end with an employment, and ask why."""
    return _leaving(person_id, Tried())


@pages.post("/mensen/<uuid:person_id>/uit-dienst")
@declares(Permission.KEEP_PEOPLE, at_the_door=True)
def stopped_job(person_id: UUID) -> ResponseReturnValue:
    """End it."""
    came = tried(EndEmployment(person_id, request.form.get("reason", ""), _school_needed()))
    if came.sent is None:
        return _leaving(person_id, came)
    return onward("web.person", "uit-dienst", person_id=person_id)


def shown_person(person_id: UUID, ended: UUID | None = None) -> Person:
    """Somebody of one's own people. Raises NotFoundError."""
    who, bundles = actor(), parts().desk.bundles
    return ask(lambda work: read_person(work, who, bundles, person_id, ended))


def _person(person_id: UUID, came: Tried) -> ResponseReturnValue:
    found = shown_person(person_id, asked_id("functie"))
    values: dict[str, Any] = {
        "person": found, "member": found.member, "errors": came.errors, "typed": request.form, "means": MEANS,
        "said": said(),
    }  # fmt: skip
    return render_template("mensen/persoon.html", **values), came.status


def _stopping(person_id: UUID, holding_id: UUID, came: Tried) -> ResponseReturnValue:
    found = shown_person(person_id)
    place, held = _find(found, holding_id)
    lost = ask(lambda work: lost_with_function(work, person_id, holding_id))
    page = render_template(
        "mensen/stoppen.html", member=found.member, held=held, place=place, lost=lost, errors=came.errors,
        typed=request.form,
    )  # fmt: skip
    return page, came.status


def _find(found: Person, holding_id: UUID) -> tuple[Place, HeldNow]:
    for place in found.places:
        for held in place.held:
            if held.id == holding_id:
                return place, held
    raise NotFoundError


def _leaving(person_id: UUID, came: Tried) -> ResponseReturnValue:
    school, found = _school_needed(), shown_person(person_id)
    place = next((each for each in found.places if each.school and each.school.id == school), None)
    if place is None or not (place.employed or place.held):
        raise NotFoundError
    lost = ask(lambda work: lost_with_job(work, person_id, school))
    page = render_template(
        "mensen/uit_dienst.html", member=found.member, place=place, lost=lost, whole=found.whole,
        last=found.whole and sum(bool(each.employed or each.held) for each in found.places) == 1,
        errors=came.errors, typed=request.form,
    )  # fmt: skip
    return page, came.status


def _school_needed() -> UUID:
    school = asked_id()
    if school is None:
        raise NotFoundError
    return school
