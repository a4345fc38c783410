"""What is stuck, over the schools of whoever keeps an eye on that. What it says names a drawing, never a child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.permissions import Permission, Subject, may
from app.queries.health import Health, read_health
from app.queries.paging import Page, cursor, instant_and_id, page
from app.store.incidents import HISTORY
from app.store.overview import IncidentsOf, incidents_of, schools_with
from app.store.staffing import mail_given_up
from app.store.unit_of_work import Work

_LEADERS: Final = (f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS, f.DIRECTEUR, f.WAARNEMER)
_KEEPERS: Final = (*_LEADERS, f.BEHEERDER)
RECENT: Final = timedelta(days=7)
"""How long a mail that failed is told of."""


@dataclass(frozen=True, slots=True)
class IncidentShown:
    """Something that a person must look at."""

    id: UUID
    kind: str
    """`taak`, `termijn`, `bericht`, `niemand` or `geschiedenis`."""
    message: str
    school: UUID
    dossier: UUID | None
    """Null, as the route, where this person may not see the route."""
    route: UUID | None
    opened_at: datetime
    resolved_at: datetime | None


def list_incidents(work: Work, actor: Actor, *, limit: int, after: str | None, resolved: bool) -> Page[IncidentShown]:
    """Incidents of the schools for which somebody keeps an eye on them, the last first.

    Raises InvalidValueError for the cursor.
    """
    held = actor.schools_as(_KEEPERS)
    schools = None if None in held else [each for each in held if each is not None]
    rows = incidents_of(work, actor.id, IncidentsOf(schools, limit + 1, instant_and_id(after), resolved))
    rows = [row for row in rows if may(actor, Permission.SEE_INCIDENTS, Subject(school=row.school_id))]
    return page(rows, limit, _shown, lambda row: cursor(row.opened_at, row.incident_id))


@dataclass(frozen=True, slots=True)
class Watch:
    """All that somebody who keeps an eye on the school looks at: the machine, the mail, and what is stuck."""

    health: Health
    mail_failed: int
    """Mails of the last week that could not leave."""
    schools: Mapping[UUID, str]
    """Names of the schools of the asker."""
    found: Page[IncidentShown]
    retryable: frozenset[UUID]
    """Of those that are shown, which this person may let go on."""


def read_watch(work: Work, actor: Actor, *, limit: int, after: str | None, resolved: bool) -> Watch:
    """The page of what is stuck. Raises InvalidValueError for the cursor."""
    held = actor.schools_as(_KEEPERS)
    schools = None if None in held else [each for each in held if each is not None]
    found = list_incidents(work, actor, limit=limit, after=after, resolved=resolved)
    names = {row.school_id: row.name for row in schools_with(work, actor.id)}
    # Who sees the route is on the dossier; what else retrying asks is a function.
    retryable = frozenset(
        each.id
        for each in found.items
        if each.kind == HISTORY or (each.route is not None and actor.holds(_LEADERS, each.school))
    )
    failed = mail_given_up(work, schools, work.clock.roughly() - RECENT)
    return Watch(read_health(work), failed, names, found, retryable)


def _shown(row: Any) -> IncidentShown:
    seen = bool(row.is_seen)
    return IncidentShown(
        row.incident_id, row.kind, row.message, row.school_id, row.dossier_id if seen else None,
        row.route_id if seen else None, row.opened_at, row.resolved_at,
    )  # fmt: skip
