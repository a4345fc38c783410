"""What a pack about a dossier is made of: its sealed history with the proof, what happened, verdicts, drawings.

A pack tells of the whole dossier, by the names and through the lens that an auditor has. Of answers it holds what the
one who asked may read; in a pack with names also what people wrote, because there stands of whom they write.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from app.domain.audits import audit_key, staff_letters
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.permissions import Permission, may
from app.queries.checkpoints import Held
from app.queries.drawings import Drawings
from app.queries.exports import Export, sealed_export
from app.queries.found import Sort, Verdict
from app.queries.items import PupilShown
from app.queries.lens import Called, Lens
from app.queries.replay_page import Frame, Replay, ReplayRoute, replay_of
from app.queries.verdicts import Asked, judge
from app.store.audits import all_routes, staff_of
from app.store.boards import board_key
from app.store.bundles import BundleCache
from app.store.checkpoints import checkpoint_at
from app.store.history import owners
from app.store.keys import KeysError
from app.store.named import named_pupil
from app.store.packs import CONFIRMED, READY, find_pack, is_confirmed, packs_waiting, why_asked
from app.store.people import load_actor, names_of
from app.store.reading import shown_dossier
from app.store.rights import find_dossier
from app.store.unit_of_work import Work
from workflows import Bundle

_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule, and how it stands in this dossier."""

    id: str
    name: str
    text: str
    standing: Sort | None
    """The worst that was found of it in the routes of its version; None where nothing was."""
    unsaid: str
    """Why nobody judges it yet; empty where that is done."""


