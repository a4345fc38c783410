"""A one-time link: whoever was invited sets a password here, once, and then signs in with it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.access import SHORTEST, SPENT, AcceptInvitation, guest_of
from app.domain.declared import declares
from app.domain.errors import InvalidValueError
from app.queries.invitations import still_works
from app.web.blueprint import pages, parts
from app.web.words import _, said


@pages.get("/uitnodiging/<secret>")
@declares(None)
def invitation(secret: str) -> ResponseReturnValue:
    """Ask for a password, with a link that still works; looking uses nothing up."""
    try:
        guest = guest_of(secret)
    except InvalidValueError as error:
        return _spent(error.message)
    if not still_works(parts().desk, guest.board, secret):
        return _spent(SPENT)
    return _page({}, 200)


@pages.post("/uitnodiging/<secret>")
@declares(None)
def accept(secret: str) -> ResponseReturnValue:
    """Set the password."""
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        return _page({"again": [_("De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw.")]}, 422)
    try:
        parts().bus.send(AcceptInvitation(secret, password), by=guest_of(secret))
    except InvalidValueError as error:
        if error.field == "password":
            return _page({"password": [_(error.message)]}, 422)
        return _spent(error.message)
    return render_template("aanmelden/ingesteld.html"), 200


def _page(errors: dict[str, list[str]], status: int) -> tuple[str, int]:
    return render_template("aanmelden/uitnodiging.html", errors=errors, shortest=SHORTEST), status


def _spent(message: str) -> tuple[str, int]:
    title = _("Vraag een nieuwe link")
    return render_template("fout/bericht.html", title=title, text=said(message), carried=None), 410
