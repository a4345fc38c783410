"""What a person sees when something cannot be done: what happened, and how on. Nothing that was typed is lost by it."""

from __future__ import annotations

import logging
import traceback
from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.domain.errors import (
    FormInvalidError,
    InvalidValueError,
    KeyReusedError,
    NotAllowedError,
    NotFoundError,
    Refused,
    StuckError,
    UnavailableError,
    WrongStateError,
)  # fmt: skip
from app.web.carrying import carried
from app.web.words import _, lazy, said

_log: Final = logging.getLogger("leidraad.web")
_TITLES: Final[tuple[tuple[type[Refused], int, str], ...]] = (
    (NotFoundError, 404, lazy("Deze pagina is er niet, of hij is niet voor jou")),
    (NotAllowedError, 403, lazy("Deze pagina is voor een andere functie")),
    (KeyReusedError, 409, lazy("Dit formulier was al verstuurd")),
    (WrongStateError, 409, lazy("Dit kan niet meer")),
    (StuckError, 409, lazy("De route is vastgelopen")),
    (FormInvalidError, 422, lazy("Er klopt nog iets niet")),
    (InvalidValueError, 422, lazy("Er klopt nog iets niet")),
    (Refused, 409, lazy("Dit kan nu niet")),
)


def of_refusal(error: Refused) -> ResponseReturnValue:
    """What a person can be told, where the page itself does not."""
    status, title = next((code, name) for kind, code, name in _TITLES if isinstance(error, kind))
    text = said(error.message)
    if isinstance(error, NotFoundError):
        text = _("Kijk of het adres klopt, of begin opnieuw bij je taken.")
    if isinstance(error, FormInvalidError):
        text = " ".join(said(each) for messages in error.errors.values() for each in messages)
    return render_template("fout/bericht.html", title=_(title), text=text, carried=None), status


def of_http(error: HTTPException) -> ResponseReturnValue:
    """What the web server itself has to say."""
    code = error.code or 500
    if code == 413:
        title, text = _("Dit is te groot om te versturen"), _(
            "Ga terug: wat je typte staat er nog. Kies een kleiner bestand, of maak de foto kleiner. Een bijlage mag "
            "hooguit 10 MB zijn."
        )  # fmt: skip
    elif code in {404, 405}:
        return of_refusal(NotFoundError())
    elif code < 400:
        return error
    else:
        title, text = _("Dit verzoek is niet te lezen"), _("Ga terug en probeer het opnieuw.")
    made = render_template("fout/bericht.html", title=title, text=text, carried=None)
    return made, code


def unavailable(error: UnavailableError) -> ResponseReturnValue:
    """The database or the keys are away: what was typed stays in the page, to be sent again from there."""
    sentence = " ".join((error.__doc__ or "").split())
    made = render_template(
        "fout/weg.html", title=_("De gegevens zijn nu niet bereikbaar"), text=said(sentence), carried=carried(request)
    )
    return made, 503, {"Retry-After": "60"}


def of_anything(error: Exception) -> ResponseReturnValue:
    """A fault of ours. Only its kind and place are logged: its text may quote what somebody typed."""
    last: Any = (traceback.extract_tb(error.__traceback__) or [None])[-1]
    place = f"{last.filename}:{last.lineno}" if last else "?"
    _log.error("%s bij %s (%s)", type(error).__name__, place, request.endpoint)
    title, text = _("Er ging bij ons iets mis"), _(
        "Sorry. Er is niets half opgeslagen. Probeer het nog eens; lukt het dan niet, zeg het wie Leidraad beheert."
    )  # fmt: skip
    return render_template("fout/weg.html", title=title, text=text, carried=carried(request)), 500
