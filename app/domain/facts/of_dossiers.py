"""Facts of a dossier as a whole: who is on it, and what belongs to no route."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from app.domain.facts.base import Fact, StreamOf


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFact(Fact):
    """Something that concerns the dossier as a whole."""

    stream: ClassVar[StreamOf] = StreamOf.DOSSIER


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierOpened(DossierFact):
    """A dossier was begun for a pupil."""

    pupil: UUID
    school: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierClosed(DossierFact):
    """The dossier was closed, with no route open."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(DossierFact):
    """Somebody came onto the team."""

    member: UUID
    person: UUID
    reason: str
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyJoined(DossierFact):
    """Who stands in for a colleague comes, for those days, onto a route that the colleague is on for their function."""

    member: UUID
    person: UUID
    instead_of: UUID
    route: UUID
    task: UUID | None
    reason: str
    """Why the colleague is on it: `taak` or `bericht`."""
    begins: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(DossierFact):
    """Somebody left the team."""

    member: UUID
    person: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDenied(DossierFact):
    """Somebody may not be on this dossier, whatever functions they hold."""

    denial: UUID
    person: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialLifted(DossierFact):
    """Somebody may be on this dossier again."""

    denial: UUID
    person: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilLeaves(DossierFact):
    """An import says that the pupil leaves the school; the intern begeleider was told."""

    left_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSet(DossierFact):
    """Somebody saw to it that this dossier is kept: a complaint or a case runs."""

    hold: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(DossierFact):
    """The dossier need not be kept for that any more."""

    hold: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureProposed(DossierFact):
    """One person asked to destroy a route, or all of the dossier; nothing is destroyed until a second agrees."""

    erasure: UUID
    route: UUID | None
    """None: all of it."""
    ground: str
    digest: str
    """SHA-256 of the sealed reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureDeclined(DossierFact):
    """What was proposed to be destroyed is kept: a second person said no, or the first took it back."""

    erasure: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteErased(DossierFact):
    """The key of a route is gone, and with it what the route was and held."""

    erasure: UUID
    route: UUID
    ground: str
    proposed_by: UUID
    confirmed_by: UUID
    keys: tuple[UUID, ...]
    certificate: str
    """SHA-256 of the certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackAsked(DossierFact):
    """One person asked for a pack about the dossier for somebody outside; none is made until a second agrees."""

    pack: UUID
    recipient: str
    names: bool
    """Whether the real names of people go along, and what people wrote."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDeclined(DossierFact):
    """A pack that was asked for is not made: a second person said no, or the first took it back."""

    pack: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackConfirmed(DossierFact):
    """A second person agreed. No pack is made that does not stand in such a fact."""

    pack: UUID
    recipient: str
    names: bool
    asked_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PackMade(DossierFact):
    """A pack was made, and two people of the school can fetch it for a few days."""

    pack: UUID
    recipient: str
    names: bool
    reason: str
    asked_by: UUID
    confirmed_by: UUID
    manifest: str
    """SHA-256 of the signed list of its files."""


FOR_THE_WHOLE: Final[tuple[type[DossierFact], ...]] = (
    MemberJoined, DeputyJoined, MemberLeft, PersonDenied, DenialLifted, HoldSet, HoldLifted, ErasureProposed,
    ErasureDeclined, RouteErased, PackAsked, PackDeclined, PackConfirmed, PackMade,
)  # fmt: skip
"""The kinds of which only who is on all of the dossier hears: they tell of people, or of routes of others."""
