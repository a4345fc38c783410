"""Who has seen a dossier: for those who answer for it, and on paper for parents or pupil."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.audits import BEGUN_EACH
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.queries.seen_by import WITH_NAME, WITH_PUPIL, Period, Print, SeenBy, read_choices, read_print, read_seen_by
from app.web.blueprint import actor, look, pages, parts
from app.web.days import begin_of, day_in, end_of
from app.web.oversight import OPENED
from app.web.words import _, lazy

SHORTEST: Final = 10
"""Characters of a reason."""
LONGEST: Final = 2_000
_AUDITED: Final = ("dossier", "replay", "check")
LOOKED: Final[Mapping[str, str]] = {
    "dossier": lazy("het dossier"), "history": lazy("wat er gebeurde"), "replay": lazy("de herhaling"),
    "task": lazy("een taak"), "attachment": lazy("een bestand"), "attachments": lazy("de lijst met bestanden"),
    "print": lazy("een afdruk van een route"), "diagram": lazy("het diagram van een route"),
    "parnassys": lazy("de regels voor ParnasSys"), "parents": lazy("gezag en contact van de ouders"),
    "starts": lazy("wat er te melden is"), "deed": lazy("het formulier van een handeling"),
    "controle": lazy("het nakijken van de geschiedenis"), "erasure": lazy("bewaren en vernietigen"),
    "export": lazy("een bewijs voor buiten Leidraad"), "search": lazy("gevonden met een zoekvraag"),
    "readers": lazy("wie het dossier zag"), "readers printed": lazy("een afdruk van wie het dossier zag"),
    "audit dossier": lazy("het dossier, zonder namen, voor een onderzoek"),
    "audit replay": lazy("de herhaling, zonder namen, voor een onderzoek"),
    "audit check": lazy("het oordeel over de geschiedenis, zonder namen, voor een onderzoek"),
    BEGUN_EACH: lazy("het nakijken van de geschiedenis, met alle dossiers van een onderzoek"),
    f"audit dossier{WITH_PUPIL}": lazy("het dossier, met de naam van de leerling, voor een onderzoek"),
    f"audit replay{WITH_PUPIL}": lazy("de herhaling, met de naam van de leerling, voor een onderzoek"),
    f"audit check{WITH_PUPIL}": lazy(
        "het oordeel over de geschiedenis, met de naam van de leerling, voor een onderzoek"
    ),
    f"audit dossier{WITH_NAME}": lazy("het dossier, met namen die zijn geopend, voor een onderzoek"),
    f"audit replay{WITH_NAME}": lazy("de herhaling, met namen die zijn geopend, voor een onderzoek"),
    f"audit check{WITH_NAME}": lazy("het oordeel over de geschiedenis, met namen die zijn geopend, voor een onderzoek"),
}  # fmt: skip
"""Action in the log of reads to what was looked at."""
PLAIN: Final[Mapping[str, str]] = {
    **{each: lazy("het dossier van uw kind") for each in (
        "dossier", "history", "replay", "starts", "deed", "diagram", "parnassys", "controle", "search",
    )},
    "task": lazy("een taak in het dossier"), "attachment": lazy("een document"), "attachments": lazy("de documenten"),
    "print": lazy("een papieren afdruk"), "parents": lazy("de gegevens van de ouders"),
    "erasure": lazy("hoe lang het dossier blijft bewaard"), "export": lazy("een kopie zonder leesbare inhoud"),
    "readers": lazy("deze lijst"), "readers printed": lazy("deze lijst, op papier"),
    "audit dossier": lazy("het dossier zonder namen, voor een controle"),
    "audit replay": lazy("het dossier zonder namen, voor een controle"),
    "audit check": lazy("het dossier zonder namen, voor een controle"),
    BEGUN_EACH: lazy("de uitkomst van een controle, zonder namen"),
    **{f"audit {each}{WITH_PUPIL}": lazy("het dossier met de naam van uw kind, voor een controle")
       for each in _AUDITED},
    **{f"audit {each}{WITH_NAME}": lazy("het dossier met namen van anderen, voor een controle") for each in _AUDITED},
}  # fmt: skip
"""The same for parents or pupil."""


@pages.get("/dossiers/<uuid:dossier_id>/gezien")
@declares(Permission.SEE_READERS)
def readers(dossier_id: UUID) -> str:
    """Who saw what and when, the last first."""
    after, person = request.args.get("vanaf") or None, _id(request.args.get("wie"))
    found = look(lambda work: read_seen_by(work, actor(), dossier_id, _period(request.args, person), after))
    if found is None:
        raise NotFoundError
    return render_template(
        "toezicht/gezien.html", it=found, looked=LOOKED, opened=OPENED, after=after, person=person,
        since=day_in(request.args.get("van", "")), until=day_in(request.args.get("tot", "")),
    )  # fmt: skip


@pages.get("/dossiers/<uuid:dossier_id>/gezien/afdruk")
@declares(Permission.SEE_READERS)
def print_readers(dossier_id: UUID) -> ResponseReturnValue:
    """What the print for parents or pupil leaves out, to be chosen first."""
    return _choices(dossier_id, {}, 200)


@pages.post("/dossiers/<uuid:dossier_id>/gezien/afdruk")
@declares(Permission.SEE_READERS)
def printed_readers(dossier_id: UUID) -> ResponseReturnValue:
    """The print, in plain Dutch; that it was made, and how, stands in the log of reads."""
    form = request.form
    routes = frozenset(made for made in map(_id, form.getlist("route")) if made is not None)
    names, reason = form.get("namen") == "ja", form.get("reason", "").strip()
    if (routes or names) and not SHORTEST <= len(reason) <= LONGEST:
        said = _("Schrijf in ten minste %(least)s tekens waarom je iets weglaat of namen voluit zet.", least=SHORTEST)
        return _choices(dossier_id, {"reason": [said]}, 422)
    asked = Print(_period(form, None), routes, names, reason)
    found = look(lambda work: read_print(work, actor(), dossier_id, asked))
    if found is None:
        raise NotFoundError
    return render_template(
        "toezicht/gezien_afdruk.html", it=found, plain=PLAIN, names=names, initials=initials, lines=lines,
        opened=OPENED, since=day_in(form.get("van", "")), until=day_in(form.get("tot", "")),
    )  # fmt: skip


def initials(name: str) -> str:
    """The first letters of a name."""
    return "".join(f"{part[0].upper()}." for part in name.split() if part[0].isalpha())


def lines(it: SeenBy, action: Mapping[str, str]) -> list[tuple[date, tuple[str, ...], str, list[str]]]:
    """Day, functions, name and what was looked at, of each group."""
    return [
        (
            each.day, each.functions, each.name,
            list(dict.fromkeys(_(action.get(look.action, PLAIN["dossier"])) for look in each.looks)),
        )
        for each in it.groups
    ]  # fmt: skip


def _choices(dossier_id: UUID, errors: Mapping[str, list[str]], status: int) -> ResponseReturnValue:
    found = look(lambda work: read_choices(work, actor(), parts().desk.bundles, dossier_id))
    if found is None:
        raise NotFoundError
    return render_template("toezicht/gezien_kiezen.html", it=found, errors=errors, typed=request.form), status


def _period(where: Mapping[str, str], person: UUID | None) -> Period:
    since, until = day_in(where.get("van", "")), day_in(where.get("tot", ""))
    usual = Period()
    return Period(
        person, begin_of(since) if since else usual.since,
        end_of(until) if until else usual.before,
    )  # fmt: skip


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
