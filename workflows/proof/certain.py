"""What of a space is so for certain, where commands rest on guesses: which markings come, and what can be reached.

A guess stands for one answer that is not known. Of what comes of a command with guesses one is so in truth; which is
not known.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from workflows.proof.space import OVER, STUCK, Edge, Space

START: Final = -1
"""The marking before a process begins."""
Goal = Callable[[Edge], bool]


@dataclass(frozen=True)
class Certain:
    """A space looked at over what is sure alone."""

    space: Space

    def edges(self) -> Iterator[tuple[int, Edge]]:
        """Every command, from the start on, with the marking that it leaves."""
        yield from ((START, edge) for _, edge in self.space.begins)
        yield from ((number, edge) for number, edges in enumerate(self.space.edges) for edge in edges)

    @cached_property
    def unsure(self) -> bool:
        """Whether anything rests on a guess."""
        return any(edge.unsure for _, edge in self.edges())

    @cached_property
    def came(self) -> dict[int, tuple[int, Edge]]:
        """By marking that comes without a guess: where from and by what, over a shortest way."""
        if not self.unsure:
            return dict(enumerate(self.space.came))
        found: dict[int, tuple[int, Edge]] = {}
        todo = deque([START])
        while todo:
            number = todo.popleft()
            edges = self.space.edges[number] if number >= 0 else [edge for _, edge in self.space.begins]
            for edge in edges:
                if not edge.unsure and edge.to >= 0 and edge.to not in found:
                    found[edge.to] = (number, edge)
                    todo.append(edge.to)
        return found

    def is_sure(self, number: int, edge: Edge) -> bool:
        """Whether a command of a marking can be given, and leads there, without a guess."""
        return not edge.unsure and (number == START or number in self.came)

    def may_reach(self, goal: Goal) -> set[int]:
        """The markings from which a goal can be reached if all guesses fall as they must."""
        return self._backwards(goal, self.edges(), {})

    def can_reach(self, goal: Goal) -> set[int]:
        """The markings from which a goal can be reached whichever way the guesses fall."""
        sure = ((number, edge) for number, edge in self.edges() if not edge.unsure)
        return self._backwards(goal, sure, self.space.guessed)

    def _backwards(
        self, goal: Goal, single: Iterator[tuple[int, Edge]], guessed: Mapping[int, Sequence[Sequence[Edge]]]
    ) -> set[int]:  # fmt: skip
        """From the goal back: over any single command, and over guesses that all lead there."""
        todo, before = list[int](), defaultdict[int, list[int]](list)
        for number, edge in single:
            (todo if goal(edge) else before[edge.to]).append(number)
        together = defaultdict[int, list[tuple[int, set[int]]]](list)
        for number, group in ((number, group) for number, groups in guessed.items() for group in groups):
            left = {edge.to for edge in group if not goal(edge)}
            todo += [] if left else [number]
            for to in left:
                together[to].append((number, left))
        for beyond in (OVER, STUCK):
            before.pop(beyond, None)
            together.pop(beyond, None)
        found = set[int]()
        while todo:
            number = todo.pop()
            if number not in found:
                found.add(number)
                todo += before[number]
                todo += _emptied(together[number], number)
        return found


def _emptied(groups: Iterable[tuple[int, set[int]]], number: int) -> Iterator[int]:
    """The markings of which one group of guesses now leads to the goal in each case."""
    for at, left in groups:
        left.discard(number)
        if not left:
            yield at
