"""What belongs to no one dossier, over the API: oneself, pupils, incidents, protocols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Response

from app.api.blueprint import api, told
from app.api.bodies import CheckBody, IncidentBody, IncidentQuery, KeyHeader, PupilQuery
from app.api.problems import invalid
from app.api.services import actor, ask, id_of, look, send, services
from app.api.shapes import shape
from app.api.strict import decoded
from app.commands.timers import RetryIncident
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.incidents import IncidentShown, list_incidents
from app.queries.myself import Me, read_me
from app.queries.paging import Page
from app.queries.protocols import ProtocolShown, judged, list_protocols
from app.queries.pupils import PupilFound, my_pupils, pupils_of_my_schools
from workflows import Finding


@dataclass(frozen=True, slots=True)
class Protocols:
    """The protocol versions of a board."""

    items: tuple[ProtocolShown, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with a protocol, or worth a look."""

    items: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Retried:
    """An incident that goes on."""

    incident: UUID
    dossier: UUID


ME = shape("Me", Me)
PUPILS = shape("Pupils", Page[PupilFound])
INCIDENTS = shape("Incidents", Page[IncidentShown])
RETRIED = shape("Retried", Retried)
PROTOCOLS = shape("Protocols", Protocols)
FINDINGS = shape("Findings", Findings)


@api.get("/me", **told("Wie je bent, met je functies en scholen", ME))
@declares(Permission.SIGNED_IN, at_the_door=True)
def get_me() -> Response:
    """Whoever asks."""
    return ME.reply(ask(lambda work: read_me(work, actor())))


@api.get("/pupils", **told("Leerlingen voor wie je een dossier kunt beginnen", PUPILS))
@declares(Permission.SIGNED_IN, at_the_door=True)
def get_pupils(query: PupilQuery) -> Response:
    """Search among one's own pupils, or by name in the whole school."""
    if query.scope == "school":
        return PUPILS.reply(look(lambda work: pupils_of_my_schools(work, actor(), q=query.q)))
    return PUPILS.reply(look(lambda work: my_pupils(work, actor(), q=query.q, limit=query.limit, after=query.cursor)))


@api.get("/incidents", **told("Wat er vastzit, het laatste vooraan", INCIDENTS, 403))
@declares(Permission.SEE_INCIDENTS, at_the_door=True)
def get_incidents(query: IncidentQuery) -> Response:
    """What is stuck."""
    resolved = query.status == "opgelost"
    return INCIDENTS.reply(
        ask(lambda work: list_incidents(work, actor(), limit=query.limit, after=query.cursor, resolved=resolved))
    )


@api.post("/incidents", **told("Laten doorgaan wat vastzat", RETRIED, 404, conflict=True, body=True))
@declares(Permission.RETRY)
def retry_incident(header: KeyHeader, body: IncidentBody) -> Response:
    """Let what was stuck go on."""
    return RETRIED.reply(Retried(body.incident, id_of(send(RetryIncident(body.incident), key=header.key))))


@api.get("/protocols", **told("Protocolversies, met de knoppen van die nu geldt", PROTOCOLS))
@declares(Permission.SEE_PROTOCOLS, at_the_door=True)
def get_protocols() -> Response:
    """The protocol versions of the board."""
    return PROTOCOLS.reply(ask(lambda work: Protocols(list_protocols(work, services().desk.bundles))))


@api.post("/protocols/check", **told("Een protocol laten nakijken, zonder het te bewaren", FINDINGS, 403, body=True))
@declares(Permission.PUBLISH, at_the_door=True)
def check_protocol(body: CheckBody) -> Response:
    """Have files judged."""
    files = _decoded(body.files)
    broken = {f"files.{name}": ["Geef de inhoud in base64."] for name, data in files.items() if data is None}
    if broken:
        return invalid(broken)
    found = judged({name: data for name, data in files.items() if data is not None}, services().limits)
    return FINDINGS.reply(Findings(found))


def _decoded(files: Mapping[str, str]) -> dict[str, bytes | None]:
    return {name: decoded(text) for name, text in files.items()}
