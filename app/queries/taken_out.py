"""Who may take the course of dossiers out, of which schools, and the line that says that they did."""

from __future__ import annotations

from typing import Final

from app.domain.actors import Actor
from app.domain.permissions import Permission, Subject, may
from app.queries.places import SchoolAt, schools_at
from app.store.requests import log_read
from app.store.unit_of_work import Work

READ: Final = "mine"
FEWEST: Final = 5
"""Dossiers under which it can be guessed whom it is about."""


def schools_to_take(work: Work, actor: Actor) -> tuple[SchoolAt, ...]:
    """The schools of whose dossiers this person may take the course out, by name."""
    return tuple(each for each in schools_at(work) if may(actor, Permission.MINE, Subject(school=each.id)))


def take_out(work: Work, actor: Actor) -> None:
    """Write down that they did."""
    log_read(work, actor.id, READ, None, found=True)
