"""What is stuck: a row for each thing that a person must look at, until it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select, update

from app.store.tables import incident
from app.store.unit_of_work import Work

TASK, TIMER, MESSAGE, NOBODY = "taak", "termijn", "bericht", "niemand"
HISTORY: Final = "geschiedenis"
"""What a check of the history found. Nothing stands still by it, and trying again mends nothing."""
HOLDING_UP: Final = frozenset({TASK, TIMER, MESSAGE})
"""The kinds of which a route stands still."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """What is stuck, and at what."""

    kind: str
    """`taak`, `termijn`, `bericht`, `niemand` or `geschiedenis`."""
    element: str
    subject: str
    """Id of the task or timer, or of the route where none of it can be read."""
    message: str
    """In Dutch; names elements of the drawing, never a child."""


def add_incident(work: Work, school_id: UUID, dossier_id: UUID, route_id: UUID | None, stuck: Stuck) -> UUID:
    """Write down that something is stuck; the id of the incident."""
    made = work.new_id()
    work.add(
        incident, incident_id=made, school_id=school_id, dossier_id=dossier_id, route_id=route_id, kind=stuck.kind,
        element=stuck.element, subject=stuck.subject, message=stuck.message, opened_at=work.now,
    )  # fmt: skip
    return made


def open_incidents(work: Work, dossier_id: UUID, kind: str | None = None) -> Sequence[Row[Any]]:
    """What is stuck in a dossier."""
    where = [
        incident.c.board_id == work.board, incident.c.dossier_id == dossier_id, incident.c.resolved_at.is_(None),
        *([incident.c.kind == kind] if kind else []),
    ]  # fmt: skip
    return work.rows(select(incident).where(*where).order_by(incident.c.opened_at))


def find_open(work: Work, dossier_id: UUID, route_id: UUID, stuck: Stuck) -> UUID | None:
    """The open incident in which this is stuck already: tried again, it is no other."""
    rows = open_incidents(work, dossier_id, stuck.kind)
    return next((row.incident_id for row in rows if (row.route_id, row.subject) == (route_id, stuck.subject)), None)


def find_incident(work: Work, incident_id: UUID) -> Row[Any] | None:
    """An incident by its id, resolved or not."""
    where = (incident.c.board_id == work.board, incident.c.incident_id == incident_id)
    return work.row(select(incident).where(*where))


def resolve(work: Work, ids: Sequence[UUID], by: UUID | None) -> None:
    """Write down that these go on."""
    if ids:
        where = (incident.c.board_id == work.board, incident.c.incident_id.in_(list(ids)))
        work.run(update(incident).where(*where).values(resolved_at=work.now, resolved_by=by))
