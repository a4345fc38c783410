"""Lists that are given out in parts: what comes next is named by an opaque text, in which no child is named."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar
from uuid import UUID

from app.domain.errors import InvalidValueError

Item = TypeVar("Item")
Row = TypeVar("Row")

MOST: Final = 100
"""Items in one part of a list."""
USUAL: Final = 50
_BETWEEN: Final = "~"
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One part of a list."""

    items: tuple[Item, ...]
    next: str | None
    """The `cursor` with which the next part is asked; null at the end."""


def page(rows: Sequence[Row], limit: int, item: Callable[[Row], Item], place: Callable[[Row], str]) -> Page[Item]:
    """The first `limit` of rows of which one more was asked; `place` says where a row stands."""
    shown = rows[:limit]
    after = place(shown[-1]) if len(rows) > limit else None
    return Page(tuple(map(item, shown)), after)


def cursor(*parts: object) -> str:
    """A place in a list as text."""
    told = _BETWEEN.join(each.isoformat() if isinstance(each, datetime) else str(each) for each in parts)
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def instant_and_id(text: str | None) -> tuple[datetime, UUID] | None:
    """A place in a list that is ordered by instant and id. Raises InvalidValueError."""
    if text is None:
        return None
    at, made = _parts(text, 2)
    try:
        instant = datetime.fromisoformat(at)
        found = instant, UUID(made)
    except ValueError as error:
        raise _unknown() from error
    if instant.utcoffset() is None:
        raise _unknown()
    return found


def fact_place(text: str | None) -> tuple[str, UUID, int] | None:
    """A place among facts: time of entry, stream and sequence. Raises InvalidValueError."""
    if text is None:
        return None
    entered, stream, sequence = _parts(text, 3)
    try:
        found = entered, UUID(stream), int(sequence)
    except ValueError as error:
        raise _unknown() from error
    if not 0 < found[2] < 1 << 31 or not entered.isascii():
        raise _unknown()
    return found


def one_id(text: str | None) -> UUID | None:
    """A place in a list that was put in order elsewhere: the id of the last item. Raises InvalidValueError."""
    if text is None:
        return None
    try:
        return UUID(_parts(text, 1)[0])
    except ValueError as error:
        raise _unknown() from error


def _parts(text: str, count: int) -> list[str]:
    try:
        told = urlsafe_b64decode(text[:_LONGEST] + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise _unknown() from error
    parts = told.split(_BETWEEN)
    if len(parts) != count or not all(part.isprintable() for part in parts):
        raise _unknown()
    return parts


def _unknown() -> InvalidValueError:
    return InvalidValueError("Deze cursor is niet van deze lijst. Neem de waarde van “next”.", field="cursor")
