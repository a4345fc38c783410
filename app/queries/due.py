"""What the worker must do now: dossiers with a timer that is due, and mail that may leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.store.unit_of_work import Work
from app.store.upkeep import due_dossiers, due_mail

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to be sent. Its kind says which fixed text; nothing in it says about which child."""

    id: UUID
    kind: str
    to: str
    """The address; empty where the person has none, or is no longer active."""
    attempts: int
    about: str = ""
    """Name of a draft or version of the protocol; empty for what is about a dossier."""
    subject: UUID | None = None
    """That draft, or the proposal."""


def dossiers_due(work: Work) -> list[UUID]:
    """Dossiers in which a timer is due, of all those that wait longest.

    In order from some place on, and round: workers that begin at the same place meet at every dossier of the list.
    """
    found = due_dossiers(work, MOST)
    start = work.new_id().int % max(1, len(found))
    return [*found[start:], *found[:start]]


def mail_due(work: Work) -> list[Mail]:
    """Mail that may leave, the oldest first."""
    return [
        Mail(
            row.mail_id, row.kind, row.email if row.active else "", row.attempts, row.about or "", row.subject_id
        )
        for row in due_mail(work, MOST)
    ]  # fmt: skip
