"""Rehearsals of a protocol: beginning one, keeping what was done in it, and saving it as a scenario of a draft.

A rehearsal is somebody's own, in a made-up dossier: it touches no dossier of a child, sends nothing, and is forgotten
after some days. What is done in it was carried out before it comes here; this only keeps the sentences.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.commands.command import Attempt, Unrecorded
from app.commands.drafting import BeginDraft, SaveDraftFile, begin_draft, save_draft_file
from app.commands.scope import Scope
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.permissions import Permission
from app.store.drafts import find_draft, find_file, revisions_of
from app.store.overview import published
from app.store.rehearsals import (
    add_rehearsal,
    as_rows,
    change_rehearsal,
    drop_rehearsal,
    find_rehearsal,
    rehearsals_of,
)  # fmt: skip
from workflows import Limits, Said

KEPT: Final = timedelta(days=14)
"""How long one stays in which nothing is done."""
MOST_ACTS: Final = 200
MOST_BYTES: Final = 200_000
"""What the sentences of one may take."""
MOST: Final = 20
"""Rehearsals of one person; the oldest makes room."""


@dataclass(frozen=True, slots=True)
class BeginRehearsal(Unrecorded):
    """Begin one on a draft or on a version; its id. Whoever has one there goes on with that."""

    draft: UUID | None
    geheel: str | None
    digest: str
    """Over the files on which it begins."""
    given: Sequence[Said] = ()


@dataclass(frozen=True, slots=True)
class KeepRehearsal(Unrecorded):
    """Keep what was done in it, where it did not go on meanwhile."""

    rehearsal: UUID
    seen: int
    """The revision from which somebody went on."""
    acts: Sequence[Said]
    digest: str
    given: Sequence[Said] | None = None
    """How it begins, where that is to be otherwise."""


@dataclass(frozen=True, slots=True)
class ActAs(Unrecorded):
    """Go on as somebody of another function."""

    rehearsal: UUID
    function: str


@dataclass(frozen=True, slots=True)
class SaveScenario(Unrecorded):
    """Save a rehearsal in a file of its draft; the id of that draft. One of a version becomes one of a new draft."""

    rehearsal: UUID
    seen: int
    file: str
    revision: int
    """Of that file when it was read; 0 for a new one."""
    data: bytes = field(repr=False)
    draft_name: str = ""
    """Of the new draft."""
    limits: Limits = field(default_factory=Limits)


def begin_rehearsal(command: BeginRehearsal, scope: Scope, _attempt: Attempt) -> UUID:
    """Begin it. Raises NotFoundError where there is no such draft or version."""
    scope.require(Permission.PUBLISH)
    _check_there(command, scope)
    own = rehearsals_of(scope.work, scope.actor.id)
    found = next((row for row in own if (row.draft_id, row.geheel) == (command.draft, command.geheel)), None)
    if found is not None:
        return UUID(str(found.rehearsal_id))
    for row in own[MOST - 1 :]:
        drop_rehearsal(scope.work, row.rehearsal_id)
    return add_rehearsal(
        scope.work, person_id=scope.actor.id, draft_id=command.draft, geheel=command.geheel, digest=command.digest,
        function="", given=as_rows(command.given),
    )  # fmt: skip


def keep_rehearsal(command: KeepRehearsal, scope: Scope, _attempt: Attempt) -> None:
    """Keep it. Raises NotFoundError; WrongStateError where it went on meanwhile, or is longer than one may be."""
    _locked(command.rehearsal, command.seen, scope)
    acts = as_rows(command.acts)
    if len(acts) > MOST_ACTS or len(json.dumps(acts)) > MOST_BYTES:
        message = (
            f"Een oefening kan {MOST_ACTS} stappen hebben. Bewaar hem als scenario, of neem de laatste stappen terug."
        )
        raise WrongStateError(message)
    given = {} if command.given is None else {"given": as_rows(command.given)}
    change_rehearsal(scope.work, command.rehearsal, acts=acts, digest=command.digest, **given)


def act_as(command: ActAs, scope: Scope, _attempt: Attempt) -> None:
    """Write down as whom somebody acts."""
    scope.require(Permission.PUBLISH)
    row = find_rehearsal(scope.work, command.rehearsal, scope.actor.id, lock=True)
    if row is None:
        raise NotFoundError
    if row.function != command.function:
        change_rehearsal(scope.work, command.rehearsal, function=command.function[:200], revision=row.revision)


def save_scenario(command: SaveScenario, scope: Scope, attempt: Attempt) -> UUID:
    """Save it, all or nothing.

    Raises NotFoundError, WrongStateError where the rehearsal went on or the draft was thrown away, MeanwhileError where
    somebody saved the file, InvalidValueError for the name of a new draft.
    """
    row = _locked(command.rehearsal, command.seen, scope)
    draft, revision = row.draft_id, command.revision
    if draft is None:
        draft = begin_draft(BeginDraft(command.draft_name, row.geheel), scope, attempt)
        scope.work.flush()
        there = find_file(scope.work, draft, command.file)
        revision = 0 if there is None else there.revision
    save_draft_file(SaveDraftFile(draft, command.file, revision, command.data, command.limits), scope, attempt)
    scope.work.flush()
    digest = revisions_of(scope.work, draft, 1)[0].digest
    change_rehearsal(scope.work, command.rehearsal, draft_id=draft, geheel=None, digest=digest)
    return UUID(str(draft))


def _check_there(command: BeginRehearsal, scope: Scope) -> None:
    if command.draft is not None:
        there = command.geheel is None and find_draft(scope.work, command.draft) is not None
    else:
        there = any(row.geheel == command.geheel for row in published(scope.work))
    if not there:
        raise NotFoundError


def _locked(rehearsal: UUID, seen: int, scope: Scope) -> Any:
    scope.require(Permission.PUBLISH)
    row = find_rehearsal(scope.work, rehearsal, scope.actor.id, lock=True)
    if row is None:
        raise NotFoundError
    if row.revision != seen:
        raise WrongStateError("Deze oefening ging intussen verder in een ander venster. Hieronder staat hoe het nu is.")
    return row
