"""The first page: that Leidraad runs, and whether its worker does."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import render_template

from app.domain.declared import declares
from app.domain.errors import UnavailableError
from app.queries.asking import ask
from app.queries.health import AWAY, Health, read_health
from app.web.blueprint import pages, parts

_NO_BOARD: Final = UUID(int=0)


@pages.get("/")
@declares(None)
def start() -> str:
    """Say what is here, and warn where nobody lets terms go off."""
    return render_template("start.html", health=_health())


def _health() -> Health:
    try:
        return ask(parts().desk, _NO_BOARD, read_health)
    except UnavailableError:
        return AWAY
