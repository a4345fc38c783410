"""What is shown of destroying: dossiers that are kept, proposals, and the proof of what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.queries.origins import RouteKnown
from app.queries.places import SchoolAt


@dataclass(frozen=True, slots=True)
class RouteKept:
    """A route that could be destroyed."""

    known: RouteKnown
    runs: bool
    until: date | None
    """The last day on which it is kept; null where that cannot be said yet."""
    over: bool

    @property
    def id(self) -> UUID:
        """Of the route."""
        return self.known.id


@dataclass(frozen=True, slots=True)
class HoldShown:
    """Why a dossier must be kept."""

    id: UUID
    reason: str
    by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ErasureItem:
    """A proposal and what became of it."""

    id: UUID
    dossier: UUID
    route: UUID | None
    status: str
    ground: str
    until: date | None
    by: str
    mine: bool
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    done_at: datetime | None
    initials: str
    """Of the pupil; empty for what is destroyed."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """A dossier, for who may have it destroyed."""

    id: UUID
    pupil: str
    """The name for who is on the dossier, initials for others."""
    opened_at: datetime
    closed_at: datetime | None
    until: date | None
    over: bool
    routes: tuple[RouteKept, ...]
    holds: tuple[HoldShown, ...]
    waiting: tuple[ErasureItem, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What is past its time: a dossier, or a route of one that is open."""

    dossier: UUID
    route: UUID | None
    initials: str
    ended_at: datetime
    until: date
    held: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """A dossier of a pupil whose name holds what was typed."""

    dossier: UUID
    initials: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it, over the schools of whoever asks."""

    schools: tuple[SchoolAt, ...]
    due: tuple[Due, ...]
    next: str | None
    """Cursor: there are more closed dossiers to look through."""
    waiting: tuple[ErasureItem, ...]
    done: tuple[ErasureItem, ...]
    sought: tuple[Sought, ...] = ()


@dataclass(frozen=True, slots=True)
class Certified:
    """What was destroyed, as it is proven."""

    item: ErasureItem
    school: str
    told: Mapping[str, Any]
    """The certificate."""
    text: str
    """Its one spelling, over which the signature is."""
    signature: str
    """Hexadecimal; empty where nobody signed it yet."""
    signed_by: str
    checkpoint: int | None
    """The number of the checkpoint that names its keys."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal with the reason for it, and what it is about."""

    item: ErasureItem
    reason: str
    keeping: Keeping | None
    """Null where the dossier is destroyed."""
    route: RouteKept | None
