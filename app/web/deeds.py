"""What the deeds of a dossier share: what is told in the page of a form, and what the dossier says after a deed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import CONFLICT, Sent
from app.domain.errors import (
    FormInvalidError,
    InvalidValueError,
    KeyReusedError,
    StuckError,
    WrongStateError,
)
from app.web.words import _, lazy
from app.web.words import said as in_words

KEPT: Final = (FormInvalidError, InvalidValueError, WrongStateError, KeyReusedError, StuckError)
"""What is told in the page of the form itself, with everything that was typed."""
BEGUN: Final = "begonnen"
_DONE: Final = {
    BEGUN: lazy("Het is vastgelegd. Wat er nu te doen is, staat onder “Nu”."),
    "gesloten": lazy("Het dossier is gesloten."),
    "ingetrokken": lazy("De route is gestopt. Wie erbij hoort, leest het in het verloop."),
    "voorgesteld": lazy("Je voorstel is bewaard. Wie het mag bevestigen, krijgt er bericht van."),
    "voorstel-vervallen": lazy("Het voorstel is vervallen. De route blijft waar hij was."),
    "afgeweken": lazy("De route staat nu op zijn nieuwe plek."),
    "opnieuw": lazy("De route probeert het opnieuw. Een termijn gaat binnen een minuut af."),
    "erbij": lazy("Deze collega is nu betrokken. Vergissing? Haal hem of haar er hieronder weer af."),
    "eraf": lazy("Deze collega is niet meer betrokken. Vergissing? Betrek hem of haar opnieuw."),
    "nooit": lazy("Deze collega kan dit dossier niet meer zien. Vergissing? Haal hem of haar van de lijst."),
    "weer": lazy("Deze collega staat niet meer op de lijst."),
    "ouder": lazy("De gegevens van deze ouder zijn bewaard."),
}
"""What was done, by the word that the address of the page after it holds."""


def checked(sent: Sent) -> Sent:
    """What became of a command. Raises WrongStateError where a repetition was refused the first time."""
    if sent.status == CONFLICT:
        raise WrongStateError
    return sent


def errors_of(error: Any) -> dict[str, list[str]]:
    """Why a form was not carried out, by field; under the empty name what belongs to none."""
    if isinstance(error, FormInvalidError):
        return {name: [in_words(each) for each in messages] for name, messages in error.errors.items()}
    if isinstance(error, KeyReusedError):
        said = _("Je had dit formulier al verstuurd, met een andere tekst. Wat er nu staat, is nog niet verstuurd.")
        return {"": [said]}
    return {getattr(error, "field", ""): [in_words(error.message)]}


def status_of(error: Exception) -> int:
    """Of the page that says so."""
    return 422 if isinstance(error, FormInvalidError | InvalidValueError) else 409


def back_to(dossier_id: UUID, done: str) -> ResponseReturnValue:
    """On to the dossier, which says what was done."""
    return redirect(url_for("web.dossier", dossier_id=dossier_id, gedaan=done), 303)


def done_said(done: str) -> str:
    """What was done, in words; empty for a word that is none of these."""
    return _(_DONE[done]) if done in _DONE else ""
