"""Dossiers as a page lists them: with where their routes stand; by the name of the child, which no address may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.queries.calendars import school_calendars
from app.queries.dossiers import READ_LIST, DossierItem, item, list_dossiers
from app.queries.items import status_of
from app.queries.paging import USUAL, Page
from app.queries.pupils import has_pupils
from app.store import reading
from app.store.named import named_pupil
from app.store.requests import log_read
from app.store.unit_of_work import Work
from workflows import Calendar, RouteStatus

READ_FOUND: Final = "search"
"""How the log of reads calls it that a search found a dossier."""
_SEARCHED: Final = 5_000
"""Dossiers of which the name is opened for one search."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a route of a listed dossier stands."""

    name: str
    status: RouteStatus
    milestone: str
    next_due: datetime | None
    """Of what it waits for and of its open tasks, the first."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Dossiers as a page lists them."""

    page: Page[DossierItem]
    routes: Mapping[UUID, tuple[Stand, ...]]
    """By dossier: those that run; of one in which none runs, all."""
    calendars: Mapping[UUID, Calendar]
    """By school."""
    begins: bool
    """Whether this person has pupils for whom to begin a dossier."""


def listing(work: Work, actor: Actor, *, after: str | None, closed: bool, q: str = "") -> Listing:
    """A page of dossiers; with `q` those of which the name of the child holds that, at most one page of them.

    Names are sealed, so a search opens those of all that this person may see. Raises InvalidValueError for the cursor.
    """
    if q:
        found = _search(work, actor, q, closed=closed)
    else:
        found = list_dossiers(work, actor, limit=USUAL, after=after, closed=closed)
    stands: dict[UUID, list[Any]] = {}
    for row in reading.routes_of_dossiers(work, actor.id, [each.id for each in found.items]):
        stands.setdefault(row.dossier_id, []).append(row)
    calendars = school_calendars(work, {each.school.id for each in found.items})
    stood = {made: _stands(rows) for made, rows in stands.items()}
    return Listing(found, stood, calendars, has_pupils(work, actor))


def _search(work: Work, actor: Actor, q: str, *, closed: bool) -> Page[DossierItem]:
    word = " ".join(q.split()).casefold()
    rows = reading.listed_dossiers(work, actor, reading.Listed(_SEARCHED, None, closed))
    named = [(row, named_pupil(work, row.pupil_id, row.pupil_sealed)) for row in rows]
    fits = [row for row, name in named if word in name.full.casefold()]
    log_read(work, actor.id, READ_LIST, None, found=bool(fits), query=q)
    for row in fits[:USUAL]:  # who has seen a dossier must be told of this, too
        log_read(work, actor.id, READ_FOUND, row.dossier_id, found=True)
    return Page(tuple(item(work, row) for row in fits[:USUAL]), None)


def _stands(rows: Sequence[Any]) -> tuple[Stand, ...]:
    open_ = [row for row in rows if row.ended_at is None] or rows
    return tuple(
        Stand(row.name, status_of(row.status, stuck=row.stuck), row.milestone, _first(row.next_due, row.task_due))
        for row in open_
    )  # fmt: skip


def _first(*due: datetime | None) -> datetime | None:
    return min((each for each in due if each is not None), default=None)
