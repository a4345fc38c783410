"""What a handler is given: the transaction, who acts, the protocols, and a pen for the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.actors import Actor, ActorKind
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.facts import Fact
from app.domain.permissions import Permission, Subject, may
from app.store.bundles import BundleCache
from app.store.calendars import calendar_days
from app.store.documents import as_instant_text
from app.store.dossiers import bundle_in_force
from app.store.rights import Found
from app.store.streams import Stream
from app.store.unit_of_work import Work
from workflows import Bundle, Calendar, Engine

_NOTHING: Final = Subject()
_CALENDARS: Final[dict[str, Calendar]] = {}
"""By digest, in this process. A digest says what is in it, so it can never be another."""


@dataclass(slots=True)
class Scope:
    """One command being carried out."""

    work: Work
    actor: Actor
    command: UUID
    """Id of this command; the facts, tasks and answers that came of it bear it."""
    bundles: BundleCache[Bundle]
    mailed: set[tuple[UUID, str]] = field(default_factory=set)
    """Whom a mail was put out for, so that one step sends nobody two of a kind."""
    _in_force: dict[tuple[UUID, str | None], str | None] = field(default_factory=dict)
    """By school, and by the version of the route that begins another; None where a person does."""

    def require(self, permission: Permission, subject: Subject = _NOTHING) -> None:
        """Go on only where the actor may. Raises NotFoundError: to whom may not, it does not exist."""
        if not may(self.actor, permission, subject):
            raise NotFoundError

    def requires(self, permission: Permission) -> Callable[[Found], None]:
        """`require` for what is found."""
        return lambda found: self.require(permission, found.subject)

    def bundle(self, geheel: str) -> Bundle:
        """A published protocol version. Raises NoBundleError."""
        return self.bundles.get(self.work, geheel)

    def engine(self, geheel: str) -> Engine:
        """What runs the routes of a version."""
        return Engine(self.bundle(geheel))

    def in_force(self, school: UUID, own: str | None = None) -> Bundle:
        """The version on which the actor begins a route at a school; with `own`, a route that is on that version.

        What a route begins by a message stays in its pilot, whoever did the step, and goes by the school otherwise.
        Raises WrongStateError where none was published yet.
        """
        if own is not None and own in self._in_force.values():
            return self.bundle(own)  # what holds for the one who began it, holds for what it begins
        if (school, own) not in self._in_force:
            person = self.actor.id if own is None and self.actor.kind is ActorKind.PERSON else None
            self._in_force[school, own] = bundle_in_force(self.work, school, person, own)
        geheel = self._in_force[school, own]
        if geheel is None:
            message = "Er is nog geen protocol in gebruik. Publiceer er eerst een: flask protocol publish MAP."
            raise WrongStateError(message)
        return self.bundle(geheel)

    def calendar(self, digest: str) -> Calendar:
        """The free days by their digest."""
        if digest not in _CALENDARS:
            public, free = calendar_days(self.work, digest)
            _CALENDARS[digest] = Calendar(public, free)
        return _CALENDARS[digest]

    def record(self, stream: Stream, fact: Fact, told: Told | None = None) -> None:
        """Write a fact down, at the end of a stream."""
        told = told or Told()
        document: dict[str, object] = {
            "v": 1, "kind": fact.kind, "command": str(self.command), "actor": self._actor(),
            "at": as_instant_text(told.at or self.work.now), "data": fact.data(),
        }  # fmt: skip
        if told.on_behalf is not None:
            document["on_behalf"] = str(told.on_behalf)
        beside = {"cause": told.cause, "answers": told.answers, **told.moved}
        document |= {name: value for name, value in beside.items() if value}
        self.work.record(stream, document)

    def _actor(self) -> dict[str, object]:
        if self.actor.kind is not ActorKind.PERSON:
            return {"kind": str(self.actor.kind)}
        functions = sorted({holding.function for holding in self.actor.holdings})
        return {"kind": "person", "id": str(self.actor.id), "functions": functions}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told beside a fact."""

    at: datetime | None = None
    """When it happened, where that is not when it was entered."""
    on_behalf: UUID | None = None
    cause: Mapping[str, object] = field(default_factory=dict)
    """Which fact of which stream set it off."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Field group to the SHA-256 of the sealed answers."""
    moved: Mapping[str, object] = field(default_factory=dict)
    """`moment`, `do` and `outcome`, of a fact that moved a route."""
