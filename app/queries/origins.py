"""By what routes of one name are told apart: their number, when they began, where they stand, and what began them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.queries.items import status_of
from app.queries.parnassys import step_noted
from app.queries.why import Told, told_or_none
from app.store.bundles import BundleCache
from app.store.past import first_facts
from app.store.reading import routes_of_dossiers
from app.store.unit_of_work import Work
from workflows import Bundle, RouteStatus


@dataclass(frozen=True, slots=True)
class Origin:
    """The route that began another one by a message."""

    route: UUID
    routes: Mapping[UUID, str]
    """Every route of that dossier that this person sees, the oldest first: by them its name is told apart."""


@dataclass(frozen=True, slots=True)
class RouteKnown:
    """A route as it stands where one is chosen or agreed on."""

    id: UUID
    name: str
    """With its number, where others of the dossier have the same."""
    status: RouteStatus
    started_at: datetime
    ended_at: datetime | None
    began_by: str
    """The route that began it by a message, by the name that it has here; empty where that is not known here."""
    step: str
    """The number of the step that it is to note; empty for others, and where that is not known here."""


def counted(routes: Mapping[UUID, str]) -> dict[UUID, str]:
    """Names by which the routes of a dossier, the oldest first, are told apart: those of one name have a number."""
    of_name, named, found = Counter(routes.values()), Counter[str](), {}
    for made, name in routes.items():
        named[name] += 1
        found[made] = f"{name} ({named[name]})" if of_name[name] > 1 else name
    return found


def routes_known(
    work: Work, bundles: BundleCache[Bundle], rows: Sequence[Any], firsts: Mapping[UUID, Told], seen: Collection[UUID]
) -> tuple[RouteKnown, ...]:
    """Routes of one dossier, the oldest first; what began them, by their first facts, only where both are `seen`."""
    names = counted({each.route_id: each.name for each in rows})
    return tuple(
        _known(work, bundles, row, firsts.get(row.route_id) if row.route_id in seen else None, names, seen)
        for row in rows
    )


def _known(
    work: Work, bundles: BundleCache[Bundle], row: Any, first: Told | None, names: Mapping[UUID, str],
    seen: Collection[UUID],
) -> RouteKnown:  # fmt: skip
    cause = first.cause if first is not None else None
    step = step_noted(bundles.get(work, row.bundle), row.process, first) if first is not None else ""
    return RouteKnown(
        row.route_id, names[row.route_id], status_of(row.status, stuck=row.stuck), row.started_at, row.ended_at,
        names.get(cause, "") if cause is not None and cause in seen else "", step,
    )  # fmt: skip


def taken_along(rows: Sequence[Any], causes: Mapping[UUID, UUID], out: Collection[UUID]) -> frozenset[UUID]:
    """These routes, all that they began, and what that began, of all rows of a dossier.

    A route that a message began goes with any of them where it cannot be read any more which route sent it.
    """
    there = {each.route_id for each in rows}
    lost = {each.route_id for each in rows if each.started_by is None and causes.get(each.route_id) not in there}
    found, more = frozenset[UUID](), frozenset(out) & there
    more |= lost if more else frozenset()
    while more != found:
        found, more = more, more | {made for made, cause in causes.items() if cause in more}
    return found


def origins_of(work: Work, actor: Actor, rows: Sequence[Any]) -> Mapping[UUID, Origin]:
    """By route where it came from, of rows with the ids, stream and key of routes that no person began.

    Left out are those that come from a route that this person may not see, and those whose first fact cannot be read.
    Two statements however many rows, and none where there are none.
    """
    if not rows:
        return {}
    causes = causes_of(first_told(work, rows))
    seen: dict[UUID, dict[UUID, str]] = {}
    for each in routes_of_dossiers(work, actor.id, sorted({row.dossier_id for row in rows}, key=str)):
        seen.setdefault(each.dossier_id, {})[each.route_id] = each.name
    found = {}
    for row in rows:
        cause, routes = causes.get(row.route_id), seen.get(row.dossier_id, {})
        if cause is not None and cause in routes:
            found[row.route_id] = Origin(cause, routes)
    return found


def causes_of(firsts: Mapping[UUID, Told]) -> Mapping[UUID, UUID]:
    """By route which one set it off, of those that another did, by their first facts."""
    return {made: first.cause for made, first in firsts.items() if first.cause is not None}


def first_told(work: Work, rows: Sequence[Any]) -> Mapping[UUID, Told]:
    """By route the fact by which it began, where that can be read. One statement, or none."""
    owners = {row.stream_id: row for row in rows}
    found = ((owners[each.stream_id], each) for each in (first_facts(work, owners) if owners else ()))
    return {row.route_id: told for row, each in found if (told := told_or_none(work, row, each)) is not None}
