"""Batches as rows: begun, held by one worker, gone on with route by route, stopped, and what came of each route."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Text, and_, cast, delete, func, or_, select, update

from app.store.loaded import ERASED
from app.store.tables import batch, batch_route, dossier, pupil, route
from app.store.unit_of_work import Work
from app.store.visible import sees_route

WHAT_IF, TRIAL, MOVE, BACK = "wat als", "proef", "overzetten", "terugdraaien"
"""Kinds of batches."""
RUNS, STOPPED, DONE = "loopt", "gestopt", "klaar"
HELD: Final = timedelta(seconds=60)
"""So long a batch is one worker's after it said something; then that worker is taken to be gone."""
_HEAD: Final = tuple(each for each in batch.c if each.name != "packed")


@dataclass(frozen=True, slots=True)
class Begun:
    """What a batch is begun with."""

    kind: str
    digest: str
    by: UUID
    total: int
    subject: UUID | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)
    packed: bytes | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """What came of one route."""

    route: UUID
    dossier: UUID
    process: str
    name: str
    result: str
    told: Mapping[str, Any] = field(default_factory=dict)


def begin_batch(work: Work, begun: Begun) -> UUID:
    """Write down that a batch begins; its id."""
    made = work.new_id()
    work.add(
        batch, batch_id=made, kind=begun.kind, subject_id=begun.subject, digest=begun.digest, asked=dict(begun.asked),
        packed=begun.packed, asked_by=begun.by, begun_at=work.now, ended_at=None, status=RUNS, why="", done=0,
        total=begun.total, cursor=None, tally={}, worker_id=None, held_until=None,
    )  # fmt: skip
    return made


