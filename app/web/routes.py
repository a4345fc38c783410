"""The ways out of a route: withdrawing it, *afwijken* by two people, and letting go on what was stuck."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.deviations import ConfirmDeviation, DropDeviation, ProposeDeviation
from app.commands.routes import WithdrawRoute
from app.commands.timers import RetryIncident
from app.domain.declared import declares
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.permissions import Permission
from app.queries.deeds import RouteDeed, read_route
from app.queries.dossiers import ProposalItem
from app.web.blueprint import actor, look, pages, parts, send
from app.web.carrying import local_path
from app.web.deeds import KEPT, back_to, checked, errors_of, status_of
from app.web.words import _


@pages.get("/routes/<uuid:route_id>/intrekken")
@declares(Permission.WITHDRAW)
def withdrawing(route_id: UUID) -> str:
    """What withdrawing means, before it is done."""
    return _withdrawing(route_id)


@pages.post("/routes/<uuid:route_id>/intrekken")
@declares(Permission.WITHDRAW)
def withdraw_route(route_id: UUID) -> ResponseReturnValue:
    """End the route."""
    deed, reason = _deed(route_id, Permission.WITHDRAW), request.form.get("reason", "")
    try:
        checked(send(WithdrawRoute(route_id, reason), url_for("web.dossiers")))
    except KEPT as error:
        return _withdrawing(route_id, errors=errors_of(error), reason=reason), status_of(error)
    return back_to(deed.head.id, "ingetrokken")


def _withdrawing(route_id: UUID, **more: Any) -> str:
    deed = _deed(route_id, Permission.WITHDRAW)
    return render_template("dossiers/intrekken.html", deed=deed, **{"errors": {}, "reason": "", **more})


@pages.get("/routes/<uuid:route_id>/afwijken")
@declares(Permission.DEVIATE)
def deviating(route_id: UUID) -> str:
    """Where the route could go, by the names in its drawing."""
    return _deviating(route_id)


@pages.post("/routes/<uuid:route_id>/afwijken")
@declares(Permission.DEVIATE)
def propose_deviation(route_id: UUID) -> ResponseReturnValue:
    """Propose it; nothing moves until a second person agrees."""
    deed, form = _deed(route_id, Permission.DEVIATE), request.form
    to, reason, leaving = form.get("to", ""), form.get("reason", ""), tuple(form.getlist("leaving"))
    known = {each.element for group in deed.goals for each in group.places}
    typed = {"to": to, "reason": reason, "leaving": leaving}
    if to not in known:
        said = {"to": [_("Kies waar de route heen gaat.")]}
        return _deviating(route_id, errors=said, **typed), 422
    try:
        sent = checked(send(ProposeDeviation(route_id, to, reason, leaving), url_for("web.dossiers")))
    except KEPT as error:
        return _deviating(route_id, errors=errors_of(error), **typed), status_of(error)
    if sent.result is None:
        return back_to(deed.head.id, "voorgesteld")
    return redirect(url_for("web.proposal", route_id=route_id, proposal_id=sent.result), 303)


def _deviating(route_id: UUID, **more: Any) -> str:
    deed = _deed(route_id, Permission.DEVIATE)
    nothing = {"errors": {}, "to": "", "reason": "", "leaving": ()}
    return render_template("dossiers/afwijken.html", deed=deed, **{**nothing, **more})


@pages.get("/routes/<uuid:route_id>/afwijken/<uuid:proposal_id>")
@declares(Permission.DEVIATE)
def proposal(route_id: UUID, proposal_id: UUID) -> str:
    """What a colleague proposes."""
    return _proposal(route_id, proposal_id)


@pages.post("/routes/<uuid:route_id>/afwijken/<uuid:proposal_id>")
@declares(Permission.DEVIATE)
def confirm_deviation(route_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Agree, as a second person; the route moves."""
    deed = _deed(route_id, Permission.DEVIATE)
    try:
        checked(send(ConfirmDeviation(route_id, proposal_id), url_for("web.dossiers")))
    except KEPT as error:
        return _proposal(route_id, proposal_id, errors=errors_of(error)), status_of(error)
    return back_to(deed.head.id, "afgeweken")


@pages.post("/routes/<uuid:route_id>/afwijken/<uuid:proposal_id>/vervallen")
@declares(Permission.DEVIATE)
def drop_deviation(route_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Take a proposal back, or say no to it; the route stays where it is."""
    deed, reason = _deed(route_id, Permission.DEVIATE), request.form.get("reason", "")
    try:
        checked(send(DropDeviation(route_id, proposal_id, reason), url_for("web.dossiers")))
    except KEPT as error:
        return _proposal(route_id, proposal_id, errors=errors_of(error), reason=reason), status_of(error)
    return back_to(deed.head.id, "voorstel-vervallen")


def _proposal(route_id: UUID, proposal_id: UUID, **more: Any) -> str:
    deed = _deed(route_id, Permission.DEVIATE)
    found: ProposalItem | None = next((each for each in deed.route.proposals if each.id == proposal_id), None)
    if found is None:
        raise WrongStateError(_("Over dit voorstel is al beslist, of de route is afgesloten."))
    leaving = [deed.names.get(each, _("een taak die al dicht is")) for each in found.leaving]
    return render_template(
        "dossiers/bevestigen.html", deed=deed, it=found, leaving=leaving, **{"errors": {}, "reason": "", **more}
    )  # fmt: skip


@pages.post("/incidenten/<uuid:incident_id>/opnieuw")
@declares(Permission.RETRY)
def retry_incident(incident_id: UUID) -> ResponseReturnValue:
    """Let what was stuck go on; back to the dossier, or to where the form says it stands."""
    sent = checked(send(RetryIncident(incident_id), url_for("web.dossiers")))
    back = request.form.get("terug", "")
    if back:
        return redirect(local_path(back), 303)
    return back_to(UUID(sent.location.rpartition("/")[2]), "opnieuw")


def _deed(route_id: UUID, permission: Permission) -> RouteDeed:
    found = look(lambda work: read_route(work, actor(), parts().desk.bundles, route_id, permission))
    if found is None:
        raise NotFoundError
    return found
