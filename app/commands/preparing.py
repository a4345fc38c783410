"""What takes seconds and needs no lock, done before the transaction of a command: proving and playing a version.

Whatever was judged here is judged again under the lock only where it is other files by then; of a draft that is told
as a change, so that it comes to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from app.commands.command import Command
from app.commands.proposing import AgreeDraft, ProposeDraft
from app.commands.protocols import PublishBundle, judge
from app.commands.reproposing import AgreeProposal, ProposeVersion
from app.domain.actors import Actor
from app.domain.permissions import Permission, may
from app.store.bundles import unpacked
from app.store.dossiers import bundle_files
from app.store.drafts import contents_of, find_draft, revisions_of
from app.store.in_force import find_proposal
from app.store.unit_of_work import Work

Files: TypeAlias = Mapping[str, bytes]
Reading: TypeAlias = Callable[[Callable[[Work], Files | None]], Files | None]
"""Looks into the database, and lets go of it."""


def prepare(command: Command, by: Actor, reading: Reading) -> None:
    """Judge the files that a command is about, where it is about any and this person may bring them into force."""
    find = _FILES.get(type(command))
    if find is None or not may(by, Permission.PUBLISH):
        return
    files = reading(lambda work: find(command, work))
    if files is not None:
        judge(files, command.limits)  # type: ignore[attr-defined]  # all of _FILES have them


def _of_draft(command: Any, work: Work) -> Files | None:
    row = find_draft(work, command.draft)
    if row is None or row.dropped_at is not None or revisions_of(work, command.draft, 1)[0].digest != command.digest:
        return None
    return contents_of(work, command.draft)


def _of_version(work: Work, geheel: str) -> Files | None:
    found = bundle_files(work, geheel)
    return unpacked(found) if found is not None else None


def _of_proposal(command: Any, work: Work) -> Files | None:
    row = find_proposal(work, command.proposal)
    return _of_version(work, row.geheel) if row is not None and row.in_force_id is None else None


_FILES: Final[Mapping[type[Command], Callable[[Any, Work], Files | None]]] = {
    ProposeDraft: _of_draft, AgreeDraft: _of_draft, AgreeProposal: _of_proposal,
    ProposeVersion: lambda command, work: _of_version(work, command.geheel),
    PublishBundle: lambda command, _work: command.files,
}  # fmt: skip
