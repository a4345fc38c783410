"""Who comes in: the token becomes an actor, the declared permission is asked, and the body is read strictly."""

from __future__ import annotations

from typing import Final

from flask import Response, current_app, request

from app.api.problems import of_refusal, problem
from app.api.services import sign_in
from app.api.strict import MOST_BYTES, check_body
from app.domain.declared import declared
from app.domain.errors import NotAllowedError
from app.domain.permissions import may

LARGER: Final = {
    "api.check_protocol": 14_000_000, "api.import_people": 28_000_000, "api.add_attachment": 14_000_000,
}  # fmt: skip
"""Endpoints that take more than others: a whole protocol, a file of pupils, or one under a task, in base64."""
_SCHEME: Final = "bearer "


def come_in() -> Response | None:
    """Before each view. An unknown, expired or revoked token gets the same answer as none."""
    said = declared(current_app.view_functions[request.endpoint or ""])
    if said is None or said.permission is None:
        return None
    header = request.headers.get("Authorization", "")
    given = header[: len(_SCHEME)].lower() == _SCHEME
    found = sign_in(header[len(_SCHEME) :].strip()) if given else None
    if found is None:
        return problem(401)
    if said.at_the_door and not may(found, said.permission):
        return of_refusal(NotAllowedError())
    if request.method in {"POST", "PUT"}:
        request.max_content_length = LARGER.get(request.endpoint or "", MOST_BYTES)
        check_body(request)
    return None
