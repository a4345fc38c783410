"""Drafts of a protocol: what their files are now, each save with what changed in it, and any revision again.

A revision holds only what changed, so a day of drawing is no larger than the drawings that came of it. Saves that
follow each other in one file, by one person, are one revision, as long as none takes something away.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, func, select, update

from app.store.batches import WHAT_IF, forget_batches
from app.store.bundles import hash_of
from app.store.tables import draft_change, draft_content, draft_file, draft_revision, protocol_draft
from app.store.unit_of_work import Work

BEGUN, SAVED, RESTORED, MENDED, MERGED = "begonnen", "bewaard", "hersteld", "verbeterd", "samengevoegd"
"""How a revision came about."""
TOGETHER: Final = timedelta(minutes=2)
"""Saves of one person in one file within this time, from the first of them, stand in the history as one."""
_ALL: Final = (draft_content, draft_change, draft_revision, draft_file, protocol_draft)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept: by its digest."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision that is made now."""

    number: int
    kind: str
    by: UUID
    source: int | None = None


def add_draft(work: Work, name: str, based_on: str | None, files: Mapping[str, bytes], by: UUID) -> UUID:
    """Begin one; its id."""
    made = work.new_id()
    work.add(
        protocol_draft, draft_id=made, name=name, based_on=based_on, revision=1,
        changed_by=by, changed_at=work.now, proposed_by=None, proposed_at=None, proposed_digest=None,
        proposed_why=None, proposed_for=None, dropped_by=None, dropped_at=None,
    )  # fmt: skip
    kept = {path: Kept(hashlib.sha256(data).hexdigest(), len(data)) for path, data in files.items()}
    packed = {kept[path].digest: zlib.compress(data) for path, data in files.items()}
    for path, each in kept.items():
        work.add(
            draft_file, draft_id=made, name=path, digest=each.digest, size=each.size, revision=1, changed_by=by,
            changed_at=work.now,
        )  # fmt: skip
    for digest, data in packed.items():
        work.add(draft_content, draft_id=made, digest=digest, packed=data)
    _add_revision(work, made, Revision(1, BEGUN, by), hash_of({path: each.digest for path, each in kept.items()}))
    _add_changes(work, made, 1, kept)
    return made


def count_drafts(work: Work) -> int:
    """How many are worked on."""
    where = (protocol_draft.c.board_id == work.board, protocol_draft.c.dropped_at.is_(None))
    found: int = work.run(select(func.count()).select_from(protocol_draft).where(*where)).scalar_one()
    return found


def list_drafts(work: Work) -> Sequence[Row[Any]]:
    """All of them, those thrown away too, the last changed first."""
    query = select(protocol_draft).where(protocol_draft.c.board_id == work.board)
    return work.rows(query.order_by(protocol_draft.c.changed_at.desc(), protocol_draft.c.draft_id))


