"""What the page of a deed must say before it is done: on which dossier or route, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.circle import LEADERS
from app.domain.permissions import Permission, may
from app.queries.apart import Apart, told_apart
from app.queries.colleagues import Kept
from app.queries.dossiers import DossierDetail, Involved, RouteItem, Rows, detail, rows_of
from app.queries.items import PupilShown
from app.queries.origins import RouteKnown, counted, first_told, routes_known
from app.queries.parents import ParentShown, log_parents
from app.store.bundles import BundleCache
from app.store.colleagues import colleagues_at, denials_of
from app.store.keys import KeysError
from app.store.people import load_circle
from app.store.reading import shown_dossier
from app.store.requests import log_read
from app.store.rights import find_route, subject_of
from app.store.sealing import SealError
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from workflows import Bundle, Engine, Place, PlaceKind, WorkflowError, places

READ: Final = "deed"
"""Under which name a look at such a page stands in the log of reads."""


@dataclass(frozen=True, slots=True)
class Head:
    """Of which dossier it is."""

    id: UUID
    pupil: PupilShown
    school: UUID
    open_routes: tuple[str, ...]
    """Names, by which they are told apart."""
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenNow:
    """An open task of a route."""

    id: UUID
    name: str
    leavable: bool
    """Whether a deviation can leave it alone: it lies in the route itself."""


@dataclass(frozen=True, slots=True)
class Goals:
    """Where a route may be moved to: the tasks and questions of one step, after the step itself."""

    step: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class RouteDeed:
    """A route, and what is open in it."""

    head: Head
    route: RouteItem
    known: RouteKnown
    open_now: tuple[OpenNow, ...]
    goals: tuple[Goals, ...]
    apart: Mapping[str, Apart]
    """By element of a name that several have."""
    names: dict[str, str]
    """What the drawing calls the elements and tasks that a proposal names, by id."""
    confirmers: tuple[str, ...]
    """Names of the others who may deviate from it, and so may confirm what this person proposes."""
    leaders: tuple[str, ...]
    """The functions that let somebody confirm; of those for which the route exists, where there are any."""


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who works at the school of the dossier."""

    id: UUID
    name: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """Who is on a dossier, who never may be, and who works at its school."""

    head: Head
    people: tuple[Involved, ...]
    kept_off: tuple[Kept, ...]
    colleagues: tuple[Employee, ...]
    parents: tuple[ParentShown, ...]


def read_head(work: Work, actor: Actor, dossier_id: UUID, permission: Permission) -> Head | None:
    """A dossier on which somebody may do something; None for all others, whether or not they exist."""
    rows = _rows(work, actor, dossier_id, permission)
    return None if rows is None else _head(detail(work, actor, rows))


def read_team(work: Work, actor: Actor, dossier_id: UUID) -> Team | None:
    """A dossier of which somebody keeps the team; None for all others, whether or not they exist."""
    rows = _rows(work, actor, dossier_id, Permission.KEEP_TEAM)
    if rows is None:
        return None
    found = detail(work, actor, rows)
    log_parents(work, actor, dossier_id, found.parents)
    kept = tuple(Kept(row.denial_id, row.person_id, row.name, row.began_at) for row in denials_of(work, dossier_id))
    colleagues = _colleagues(colleagues_at(work, rows.dossier.school_id))
    return Team(_head(found), found.people, kept, colleagues, found.parents or ())


