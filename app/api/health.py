"""Whether the machine is well: for whoever keeps it running, without a token, and without a word about a board."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Response

from app.api.services import ask_of
from app.api.shapes import shape
from app.domain.declared import declares
from app.domain.errors import UnavailableError
from app.queries.health import AWAY, Health, read_health

HEALTH = shape("Health", Health)
_NO_BOARD: Final = UUID(int=0)


@declares(None)
def health() -> Response:
    """200 where the database answers, also where no worker ticks; else 503."""
    try:
        return HEALTH.reply(ask_of(_NO_BOARD, read_health))
    except UnavailableError:
        return HEALTH.reply(AWAY, 503)
