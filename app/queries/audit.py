"""What an auditor sees: their audits, the dossiers in it by number, and each by pseudonyms. Every look is written down.

This is a path of its own: nobody may see a dossier by being an auditor (`permissions.may`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.audits import Method, What, audit_key, lettered, shuffled, staff_letters
from app.domain.numbers import number_of
from app.domain.permissions import Permission, Subject, may
from app.queries.audit_judged import Judged, judged_of
from app.queries.audit_shapes import AuditPage, AuditShown, LiftShown, Looked, Masked, Numbered, RouteNamed, Seen
from app.queries.decided import explained
from app.queries.drawings import Drawings
from app.queries.history import Part, history_of
from app.queries.items import PupilShown, status_of
from app.queries.lens import Called, Lens, reads_all
from app.queries.paging import Page, cursor, fact_place, instant_and_id, page
from app.queries.replay_page import Frame, Replay, replay_of
from app.queries.story import Story, decided_at, elements_at
from app.store import audits as store
from app.store.boards import board_key, unseal_personal
from app.store.bundles import BundleCache
from app.store.named import named_pupil
from app.store.people import names_of
from app.store.reading import parents_of, shown_dossier
from app.store.requests import log_read
from app.store.sealing import SealError
from app.store.unit_of_work import Work
from workflows import Bundle

READ: Final = "audit"
READ_LIST: Final = "audit list"
READ_DOSSIER: Final = "audit dossier"
READ_REPLAY: Final = "audit replay"
MANY: Final = 50


@dataclass(frozen=True, slots=True)
class Opening:
    """All that a look through the lens begins with."""

    audit: AuditShown
    number: int
    row: Any
    routes: Sequence[Any]
    key: bytes
    lifts: frozenset[tuple[str, UUID]]
    lens: Lens
    pupil: str


def read_audits(work: Work, actor: Actor) -> tuple[AuditShown, ...]:
    """The audits of an auditor, the last first."""
    found = store.audits_for(work, actor.id)
    log_read(work, actor.id, READ_LIST, None, found=bool(found))
    return tuple(_shown(work, actor, row) for row in found)


def read_audit(
    work: Work, actor: Actor, called: Called, audit_id: UUID, *, after: str | None, log: str | None
) -> AuditPage | None:  # fmt: skip
    """One of them: its dossiers while it counts, and the auditor's own lines in the log of reads.

    Raises InvalidValueError for a cursor.
    """
    place = instant_and_id(log)
    row = store.audit_for(work, actor.id, audit_id)
    log_read(work, actor.id, READ, audit_id, found=row is not None)
    if row is None:
        return None
    shown = _shown(work, actor, row)
    rows = store.dossiers_in(work, actor.id, audit_id, _number(after), MANY + 1) if shown.counts else ()
    routes = _by_dossier(store.all_routes(work, [each.dossier_id for each in rows[:MANY]]))
    dossiers = page(
        rows, MANY, lambda each: _numbered(called, each, routes.get(each.dossier_id, ())), lambda each: str(each.number)
    )
    looked = store.looked_at(work, row, place, MANY + 1)
    told = page(
        looked, MANY, lambda each: Looked(each.at, each.action, each.number), lambda each: cursor(each.at, each.read_id)
    )
    lifts = store.lifts_of(work, [audit_id], actor.id)
    judged = judged_of(work, actor.id, audit_id) if shown.counts else None
    return AuditPage(shown, dossiers, told, tuple(lift_shown(work, each) for each in lifts), judged)


def read_judging(work: Work, actor: Actor, audit_id: UUID) -> Judged | None:
    """How far the judging of an audit is; None where it does not count.

    Not written down: a page that asks this again and again says how many, and nothing of any dossier.
    """
    row = store.audit_for(work, actor.id, audit_id)
    return judged_of(work, actor.id, audit_id) if row is not None and _shown(work, actor, row).counts else None


def lift_shown(work: Work, row: Any) -> LiftShown:
    """Something that was opened, with its reason."""
    reason = store.why_lifted(work, row)
    return LiftShown(row.at, What(row.what), row.number, row.dossier_id if row.sees else None, reason)


def read_seen(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], called: Called, place: tuple[UUID, int], part: Part
) -> Seen | None:  # fmt: skip
    """A dossier of an audit that counts now; None for every other. Raises InvalidValueError for the cursor."""
    fact_place(part.after)
    found = opening(work, actor, bundles, called, place, READ_DOSSIER)
    if found is None:
        return None
    lens = found.lens
    told = history_of(work, reads_all(actor, found.row, lens.drawn), bundles, found.row, found.routes, part)
    entries = tuple(lens.entry(each) for each in told.items)
    filled = {(each.stream, each.sequence): lens.filled_in(each) for each in told.items if each.answers}
    elements = elements_at(lens.drawn, told.items)
    names = {each.route_id: each.name for each in found.routes}
    story = Story(
        Page(entries, told.next), filled, elements, names, {}, decided_at(lens.drawn, entries)
    )  # fmt: skip
    return Seen(
        found.audit, found.number, found.pupil, found.row.opened_at, found.row.closed_at, _named(found.routes), story,
        _masks(work, called, found),
    )  # fmt: skip


def read_replayed(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], called: Called, place: tuple[UUID, int]
) -> tuple[AuditShown, Replay] | None:  # fmt: skip
    """The replay of such a dossier."""
    found = opening(work, actor, bundles, called, place, READ_REPLAY)
    if found is None:
        return None
    whole = replay_of(work, reads_all(actor, found.row, found.lens.drawn), bundles, found.row, found.routes)
    frames = tuple(_through(found.lens, each) for each in whole.frames)
    pupil = PupilShown(UUID(int=0), found.pupil, "")
    return found.audit, replace(whole, dossier=UUID(int=0), pupil=pupil, frames=frames)


def _through(lens: Lens, frame: Frame) -> Frame:
    seen = lens.entry(frame.entry)
    bundle = lens.drawn.at(seen)
    decided = explained(bundle, seen.decisions) if bundle is not None else ()
    return replace(frame, entry=seen, filled_in=lens.filled_in(frame.entry), decided=decided)


def opening(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], called: Called, place: tuple[UUID, int], action: str
) -> Opening | None:  # fmt: skip
    """A dossier of an audit that counts now, and a line in the log of reads; None for every other."""
    audit_id, number = place
    given = store.audit_for(work, actor.id, audit_id)
    shown = _shown(work, actor, given) if given else None
    own = store.dossier_in(work, actor.id, audit_id, number) if shown and shown.counts else None
    row = shown_dossier(work, actor.id, own.dossier_id) if own else None
    there = row is not None and not row.is_denied
    log_read(work, actor.id, action, row.dossier_id if row is not None else audit_id, found=there)
    if given is None or shown is None or row is None or not there:
        return None
    routes = store.all_routes(work, [row.dossier_id])
    key = audit_key(board_key(work), audit_id)
    lifts = frozenset((each.what, each.about) for each in store.lifted(work, audit_id))
    staff = [(each.person_id, each.created_at) for each in store.staff_of(work)]
    lens = Lens(
        called, staff_letters(key, staff, given.given_at),
        names_of(work, [about for what, about in lifts if what == What.STAFF]),
        frozenset(about for what, about in lifts if what == What.TEXTS),
        Drawings.of(work, bundles, routes), work.clock.roughly(),
    )  # fmt: skip
    opened = (str(What.PUPIL), row.pupil_id) in lifts
    pupil = named_pupil(work, row.pupil_id, row.pupil_sealed).full if opened else called.pupil(number)
    return Opening(shown, number, row, routes, key, lifts, lens, pupil)


def _masks(work: Work, called: Called, found: Opening) -> tuple[Masked, ...]:
    """Who and what is in the dossier, by the names that they have here."""
    lens = found.lens
    opened = (str(What.PUPIL), found.row.pupil_id) in found.lifts
    staff = sorted(lens.met, key=lambda each: (len(lens.letters.get(each, "")), lens.letters.get(each, "")))
    return (
        Masked(What.PUPIL, "", found.pupil, opened),
        *_parents(work, called, found),
        *(Masked(What.STAFF, lens.letters.get(each, ""), lens.who(each), each in lens.names) for each in staff),
        *(
            Masked(What.TEXTS, str(each.number), each.name, each.route_id in lens.texts)
            for each in found.routes
        ),
    )  # fmt: skip


def _parents(work: Work, called: Called, found: Opening) -> list[Masked]:
    sealed = {each.parent_id: bytes(each.sealed) for each in parents_of(work, found.row.pupil_id)}
    letters = lettered(shuffled(found.key, sealed))
    shown = []
    for made, letter in letters.items():
        opened = (str(What.PARENT), made) in found.lifts
        name = _name_of(work, made, sealed[made]) if opened else called.parent(letter)
        shown.append(Masked(What.PARENT, letter, name, opened))
    return shown


def _name_of(work: Work, made: UUID, sealed: bytes) -> str:
    try:
        return str(unseal_personal(work, "parent", made, sealed)["name"])
    except SealError:
        return ""


def _shown(work: Work, actor: Actor, row: Any) -> AuditShown:
    now = work.clock.roughly()
    held = may(actor, Permission.AUDIT, Subject(school=row.school_id))
    counts = held and row.began_at <= now < row.until and row.ended_at is None
    coming = row.ended_at is None and now < row.began_at
    return AuditShown(**drawn(work, row), school=row.school_name, counts=counts, coming=coming)


def drawn(work: Work, row: Any) -> dict[str, Any]:
    """The fields of `Audit`, of the row of one."""
    return {
        "id": row.audit_id, "began_at": row.began_at, "until": row.until, "ended_at": row.ended_at,
        "method": Method(row.method), "seed": row.seed, "population": row.population, "size": row.size,
        "digest": row.digest, "reason": store.reason_of(work, row),
    }  # fmt: skip


def _numbered(called: Called, row: Any, routes: Sequence[Any]) -> Numbered:
    return Numbered(row.number, called.pupil(row.number), row.opened_at, row.closed_at, _named(routes))


def _named(routes: Sequence[Any]) -> tuple[RouteNamed, ...]:
    return tuple(RouteNamed(each.name, status_of(each.status, stuck=each.stuck)) for each in routes)


def _by_dossier(rows: Sequence[Any]) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.dossier_id, []).append(row)
    return found


def _number(after: str | None) -> int:
    return number_of(after or "") or 0
