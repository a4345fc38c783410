"""The name of a pupil, opened where it is shown, and nowhere kept."""

from __future__ import annotations

from dataclasses import fields
from typing import Final
from uuid import UUID

from app.domain.roll import PersonName
from app.store.boards import unseal_personal
from app.store.sealing import SealError
from app.store.unit_of_work import Work

_UNREADABLE: Final = "(naam niet leesbaar)"
_PARTS: Final = frozenset(each.name for each in fields(PersonName))


def named_pupil(work: Work, pupil_id: UUID, sealed: bytes) -> PersonName:
    """The name of a pupil, or that it cannot be read where the row was changed."""
    try:
        name = unseal_personal(work, "pupil", pupil_id, sealed).get("name", {})
    except SealError:  # one row that was changed must not take the whole list away
        return PersonName(_UNREADABLE)
    return PersonName(**{part: str(name[part]) for part in _PARTS & name.keys()})
