"""*Afwijken*: moving a route to another element, by one person who asks and a second who agrees (ASVS 2.3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.progress import MAIL_NOTICE, Progress
from app.commands.routes import locked_route
from app.commands.scope import Scope
from app.commands.tasks import Moved, checked_reason, moved_by
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.facts import DeviationDropped, DeviationProposed, RouteDeviated
from app.domain.permissions import Permission
from app.store.dossiers import decide_deviation, drop_proposal, open_deviation
from app.store.loaded import LoadedRoute
from app.store.sealing import seal_reason, unseal_reason
from app.store.tables import deviation
from workflows import Moment, Refused


@dataclass(frozen=True, slots=True)
class ProposeDeviation(Recorded):
    """Ask to move a route; nothing moves yet."""

    route: UUID
    to: str
    """Id of the element to go to, or the name that the drawing gives it."""
    reason: str
    leaving: tuple[str, ...] = ()
    """Ids of the tasks to leave; all of the route where none is named."""


@dataclass(frozen=True, slots=True)
class ConfirmDeviation(Recorded):
    """Agree, as a second person, and move the route."""

    route: UUID
    proposal: UUID


@dataclass(frozen=True, slots=True)
class DropDeviation(Recorded):
    """Take a proposal back, or say no to that of a colleague; the route stays where it is."""

    route: UUID
    proposal: UUID
    reason: str


def propose_deviation(command: ProposeDeviation, scope: Scope, attempt: Attempt) -> UUID:
    """Write the proposal down, if the route could go there now."""
    dossier, route = locked_route(command.route, Permission.DEVIATE, scope, attempt)
    reason = checked_reason(command.reason)
    element = _element(scope, route, command.to)
    leaving = tuple(command.leaving)
    _try(scope, route, dossier.calendar, element, leaving)
    made = scope.work.new_id()
    sealed = seal_reason(route.stream.key, reason, "deviation", route.id, made)
    scope.work.add(
        deviation, deviation_id=made, dossier_id=dossier.id, route_id=route.id, element=element, leaving=list(leaving),
        sealed=sealed, proposed_by=scope.actor.id, proposed_at=scope.work.now,
    )  # fmt: skip
    fact = DeviationProposed(proposal=made, element=element, leaving=leaving, reason=reason)
    scope.record(route.stream, fact)
    progress = Progress(scope, dossier)
    progress.mail(_who_may_confirm(progress, route), MAIL_NOTICE)
    attempt.location = f"/api/v1/routes/{route.id}/proposals/{made}"
    return made


def confirm_deviation(command: ConfirmDeviation, scope: Scope, attempt: Attempt) -> Moved:
    """Move the route. Raises WrongStateError where the one who asked is the one who agrees."""
    dossier, route = locked_route(command.route, Permission.DEVIATE, scope, attempt)
    proposal = _open(command, scope, route)
    if proposal.proposed_by == scope.actor.id:
        message = "Afwijken doe je met zijn tweeën: vraag een collega om dit voorstel te bevestigen."
        raise WrongStateError(message)
    decide_deviation(scope.work, command.proposal, scope.actor.id)
    reason = unseal_reason(route.stream.key, proposal.sealed, "deviation", route.id, command.proposal)
    leaving = tuple(proposal.leaving)
    fact = RouteDeviated(
        proposal=command.proposal, element=proposal.element, leaving=leaving, reason=reason,
        proposed_by=proposal.proposed_by,
    )  # fmt: skip
    progress = Progress(scope, dossier)
    progress.command(route, "deviate", {"to": proposal.element, "leaving": list(leaving)}, fact)
    progress.deliver()
    return moved_by(progress, route)


def drop_deviation(command: DropDeviation, scope: Scope, attempt: Attempt) -> UUID:
    """Forget the proposal; that it was made and dropped stays in the history. The id of the route."""
    dossier, route = locked_route(command.route, Permission.DEVIATE, scope, attempt)
    proposal = _open(command, scope, route)
    reason = checked_reason(command.reason)
    drop_proposal(scope.work, command.proposal)
    fact = DeviationDropped(
        proposal=command.proposal, element=proposal.element, reason=reason, proposed_by=proposal.proposed_by
    )
    scope.record(route.stream, fact)
    Progress(scope, dossier).mail([proposal.proposed_by], MAIL_NOTICE)
    return route.id


def _open(command: ConfirmDeviation | DropDeviation, scope: Scope, route: LoadedRoute) -> Any:
    proposal = open_deviation(scope.work, command.proposal)
    if proposal is None or proposal.route_id != route.id:
        raise NotFoundError
    return proposal


def _who_may_confirm(progress: Progress, route: LoadedRoute) -> frozenset[UUID]:
    readers = progress.scope.bundle(route.bundle).readers(route.process)
    return progress.circle.leading(route.id, readers)


def _element(scope: Scope, route: LoadedRoute, to: str) -> str:
    nodes = scope.bundle(route.bundle).processes[route.process].nodes
    if to in nodes:
        return to
    named = [node.id for node in nodes.values() if node.name.casefold() == to.strip().casefold()]
    if len(named) == 1:
        return named[0]
    message = f"“{to[:80]}” staat niet in de tekening van deze route. Noem het id van het element waar ze heen gaat."
    if named:
        message = f"“{to[:80]}” komt meer dan één keer voor. Noem het id van het element waar de route heen gaat."
    raise InvalidValueError(message, field="to")


def _try(scope: Scope, route: LoadedRoute, calendar: str, element: str, leaving: tuple[str, ...]) -> None:
    """Whether it could be done now, so that nobody has to agree to what cannot be."""
    at = Moment(route.id, route.version + 1, scope.work.now, scope.calendar(calendar), frozenset())
    try:
        scope.engine(route.bundle).deviate(at, route.state or {}, element, leaving)
    except Refused as error:
        raise InvalidValueError(error.message, field="to") from error
