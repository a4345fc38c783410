"""What every kind of fact is: frozen fields that become JSON, and the stream that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from app.domain.instants import instant_text


class StreamOf(StrEnum):
    """To which stream a kind of fact belongs."""

    ROUTE = "route"
    DOSSIER = "dossier"
    BOARD = "board"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One entry of the history, in the past tense."""

    stream: ClassVar[StreamOf] = StreamOf.BOARD

    @property
    def kind(self) -> str:
        """The name under which it is written."""
        return type(self).__name__

    def data(self) -> dict[str, object]:
        """Its fields as JSON."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}


def _plain(value: object) -> object:
    if isinstance(value, UUID | StrEnum):
        return str(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
