"""Who is on a dossier and who never may be, and what is known of the parents, over the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import Response

from app.api.blueprint import api, told
from app.api.bodies import (
    DenialPath,
    DossierPath,
    KeyHeader,
    MemberBody,
    MemberPath,
    ParentBody,
    ParentPath,
    PersonBody,
    PupilPath,
    ReasonBody,
)
from app.api.services import actor, ask, id_of, send
from app.api.shapes import shape
from app.commands.command import Recorded
from app.commands.teams import AddMember, DenyPerson, EndMember, LiftDenial, RecordParent
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.colleagues import KeptOff, list_denials


@dataclass(frozen=True, slots=True)
class Made:
    """What was written down, by its id."""

    id: UUID


MADE = shape("Made", Made)
KEPT_OFF = shape("KeptOff", KeptOff)
_CHANGED: Final[Mapping[str, Any]] = {"conflict": True, "body": True}
_NEW: Final[Mapping[str, Any]] = {**_CHANGED, "status": 201}


@api.post("/dossiers/<dossier_id>/members", **told("Iemand bij een dossier betrekken", MADE, 404, **_NEW))
@declares(Permission.KEEP_TEAM)
def add_member(path: DossierPath, header: KeyHeader, body: MemberBody) -> Response:
    """Put somebody on the team."""
    return made(AddMember(path.dossier_id, body.person, body.reason, body.until), header.key, 201)


@api.post("/members/<member_id>/end", **told("Iemand van een dossier halen", MADE, 404, **_CHANGED))
@declares(Permission.KEEP_TEAM)
def end_member(path: MemberPath, header: KeyHeader, body: ReasonBody) -> Response:
    """Take somebody off the team."""
    return made(EndMember(path.member_id, body.reason), header.key)


@api.get("/dossiers/<dossier_id>/denials", **told("Wie nooit bij dit dossier mag", KEPT_OFF, 404))
@declares(Permission.KEEP_TEAM)
def get_denials(path: DossierPath) -> Response:
    """The deny list."""
    return KEPT_OFF.reply(ask(lambda work: list_denials(work, actor(), path.dossier_id)))


@api.post("/dossiers/<dossier_id>/denials", **told("Iemand nooit bij dit dossier laten", MADE, 404, **_NEW))
@declares(Permission.KEEP_TEAM)
def deny_person(path: DossierPath, header: KeyHeader, body: PersonBody) -> Response:
    """Put somebody on the deny list; they leave the team at once."""
    return made(DenyPerson(path.dossier_id, body.person, body.reason), header.key, 201)


@api.post("/denials/<denial_id>/lift", **told("Iemand weer toelaten", MADE, 404, **_CHANGED))
@declares(Permission.KEEP_TEAM)
def lift_denial(path: DenialPath, header: KeyHeader, body: ReasonBody) -> Response:
    """Take somebody off the deny list."""
    return made(LiftDenial(path.denial_id, body.reason), header.key)


@api.post("/pupils/<pupil_id>/parents", **told("Een ouder vastleggen", MADE, 404, **_NEW))
@declares(Permission.KEEP_TEAM)
def add_parent(path: PupilPath, header: KeyHeader, body: ParentBody) -> Response:
    """Write down a parent: custody from and to, contact ban, secret address."""
    return made(_parent(path.pupil_id, None, body), header.key, 201)


@api.put("/pupils/<pupil_id>/parents/<parent_id>", **told("Een ouder opnieuw vastleggen", MADE, 404, **_CHANGED))
@declares(Permission.KEEP_TEAM)
def put_parent(path: ParentPath, body: ParentBody) -> Response:
    """Write down a parent anew, in the place of what was known."""
    return made(_parent(path.pupil_id, path.parent_id, body))


def made(command: Recorded, key: str | None = None, status: int = 200) -> Response:
    """Send a command, and give the id that came of it, also to who asks with its key once more."""
    return MADE.reply(Made(id_of(send(command, key=key))), status)


def _parent(pupil: UUID, parent: UUID | None, body: ParentBody) -> RecordParent:
    return RecordParent(
        pupil, parent, body.name, body.relation, body.custody_from, body.custody_until, body.contact_ban,
        body.secret_address,
    )  # fmt: skip
