"""Who may not complete a task because of what they did before: `niet_door` (R32, architecture section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.types import OpenTask


@dataclass(frozen=True, slots=True)
class Done:
    """A task that somebody completed in this route."""

    name: str
    by: str
    """Who: any key that is the same for the same person."""
    beside: frozenset[str] = frozenset()
    """Ids of the tasks that were open in the route at that moment."""


def barring(task: OpenTask, by: str, done: Iterable[Done]) -> Done | None:
    """What this person completed in the route that keeps them from this task; None where nothing does.

    A task that names itself is one of a pair, "each not by the other": then only what was completed while it was open
    counts, so that a later round is not closed to everyone who once did it.
    """
    for each in done:
        if each.by == by and each.name in task.niet_door and (each.name != task.name or task.id in each.beside):
            return each
    return None
