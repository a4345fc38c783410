"""What is known of the parents of a pupil: names, custody, contact. A look at it is a line of its own in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.store.boards import unseal_personal
from app.store.reading import parents_of
from app.store.requests import log_read
from app.store.unit_of_work import Work

READ: Final = "parents"


@dataclass(frozen=True, slots=True)
class ParentShown:
    """A parent, with what is known of custody and contact."""

    id: UUID
    name: str
    relation: str
    custody_from: date | None
    """Null: no custody (*gezag*)."""
    custody_until: date | None
    contact_ban: bool
    secret_address: bool


def parents_shown(work: Work, pupil_id: UUID) -> tuple[ParentShown, ...]:
    """The parents of a pupil."""
    rows = parents_of(work, pupil_id)
    return tuple(_parent(row.parent_id, unseal_personal(work, "parent", row.parent_id, row.sealed)) for row in rows)


def log_parents(work: Work, actor: Actor, dossier_id: UUID, shown: Sequence[ParentShown] | None) -> None:
    """Write down that somebody saw this, if there was anything to see."""
    if shown:
        log_read(work, actor.id, READ, dossier_id, found=True)


def _parent(made: UUID, known: Mapping[str, Any]) -> ParentShown:
    return ParentShown(
        made, str(known["name"]), str(known["relation"]), _day(known["custody_from"]), _day(known["custody_until"]),
        bool(known["contact_ban"]), bool(known["secret_address"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
