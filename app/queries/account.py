"""What somebody sees of their own account."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.actors import Actor
from app.queries.access import TokenKept, read_tokens
from app.queries.myself import Me, read_me
from app.store.sessions import count_sessions
from app.store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Account:
    """Whoever asks, and where else they are signed in."""

    me: Me
    elsewhere: int
    """How many other sessions count now."""
    tokens: tuple[TokenKept, ...] = ()


def read_account(work: Work, actor: Actor) -> Account:
    """One's own account."""
    elsewhere = max(0, count_sessions(work, actor.id) - 1)
    return Account(read_me(work, actor), elsewhere, read_tokens(work, actor.id))
