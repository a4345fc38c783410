"""When something was done, where somebody says that it was not now: what can be, and what is a slip of the pen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from app.commands.scope import Scope
from app.domain.errors import InvalidValueError
from app.store.loaded import LoadedDossier
from app.store.retained import day_of, dossier_row, known_of

FIELD: Final = "happened_at"
_AHEAD: Final = timedelta(minutes=5)
_LONG_AGO: Final = timedelta(days=5 * 366)
"""Longer ago nobody writes down for the first time what they did; where it is not known when the pupil was born."""


def checked_moment(said: datetime | None, scope: Scope, dossier: LoadedDossier) -> datetime | None:
    """What was said, where that can be; never after now, though clocks differ.

    Raises InvalidValueError for what is still to come, and for what lies before the pupil was born or, where that is
    not known, longer than five years ago.
    """
    if said is None:
        return None
    if said.utcoffset() is None:
        raise InvalidValueError("Geef bij het tijdstip de tijdzone, bijvoorbeeld +01:00.", field=FIELD)
    if said > scope.work.now + _AHEAD:
        raise InvalidValueError("Dit tijdstip ligt in de toekomst. Geef wanneer het gebeurd is.", field=FIELD)
    row = dossier_row(scope.work, dossier.id)
    born = known_of(scope.work, row).leaving.born if row is not None else None
    if born is not None and day_of(said) < born:
        message = "Toen was de leerling nog niet geboren. Kijk of het jaartal klopt en geef wanneer het gebeurd is."
        raise InvalidValueError(message, field=FIELD)
    if born is None and said < scope.work.now - _LONG_AGO:
        message = (
            "Dit is langer dan vijf jaar geleden. Kijk of het jaartal klopt. "
            "Is het echt zo lang geleden? Laat dit dan leeg en zet het in je antwoord."
        )
        raise InvalidValueError(message, field=FIELD)
    return min(said, scope.work.now)
