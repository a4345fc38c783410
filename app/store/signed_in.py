"""Who a token or a session belongs to, with the functions that they hold now: one statement, every request asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    LargeBinary,
    Row,
    ScalarSelect,
    Uuid,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.domain.actors import Actor, Holding
from app.domain.sessions import IDLE, LONGEST
from app.store.bearer import Bearer
from app.store.db import Instant
from app.store.kept import Kept
from app.store.tables import employment, holding, person, session, token
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW, active

_HASH: Final = bindparam("hash", type_=LargeBinary())
_NO_TEXT: Final = cast(null(), holding.c.function.type)
_NO_ID: Final = cast(null(), Uuid)
_NO_TIME: Final = cast(null(), Instant())
_BY_TOKEN: Final = (
    select(token.c.person_id)
    .where(
        token.c.board_id == BOARD, token.c.hash == _HASH, token.c.revoked_at.is_(None),
        or_(token.c.until.is_(None), token.c.until > NOW),
    )
    .scalar_subquery()
)  # fmt: skip
_COUNTS: Final = (
    session.c.board_id == BOARD, session.c.hash == _HASH, session.c.ended_at.is_(None),
    session.c.seen_at > bindparam("idle", type_=Instant()),
    session.c.created_at > bindparam("longest", type_=Instant()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """A session that counts now."""

    actor: Actor
    session: UUID
    seen_at: datetime
    created_at: datetime


def _of(holder: ScalarSelect[Any]) -> Sequence[Any]:
    """Somebody with what they hold: each row a name, a function or a place of work."""

    def theirs(table: Any) -> tuple[Any, ...]:
        return table.c.board_id == BOARD, table.c.person_id == holder

    return (
        select(literal("name").label("what"), person.c.person_id.label("id"), _NO_ID.label("school"),
               person.c.name.label("text"), _NO_TIME.label("seen_at"), _NO_TIME.label("created_at"))
        .where(*theirs(person), person.c.active),
        select(literal("holding"), holding.c.person_id, holding.c.school_id, holding.c.function, _NO_TIME, _NO_TIME)
        .where(*theirs(holding), active(holding)),
        select(literal("employment"), employment.c.person_id, employment.c.school_id, _NO_TEXT, _NO_TIME, _NO_TIME)
        .where(*theirs(employment), active(employment)),
    )  # fmt: skip


_TOKEN: Final = Kept(union_all(*_of(_BY_TOKEN)))
_SESSION: Final = Kept(union_all(
    *_of(select(session.c.person_id).where(*_COUNTS).scalar_subquery()),
    select(literal("session"), session.c.session_id, _NO_ID, _NO_TEXT, session.c.seen_at, session.c.created_at)
    .where(*_COUNTS),
))  # fmt: skip


def actor_of(work: Work, secret: Bearer) -> Actor | None:
    """Whoever holds a token that counts now; None for an unknown, expired or revoked one and for who has left."""
    return _actor(work, work.rows(_TOKEN, {"board": work.board, "hash": secret.hash, "now": work.clock.roughly()}))


def seat_of(work: Work, secret: Bearer) -> Seat | None:
    """Whoever is in a session that counts now; None for an unknown, ended or too old one and for who has left."""
    now = work.clock.roughly()
    values = {"board": work.board, "hash": secret.hash, "now": now, "idle": now - IDLE, "longest": now - LONGEST}
    rows = work.rows(_SESSION, values)
    found = next((row for row in rows if row.what == "session"), None)
    actor = _actor(work, rows)
    if found is None or actor is None:
        return None
    return Seat(actor, found.id, found.seen_at, found.created_at)


def _actor(work: Work, rows: Sequence[Row[Any]]) -> Actor | None:
    named = next((row for row in rows if row.what == "name"), None)
    if named is None:
        return None
    holdings = frozenset(Holding(row.text, row.school) for row in rows if row.what == "holding")
    schools = frozenset(row.school for row in rows if row.what == "employment")
    return Actor(work.board, named.id, named.text, holdings, schools)
