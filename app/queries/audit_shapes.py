"""What an auditor gets to see, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.audits import Method, What
from app.queries.audit_judged import Judged
from app.queries.paging import Page
from app.queries.story import Story
from workflows import RouteStatus


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit, as everybody sees it who sees it at all."""

    id: UUID
    began_at: datetime
    until: datetime
    ended_at: datetime | None
    method: Method
    seed: str
    population: int
    size: int
    digest: str
    reason: str

    @property
    def last(self) -> datetime:
        """Within its last day."""
        return self.until - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class AuditShown(Audit):
    """An audit, as its auditor sees it."""

    school: str
    counts: bool
    """Whether the auditor can look now."""
    coming: bool


@dataclass(frozen=True, slots=True)
class RouteNamed:
    """A route of a dossier in a list."""

    name: str
    status: RouteStatus


@dataclass(frozen=True, slots=True)
class Numbered:
    """A dossier of an audit."""

    number: int
    pupil: str
    opened_at: datetime
    closed_at: datetime | None
    routes: tuple[RouteNamed, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """Something that the auditor opened."""

    at: datetime
    action: str
    number: int | None


@dataclass(frozen=True, slots=True)
class LiftShown:
    """Something that was opened to an auditor."""

    at: datetime
    what: What
    number: int
    """Of the dossier in the audit."""
    dossier: UUID | None
    """Null where this person may not see it."""
    reason: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """An audit with its dossiers and what was opened in it."""

    audit: AuditShown
    dossiers: Page[Numbered]
    log: Page[Looked]
    lifts: tuple[LiftShown, ...] = ()
    """The names and texts that the auditor had opened, the last first."""
    judged: Judged | None = None
    """None where the audit does not count."""


@dataclass(frozen=True, slots=True)
class Masked:
    """Somebody, or a text, that can be opened."""

    what: What
    which: str
    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A dossier as the auditor sees it."""

    audit: AuditShown
    number: int
    pupil: str
    opened_at: datetime
    closed_at: datetime | None
    routes: tuple[RouteNamed, ...]
    story: Story
    masks: tuple[Masked, ...]
