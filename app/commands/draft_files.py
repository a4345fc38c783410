"""Forms and tables of a draft: a new one under a name that is free, and throwing one away.

What is in them is saved by `SaveDraftFile`, as a drawing is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Unrecorded
from app.commands.drafting import SaveDraftFile, open_draft, save_draft_file
from app.commands.schools import checked_name
from app.commands.scope import Scope
from app.domain.errors import NotFoundError
from app.store.drafts import SAVED, Kept, Revision, files_of, restore_files
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


@dataclass(frozen=True, slots=True)
class DropDraftFile(Unrecorded):
    """Throw a form or a table of a draft away; restoring a revision brings it back."""

    draft: UUID
    file: str


def add_draft_file(command: AddDraftFile, scope: Scope, attempt: Attempt) -> str:
    """Add it. Raises InvalidValueError where it has no name."""
    checked_name(command.name, NAME)
    open_draft(command.draft, scope)
    stem = _free(command.stem[:_LONGEST].strip("_"), {_stem(row.name) for row in files_of(scope.work, command.draft)})
    file = f"{command.folder}{stem}{command.ending}"
    data = command.data.replace(b"%", stem.encode())
    save_draft_file(SaveDraftFile(command.draft, file, 0, data, command.limits), scope, attempt)
    return file


def drop_draft_file(command: DropDraftFile, scope: Scope, _attempt: Attempt) -> None:
    """Throw it away. Raises NotFoundError where it is no form and no table, or is gone already."""
    row = open_draft(command.draft, scope)
    files = {each.name: Kept(each.digest, each.size) for each in files_of(scope.work, command.draft)}
    if command.file not in files or not command.file.endswith((".form", ".dmn")):
        raise NotFoundError
    left = {name: kept for name, kept in files.items() if name != command.file}
    restore_files(scope.work, command.draft, left, Revision(row.revision + 1, SAVED, scope.actor.id))


def _stem(file: str) -> str:
    return file.rpartition("/")[2].partition(".")[0]


def _free(stem: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where another file has it: keys of forms and ids of tables are one of each."""
    numbered = (f"{stem}_{number}" for number in count(2))
    return next(each for each in chain((stem,), numbered) if each not in taken)
