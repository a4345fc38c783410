"""Pages: drawn on the server, plain without scripts. Decides nothing: it asks and sends, like the API."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response

from app.domain.errors import UnavailableError
from app.web import invitation, start
from app.web.blueprint import PLACE, STATIC, Parts, pages
from app.web.errors import not_found, unavailable

__all__ = ["STATIC", "Parts", "invitation", "not_found", "register", "start"]

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: Flask, make: Callable[[], Parts]) -> None:
    """Put the pages on an app, and on every answer what keeps it from being misused."""
    app.extensions[PLACE] = make
    app.register_blueprint(pages)
    app.register_error_handler(UnavailableError, unavailable)
    app.after_request(_guarded)


def _guarded(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if not answer.headers.get("Cache-Control"):
        answer.headers["Cache-Control"] = "no-store"
    return answer
