"""Drafts of a protocol: beginning one, saving what is drawn, going back to what was saved, throwing away.

A draft is nobody's and everybody's who may publish. It changes nothing for routes: only publishing does. What somebody
saves never takes the place of what another saved meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any, Final
from uuid import UUID

from app.commands.asking import DRAFT, REFUSED, tell_proposer
from app.commands.command import Attempt, Unrecorded
from app.commands.schools import checked_name, locked_board
from app.commands.scope import Scope
from app.domain.errors import InvalidValueError, MeanwhileError, NoBundleError, NotFoundError, WrongStateError
from app.domain.files import is_strange_path
from app.domain.permissions import Permission
from app.store.drafts import (
    MERGED,
    RESTORED,
    SAVED,
    Revision,
    add_draft,
    change_draft,
    contents_of,
    count_drafts,
    files_at,
    files_of,
    find_draft,
    find_file,
    opened,
    restore_files,
    save_file,
)
from app.store.people import names_of
from workflows import Limits, as_utf8, takes_away

FILE: Final = "bestand"
NAME: Final = "naam"
MOST_DRAFTS: Final = 50
"""Drafts of one board that are worked on at a time."""
KEPT: Final = timedelta(days=30)
"""How long one that was thrown away can come back."""
NOT_PROPOSED: Final = dict.fromkeys(("proposed_by", "proposed_at", "proposed_digest", "proposed_why", "proposed_for"))
"""What of a draft says that somebody proposes it, when nobody does."""
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class BeginDraft(Unrecorded):
    """Begin a draft as a version is; its id."""

    name: str
    geheel: str


@dataclass(frozen=True, slots=True)
class UploadDraft(Unrecorded):
    """Begin a draft with files that somebody has; its id."""

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    """Those of this machine's settings; never taken from a request."""


@dataclass(frozen=True, slots=True)
class CopyDraft(Unrecorded):
    """Begin a draft as another is now, but for one file: what somebody drew while another saved; its id."""

    draft: UUID
    file: str
    data: bytes = field(repr=False)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class RenameDraft(Unrecorded):
    """Give it another name."""

    draft: UUID
    name: str


@dataclass(frozen=True, slots=True)
class DropDraft(Unrecorded):
    """Throw it away; for some time it can come back."""

    draft: UUID


@dataclass(frozen=True, slots=True)
class RecoverDraft(Unrecorded):
    """Let one that was thrown away come back."""

    draft: UUID


@dataclass(frozen=True, slots=True)
class RestoreRevision(Unrecorded):
    """Let all files be those of a revision again, as a revision of its own: what came after stays in the history."""

    draft: UUID
    number: int


@dataclass(frozen=True, slots=True)
class SaveDraftFile(Unrecorded):
    """Save a file, where nobody else did meanwhile."""

    draft: UUID
    file: str
    seen: int
    """The revision in which it was last changed when it was given out; 0 for a file that is new."""
    data: bytes = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    apart: bool = False
    """Whether it is a revision by itself, to be undone by itself, and does not go on with a save of a moment ago."""
    merged: int | None = None
    """The revision that it was merged with, where it is what two made of it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A file as it is now."""

    revision: int
    changed: bool
    """False where it was so already, as after a request of which the answer was lost."""