def find_draft(work: Work, draft_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    """One of them."""
    query = select(protocol_draft).where(protocol_draft.c.board_id == work.board, protocol_draft.c.draft_id == draft_id)
    return work.row(query.with_for_update() if lock else query)


def change_draft(work: Work, draft_id: UUID, **values: object) -> None:
    """Write down what became of it."""
    where = (protocol_draft.c.board_id == work.board, protocol_draft.c.draft_id == draft_id)
    work.run(update(protocol_draft).where(*where).values(**values))


def files_of(work: Work, draft_id: UUID) -> Sequence[Row[Any]]:
    """Its files as they are now, without what is in them, by name."""
    where = (draft_file.c.board_id == work.board, draft_file.c.draft_id == draft_id)
    return work.rows(select(draft_file).where(*where).order_by(draft_file.c.name))


def find_file(work: Work, draft_id: UUID, name: str) -> Row[Any] | None:
    """One file as it is now, with `packed`, what is in it."""
    query = select(draft_file, draft_content.c.packed).join(draft_content, _content_of_file())
    where = (draft_file.c.board_id == work.board, draft_file.c.draft_id == draft_id, draft_file.c.name == name)
    return work.row(query.where(*where))


def contents_of(work: Work, draft_id: UUID) -> dict[str, bytes]:
    """All files as they are now."""
    query = select(draft_file.c.name, draft_content.c.packed).join(draft_content, _content_of_file())
    where = (draft_file.c.board_id == work.board, draft_file.c.draft_id == draft_id)
    return {row.name: opened(row.packed) for row in work.rows(query.where(*where))}


def opened(packed: bytes) -> bytes:
    """What was kept."""
    return zlib.decompress(packed)


def revisions_of(work: Work, draft_id: UUID, most: int) -> Sequence[Row[Any]]:
    """Its revisions, the last first."""
    where = (draft_revision.c.board_id == work.board, draft_revision.c.draft_id == draft_id)
    return work.rows(select(draft_revision).where(*where).order_by(draft_revision.c.number.desc()).limit(most))


def changes_of(work: Work, draft_id: UUID, numbers: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """Names of the files that changed, by the number of the revision."""
    where = (
        draft_change.c.board_id == work.board, draft_change.c.draft_id == draft_id,
        draft_change.c.number.in_(list(numbers)),
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    query = select(draft_change.c.number, draft_change.c.name).where(*where).order_by(draft_change.c.name)
    for row in work.rows(query):
        found.setdefault(row.number, []).append(row.name)
    return found


def files_at(work: Work, draft_id: UUID, number: int) -> dict[str, Kept] | None:
    """The files of a revision; None where there is no such revision."""
    there = (
        draft_revision.c.board_id == work.board, draft_revision.c.draft_id == draft_id,
        draft_revision.c.number == number,
    )  # fmt: skip
    if work.row(select(draft_revision.c.number).where(*there)) is None:
        return None
    where = (
        draft_change.c.board_id == work.board, draft_change.c.draft_id == draft_id, draft_change.c.number <= number,
    )  # fmt: skip
    found: dict[str, Kept] = {}
    for row in work.rows(select(draft_change).where(*where).order_by(draft_change.c.number)):
        if row.digest is None:
            found.pop(row.name, None)
        else:
            found[row.name] = Kept(row.digest, row.size)
    return found


def data_before(work: Work, draft_id: UUID, number: int, name: str) -> bytes | None:
    """What was in a file before this revision changed it; None where it was not there."""
    where = (
        draft_change.c.board_id == work.board, draft_change.c.draft_id == draft_id, draft_change.c.number < number,
        draft_change.c.name == name,
    )  # fmt: skip
    last = work.row(select(draft_change.c.digest).where(*where).order_by(draft_change.c.number.desc()).limit(1))
    if last is None or last.digest is None:
        return None
    there = (
        draft_content.c.board_id == work.board, draft_content.c.draft_id == draft_id,
        draft_content.c.digest == last.digest,
    )  # fmt: skip
    found = work.row(select(draft_content.c.packed).where(*there))
    return opened(found.packed) if found is not None else None


def save_file(
    work: Work, draft_id: UUID, name: str, data: bytes, revision: Revision, *, apart: bool = False
) -> None:  # fmt: skip
    """Save one file, in that of a moment ago or, where it must stand `apart`, in a revision of its own."""
    kept = Kept(hashlib.sha256(data).hexdigest(), len(data))
    _keep(work, draft_id, kept.digest, data)
    before = None if apart else _went_on(work, draft_id, name, revision)
    _set_files(work, draft_id, {name: kept}, revision)
    digest = hash_of({row.name: row.digest for row in files_of(work, draft_id)})
    _add_revision(work, draft_id, revision, digest, before.begun_at if before else None)
    _add_changes(work, draft_id, revision.number, {name: kept})
    if before is not None:
        work.flush()
        _forget(work, draft_id, before.number)
    change_draft(work, draft_id, revision=revision.number, changed_by=revision.by, changed_at=work.now)


def save_files(work: Work, draft_id: UUID, files: Mapping[str, bytes], revision: Revision) -> None:
    """Save some files at once, in a revision of their own."""
    kept = {name: Kept(hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items()}
    for digest, data in {kept[name].digest: data for name, data in files.items()}.items():
        _keep(work, draft_id, digest, data)
    _set_files(work, draft_id, kept, revision)
    _add_revision(work, draft_id, revision, hash_of({row.name: row.digest for row in files_of(work, draft_id)}))
    _add_changes(work, draft_id, revision.number, kept)
    change_draft(work, draft_id, revision=revision.number, changed_by=revision.by, changed_at=work.now)


def restore_files(work: Work, draft_id: UUID, files: Mapping[str, Kept], revision: Revision) -> bool:
    """Let the files be those of a revision again; False where they are already."""
    now = {row.name: Kept(row.digest, row.size) for row in files_of(work, draft_id)}
    changed = {name: each for name, each in files.items() if now.get(name) != each}
    gone = now.keys() - files.keys()
    if not changed and not gone:
        return False
    where = (draft_file.c.board_id == work.board, draft_file.c.draft_id == draft_id)
    work.run(delete(draft_file).where(*where, draft_file.c.name.in_(list(gone))))
    _set_files(work, draft_id, changed, revision)
    _add_revision(work, draft_id, revision, hash_of({name: each.digest for name, each in files.items()}))
    _add_changes(work, draft_id, revision.number, {**changed, **dict.fromkeys(gone)})
    change_draft(work, draft_id, revision=revision.number, changed_by=revision.by, changed_at=work.now)
    return True


def forget_drafts(work: Work, before: datetime) -> None:
    """Delete for good what was thrown away before this instant."""
    where = (protocol_draft.c.board_id == work.board, protocol_draft.c.dropped_at < before)
    gone = list(work.run(select(protocol_draft.c.draft_id).where(*where)).scalars())
    if gone:
        forget_batches(work, WHAT_IF, gone)
    for table in _ALL if gone else ():
        work.run(delete(table).where(table.c.board_id == work.board, table.c.draft_id.in_(gone)))


def _content_of_file() -> Any:
    return (
        (draft_content.c.board_id == draft_file.c.board_id) & (draft_content.c.draft_id == draft_file.c.draft_id)
        & (draft_content.c.digest == draft_file.c.digest)
    )  # fmt: skip


def _keep(work: Work, draft_id: UUID, digest: str, data: bytes) -> None:
    where = (
        draft_content.c.board_id == work.board, draft_content.c.draft_id == draft_id,
        draft_content.c.digest == digest,
    )  # fmt: skip
    if work.row(select(draft_content.c.digest).where(*where)) is None:
        work.add(draft_content, draft_id=draft_id, digest=digest, packed=zlib.compress(data))


def _went_on(work: Work, draft_id: UUID, name: str, revision: Revision) -> Row[Any] | None:
    """The revision just before this one, where this save only goes on with it."""
    last = revisions_of(work, draft_id, 1)
    same = last and last[0].kind == SAVED and last[0].made_by == revision.by
    if not same or work.now - last[0].begun_at > TOGETHER:
        return None
    return last[0] if list(changes_of(work, draft_id, [last[0].number]).get(last[0].number, ())) == [name] else None


def _set_files(work: Work, draft_id: UUID, files: Mapping[str, Kept], revision: Revision) -> None:
    where = (draft_file.c.board_id == work.board, draft_file.c.draft_id == draft_id)
    work.run(delete(draft_file).where(*where, draft_file.c.name.in_(list(files))))
    for name, each in files.items():
        work.add(
            draft_file, draft_id=draft_id, name=name, digest=each.digest, size=each.size, revision=revision.number,
            changed_by=revision.by, changed_at=work.now,
        )  # fmt: skip
    work.flush()


def _add_revision(
    work: Work, draft_id: UUID, revision: Revision, digest: str, begun: datetime | None = None
) -> None:  # fmt: skip
    work.add(
        draft_revision, draft_id=draft_id, number=revision.number, kind=revision.kind, source=revision.source,
        digest=digest, made_by=revision.by, begun_at=begun or work.now, made_at=work.now,
    )  # fmt: skip


def _add_changes(work: Work, draft_id: UUID, number: int, files: Mapping[str, Kept | None]) -> None:
    for name, each in files.items():
        work.add(
            draft_change, draft_id=draft_id, number=number, name=name, digest=each.digest if each else None,
            size=each.size if each else 0,
        )  # fmt: skip


def _forget(work: Work, draft_id: UUID, number: int) -> None:
    """Let a revision go that another stands for, and what only it held."""
    where = (draft_change.c.board_id == work.board, draft_change.c.draft_id == draft_id)
    work.run(delete(draft_change).where(*where, draft_change.c.number == number))
    work.run(
        delete(draft_revision).where(
            draft_revision.c.board_id == work.board, draft_revision.c.draft_id == draft_id,
            draft_revision.c.number == number,
        )
    )  # fmt: skip
    still = select(draft_change.c.digest).where(*where, draft_change.c.digest.is_not(None))
    work.run(
        delete(draft_content).where(
            draft_content.c.board_id == work.board, draft_content.c.draft_id == draft_id,
            draft_content.c.digest.not_in(still),
        )
    )  # fmt: skip
