"""Facts of a board: its schools, people and protocols. No child is in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.facts.base import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCreated(Fact):
    """A board began to use Leidraad."""

    board: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCreated(Fact):
    """A school of the board was added."""

    school: UUID
    name: str
    brin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(Fact):
    """Somebody got a one-time link with which to set a password."""

    person: UUID
    login: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Fact):
    """Somebody used their one-time link."""

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCreated(Fact):
    """Somebody got a token for the API."""

    token: UUID
    person: UUID
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Fact):
    """A token no longer counts."""

    token: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionGranted(Fact):
    """Somebody holds a function from now on."""

    holding: UUID
    person: UUID
    function: str
    school: UUID | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionEnded(Fact):
    """Somebody no longer holds a function."""

    holding: UUID
    person: UUID
    function: str
    school: UUID | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentEnded(Fact):
    """Somebody works at a school, or at the board, no longer."""

    person: UUID
    school: UUID | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollImported(Fact):
    """A school's pupils, groups and staff were brought in line with a file."""

    school: UUID
    plan: str
    """Digest of the plan that was shown and carried out."""
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentRecorded(Fact):
    """What is known of a parent, of custody and of contact was written down; the names are not in here."""

    parent: UUID
    pupil: UUID
    custody: bool
    contact_ban: bool
    secret_address: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSet(Fact):
    """A school's free days changed."""

    school: UUID
    digest: str
    own_days: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolPublished(Fact):
    """Two people brought a version of a protocol into force."""

    bundle: str
    behaviour: str
    name: str
    seconded_by: UUID
