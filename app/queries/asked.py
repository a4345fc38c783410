"""Proposals that wait for whoever may agree to them: for the list of tasks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.actors import Actor
from app.domain.in_force import Target
from app.domain.permissions import Permission, Subject, may
from app.store.in_force import open_proposals
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class AskedOfMe:
    """One of them."""

    id: UUID
    """Of the draft, or of the proposal."""
    is_draft: bool
    takes_back: bool
    """Whether something is to be taken back."""
    name: str
    """Of the draft or the version."""
    by: str


def asked_of(work: Work, actor: Actor) -> tuple[AskedOfMe, ...]:
    """What waits for this person, the last in front; nothing, and no question, for who may not publish."""
    if not may(actor, Permission.PUBLISH):
        return ()
    return tuple(
        AskedOfMe(row.id, row.what == "draft", row.what == "back", row.name, row.person)
        for row in open_proposals(work, actor.id)
        if may(actor, Permission.PUBLISH, Subject(school=Target.from_json(row.target or {}).school))
    )
