"""Files under tasks, for whoever may read all that their task asks, and for who put them there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.domain.files import kind_named, size_said
from app.domain.permissions import Permission, may
from app.domain.tasks import OPEN
from app.queries.answers import Reader
from app.store.attachments import attachments_in, attachments_under, content_of, details_of, find_attachment
from app.store.bundles import BundleCache
from app.store.keys import KeyGoneError, KeysError
from app.store.requests import log_read
from app.store.rights import subject_of
from app.store.sealing import SealError
from app.store.tasks import find_task
from app.store.unit_of_work import Work
from workflows import Bundle

READ = "attachment"
READ_LIST = "attachments"
"""Under which names a look into a file, and at the list of a task, stand in the log of reads."""


@dataclass(frozen=True, slots=True)
class AttachmentItem:
    """A file under a task; not what is in it."""

    id: UUID
    task: UUID
    name: str | None
    """Null where it cannot be opened any more."""
    media_type: str
    size: int
    """In bytes."""
    by: str
    """Name of who put it there."""
    at: datetime
    mine: bool
    removable: bool
    """Whether this person may take it away now."""
    shown: bool
    """Whether a browser can show it: a photo of a kind that all of them know."""

    @property
    def size_said(self) -> str:
        """Its size in words."""
        return size_said(self.size)


@dataclass(frozen=True, slots=True)
class Attachments:
    """The files under a task, as far as they are for this person."""

    items: tuple[AttachmentItem, ...]


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """A file, opened."""

    name: str
    media_type: str
    shown: bool
    data: bytes = field(repr=False)


def attachments_of_task(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], task_id: UUID
) -> tuple[AttachmentItem, ...]:
    """The files under a task that are for this person, the oldest first. One statement."""
    return _items(work, actor, bundles, attachments_under(work, task_id, actor.id))


def list_attachments(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], task_id: UUID
) -> Attachments | None:  # fmt: skip
    """The same, asked by itself, with a line in the log of reads; None where the task is not for this person."""
    found = find_task(work, task_id, actor.id)
    there = found is not None and may(actor, Permission.SEE_ROUTE, found.subject)
    log_read(work, actor.id, READ_LIST, task_id, found=there)
    return Attachments(attachments_of_task(work, actor, bundles, task_id)) if there else None


def may_attach(work: Work, actor: Actor, task_id: UUID) -> bool:
    """Whether this person may put files under a task; asked before a file is judged, and a no is written down."""
    found = find_task(work, task_id, actor.id)
    allowed = found is not None and may(actor, Permission.DO_TASK, found.subject)
    if not allowed:
        log_read(work, actor.id, READ_LIST, task_id, found=False)
    return allowed


def show_attachment(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], attachment_id: UUID
) -> AttachmentItem | None:  # fmt: skip
    """What is known of one file, as it is in the list."""
    row = find_attachment(work, attachment_id, actor.id)
    if row is None or row.removed_at is not None or not _reads(work, actor, bundles, row):
        return None
    return _item(work, actor, row)


def attachments_of_dossier(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID
) -> tuple[AttachmentItem, ...]:
    """The same, of all tasks of a dossier. One statement."""
    return _items(work, actor, bundles, attachments_in(work, dossier_id, actor.id))


def read_attachment(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], attachment_id: UUID
) -> AttachmentFile | None:
    """A file, and a line in the log of reads; None where it is not there, not for this person, or opens no more."""
    row = find_attachment(work, attachment_id, actor.id)
    there = row is not None and row.removed_at is None and _reads(work, actor, bundles, row)
    found = _opened(work, row) if there else None
    log_read(work, actor.id, READ, attachment_id, found=found is not None)
    return found


def _items(work: Work, actor: Actor, bundles: BundleCache[Bundle], rows: Sequence[Any]) -> tuple[AttachmentItem, ...]:
    return tuple(_item(work, actor, row) for row in rows if _reads(work, actor, bundles, row))


def _reads(work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any) -> bool:
    """Whether this person sees the route, and may read all that the task asks or put the file there."""
    if not may(actor, Permission.SEE_ROUTE, subject_of(row)):
        return False
    if row.by == actor.id:
        return True
    reader = Reader.of(work, actor, bundles.get(work, row.bundle), row, row.school_id)
    return all(reader.may_read(group, row.phase) for group in row.veldgroepen)


def _item(work: Work, actor: Actor, row: Any) -> AttachmentItem:
    try:
        details = details_of(work.keys.get(work.board, row.key_id), row)
    except (SealError, KeysError):
        details = {"name": None, "media_type": ""}
    mine = row.by == actor.id
    removable = mine and row.task_status == OPEN and may(actor, Permission.DO_TASK, subject_of(row))
    return AttachmentItem(
        row.attachment_id, row.task_id, details["name"], details["media_type"], row.size, row.by_name or "",
        row.added_at, mine, removable, _is_shown(details["media_type"]),
    )  # fmt: skip


def _opened(work: Work, row: Any) -> AttachmentFile | None:
    """Raises KeysError where the keys are away: that is another thing than a key that was destroyed."""
    try:
        key = work.keys.get(work.board, row.key_id)
        details, data = details_of(key, row), content_of(work, key, row)
    except (SealError, KeyGoneError):
        return None
    if data is None:
        return None
    media_type = details["media_type"]
    return AttachmentFile(details["name"], media_type, _is_shown(media_type), data)


def _is_shown(media_type: str) -> bool:
    kind = kind_named(media_type)
    return kind is not None and kind.is_shown
