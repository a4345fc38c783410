"""How a request asks: who holds its token, and one question in one transaction. Stores that are away are told so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias, TypeVar
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import UnavailableError
from app.queries.desk import Desk
from app.store.bearer import TOKEN, Bearer
from app.store.keys import KeysError
from app.store.signed_in import actor_of
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


@contextmanager
def _keys() -> Iterator[None]:
    try:
        yield
    except KeysError as error:
        raise UnavailableError from error
