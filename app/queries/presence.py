"""Who has a draft open now, for who may change it too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.store.drafts import files_of, find_draft
from app.store.people import names_of
from app.store.presence import present
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else who has it open."""

    person: UUID
    name: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastSaved:
    """The last save of a file."""

    revision: int
    by: str
    at: datetime


def who_is_here(work: Work, actor: Actor, draft_id: UUID) -> tuple[Here, ...]:
    """Everybody but who asks, by name. Raises NotFoundError for who may not publish, and where there is no draft."""
    if not may(actor, Permission.PUBLISH) or find_draft(work, draft_id) is None:
        raise NotFoundError
    found: dict[UUID, list[str]] = {}
    for row in present(work, draft_id):
        if row.person_id != actor.id:
            found.setdefault(row.person_id, []).append(row.name)
    names = names_of(work, found) if found else {}
    here = (Here(person, names.get(person, ""), tuple(files)) for person, files in found.items())
    return tuple(sorted(here, key=lambda each: each.name))


def last_saved(work: Work, actor: Actor, draft_id: UUID, name: str) -> tuple[tuple[Here, ...], LastSaved]:
    """Who is here, and when a file was last saved. Raises NotFoundError."""
    here = who_is_here(work, actor, draft_id)
    row = next((each for each in files_of(work, draft_id) if each.name == name), None)
    if row is None:
        raise NotFoundError
    by = names_of(work, [row.changed_by]).get(row.changed_by, "") if row.changed_by != actor.id else ""
    return here, LastSaved(row.revision, by, row.changed_at)
