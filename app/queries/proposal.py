"""A proposal as whoever agrees reads it: what it would change where it is to hold, and how it stands with its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NoBundleError, NotFoundError
from app.domain.in_force import EVERYBODY, Put, Target, holding, turn_of
from app.domain.permissions import Permission, may
from app.domain.recent import Recent
from app.domain.suppression import Cell
from app.queries.batch_shapes import BatchSaid, said_of
from app.queries.differences import DRAFT
from app.queries.drafts import DraftItem, ProposalShown, draft_item
from app.queries.in_force import Aimed, Choice, aimed_with, read_choice
from app.queries.whatif import Tally
from app.store.batches import DONE, WHAT_IF, batches_of, what_if_of
from app.store.bundles import BundleCache, unpacked
from app.store.dossiers import bundle_files
from app.store.drafts import contents_of, find_draft, revisions_of
from app.store.in_force import all_put, find_proposal
from app.store.overview import published
from app.store.passing import Which, count_routes
from app.store.people import names_of
from app.store.unit_of_work import Work
from workflows import Bundle, Change, WorkflowError, compare


@dataclass(frozen=True, slots=True)
class InShort(BatchSaid):
    """The what-if of a draft as it is now, or else the last of how it was."""

    is_stale: bool
    """The draft was changed since."""
    fates: Mapping[str, Cell]
    """How many routes would go how; empty until it is done."""


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks at before they propose or agree."""

    key: str
    """As the page of differences calls it."""
    name: str
    digest: str
    files: Mapping[str, bytes]
    aimed: Aimed
    target: Target
    held: Put | None
    """What holds there now."""
    base: Bundle | None
    """The version of that; None where nothing holds, or it cannot be read."""
    turn: int
    choice: Choice
    proposal: ProposalShown | None = None
    item: DraftItem | None = None
    """The draft; None for a version that was published before."""
    what_if: InShort | None = None
    """None where it was not tried on the routes, or is no draft."""
    untried: bool = False
    """Whether there are routes, and this draft as it is now was not tried on all: nobody agrees before it is."""
    published_at: datetime | None = None
    """When it was; None for a draft."""

    @property
    def fell(self) -> ProposalShown | None:
        """The proposal of a draft that was changed after it: nobody can agree to that any more."""
        return self.proposal if self.proposal and self.proposal.digest != self.digest else None


def look_at_draft(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], draft_id: UUID, school: UUID | None
) -> Look:  # fmt: skip
    """A draft, and for whom it may be proposed. Raises NotFoundError."""
    row = find_draft(work, draft_id) if may(actor, Permission.PUBLISH) else None
    if row is None:
        raise NotFoundError
    target = Target.from_json(row.proposed_for or {})
    digest = revisions_of(work, draft_id, 1)[0].digest
    fell = row.proposed_digest not in {None, digest}
    choice = read_choice(work, actor, school or (target.school if fell else None))
    people = {each for each in (row.changed_by, row.proposed_by, row.dropped_by) if each}
    names = names_of(work, people | target.people)
    item = draft_item(row, names)
    held, base, turn = _there(work, bundles, target)
    what_if = _what_if(work, draft_id, digest)
    untried = not (what_if and what_if.is_done and not what_if.is_stale) and count_routes(work, Which()) > 0
    return Look(
        f"{DRAFT}{draft_id}", item.name, digest, contents_of(work, draft_id), aimed_with(choice, target, names),
        target, held, base, turn, choice, item.proposal, item, what_if, untried=untried,
    )  # fmt: skip


def look_at_version(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], geheel: str, school: UUID | None
) -> Look:  # fmt: skip
    """A version that was published before, to propose it again. Raises NotFoundError."""
    return _look(work, actor, bundles, geheel, None, school)


def look_at_proposal(work: Work, actor: Actor, bundles: BundleCache[Bundle], proposal_id: UUID) -> Look:
    """The proposal of such a version. Raises NotFoundError, also for one that takes something back."""
    row = find_proposal(work, proposal_id)
    if row is None or row.in_force_id is not None:
        raise NotFoundError
    return _look(work, actor, bundles, row.geheel, row, None)


def differences_of(look: Look, new: Bundle | None) -> tuple[Change, ...] | None:
    """What is otherwise than what holds there now; None where that cannot be told. Outside any transaction."""
    base = look.base
    if base is None or new is None:
        return None
    try:
        return _COMPARED.get((base.geheel, new.geheel), lambda: compare(base, new))
    except WorkflowError:
        return None


def gone_from(look: Look, new: Bundle | None) -> tuple[str, ...]:
    """Names of the processes that somebody can begin now and will not be there; none where nothing can be told."""
    if look.base is None or new is None:
        return ()
    begun = {each.process for each in look.base.starts.values() if look.base.pressers(each)}
    return tuple(
        each.name or each.id for each in look.base.processes.values() if each.id in begun - new.processes.keys()
    )  # fmt: skip


_COMPARED: Final = Recent[tuple[str, str], tuple[Change, ...]]()


def _look(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], geheel: str, row: Any, school: UUID | None
) -> Look:  # fmt: skip
    target = Target.from_json(row.target) if row else EVERYBODY
    found = bundle_files(work, geheel) if may(actor, Permission.PUBLISH) else None
    if found is None:
        raise NotFoundError
    choice = read_choice(work, actor, school)
    names = names_of(work, target.people | ({row.proposed_by} if row else set()))
    proposal = None if row is None else ProposalShown(
        row.proposed_by, names.get(row.proposed_by, ""), row.proposed_at, row.why, geheel, target,
    )  # fmt: skip
    held, base, turn = _there(work, bundles, target)
    version = next(each for each in published(work) if each.geheel == geheel)
    return Look(
        geheel, version.name, geheel, unpacked(found), aimed_with(choice, target, names), target, held, base, turn,
        choice, proposal, published_at=version.published_at,
    )  # fmt: skip


def _what_if(work: Work, draft_id: UUID, digest: str) -> InShort | None:
    row = what_if_of(work, draft_id, digest) or next(iter(batches_of(work, [WHAT_IF], 1, subject=draft_id)), None)
    if row is None:
        return None
    fates = Tally.of(row.tally).shown(exact=False).fates if row.status == DONE else {}
    return InShort(*said_of(row, {}), row.digest != digest, fates)


def _there(work: Work, bundles: BundleCache[Bundle], target: Target) -> tuple[Put | None, Bundle | None, int]:
    puts = all_put(work)
    held = holding(puts, target.school, min(target.people, default=None), work.clock.roughly())
    try:
        base = bundles.get(work, held.geheel) if held else None
    except (NoBundleError, WorkflowError):
        base = None
    return held, base, turn_of(puts)
