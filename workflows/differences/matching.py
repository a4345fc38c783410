"""Which thing of the new version is which of the old, and which of them stand in another order."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Matching(Generic[Thing]):
    """Things of two versions, paired by one key after the other. What is paired once stays so."""

    def __init__(self, old: Sequence[Thing], new: Sequence[Thing]) -> None:
        self.old, self.new = old, new
        self._to_new: dict[int, int] = {}
        self._to_old: dict[int, int] = {}

    def by(
        self, key: Callable[[Thing], Hashable | None], of_new: Callable[[Thing], Hashable | None] | None = None
    ) -> Matching[Thing]:
        """Pair what is left and has the same key, in order; a key of None pairs with nothing."""
        waiting: dict[Hashable, deque[int]] = {}
        for at, thing in self._left(self.new, self._to_old):
            found = (of_new or key)(thing)
            if found is not None:
                waiting.setdefault(found, deque()).append(at)
        for at, thing in self._left(self.old, self._to_new):
            found = key(thing)
            if found is not None and waiting.get(found):
                self.pair(at, waiting[found].popleft())
        return self

    def pair(self, old: int, new: int) -> None:
        """Say that these two are the same thing."""
        self._to_new[old], self._to_old[new] = new, old

    def left(self) -> tuple[list[int], list[int]]:
        """Places of what has no partner yet."""
        return [at for at, _ in self._left(self.old, self._to_new)], [
            at for at, _ in self._left(self.new, self._to_old)
        ]

    def pairs(self) -> Iterator[tuple[Thing, Thing]]:
        """What is there in both, in the order of the new version."""
        return ((self.old[self._to_old[at]], self.new[at]) for at in sorted(self._to_old))

    def rows(self) -> Iterator[tuple[int | None, int | None]]:
        """Places of everything in the order of the new version; what is gone stands behind what it stood behind."""
        gone: dict[int, list[int]] = {}
        before = -1
        for at in range(len(self.old)):
            if at in self._to_new:
                before = self._to_new[at]
            else:
                gone.setdefault(before, []).append(at)
        for new in range(-1, len(self.new)):
            if new >= 0:
                yield self._to_old.get(new), new
            yield from ((old, None) for old in gone.get(new, ()))

    def things(self) -> Iterator[tuple[Thing | None, Thing | None]]:
        """As `rows`, the things themselves."""
        for old, new in self.rows():
            yield None if old is None else self.old[old], None if new is None else self.new[new]

    def moved(self) -> frozenset[int]:
        """Places, in the new version, of the fewest things by whose moving the one order becomes the other."""
        order = [(self._to_old[at], at) for at in sorted(self._to_old)]
        return frozenset(new for _, new in order) - _in_order(order)

    @staticmethod
    def _left(things: Sequence[Thing], paired: dict[int, int]) -> Iterator[tuple[int, Thing]]:
        return ((at, thing) for at, thing in enumerate(things) if at not in paired)


def _in_order(order: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The longest run that is in order in both (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    behind: list[int] = []
    for at, (old, _) in enumerate(order):
        pile = bisect_left(ends, old)
        behind.append(tops[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [old]
        tops[pile : pile + 1] = [at]
    found, at = set[int](), tops[-1] if tops else -1
    while at >= 0:
        found.add(order[at][1])
        at = behind[at]
    return frozenset(found)