def read_route(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], route_id: UUID, permission: Permission
) -> RouteDeed | None:  # fmt: skip
    """A route on which somebody may do something; None for all others, whether or not they exist."""
    found = find_route(work, route_id, actor.id)
    allowed = found is not None and may(actor, permission, found.subject)
    log_read(work, actor.id, READ, route_id, found=allowed)
    row = shown_dossier(work, actor.id, found.row.dossier_id) if found is not None and allowed else None
    if row is None:
        return None
    rows = rows_of(work, actor, row)
    whole = detail(work, actor, rows)
    route = next(each for each in whole.routes if each.id == route_id)
    own = next(each for each in rows.routes if each.route_id == route_id)
    bundle = bundles.get(work, own.bundle)
    readers = bundle.readers(own.process)
    open_now = _open_now(work, bundle, own, [each for each in rows.tasks if each.route_id == route_id])
    names = {each.to: bundle.name_of(each.to) for each in route.proposals}
    seen = {each.route_id for each in rows.routes}
    known = routes_known(work, bundles, rows.routes, first_told(work, rows.routes), seen)
    goals = _goals(bundle, own.process)
    return RouteDeed(
        _head(whole), route, next(each for each in known if each.id == route_id), open_now, goals,
        _apart(bundle, own.process, goals),
        names | {str(each.id): each.name for each in open_now}, _confirmers(work, actor, rows, own, readers),
        tuple(each for each in LEADERS if each in readers) or LEADERS,
    )  # fmt: skip


def _confirmers(work: Work, actor: Actor, rows: Rows, own: Any, readers: Iterable[str]) -> tuple[str, ...]:
    dossier = rows.dossier
    circle = load_circle(work, dossier.dossier_id, dossier.school_id, dossier.pupil_id)
    others = circle.leading(own.route_id, readers) - {actor.id}
    return tuple(sorted({each.name for each in rows.people if each.person_id in others}))


def _rows(work: Work, actor: Actor, dossier_id: UUID, permission: Permission) -> Rows | None:
    row = shown_dossier(work, actor.id, dossier_id)
    allowed = row is not None and may(actor, permission, subject_of(row))
    log_read(work, actor.id, READ, dossier_id, found=allowed)
    return rows_of(work, actor, row) if allowed else None


def _head(found: DossierDetail) -> Head:
    names = counted({each.id: each.name for each in found.routes})
    running = tuple(names[each.id] for each in found.routes if each.ended_at is None)
    return Head(found.id, found.pupil, found.school.id, running, found.closed_at)


def _open_now(work: Work, bundle: Bundle, row: Any, tasks: Sequence[Any]) -> tuple[OpenNow, ...]:
    """What lies in a called process goes with the call, so it is not left alone."""
    own = _own_tasks(work, bundle, row)
    return tuple(OpenNow(each.task_id, each.name, str(each.task_id) in own) for each in tasks)


def _own_tasks(work: Work, bundle: Bundle, row: Any) -> frozenset[str]:
    """Ids of the open tasks of the route itself; of a state that cannot be read none, and then all of it is left."""
    try:
        key = work.keys.get(work.board, row.key_id)
        state = unseal_state(key, row.route_id, row.version, bytes(row.state))
        return frozenset(each.id for each in Engine(bundle).tasks(state) if "/" not in each.path)
    except (SealError, KeysError, WorkflowError):
        return frozenset()


def _goals(bundle: Bundle, process: str) -> tuple[Goals, ...]:
    drawn = bundle.processes.get(process)
    return tuple(_by_step(places(drawn))) if drawn else ()


def _apart(bundle: Bundle, process: str, goals: Iterable[Goals]) -> Mapping[str, Apart]:
    drawn = bundle.processes.get(process)
    return told_apart(drawn, [(each.step, place) for each in goals for place in each.places]) if drawn else {}


def _by_step(found: Iterable[Place]) -> Iterable[Goals]:
    step, together = "", list[Place]()
    for place in found:
        if place.kind is PlaceKind.STEP and together:
            yield Goals(step, tuple(together))
            together = []
        step = place.name if place.kind is PlaceKind.STEP else step
        together.append(place)
    if together:
        yield Goals(step, tuple(together))


def _colleagues(rows: Sequence[Any]) -> tuple[Employee, ...]:
    found: dict[UUID, tuple[str, list[str]]] = {}
    for row in rows:
        if row.active:
            functions = found.setdefault(row.person_id, (row.name, []))[1]
            functions += [row.function] if row.function else []
    return tuple(Employee(made, name, tuple(functions)) for made, (name, functions) in found.items())
