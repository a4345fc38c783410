"""Until when dossiers and routes are kept: what the rules of `domain.retention` ask, read from rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, select, tuple_

from app.domain.retention import REPORTING_CODE, Kind, Leaving, dossier_kept_until, kept_until, kind_of
from app.store.boards import unseal_personal
from app.store.erasing import NOBODY
from app.store.loaded import ERASED, LOOPT
from app.store.sealing import SealError
from app.store.tables import denial, dossier, pupil, route
from app.store.unit_of_work import Work
from app.store.visible import BOARD, PERSON, active

_HERE: Final = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a pupil, as far as it matters here."""

    leaving: Leaving
    initials: str
    """Empty where the row cannot be read."""


def day_of(instant: datetime) -> date:
    """The day in the Netherlands."""
    return instant.astimezone(_HERE).date()


def known_of(work: Work, row: Any) -> Known:
    """Of a row with `pupil_id`, `pupil_sealed` and `left_on`; where it does not open, only the day of leaving."""
    try:
        said = unseal_personal(work, "pupil", row.pupil_id, row.pupil_sealed)
    except SealError:
        return Known(Leaving(row.left_on), "")
    name = said.get("name", {})
    parts = [str(name.get(each, "")).strip() for each in ("roepnaam", "achternaam")]
    born = said.get("born")
    initials = "".join(f"{each[0].upper()}." for each in parts if each)
    return Known(Leaving(row.left_on, date.fromisoformat(born) if born else None), initials)


def dossier_row(work: Work, dossier_id: UUID) -> Row[Any] | None:
    """A dossier that is not destroyed, with what is sealed of its pupil."""
    return work.row(_dossiers().where(dossier.c.board_id == work.board, dossier.c.dossier_id == dossier_id))


def closed_before(
    work: Work, schools: Collection[UUID], before: datetime, after: tuple[datetime, UUID] | None, most: int
) -> Sequence[Row[Any]]:  # fmt: skip
    """Dossiers of schools that were closed before an instant, the first closed first; rows as `dossier_row`."""
    query = _dossiers().where(
        dossier.c.board_id == work.board, dossier.c.school_id.in_(list(schools)), dossier.c.closed_at < before
    )
    if after is not None:
        query = query.where(tuple_(dossier.c.closed_at, dossier.c.dossier_id) > tuple_(*after))
    return work.rows(query.order_by(dossier.c.closed_at, dossier.c.dossier_id).limit(most))


def dossier_rows(work: Work, dossiers: Collection[UUID]) -> Mapping[UUID, Row[Any]]:
    """Dossiers that are not destroyed, by id; rows as `dossier_row`."""
    query = _dossiers().where(dossier.c.board_id == work.board, dossier.c.dossier_id.in_(list(dossiers)))
    return {row.dossier_id: row for row in work.rows(query)} if dossiers else {}


def dossiers_at(work: Work, schools: Collection[UUID], most: int) -> Sequence[Row[Any]]:
    """Dossiers of schools that are not destroyed, the last begun first; rows as `dossier_row`."""
    query = _dossiers().where(dossier.c.board_id == work.board, dossier.c.school_id.in_(list(schools)))
    return work.rows(query.order_by(dossier.c.opened_at.desc(), dossier.c.dossier_id).limit(most))


def kept_off(work: Work, person: UUID) -> frozenset[UUID]:
    """The dossiers on whose deny list somebody is: these are in no list of theirs."""
    query = select(denial.c.dossier_id).where(denial.c.board_id == BOARD, denial.c.person_id == PERSON, active(denial))
    values = {"board": work.board, "person": person, "now": work.clock.roughly()}
    return frozenset(work.run(query, values).scalars())


def codes_before(work: Work, schools: Collection[UUID], before: datetime, most: int) -> Sequence[Row[Any]]:
    """Meldcodes that ended before an instant in dossiers that are open, the first ended first; with their dossier."""
    query = (
        _dossiers().add_columns(route.c.route_id, route.c.process, route.c.status, route.c.ends, route.c.ended_at)
        .join(route, and_(route.c.board_id == dossier.c.board_id, route.c.dossier_id == dossier.c.dossier_id))
        .where(
            dossier.c.board_id == work.board, dossier.c.school_id.in_(list(schools)), dossier.c.closed_at.is_(None),
            route.c.process == REPORTING_CODE, route.c.ended_at < before,
        )
    )  # fmt: skip
    return work.rows(query.order_by(route.c.ended_at, route.c.route_id).limit(most))


def routes_of(work: Work, dossiers: Collection[UUID]) -> Mapping[UUID, list[Row[Any]]]:
    """The routes of dossiers that are not destroyed, by dossier, the oldest first."""
    where = (route.c.board_id == work.board, route.c.dossier_id.in_(list(dossiers)), route.c.status != ERASED)
    columns = (
        route.c.route_id, route.c.dossier_id, route.c.number, route.c.process, route.c.name, route.c.status,
        route.c.ends, route.c.started_at, route.c.ended_at, route.c.stuck, route.c.bundle, route.c.stream_id,
        route.c.key_id,
    )  # fmt: skip
    found: dict[UUID, list[Row[Any]]] = {}
    for row in work.rows(select(*columns).where(*where).order_by(route.c.number)):
        found.setdefault(row.dossier_id, []).append(row)
    return found


def route_until(row: Any, leaving: Leaving) -> date | None:
    """The last day on which a route is kept; None for one that runs, or where that cannot be said yet."""
    if row.status == LOOPT or row.ended_at is None:
        return None
    return kept_until(_kind(row), day_of(row.ended_at), leaving)


def dossier_until(row: Any, routes: Sequence[Any], leaving: Leaving) -> date | None:
    """The same of a dossier as a whole; None for one that is open."""
    if row.closed_at is None or any(each.ended_at is None for each in routes):
        return None
    return dossier_kept_until(
        day_of(row.closed_at), leaving, [(_kind(each), day_of(each.ended_at)) for each in routes]
    )  # fmt: skip


def until_of(work: Work, dossier_id: UUID, route_id: UUID | None) -> date | None:
    """The last day on which a dossier, or a route of it, is kept; None where that cannot be said yet."""
    row = dossier_row(work, dossier_id)
    if row is None:
        return None
    routes, leaving = routes_of(work, [dossier_id]).get(dossier_id, []), known_of(work, row).leaving
    if route_id is None:
        return dossier_until(row, routes, leaving)
    return next((route_until(each, leaving) for each in routes if each.route_id == route_id), None)


def _kind(row: Any) -> Kind:
    return kind_of(row.process, tuple(row.ends))


def _dossiers() -> Any:
    return (
        select(
            dossier.c.dossier_id, dossier.c.school_id, dossier.c.pupil_id, dossier.c.key_id, dossier.c.opened_at,
            dossier.c.closed_at, pupil.c.sealed.label("pupil_sealed"), pupil.c.left_on,
        )
        .join(pupil, and_(pupil.c.board_id == dossier.c.board_id, pupil.c.pupil_id == dossier.c.pupil_id))
        .where(dossier.c.pupil_id != NOBODY)
    )  # fmt: skip
