"""The name of a pupil, opened where it is shown, and nowhere kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final
from uuid import UUID

from app.domain.roll import PersonName
from app.store.boards import unseal_personal
from app.store.sealing import SealError
from app.store.unit_of_work import Work

UNREADABLE: Final = "(naam niet leesbaar)"
_PARTS: Final = frozenset(each.name for each in fields(PersonName))


def named_pupil(work: Work, pupil_id: UUID, sealed: bytes) -> PersonName:
    """The name of a pupil, or `UNREADABLE` where the row was changed."""
    try:
        return name_in(unseal_personal(work, "pupil", pupil_id, sealed))
    except SealError:  # one row that was changed must not take the whole list away
        return PersonName(UNREADABLE)


def name_in(known: Mapping[str, Any]) -> PersonName:
    """The name among what is known of somebody."""
    name = known.get("name", {})
    return PersonName(**{part: str(name[part]) for part in _PARTS & name.keys()})
