"""Sessions of people at a screen, and the failures that make whoever guesses wait."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, func, or_, select, update

from app.domain.sessions import FORGOTTEN, IDLE, LONGEST
from app.store.bearer import Bearer
from app.store.tables import board, person, session, sign_in_failure
from app.store.unit_of_work import Work

NO_BOARD: Final = UUID(int=0)
"""Failures are kept under no board: whoever mistypes a login is on none."""


@dataclass(frozen=True, slots=True)
class Failures:
    """What failed lately."""

    count: int
    last: datetime | None


# sessions


def add_session(work: Work, person_id: UUID, secret: Bearer) -> UUID:
    """Begin a session; its id."""
    made = work.new_id()
    work.add(
        session, session_id=made, person_id=person_id, hash=secret.hash, created_at=work.now, seen_at=work.now,
        ended_at=None,
    )  # fmt: skip
    return made


def touch_session(work: Work, person_id: UUID, session_id: UUID, before: datetime) -> None:
    """Write down that a session is used, where that was last done before an instant."""
    where = (*_live(work, person_id), session.c.session_id == session_id, session.c.seen_at <= before)
    work.run(update(session).where(*where).values(seen_at=work.now))


def end_session(work: Work, person_id: UUID, session_id: UUID) -> bool:
    """Let one session count no longer; False where it had ended."""
    where = (*_live(work, person_id), session.c.session_id == session_id)
    ended: int = work.run(update(session).where(*where).values(ended_at=work.now)).rowcount
    return ended == 1


def end_sessions(work: Work, person_id: UUID, but: UUID | None = None) -> int:
    """Let all sessions of a person count no longer, but one that is kept; how many that were."""
    where = [*_live(work, person_id), *([session.c.session_id != but] if but is not None else [])]
    ended: int = work.run(update(session).where(*where).values(ended_at=work.now)).rowcount
    return ended


def count_sessions(work: Work, person_id: UUID) -> int:
    """How many sessions of a person count now."""
    where = (*_live(work, person_id), session.c.seen_at > work.now - IDLE, session.c.created_at > work.now - LONGEST)
    found: int = work.run(select(func.count()).select_from(session).where(*where)).scalar_one()
    return found


def whose_session(work: Work, secret: Bearer) -> UUID | None:
    """Of whom a session is, or was."""
    where = (session.c.board_id == work.board, session.c.hash == secret.hash)
    found: UUID | None = work.run(select(session.c.person_id).where(*where)).scalar_one_or_none()
    return found


def forget_sessions(work: Work) -> None:
    """Forget the sessions that are over."""
    over = or_(
        session.c.ended_at.is_not(None), session.c.seen_at <= work.now - IDLE,
        session.c.created_at <= work.now - LONGEST,
    )  # fmt: skip
    work.run(delete(session).where(session.c.board_id == work.board, over))


def _live(work: Work, person_id: UUID) -> tuple[Any, ...]:
    return session.c.board_id == work.board, session.c.person_id == person_id, session.c.ended_at.is_(None)


# who may be meant


def people_by_login(work: Work, login: str) -> Sequence[Row[Any]]:
    """Whoever has this login, on any board, with what is kept of their password."""
    columns = (person.c.board_id, person.c.person_id, person.c.active, person.c.password)
    everywhere = person.c.board_id.in_(select(board.c.board_id))
    return work.rows(select(*columns).where(everywhere, person.c.login == login).order_by(person.c.board_id))


# failures


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands for a login, a network address or a browser: an HMAC, because people type passwords there, too."""

    key: bytes = field(repr=False)

    def of(self, kind: str, *texts: str) -> bytes:
        """The mark of something of a kind."""
        said = "\x00".join(("sign in", kind, *texts))
        return hmac.digest(self.key, said.encode(), hashlib.sha256)

    def introduced(self, login: str, nonce: UUID) -> str:
        """What a browser keeps from which somebody signed in, to be known again: random bits and a mark, no name."""
        return f"{nonce.hex}.{self.of('browser', nonce.hex, login).hex()}"

    def is_known(self, login: str, text: str) -> bool:
        """Whether a browser kept that for this login."""
        nonce, _dot, kept = text.partition(".")
        return hmac.compare_digest(self.of("browser", nonce, login).hex().encode(), kept.encode())


def marks_of(work: Work) -> Marks:
    """Under the key of a board, whichever comes first: where another does, whoever waits no longer does."""
    first = work.row(select(board.c.board_id, board.c.key_id).order_by(board.c.board_id).limit(1))
    return Marks(bytes(32) if first is None else work.keys.get(first.board_id, first.key_id))


def one_at_a_time(work: Work, mark: bytes) -> None:
    """Let tries with one login wait for each other: those that come together would all find that none has failed."""
    if work.connection.dialect.name == "postgresql":  # SQLite lets one transaction write
        work.run(select(func.pg_advisory_xact_lock(int.from_bytes(mark[:8], signed=True))))


def failures_of(work: Work, *, login: bytes | None = None, network: bytes | None = None) -> Failures:
    """The failures that count, for a login or from a network address."""
    which = sign_in_failure.c.login == login if login is not None else sign_in_failure.c.network == network
    where = (sign_in_failure.c.board_id == NO_BOARD, which, sign_in_failure.c.at > work.now - FORGOTTEN)
    row = work.run(select(func.count(), func.max(sign_in_failure.c.at)).where(*where)).one()
    return Failures(row[0], row[1])


def add_failure(work: Work, login: bytes, network: bytes) -> None:
    """Write a failure down."""
    work.add(
        sign_in_failure, board_id=NO_BOARD, failure_id=work.new_id(), login=login, network=network, at=work.now
    )  # fmt: skip


def clear_failures(work: Work, login: bytes) -> None:
    """Forget what failed for a login."""
    work.run(
        delete(sign_in_failure).where(sign_in_failure.c.board_id == NO_BOARD, sign_in_failure.c.login == login)
    )  # fmt: skip


def forget_failures(work: Work, older: timedelta = FORGOTTEN) -> None:
    """Forget the failures that count no longer."""
    where = (sign_in_failure.c.board_id == NO_BOARD, sign_in_failure.c.at <= work.now - older)
    work.run(delete(sign_in_failure).where(*where))