def find_batch(work: Work, batch_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    """A batch by its id, without the files; with `lock` nobody else goes on with it meanwhile."""
    query = select(*_HEAD).where(batch.c.board_id == work.board, batch.c.batch_id == batch_id)
    return work.row(query.with_for_update() if lock else query)


def packed_of(work: Work, batch_id: UUID) -> bytes | None:
    """The files of the draft that it is about, while it is not done."""
    found = select(batch.c.packed).where(batch.c.board_id == work.board, batch.c.batch_id == batch_id)
    packed: bytes | None = work.run(found).scalar_one_or_none()
    return packed


def batches_of(
    work: Work, kinds: Collection[str], most: int, *, subject: UUID | None = None, digest: str | None = None
) -> Sequence[Row[Any]]:  # fmt: skip
    """The last batches of these kinds, of a subject or of a version, the newest first."""
    where = [batch.c.board_id == work.board, batch.c.kind.in_(list(kinds))]
    where += [batch.c.subject_id == subject] if subject is not None else []
    where += [batch.c.digest == digest] if digest is not None else []
    order = (batch.c.begun_at.desc(), batch.c.batch_id)
    return work.rows(select(*_HEAD).where(*where).order_by(*order).limit(most))


def what_if_of(work: Work, draft: UUID, digest: str) -> Row[Any] | None:
    """The what-if of a draft as its files were by their digest: the last that is done, else the last."""
    found = batches_of(work, [WHAT_IF], 20, subject=draft, digest=digest)
    return next((each for each in found if each.status == DONE), next(iter(found), None))


def running_batches(work: Work, worker: UUID) -> Sequence[Row[Any]]:
    """Those that run and that this worker can go on with, the oldest first."""
    free = or_(batch.c.worker_id.is_(None), batch.c.worker_id == worker, batch.c.held_until < work.clock.roughly())
    query = select(batch.c.batch_id, batch.c.kind).where(batch.c.board_id == work.board, batch.c.status == RUNS, free)
    return work.rows(query.order_by(batch.c.begun_at, batch.c.batch_id))


def change_batch(work: Work, batch_id: UUID, **values: object) -> None:
    """Write down what became of it."""
    where = (batch.c.board_id == work.board, batch.c.batch_id == batch_id)
    work.run(update(batch).where(*where).values(**values))


def note_routes(
    work: Work, row: Row[Any], gone: Sequence[Gone], upto: UUID, passed: int, tally: Mapping[str, Any]
) -> None:  # fmt: skip
    """Write down what came of some routes; `passed` is how many were gone by, those of which nothing is kept too.

    Of one that was destroyed since it was looked at nothing is kept either.
    """
    there = _not_destroyed(work, [each.route for each in gone])
    for each in (one for one in gone if one.route in there):
        work.add(
            batch_route, batch_id=row.batch_id, route_id=each.route, dossier_id=each.dossier, process=each.process,
            name=each.name, result=each.result, told=dict(each.told),
        )  # fmt: skip
    done = row.done + passed
    change_batch(
        work, row.batch_id, done=done, total=max(row.total, done), cursor=upto, tally=dict(tally),
        held_until=held_from(work),
    )  # fmt: skip


def _not_destroyed(work: Work, routes: Sequence[UUID]) -> frozenset[UUID]:
    if not routes:
        return frozenset()
    # Locked as destroying locks them: whichever is first, nothing is left.
    where = (route.c.board_id == work.board, route.c.route_id.in_(list(routes)), route.c.status != ERASED)
    return frozenset(work.run(select(route.c.route_id).where(*where).with_for_update(read=True)).scalars())


def end_batch(work: Work, batch_id: UUID, status: str, why: str = "") -> None:
    """It is done, or stopped; a batch that is done needs the files no more."""
    kept = {"packed": None} if status == DONE else {}
    change_batch(work, batch_id, status=status, ended_at=work.now, why=why, worker_id=None, held_until=None, **kept)


def held_from(work: Work) -> datetime:
    """Until when a worker that says something now holds it."""
    return work.now + HELD


def results_of(work: Work, batch_id: UUID) -> Sequence[Row[Any]]:
    """What came of its routes, those of which the same came as one row, with how many: `number`, `told` as JSON text.

    Of thousands of routes few things are told: where they wait, and on which version.
    """
    said = cast(batch_route.c.told, Text)
    what = (batch_route.c.process, batch_route.c.name, batch_route.c.result, said)
    where = (batch_route.c.board_id == work.board, batch_route.c.batch_id == batch_id)
    query = select(*what[:3], said.label("told"), func.count().label("number")).where(*where).group_by(*what)
    return work.rows(query.order_by(batch_route.c.name, batch_route.c.process, batch_route.c.result, said))


def routes_after_in(work: Work, batch_id: UUID, result: str, after: UUID | None, most: int) -> Sequence[Row[Any]]:
    """The next routes of a batch of which this came, in order of id."""
    where = [
        batch_route.c.board_id == work.board, batch_route.c.batch_id == batch_id, batch_route.c.result == result,
    ]  # fmt: skip
    where += [batch_route.c.route_id > after] if after is not None else []
    return work.rows(select(batch_route).where(*where).order_by(batch_route.c.route_id).limit(most))


def results_by_process(work: Work, batch_id: UUID) -> Sequence[Row[Any]]:
    """How many of each result each process has."""
    what = (batch_route.c.process, batch_route.c.name, batch_route.c.result)
    where = (batch_route.c.board_id == work.board, batch_route.c.batch_id == batch_id)
    return work.rows(select(*what, func.count().label("number")).where(*where).group_by(*what))


def routes_seen(work: Work, batch_id: UUID, person: UUID, same: str, most: int) -> Sequence[Row[Any]]:
    """What came of the routes that a person may see, with the sealed name of the pupil; those that are `same` last."""
    query = (
        select(
            batch_route, route.c.bundle, pupil.c.pupil_id, pupil.c.sealed.label("pupil_sealed"),
            dossier.c.opened_at,
        )
        .join_from(batch_route, route, and_(
            route.c.board_id == batch_route.c.board_id, route.c.route_id == batch_route.c.route_id
        ))
        .join(dossier, _SAME)
        .join(pupil, and_(pupil.c.board_id == dossier.c.board_id, pupil.c.pupil_id == dossier.c.pupil_id))
        .where(*_seen(batch_id, work))
        .order_by(batch_route.c.result == same, batch_route.c.name, batch_route.c.route_id).limit(most)
    )  # fmt: skip
    return work.rows(query, {"board": work.board, "person": person, "now": work.now})


def count_seen(work: Work, batch_id: UUID, person: UUID) -> int:
    """How many of its routes this person may see."""
    query = (
        select(func.count()).select_from(batch_route)
        .join(route, and_(route.c.board_id == batch_route.c.board_id, route.c.route_id == batch_route.c.route_id))
        .join(dossier, _SAME).where(*_seen(batch_id, work))
    )  # fmt: skip
    found: int = work.run(query, {"board": work.board, "person": person, "now": work.now}).scalar_one()
    return found


_SAME: Final = and_(dossier.c.board_id == route.c.board_id, dossier.c.dossier_id == route.c.dossier_id)


def _seen(batch_id: UUID, work: Work) -> tuple[Any, ...]:
    mine = (batch_route.c.board_id == work.board, batch_route.c.batch_id == batch_id)
    return (*mine, route.c.status != ERASED, sees_route())


def forget_trials(work: Work, before: datetime) -> None:
    """Delete dry runs of long ago: what runs has gone on since."""
    where = (batch.c.board_id == work.board, batch.c.kind == TRIAL, batch.c.begun_at < before)
    _delete(work, list(work.run(select(batch.c.batch_id).where(*where)).scalars()))


def forget_batches(work: Work, kind: str, subjects: Sequence[UUID], *, unfinished: bool = False) -> None:
    """Delete those about what is gone for good, or only those that were left half way."""
    where = [batch.c.board_id == work.board, batch.c.kind == kind, batch.c.subject_id.in_(list(subjects))]
    where += [batch.c.status != DONE] if unfinished else []
    _delete(work, list(work.run(select(batch.c.batch_id).where(*where)).scalars()))


def _delete(work: Work, ids: Sequence[UUID]) -> None:
    for table in (batch_route, batch) if ids else ():
        work.run(delete(table).where(table.c.board_id == work.board, table.c.batch_id.in_(list(ids))))
