"""Beginning a dossier, pressing a button that is drawn, and the ways out of a route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from app.commands.answers import fill, keep
from app.commands.command import Attempt, Recorded, Whereabouts
from app.commands.locking import locked
from app.commands.progress import Progress
from app.commands.scope import Scope, Told
from app.commands.tasks import Moved, checked_reason, moved_by
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.facts import DossierClosed, DossierOpened, MessageReceived, RouteWithdrawn
from app.domain.functions import EVERYONE
from app.domain.permissions import Permission, Subject, may
from app.store.dossiers import new_dossier
from app.store.incidents import MESSAGE, TASK, Stuck
from app.store.loaded import LoadedDossier, LoadedRoute
from app.store.rights import Found, find_dossier, find_pupil, find_route
from workflows import FROM_THE_START, Bundle, Catch, Message


@dataclass(frozen=True, slots=True)
class OpenDossier(Recorded):
    """Begin a dossier for a pupil by pressing a button; where one is open already, press it there."""

    pupil: UUID
    message: str
    answers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendMessage(Recorded):
    """Press a button in a dossier: start a route, or tell one that waits for it."""

    dossier: UUID
    message: str
    answers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WithdrawRoute(Recorded):
    """End a route by a person's decision."""

    route: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class CloseDossier(Recorded):
    """Close a dossier in which nothing runs any more."""

    dossier: UUID
    reason: str


def open_dossier(command: OpenDossier, scope: Scope, attempt: Attempt) -> Moved:
    """Begin a dossier with its first route. Raises NotFoundError for a pupil for whom the actor may not."""
    found = find_pupil(scope.work, command.pupil, scope.actor.id)
    if found is None:
        raise NotFoundError
    bundle = scope.in_force(found.row.school_id)
    start = bundle.starts.get(command.message)
    if start is None:
        raise NotFoundError
    pressers = frozenset(bundle.pressers(start))
    scope.require(Permission.OPEN_DOSSIER, replace(found.subject, for_functions=pressers))
    if found.row.dossier_id is not None:
        return _press_in(found.row.dossier_id, command, scope, attempt, found.subject)
    dossier = new_dossier(
        scope.work, school_id=found.row.school_id, pupil_id=command.pupil, calendar=found.row.calendar
    )
    attempt.location = f"/api/v1/dossiers/{dossier.id}"
    scope.record(dossier.stream, DossierOpened(pupil=command.pupil, school=dossier.school_id))
    progress = Progress(scope, dossier)
    progress.stand(function for function, phase in bundle.protocol.team.items() if phase == FROM_THE_START)
    return _press(command, scope, progress, ())


def send_message(command: SendMessage, scope: Scope, attempt: Attempt) -> Moved:
    """Press a button. Raises NotFoundError for a dossier or button that the actor does not have."""
    return _press_in(command.dossier, command, scope, attempt)


def withdraw_route(command: WithdrawRoute, scope: Scope, attempt: Attempt) -> Moved:
    """End a route, with the reason in its history."""
    dossier, route = locked_route(command.route, Permission.WITHDRAW, scope, attempt)
    reason = checked_reason(command.reason)
    progress = Progress(scope, dossier)
    progress.command(route, "withdraw", {}, RouteWithdrawn(reason=reason))
    progress.deliver()
    return moved_by(progress, route)


def close_dossier(command: CloseDossier, scope: Scope, attempt: Attempt) -> UUID:
    """Close a dossier. Raises WrongStateError where a route still runs."""
    dossier, _ = locked(
        scope, attempt, lambda: find_dossier(scope.work, command.dossier, scope.actor.id),
        scope.requires(Permission.CLOSE_DOSSIER),
    )  # fmt: skip
    reason = checked_reason(command.reason)
    if dossier.closed_at is not None:
        message = "Dit dossier is al gesloten."
        raise WrongStateError(message)
    if dossier.routes:
        message = f"Er lopen nog {len(dossier.routes)} routes. Rond ze eerst af of trek ze in."
        raise WrongStateError(message)
    dossier.closed_at = scope.work.now
    scope.record(dossier.stream, DossierClosed(reason=reason))
    return dossier.id