@dataclass(frozen=True, slots=True)
class Version:
    """A protocol version."""

    name: str
    files: Mapping[str, bytes]
    rules: tuple[RuleShown, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """All of it, read at one instant, with other names for people."""

    pack: UUID
    board: UUID
    dossier: UUID
    recipient: str
    with_names: bool
    reason: str
    export: Export
    replay: Replay
    verdict: Verdict
    versions: Mapping[str, Version]
    """Those that the routes ran on, by hash *geheel*."""
    lens: Lens
    names: Mapping[str, str]
    """For a pack with names: pseudonym to real name."""
    pupil: str
    """The real name, for a pack with names."""
    keys: tuple[UUID, ...]
    """Ids of the keys of all that is told."""
    at: str
    """When it was read."""


def waiting_packs(work: Work) -> list[UUID]:
    """The packs that two people agreed on and that are not made yet."""
    return packs_waiting(work)


def is_made(work: Work, pack_id: UUID) -> bool:
    """Whether it is there: another process may have been first."""
    row = find_pack(work, pack_id)
    return row is not None and row.status == READY


def agreed(work: Work, pack_id: UUID) -> Any:
    """The row of a pack, and of its dossier. Raises WrongStateError where the dossier's history knows of no consent."""
    row = find_pack(work, pack_id)
    shown = shown_dossier(work, row.asked_by, row.dossier_id) if row is not None else None
    if row is None or shown is None or row.status != CONFIRMED:
        raise NotFoundError
    try:
        sure = is_confirmed(work, shown.stream_id, work.keys.get(work.board, shown.key_id), row)
    except KeysError:
        sure = False
    if not sure:
        raise WrongStateError("Dit pakket staat niet zo in de geschiedenis van het dossier. Het wordt niet gemaakt.")
    return row, shown


def facts_in(work: Work, pack_id: UUID) -> int:
    """How many facts a pack would tell of."""
    row = find_pack(work, pack_id)
    return sum(each.count for each in owners(work, row.dossier_id)) if row is not None else 0


def verdict_for(work: Work, bundles: BundleCache[Bundle], dossier: UUID, public: bytes) -> Verdict:
    """The three verdicts on the dossier, as they go into a pack."""
    return judge(work, bundles, dossier, Asked(public=public, alone=True))


def gather(
    work: Work, bundles: BundleCache[Bundle], called: Called, pack_id: UUID, public: bytes, verdict: Verdict
) -> Material:  # fmt: skip
    """Everything. Raises NotFoundError where who asked may no longer, WrongStateError as `agreed`."""
    row, shown = agreed(work, pack_id)
    actor = load_actor(work, row.asked_by)
    found = find_dossier(work, row.dossier_id, row.asked_by)
    if actor is None or found is None or not may(actor, Permission.PACK, found.subject):
        raise NotFoundError
    routes = all_routes(work, [row.dossier_id])
    # Whoever asks for a pack gets the dossier as a whole: also what is told to its whole team alone.
    whole = SimpleNamespace(**{**shown._mapping, "is_member": True})  # noqa: SLF001  the public way to read a row
    lens = _lens(work, bundles, called, row, routes)
    read = replay_of(work, actor, bundles, whole, routes)
    replay = replace(
        read, frames=tuple(_through(lens, each, words=row.names) for each in read.frames),
        pupil=PupilShown(_NOBODY, "", ""),
    )  # fmt: skip
    export = sealed_export(work, row.dossier_id, public, _kept(work, row.since))
    for each in verdict.found:
        lens.met.update(who for who in (each.by, each.second) if who)
    return Material(
        row.pack_id, work.board, row.dossier_id, row.recipient, row.names, why_asked(work, shown.key_id, row),
        export, replay, verdict,
        _versions(lens.drawn, replay.routes, verdict), lens,
        _names(work, lens) if row.names else {},
        named_pupil(work, shown.pupil_id, shown.pupil_sealed).full if row.names else "",
        (shown.key_id, *(each.key_id for each in routes)), export.at.isoformat(),
    )  # fmt: skip


def _kept(work: Work, number: int | None) -> Held | None:
    """The checkpoint that whoever gets the pack kept; None where they have none."""
    found = checkpoint_at(work, number) if number is not None else None
    return Held(work.board, found.number, found.text) if found else None


def _versions(drawn: Drawings, routes: Sequence[ReplayRoute], verdict: Verdict) -> dict[str, Version]:
    """Every version on which a route runs or ran, by its hash."""
    ran: dict[str, set[UUID]] = {}
    for route in routes:
        for geheel in (*(stage.bundle for stage in route.stages), route.bundle):
            ran.setdefault(geheel, set()).add(route.id)
    return {geheel: _version(drawn.version(geheel), mine, verdict) for geheel, mine in ran.items()}


def _version(bundle: Bundle, mine: Collection[UUID], verdict: Verdict) -> Version:
    sorts = {(each.rule, each.sort) for each in verdict.found if each.route in mine}
    rules = tuple(
        RuleShown(
            each.id, each.name, each.text, next((sort for sort in Sort if (each.id, sort) in sorts), None),
            each.unsaid if not each.parts else "",
        )
        for each in bundle.rules_as_drawn.rules
    )  # fmt: skip
    return Version(bundle.name, bundle.files, rules)


def _lens(work: Work, bundles: BundleCache[Bundle], called: Called, row: Any, routes: Any) -> Lens:
    """Staff have letters of their own in each pack, so that two packs are not laid beside each other by them."""
    staff = [(each.person_id, each.created_at) for each in staff_of(work)]
    letters = staff_letters(audit_key(board_key(work), row.pack_id), staff, work.clock.roughly())
    drawn = Drawings.of(work, bundles, routes)
    return Lens(called, letters, {}, frozenset(drawn) if row.names else frozenset(), drawn, work.clock.roughly())


def _through(lens: Lens, frame: Frame, *, words: bool) -> Frame:
    entry = lens.entry(frame.entry)
    if words and frame.entry.data.get("reason"):  # of the dossier itself: the lens opens those of routes alone
        entry = replace(entry, data={**entry.data, "reason": frame.entry.data["reason"]})
    return replace(frame, entry=entry, filled_in=lens.filled_in(frame.entry))


def _names(work: Work, lens: Lens) -> dict[str, str]:
    found = names_of(work, lens.met)
    return dict(sorted((lens.who(each), found.get(each, "")) for each in list(lens.met)))
