"""Who may see what in a draft, who is on every team, what names a function: how it stands and what a change means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.domain.permissions import Permission, may
from app.domain.recent import Recent
from app.queries.drafts import WholeDraft, findings_of
from app.store.drafts import data_before
from app.store.unit_of_work import Work
from workflows import (
    PROTOCOL_FILE,
    RIGHTS_FILE,
    Finding,
    Grants,
    Level,
    Limits,
    Marks,
    Meant,
    Sights,
    check,
    meant_by,
    sights_of,
)

_SIGHTS: Final = Recent[tuple[str, str], Sights]()


def sights_in(whole: WholeDraft, limits: Limits) -> Sights:
    """Who may see what. Outside any transaction, and kept as findings are."""
    return _SIGHTS.get((whole.digest, repr(limits)), lambda: sights_of(whole.files, limits))


def meant_with(whole: WholeDraft, data: bytes, function: str, group: str, limits: Limits) -> Meant:
    """What it means for a function and a field group that the rights become these. Outside any transaction."""
    return meant_by(whole.files, {**whole.files, RIGHTS_FILE: data}, function, group, limits)


def rights_before(work: Work, actor: Actor, draft_id: UUID, number: int) -> bytes:
    """The rights as they were before this revision; where there were none, a file that gives none.

    Raises NotFoundError for who may not publish.
    """
    return _before(work, actor, draft_id, number, RIGHTS_FILE) or Grants(b"").written()


def protocol_before(work: Work, actor: Actor, draft_id: UUID, number: int) -> bytes:
    """What protocol.toml said before this revision. Raises NotFoundError, also where it was not there."""
    found = _before(work, actor, draft_id, number, PROTOCOL_FILE)
    if not found:
        raise NotFoundError
    return found


def _before(work: Work, actor: Actor, draft_id: UUID, number: int, file: str) -> bytes | None:
    if not may(actor, Permission.PUBLISH):
        raise NotFoundError
    return data_before(work, draft_id, number, file)


def without_function(whole: WholeDraft, function: str) -> dict[str, bytes]:
    """The files that change where a function goes, with its rights and its place on teams. Raises WorkflowError."""
    marks = Marks(whole.files.get(PROTOCOL_FILE, b""))
    marks.leave(function)
    marks.drop_function(function)
    made = {PROTOCOL_FILE: marks.written()}
    if RIGHTS_FILE in whole.files:
        table = Grants(whole.files[RIGHTS_FILE])
        table.drop(function)
        made[RIGHTS_FILE] = table.written()
    return {name: data for name, data in made.items() if data != whole.files.get(name)}


def broken_by(whole: WholeDraft, files: Mapping[str, bytes], limits: Limits) -> tuple[Finding, ...]:
    """The errors that the check finds with these files and does not find without. Outside any transaction."""
    before = {each.matter for each in findings_of(whole, limits)}
    after = check({**whole.files, **files}, limits)
    return tuple(each for each in after if each.level is Level.FOUT and each.matter not in before)
