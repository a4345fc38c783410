"""Who has seen a dossier: the log of reads, by day and person, for those who answer for it, and for parents or pupil.

Whoever may not see a route reads nothing of looks at it, nor of who was on the dossier for that route alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.domain.actors import Actor
from app.domain.audits import What
from app.domain.permissions import Permission, may
from app.queries.items import PupilShown
from app.queries.origins import RouteKnown, causes_of, counted, first_told, routes_known, taken_along
from app.queries.paging import cursor, instant_and_id
from app.store.audits import AUDIT, all_routes, lifts_in, why_lifted
from app.store.bundles import BundleCache
from app.store.named import named_pupil
from app.store.readers import Asked, held_ever, looks_at, members_ever
from app.store.reading import routes_seen, shown_dossier
from app.store.requests import log_read
from app.store.rights import subject_of
from app.store.unit_of_work import Work
from app.store.visible import split
from workflows import Bundle, Calendar

READ: Final = "readers"
READ_PRINT: Final = "readers printed"
WITH_PUPIL, WITH_NAME = ", with the pupil", ", with a name"
"""Behind the action of an auditor to whom the name of the pupil, or another, had been opened by then."""
MANY: Final = 300
"""Lines of the log on a page, cut where a day ends."""
MOST_PRINTED: Final = 5_000
_BEGIN: Final = datetime(2000, 1, 1, tzinfo=UTC)
_END: Final = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """Which looks: of one person, within some days."""

    person: UUID | None = None
    since: datetime = _BEGIN
    before: datetime = _END


@dataclass(frozen=True, slots=True)
class Look:
    """Looks of one kind at one thing, by one person on one day."""

    action: str
    name: str
    """Of the task or route, of a file that of its route; empty of the dossier as a whole."""
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """What one person looked at on one day."""

    day: date
    person: UUID
    name: str
    functions: tuple[str, ...]
    """Those held at that moment."""
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A name or text that an auditor had opened."""

    at: datetime
    auditor: str
    what: What
    reason: str
    route: str
    """In which texts were opened; empty for a name."""


