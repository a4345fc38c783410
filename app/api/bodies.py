"""What requests may hold: paths, queries and bodies, checked before a view runs and told in the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from app.api.values import Day, Id, Instant
from app.queries.paging import MOST, USUAL

_SCHEMAS: Final[dict[tuple[object, ...], dict[str, Any]]] = {}


class Remembered(BaseModel):
    """A model whose schema is made once."""

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema, made once: the web library asks it at every request, and it takes longer than the request."""
        asked = (cls, args, tuple(sorted(kwargs.items(), key=lambda each: each[0])))
        if asked not in _SCHEMAS:
            _SCHEMAS[asked] = super().model_json_schema(*args, **kwargs)
        return _SCHEMAS[asked]


class Sent(Remembered):
    """Something of a request; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


Answers = Annotated[dict[str, Any], Field(description="Antwoorden, per veld van het formulier.")]
Reason = Annotated[StrictStr, Field(max_length=4_000)]
Name = Annotated[StrictStr, Field(min_length=1, max_length=200)]
Limit = Annotated[int, Field(ge=1, le=MOST, description="Hoeveel er in één keer komen.")]
Cursor = Annotated[str | None, Field(max_length=400, description="De waarde van “next” uit het vorige antwoord.")]


class KeyHeader(Remembered):
    """The headers that a view reads."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    key: str | None = Field(
        None, alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,200}$",
        description="Een nieuwe waarde per verzoek. Hetzelfde verzoek nog een keer geeft hetzelfde antwoord.",
    )  # fmt: skip


class TaskPath(Sent):
    """A task."""

    task_id: UUID


class DossierPath(Sent):
    """A dossier."""

    dossier_id: UUID


class RoutePath(Sent):
    """A route."""

    route_id: UUID


class PupilPath(Sent):
    """A pupil."""

    pupil_id: UUID


class ParentPath(Sent):
    """A parent of a pupil."""

    pupil_id: UUID
    parent_id: UUID


class PersonPath(Sent):
    """A member of staff."""

    person_id: UUID


class EndFunctionPath(Sent):
    """A function that somebody holds."""

    holding_id: UUID


class MemberPath(Sent):
    """A place on a team."""

    member_id: UUID


class DenialPath(Sent):
    """A place on a deny list."""

    denial_id: UUID


class AttachmentPath(Sent):
    """A file under a task."""

    attachment_id: UUID


class PageQuery(Sent):
    """Part of a list."""

    limit: Limit = USUAL
    cursor: Cursor = None


class TaskQuery(PageQuery):
    """Which tasks."""

    route: UUID | None = None
    dossier: UUID | None = None
    q: str = Field("", max_length=100, description="Deel van de naam van de taak of de leerling.")


class DossierQuery(PageQuery):
    """Which dossiers."""

    status: Literal["open", "gesloten"] = "open"


class IncidentQuery(PageQuery):
    """Which incidents."""

    status: Literal["open", "opgelost"] = "open"


class PupilQuery(PageQuery):
    """Which pupils."""

    q: str = Field("", max_length=100, description="Deel van de naam.")
    scope: Literal["mine", "school"] = Field(
        "mine", description="“school”: ten hoogste tien leerlingen van de hele school, voor een knop van iedereen."
    )


class CompleteBody(Sent):
    """What completes a task or answers a question."""

    answers: Answers = Field(default_factory=dict)
    seen: StrictInt | None = Field(
        None, ge=0, le=2**31 - 1, description="De “version” waarop je antwoordt; is de taak veranderd, dan volgt 409."
    )
    happened_at: Instant | None = Field(
        None,
        description="Wanneer het gebeurde, als dat eerder was; niet van vóór de leerling geboren is, of, als die dag"
        " niet bekend is, van langer dan vijf jaar geleden.",
    )
    beside: list[Id] = Field(default_factory=list, max_length=10, description="Wie het samen met jou deed.")


class DraftBody(Sent):
    """What is typed so far."""

    answers: Answers


class CorrectBody(Sent):
    """What sets answers right."""

    answers: Answers
    reason: Reason


class OpenBody(Sent):
    """What begins a dossier."""

    pupil: Id
    message: Name
    answers: Answers = Field(default_factory=dict)


class MessageBody(Sent):
    """A button that is pressed."""

    name: Name
    answers: Answers = Field(default_factory=dict)


class ReasonBody(Sent):
    """Why."""

    reason: Reason


class DeviateBody(Sent):
    """Either a proposal (`to`, `reason`) or the agreement to one (`confirm`)."""

    to: Name | None = Field(None, description="Id of naam van het element waar de route heen moet.")
    reason: Reason | None = None
    leaving: list[Name] = Field(default_factory=list, max_length=50, description="Taken die vervallen; leeg: alle.")
    confirm: Id | None = Field(None, description="Id van het voorstel van een collega.")


class IncidentBody(Sent):
    """What is to be done about an incident."""

    incident: Id
    action: Literal["opnieuw"]


class CheckBody(Sent):
    """Files of a protocol."""

    files: dict[StrictStr, StrictStr] = Field(
        min_length=1, max_length=1_000, description="Naam binnen het protocol, en de inhoud in base64."
    )


class PersonBody(Sent):
    """Somebody, and why."""

    person: Id
    reason: Reason


class MemberBody(PersonBody):
    """Somebody to involve."""

    until: Instant | None = Field(None, description="Tot wanneer; leeg: zolang het dossier open is.")


class ParentBody(Sent):
    """What is known of a parent."""

    name: Name
    relation: Annotated[StrictStr, Field(max_length=200)] = ""
    custody_from: Day | None = Field(None, description="Gezag vanaf; leeg: geen gezag.")
    custody_until: Day | None = Field(None, description="Gezag tot en met; leeg: nog steeds.")
    contact_ban: StrictBool = False
    secret_address: StrictBool = False


class FunctionBody(Sent):
    """A function for somebody."""

    function: Name
    school: Id | None = Field(None, description="Leeg: bij het bestuur, voor al zijn scholen.")
    reason: Reason


class PeopleQuery(Sent):
    """Of which school."""

    school: UUID | None = Field(None, description="Leeg: de enige school waar je werkt.")


class ImportBody(Sent):
    """A file of pupils and staff."""

    file: StrictStr = Field(description="EDEXML 2.1 of CSV, in base64.")
    school: Id | None = Field(None, description="Leeg: de enige school waar je werkt.")
    plan: Annotated[StrictStr, Field(max_length=100)] | None = Field(
        None, description="De “plan” van het voorbeeld dat je wilt uitvoeren; leeg: alleen een voorbeeld."
    )


class AttachmentBody(Sent):
    """A file to be put under a task."""

    name: Name
    content: StrictStr = Field(description="Het bestand in base64, van hooguit 10 MB.")


class RemoveBody(Sent):
    """Why a file is taken away."""

    reason: Annotated[StrictStr, Field(max_length=2_000)] = ""
