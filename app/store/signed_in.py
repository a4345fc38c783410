"""Who a token belongs to, with the functions that they hold now: one statement, because every request asks it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import LargeBinary, Uuid, bindparam, cast, literal, null, or_, select, union_all

from app.domain.actors import Actor, Holding
from app.store.bearer import Bearer
from app.store.tables import employment, holding, person, token
from app.store.unit_of_work import Work
from app.store.visible import BOARD, NOW, active

_HOLDER: Final = (
    select(token.c.person_id)
    .where(
        token.c.board_id == BOARD, token.c.hash == bindparam("hash", type_=LargeBinary()), token.c.revoked_at.is_(None),
        or_(token.c.until.is_(None), token.c.until > NOW),
    )
    .scalar_subquery()
)  # fmt: skip
_NO_TEXT: Final = cast(null(), holding.c.function.type)
_NO_ID: Final = cast(null(), Uuid)


def _of_holder(table: Any) -> tuple[Any, ...]:
    return table.c.board_id == BOARD, table.c.person_id == _HOLDER


_ACTOR: Final = union_all(
    select(literal("name").label("what"), person.c.person_id.label("id"), _NO_ID.label("school"),
           person.c.name.label("text"))
    .where(*_of_holder(person), person.c.active),
    select(literal("holding"), holding.c.person_id, holding.c.school_id, holding.c.function)
    .where(*_of_holder(holding), active(holding)),
    select(literal("employment"), employment.c.person_id, employment.c.school_id, _NO_TEXT)
    .where(*_of_holder(employment), active(employment)),
)  # fmt: skip


def actor_of(work: Work, secret: Bearer) -> Actor | None:
    """Whoever holds a token that counts now; None for an unknown, expired or revoked one and for who has left."""
    rows = work.rows(_ACTOR, {"board": work.board, "hash": secret.hash, "now": work.clock.roughly()})
    named = next((row for row in rows if row.what == "name"), None)
    if named is None:
        return None
    holdings = frozenset(Holding(row.text, row.school) for row in rows if row.what == "holding")
    schools = frozenset(row.school for row in rows if row.what == "employment")
    return Actor(work.board, named.id, named.text, holdings, schools)
