"""Saving a file that another saved meanwhile: what both did to it becomes one file, and what clashes is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Unrecorded
from app.commands.drafting import SaveDraftFile, check_size, open_draft, save_draft_file
from app.commands.scope import Scope
from app.domain.errors import MeanwhileError
from app.domain.recent import Recent
from app.store.drafts import find_file, opened
from app.store.merging import content_at
from app.store.people import names_of
from workflows import Clash, Limits, Merged, Side, merge


@dataclass(frozen=True, slots=True)
class MergeDraftFile(Unrecorded):
    """Save a file, together with what somebody else made of it meanwhile."""

    draft: UUID
    file: str
    seen: int
    """The revision in which it was last changed when it was given out."""
    data: bytes = field(repr=False)
    base: bytes = field(default=b"", repr=False)
    """What it began as, as whoever saves has it; empty where that is what was saved in `seen`."""
    chosen: Mapping[str, Side] = field(default_factory=dict)
    """Whose it is to be, by the id of a clash."""
    limits: Limits = field(default_factory=Limits)
    apart: bool = False
    """As of `SaveDraftFile`."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A file as it is now."""

    revision: int
    data: bytes | None = field(default=None, repr=False)
    """What it became, where that is not what was sent."""
    by: str = ""
    """Who made the other half; empty where that was whoever saves now, in another window."""
    taken: tuple[str, ...] = ()
    """Elements that came from the other half."""
    told: tuple[str, ...] = ()
    """The same in words."""


class BaseAskedError(MeanwhileError):
    """Dit bestand is bewaard nadat jij het opende. Er is niets van jou of van die ander overschreven."""


class ClashError(MeanwhileError):
    """Jullie veranderden allebei hetzelfde. Kies wat het wordt; tot dan is er niets overschreven."""

    def __init__(self, by: str, at: datetime, clashes: tuple[Clash, ...]) -> None:
        super().__init__(by, at)
        self.clashes = clashes


_MADE: Final = Recent[tuple[str, ...], Merged]()


def work_out(command: MergeDraftFile, base: bytes, theirs: bytes) -> Merged:
    """What both made of a file, outside any transaction: it can take seconds. Raises InvalidValueError.

    The same files make the same, so it is kept and the command that follows has it at once.
    """
    for each in (command.data, command.base):
        check_size(command.file, len(each), command.limits)
    files = (hashlib.sha256(each).hexdigest() for each in (base, command.data, theirs))
    key = (command.file, *files, *(f"{clash} {side}" for clash, side in sorted(command.chosen.items())))
    return _MADE.get(key, lambda: merge(command.file, base, command.data, theirs, command.chosen))


def merge_draft_file(command: MergeDraftFile, scope: Scope, attempt: Attempt) -> Joined:
    """Save it. Raises ClashError for what only a person can decide, BaseAskedError where `base` has to come along."""
    saving = SaveDraftFile(command.draft, command.file, command.seen, command.data, command.limits, command.apart)
    try:
        return Joined(save_draft_file(saving, scope, attempt).revision)
    except MeanwhileError:
        open_draft(command.draft, scope)
        now = find_file(scope.work, command.draft, command.file)
        if now is None:  # it was taken away meanwhile: there is nothing to merge it with
            raise
    theirs = opened(now.packed)
    by = "" if now.changed_by == scope.actor.id else names_of(scope.work, [now.changed_by]).get(now.changed_by, "")
    made = _merged(command, scope, now, theirs, by)
    if made.data == theirs:
        return Joined(now.revision, theirs, by, made.taken, made.told)
    both = SaveDraftFile(
        command.draft, command.file, now.revision, made.data, command.limits, command.apart, now.revision
    )  # fmt: skip
    return Joined(save_draft_file(both, scope, attempt).revision, made.data, by, made.taken, made.told)


def _merged(command: MergeDraftFile, scope: Scope, now: Any, theirs: bytes, by: str) -> Merged:
    base = command.base or content_at(scope.work, command.draft, command.file, command.seen)
    if base is None:
        raise BaseAskedError(by, now.changed_at)
    made = work_out(command, base, theirs)
    if made.clashes:
        raise ClashError(by, now.changed_at, made.clashes)
    return made
