"""A running route to another version of its protocol, and back while nothing has happened since (issue item 7).

One route in one transaction: whatever dies, a route is on one version or on the other. Many routes are many commands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.commands.command import Attempt, Recorded, Whereabouts
from app.commands.progress import BY_TASK, MAIL_TASK, Progress
from app.commands.routes import locked_route
from app.commands.scope import Scope
from app.commands.tasks import Moved, checked_reason, moved_by
from app.commands.telling import drawn_columns
from app.commands.unsticking import freed
from app.domain.errors import FormInvalidError, InvalidValueError, NoBundleError, WrongStateError
from app.domain.facts import Fact, MigrationUndone, RouteMigrated
from app.domain.permissions import Permission
from app.store.dossiers import set_readers
from app.store.incidents import TIMER, open_incidents
from app.store.loaded import LoadedDossier, LoadedRoute
from app.store.tasks import change_task
from workflows import FORMER, Bundle, ByHand, IncidentError, OpenTask, Outcome, WorkflowError, try_out

ROUTE, TO = "route", "to"


@dataclass(frozen=True, slots=True)
class MigrateRoute(Recorded):
    """Take a running route to another published version."""

    route: UUID
    to: str
    """Hash *geheel* of the version."""
    reason: str
    mapping: Mapping[str, Any] = field(default_factory=dict)
    """What was decided by hand, as `workflows.ByHand.of` reads it."""
    alike: bool = False
    """Also where the version does the same as the one that it runs on."""


@dataclass(frozen=True, slots=True)
class UndoMigration(Recorded):
    """Take a route in which nothing happened since back to the version that it came from."""

    route: UUID
    reason: str


def migrate_route(command: MigrateRoute, scope: Scope, attempt: Attempt) -> Moved:
    """Take the route there. Raises FormInvalidError with all that keeps it, InvalidValueError for the version."""
    dossier, route = _locked(command.route, scope, attempt)
    reason = checked_reason(command.reason)
    before, after = scope.bundle(route.bundle), _version(scope, command.to)
    if before.geheel == after.geheel:
        message = "Deze route loopt al op die versie."
        raise WrongStateError(message)
    if before.gedrag == after.gedrag and not command.alike:
        message = "Die versie doet hetzelfde als de versie waarop deze route loopt: overzetten is niet nodig."
        raise InvalidValueError(message, field=TO)
    by_hand = _by_hand(command.mapping)
    progress = Progress(scope, dossier)
    trial = try_out(before, after, route.state or {}, progress.moment(route, after), by_hand)
    if not trial.fits:
        raise FormInvalidError({ROUTE: [each.sentence for each in trial.obstacles]})
    fact = RouteMigrated(before=before.geheel, bundle=after.geheel, mapping=by_hand.arguments(), reason=reason)
    _go(progress, route, after, ("migrate", {"plan": dict(trial.plan), "version": before.geheel}, fact))
    return moved_by(progress, route)


def undo_migration(command: UndoMigration, scope: Scope, attempt: Attempt) -> Moved:
    """Take the route back. Raises WrongStateError where something happened in it since."""
    dossier, route = _locked(command.route, scope, attempt)
    reason = checked_reason(command.reason)
    former = (route.state or {}).get(FORMER)
    if former is None:
        message = "Er is intussen iets gebeurd in deze route, of ze kwam van geen andere versie. Ze kan niet terug."
        raise WrongStateError(message)
    back = _version(scope, str(former["bundle"]))
    fact = MigrationUndone(before=route.bundle, bundle=back.geheel, reason=reason)
    progress = Progress(scope, dossier)
    _go(progress, route, back, ("revert", {}, fact))
    return moved_by(progress, route)


def _locked(route_id: UUID, scope: Scope, attempt: Attempt) -> tuple[LoadedDossier, LoadedRoute]:
    dossier, route = locked_route(route_id, Permission.PUBLISH, scope, attempt)
    # A route that cannot go is well where it is: what fails here makes no incident of it.
    attempt.where = Whereabouts(dossier.id, route.id)
    return dossier, route


def _version(scope: Scope, geheel: str) -> Bundle:
    try:
        return scope.bundle(geheel)
    except NoBundleError as error:
        message = "Deze versie van het protocol is hier niet gepubliceerd. Publiceer haar eerst."
        raise InvalidValueError(message, field=TO) from error


def _by_hand(mapping: Mapping[str, Any]) -> ByHand:
    try:
        return ByHand.of(dict(mapping))
    except WorkflowError as error:
        raise InvalidValueError(error.message, field="mapping") from error


def _go(
    progress: Progress, route: LoadedRoute, to: Bundle, what: tuple[str, Mapping[str, Any], Fact]
) -> None:  # fmt: skip
    """Carry it out on the version that it goes to: its name, its readers and its tasks are those of that drawing."""
    was = progress.scope.engine(route.bundle)
    before = {
        each.id: frozenset(progress.people_of(was.bundle, route, each)[0]) for each in was.tasks(route.state or {})
    }  # fmt: skip
    readers = was.bundle.readers(route.process)
    route.bundle, route.name = to.geheel, to.processes[route.process].name or route.process
    if to.readers(route.process) != readers:
        set_readers(progress.work, route.id, sorted(to.readers(route.process)))
    progress.redraw = _redrawing(progress, before)
    try:
        outcome = progress.command(route, *what)
        progress.redraw = None
        progress.deliver()
    except IncidentError as error:
        raise FormInvalidError({ROUTE: [error.message]}) from error
    _free(progress, route, outcome)


def _redrawing(
    progress: Progress, before: Mapping[str, frozenset[str]]
) -> Callable[[LoadedRoute, Bundle, OpenTask], None]:  # fmt: skip
    """What happens to a task that stays open: it is as it is drawn now, and new people for it are told."""

    def redraw(route: LoadedRoute, bundle: Bundle, each: OpenTask) -> None:
        functions, found = progress.people_of(bundle, route, each)
        new = bool(set(functions) - before.get(each.id, frozenset()))
        drawn = drawn_columns(each) | ({"joined": True} if new and found.joining else {})
        change_task(progress.work, UUID(each.id), progress.dossier.school_id, each.due, functions, drawn)
        if not new:
            return
        progress.join(found.joining, route.id, BY_TASK, UUID(each.id), by=functions)
        progress.mail(found.people, MAIL_TASK)
        if found.instead or not found.people:
            progress.nobody(route, each, functions, found)

    return redraw


def _free(progress: Progress, route: LoadedRoute, outcome: Outcome) -> None:
    """What was stuck at a task or term that is no more is stuck no longer."""
    here = {each.id for each in outcome.timers} | {each.id for each in (*outcome.opened, *outcome.changed)}
    gone = {each.id for each in outcome.closed}
    for each in open_incidents(progress.work, progress.dossier.id) if route.stuck else ():
        if each.route_id == route.id and (each.subject in gone or (each.kind == TIMER and each.subject not in here)):
            freed(progress.scope, progress.dossier, route, each.subject)
