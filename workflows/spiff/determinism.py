"""SpiffWorkflow without its own clock and dice (architecture section 4, trap 7).

The library asks `uuid4()`, `time.time()` and `datetime.now()` while it runs, so two runs of the same commands differ.
The three names are replaced once, here, at import, by functions that read a ContextVar. Outside a command they raise:
a threaded server would otherwise give one dossier the ids or the hour of another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID, uuid5

import SpiffWorkflow.bpmn.specs.event_definitions.timer as library_timer
import SpiffWorkflow.task as library_task


class OutsideCommandError(RuntimeError):
    """The library was asked for an id or the time outside a command."""


@dataclass(slots=True)
class _Supply:
    """Ids and the hour for one command."""

    route: UUID
    sequence: int
    instant: datetime
    counter: int = 0

    def next_id(self) -> UUID:
        self.counter += 1
        return uuid5(self.route, f"{self.sequence}.{self.counter}")


_current: ContextVar[_Supply | None] = ContextVar("leidraad_command", default=None)


def _supply() -> _Supply:
    supply = _current.get()
    if supply is None:
        raise OutsideCommandError(OutsideCommandError.__doc__)
    return supply


@contextmanager
def command(route: UUID, sequence: int, instant: datetime) -> Iterator[None]:
    """Within this block the library gets its ids from (route, sequence, counter) and its hour from `instant`."""
    token = _current.set(_Supply(route, sequence, instant))
    try:
        yield
    finally:
        _current.reset(token)


def next_id() -> UUID:
    """The next id of the running command: uuid5 of the route, the sequence of the command and a counter.

    Raises OutsideCommandError where no command runs.
    """
    return _supply().next_id()


class _CommandTime:
    """Stands where the library expects the module `time`."""

    @staticmethod
    def time() -> float:
        return _supply().instant.timestamp()


class _CommandDatetime(datetime):
    """Stands where the library expects the class `datetime`."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return _supply().instant.astimezone(tz)


library_task.uuid4 = next_id
library_task.time = _CommandTime
library_timer.datetime = _CommandDatetime
