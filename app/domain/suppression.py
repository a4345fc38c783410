"""Which numbers about people may be shown: none from 1 to 4, and none from which such a number follows (ADR 0013).

Where routes are told of, their children are what counts: twenty routes of one child are about one child.

A cell is one number of one school in one school year. What is told of more of them is made from what may be told of
each, so that nobody learns from a sum what a cell keeps back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
class Count:
    """So many of something, and of how many children."""

    number: int
    children: int


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


def of_children(count: Count) -> Cell:
    """A number that is part of no other."""
    kept = whole(count.children)
    return kept if isinstance(kept, Hidden) else count.number


def of_children_among(count: Count, of: Count) -> Cell:
    """How many of a whole that is told too: where neither the children of these nor those of all others are few.

    Where each child is in it and something is left over, of how many that is cannot be said.
    """
    kept = among(count.children, of.children)
    if isinstance(kept, Hidden):
        return kept
    if count.children == of.children and count.number < of.number:
        return Hidden.NEARLY if of.children >= 2 * LEAST - 1 else Hidden.WITHHELD
    return count.number


def covered(counts: Mapping[str, Count], of: Count, alike: Mapping[str, str]) -> dict[str, Cell]:
    """The same of parts that may make up the whole, such as steps of which a route does one, all or those `alike`.

    Where a single one is kept back it would follow from the whole and the others, so the next larger ones are kept back
    with it, until those that are kept back are of enough children together. Which of them are few is not said then.
    Nearly all of a whole leave no other part that is told, so such a part stays out of this.
    """
    cells = {name: of_children_among(count, of) for name, count in counts.items()}
    parts = sorted((name for name in counts if 0 < counts[name].number < of.number), key=lambda each: (
        counts[each].number, each,
    ))  # fmt: skip
    families = [[name for name in parts if alike[name] == each] for each in sorted(set(alike.values()))]
    for family in (parts, *(each for each in families if len(each) > 1)):
        shown = [name for name in family if not isinstance(cells[name], Hidden)]
        hidden = [name for name in family if cells[name] in _NOT_MANY]
        while shown and _follow([counts[name].children for name in hidden]):
            least = counts[shown[0]].number  # of two that are alike, that one is told says which of them is not
            hidden += [name for name in shown if counts[name].number == least]
            shown = [name for name in shown if counts[name].number > least]
        if len(hidden) > 1:
            cells |= dict.fromkeys(hidden, Hidden.WITHHELD)
    return cells


_NOT_MANY: Final = frozenset({Hidden.FEW, Hidden.WITHHELD})


def _follow(hidden: Sequence[int]) -> bool:
    """Whether one of these, or that they are few together, follows from their sum; four and four are all there is."""
    return len(hidden) == 1 or 0 < sum(hidden) < LEAST or (len(hidden) > 1 and min(hidden) == max(hidden) == LEAST - 1)


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


def ranked(counts: Mapping[str, Count], children: int, most: int) -> Ranked:
    """The `most` largest groups of a whole, of so many children, that is told too.

    What is left is told as one number; where that would be of too few the smallest group goes in with it.
    """
    order = sorted(counts, key=lambda key: (-counts[key].number, key))
    shown = [key for key in order[:most] if counts[key].children >= LEAST]
    rest = _left(counts, shown, children)
    while shown and is_small(rest.children):
        shown.pop()
        rest = _left(counts, shown, children)
    return Ranked({key: counts[key].number for key in shown}, of_children(rest))


def _left(counts: Mapping[str, Count], shown: Collection[str], children: int) -> Count:
    """What is in no group that is shown, and of how many children that is at least: one can be in several groups."""
    others = [counts[key] for key in counts if key not in shown]
    number = sum(each.number for each in others)
    surely = max([children - sum(counts[key].children for key in shown), *(each.children for each in others)])
    return Count(number, surely if number else 0)


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
