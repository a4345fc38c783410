"""Rows of the machine itself: ticks of workers, mail on its way, requests that may be forgotten, keys without a use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from app.store.tables import board, idempotency, outbox, person, route, worker
from app.store.unit_of_work import Work

BACK = timedelta(minutes=5)
"""A clock that is so far behind the last tick went back, or was ahead then."""


def tick(work: Work, worker_id: UUID) -> None:
    """Write down that a worker is there; those that have not been seen for a day are forgotten."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[work.connection.dialect.name]
    values = {"board_id": work.board, "worker_id": worker_id, "ticked_at": work.now}
    work.run(
        dialect.insert(worker).values(**values)
        .on_conflict_do_update(index_elements=["board_id", "worker_id"], set_={"ticked_at": work.now})
    )  # fmt: skip
    work.run(delete(worker).where(worker.c.board_id == work.board, worker.c.ticked_at < work.now - timedelta(days=1)))


def has_ticked(work: Work, worker_id: UUID) -> bool:
    """Whether this worker ticked before."""
    here = (worker.c.board_id == work.board, worker.c.worker_id == worker_id)
    return work.run(select(worker.c.worker_id).where(*here)).first() is not None


def forget_later_ticks(work: Work) -> None:
    """Forget what ticked later than it is now."""
    work.run(delete(worker).where(worker.c.board_id == work.board, worker.c.ticked_at > work.now))


def last_tick(work: Work) -> datetime | None:
    """When a worker last ticked for this board."""
    found: datetime | None = work.run(
        select(func.max(worker.c.ticked_at)).where(worker.c.board_id == work.board)
    ).scalar_one()
    return found


def due_dossiers(work: Work, most: int) -> list[UUID]:
    """Dossiers in which a timer is due, those that wait longest first; read without a lock."""
    rows = work.rows(
        select(route.c.dossier_id, func.min(route.c.next_due).label("due"))
        .where(route.c.board_id == work.board, route.c.next_due <= work.now)
        .group_by(route.c.dossier_id).order_by("due").limit(most)
    )  # fmt: skip
    return [row.dossier_id for row in rows]


def due_mail(work: Work, most: int) -> Sequence[Row[Any]]:
    """Mail that may leave now, with the address of whom it is for."""
    return work.rows(
        select(
            outbox.c.mail_id, outbox.c.kind, outbox.c.attempts, outbox.c.about, outbox.c.subject_id, person.c.email,
            person.c.active,
        )
        .join(person, (person.c.board_id == outbox.c.board_id) & (person.c.person_id == outbox.c.person_id))
        .where(outbox.c.board_id == work.board, outbox.c.next_at <= work.now)
        .order_by(outbox.c.next_at, outbox.c.mail_id).limit(most)
    )  # fmt: skip


def claim_mail(work: Work, mail: UUID, until: datetime) -> bool:
    """Keep others from sending it until then; False where it may not leave now, because another has it or sent it."""
    here = [outbox.c.board_id == work.board, outbox.c.mail_id == mail, outbox.c.next_at <= work.now]
    claimed: int = work.run(update(outbox).where(*here).values(next_at=until)).rowcount
    return claimed == 1


def mail_sent(work: Work, mail: UUID) -> None:
    """It left."""
    _mail(work, mail, sent_at=work.now, next_at=None, attempts=outbox.c.attempts + 1)


def mail_failed(work: Work, mail: UUID, again_in: timedelta) -> None:
    """It did not leave, and is tried again."""
    _mail(work, mail, next_at=work.now + again_in, attempts=outbox.c.attempts + 1)


def give_up_mail(work: Work, mail: UUID) -> None:
    """It did not leave, and will not be tried again."""
    _mail(work, mail, next_at=None, failed=True, attempts=outbox.c.attempts + 1)


def _mail(work: Work, mail: UUID, **values: Any) -> None:
    work.run(update(outbox).where(outbox.c.board_id == work.board, outbox.c.mail_id == mail).values(**values))


def forget_old_requests(work: Work, before: datetime) -> None:
    """Forget the keys of requests that nobody sends again."""
    work.run(delete(idempotency).where(idempotency.c.board_id == work.board, idempotency.c.created_at < before))


def count_anew(work: Work) -> None:
    """Let the database count its rows, from which it plans: without counts it reads whole tables."""
    work.run(text("ANALYZE"))


def all_boards(work: Work) -> list[UUID]:
    """Every board of this database."""
    return list(work.run(select(board.c.board_id).order_by(board.c.board_id)).scalars())
