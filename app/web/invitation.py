"""A one-time link: whoever was invited sets a password here, once."""

from __future__ import annotations

from flask import render_template, request

from app.commands.access import AcceptInvitation, guest_of
from app.domain.declared import declares
from app.domain.errors import InvalidValueError
from app.web.blueprint import pages, parts


@pages.get("/uitnodiging/<secret>")
@declares(None)
def invitation(secret: str) -> tuple[str, int]:
    """Ask for a password. Whether the link still works is told when it is used, so that looking uses nothing up."""
    try:
        guest_of(secret)
    except InvalidValueError as error:
        return _spent(error.message)
    return render_template("uitnodiging.html", error=""), 200


@pages.post("/uitnodiging/<secret>")
@declares(None)
def accept(secret: str) -> tuple[str, int]:
    """Set the password."""
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        return render_template("uitnodiging.html", error="De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw."), 422
    try:
        parts().bus.send(AcceptInvitation(secret, password), by=guest_of(secret))
    except InvalidValueError as error:
        if error.field == "password":
            return render_template("uitnodiging.html", error=error.message), 422
        return _spent(error.message)
    return render_template(
        "bericht.html", title="Je wachtwoord is ingesteld",
        text="Deze link werkt nu niet meer. Bewaar je wachtwoord op een veilige plek.",
    ), 200  # fmt: skip


def _spent(message: str) -> tuple[str, int]:
    return render_template("bericht.html", title="Vraag een nieuwe link", text=message), 410
