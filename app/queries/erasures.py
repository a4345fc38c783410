"""What may be destroyed, what waits for a second person and what was destroyed, for who decides on it.

Of a child stand initials here, and the whole name only for who is on the dossier; of what is destroyed nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.permissions import Permission, Subject, may
from app.domain.retention import SHORTEST, is_over
from app.domain.searching import plain
from app.queries.erasure_shapes import (
    Certified,
    Due,
    ErasureItem,
    HoldShown,
    Keeping,
    Overview,
    Proposal,
    RouteKept,
    Sought,
)
from app.queries.origins import first_told, routes_known
from app.queries.paging import cursor, instant_and_id
from app.queries.places import schools_for
from app.store.bundles import BundleCache
from app.store.checkpoints import told_in
from app.store.erasure import (
    BEGUN,
    DONE,
    PROPOSED,
    begun_erasures,
    dossiers_held,
    erasures_at,
    find_erasure,
    holds_on,
    open_erasures,
    reason_of,
    unfinished,
    why_held,
)
from app.store.keys import KeysError
from app.store.loaded import LOOPT
from app.store.named import named_pupil
from app.store.people import names_of
from app.store.reading import routes_seen
from app.store.requests import log_read
from app.store.retained import (
    closed_before,
    codes_before,
    day_of,
    dossier_row,
    dossier_rows,
    dossier_until,
    dossiers_at,
    kept_off,
    known_of,
    route_until,
    routes_of,
)
from app.store.rights import find_dossier
from app.store.unit_of_work import Work
from workflows import Bundle

READ: Final = "erasure"
"""Under which name a look at these pages stands in the log of reads."""
MANY: Final = 100
"""Closed dossiers that are looked through at once, and proposals that are listed."""
_SEARCHED: Final = 5_000
_FOUND: Final = 20
"""Dossiers of which the name is opened for one search, and that it shows."""


def left_over(work: Work, *, signs: bool) -> tuple[list[UUID], list[UUID]]:
    """What is begun and must be finished, and what is done and must still be wiped or, where there is a key, signed."""
    done = [row.erasure_id for row in unfinished(work) if row.wiped_at is None or (signs and row.signature is None)]
    return [row.erasure_id for row in begun_erasures(work)], done


def read_keeping(work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID) -> Keeping | None:
    """A dossier of a school for which somebody decides; None for all others, and for one that is destroyed."""
    found = find_dossier(work, dossier_id, actor.id)
    allowed = found is not None and may(actor, Permission.ERASE, found.subject)
    row = dossier_row(work, dossier_id) if allowed else None
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None or found is None:
        return None
    return _keeping(work, actor, bundles, row, sees=may(actor, Permission.SEE_DOSSIER, found.subject))


def read_proposal(work: Work, actor: Actor, bundles: BundleCache[Bundle], erasure_id: UUID) -> Proposal | None:
    """A proposal; None for one of a school for which this person does not decide, and where there is none."""
    row = _found(work, actor, erasure_id)
    if row is None:
        return None
    keeping = read_keeping(work, actor, bundles, row.dossier_id)
    route = next((each for each in keeping.routes if each.id == row.route_id), None) if keeping else None
    own = dossier_row(work, row.dossier_id)
    return Proposal(_items(work, actor, [row])[0], _reason(work, own, row) if own else "", keeping, route)


def read_certificate(work: Work, actor: Actor, erasure_id: UUID) -> Certified | None:
    """The proof of what was destroyed; None where it is not for this person, or not done."""
    row = _found(work, actor, erasure_id)
    log_read(work, actor.id, READ, erasure_id, found=row is not None)
    if row is None or row.certificate is None:
        return None
    told = json.loads(row.certificate)
    named = {each.id: each.name for each in schools_for(work, actor, Permission.ERASE)}
    signature = bytes(row.signature).hex() if row.signature else ""
    return Certified(
        _items(work, actor, [row])[0], named.get(row.school_id, ""), told, row.certificate, signature,
        row.signed_by or "", told_in(work, {UUID(each["key"]) for each in told["keys"]}),
    )  # fmt: skip


def read_overview(work: Work, actor: Actor, after: str | None, q: str = "") -> Overview:
    """What is past its time, what waits and what was done; with `q` the dossiers of pupils whose name holds that.

    Raises InvalidValueError for the cursor.
    """
    schools = schools_for(work, actor, Permission.ERASE)
    ids, place = [each.id for each in schools], instant_and_id(after)
    off = kept_off(work, actor.id)
    sought = _sought(work, ids, off, q) if q else ()
    log_read(work, actor.id, READ, None, found=bool(sought if q else schools), query=q or None)
    today = day_of(work.clock.roughly())
    try:
        before = work.clock.roughly().replace(year=today.year - SHORTEST)
    except ValueError:  # the 29th of February
        before = work.clock.roughly().replace(year=today.year - SHORTEST, day=28)
    closed = closed_before(work, ids, before, place, MANY + 1)
    more = cursor(closed[MANY - 1].closed_at, closed[MANY - 1].dossier_id) if len(closed) > MANY else None
    codes = codes_before(work, ids, before, MANY) if place is None else ()
    mine = [row for row in closed[:MANY] if row.dossier_id not in off]
    due = _due(work, mine, [row for row in codes if row.dossier_id not in off], today)
    rows = [row for row in erasures_at(work, ids, (PROPOSED, BEGUN, DONE), MANY) if row.dossier_id not in off]
    items = _items(work, actor, rows)
    waiting, done = ([each for each in items if (each.status == DONE) == over] for over in (False, True))
    return Overview(schools, due, more, tuple(waiting), tuple(done), sought)


def _sought(work: Work, schools: Collection[UUID], off: Collection[UUID], q: str) -> tuple[Sought, ...]:
    """At most a few, the last begun first: names are sealed, so those of all are opened."""
    rows = [row for row in dossiers_at(work, schools, _SEARCHED) if row.dossier_id not in off]
    found = [row for row in rows if plain(q) in plain(named_pupil(work, row.pupil_id, row.pupil_sealed).full)]
    return tuple(
        Sought(row.dossier_id, known_of(work, row).initials, row.opened_at, row.closed_at) for row in found[:_FOUND]
    )


def _found(work: Work, actor: Actor, erasure_id: UUID) -> Any:
    row = find_erasure(work, erasure_id)
    if row is None or not may(actor, Permission.ERASE, Subject(school=row.school_id)):
        return None
    # Who is kept off a dossier is kept off its end too.
    found = find_dossier(work, row.dossier_id, actor.id)
    return row if found is not None and may(actor, Permission.ERASE, found.subject) else None


def _keeping(work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any, *, sees: bool) -> Keeping:
    today, known = day_of(work.clock.roughly()), known_of(work, row)
    routes = routes_of(work, [row.dossier_id]).get(row.dossier_id, [])
    until = dossier_until(row, routes, known.leaving)
    seen = {each.route_id for each in routes_seen(work, actor.id, row.dossier_id)} if sees else frozenset()
    firsts = first_told(work, [each for each in routes if each.route_id in seen])
    named = routes_known(work, bundles, routes, firsts, seen)
    return Keeping(
        row.dossier_id, named_pupil(work, row.pupil_id, row.pupil_sealed).full if sees else known.initials,
        row.opened_at, row.closed_at, until, is_over(until, today),
        tuple(
            RouteKept(name, each.status == LOOPT, end := route_until(each, known.leaving), is_over(end, today))
            for name, each in zip(named, routes, strict=True)
        ),
        _holds(work, row),
        _items(work, actor, open_erasures(work, row.dossier_id)),
    )  # fmt: skip


def _holds(work: Work, row: Any) -> tuple[HoldShown, ...]:
    rows = holds_on(work, row.dossier_id)
    names = names_of(work, {each.set_by for each in rows})
    key = _key(work, row) if rows else None
    return tuple(
        HoldShown(each.hold_id, why_held(key, each) if key else "", names.get(each.set_by, ""), each.set_at)
        for each in rows
    )


def _reason(work: Work, own: Any, row: Any) -> str:
    key = _key(work, own)
    return reason_of(key, row) if key else ""


def _key(work: Work, row: Any) -> bytes | None:
    try:
        return work.keys.get(work.board, row.key_id)
    except KeysError:
        return None


def _items(work: Work, actor: Actor, rows: Sequence[Any]) -> tuple[ErasureItem, ...]:
    names = names_of(work, {each for row in rows for each in (row.proposed_by, row.decided_by) if each})
    own = dossier_rows(work, {row.dossier_id for row in rows if row.status != DONE})
    return tuple(
        ErasureItem(
            row.erasure_id, row.dossier_id, row.route_id, row.status, row.ground, row.kept_until,
            names.get(row.proposed_by, ""), row.proposed_by == actor.id, row.proposed_at,
            names.get(row.decided_by, "") if row.decided_by else "", row.decided_at, row.done_at,
            known_of(work, own[row.dossier_id]).initials if row.dossier_id in own else "",
        )
        for row in rows
    )  # fmt: skip


def _due(work: Work, closed: Sequence[Any], codes: Sequence[Any], today: date) -> tuple[Due, ...]:
    routes = routes_of(work, [row.dossier_id for row in closed]) if closed else {}
    found = [
        (row, None, row.closed_at, dossier_until(row, routes.get(row.dossier_id, []), known_of(work, row).leaving))
        for row in closed
    ]
    found += [(row, row.route_id, row.ended_at, route_until(row, known_of(work, row).leaving)) for row in codes]
    over = [(row, route, ended, until) for row, route, ended, until in found if until and is_over(until, today)]
    held = dossiers_held(work, _ids(row for row, *_ in over)) if over else frozenset()
    return tuple(
        Due(row.dossier_id, route, known_of(work, row).initials, ended, until, row.dossier_id in held)
        for row, route, ended, until in over
    )


def _ids(rows: Iterable[Any]) -> set[UUID]:
    return {row.dossier_id for row in rows}
