"""Dossiers one after the other, for what reads all of them: their streams and keys, and no state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, exists, select

from app.store.loaded import ERASED
from app.store.tables import dossier, fact, route
from app.store.unit_of_work import Work

_ROUTE: Final = (
    route.c.dossier_id, route.c.route_id, route.c.number, route.c.process, route.c.name, route.c.bundle,
    route.c.stream_id, route.c.key_id, route.c.started_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Which dossiers: of these schools (None: all), with a route that began within this time."""

    schools: Collection[UUID] | None = None
    begin: datetime | None = None
    end: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it began within the time."""
        return (self.begin is None or at >= self.begin) and (self.end is None or at < self.end)


def dossiers_after(work: Work, span: Span, after: UUID | None, most: int) -> Sequence[Row[Any]]:
    """Dossiers in order of id, from after one."""
    where = [dossier.c.board_id == work.board]
    if after is not None:
        where.append(dossier.c.dossier_id > after)
    if span.schools is not None:
        where.append(dossier.c.school_id.in_(list(span.schools)))
    began = [route.c.started_at >= span.begin] if span.begin else []
    began += [route.c.started_at < span.end] if span.end else []
    if began:
        same = and_(route.c.board_id == work.board, route.c.dossier_id == dossier.c.dossier_id)
        where.append(exists().where(same, *began))
    columns = (dossier.c.dossier_id, dossier.c.school_id, dossier.c.stream_id, dossier.c.key_id)
    return work.rows(select(*columns).where(*where).order_by(dossier.c.dossier_id).limit(most))


def routes_in(work: Work, dossiers: Collection[UUID]) -> Sequence[Row[Any]]:
    """Their routes that were not destroyed, the oldest first."""
    where = (route.c.board_id == work.board, route.c.dossier_id.in_(list(dossiers)), route.c.status != ERASED)
    return work.rows(select(*_ROUTE).where(*where).order_by(route.c.dossier_id, route.c.number))


def facts_of(work: Work, streams: Collection[UUID]) -> Sequence[Row[Any]]:
    """All facts of streams, each stream in order."""
    where = (fact.c.board_id == work.board, fact.c.stream_id.in_(list(streams)))
    return work.rows(select(fact).where(*where).order_by(fact.c.stream_id, fact.c.sequence))