def begin_draft(command: BeginDraft, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin it. Raises NotFoundError where there is no such version."""
    _may_begin(scope)
    try:
        files = scope.bundle(command.geheel).files
    except NoBundleError:
        raise NotFoundError from None
    return add_draft(scope.work, checked_name(command.name, NAME), command.geheel, files, scope.actor.id)


def upload_draft(command: UploadDraft, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin it. What is wrong in the files is no reason to refuse them: that is what a draft is for."""
    _may_begin(scope)
    if not command.files:
        raise InvalidValueError("Hier zit geen bestand in. Kies de zip van een protocol.", field=FILE)
    for name, data in command.files.items():
        check_path(name)
        check_size(name, len(data), command.limits)
    check_whole({name: len(data) for name, data in command.files.items()}, command.limits)
    return add_draft(scope.work, checked_name(command.name, NAME), None, command.files, scope.actor.id)


def copy_draft(command: CopyDraft, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin it, named after the one that it was."""
    _may_begin(scope)
    row = open_draft(command.draft, scope)
    check_size(command.file, len(command.data), command.limits)
    check_path(command.file)  # a colleague may have thrown it away meanwhile
    files = contents_of(scope.work, command.draft)
    files[command.file] = command.data
    mine = names_of(scope.work, [scope.actor.id]).get(scope.actor.id, "")
    name = f"{row.name[:140]} (van {mine[:50]})"
    return add_draft(scope.work, name, row.based_on, files, scope.actor.id)


def rename_draft(command: RenameDraft, scope: Scope, _attempt: Attempt) -> None:
    """Give it the name."""
    open_draft(command.draft, scope)
    change_draft(scope.work, command.draft, name=checked_name(command.name, NAME))


def drop_draft(command: DropDraft, scope: Scope, _attempt: Attempt) -> None:
    """Throw it away, with the proposal of it: one that comes back weeks later is to be looked at anew."""
    row = open_draft(command.draft, scope)
    if row.proposed_by is not None:
        tell_proposer(scope, row.proposed_by, DRAFT, REFUSED, row.name, row.draft_id)
    change_draft(
        scope.work, command.draft, dropped_by=scope.actor.id, dropped_at=scope.work.now, **NOT_PROPOSED
    )  # fmt: skip


def recover_draft(command: RecoverDraft, scope: Scope, _attempt: Attempt) -> None:
    """Let it come back."""
    scope.require(Permission.PUBLISH)
    row = find_draft(scope.work, command.draft, lock=True)
    if row is None:
        raise NotFoundError
    if row.dropped_at is None:
        return
    _may_begin(scope)
    change_draft(scope.work, command.draft, dropped_by=None, dropped_at=None)


def restore_revision(command: RestoreRevision, scope: Scope, _attempt: Attempt) -> int:
    """Restore it; the number of the revision that came of it. Raises WrongStateError where nothing would change."""
    row = open_draft(command.draft, scope)
    files = files_at(scope.work, command.draft, command.number)
    if files is None:
        raise NotFoundError
    made = Revision(row.revision + 1, RESTORED, scope.actor.id, command.number)
    if not restore_files(scope.work, command.draft, files, made):
        raise WrongStateError("De bestanden zijn al zoals toen. Er is niets veranderd.")
    return made.number


def save_draft_file(command: SaveDraftFile, scope: Scope, _attempt: Attempt) -> Saved:
    """Save it. Raises MeanwhileError where somebody did since it was given out, InvalidValueError.

    What takes something away is a revision by itself, so that what was there just before can come back.
    """
    check_size(command.file, len(command.data), command.limits)
    if not command.data:
        raise InvalidValueError("Er kwam een leeg bestand. Er is niets bewaard; laad de pagina opnieuw.", field=FILE)
    row = open_draft(command.draft, scope)
    before = find_file(scope.work, command.draft, command.file)
    data = opened(before.packed) if before is not None else b""
    if before is not None and command.data in (data, as_utf8(data)):  # as it is, or as a page was given it
        return Saved(before.revision, changed=False)
    if (before.revision if before is not None else 0) != command.seen:
        raise meanwhile(scope, before or row)
    if before is None:
        check_path(command.file)
    sizes = {each.name: each.size for each in files_of(scope.work, command.draft)}
    check_whole({**sizes, command.file: len(command.data)}, command.limits)
    kind = SAVED if command.merged is None else MERGED
    made = Revision(row.revision + 1, kind, scope.actor.id, command.merged)
    apart = command.apart or (before is not None and takes_away(as_utf8(data), command.data))
    save_file(scope.work, command.draft, command.file, command.data, made, apart=apart)
    return Saved(made.number, changed=True)


def check_size(name: str, size: int, limits: Limits) -> None:
    """Raises InvalidValueError for a file that is too large for a protocol."""
    if size > limits.max_file_bytes:
        message = (
            f"“{PurePosixPath(name).name}” is {_megabytes(size)} MB; een bestand van een protocol mag "
            f"{_megabytes(limits.max_file_bytes)} MB zijn. Verdeel het over meer bestanden."
        )
        raise InvalidValueError(message, field=FILE)


def check_whole(sizes: Mapping[str, int], limits: Limits) -> None:
    """Raises InvalidValueError for files that are together more than a protocol may have."""
    if len(sizes) > limits.max_files:
        message = f"Een protocol mag {limits.max_files} bestanden hebben. Haal weg wat er niet bij hoort."
        raise InvalidValueError(message, field=FILE)
    if sum(sizes.values()) > limits.max_total_bytes:
        message = (
            f"De bestanden zijn samen groter dan {_megabytes(limits.max_total_bytes)} MB. "
            "Haal weg wat er niet bij hoort."
        )  # fmt: skip
        raise InvalidValueError(message, field=FILE)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f}".removesuffix(".0").replace(".", ",")


def check_path(name: str) -> None:
    """Raises InvalidValueError for what can be no name of a file."""
    if is_strange_path(name) or str(PurePosixPath(name)) != name or not 1 < len(name) <= 200:
        raise InvalidValueError(f"“{name[:80]}” kan geen naam van een bestand zijn. Geef het een andere.", field=FILE)


def _may_begin(scope: Scope) -> None:
    scope.require(Permission.PUBLISH)
    locked_board(scope)  # two at once are counted one after the other
    if count_drafts(scope.work) >= MOST_DRAFTS:
        message = f"Er zijn al {MOST_DRAFTS} ontwerpen. Gooi er eerst een weg die niet meer nodig is."
        raise WrongStateError(message)


def open_draft(draft: UUID, scope: Scope, *, lock: bool = True) -> Any:
    """The draft, locked unless nothing in it will change. Raises NotFoundError, WrongStateError for one thrown away."""
    scope.require(Permission.PUBLISH)
    row = find_draft(scope.work, draft, lock=lock)
    if row is None:
        raise NotFoundError
    if row.dropped_at is not None:
        raise WrongStateError("Dit ontwerp is weggegooid. Zet het eerst terug, bij “Protocol”.")
    return row


def meanwhile(scope: Scope, row: Any) -> MeanwhileError:
    """Who saved it meanwhile, and when."""
    name = names_of(scope.work, [row.changed_by]).get(row.changed_by, "")
    return MeanwhileError(name, row.changed_at)
