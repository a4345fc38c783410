"""Facts of a dossier as a whole: who is on it, and what belongs to no route."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
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
