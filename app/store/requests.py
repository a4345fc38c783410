"""Repeated requests, and the log of who looked at what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.store.boards import seal_personal
from app.store.kept import Kept
from app.store.tables import idempotency, read_log
from app.store.unit_of_work import Work

_COLUMNS: Final = tuple(column.name for column in idempotency.c)
_CLAIM: Final = {
    "sqlite": Kept(sqlite.insert(idempotency).on_conflict_do_nothing(), _COLUMNS),
    "postgresql": Kept(postgresql.insert(idempotency).on_conflict_do_nothing(), _COLUMNS),
}
_CLAIMED: Final = Kept(select(idempotency).where(
    idempotency.c.board_id == bindparam("board"), idempotency.c.person_id == bindparam("person"),
    idempotency.c.key == bindparam("key"),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """A request that may come again: under which key, and what its answer is once it was carried out."""

    key: str
    request: bytes
    """HMAC-SHA-256 of the request: 32 bytes."""
    status: int
    location: str


def take(work: Work, person: UUID, claim: Claim, command: UUID) -> Row[Any] | None:
    """Take an idempotency key for this request; where it is taken already, what it was taken for.

    A second request with the same key waits here until the first has ended.
    """
    values = {
        "board_id": work.board, "person_id": person, "key": claim.key, "request": claim.request,
        "status": claim.status, "location": claim.location, "command_id": command, "created_at": work.clock.roughly(),
    }  # fmt: skip
    if work.run(_CLAIM[work.connection.dialect.name], values) == 1:
        return None
    return work.row(_CLAIMED, {"board": work.board, "person": person, "key": claim.key})


def answered(work: Work, person: UUID, key: str) -> Row[Any] | None:
    """The request that somebody sent with a key: its command, and where its result is found."""
    return work.row(_CLAIMED, {"board": work.board, "person": person, "key": key})


def relocate(work: Work, person: UUID, key: str, location: str) -> None:
    """Say where the result of a request is found, once that is known."""
    where = (idempotency.c.board_id == work.board, idempotency.c.person_id == person, idempotency.c.key == key)
    work.run(update(idempotency).where(*where).values(location=location))


def log_read(
    work: Work, person: UUID, action: str, subject: UUID | None, *, found: bool, query: str | None = None
) -> None:
    """Write down that somebody looked at something, or tried to; what was typed into a search is sealed."""
    made = work.new_id()
    sealed = None if query is None else seal_personal(work, "search", made, {"q": query})
    work.add(
        read_log, read_id=made, at=work.now, person_id=person, action=action, subject=subject, found=found,
        sealed=sealed,
    )  # fmt: skip
