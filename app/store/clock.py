"""Where the instant of a command comes from. The database's own clock where it has one: many nodes, one time."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from app.store.kept import Kept

_CLOCK: Final = Kept(select(func.clock_timestamp().label("clock")))


def system_now() -> datetime:
    """The clock of this machine, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  the one place where the store reads a clock


def random_id() -> UUID:
    """128 random bits as a UUID of version 4: an id that says nothing and cannot be guessed."""
    return UUID(bytes=os.urandom(16), version=4)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock; `read` None means that of the database."""

    read: Callable[[], datetime] | None = None

    def roughly(self) -> datetime:
        """The instant by this machine, where no statement is worth it: rights before a lock, ages of rows."""
        return system_now() if self.read is None else self.read()

    def now(self, connection: Connection, *, alone: bool = False) -> datetime:
        """The instant; `alone` as in `kept.tell`.

        Asked after the lock, so that what waited for it is not dated before what it waited for.
        """
        if self.read is not None:
            return self.read()
        if connection.dialect.name == "postgresql":
            (row,) = _CLOCK.rows(connection, {}, alone=alone)
            found: datetime = row.clock
            return found.astimezone(UTC)
        return system_now()
