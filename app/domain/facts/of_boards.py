"""Facts of a board: its schools, people and protocols, and what was destroyed. No child is in here."""

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
class PasswordChanged(Fact):
    """Somebody chose another password; wherever else they were signed in, they no longer are."""

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
class DeputyNamed(Fact):
    """Somebody holds a function for a time, in the place of a colleague; by itself it ends when that time is over."""

    holding: UUID
    person: UUID
    function: str
    school: UUID | None
    instead_of: UUID
    begins: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionDeclined(Fact):
    """A function that a file suggested was not given."""

    person: UUID
    function: str
    school: UUID


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
    in_force: UUID
    number: int
    """In the order in which versions were put in force."""
    school: UUID | None
    """None: the whole board."""
    people: tuple[UUID, ...]
    """Whose pilot it is; empty: everybody's there."""
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolWithdrawn(Fact):
    """A version that was put in force was taken back: what held before holds again for routes that begin."""

    in_force: UUID
    bundle: str
    seconded_by: UUID | None
    """None: it had not begun yet, and one person may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureBegun(Fact):
    """A second person agreed to destroy these keys. No key is destroyed that does not stand in such a fact."""

    erasure: UUID
    dossier: UUID
    route: UUID | None
    """None: all of the dossier."""
    ground: str
    proposed_by: UUID
    keys: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierErased(Fact):
    """All keys of a dossier are gone, and with them what it was and held."""

    erasure: UUID
    dossier: UUID
    ground: str
    proposed_by: UUID
    confirmed_by: UUID
    keys: tuple[UUID, ...]
    certificate: str
    """SHA-256 of the certificate."""
    forgotten: tuple[str, ...]
    """What of the roll went along: `ouders`, `leerling`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollForgotten(Fact):
    """Pupils who left long ago and have no dossier were taken off the roll, with what was known of their parents."""

    pupils: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditBegun(Fact):
    """Somebody may look into dossiers of a school as an auditor, for a time, names closed."""

    audit: UUID
    auditor: UUID
    school: UUID
    begins: datetime
    until: datetime
    method: str
    """`alle`, or `steekproef`: drawn as docs/formats/history.md says."""
    seed: str
    """Empty where all were taken."""
    population: int
    """How many dossiers there were to draw from."""
    digest: str
    """SHA-256 of the list that was drawn from."""
    dossiers: tuple[UUID, ...]
    """Those that were drawn, in the order of the draw; empty where all were taken."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEnded(Fact):
    """Somebody ended an audit before its time."""

    audit: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymLifted(Fact):
    """An auditor saw a name, or what people wrote in one route, from then until the audit ends."""

    audit: UUID
    dossier: UUID
    number: int
    """Of the dossier in the audit."""
    what: str
    """`leerling`, `ouder`, `medewerker` or `teksten`."""
    of: UUID
    """The pupil, parent, member of staff or route."""
    digest: str
    """SHA-256 of the sealed reason: who writes one may name a child, and that goes when the dossier does."""
