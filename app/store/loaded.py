"""A dossier and its routes as one transaction has them in hand; they write themselves at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, update

from app.store.kept import Kept
from app.store.people import Around
from app.store.states import seal_state, unseal_state
from app.store.streams import Stream
from app.store.tables import dossier, route
from app.store.unit_of_work import Work

LOOPT: Final = "loopt"
ERASED: Final = "vernietigd"
"""Status of a route of which only sealed facts are left. Nobody finds such a route; its row owns the stream."""


@dataclass(slots=True)
class LoadedRoute:
    """A route as it stands in this transaction. Changes in place; `save` writes it once, at the end."""

    work: Work
    id: UUID
    dossier_id: UUID
    number: int
    process: str
    name: str
    bundle: str
    status: str
    version: int
    stream: Stream
    started_by: UUID | None
    started_at: datetime
    stuck: bool = False
    milestone: str = ""
    reached: dict[str, str] = field(default_factory=dict)
    """By milestone when the route last came to it: when that happened, not when it was entered."""
    phase: str = ""
    ends: list[str] = field(default_factory=list)
    next_due: datetime | None = None
    ended_at: datetime | None = None
    sealed: bytes = b""
    loaded: int = 0
    """The version that was loaded; 0 for a new route."""
    before: int = 0
    """How many facts its stream had when it was loaded."""
    _state: Mapping[str, Any] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it runs."""
        return self.status == LOOPT

    @property
    def state(self) -> Mapping[str, Any] | None:
        """The canonical state; None for a route that has not begun. Raises SealError where the row was changed."""
        if self._state is None and self.sealed:
            self._state = unseal_state(self.stream.key, self.id, self.version, self.sealed)
        return self._state

    def move(self, state: Mapping[str, Any], canonical: bytes) -> None:
        """Take the state after the next command."""
        self.version += 1
        self._state, self.sealed = state, seal_state(self.stream.key, self.id, self.version, canonical)

    def values(self) -> dict[str, Any]:
        """Its columns but the key."""
        return {
            "name": self.name, "bundle": self.bundle, "status": self.status, "stuck": self.stuck,
            "version": self.version, "state": self.sealed,
            "milestone": self.milestone, "reached": self.reached, "phase": self.phase, "ends": self.ends,
            "next_due": self.next_due, "ended_at": self.ended_at, "last_at": self.work.now,
            "facts": self.stream.count, "head": self.stream.head,
        }  # fmt: skip

    def save(self) -> None:
        """Write it, new or changed; where somebody else wrote it meanwhile the transaction ends in LostRaceError."""
        if not self.loaded:
            self.work.add(
                route, route_id=self.id, dossier_id=self.dossier_id, number=self.number, process=self.process,
                started_by=self.started_by, started_at=self.started_at,
                key_id=self.stream.key_id, stream_id=self.stream.id, **self.values(),
            )  # fmt: skip
        elif self.stream.count != self.before:  # whatever changes a route is a fact of it
            keys = {
                "b_board": self.work.board, "b_route": self.id, "b_version": self.loaded, "b_facts": self.before,
            }  # fmt: skip
            self.work.later(_UPDATE_ROUTE, self.id, keys | self.values(), must=True)


_UPDATE_ROUTE: Final = Kept(
    update(route)
    .where(
        route.c.board_id == bindparam("b_board"), route.c.route_id == bindparam("b_route"),
        route.c.version == bindparam("b_version"), route.c.facts == bindparam("b_facts"),
    )
    .values({
        name: bindparam(name)
        for name in (
            "name", "bundle", "status", "stuck", "version", "state", "milestone", "reached", "phase", "ends",
            "next_due", "ended_at", "last_at", "facts", "head",
        )
    })
)  # fmt: skip


@dataclass(slots=True)
class LoadedDossier:
    """A dossier that this transaction has locked, with its routes."""

    work: Work
    id: UUID
    school_id: UUID
    pupil_id: UUID
    stream: Stream
    calendar: str
    """Digest of the school's free days as they are now."""
    last_at: datetime
    opened_at: datetime
    closed_at: datetime | None = None
    begun: int = 0
    """How many routes were begun in it."""
    routes: list[LoadedRoute] = field(default_factory=list)
    task: Row[Any] | None = None
    """The task that was asked for, as it is under the lock."""
    around: Around | None = None
    """The people around it and its task, where they came along under the lock."""
    is_new: bool = False
    loaded: tuple[object, ...] = ()

    def find(self, route_id: UUID) -> LoadedRoute | None:
        """A route of it, open or not."""
        return next((each for each in self.routes if each.id == route_id), None)

    def open_routes(self) -> list[LoadedRoute]:
        """The routes that run, the oldest first."""
        return sorted((each for each in self.routes if each.is_open), key=lambda each: each.number)

    def mark(self) -> tuple[object, ...]:
        """What of its own row can change."""
        return (self.stream.count, self.begun, self.closed_at)

    def save(self) -> None:
        """Write itself and its routes."""
        for each in self.routes:
            each.save()
        if self.is_new:
            self.work.add(
                dossier, dossier_id=self.id, school_id=self.school_id, pupil_id=self.pupil_id,
                key_id=self.stream.key_id, stream_id=self.stream.id, opened_at=self.opened_at, **self._values(),
            )  # fmt: skip
        elif self.mark() != self.loaded:
            self.work.later(
                _UPDATE_DOSSIER, self.id, {"b_board": self.work.board, "b_dossier": self.id, **self._values()}
            )

    def _values(self) -> dict[str, Any]:
        return {
            "facts": self.stream.count, "head": self.stream.head, "routes": self.begun, "last_at": self.work.now,
            "closed_at": self.closed_at,
        }  # fmt: skip


_UPDATE_DOSSIER: Final = Kept(
    update(dossier)
    .where(dossier.c.board_id == bindparam("b_board"), dossier.c.dossier_id == bindparam("b_dossier"))
    .values({name: bindparam(name) for name in ("facts", "head", "routes", "last_at", "closed_at")})
)
