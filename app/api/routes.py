"""The ways out of a route over the API: withdrawing it, and *afwijken* by two people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from flask import Response

from app.api.blueprint import PREFIX, api, told
from app.api.bodies import DeviateBody, KeyHeader, ReasonBody, RoutePath
from app.api.dossiers import PRESSED, moved
from app.api.problems import invalid
from app.api.services import id_of, send
from app.api.shapes import shape
from app.commands.deviations import ConfirmDeviation, ProposeDeviation
from app.commands.routes import WithdrawRoute
from app.domain.declared import declares
from app.domain.permissions import Permission


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal to deviate, that waits for a second person."""

    id: UUID
    waits_for: Literal["second person"]


PROPOSED = shape("Proposed", Proposed)


@api.post("/routes/<route_id>/withdraw", **told("Een route intrekken", PRESSED, 404, conflict=True, body=True))
@declares(Permission.WITHDRAW)
def withdraw_route(path: RoutePath, header: KeyHeader, body: ReasonBody) -> Response:
    """End a route."""
    return moved(send(WithdrawRoute(path.route_id, body.reason), f"{PREFIX}/dossiers", header.key))


_DEVIATE = told("Afwijken, met zijn tweeën: voorstellen of bevestigen", PRESSED, 404, conflict=True, body=True)
_DEVIATE["responses"]["202"] = PROPOSED.document("Het voorstel wacht op een tweede persoon")


@api.post("/routes/<route_id>/deviate", **_DEVIATE)
@declares(Permission.DEVIATE)
def deviate_route(path: RoutePath, header: KeyHeader, body: DeviateBody) -> Response:
    """Propose to move a route, or agree to it."""
    if body.confirm is not None:
        return moved(send(ConfirmDeviation(path.route_id, body.confirm), f"{PREFIX}/dossiers", header.key))
    missing = {name: ["Vul dit in."] for name in ("to", "reason") if getattr(body, name) is None}
    if missing or body.to is None or body.reason is None:
        return invalid(missing)
    command = ProposeDeviation(path.route_id, body.to, body.reason, tuple(body.leaving))
    return PROPOSED.reply(Proposed(id_of(send(command, key=header.key)), "second person"), 202)
