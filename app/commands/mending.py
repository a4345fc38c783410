"""Saving what proposals, renames and the like changed in a draft: one revision, so that it is undone as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Unrecorded
from app.commands.drafting import Saved, check_size, check_whole, meanwhile, open_draft
from app.commands.scope import Scope
from app.domain.errors import WrongStateError
from app.store.drafts import (
    MENDED,
    RESTORED,
    Revision,
    files_at,
    files_of,
    restore_files,
    revisions_of,
    save_files,
)
from workflows import Limits

CARRIED: Final = "hernoemd"
"""How a revision came about in which a new name was set everywhere."""
DROPPED: Final = "functie-weg"
"""How one came about in which a function was taken away, with its rights and its place on teams."""


@dataclass(frozen=True, slots=True)
class MendDraft(Unrecorded):
    """Save files of a draft, where nobody saved any since they were given out."""

    draft: UUID
    seen: str
    """The digest over all files that they were made of."""
    files: Mapping[str, bytes] = field(repr=False)
    """Those that changed, and those that came."""
    limits: Limits = field(default_factory=Limits)
    """Those of this machine's settings; never taken from a request."""
    kind: str = MENDED
    """How this came about: a proposal, a new name that was set everywhere, a function that was taken away."""


@dataclass(frozen=True, slots=True)
class UnmendDraft(Unrecorded):
    """Let the files be as they were before this, where nobody saved any since."""

    draft: UUID
    seen: str
    """The digest over all files that came of it."""


def mend_draft(command: MendDraft, scope: Scope, _attempt: Attempt) -> Saved:
    """Save them. Raises MeanwhileError, WrongStateError where there is nothing to save, InvalidValueError."""
    row = open_draft(command.draft, scope)
    if revisions_of(scope.work, command.draft, 1)[0].digest != command.seen:
        raise meanwhile(scope, row)
    if not command.files:
        raise WrongStateError("Er is niets veranderd: dit staat er al.")
    for name, data in command.files.items():
        check_size(name, len(data), command.limits)
    sizes = {each.name: each.size for each in files_of(scope.work, command.draft)}
    check_whole({**sizes, **{name: len(data) for name, data in command.files.items()}}, command.limits)
    made = Revision(row.revision + 1, command.kind, scope.actor.id)
    save_files(scope.work, command.draft, command.files, made)
    return Saved(made.number, changed=True)


def unmend_draft(command: UnmendDraft, scope: Scope, _attempt: Attempt) -> Saved:
    """Restore them. Raises MeanwhileError, WrongStateError where the last save is no such thing."""
    row = open_draft(command.draft, scope)
    last, *before = revisions_of(scope.work, command.draft, 2)
    if last.digest != command.seen:
        raise meanwhile(scope, row)
    files = files_at(scope.work, command.draft, before[0].number) if before else None
    if files is None or last.kind not in (MENDED, CARRIED, DROPPED):
        raise WrongStateError("Dit is al ongedaan gemaakt.")
    made = Revision(row.revision + 1, RESTORED, scope.actor.id, before[0].number)
    restore_files(scope.work, command.draft, files, made)
    return Saved(made.number, changed=True)