def locked_route(
    route_id: UUID, permission: Permission, scope: Scope, attempt: Attempt
) -> tuple[LoadedDossier, LoadedRoute]:
    """Lock the dossier of a route on which the actor has a permission.

    Raises NotFoundError where they have not, WrongStateError for a route that is over.
    """
    dossier, _ = locked(
        scope, attempt, lambda: find_route(scope.work, route_id, scope.actor.id), scope.requires(permission),
        asked=route_id,
    )  # fmt: skip
    route = dossier.find(route_id)
    if route is None:
        raise NotFoundError
    stuck = Stuck(TASK, "", str(route_id), f"De route “{route.name}” kan niet verder.")
    attempt.where = Whereabouts(dossier.id, route.id, None, stuck)
    if not route.is_open:
        message = f"De route “{route.name}” is al afgesloten."
        raise WrongStateError(message)
    return dossier, route


def _press_in(
    dossier_id: UUID, command: OpenDossier | SendMessage, scope: Scope, attempt: Attempt, pupil: Subject | None = None
) -> Moved:
    """Who comes by the pupil may press what opens a dossier, and does not hear that there was one already."""
    dossier, found = locked(
        scope, attempt, lambda: find_dossier(scope.work, dossier_id, scope.actor.id),
        lambda each: _near(scope, each, pupil),
    )  # fmt: skip
    rights = _Rights(scope, found.subject, pupil)
    progress = Progress(scope, dossier)
    hearing = []
    for route in dossier.open_routes():
        message = f"De route “{route.name}” kan geen bericht ontvangen."
        attempt.where = Whereabouts(dossier.id, route.id, None, Stuck(MESSAGE, "", str(route.id), message))
        if _hears(scope, route, command.message, rights):
            hearing.append(route)
    if not hearing:
        attempt.where = None  # a route that begins cannot be stuck: where it fails it was never there
    return _press(command, scope, progress, hearing, rights)


@dataclass(frozen=True, slots=True)
class _Rights:
    """By what somebody presses in a dossier: their place in it, or that they may open one for its pupil."""

    scope: Scope
    dossier: Subject
    pupil: Subject | None

    def press(self, bundle: Bundle, catch: Catch) -> bool:
        """Whether the button of this message is theirs."""
        pressers = frozenset(bundle.pressers(catch))
        if may(self.scope.actor, Permission.PRESS, replace(self.dossier, for_functions=pressers)):
            return True
        return self.pupil is not None and may(
            self.scope.actor, Permission.OPEN_DOSSIER, replace(self.pupil, for_functions=pressers)
        )


def _near(scope: Scope, found: Found, pupil: Subject | None) -> None:
    """Whether some button could be the actor's: on the dossier, or at its school for those of everybody."""
    if pupil is not None and not found.subject.denied:
        return
    of_everybody = replace(found.subject, for_functions=frozenset({EVERYONE}))
    if not may(scope.actor, Permission.SEE_DOSSIER, found.subject):
        scope.require(Permission.PRESS, of_everybody)


def _press(
    command: OpenDossier | SendMessage, scope: Scope, progress: Progress, hearing: Sequence[LoadedRoute],
    rights: _Rights | None = None,
) -> Moved:  # fmt: skip
    """Tell the routes that wait for it; where none does, start the route that it starts."""
    if hearing:
        for route in hearing:
            _tell(command, scope, progress, route)
        progress.deliver()
        return moved_by(progress, hearing[-1])
    bundle = scope.in_force(progress.dossier.school_id)
    start = bundle.starts.get(command.message)
    if start is None or (rights is not None and not rights.press(bundle, start)):
        raise NotFoundError
    if progress.dossier.closed_at is not None:
        message = "Dit dossier is gesloten. Begin een nieuw dossier voor deze leerling."
        raise WrongStateError(message)
    filled = fill(bundle, start.form, command.answers, scope.work.now)
    message_ = Message(start.message, start.element, dict(filled.routing))  # type: ignore[arg-type]  # routed values
    route = progress.begin(start.process, message_, by=scope.actor.id, fill=filled)
    progress.deliver()
    return moved_by(progress, route)


def _tell(command: OpenDossier | SendMessage, scope: Scope, progress: Progress, route: LoadedRoute) -> None:
    engine = scope.engine(route.bundle)
    catch = next(each for each in engine.catches(route.state or {}) if each.message == command.message)
    filled = fill(engine.bundle, catch.form, command.answers, scope.work.now)
    answers = keep(scope, route, None, filled)
    arguments = {"message": command.message, "fields": dict(filled.routing)}
    progress.command(route, "receive", arguments, MessageReceived(message=command.message), Told(answers=answers))


def _hears(scope: Scope, route: LoadedRoute, message: str, rights: _Rights) -> bool:
    """Whether something in the route waits for this message and has a button for the actor."""
    engine = scope.engine(route.bundle)
    catches = [each for each in engine.catches(route.state or {}) if each.message == message]
    return any(rights.press(engine.bundle, catch) for catch in catches)
