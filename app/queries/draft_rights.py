"""Who may see what in a draft, to be changed on screen: how it stands, what a change means, and how it was before."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.domain.recent import Recent
from app.queries.drafts import WholeDraft
from app.store.drafts import data_before
from app.store.unit_of_work import Work
from workflows import RIGHTS_FILE, Grants, Limits, Meant, Sights, meant_by, sights_of

_SIGHTS: Final = Recent[tuple[str, str], Sights]()


def sights_in(whole: WholeDraft, limits: Limits) -> Sights:
    """Who may see what. Outside any transaction, and kept as findings are."""
    return _SIGHTS.get((whole.digest, repr(limits)), lambda: sights_of(whole.files, limits))


def meant_with(whole: WholeDraft, data: bytes, function: str, group: str, limits: Limits) -> Meant:
    """What it means for a function and a field group that the rights become these. Outside any transaction."""
    return meant_by(whole.files, {**whole.files, RIGHTS_FILE: data}, function, group, limits)


def read_rights_before(work: Work, actor: Actor, draft_id: UUID, number: int) -> bytes:
    """The rights as they were before this revision; where there were none, a file that gives none.

    Raises NotFoundError for who may not publish.
    """
    if not may(actor, Permission.PUBLISH):
        raise NotFoundError
    return data_before(work, draft_id, number, RIGHTS_FILE) or Grants(b"").written()
