"""Acute unsafety, from every page and without a dossier: the numbers, the people, the pupil, the form that is drawn.

The numbers need nobody who signed in. What is typed stands in the page again whatever happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.routes import OpenDossier
from app.domain.declared import declares
from app.domain.errors import FormInvalidError, InvalidValueError, KeyReusedError, Refused
from app.domain.permissions import Permission
from app.queries.acute import About, Acute, form_again, read_acute, read_reached
from app.queries.pupils import PupilFound, pupils_of_my_schools
from app.web.blueprint import KEY, actor, ask, look, pages, parts, send, signed_in, web_key
from app.web.forms import answers_of
from app.web.security import CSRF
from app.web.words import _, said

_NOBODY: Final = Acute((), None, (), (), None)
"""What is known of who has not signed in."""


@pages.get("/acuut", defaults={"process": ""})
@pages.get("/acuut/anders/<process>")
@declares(None)
def acute(process: str) -> ResponseReturnValue:
    """The numbers for everybody; for who signed in the people to call, the pupil, and then the form."""
    about = About(process, _id(request.args.get("leerling")), _id(request.args.get("dossier")))
    if signed_in() is None:
        return _page(about, _NOBODY)
    shown = _read(about)
    if about.pupil is None or shown.pupil is not None:
        return _page(about, shown)
    said = _("Deze leerling is niet gevonden op jouw school. Zoek opnieuw, of bel.")
    return _page(About(process), shown, said=said), 404


@pages.post("/acuut/zoeken", defaults={"process": ""})
@pages.post("/acuut/zoeken/<process>")
@declares(Permission.SIGNED_IN)
def acute_search(process: str) -> str:
    """Pupils of the school by name; sent, not asked, so that no name comes in an address."""
    q = request.form.get("q", "")[:100]
    found, problem = _found(q)
    about = About(process)
    shown = _read(about)
    if request.headers.get("HX-Request"):
        return render_template("acuut/gevonden.html", found=found, problem=problem, process=process, shown=shown)
    return _page(about, shown, q=q, found=found, problem=problem)


@pages.post("/acuut", defaults={"process": ""})
@pages.post("/acuut/anders/<process>")
@declares(Permission.OPEN_DOSSIER)
def press_acute(process: str) -> ResponseReturnValue:
    """Press the button, once however often it is sent."""
    about = About(process, _id(request.form.get("leerling")))
    shown = _read(about)
    if shown.start is None or shown.pupil is None:
        said = _("Er is nog niets verstuurd: deze leerling is niet gevonden op jouw school. Zoek opnieuw, of bel.")
        return _page(About(process), shown, said=said, typed=_typed()), 404
    answers = answers_of(request.form, shown.components)
    try:
        send(OpenDossier(shown.pupil.id, shown.start.message, answers))
    except Refused as error:
        return _again(about, shown, answers, error)
    return redirect(url_for("web.acute_sent", key=request.form.get(KEY, "-")), 303)


@pages.get("/acuut/verstuurd/<key>")
@declares(Permission.SIGNED_IN)
def acute_sent(key: str) -> str:
    """What happened, whom it reached, and how on."""
    reached = ask(lambda work: read_reached(work, actor(), web_key(key)))
    return render_template("acuut/verstuurd.html", reached=reached)


def _read(about: About) -> Acute:
    return look(lambda work: read_acute(work, actor(), parts().desk.bundles, about))


def _id(text: str | None) -> UUID | None:
    """What can be no id is that of nobody."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)


def _found(q: str) -> tuple[Sequence[PupilFound], str]:
    try:
        return look(lambda work: pupils_of_my_schools(work, actor(), q=q)).items, ""
    except InvalidValueError as error:
        return (), said(error.message)


def _typed() -> list[str]:
    """What somebody wrote, where there is no form to show it in."""
    return [value for name, value in request.form.items() if name not in {KEY, CSRF, "leerling"} and value.strip()]


def _again(about: About, shown: Acute, answers: Mapping[str, object], error: Refused) -> tuple[str, int]:
    """The form with what was typed, and why it was not sent."""
    if isinstance(error, FormInvalidError):
        return _page(about, shown, answers=answers, errors=error.errors), 422
    sentence = _("Er is nog niets verstuurd. %(why)s", why=said(error.message))
    if isinstance(error, KeyReusedError):
        sentence = _("Je had dit formulier al verstuurd, met een andere tekst. Wat er nu staat, is nog niet verstuurd.")
    return _page(about, shown, answers=answers, said=sentence), 409


def _page(
    about: About, shown: Acute, *, answers: Mapping[str, object] | None = None,
    errors: Mapping[str, Sequence[str]] | None = None, **more: Any,
) -> str:  # fmt: skip
    start = shown.start
    view = start.form_view if start else None
    if start and answers is not None:
        view = ask(lambda work: form_again(work, parts().desk.bundles, shown, answers, errors or {}))
    title = start.label if start and about.process else _("Acute onveiligheid")
    return render_template(
        "acuut/acuut.html", title=title, shown=shown, about=about, process=about.process, view=view, **more
    )
