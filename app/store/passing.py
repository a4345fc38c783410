"""Routes one after the other, for what goes by all of them: where each lies and on which version, and no state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, select

from app.store.loaded import ERASED, LOOPT
from app.store.tables import dossier, fact, route, school
from app.store.unit_of_work import Work

_COLUMNS: Final = (
    route.c.route_id, route.c.dossier_id, route.c.number, route.c.process, route.c.name, route.c.bundle, route.c.status,
    route.c.stream_id, route.c.key_id, route.c.facts, dossier.c.school_id,
)  # fmt: skip
_SAME: Final = and_(route.c.board_id == dossier.c.board_id, route.c.dossier_id == dossier.c.dossier_id)


@dataclass(frozen=True, slots=True)
class Which:
    """Which routes: of these schools (None: all), and of those only what runs, on or off a version."""

    schools: Collection[UUID] | None = None
    running: bool = False
    on: str | None = None
    off: str | None = None
    route: UUID | None = None

    def where(self, work: Work) -> list[ColumnElement[bool]]:
        """As SQL."""
        where = [route.c.board_id == work.board]
        if self.schools is not None:
            where.append(dossier.c.school_id.in_(list(self.schools)))
        if self.running:
            where.append(route.c.status == LOOPT)
        if self.on is not None:
            where.append(route.c.bundle == self.on)
        if self.off is not None:
            where.append(route.c.bundle != self.off)
        if self.route is not None:
            where.append(route.c.route_id == self.route)
        return where


def routes_after(work: Work, which: Which, after: UUID | None, most: int) -> Sequence[Row[Any]]:
    """Routes in order of id, from after one; those that were destroyed too, of which `is_erased` tells."""
    where = which.where(work)
    if after is not None:
        where.append(route.c.route_id > after)
    return work.rows(select(*_COLUMNS).join(dossier, _SAME).where(*where).order_by(route.c.route_id).limit(most))


def count_routes(work: Work, which: Which) -> int:
    """How many there are."""
    query = select(func.count()).select_from(route).join(dossier, _SAME).where(*which.where(work))
    return int(work.run(query).scalar_one())


def standing_of(work: Work, route_id: UUID) -> Row[Any] | None:
    """Where a route stands: its version number and sealed state, the calendar of its school; None where it is not."""
    at_school = and_(school.c.board_id == dossier.c.board_id, school.c.school_id == dossier.c.school_id)
    query = select(*_COLUMNS, route.c.version, route.c.state, school.c.calendar).join(dossier, _SAME)
    where = (route.c.board_id == work.board, route.c.route_id == route_id)
    return work.row(query.join(school, at_school).where(*where))


def is_erased(row: Row[Any]) -> bool:
    """Whether the content of a route was destroyed, as it should be."""
    return bool(row.status == ERASED)


def facts_of_route(work: Work, stream: UUID) -> Sequence[Row[Any]]:
    """The facts of one stream, in order."""
    where = (fact.c.board_id == work.board, fact.c.stream_id == stream)
    return work.rows(select(fact).where(*where).order_by(fact.c.sequence))
