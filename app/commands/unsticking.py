"""When what was stuck goes on: its incident is resolved, and the route is no longer marked."""

from __future__ import annotations

from app.commands.scope import Scope
from app.domain.facts import IncidentResolved
from app.store.incidents import HOLDING_UP, open_incidents, resolve
from app.store.loaded import LoadedDossier, LoadedRoute


def freed(scope: Scope, dossier: LoadedDossier, route: LoadedRoute, subject: str) -> None:
    """Resolve what was stuck at this task: somebody has done it."""
    here = [each for each in open_incidents(scope.work, dossier.id) if each.route_id == route.id]
    solved = [each.incident_id for each in here if each.subject == subject]
    resolve(scope.work, solved, scope.actor.id)
    for each in solved:
        scope.record(route.stream, IncidentResolved(incident=each, how="gedaan"))
    route.stuck = any(each.kind in HOLDING_UP for each in here if each.subject != subject)
