"""Nakijken: the three verdicts on the history, how far a check is, and the places that they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.command import Command
from app.commands.verdicts import ALL, BeginCheck, MarkSeen, ResumeCheck, StopCheck
from app.domain.declared import declares
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.permissions import Permission
from app.queries.checks import CheckShown, FindingItem, last_of, list_checks, read_check
from app.web.blueprint import actor, look, pages, send
from app.web.carrying import local_path
from app.web.words import lazy

QUESTIONS: Final[Mapping[str, tuple[str, str, str]]] = {
    "integriteit": (
        lazy("Is de geschiedenis heel?"),
        lazy("Ja. Er is niets veranderd, weggehaald of tussengevoegd."),
        lazy("De ketens, de ijkpunten, en alles wat naast de feiten staat."),
    ),
    "volledigheid": (
        lazy("Komt alles opnieuw zo uit?"),
        lazy("Ja. Wie alles opnieuw uitvoert op het protocol van toen, komt op dezelfde toestand uit."),
        lazy("Elke stap opnieuw uitgevoerd, en vergeleken met wat toen is opgeschreven."),
    ),
    "conformiteit": (
        lazy("Zijn de regels gehouden?"),
        lazy("Ja. Elke regel die te beoordelen was, is gehouden."),
        lazy("Elke regel van het protocol, vergeleken met wat er gebeurde."),
    ),
}  # fmt: skip
"""Verdict to what it asks, what it says where it holds, and what was looked at."""
SORTS: Final[Mapping[str, tuple[str, str, str]]] = {
    "geschonden": ("late", lazy("Klopt niet"), "triangle-alert"),
    "niet te beoordelen": ("attention", lazy("Niet te beoordelen"), "circle-help"),
    "gewist": ("", lazy("Gewist"), "eraser"),
    "afgeweken": ("attention", lazy("Afgeweken, met reden"), "git-branch"),
    "te laat": ("attention", lazy("Te laat"), "clock"),
    "nog niet te zeggen": ("", lazy("Nog niet te beoordelen"), "circle-help"),
    "gehouden": ("ok", lazy("Gehouden"), "circle-check"),
}  # fmt: skip
"""Sort to its colour, word and picture."""
STATUS: Final[Mapping[str, str]] = {
    "loopt": lazy("Loopt nu"), "gestopt": lazy("Gestopt"), "klaar": lazy("Klaar"),
}  # fmt: skip


@pages.get("/nakijken")
@declares(Permission.VERIFY)
def checks() -> str:
    """The last checks over all dossiers, and the button for a new one."""
    found = look(lambda work: list_checks(work, actor()))
    return render_template("nakijken/lijst.html", checks=found, questions=QUESTIONS, sorts=SORTS, status=STATUS)


@pages.post("/nakijken")
@declares(Permission.VERIFY)
def begin_check() -> ResponseReturnValue:
    """Begin a check of all that this person oversees."""
    chosen = tuple(each for each in ALL if each in request.form.getlist("oordeel")) or ALL
    sent = send(BeginCheck(verdicts=chosen), url_for("web.checks"))
    return redirect(url_for("web.check", check_id=sent.location.rpartition("/")[2]), 303)


@pages.get("/nakijken/<uuid:check_id>")
@declares(Permission.VERIFY)
def check(check_id: UUID) -> str:
    """One check: how far it is, and what it found."""
    found = look(lambda work: read_check(work, actor(), check_id))
    if found is None:
        raise NotFoundError
    return _page(found, found.check.dossier)


@pages.post("/nakijken/<uuid:check_id>/stoppen")
@declares(Permission.VERIFY)
def stop_check(check_id: UUID) -> ResponseReturnValue:
    """Stop it."""
    return _changed(check_id, StopCheck(check_id))


@pages.post("/nakijken/<uuid:check_id>/verder")
@declares(Permission.VERIFY)
def resume_check(check_id: UUID) -> ResponseReturnValue:
    """Let it go on."""
    return _changed(check_id, ResumeCheck(check_id))


@pages.get("/dossiers/<uuid:dossier_id>/nakijken")
@declares(Permission.VERIFY)
def dossier_check(dossier_id: UUID) -> str:
    """The last check of one dossier, as far as this person may see the dossier."""
    found = look(lambda work: last_of(work, actor(), dossier_id))
    if found is None:
        raise NotFoundError
    return _page(found.shown, dossier_id, found.wrong_since)


@pages.post("/dossiers/<uuid:dossier_id>/nakijken")
@declares(Permission.VERIFY)
def begin_dossier_check(dossier_id: UUID) -> ResponseReturnValue:
    """Have one dossier looked at."""
    send(BeginCheck(dossier_id), url_for("web.dossier_check", dossier_id=dossier_id))
    return redirect(url_for("web.dossier_check", dossier_id=dossier_id), 303)


@pages.post("/incidenten/<uuid:incident_id>/gezien")
@declares(Permission.SEE_INCIDENTS, at_the_door=True)
def mark_seen(incident_id: UUID) -> ResponseReturnValue:
    """Somebody looked at what a check found; back to where the form says it stands, or to the incidents."""
    back = request.form.get("terug", "")
    try:
        send(MarkSeen(incident_id))
    except WrongStateError:
        return redirect(local_path(back) if back else url_for("web.incidents", toon="opgelost"), 303)
    return redirect(local_path(back) if back else url_for("web.incidents"), 303)


def _changed(check_id: UUID, command: Command) -> ResponseReturnValue:
    """To the check as it stands now; who was second at the button sees there what the first one did."""
    try:
        send(command)
    except WrongStateError:
        return redirect(url_for("web.check", check_id=check_id), 303)
    return redirect(url_for("web.check", check_id=check_id), 303)


def _page(found: CheckShown | None, dossier: UUID | None, wrong_since: datetime | None = None) -> str:
    return render_template(
        "nakijken/controle.html", shown=found, it=found.check if found else None, dossier=dossier,
        grouped=_grouped(found.findings) if found else {}, questions=QUESTIONS, sorts=SORTS, status=STATUS,
        wrong_since=wrong_since,
    )  # fmt: skip


def _grouped(findings: tuple[FindingItem, ...]) -> dict[str, dict[str, list[Any]]]:
    """Verdict to sort to what was found, the worst first."""
    made: dict[str, dict[str, list[Any]]] = {}
    for verdict in QUESTIONS:
        for sort in SORTS:
            here = [each for each in findings if (each.verdict, each.sort) == (verdict, sort)]
            if here:
                made.setdefault(verdict, {})[sort] = here
    return made
