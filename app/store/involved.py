"""Who is on a dossier and who is kept off it, read under the rights of one person, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, String, Uuid, and_, bindparam, cast, literal, null, or_, select, union_all

from app.store.db import Instant
from app.store.tables import denial, dossier, dossier_function, holding, member, person, route
from app.store.unit_of_work import Work
from app.store.visible import BOARD, active, sees_route

_OF_DOSSIER: Final = and_(dossier.c.board_id == BOARD, dossier.c.dossier_id == bindparam("dossier", type_=Uuid()))
_NO_ID: Final = cast(null(), Uuid)
_NO_TIME: Final = cast(null(), Instant())
_NO_TEXT: Final = cast(null(), String)
_MEMBER: Final = member.alias("somebody")
_DENIAL: Final = denial.alias("kept_off")
_HELD: Final = holding.alias("held_by_them")
"""Under names of their own: the conditions of `visible` look in the same tables."""
_MEMBERS: Final = (
    select(
        literal("member").label("what"), person.c.person_id, person.c.name, _MEMBER.c.reason.label("text"),
        _MEMBER.c.route_id, _MEMBER.c.began_at, _MEMBER.c.ended_at, _MEMBER.c.member_id.label("id"),
        _MEMBER.c.task_id,
    )
    .join_from(
        _MEMBER, dossier, and_(dossier.c.board_id == _MEMBER.c.board_id, dossier.c.dossier_id == _MEMBER.c.dossier_id)
    )
    .join(person, and_(person.c.board_id == _MEMBER.c.board_id, person.c.person_id == _MEMBER.c.person_id))
    .outerjoin(route, and_(route.c.board_id == _MEMBER.c.board_id, route.c.route_id == _MEMBER.c.route_id))
    .where(_OF_DOSSIER, active(_MEMBER), or_(_MEMBER.c.route_id.is_(None), sees_route()))
)  # fmt: skip
_STANDING: Final = (
    select(
        literal("standing"), person.c.person_id, person.c.name, holding.c.function, _NO_ID, _NO_TIME, _NO_TIME, _NO_ID,
        _NO_ID,
    )
    .join_from(
        dossier_function, dossier,
        and_(
            dossier.c.board_id == dossier_function.c.board_id, dossier.c.dossier_id == dossier_function.c.dossier_id
        ),
    )
    .join(
        holding, and_(
            holding.c.board_id == dossier.c.board_id, holding.c.function == dossier_function.c.function,
            or_(holding.c.school_id.is_(None), holding.c.school_id == dossier.c.school_id),
        ),
    )
    .join(person, and_(person.c.board_id == holding.c.board_id, person.c.person_id == holding.c.person_id))
    .where(_OF_DOSSIER, active(holding), person.c.active).distinct()
)  # fmt: skip
_DENIED: Final = (
    select(
        literal("denied"), person.c.person_id, person.c.name, _NO_TEXT, _NO_ID, _DENIAL.c.began_at, _NO_TIME,
        _DENIAL.c.denial_id, _NO_ID,
    )
    .join_from(
        _DENIAL, dossier, and_(dossier.c.board_id == _DENIAL.c.board_id, dossier.c.dossier_id == _DENIAL.c.dossier_id)
    )
    .join(person, and_(person.c.board_id == _DENIAL.c.board_id, person.c.person_id == _DENIAL.c.person_id))
    .where(_OF_DOSSIER, active(_DENIAL))
)  # fmt: skip
_ABLE: Final = (
    select(
        literal("able"), person.c.person_id, person.c.name, _HELD.c.function, _MEMBER.c.route_id, _NO_TIME, _NO_TIME,
        _NO_ID, _NO_ID,
    )
    .join_from(
        _MEMBER, dossier, and_(dossier.c.board_id == _MEMBER.c.board_id, dossier.c.dossier_id == _MEMBER.c.dossier_id)
    )
    .join(person, and_(person.c.board_id == _MEMBER.c.board_id, person.c.person_id == _MEMBER.c.person_id))
    .join(
        _HELD, and_(
            _HELD.c.board_id == _MEMBER.c.board_id, _HELD.c.person_id == _MEMBER.c.person_id, active(_HELD),
            or_(_HELD.c.school_id.is_(None), _HELD.c.school_id == dossier.c.school_id),
        ),
    )
    .outerjoin(route, and_(route.c.board_id == _MEMBER.c.board_id, route.c.route_id == _MEMBER.c.route_id))
    .where(_OF_DOSSIER, active(_MEMBER), or_(_MEMBER.c.route_id.is_(None), sees_route()))
)  # fmt: skip
_PEOPLE: Final = union_all(_MEMBERS, _STANDING, _ABLE, _DENIED)


def people_seen(work: Work, person: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """Who is on a dossier by name (`member`) or by a function (`standing`), and who is kept off it (`denied`).

    Those who are only on a route that this person may not see are left out; `text` is the reason or the function. What
    functions those on it by name hold stands in rows of their own (`able`).
    """
    rows = work.rows(
        _PEOPLE, {"board": work.board, "person": person, "now": work.clock.roughly(), "dossier": dossier_id}
    )
    off = {row.person_id for row in rows if row.what == "denied"}
    found = [row for row in rows if row.what == "denied" or row.person_id not in off]
    return sorted(found, key=lambda row: (row.name, row.began_at is not None, str(row.began_at), row.text or ""))
