"""Who may not complete a task because of what they did before: `niet_door` (R32, architecture section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from workflows.types import OpenTask


@dataclass(frozen=True, slots=True)
class Done:
    """A task that somebody completed in this route."""

    name: str
    by: str
    """Who: any key that is the same for the same person."""
    beside: frozenset[str] = frozenset()
    """Ids of the tasks that were open in the route at that moment, and of those that came in their place."""


class Closed(Protocol):
    """A task that is open no more, with the numbers of the commands that opened and closed it."""

    @property
    def name(self) -> str:
        """What the drawing calls it."""

    @property
    def done_by(self) -> object | None:
        """Who completed it; None where it lapsed."""

    @property
    def opened_in(self) -> int:
        """Number of the command in its route."""

    @property
    def closed_in(self) -> int:
        """The same."""


def done_beside(task: OpenTask, opened_in: int, closed: Iterable[Closed]) -> list[Done]:
    """What was completed in a route, as `barring` asks it about a task that a command of this number opened."""
    rows = list(closed)
    lapsed = [each for each in rows if each.done_by is None and each.name == task.name]
    since = opened_in
    # Where nobody could be reached, a timer gives the task to others: that is the same duty still.
    while before := [each.opened_in for each in lapsed if each.closed_in == since and each.opened_in < since]:
        since = min(before)
    return [
        Done(each.name, str(each.done_by), frozenset({task.id} if since < each.closed_in else ()))
        for each in rows if each.done_by is not None
    ]  # fmt: skip


def barring(task: OpenTask, by: str, done: Iterable[Done]) -> Done | None:
    """What this person completed in the route that keeps them from this task; None where nothing does.

    A task that names itself is one of a pair, "each not by the other": then only what was completed while it was open,
    or while one was in whose place it came, counts, so that a later round is not closed to everyone who once did it.
    """
    for each in done:
        if each.by == by and each.name in task.niet_door and (each.name != task.name or task.id in each.beside):
            return each
    return None
