"""The workbench of whoever keeps the protocol: versions and drafts, the files and the history of one draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.in_force import Target
from app.domain.permissions import Permission, may
from app.domain.recent import Recent
from app.queries.in_force import Held, Standing, read_standing
from app.queries.school_page import VersionShown, versions_of
from app.store.bundles import packed, unpacked
from app.store.dossiers import bundle_files
from app.store.drafts import changes_of, contents_of, files_of, find_draft, find_file, list_drafts, opened, revisions_of
from app.store.people import names_of
from app.store.unit_of_work import Work
from workflows import DRAWABLE, REPEATABLE, Bundle, Finding, Level, Limits, WorkflowError, check, inventory

MOST_REVISIONS: Final = 100
"""Revisions on the page of a draft, the last first."""


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """That somebody asks to bring a draft into force."""

    by: UUID
    name: str
    at: datetime
    why: str
    digest: str
    """Over the files as they were then."""
    target: Target
    """For whom, and from which day."""


@dataclass(frozen=True, slots=True)
class DraftItem:
    """A draft, in the list."""

    id: UUID
    name: str
    based_on: str
    """The version that it began as; empty where it was uploaded."""
    changed_by: str
    changed_at: datetime
    dropped_at: datetime | None
    dropped_by: str = ""
    proposal: ProposalShown | None = None


@dataclass(frozen=True, slots=True)
class Workbench:
    """Every version and every draft of a board."""

    versions: tuple[VersionShown, ...]
    drafts: tuple[DraftItem, ...]
    dropped: tuple[DraftItem, ...]
    standing: Standing
    """What holds where."""

    @property
    def in_force(self) -> VersionShown | None:
        """The version that most routes begin on: that of the board, else of a school."""
        widest: Held | None = next(iter(self.standing.now), None)
        return next((each for each in self.versions if widest and each.geheel == widest.geheel), None)


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of a draft."""

    name: str
    size: int
    revision: int
    changed_by: str
    changed_at: datetime

    @property
    def is_drawing(self) -> bool:
        """Whether the modeler opens it."""
        return is_drawing(self.name)


@dataclass(frozen=True, slots=True)
class RevisionShown:
    """A save, or some that followed each other."""

    number: int
    kind: str
    source: int | None
    digest: str
    made_by: str
    made_at: datetime
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft with its files and its history."""

    item: DraftItem
    digest: str
    based_on: VersionShown | None
    """The version that it began as."""
    files: tuple[FileShown, ...]
    revisions: tuple[RevisionShown, ...]

    @property
    def drawings(self) -> tuple[FileShown, ...]:
        """The files that the modeler opens."""
        return tuple(each for each in self.files if each.is_drawing)


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file as it was when it was given out."""

    data: bytes
    revision: int


@dataclass(frozen=True, slots=True)
class WholeDraft:
    """All files of a draft."""

    name: str
    digest: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class VersionGiven:
    """A version with its files."""

    shown: VersionShown
    files: Mapping[str, bytes]


def read_workbench(work: Work, actor: Actor) -> Workbench:
    """What there is. Raises NotFoundError for who may not publish."""
    _check(actor)
    rows = list_drafts(work)
    names = names_of(work, {made for row in rows for made in (row.changed_by, row.proposed_by, row.dropped_by) if made})
    items = [draft_item(row, names) for row in rows]
    standing = read_standing(work)
    return Workbench(
        versions_of(work, standing.in_force), tuple(each for each in items if each.dropped_at is None),
        tuple(each for each in items if each.dropped_at is not None), standing,
    )  # fmt: skip


def read_draft(work: Work, actor: Actor, draft_id: UUID) -> DraftShown:
    """One draft. Raises NotFoundError."""
    row = _find(work, actor, draft_id)
    files, revisions = files_of(work, draft_id), revisions_of(work, draft_id, MOST_REVISIONS)
    changes = changes_of(work, draft_id, [each.number for each in revisions])
    people = {each.changed_by for each in files} | {each.made_by for each in revisions} | {row.changed_by}
    people |= {row.proposed_by} if row.proposed_by else set()
    names = names_of(work, people)
    based_on = next((each for each in versions_of(work) if each.geheel == row.based_on), None)
    return DraftShown(
        draft_item(row, names), revisions[0].digest, based_on,
        tuple(
            FileShown(each.name, each.size, each.revision, names.get(each.changed_by, ""), each.changed_at)
            for each in files
        ),
        tuple(
            RevisionShown(
                each.number, each.kind, each.source, each.digest, names.get(each.made_by, ""), each.made_at,
                tuple(changes.get(each.number, ())),
            )
            for each in revisions
        ),
    )  # fmt: skip


