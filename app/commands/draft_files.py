"""Drawings, forms and tables of a draft: a new one under a name that is free, and throwing one away.

What is in them is saved by `SaveDraftFile`, as a drawing is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Unrecorded
from app.commands.drafting import (
    SaveDraftFile,
    check_path,
    check_size,
    check_whole,
    meanwhile,
    open_draft,
    save_draft_file,
)
from app.commands.schools import checked_name
from app.commands.scope import Scope
from app.domain.errors import NotFoundError, WrongStateError
from app.store.drafts import (
    MENDED,
    SAVED,
    Kept,
    Revision,
    files_of,
    find_file,
    opened,
    restore_files,
    revisions_of,
    save_file,
    save_files,
)
from workflows import Limits

NAME: Final = "naam"
_LONGEST: Final = 60
"""Letters of the name of a file; a number may come behind it."""


@dataclass(frozen=True, slots=True)
class AddDraftFile(Unrecorded):
    """Add a file of a kind, named after what people call it; where it now is."""

    draft: UUID
    folder: str
    ending: str
    name: str
    stem: str
    """The name in plain letters, as files and forms are named."""
    data: bytes = field(repr=False)
    """`%` in it stands for the stem that was free."""
    limits: Limits = field(default_factory=Limits)
    taken: Collection[str] = ()
    """Names that something within the files has already, besides the files themselves."""


@dataclass(frozen=True, slots=True)
class DropDraftFile(Unrecorded):
    """Throw a drawing, a form or a table of a draft away; restoring a revision brings it back."""

    draft: UUID
    file: str


@dataclass(frozen=True, slots=True)
class BringFile(Unrecorded):
    """Bring a file into a draft as it came, and then what was made of it in a save of its own, to be undone apart."""

    draft: UUID
    seen: str
    """The digest over all files that it was looked at with."""
    file: str
    data: bytes = field(repr=False)
    after: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    limits: Limits = field(default_factory=Limits)


def bring_file(command: BringFile, scope: Scope, _attempt: Attempt) -> int:
    """Save it; the last revision. Raises MeanwhileError, WrongStateError where it is there already, InvalidValueError.

    Nobody's save is overwritten: what somebody else saved since it was looked at is to be looked at first.
    """
    row = open_draft(command.draft, scope)
    if revisions_of(scope.work, command.draft, 1)[0].digest != command.seen:
        raise meanwhile(scope, row)
    before = find_file(scope.work, command.draft, command.file)
    if before is not None and opened(before.packed) == command.data:
        raise WrongStateError("Dit bestand staat er al, precies zo. Er is niets veranderd.")
    check_path(command.file)
    files = {command.file: command.data, **command.after}
    for name, data in (*files.items(), (command.file, command.data)):
        check_size(name, len(data), command.limits)
    sizes = {each.name: each.size for each in files_of(scope.work, command.draft)}
    check_whole({**sizes, **{name: len(data) for name, data in files.items()}}, command.limits)
    made = Revision(row.revision + 1, SAVED, scope.actor.id)
    save_file(scope.work, command.draft, command.file, command.data, made, apart=True)
    if command.after:
        scope.work.flush()
        made = Revision(made.number + 1, MENDED, scope.actor.id)
        save_files(scope.work, command.draft, command.after, made)
    return made.number


def add_draft_file(command: AddDraftFile, scope: Scope, attempt: Attempt) -> str:
    """Add it. Raises InvalidValueError where it has no name."""
    checked_name(command.name, NAME)
    open_draft(command.draft, scope)
    files = {_stem(row.name) for row in files_of(scope.work, command.draft)}
    stem = _free(command.stem[:_LONGEST].strip("_"), files | {*command.taken})
    file = f"{command.folder}{stem}{command.ending}"
    data = command.data.replace(b"%", stem.encode())
    save_draft_file(SaveDraftFile(command.draft, file, 0, data, command.limits), scope, attempt)
    return file


def drop_draft_file(command: DropDraftFile, scope: Scope, _attempt: Attempt) -> None:
    """Throw it away. Raises NotFoundError where it is none of these, or is gone already."""
    row = open_draft(command.draft, scope)
    files = {each.name: Kept(each.digest, each.size) for each in files_of(scope.work, command.draft)}
    if command.file not in files or not command.file.endswith((".bpmn", ".form", ".dmn")):
        raise NotFoundError
    left = {name: kept for name, kept in files.items() if name != command.file}
    restore_files(scope.work, command.draft, left, Revision(row.revision + 1, SAVED, scope.actor.id))


def _stem(file: str) -> str:
    return file.rpartition("/")[2].partition(".")[0]


def _free(stem: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where another file has it: keys of forms and ids of tables are one of each."""
    numbered = (f"{stem}_{number}" for number in count(2))
    return next(each for each in chain((stem,), numbered) if each not in taken)
