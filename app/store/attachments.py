"""Files under tasks: what is known of them in one table, what is in them in another, both sealed by the route's key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, and_, bindparam, delete, func, select, update

from app.store.documents import fact_bytes
from app.store.history import readable
from app.store.loaded import LoadedRoute
from app.store.sealing import about_attachment, seal, unseal
from app.store.tables import attachment, attachment_content, dossier, person, route, task
from app.store.unit_of_work import Work
from app.store.visible import BOARD, rights_on_task

DETAILS: Final = "details"
CONTENT: Final = "content"
_ROWS: Final[Select[Any]] = (
    select(
        *attachment.c, person.c.name.label("by_name"), task.c.status.label("task_status"),
        route.c.bundle, route.c.key_id, route.c.started_by, dossier.c.dossier_id, dossier.c.school_id,
        *rights_on_task(),
    )
    .join_from(
        attachment, task,
        and_(task.c.board_id == attachment.c.board_id, task.c.task_id == attachment.c.task_id),
    )
    .join(route, and_(route.c.board_id == attachment.c.board_id, route.c.route_id == attachment.c.route_id))
    .join(dossier, and_(dossier.c.board_id == route.c.board_id, dossier.c.dossier_id == route.c.dossier_id))
    .outerjoin(person, and_(person.c.board_id == attachment.c.board_id, person.c.person_id == attachment.c.by))
    .where(attachment.c.board_id == BOARD)
    .order_by(attachment.c.added_at, attachment.c.attachment_id)
)  # fmt: skip
"""With what a right to the task and its route depends on."""
_THERE: Final = _ROWS.where(attachment.c.removed_at.is_(None))
_OF_TASK: Final = _THERE.where(attachment.c.task_id == bindparam("task", type_=Uuid()))
_OF_DOSSIER: Final = _THERE.where(dossier.c.dossier_id == bindparam("dossier", type_=Uuid()))
_ONE: Final = _ROWS.where(attachment.c.attachment_id == bindparam("attachment", type_=Uuid()))


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was sealed and put away."""

    id: UUID
    digest: str
    """SHA-256 of the sealed content, hexadecimal."""
    details: str
    """SHA-256 of the sealed details."""


def keep_attachment(
    work: Work, found: LoadedRoute, values: Mapping[str, Any], details: Mapping[str, object], data: bytes
) -> Kept:
    """Seal a file under the key of its route and put it away, with the columns of `values`."""
    made, key = work.new_id(), found.stream.key
    told = seal(key, fact_bytes(details), *about_attachment(found.id, values["task_id"], made, DETAILS))
    content = seal(key, data, *about_attachment(found.id, values["task_id"], made, CONTENT))
    work.add(
        attachment, attachment_id=made, route_id=found.id, phase=found.phase, added_at=work.now, size=len(data),
        sealed=told, **values,
    )  # fmt: skip
    work.add(attachment_content, attachment_id=made, sealed=content)
    return Kept(made, hashlib.sha256(content).hexdigest(), hashlib.sha256(told).hexdigest())


def count_under(work: Work, task_id: UUID) -> int:
    """How many files there are under a task."""
    where = (attachment.c.board_id == work.board, attachment.c.task_id == task_id, attachment.c.removed_at.is_(None))
    found: int = work.run(select(func.count()).select_from(attachment).where(*where)).scalar_one()
    return found


def attachments_under(work: Work, task_id: UUID, person_id: UUID) -> Sequence[Row[Any]]:
    """The files under a task, the oldest first, with what this person's right depends on; not what is in them."""
    return work.rows(_OF_TASK, {**_who(work, person_id), "task": task_id})


def attachments_in(work: Work, dossier_id: UUID, person_id: UUID) -> Sequence[Row[Any]]:
    """The same, of all tasks of a dossier."""
    return work.rows(_OF_DOSSIER, {**_who(work, person_id), "dossier": dossier_id})


def find_attachment(work: Work, attachment_id: UUID, person_id: UUID) -> Row[Any] | None:
    """One file, also where it was removed."""
    return work.row(_ONE, {**_who(work, person_id), "attachment": attachment_id})


def details_of(key: bytes, row: Row[Any]) -> Mapping[str, Any]:
    """Name and media type. Raises SealError."""
    found: Mapping[str, Any] = json.loads(
        unseal(key, bytes(row.sealed), *about_attachment(row.route_id, row.task_id, row.attachment_id, DETAILS))
    )
    return found


def content_of(work: Work, key: bytes, row: Row[Any]) -> bytes | None:
    """What is in a file; None where it is gone. Raises SealError."""
    sealed = _sealed(work, row.attachment_id)
    about = about_attachment(row.route_id, row.task_id, row.attachment_id, CONTENT)
    return None if sealed is None else unseal(key, bytes(sealed), *about)


def remove_attachment(work: Work, attachment_id: UUID) -> None:
    """Delete what is in a file, and its name with it; that it was there stays."""
    where = (attachment.c.board_id == work.board, attachment.c.attachment_id == attachment_id)
    work.run(update(attachment).where(*where).values(removed_at=work.now, sealed=b""))
    gone = (attachment_content.c.board_id == work.board, attachment_content.c.attachment_id == attachment_id)
    work.run(delete(attachment_content).where(*gone))


def attachment_rows(work: Work, route_id: UUID) -> dict[str, Row[Any]]:
    """The files of a route as rows, by id, those that were removed too. Raises UnreadableError."""
    where = (attachment.c.board_id == work.board, attachment.c.route_id == route_id)
    with readable("een bijlage"):
        rows = work.rows(select(attachment).where(*where))
        for row in rows:
            memoryview(row.sealed)  # whatever is no bytes raises here
        return {str(row.attachment_id): row for row in rows}


def content_digest(work: Work, attachment_id: UUID) -> str | None:
    """SHA-256 of what is kept of a file; None where nothing is. Raises UnreadableError."""
    with readable("een bijlage"):
        sealed = _sealed(work, attachment_id)
        return None if sealed is None else hashlib.sha256(sealed).hexdigest()


def _sealed(work: Work, attachment_id: UUID) -> bytes | None:
    where = (attachment_content.c.board_id == work.board, attachment_content.c.attachment_id == attachment_id)
    found: bytes | None = work.run(select(attachment_content.c.sealed).where(*where)).scalar_one_or_none()
    return found


def _who(work: Work, person_id: UUID) -> dict[str, Any]:
    return {"board": work.board, "person": person_id, "now": work.clock.roughly()}
