"""What is stuck, over the schools of whoever keeps an eye on that. What it says names a drawing, never a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.permissions import Permission, Subject, may
from app.queries.paging import Page, cursor, instant_and_id, page
from app.store.overview import IncidentsOf, incidents_of
from app.store.unit_of_work import Work

_KEEPERS: Final = (f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS, f.DIRECTEUR, f.WAARNEMER, f.BEHEERDER)


@dataclass(frozen=True, slots=True)
class IncidentShown:
    """Something that a person must look at."""

    id: UUID
    kind: str
    """`taak`, `termijn` or `niemand`."""
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


def _shown(row: Any) -> IncidentShown:
    seen = bool(row.is_seen)
    return IncidentShown(
        row.incident_id, row.kind, row.message, row.school_id, row.dossier_id if seen else None,
        row.route_id if seen else None, row.opened_at, row.resolved_at,
    )  # fmt: skip
