"""The people of a school and the file of its pupils, over the API: who works there, what they hold, and the import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response

from app.api.blueprint import api, told
from app.api.bodies import EndFunctionPath, FunctionBody, ImportBody, KeyHeader, PeopleQuery, PersonPath, ReasonBody
from app.api.problems import invalid
from app.api.services import actor, ask, send
from app.api.shapes import shape
from app.api.strict import decoded
from app.api.team import MADE, made
from app.commands.people import EndFunction, GrantFunction
from app.commands.roll import Imported, ImportRoll, PreviewRoll, Proposed
from app.domain.declared import declares
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission
from app.domain.roll_changes import RollPlan
from app.queries.colleagues import Colleagues, list_colleagues
from app.queries.myself import read_me


@dataclass(frozen=True, slots=True)
class RollShown:
    """An import: first what it would do, and once it was done, what came of it."""

    done: bool
    plan: str
    """Digest of what is shown; sent back, it carries out just that."""
    preview: Mapping[str, Any]
    """Per kind what is new, changed, leaving, returning and refused, each with its reason."""
    counts: Mapping[str, int]
    proposals: tuple[Proposed, ...]
    """Functions that the file suggests; none of them is given."""
    alerted: int
    """Pupils with a dossier who leave, of whom the intern begeleider was told."""


COLLEAGUES = shape("Colleagues", Colleagues)
ROLL = shape("Roll", RollShown)


@api.get("/people", **told("Wie er op een school werkt, met hun functies", COLLEAGUES, 404))
@declares(Permission.SIGNED_IN, at_the_door=True)
def get_people(query: PeopleQuery) -> Response:
    """The staff of one's school."""
    return COLLEAGUES.reply(ask(lambda work: list_colleagues(work, actor(), query.school)))


@api.post(
    "/people/<person_id>/functions",
    **told("Iemand een functie geven", MADE, 404, status=201, conflict=True, body=True),
)  # fmt: skip
@declares(Permission.KEEP_PEOPLE)
def grant_function(path: PersonPath, header: KeyHeader, body: FunctionBody) -> Response:
    """Give a function, such as one that an import proposed."""
    return made(GrantFunction(path.person_id, body.function, body.school, body.reason), header.key, 201)


@api.post("/functions/<holding_id>/end", **told("Een functie laten eindigen", MADE, 404, conflict=True, body=True))
@declares(Permission.KEEP_PEOPLE)
def end_function(path: EndFunctionPath, header: KeyHeader, body: ReasonBody) -> Response:
    """End a function; what it gave a right to is closed at once."""
    return made(EndFunction(path.holding_id, body.reason), header.key)


@api.post("/people/import", **told("Leerlingen en medewerkers inlezen", ROLL, 403, 404, conflict=True, body=True))
@declares(Permission.IMPORT, at_the_door=True)
def import_people(body: ImportBody) -> Response:
    """Without `plan` a preview; with the `plan` of that preview, just what it showed."""
    data = decoded(body.file)
    if data is None:
        return invalid({"file": ["Geef het bestand in base64."]})
    school = body.school or _only_school()
    plan: RollPlan = send(PreviewRoll(school, data)).result
    shown: Mapping[str, Any] = plan.as_dict()
    if body.plan is None:
        return ROLL.reply(RollShown(done=False, plan=plan.digest, preview=shown, counts={}, proposals=(), alerted=0))
    done: Imported = send(ImportRoll(school, data, body.plan)).result
    said = RollShown(True, body.plan, shown, done.counts, done.proposals, done.alerted)
    return ROLL.reply(said)


def _only_school() -> UUID:
    schools = ask(lambda work: read_me(work, actor())).schools
    if len(schools) != 1:
        raise NotFoundError
    return schools[0].id
