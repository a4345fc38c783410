"""How a request asks: who holds its token, and one question in one transaction. Stores that are away are told so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import UnavailableError
from app.domain.sessions import TOUCHED
from app.queries.desk import Desk
from app.store.bearer import TOKEN, Bearer
from app.store.keys import KeysError
from app.store.sessions import whose_session
from app.store.signed_in import actor_of, seat_of
from app.store.unit_of_work import Work

Answer = TypeVar("Answer")
Question: TypeAlias = Callable[[Work], Answer]


def ask(desk: Desk, board: UUID, question: Question[Answer]) -> Answer:
    """Ask something that is not written down. Raises UnavailableError."""
    with _keys(), desk.reading(board) as work:
        return question(work)


def look(desk: Desk, board: UUID, question: Question[Answer]) -> Answer:
    """Ask something that is written down in the log of reads, in the same transaction. Raises UnavailableError."""
    with _keys(), desk.logging(board) as work:
        return question(work)


def actor_of_token(desk: Desk, text: str) -> Actor | None:
    """Whoever holds a token that counts now. Raises UnavailableError."""
    secret = Bearer.read(text) if text.startswith(TOKEN) else None
    if secret is None:
        return None
    return ask(desk, secret.board, lambda work: actor_of(work, secret))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever is at the screen, and their session."""

    actor: Actor
    session: UUID
    seen_at: datetime
    created_at: datetime
    is_due: bool
    """Whether a request by a person should send `KeepSession` now; what a page does by itself should not."""


def actor_of_session(desk: Desk, cookie_text: str) -> SignedIn | None:
    """Whoever is in a session that counts now, by the text of their cookie. Raises UnavailableError."""
    secret = Bearer.read(cookie_text)
    if secret is None:
        return None
    seat = ask(desk, secret.board, lambda work: seat_of(work, secret))
    if seat is None:
        return None
    due = seat.seen_at <= desk.clock.roughly() - TOUCHED
    return SignedIn(seat.actor, seat.session, seat.seen_at, seat.created_at, due)


def person_behind(desk: Desk, cookie_text: str) -> UUID | None:
    """Whose session it was, also where it counts no longer; None where it is forgotten. Raises UnavailableError."""
    secret = Bearer.read(cookie_text)
    return None if secret is None else ask(desk, secret.board, lambda work: whose_session(work, secret))


@contextmanager
def _keys() -> Iterator[None]:
    try:
        yield
    except KeysError as error:
        raise UnavailableError from error
