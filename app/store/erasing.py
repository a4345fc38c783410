"""Destroying what a route or a dossier was: its sealed rows, the columns that tell of it, and their remains in files.

Of each stream stay its facts, sealed for good, and the row that owns it: id, key id, count and head. So every chain
still verifies.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, delete, exists, func, literal, select, update

from app.store.db import db
from app.store.dossiers import add_readers
from app.store.erasure import forget_reasons
from app.store.keys import KeyGoneError
from app.store.loaded import ERASED
from app.store.remains import forget_all, forget_routes
from app.store.sealing import SealError, about_answers, about_attachment, about_fact, about_state, unseal
from app.store.tables import (
    answer,
    attachment,
    attachment_content,
    denial,
    deviation,
    dossier,
    dossier_function,
    draft,
    fact,
    incident,
    member,
    parent,
    pupil,
    pupil_group,
    route,
    route_reader,
    task,
    task_function,
)
from app.store.unit_of_work import Work

NOBODY: Final = UUID(int=0)
"""The pupil of a dossier that is destroyed."""
PARENTS, PUPIL = "ouders", "leerling"
_AT_ONCE: Final = 500
_OF_ROUTE: Final[tuple[Table, ...]] = (answer, attachment, draft, deviation, incident, member, route_reader, task)
"""The tables whose rows belong to a route by `route_id`."""
_COUNTED: Final[tuple[Table, ...]] = (answer, attachment, draft, task)


@dataclass(frozen=True, slots=True)
class Doomed:
    """A stream that is to be destroyed: that of a route, or the dossier's own."""

    stream: UUID
    key_id: UUID
    facts: int
    head: bytes
    route: UUID | None = None


def doomed(work: Work, dossier_id: UUID, route_id: UUID | None) -> list[Doomed]:
    """The streams of a dossier that are not destroyed yet, its own last; or that of one of its routes."""
    where = [route.c.board_id == work.board, route.c.dossier_id == dossier_id, route.c.status != ERASED]
    where += [route.c.route_id == route_id] if route_id else []
    found = [
        Doomed(row.stream_id, row.key_id, row.facts, bytes(row.head), row.route_id)
        for row in work.rows(select(route).where(*where).order_by(route.c.number))
    ]
    if route_id is None:
        own = work.row(select(dossier).where(dossier.c.board_id == work.board, dossier.c.dossier_id == dossier_id))
        found += [Doomed(own.stream_id, own.key_id, own.facts, bytes(own.head))] if own else []
    return found


# a trial


