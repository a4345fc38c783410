"""Who looked into a dossier, as the log of reads tells it to one person. Opens nothing that was typed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, String, Uuid, and_, bindparam, case, cast, null, or_, select, tuple_, union_all

from app.store.loaded import ERASED
from app.store.tables import attachment, dossier, holding, member, person, read_log, route, task
from app.store.unit_of_work import Work
from app.store.visible import BOARD, sees_route

_DOSSIER: Final = bindparam("dossier", type_=Uuid())
_SINCE: Final = bindparam("since", type_=read_log.c.at.type)
_UNTIL: Final = bindparam("before", type_=read_log.c.at.type)
_COLUMNS: Final = (read_log.c.read_id, read_log.c.at, read_log.c.person_id, read_log.c.action)
_FOUND: Final = and_(read_log.c.board_id == BOARD, read_log.c.found, read_log.c.at >= _SINCE, read_log.c.at < _UNTIL)
_NO_ROUTE: Final = cast(null(), Uuid).label("route_id")
_NO_NAME: Final = cast(null(), String).label("name")
_SEEN_ROUTES: Final = (
    select(route.c.route_id)
    .join_from(route, dossier, and_(dossier.c.board_id == route.c.board_id, dossier.c.dossier_id == route.c.dossier_id))
    .where(route.c.board_id == BOARD, route.c.dossier_id == _DOSSIER, route.c.status != ERASED, sees_route())
)  # fmt: skip


def _of(table: Any, key: Any, name: Any) -> Any:
    """Looks at what lies in a route that whoever asks may see."""
    return select(*_COLUMNS, table.c.route_id.label("route_id"), name).join_from(
        read_log, table, and_(table.c.board_id == read_log.c.board_id, key == read_log.c.subject)
    ).where(
        _FOUND, table.c.board_id == BOARD, table.c.route_id.in_(_SEEN_ROUTES),
    )  # fmt: skip


_LOOKS: Final = union_all(
    select(*_COLUMNS, _NO_ROUTE, _NO_NAME).where(_FOUND, read_log.c.subject == _DOSSIER),
    _of(route, route.c.route_id, _NO_NAME),
    _of(task, task.c.task_id, cast(task.c.name, String).label("name")),
    _of(attachment, attachment.c.attachment_id, _NO_NAME),
).subquery()  # fmt: skip
_MEMBERS: Final = select(
    member.c.person_id,
    case((or_(member.c.route_id.is_(None), member.c.route_id.in_(_SEEN_ROUTES)), 1), else_=0).label("seen"),
).where(member.c.board_id == BOARD, member.c.dossier_id == _DOSSIER)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which looks at a dossier."""

    since: datetime
    before: datetime
    most: int
    place: tuple[datetime, UUID] | None = None
    person: UUID | None = None
    without: frozenset[UUID] = field(default_factory=frozenset)
    """People of whom looks at the dossier as a whole are left out."""
    not_in: frozenset[UUID] = field(default_factory=frozenset)
    """Routes that are left out."""


def looks_at(work: Work, viewer: UUID, dossier_id: UUID, asked: Asked) -> Sequence[Row[Any]]:
    """Looks at a dossier and at what lies in routes that the viewer may see, the last first, with the name of who."""
    query = select(_LOOKS, person.c.name.label("who")).join_from(
        _LOOKS, person, and_(person.c.board_id == BOARD, person.c.person_id == _LOOKS.c.person_id), isouter=True
    )
    if asked.place is not None:
        at, made = asked.place
        query = query.where(
            tuple_(_LOOKS.c.at, _LOOKS.c.read_id)
            < tuple_(bindparam("place_at", at, type_=read_log.c.at.type), bindparam("place_id", made, type_=Uuid()))
        )
    if asked.person is not None:
        query = query.where(_LOOKS.c.person_id == asked.person)
    if asked.without:
        query = query.where(or_(_LOOKS.c.route_id.is_not(None), _LOOKS.c.person_id.not_in(list(asked.without))))
    if asked.not_in:
        query = query.where(or_(_LOOKS.c.route_id.is_(None), _LOOKS.c.route_id.not_in(list(asked.not_in))))
    query = query.order_by(_LOOKS.c.at.desc(), _LOOKS.c.read_id.desc()).limit(asked.most)
    return work.rows(query, {**_who(work, viewer, dossier_id), "since": asked.since, "before": asked.before})


def members_ever(work: Work, viewer: UUID, dossier_id: UUID) -> Sequence[Row[Any]]:
    """Everybody who ever was on the team by name; `seen` where that is of the whole or of a route the viewer sees."""
    rows: Sequence[Row[Any]] = work.rows(_MEMBERS.add_columns(member.c.route_id), _who(work, viewer, dossier_id))
    return rows


def held_ever(work: Work, people: Collection[UUID], school_id: UUID) -> Sequence[Row[Any]]:
    """The functions that people hold or held, at a school or at the board, with begin and end."""
    if not people:
        return ()
    where = (
        holding.c.board_id == work.board, holding.c.person_id.in_(list(people)),
        or_(holding.c.school_id.is_(None), holding.c.school_id == school_id),
    )  # fmt: skip
    return work.rows(select(holding).where(*where).order_by(holding.c.function))


def _who(work: Work, viewer: UUID, dossier_id: UUID) -> dict[str, Any]:
    return {"board": work.board, "person": viewer, "now": work.clock.roughly(), "dossier": dossier_id}
