"""The only wiring: puts pages and API before the parts of the product. It starts no thread."""

from __future__ import annotations

from functools import partial

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.api import Services, is_below, make_app, outside
from app.api import register as register_api
from app.domain.declared import undeclared
from app.parts import bind, parts_of, signing_key
from app.settings import Settings
from app.web import STATIC, of_http
from app.web import Parts as Pages
from app.web import register as register_pages


def create_app(settings: Settings) -> Flask:
    """Make the application for these settings. Connects to nothing until something is asked.

    Raises RuntimeError for a view that says nothing of who may open it: nothing starts with one.
    """
    app = make_app("app", static_folder=None)
    bind(app, settings)
    register_api(app, lambda: _services(app, settings))
    register_pages(app, lambda: _pages(app, settings))
    app.register_error_handler(HTTPException, not_there)
    if missing := undeclared(app.view_functions, {STATIC}):
        message = f"these views declare no permission: {', '.join(missing)}"
        raise RuntimeError(message)
    return app


def _services(app: Flask, settings: Settings) -> Services:
    found = parts_of(app)
    return Services(found.bus, found.desk, settings.limits, settings.scanner)


def _pages(app: Flask, settings: Settings) -> Pages:
    found = parts_of(app)
    key = partial(signing_key, settings)
    return Pages(found.bus, found.desk, settings.limits, settings.address, settings.scanner, key)


def not_there(error: HTTPException) -> ResponseReturnValue:
    """What the web server itself has to say, below the API as the API tells it and elsewhere on a page."""
    return outside(error) if is_below() else of_http(error)
