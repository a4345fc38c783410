"""What a button, a withdrawal or a deviation did to a dossier: the same however often it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.queries.facts import documents
from app.queries.inbox import opened_by
from app.queries.items import RouteShown, TaskItem, status_of
from app.store.past import facts_before
from app.store.reading import routes_seen
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Pressed:
    """What became of it, as far as whoever did it may see that."""

    id: UUID
    """Of the dossier."""
    route: RouteShown | None
    """The route that it moved or began."""
    opened: tuple[TaskItem, ...]


def pressed(work: Work, actor: Actor, dossier_id: UUID, command: UUID, route_id: UUID | None) -> Pressed:
    """`route_id` is the route that was moved; None where the request was a repetition, and it is looked up."""
    rows = routes_seen(work, actor.id, dossier_id)
    row = next((each for each in rows if each.route_id == route_id), None)
    if route_id is None:
        row = _moved_by(work, rows, command)
    shown = RouteShown(row.route_id, row.process, row.name, status_of(row.status, stuck=row.stuck)) if row else None
    return Pressed(dossier_id, shown, opened_by(work, actor, dossier_id, command))


def _moved_by(work: Work, routes: Sequence[Any], command: UUID) -> Any:
    """The route, of those that this person may see, that a command of theirs moved itself; None where it is none."""
    for route in reversed(routes):
        place: tuple[str, UUID, int] | None = None
        while rows := facts_before(work, [route.stream_id], place, 100):
            for document in documents(work, route.key_id, rows):
                if document.get("command") == str(command) and "do" in document and "cause" not in document:
                    return route
            place = (rows[-1].entered, rows[-1].stream_id, rows[-1].sequence)
    return None
