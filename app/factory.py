"""The only wiring: puts the parts of the product together around settings. It starts no thread and opens nothing."""

from __future__ import annotations

from flask import Flask

from app.settings import Settings

SETTINGS = "leidraad"
"""Where an app keeps its Settings: `app.extensions[SETTINGS]`."""


def create_app(settings: Settings) -> Flask:
    """Make the application for these settings."""
    app = Flask("app", static_folder=None)
    app.extensions[SETTINGS] = settings
    return app