@dataclass(frozen=True, slots=True)
class Sample:
    """Something sealed by which it is tried whether a key opens it."""

    what: str
    """`feit`, `toestand`, `antwoord` or `bijlage`."""
    stream: UUID
    key_id: UUID
    sealed: bytes
    about: tuple[bytes | str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of all its bytes, by which anybody can find it again."""
        return hashlib.sha256(self.sealed).hexdigest()


def samples(work: Work, streams: Sequence[Doomed]) -> Iterator[Sample]:
    """Of each stream its first fact; of a route its state, an answer and a file too, where there are any."""
    for each in streams:
        where = (fact.c.board_id == work.board, fact.c.stream_id == each.stream, fact.c.sequence == 1)
        for row in work.rows(select(fact).where(*where)):
            about = about_fact(each.stream, row.sequence, row.entered)
            yield Sample("feit", each.stream, each.key_id, bytes(row.ciphertext), about)
        if each.route is not None:
            yield from _samples_of_route(work, each, each.route)


def _samples_of_route(work: Work, each: Doomed, made: UUID) -> Iterator[Sample]:
    own = work.row(select(route.c.version, route.c.state).where(*_is(work, route, made)))
    if own is not None and own.state:
        yield Sample("toestand", each.stream, each.key_id, bytes(own.state), about_state(made, own.version))
    first = select(answer).where(*_is(work, answer, made)).order_by(answer.c.given_at, answer.c.command_id).limit(1)
    for row in work.rows(first):
        about = about_answers(made, row.task_id or made, row.command_id, row.veldgroep)
        yield Sample("antwoord", each.stream, each.key_id, bytes(row.sealed), about)
    files = select(attachment).where(*_is(work, attachment, made), attachment.c.removed_at.is_(None))
    for row in work.rows(files.order_by(attachment.c.added_at, attachment.c.attachment_id).limit(1)):
        about = about_attachment(made, row.task_id, row.attachment_id, "details")
        yield Sample("bijlage", each.stream, each.key_id, bytes(row.sealed), about)


def opens(work: Work, sample: Sample) -> bool:
    """Whether it opens, as whoever reads would try. Raises KeysError where the key store is away."""
    try:
        unseal(work.keys.get(work.board, sample.key_id), sample.sealed, *sample.about)
    except (KeyGoneError, SealError):
        return False
    return True


# rows


def blank_routes(work: Work, dossier_id: UUID, routes: Collection[UUID], at: datetime) -> Counter[str]:
    """Take away all that routes held and were; how many rows of what.

    Functions that are on the dossier without being asked may know that there was a route.
    """
    gone: Counter[str] = Counter()
    ids = list(routes)
    if not ids:
        return gone
    files = select(attachment.c.attachment_id).where(*_in(work, attachment, ids))
    work.run(delete(attachment_content).where(
        attachment_content.c.board_id == work.board, attachment_content.c.attachment_id.in_(files)
    ))  # fmt: skip
    tasks = select(task.c.task_id).where(*_in(work, task, ids))
    work.run(delete(task_function).where(task_function.c.board_id == work.board, task_function.c.task_id.in_(tasks)))
    for table in _OF_ROUTE:
        done = work.run(delete(table).where(*_in(work, table, ids)).execution_options(preserve_rowcount=True))
        if table in _COUNTED:
            gone[table.name] += done.rowcount
    work.run(
        update(route).where(*_in(work, route, ids)).values(
            process="", name="", bundle="", status=ERASED, stuck=False, version=0, state=b"", milestone="", reached={},
            phase="", ends=[], next_due=None, started_by=None, started_at=at, ended_at=at,
        )
    )  # fmt: skip
    forget_routes(work, dossier_id, ids)
    where = (dossier_function.c.board_id == work.board, dossier_function.c.dossier_id == dossier_id)
    standing = list(work.run(select(dossier_function.c.function).where(*where)).scalars())
    for each in ids:
        add_readers(work, each, standing)
    return gone


def blank_dossier(work: Work, dossier_id: UUID, at: datetime) -> Counter[str]:
    """Take away all that a dossier held and was, whose routes are blanked already or are now."""
    where = (route.c.board_id == work.board, route.c.dossier_id == dossier_id, route.c.status != ERASED)
    routes = list(work.run(select(route.c.route_id).where(*where)).scalars())
    for table in (dossier_function, member, denial):
        work.run(delete(table).where(table.c.board_id == work.board, table.c.dossier_id == dossier_id))
    all_ = select(route.c.route_id).where(route.c.board_id == work.board, route.c.dossier_id == dossier_id)
    work.run(delete(route_reader).where(route_reader.c.board_id == work.board, route_reader.c.route_id.in_(all_)))
    gone = blank_routes(work, dossier_id, routes, at)
    work.run(
        update(dossier).where(dossier.c.board_id == work.board, dossier.c.dossier_id == dossier_id)
        .values(pupil_id=NOBODY, closed_at=func.coalesce(dossier.c.closed_at, literal(at, dossier.c.closed_at.type)))
    )  # fmt: skip
    forget_reasons(work, dossier_id)
    forget_all(work, dossier_id)
    return gone


def forget_pupil(work: Work, pupil_id: UUID, today: date) -> tuple[str, ...]:
    """Where no dossier of a pupil is left: what is known of the parents goes, and of a pupil who left, the pupil.

    Both are sealed under the key of the board, which lives on: a backup from before still opens with it.
    """
    mine = (pupil.c.board_id == work.board, pupil.c.pupil_id == pupil_id)
    left = exists().where(dossier.c.board_id == work.board, dossier.c.pupil_id == pupil_id)
    if pupil_id == NOBODY or work.run(select(left)).scalar_one():
        return ()
    gone = []
    where = (parent.c.board_id == work.board, parent.c.pupil_id == pupil_id)
    if work.run(delete(parent).where(*where).execution_options(preserve_rowcount=True)).rowcount:
        gone.append(PARENTS)
    row = work.row(select(pupil.c.left_on).where(*mine))
    if row is not None and row.left_on is not None and row.left_on <= today:
        work.run(delete(pupil_group).where(
            pupil_group.c.board_id == work.board, pupil_group.c.pupil_id == pupil_id
        ))  # fmt: skip
        work.run(delete(pupil).where(*mine))
        gone.append(PUPIL)
    return tuple(gone)


def forget_left(work: Work, before: date) -> int:
    """Take pupils off the roll who left before a day and have no dossier, with what is known of their parents."""
    has = exists().where(dossier.c.board_id == pupil.c.board_id, dossier.c.pupil_id == pupil.c.pupil_id)
    gone = select(pupil.c.pupil_id).where(pupil.c.board_id == work.board, pupil.c.left_on < before, ~has)
    ids = list(work.run(gone.order_by(pupil.c.pupil_id).limit(_AT_ONCE)).scalars())
    for table in (parent, pupil_group, pupil):
        work.run(delete(table).where(table.c.board_id == work.board, table.c.pupil_id.in_(ids)))
    return len(ids)


def wipe() -> bool:
    """Take the remains of what was deleted out of the database's own files; False where something bars it now.

    SQLite zeroes what it deletes (secure_delete), but its write-ahead log still holds pages from before. PostgreSQL
    takes them away by itself (autovacuum), from its own log when that is used again.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    connection: Any = db.engine.raw_connection()  # a checkpoint cannot be made within a transaction
    try:
        cursor = connection.cursor()
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    finally:
        connection.close()
    return bool(busy == 0)


def _is(work: Work, table: Table, made: UUID) -> tuple[Any, ...]:
    return (table.c.board_id == work.board, table.c.route_id == made)


def _in(work: Work, table: Table, ids: Collection[UUID]) -> tuple[Any, ...]:
    return (table.c.board_id == work.board, table.c.route_id.in_(list(ids)))
