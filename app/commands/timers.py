"""Firing what is due in one dossier, and going on with what was stuck (architecture section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Recorded, Unrecorded, Whereabouts
from app.commands.locking import locked
from app.commands.progress import Progress
from app.commands.scope import Scope
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.facts import IncidentResolved, TimerFired
from app.domain.permissions import Permission
from app.store.dossiers import lock_dossier
from app.store.incidents import HISTORY, HOLDING_UP, TIMER, Stuck, find_incident, open_incidents, resolve
from app.store.loaded import LoadedDossier, LoadedRoute
from app.store.rights import find_dossier
from workflows import Timer

MOST: Final = 500
"""Timers that go off in one transaction; what is left goes off in the next."""
_NOT_STUCK: Final = (
    "De geschiedenis klopt hier niet. Dat gaat niet over door het opnieuw te proberen: kijk ernaar bij Incidenten."
)


@dataclass(frozen=True, slots=True)
class FireTimers(Unrecorded):
    """Let go off what is due in a dossier. Where nothing is due any more, nothing happens."""

    dossier: UUID


@dataclass(frozen=True, slots=True)
class RetryIncident(Recorded):
    """Let what was stuck go on."""

    incident: UUID


def fire_timers(command: FireTimers, scope: Scope, attempt: Attempt) -> int:
    """Fire in order of due instant, element and id, all in one transaction; how many went off.

    A dossier that somebody else holds is left for the next round.
    """
    scope.require(Permission.FIRE)
    dossier = lock_dossier(scope.work, command.dossier, skip_locked=True)
    if dossier is None:
        return 0
    skipped = {row.subject for row in open_incidents(scope.work, dossier.id, TIMER)} if _any_stuck(dossier) else set()
    progress = Progress(scope, dossier)
    fired = 0
    while fired < MOST and (found := _first_due(scope, dossier, skipped, attempt)):
        route, timer = found
        name = scope.bundle(route.bundle).name_of(timer.element)
        message = f"De termijn bij “{name}” ging af, maar de route kan niet verder."
        stuck = Stuck(TIMER, timer.element, timer.id, message)
        attempt.where = Whereabouts(dossier.id, route.id, None, stuck)
        fact = TimerFired(timer=timer.id, element=timer.element, due=timer.due)
        progress.command(route, "fire", {"timer_id": timer.id}, fact)
        progress.deliver()
        fired += 1
    return fired


def retry_incident(command: RetryIncident, scope: Scope, attempt: Attempt) -> UUID:
    """Take an incident as resolved. A timer goes off in the next round; a task waits for whoever does it."""
    before = find_incident(scope.work, command.incident)
    if before is None:
        raise NotFoundError
    dossier_id: UUID = before.dossier_id
    dossier, _ = locked(
        scope, attempt, lambda: find_dossier(scope.work, dossier_id, scope.actor.id),
        scope.requires(Permission.RETRY), asked=before.route_id,
    )  # fmt: skip
    row = find_incident(scope.work, command.incident)
    if row is not None and row.kind == HISTORY:
        raise WrongStateError(_NOT_STUCK)
    route = dossier.find(row.route_id) if row and row.route_id else None
    if row is None or route is None:
        raise NotFoundError
    if row.resolved_at is not None:
        message = "Dit incident is al opgelost."
        raise WrongStateError(message)
    resolve(scope.work, [command.incident], scope.actor.id)
    attempt.where = Whereabouts(dossier.id, route.id, None, Stuck(row.kind, row.element, row.subject, row.message))
    rest = [each for each in open_incidents(scope.work, dossier.id) if each.route_id == route.id]
    route.stuck = any(each.kind in HOLDING_UP for each in rest)
    skipped = {each.subject for each in rest if each.kind == TIMER}
    route.next_due = next_due(scope, route, skipped)
    scope.record(route.stream, IncidentResolved(incident=command.incident, how="opnieuw"))
    return dossier.id


def next_due(scope: Scope, route: LoadedRoute, skipped: set[str]) -> datetime | None:
    """When the route has its next timer, those that are stuck left out."""
    if not route.is_open or str(route.id) in skipped or not route.state:
        return None
    waiting = [each.due for each in scope.engine(route.bundle).timers(route.state) if each.id not in skipped]
    return min(waiting, default=None)


def _any_stuck(dossier: LoadedDossier) -> bool:
    return any(route.stuck for route in dossier.routes)


def _first_due(
    scope: Scope, dossier: LoadedDossier, skipped: set[str], attempt: Attempt
) -> tuple[LoadedRoute, Timer] | None:
    due = []
    for route in dossier.open_routes():
        if str(route.id) in skipped:
            continue
        message = f"De termijnen van de route “{route.name}” zijn niet te lezen."
        attempt.where = Whereabouts(dossier.id, route.id, None, Stuck(TIMER, "", str(route.id), message))
        due += [
            (timer.due, timer.element, timer.id, route, timer)
            for timer in scope.engine(route.bundle).timers(route.state or {})
            if timer.due <= scope.work.now and timer.id not in skipped
        ]
    first = min(due, key=lambda each: each[:3], default=None)
    return (first[3], first[4]) if first else None
