"""What enters with every command: whose route, which command, when, on what calendar, beside what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Moment:
    """The circumstances of one command; recorded with it, so that it can be carried out again."""

    route: UUID
    sequence: int
    """Number of the command in its route, from 1; ids are made from it."""
    instant: datetime
    """Aware, in UTC."""
    calendar: Calendar
    running: frozenset[str] = frozenset()
    """Process ids of the other open routes of the dossier (`loopt_<process id>`)."""

    def __post_init__(self) -> None:
        if self.instant.utcoffset() is None:
            message = "A moment needs an aware instant."
            raise ValueError(message)
