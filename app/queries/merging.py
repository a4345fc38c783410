"""What there is to merge where somebody saves a file that another saved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.store.drafts import find_file, opened
from app.store.merging import content_at
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class OtherHalf:
    """What another made of a file, and what both began with."""

    base: bytes = field(repr=False)
    data: bytes = field(repr=False)


def other_half(work: Work, actor: Actor, draft_id: UUID, name: str, seen: int, base: bytes = b"") -> OtherHalf | None:
    """What was saved after revision `seen`; None where nothing was, or `base` is not given and kept no more.

    Raises NotFoundError for who may not publish.
    """
    if not may(actor, Permission.PUBLISH):
        raise NotFoundError
    now = find_file(work, draft_id, name)
    if now is None or now.revision == seen:
        return None
    began = base or content_at(work, draft_id, name, seen)
    return None if began is None else OtherHalf(began, opened(now.packed))
