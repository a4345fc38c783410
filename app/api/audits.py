"""Audits over the API, for the auditor alone: their audits, the dossiers in them, what happened, the verdicts.

By pseudonyms, as on the pages; a name is opened on the page, where its consequence stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.blueprint import api, told
from app.api.bodies import Cursor, Sent
from app.api.services import actor, look, services
from app.api.shapes import shape
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.audit import read_audit, read_audits, read_seen
from app.queries.audit_check import Checked, read_audit_check
from app.queries.audit_shapes import AuditShown, Numbered
from app.queries.history import Entry, Part
from app.queries.lens import Called
from app.queries.paging import Page
from app.queries.story import USUAL

CALLED: Final = Called(
    lambda number: f"Leerling {number}", lambda letter: f"Ouder {letter}", lambda letter: f"Medewerker {letter}",
    lambda count: f"ingevuld, {count} tekens",
)  # fmt: skip
_NO_ID: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Audits:
    """The audits of whoever asks, the last first."""

    items: tuple[AuditShown, ...]


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """The last check of a dossier; null where none was done yet."""

    pupil: str
    checked: Checked | None


class AuditPath(Sent):
    """An audit."""

    audit_id: UUID


class AuditedPath(Sent):
    """A dossier of an audit."""

    audit_id: UUID
    number: int = Field(ge=1, le=1_000_000, description="Het nummer van het dossier in het onderzoek.")


class AuditQuery(Sent):
    """Which part of a list."""

    cursor: Cursor = None


AUDITS = shape("Audits", Audits)
NUMBERED = shape("AuditDossiers", Page[Numbered])
TOLD = shape("AuditHistory", Page[Entry])
CHECK = shape("AuditCheck", AuditCheck)


@api.get("/audits", **told("Je onderzoeken, het laatste vooraan", AUDITS, 403))
@declares(Permission.AUDIT, at_the_door=True)
def get_audits() -> Response:
    """The audits of whoever asks."""
    return AUDITS.reply(Audits(look(lambda work: read_audits(work, actor()))))


@api.get("/audits/<audit_id>/dossiers", **told("De dossiers van een onderzoek, met schuilnamen", NUMBERED, 403, 404))
@declares(Permission.AUDIT, at_the_door=True)
def get_audit_dossiers(path: AuditPath, query: AuditQuery) -> Response:
    """The dossiers of one of them; none where it does not count."""
    found = look(lambda work: read_audit(work, actor(), CALLED, path.audit_id, after=query.cursor, log=None))
    return NUMBERED.reply(found and found.dossiers)


@api.get(
    "/audits/<audit_id>/dossiers/<number>/history",
    **told("Wat er gebeurde, met schuilnamen en zonder wat mensen schreven", TOLD, 403, 404),
)
@declares(Permission.AUDIT, at_the_door=True)
def get_audit_history(path: AuditedPath, query: AuditQuery) -> Response:
    """What happened in such a dossier; ids are left out."""
    place, part = (path.audit_id, path.number), Part(USUAL, query.cursor)
    found = look(lambda work: read_seen(work, actor(), services().desk.bundles, CALLED, place, part))
    if found is None:
        return TOLD.reply(None)
    history = found.story.history
    return TOLD.reply(Page(tuple(replace(each, stream=_NO_ID, route=None) for each in history.items), history.next))


@api.get("/audits/<audit_id>/dossiers/<number>/check", **told("Het laatste oordeel over zo'n dossier", CHECK, 403, 404))
@declares(Permission.AUDIT, at_the_door=True)
def get_audit_check(path: AuditedPath) -> Response:
    """The verdicts on it."""
    place = path.audit_id, path.number
    found = look(lambda work: read_audit_check(work, actor(), services().desk.bundles, CALLED, place))
    return CHECK.reply(found and AuditCheck(found.pupil, found.checked))
