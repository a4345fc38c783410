"""Whatever goes wrong, as problem+json (RFC 9457) in Dutch. Never a word about a child, here or in a log.

What somebody may not see and what is not there give the same bytes, but for `instance`.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, json, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from app.api.values import FAR
from app.domain.errors import (
    FormInvalidError,
    InvalidValueError,
    NotAllowedError,
    NotFoundError,
    Refused,
    StuckError,
    UnavailableError,
    WrongStateError,
)

MEDIA_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 5
TITLES: Final[Mapping[int, str]] = {
    400: "Onleesbaar verzoek", 401: "Niet aangemeld", 403: "Dit mag je niet", 404: "Niet gevonden",
    405: "Dit kan hier niet", 409: "Dit kan nu niet", 413: "Te groot", 415: "Andere soort inhoud",
    422: "Er klopt iets niet", 500: "Storing", 503: "Even niet bereikbaar",
}  # fmt: skip
_DETAILS: Final[Mapping[int, str]] = {
    400: "Dit verzoek is niet te lezen. Stuur JSON in UTF-8: één object, zonder NaN, nultekens of halve tekens.",
    401: "Stuur een token mee dat nog geldt: Authorization: Bearer lrd_… Een nieuw token maakt de beheerder.",
    404: "Dit is er niet, of het is niet voor jou. Kijk of je de goede naam of link hebt.",
    405: "Dit adres kent deze methode niet. Kijk in /api/v1/openapi.json wat er kan.",
    413: "Dit verzoek is te groot. Stuur minder tegelijk.",
    415: "Stuur de inhoud als JSON, met Content-Type: application/json.",
    500: "Er ging hier iets mis. Er is niets half opgeslagen; probeer het opnieuw, en meld het als het zo blijft.",
    503: "De gegevens zijn nu even niet bereikbaar. Er is niets half opgeslagen; probeer het over een minuut opnieuw.",
}
_SAID: Final[Mapping[str, str]] = {
    "missing": "Vul dit in.",
    "extra_forbidden": "Dit hoort hier niet. Laat het weg.",
    "uuid_parsing": "Geef een id, zoals 7f1b2c3d-0000-4000-8000-000000000000.",
    "int_parsing": "Geef een heel getal.",
    "int_type": "Geef een heel getal.",
    "greater_than_equal": "Geef een groter getal.",
    "less_than_equal": "Geef een kleiner getal.",
    "string_too_long": "Kort dit in.",
    "string_too_short": "Vul dit in.",
    "string_type": "Geef een tekst.",
    "dict_type": "Geef een object: naam en waarde.",
    "list_type": "Geef een lijst.",
    "too_long": "Dit zijn er te veel.",
    "too_short": "Geef er ten minste één.",
    "bool_type": "Geef true of false.",
    "uuid_type": "Geef een id, zoals 7f1b2c3d-0000-4000-8000-000000000000.",
    "date_type": "Geef een dag, zoals 2026-09-08.",
    "date_parsing": "Geef een dag, zoals 2026-09-08.",
    "date_from_datetime_parsing": "Geef een dag, zoals 2026-09-08.",
    "date_from_datetime_inexact": "Geef een dag, zoals 2026-09-08.",
    "datetime_type": "Geef een tijdstip, zoals 2026-09-08T14:05:00+02:00.",
    "timezone_aware": "Geef bij het tijdstip de tijdzone, bijvoorbeeld +01:00.",
    "datetime_from_date_parsing": "Geef een tijdstip, zoals 2026-09-08T14:05:00+02:00.",
    "datetime_parsing": "Geef een tijdstip, zoals 2026-09-08T14:05:00+02:00.",
    FAR: "Dit tijdstip ligt te ver weg om waar te zijn. Kijk of het jaartal klopt.",
    "model_attributes_type": "Stuur een JSON-object.",
    "model_type": "Stuur een JSON-object.",
    "literal_error": "Kies een van de waarden die hier kunnen.",
    "enum": "Kies een van de waarden die hier kunnen.",
    "string_pattern_mismatch": "Gebruik hier alleen 1 tot 200 gewone tekens, zonder spaties.",
}
_log: Final = logging.getLogger("leidraad.api")


def problem(status: int, detail: str = "", **more: object) -> Response:
    """A problem as a response."""
    told = {
        "type": "about:blank", "title": TITLES.get(status, "Dit kan niet"), "status": status,
        "detail": detail or _DETAILS.get(status, "Dit kan niet."), "instance": request.path, **more,
    }  # fmt: skip
    made = Response(json.dumps(told), status, mimetype=MEDIA_TYPE)
    if status == 401:
        made.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        made.headers["Retry-After"] = str(RETRY_SECONDS)
    return made


def of_refusal(error: Refused, **more: object) -> Response:
    """What a person can be told."""
    if isinstance(error, NotFoundError):
        return problem(404)
    if isinstance(error, NotAllowedError):
        return problem(403, error.message)
    if isinstance(error, WrongStateError):
        return _of_state(error, more)
    if isinstance(error, StuckError):
        return problem(409, error.message, **({"reason": "incident", "by": None, "at": None} | more))
    if isinstance(error, FormInvalidError):
        return problem(422, error.message, errors=error.errors)
    if isinstance(error, InvalidValueError):
        return problem(422, error.message, errors={error.field: [error.message]} if error.field else {})
    return problem(422, error.message, errors={})


def _of_state(error: WrongStateError, more: Mapping[str, object]) -> Response:
    at = getattr(error, "at", None)
    told = {"reason": error.reason, "by": getattr(error, "by", None) or None, "at": at.isoformat() if at else None}
    return problem(409, error.message, **{**told, **more})


def of_validation(error: ValidationError) -> Response:
    """What of a request does not fit its model, by field. Says nothing of what was sent."""
    errors: dict[str, list[str]] = {}
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        name = ".".join(map(str, each["loc"]))
        errors.setdefault(name, []).append(_SAID.get(each["type"], "Deze waarde past hier niet."))
    return invalid(errors)


def invalid(errors: Mapping[str, Sequence[str]]) -> Response:
    """Fields of a request that do not fit."""
    return problem(422, "Er klopt nog iets niet in dit verzoek. Kijk bij “errors” wat.", errors=dict(errors))


def of_http(error: HTTPException) -> Response:
    """What the web server itself has to say."""
    made = problem(error.code or 500)
    made.headers.extend({name: each for name, each in error.get_headers() if name in {"Allow", "Retry-After"}})
    return made


def of_unavailable(error: UnavailableError) -> Response:
    """The database or the keys cannot be reached, or went away while something was kept."""
    return problem(503, " ".join((error.__doc__ or "").split()))


def of_anything(error: Exception) -> Response:
    """A fault of ours. Only its kind and place are logged: its text may quote what somebody typed."""
    where = traceback.extract_tb(error.__traceback__)
    last: Any = where[-1] if where else None
    place = f"{last.filename}:{last.lineno}" if last else "?"
    _log.error("%s bij %s (%s)", type(error).__name__, place, request.endpoint)
    return problem(500)
