"""The tokens with which programs act as somebody: which there are, and since when. Their text is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.store.access import find_token, tokens_of
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class TokenKept:
    """A token that counts now."""

    id: UUID
    created_at: datetime
    until: datetime | None
    """None: until somebody revokes it, or the person leaves."""


def read_tokens(work: Work, person: UUID) -> tuple[TokenKept, ...]:
    """Those of a person, the oldest first. Who may know of them is asked by whoever calls."""
    now = work.clock.roughly()
    rows = (row for row in tokens_of(work, person) if row.until is None or row.until > now)
    return tuple(TokenKept(row.token_id, row.created_at, row.until) for row in rows)


def has_token(work: Work, token_id: UUID) -> bool:
    """Whether there is a token with this id that was not revoked."""
    return find_token(work, token_id) is not None
