"""What if all routes had run on another version: each by itself, one at a time, and of all together only numbers.

Structure only: nothing that was filled in is opened, but for what routes, and that is never told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from app.domain.suppression import Cell, Hidden, among, parted, whole
from app.queries.desk import Desk
from app.queries.facts import documents
from app.queries.passing import each_row
from app.queries.projection import IncompleteError
from app.queries.rerun import CannotJudge, pinned_to
from app.store.bundles import BundleCache
from app.store.history import UnreadableError
from app.store.passing import Which, facts_of_route, is_erased
from app.store.unit_of_work import Work
from workflows import Bundle, Course, Fate, Past, WorkflowError, what_if

__all__ = ["Aside", "Place", "Shown", "Tally", "Told", "Which", "destroyed_keys", "each_route", "route_told"]


class Aside(StrEnum):
    """Why nothing can be said of a route."""

    ERASED = "gewist"
    UNREADABLE = "niet te lezen"


Told: TypeAlias = Course | Aside


@dataclass(slots=True)
class Tally:
    """What became of all routes together."""

    fates: Counter[Fate] = field(default_factory=Counter)
    asides: Counter[Aside] = field(default_factory=Counter)
    places: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By sort of difference, element and sentence: in how many routes. As large as the drawing, not as the school."""

    def add(self, told: Told) -> None:
        """Count one route."""
        if isinstance(told, Aside):
            self.asides[told] += 1
            return
        self.fates[told.fate] += 1
        for key in {each.key for each in told.differences}:
            self.places[str(key[0]), key[1], key[2]] += 1

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Tally:
        """As `kept` gave it."""
        return cls(
            Counter({Fate(name): number for name, number in kept.get("fates", {}).items()}),
            Counter({Aside(name): number for name, number in kept.get("asides", {}).items()}),
            Counter({(sort, at, told): number for sort, at, told, number in kept.get("places", ())}),
        )  # fmt: skip

    def kept(self) -> dict[str, Any]:
        """Its JSON."""
        return {
            "fates": {str(each): number for each, number in self.fates.items()},
            "asides": {str(each): number for each, number in self.asides.items()},
            "places": [[*key, number] for key, number in self.places.items()],
        }  # fmt: skip

    @property
    def judged(self) -> int:
        """Of how many routes something can be said."""
        return sum(self.fates.values())

    def shown(self, *, exact: bool = False) -> Shown:
        """What may be told of it: no number of people in whom somebody is recognised (ADR 0013).

        `exact` is for who may see every one of these routes, and could count them.
        """
        if exact:
            return self._exact()
        fates = parted({str(each): self.fates[each] for each in Fate})
        places = tuple(Place(*key, self._cell(number)) for key, number in self._order())
        asides = {str(each): whole(self.asides[each]) for each in Aside}
        return Shown(whole(self.judged), fates, places, asides)

    def _exact(self) -> Shown:
        places = tuple(Place(*key, number) for key, number in self._order())
        fates = {str(each): self.fates[each] for each in Fate}
        return Shown(self.judged, fates, places, {str(each): self.asides[each] for each in Aside})

    def _order(self) -> list[tuple[tuple[str, str, str], int]]:
        return sorted(self.places.items(), key=lambda each: (-each[1], each[0]))

    def _cell(self, number: int) -> Cell:
        """How many of all, and of those that would not go the same: from both the rest can be told."""
        of_others = among(number, self.judged - self.fates[Fate.SAME])
        return of_others if isinstance(of_others, Hidden) else among(number, self.judged)


@dataclass(frozen=True, slots=True)
class Place:
    """Where it would be different, and in how many routes."""

    sort: str
    element: str
    sentence: str
    routes: Cell


@dataclass(frozen=True, slots=True)
class Shown:
    """The numbers that may be told."""

    judged: Cell
    fates: Mapping[str, Cell]
    places: tuple[Place, ...]
    """Those met by most routes first."""
    asides: Mapping[str, Cell]


def each_route(desk: Desk, board: UUID, draft: Bundle, which: Which) -> Iterator[Told]:
    """Each route of a board on `draft`, one at a time."""
    destroyed = destroyed_keys(desk, board)
    for row in each_row(desk, board, which):
        yield route_told(desk, board, draft, row, destroyed)


def destroyed_keys(desk: Desk, board: UUID) -> frozenset[UUID]:
    """Ids of the keys that were destroyed: what they opened can be read no more, as it should be."""
    with desk.reading(board) as work:
        return frozenset(each.id for each in work.keys.destroyed() if each.board == board)


def route_told(desk: Desk, board: UUID, draft: Bundle, row: Any, destroyed: Collection[UUID]) -> Told:
    """One route on `draft`, by its row, in a look of its own."""
    if is_erased(row) or row.key_id in destroyed:
        return Aside.ERASED
    with desk.reading(board) as work:
        return _told(work, desk.bundles, row, draft)


def _told(work: Work, bundles: BundleCache[Bundle], row: Any, draft: Bundle) -> Told:
    rows = facts_of_route(work, row.stream_id)
    opened = list(documents(work, row.key_id, rows))
    if not opened or len(opened) != len(rows) or len(rows) < row.facts:
        return Aside.UNREADABLE
    try:
        past = [
            _past(work, bundles, sequence, document)
            for sequence, document in enumerate(opened, start=1) if "do" in document
        ]  # fmt: skip
    except (CannotJudge, IncompleteError, UnreadableError, LookupError, ValueError, WorkflowError):
        return Aside.UNREADABLE
    return what_if(draft, past) if past else Aside.UNREADABLE


def _past(work: Work, bundles: BundleCache[Bundle], sequence: int, document: Mapping[str, Any]) -> Past:
    """A fact as a command. Raises IncompleteError or CannotJudge where what it is pinned to is not here."""
    do = document["do"]
    bundle, moment = pinned_to(work, lambda geheel: bundles.get(work, geheel), sequence, document["moment"])
    return Past(sequence, moment, do["verb"], do["arguments"], document["data"], document["outcome"], bundle)
