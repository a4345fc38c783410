"""One route on paper: its steps, what was done and by whom, and what of it belongs in ParnasSys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.permissions import Permission, may
from app.queries.filled_in import FilledIn, filled_in
from app.queries.history import Entry, Part, history_of
from app.queries.items import PupilShown, status_of
from app.queries.parnassys import StepDone, steps_done
from app.queries.steps import RouteStep, steps_of_route
from app.store.bundles import BundleCache
from app.store.named import named_pupil
from app.store.reading import routes_seen, shown_dossier
from app.store.requests import log_read
from app.store.rights import find_route
from app.store.unit_of_work import Work
from workflows import Bundle, RouteStatus

READ: Final = "print"
MOST: Final = 500
"""Facts on one print, the last ones."""


@dataclass(frozen=True, slots=True)
class RoutePrint:
    """What is printed, as far as it is for whoever prints."""

    route: UUID
    dossier: UUID
    name: str
    status: RouteStatus
    pupil: PupilShown
    pupil_name: str
    school: str
    now: datetime
    steps: tuple[RouteStep, ...]
    entries: tuple[Entry, ...]
    """The oldest first."""
    filled_in: Mapping[int, FilledIn]
    """By the number of the fact."""
    elements: Mapping[int, str]
    """By the number of the fact what the drawing calls the element that it names by its id alone."""
    notes: tuple[StepDone, ...]
    more: bool
    """Whether older facts did not fit."""


def read_route_print(work: Work, actor: Actor, bundles: BundleCache[Bundle], route_id: UUID) -> RoutePrint | None:
    """A route, and a line in the log of reads; None where it is not there or not for this person."""
    found = find_route(work, route_id, actor.id)
    seen = found is not None and may(actor, Permission.SEE_ROUTE, found.subject)
    log_read(work, actor.id, READ, route_id, found=seen)
    if found is None or not seen:
        return None
    row = shown_dossier(work, actor.id, found.row.dossier_id)
    routes = routes_seen(work, actor.id, found.row.dossier_id)
    own = next((each for each in routes if each.route_id == route_id), None)
    if row is None or own is None:
        return None
    bundle = bundles.get(work, own.bundle)
    part = history_of(work, actor, bundles, row, [own], Part(MOST, route=route_id))
    entries, now = tuple(reversed(part.items)), work.clock.roughly()
    named = named_pupil(work, row.pupil_id, row.pupil_sealed)
    return RoutePrint(
        route_id, row.dossier_id, own.name, status_of(own.status, stuck=own.stuck),
        PupilShown(row.pupil_id, named.first, row.group_name or ""), named.full, row.school_name, now,
        steps_of_route(bundle, own), entries,
        {each.sequence: filled_in(bundle, each, now) for each in entries if each.answers},
        {each.sequence: bundle.name_of(str(each.data["element"])) for each in entries if each.data.get("element")},
        tuple(each for each in steps_done(work, bundles, routes) if each.route == route_id), part.next is not None,
    )  # fmt: skip
