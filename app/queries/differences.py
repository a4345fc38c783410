"""Two versions of a board laid side by side, published or a draft: what is different, and where it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NoBundleError, NotFoundError
from app.domain.permissions import Permission, may
from app.queries.drafts import WholeDraft, findings_of, read_whole_draft
from app.queries.school_page import versions_of
from app.store.bundles import BundleCache
from app.store.drafts import list_drafts
from app.store.unit_of_work import Work
from workflows import Bundle, Change, Level, Limits, WorkflowError, compare

DRAFT: Final = "ontwerp-"
"""What the name of a draft begins with where a version is asked."""
_Source: TypeAlias = Bundle | WholeDraft


@dataclass(frozen=True, slots=True)
class VersionItem:
    """A version or a draft to choose."""

    key: str
    """Its hash *geheel*; of a draft its id behind `ontwerp-`."""
    name: str
    at: datetime
    """When it was published; of a draft, when it was last changed."""
    in_force: bool = False

    @property
    def draft(self) -> UUID | None:
        """Which draft it is; None for what is published."""
        return UUID(self.key.removeprefix(DRAFT)) if self.key.startswith(DRAFT) else None


@dataclass(frozen=True, slots=True)
class Stage:
    """A process with its drawing in both versions; a name is empty where it is not drawn there."""

    process: str
    name: str
    old_file: str
    """Name of the drawing, without what it ends on."""
    new_file: str
    old_process: str
    """What the process is called there: it may have been drawn anew."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What is to be compared, as it was read."""

    versions: tuple[VersionItem, ...]
    """Every version of the board, the last published first, and behind them its drafts."""
    old: VersionItem | None = None
    new: VersionItem | None = None
    pair: tuple[_Source, _Source] | None = None
    unread: str = ""
    """Why nothing can be told, in Dutch; empty where it can."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions, and what is different between them."""

    sides: Sides
    changes: tuple[Change, ...] = ()
    stages: tuple[Stage, ...] = ()
    """Of the processes in which something is different, in the order of the new version."""
    unread: str = ""
    """As that of the sides."""


def read_sides(work: Work, actor: Actor, bundles: BundleCache[Bundle], old: str, new: str) -> Sides:
    """The two that are asked for, by their keys.

    Where one is not named it is the version in force, against the one that was published before it. Raises
    NotFoundError for a version or draft that this board has not, and for who may not publish.
    """
    if not may(actor, Permission.PUBLISH):
        raise NotFoundError
    published = [VersionItem(each.geheel, each.name, each.published_at, each.in_force) for each in versions_of(work)]
    drafts = [
        VersionItem(f"{DRAFT}{row.draft_id}", row.name, row.changed_at) for row in list_drafts(work)
        if row.dropped_at is None
    ]  # fmt: skip
    known = {each.key: each for each in (*published, *drafts)}
    if (old and old not in known) or (new and new not in known):
        raise NotFoundError
    after = known.get(new) or next((each for each in published if each.in_force), published[0] if published else None)
    before = known.get(old) or _before(published, after)
    versions = tuple(known.values())
    if before is None or after is None:
        return Sides(versions)
    try:
        pair = _source(work, actor, bundles, before), _source(work, actor, bundles, after)
    except NoBundleError as error:
        return Sides(versions, before, after, unread=str(error.__doc__))
    except WorkflowError as error:
        return Sides(versions, before, after, unread=error.message)
    return Sides(versions, before, after, pair)


def compared(sides: Sides, limits: Limits) -> Compared:
    """What is different between two sides; outside any transaction, for a draft is looked over first."""
    if sides.pair is None:
        return Compared(sides, unread=sides.unread)
    try:
        old, new = (_standing(each, limits) for each in sides.pair)
        changes = compare(old, new)
    except WorkflowError as error:
        return Compared(sides, unread=error.message)
    return Compared(sides, changes, tuple(_stages(old, new, changes)))


def _source(work: Work, actor: Actor, bundles: BundleCache[Bundle], item: VersionItem) -> _Source:
    return bundles.get(work, item.key) if item.draft is None else read_whole_draft(work, actor, item.draft)


def _standing(source: _Source, limits: Limits) -> Bundle:
    """A bundle that can be run. Raises WorkflowError, with what is wrong, for a draft that cannot."""
    if isinstance(source, Bundle):
        return source
    wrong = [each for each in findings_of(source, limits) if each.level is Level.FOUT]
    if wrong:
        raise WorkflowError(f"Het ontwerp “{source.name}” klopt nog niet. {wrong[0].message}")
    return Bundle.from_files(source.files)


def _before(versions: Sequence[VersionItem], after: VersionItem | None) -> VersionItem | None:
    """The one published just before another; of a draft the one in force; where there is none, the next."""
    if after is not None and after.draft is not None:
        return next((each for each in versions if each.in_force), versions[0] if versions else None)
    at = next((number for number, each in enumerate(versions) if after and each.key == after.key), None)
    if at is None or len(versions) < 2:
        return None
    return versions[at + 1] if at + 1 < len(versions) else versions[at - 1]


def _stages(old: Bundle, new: Bundle, changes: Iterable[Change]) -> Iterable[Stage]:
    for key in dict.fromkeys(each.process for each in changes if each.process):
        renamed = next((each.was for each in changes if each.process == key and each.element == key and each.was), key)
        before, after = old.processes.get(renamed) or old.processes.get(key), new.processes.get(key)
        shown = after or before
        if shown is not None:
            files = [each.file.removesuffix(".bpmn") if each else "" for each in (before, after)]
            yield Stage(key, shown.name, files[0], files[1], before.id if before else "")
