"""Which numbers about people may be shown: none from 1 to 4, and none from which such a number follows (ADR 0013).

A cell is one number of one school in one school year. What is told of more of them is made from what may be told of
each, so that nobody learns from a sum what a cell keeps back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

LEAST: Final = 5
"""The smallest number, nought aside, in which nobody is recognised."""


class Hidden(StrEnum):
    """What stands in the place of a number that is kept back."""

    FEW = "minder dan 5"
    NEARLY = "bijna alle"
    """All but fewer than five: whoever knows the whole would know those."""
    WITHHELD = "niet getoond"
    """One of the two, of a whole so small that saying which would say how many."""


Cell: TypeAlias = int | Hidden


@dataclass(frozen=True, slots=True)
class Figure:
    """The sum of what may be shown of some cells."""

    number: int
    hidden: Hidden | None = None
    """Why it is not all there is."""

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to show: the whole, or what there is at least."""
        return self.hidden is None or self.number > 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """The largest groups of a whole by their key, and how many all others hold together."""

    shown: Mapping[str, int]
    rest: Cell


def is_small(count: int) -> bool:
    """Whether people can be recognised in it."""
    return 0 < count < LEAST


def whole(count: int) -> Cell:
    """A number that is part of no other."""
    return Hidden.FEW if is_small(count) else count


def among(count: int, of: int) -> Cell:
    """How many of a whole, where the whole is told too: those that are left over are kept back as well."""
    if is_small(of):
        return Hidden.WITHHELD
    if not is_small(count) and not is_small(of - count):
        return count
    if of < 2 * LEAST - 1:
        return Hidden.WITHHELD
    return Hidden.FEW if is_small(count) else Hidden.NEARLY


def parted(counts: Mapping[str, int]) -> dict[str, Cell]:
    """The parts of a whole that is told too: where one alone is kept back, the smallest other is as well.

    Else it would follow from all the others.
    """
    of = sum(counts.values())
    cells = {name: among(number, of) for name, number in counts.items()}
    hidden = [name for name, cell in cells.items() if isinstance(cell, Hidden)]
    if len(hidden) == 1 and (others := [name for name in counts if name not in hidden and counts[name]]):
        cells[min(others, key=lambda name: (counts[name], name))] = Hidden.WITHHELD
    return cells


def may_split(*parts: int) -> bool:
    """Whether the share of one of these parts may be told: all are empty or large enough."""
    return not any(is_small(each) for each in parts)


def ranked(counts: Mapping[str, int], most: int) -> Ranked:
    """The `most` largest groups of a whole that is told too.

    What is left is told as one number; where that would be too small the smallest group goes in with it.
    """
    order = sorted(counts, key=lambda key: (-counts[key], key))
    shown = [key for key in order[:most] if counts[key] >= LEAST]
    rest = sum(counts.values()) - sum(counts[key] for key in shown)
    while shown and is_small(rest):
        rest += counts[shown.pop()]
    return Ranked({key: counts[key] for key in shown}, whole(rest))


def added(cells: Iterable[Cell]) -> Figure:
    """What is told of some cells together. Of one that is kept back nothing goes in."""
    every = list(cells)
    kept = [each for each in every if isinstance(each, Hidden)]
    number = sum(each for each in every if not isinstance(each, Hidden))
    if not kept:
        return Figure(number)
    return Figure(number, kept[0] if len(every) == 1 else Hidden.WITHHELD)


def is_enough(cells: Iterable[Cell]) -> bool:
    """Whether a median over these may be told: by what may be told of each there are at least five."""
    least = {Hidden.FEW: 0, Hidden.WITHHELD: 0, Hidden.NEARLY: LEAST}
    return sum(least[each] if isinstance(each, Hidden) else each for each in cells) >= LEAST