@dataclass(frozen=True, slots=True)
class RouteShown:
    """A route that can be left out of a print."""

    known: RouteKnown
    along: tuple[str, ...]
    """What this person sees of all that goes with it, because it began by it."""


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Who has seen a dossier."""

    dossier: UUID
    pupil: PupilShown
    pupil_name: str
    school: str
    groups: tuple[Group, ...]
    next: str | None
    lifts: tuple[Lifted, ...] = ()
    routes: tuple[RouteShown, ...] = ()


@dataclass(frozen=True, slots=True)
class Print:
    """How the list is printed for parents or pupil."""

    period: Period = field(default_factory=Period)
    not_in: frozenset[UUID] = field(default_factory=frozenset)
    """Routes that are left out, with all that they began."""
    names: bool = False
    """Whether members of staff are named in full."""
    reason: str = ""
    """Why something is left out, or somebody is named."""


class _Row(NamedTuple):
    """A look, as it is told."""

    at: datetime
    person_id: UUID
    who: str | None
    action: str
    name: str | None
    route_id: UUID | None


def read_seen_by(work: Work, actor: Actor, dossier_id: UUID, period: Period, after: str | None) -> SeenBy | None:
    """Part of the list, the last first; None where it is not for this person. Raises InvalidValueError."""
    place = instant_and_id(after)
    row = _allowed(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None:
        return None
    asked = Asked(
        period.since, period.before, MANY + 1, place, period.person, _hidden(work, actor, row, frozenset())
    )  # fmt: skip
    rows = looks_at(work, actor.id, dossier_id, asked)
    shown = _whole_days(rows)
    more = cursor(shown[-1].at, shown[-1].read_id) if len(shown) < len(rows) else None
    names = counted({each.route_id: each.name for each in routes_seen(work, actor.id, dossier_id)})
    opened = lifts_in(work, dossier_id)
    lifts = () if place or period.person else _lifts(work, opened, names)
    return replace(_made(work, row, _as_opened(shown, opened), more, names), lifts=lifts)


def read_choices(work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID) -> SeenBy | None:
    """What a print can leave out; None where it is not for this person."""
    row = _allowed(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    return None if row is None else replace(_made(work, row), routes=_routes(work, actor, bundles, dossier_id))


def read_print(work: Work, actor: Actor, dossier_id: UUID, asked: Print) -> SeenBy | None:
    """All of the list, to be printed. That it was printed, and how, is written down; why is sealed there."""
    row = _allowed(work, actor, dossier_id)
    not_in = _left_out(work, dossier_id, asked.not_in) if row is not None else asked.not_in
    how = {"leaves": sorted(map(str, not_in)), "names": asked.names, "reason": asked.reason}
    log_read(work, actor.id, READ_PRINT, dossier_id, found=row is not None, query=json.dumps(how))
    if row is None:
        return None
    hidden = _hidden(work, actor, row, not_in)
    period = asked.period
    looks = Asked(period.since, period.before, MOST_PRINTED, None, None, hidden, not_in)
    names = {each.route_id: each.name for each in routes_seen(work, actor.id, dossier_id)}
    opened = lifts_in(work, dossier_id)
    lifts = _lifts(work, opened, {each: name for each, name in names.items() if each not in not_in})
    within = tuple(each for each in lifts if period.since <= each.at < period.before)
    return replace(_made(work, row, _as_opened(looks_at(work, actor.id, dossier_id, looks), opened)), lifts=within)


def _allowed(work: Work, actor: Actor, dossier_id: UUID) -> Any:
    row = shown_dossier(work, actor.id, dossier_id)
    return row if row is not None and may(actor, Permission.SEE_READERS, subject_of(row)) else None


def _hidden(work: Work, actor: Actor, row: Any, not_in: frozenset[UUID]) -> frozenset[UUID]:
    """Who was on the dossier for nothing but routes that are not told of."""
    known: dict[UUID, bool] = {}
    for each in members_ever(work, actor.id, row.dossier_id):
        told = bool(each.seen) and each.route_id not in not_in
        known[each.person_id] = known.get(each.person_id, False) or told
    hidden = {each for each, told in known.items() if not told} - {actor.id}
    standing = split(row.standing)
    held = held_ever(work, hidden, row.school_id)
    return frozenset(hidden - {each.person_id for each in held if each.function in standing})


def _whole_days(rows: Sequence[Any]) -> Sequence[Any]:
    """The rows up to where a day ends, unless one day fills all of it."""
    if len(rows) <= MANY:
        return rows
    first_of_next = _day(rows[MANY].at)
    whole = [row for row in rows[:MANY] if _day(row.at) != first_of_next]
    return whole or rows[:MANY]


def _made(
    work: Work, row: Any, rows: Sequence[Any] = (), more: str | None = None, names: Mapping[UUID, str] | None = None
) -> SeenBy:  # fmt: skip
    """`names` are those of routes, where these are told."""
    held: dict[UUID, list[Any]] = {}
    for each in held_ever(work, {look.person_id for look in rows}, row.school_id):
        held.setdefault(each.person_id, []).append(each)
    name = named_pupil(work, row.pupil_id, row.pupil_sealed)
    pupil = PupilShown(row.pupil_id, name.first, row.group_name or "")
    groups = tuple(
        group
        for day, looks in groupby(rows, key=lambda each: _day(each.at))
        for group in _of_day(day, looks, held, names or {})
    )
    return SeenBy(row.dossier_id, pupil, name.full, row.school_name, groups, more)


def _of_day(day: date, rows: Any, held: dict[UUID, list[Any]], names: Mapping[UUID, str]) -> list[Group]:
    people: dict[UUID, list[Any]] = {}
    for row in rows:
        people.setdefault(row.person_id, []).append(row)
    return [
        Group(day, person, looks[0].who or "", _functions(held.get(person, ()), looks), _looks(looks, names))
        for person, looks in people.items()
    ]  # fmt: skip


def _functions(held: Sequence[Any], looks: Sequence[Any]) -> tuple[str, ...]:
    found = {
        each.function for each in held for look in looks
        if each.began_at <= look.at and (each.ended_at is None or look.at < each.ended_at)
    }  # fmt: skip
    return tuple(sorted(found))


def _looks(rows: Sequence[Any], names: Mapping[UUID, str]) -> tuple[Look, ...]:
    found: dict[tuple[str, str], list[datetime]] = {}
    for row in rows:
        found.setdefault((row.action, row.name or names.get(row.route_id, "")), []).append(row.at)
    return tuple(Look(action, name, len(at), min(at), max(at)) for (action, name), at in found.items())


def _as_opened(rows: Sequence[Any], lifts: Sequence[Any]) -> Sequence[_Row]:
    """Looks, of which those of an auditor say whether names had been opened to them by then."""
    return [
        _Row(each.at, each.person_id, each.who, each.action + _with(each, lifts), each.name, each.route_id)
        for each in rows
    ]  # fmt: skip


def _with(look: Any, lifts: Sequence[Any]) -> str:
    if not look.action.startswith(AUDIT):
        return ""
    names = {
        each.what for each in lifts
        if each.person_id == look.person_id and each.at <= look.at < min(each.until, each.ended_at or each.until)
    } - {What.TEXTS}  # fmt: skip
    if What.PUPIL in names:
        return WITH_PUPIL
    return WITH_NAME if names else ""


def _lifts(work: Work, lifts: Sequence[Any], told: Mapping[UUID, str]) -> tuple[Lifted, ...]:
    """What was opened, but the texts of a route that is not told of."""
    return tuple(
        Lifted(row.at, row.name, What(row.what), why_lifted(work, row), told.get(row.about, ""))
        for row in lifts if row.what != What.TEXTS or row.about in told
    )  # fmt: skip


def _left_out(work: Work, dossier_id: UUID, routes: frozenset[UUID]) -> frozenset[UUID]:
    """With all that these began, also by way of a route that whoever prints may not see."""
    if not routes:
        return routes
    rows = all_routes(work, [dossier_id])
    return taken_along(rows, causes_of(first_told(work, rows)), routes)


def _routes(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID
) -> tuple[RouteShown, ...]:  # fmt: skip
    rows = all_routes(work, [dossier_id])
    firsts = first_told(work, rows)
    causes = causes_of(firsts)
    seen = {each.route_id for each in routes_seen(work, actor.id, dossier_id)}
    known = routes_known(work, bundles, [each for each in rows if each.route_id in seen], firsts, seen)
    along = {each.id: taken_along(rows, causes, [each.id]) - {each.id} for each in known}
    return tuple(RouteShown(each, tuple(other.name for other in known if other.id in along[each.id])) for each in known)


def _day(at: datetime) -> date:
    return at.astimezone(Calendar.zone).date()
