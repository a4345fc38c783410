"""What goes into a what-if and what comes out of it: the past of a route, and how it would have gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflows.bundle import Bundle
from workflows.spiff import Moment


@dataclass(frozen=True, slots=True)
class Past:
    """One command of a route as its fact tells of it (docs/formats/history.md)."""

    sequence: int
    """Of the fact in its stream."""
    moment: Moment
    verb: str
    arguments: Mapping[str, Any]
    data: Mapping[str, Any]
    """The fields of its kind of fact."""
    outcome: Mapping[str, Any]
    bundle: Bundle
    """The version on which it was carried out."""

    def told(self, what: str) -> Sequence[Any]:
        """A list of its outcome; empty where there was none."""
        found: Sequence[Any] = self.outcome.get(what, ())
        return found


class Fate(StrEnum):
    """How a route would go."""

    SAME = "hetzelfde"
    OTHER = "anders"
    """Every command could be carried out, and other tasks, fields, timers or ends would have been met."""
    STUCK = "loopt vast"


class Sort(StrEnum):
    """What would be different."""

    MORE = "taak erbij"
    LESS = "taak weg"
    FIELDS = "andere velden"
    TIMER = "andere termijn"
    END = "ander einde"
    STUCK = "loopt vast"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would be different."""

    sort: Sort
    sequence: int
    """Of the fact at which it shows first."""
    element: str
    """Id of the element, in the version where it is drawn; empty where it is of the route as a whole."""
    sentence: str
    """In Dutch; names what is drawn and nothing that was filled in."""

    @property
    def key(self) -> tuple[Sort, str, str]:
        """What makes it the same as one of another route."""
        return self.sort, self.element, self.sentence


@dataclass(frozen=True, slots=True)
class Course:
    """How a route would have gone on another version."""

    differences: tuple[Difference, ...] = ()
    """In order, each once; the one that it sticks at is the last."""

    @property
    def fate(self) -> Fate:
        """The worst of it."""
        if any(each.sort is Sort.STUCK for each in self.differences):
            return Fate.STUCK
        return Fate.OTHER if self.differences else Fate.SAME
