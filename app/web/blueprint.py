"""The blueprint that all pages are on, and the parts that they work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, current_app

from app.commands.bus import Bus
from app.queries.desk import Desk

STATIC: Final = "web.static"
"""The one endpoint that needs no permission of its own: style sheets."""
PLACE: Final = "leidraad.web"

pages = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")


@dataclass(frozen=True, slots=True)
class Parts:
    """What answers questions and carries out commands."""

    bus: Bus
    desk: Desk


def parts() -> Parts:
    """Those of the app of this request, made when the first one asks."""
    make: Callable[[], Parts] = current_app.extensions[PLACE]
    return make()
