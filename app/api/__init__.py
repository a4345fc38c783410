"""The REST API: problem+json, bearer tokens, OpenAPI 3.1 made from the code. Decides nothing: it asks and sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, request
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from flask_openapi3.types import ResponseDict
from werkzeug.exceptions import HTTPException

from app.api import attachments, audits, checks, dossiers, lists, people, routes, tasks, team
from app.api.blueprint import PREFIX, api
from app.api.door import come_in
from app.api.health import HEALTH, health
from app.api.problems import of_anything, of_http, of_refusal, of_unavailable, of_validation
from app.api.services import Services, install
from app.api.shapes import SCHEMAS, Problem
from app.domain.declared import declares
from app.domain.errors import Refused, UnavailableError

__all__ = [
    "PREFIX", "Services", "attachments", "audits", "checks", "dossiers", "is_below", "lists", "make_app", "outside",
    "people", "register", "routes", "tasks", "team",
]  # fmt: skip

_DOCUMENT = f"{PREFIX}/openapi.json"
_BEARER = {"type": "http", "scheme": "bearer", "description": "Een token van `flask token create`: lrd_…"}


def make_app(name: str, **options: Any) -> OpenAPI:
    """The Flask app that the API needs: one that knows its own OpenAPI document. `options` are those of Flask."""
    app = OpenAPI(
        name, info=Info(title="Leidraad", version="1.0.0", description="Dossiers, routes en taken van een school."),
        security_schemes={"bearer": _BEARER}, doc_ui=False, validation_error_status=422,
        validation_error_model=Problem, validation_error_callback=of_validation, **options,
    )  # fmt: skip
    app.cli.commands.pop("openapi")  # the library's own command; the document has an address
    return app


def register(app: OpenAPI, services: Callable[[], Services]) -> None:
    """Put the API on an app. `services` makes what it works with, when the first request asks."""
    install(app, services)
    summary = "Of de server, de database en de worker het doen"
    app.get("/health", operation_id="health", summary=summary, responses=_HEALTH)(health)
    app.register_api(api)
    app.components_schemas.update(SCHEMAS)
    app.register_error_handler(HTTPException, outside)


_HEALTH: ResponseDict = {
    "200": HEALTH.document("De database antwoordt; “achter” als er een minuut geen worker was"),
    "503": HEALTH.document("De database is weg"),
}  # fmt: skip


def is_below() -> bool:
    """Whether the address of this request is one of the API, or would be."""
    return f"{request.path}/".startswith("/api/")


def outside(error: HTTPException) -> HTTPException | Response:
    """Addresses that do not exist have no blueprint; below the API they too get a problem."""
    return of_http(error) if is_below() else error


@api.get("/openapi.json", doc_ui=False)
@declares(None)
def openapi_document() -> dict[str, Any]:
    """The document of this API."""
    found: dict[str, Any] = current_app.api_doc  # type: ignore[attr-defined]  # make_app made it
    return found


api.before_request(come_in)
api.register_error_handler(Refused, of_refusal)
api.register_error_handler(UnavailableError, of_unavailable)
api.register_error_handler(HTTPException, of_http)
api.register_error_handler(Exception, of_anything)