def read_draft_file(work: Work, actor: Actor, draft_id: UUID, name: str) -> FileGiven:
    """One file. Raises NotFoundError."""
    _find(work, actor, draft_id)
    found = find_file(work, draft_id, name)
    if found is None:
        raise NotFoundError
    return FileGiven(opened(found.packed), found.revision)


def read_whole_draft(work: Work, actor: Actor, draft_id: UUID) -> WholeDraft:
    """All files. Raises NotFoundError."""
    row = _find(work, actor, draft_id)
    last = revisions_of(work, draft_id, 1)[0]
    return WholeDraft(row.name, last.digest, contents_of(work, draft_id))


def read_draft_with_files(work: Work, actor: Actor, draft_id: UUID) -> tuple[DraftShown, WholeDraft]:
    """One draft, and all its files as they are at that moment. Raises NotFoundError."""
    shown = read_draft(work, actor, draft_id)
    return shown, WholeDraft(shown.item.name, shown.digest, contents_of(work, draft_id))


def read_version(work: Work, geheel: str) -> VersionGiven:
    """A version with its files; for everybody of the board. Raises NotFoundError."""
    shown = next((each for each in versions_of(work) if each.geheel == geheel), None)
    found = bundle_files(work, geheel) if shown else None
    if shown is None or found is None:
        raise NotFoundError
    return VersionGiven(shown, unpacked(found))


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip; the same files give the same bytes."""
    return packed(files)


def is_drawing(name: str) -> bool:
    """Whether a file is a diagram, at the place where the protocol has them."""
    return name.endswith(".bpmn") and "/" not in name


def findings_of(whole: WholeDraft, limits: Limits) -> tuple[Finding, ...]:
    """What the validator finds in a draft: exactly what `flask protocol check` finds in the same files.

    Outside any transaction: it takes a while, where the same files were not looked at just before.
    """
    return check(whole.files, limits)


_BUNDLES: Final = Recent[tuple[str, str], Bundle | None]()


def bundle_of(files: Mapping[str, bytes], digest: str, limits: Limits) -> Bundle | None:
    """The protocol that these files make, to prove and to play; None where they make none that stands.

    `digest` is over the files, as of a draft or a version. Outside any transaction, and kept as the findings are.
    """
    return _BUNDLES.get((digest, repr(limits)), lambda: _standing(WholeDraft("", digest, files), limits))


def _standing(whole: WholeDraft, limits: Limits) -> Bundle | None:
    if any(each.level is Level.FOUT for each in findings_of(whole, limits)):
        return None
    try:
        return Bundle.from_files(whole.files)
    except WorkflowError:
        return None


def drawable() -> dict[str, Any]:
    """What the engine runs, as the validator allows it: the one list that the modeler offers."""
    return {"elements": {tag: list(kinds) for tag, kinds in DRAWABLE.items()}, "repeatable": list(REPEATABLE)}


def named_in(whole: WholeDraft, limits: Limits) -> dict[str, Any]:
    """What the elements of a draft can name: forms, decisions, processes, functions, messages, lists."""
    found = inventory(whole.files, limits)
    listed = {"forms": found.forms, "decisions": found.decisions, "processes": found.processes, "lists": found.lists}
    return {
        **{
            what: [{"key": each.key, "name": each.name, "file": each.file} for each in those]
            for what, those in listed.items()
        },
        "functions": list(found.functions), "messages": list(found.messages),
    }  # fmt: skip


def _check(actor: Actor) -> None:
    if not may(actor, Permission.PUBLISH):
        raise NotFoundError


def _find(work: Work, actor: Actor, draft_id: UUID) -> Any:
    _check(actor)
    row = find_draft(work, draft_id)
    if row is None:
        raise NotFoundError
    return row


def draft_item(row: Any, names: Mapping[UUID, str]) -> DraftItem:
    """A draft as the lists show it."""
    proposal = None if row.proposed_by is None else ProposalShown(
        row.proposed_by, names.get(row.proposed_by, ""), row.proposed_at, row.proposed_why, row.proposed_digest,
        Target.from_json(row.proposed_for or {}),
    )  # fmt: skip
    return DraftItem(
        row.draft_id, row.name, row.based_on or "", names.get(row.changed_by, ""), row.changed_at, row.dropped_at,
        names.get(row.dropped_by, ""), proposal,
    )  # fmt: skip
