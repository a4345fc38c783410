"""Dossiers over the API: the list, one of them, what may be started in it, its history, and closing it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Response

from app.api.blueprint import PREFIX, api, told
from app.api.bodies import DossierPath, DossierQuery, KeyHeader, MessageBody, OpenBody, PageQuery, ReasonBody
from app.api.services import actor, ask, look, send, services
from app.api.shapes import shape
from app.commands.bus import CONFLICT, Sent
from app.commands.routes import CloseDossier, OpenDossier, SendMessage
from app.domain.declared import declares
from app.domain.errors import WrongStateError
from app.domain.permissions import Permission
from app.queries.dossiers import DossierDetail, DossierItem, list_dossiers, read_dossier
from app.queries.history import Entry, read_history
from app.queries.paging import Page
from app.queries.pressed import Pressed, pressed
from app.queries.starts import Start, read_starts

DOSSIERS = shape("Dossiers", Page[DossierItem])
DOSSIER = shape("DossierDetail", DossierDetail)
HISTORY = shape("History", Page[Entry])
PRESSED = shape("Pressed", Pressed)


@dataclass(frozen=True, slots=True)
class Starts:
    """The buttons of a dossier."""

    items: tuple[Start, ...]


STARTS = shape("Starts", Starts)


@api.get("/dossiers", **told("Dossiers waar je bij hoort, het laatst begonnen vooraan", DOSSIERS))
@declares(Permission.SIGNED_IN, at_the_door=True)
def get_dossiers(query: DossierQuery) -> Response:
    """The dossiers of whoever asks."""
    closed = query.status == "gesloten"
    return DOSSIERS.reply(
        look(lambda work: list_dossiers(work, actor(), limit=query.limit, after=query.cursor, closed=closed))
    )


@api.post(
    "/dossiers",
    **told("Een dossier beginnen voor een leerling", PRESSED, 404, status=201, conflict=True, body=True),
)
@declares(Permission.OPEN_DOSSIER)
def open_dossier(header: KeyHeader, body: OpenBody) -> Response:
    """Begin a dossier, or press the button in the one that is open already."""
    sent = send(OpenDossier(body.pupil, body.message, body.answers), f"{PREFIX}/dossiers", header.key)
    return moved(sent, status=201)


@api.get("/dossiers/<dossier_id>", **told("Eén dossier: mensen, routes en open taken", DOSSIER, 404))
@declares(Permission.SEE_DOSSIER)
def get_dossier(path: DossierPath) -> Response:
    """One dossier."""
    return DOSSIER.reply(look(lambda work: read_dossier(work, actor(), path.dossier_id)))


@api.get("/dossiers/<dossier_id>/starts", **told("Wat je hier nu kunt starten of melden", STARTS, 404))
@declares(Permission.SEE_DOSSIER)
def get_starts(path: DossierPath) -> Response:
    """The buttons of a dossier."""
    found = look(lambda work: read_starts(work, actor(), services().desk.bundles, path.dossier_id))
    return STARTS.reply(None if found is None else Starts(found))


@api.post("/dossiers/<dossier_id>/messages", **told("Een knop indrukken", PRESSED, 404, conflict=True, body=True))
@declares(Permission.PRESS)
def send_message(path: DossierPath, header: KeyHeader, body: MessageBody) -> Response:
    """Press a button."""
    command = SendMessage(path.dossier_id, body.name, body.answers)
    return moved(send(command, f"{PREFIX}/dossiers/{path.dossier_id}", header.key))


@api.post(
    "/dossiers/<dossier_id>/close", **told("Een dossier sluiten", None, 404, status=204, conflict=True, body=True)
)
@declares(Permission.CLOSE_DOSSIER)
def close_dossier(path: DossierPath, header: KeyHeader, body: ReasonBody) -> Response:
    """Close a dossier."""
    sent = send(CloseDossier(path.dossier_id, body.reason), f"{PREFIX}/dossiers/{path.dossier_id}", header.key)
    if sent.status == CONFLICT:
        raise WrongStateError
    return Response(status=204)


@api.get("/dossiers/<dossier_id>/history", **told("Wat er gebeurde, het laatste vooraan", HISTORY, 404))
@declares(Permission.SEE_DOSSIER)
def get_history(path: DossierPath, query: PageQuery) -> Response:
    """The history of a dossier."""
    bundles = services().desk.bundles
    return HISTORY.reply(
        look(lambda work: read_history(work, actor(), bundles, path.dossier_id, limit=query.limit, after=query.cursor))
    )


def moved(sent: Sent, status: int = 200) -> Response:
    """What a command did to a dossier, the same for a repetition. Raises WrongStateError as the first time."""
    if sent.status == CONFLICT:
        raise WrongStateError
    dossier = UUID(sent.location.rpartition("/")[2])
    route = None if sent.repeated else sent.result.route
    shown = ask(lambda work: pressed(work, actor(), dossier, sent.command, route))
    return PRESSED.reply(shown, status, sent.location)
