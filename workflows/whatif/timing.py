"""What waited for an instant in the past of a route."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflows.whatif.course import Past


class Clocks:
    """The timers that waited after the last command."""

    def __init__(self) -> None:
        self._waiting: Sequence[tuple[str, datetime]] = ()

    def told(self, past: Past) -> None:
        """Take in what waits after a command."""
        self._waiting = [(each["element"], datetime.fromisoformat(each["due"])) for each in past.told("timers")]

    def overdue(self, now: datetime) -> frozenset[str]:
        """Elements whose timer could have gone off by now and had not yet: a worker comes by when it can."""
        return frozenset(element for element, due in self._waiting if due <= now)
