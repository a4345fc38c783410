"""A space and a monitor walked together, breadth first: the shortest behaviour that breaks a sentence."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from workflows.proof.monitors import Broken, Monitor
from workflows.proof.signs import Events
from workflows.proof.space import Edge, Space
from workflows.rules.trace import Happening

_SHOWN: Final = (Happening.ENTERED, Happening.FLOW)
Product = tuple[int, Any]
"""A marking and a memory."""


@dataclass(frozen=True, slots=True)
class Found:
    """A behaviour that breaks a sentence."""

    why: str
    path: tuple[str, ...]
    """Elements and sequence flows in the order in which a token comes there."""


class Search:
    """One sentence over one space."""

    def __init__(self, space: Space, events: Events, monitor: Monitor) -> None:
        self._space, self._events, self._monitor = space, events, monitor
        self._stepped: dict[tuple[Any, int], Any] = {}
        self._before: dict[Product, tuple[Product | None, Edge]] = {}

    @cached_property
    def _heard(self) -> list[tuple[tuple[int, int], ...]]:
        """By word what of it the monitor hears: place in the word, and symbol."""
        hears = self._monitor.hears
        return [tuple((at, symbol) for at, symbol in enumerate(word) if symbol in hears) for word in self._space.words]

    def run(self, *, begin: str | None = None, sure: bool) -> Found | None:
        """The shortest; with `begin`, of what begins by that message; with `sure`, resting on nothing unknown."""
        self._before.clear()
        starts = [edge for message, edge in self._space.begins if begin in (None, message)]
        todo: deque[Product] = deque()
        found = self._walk((-1, self._monitor.first), None, starts, todo, sure=sure)
        edges = self._space.edges
        while todo and found is None:
            at = todo.popleft()
            found = self._walk(at, at, edges[at[0]], todo, sure=sure)
        return found

    def _walk(
        self, at: Product, came: Product | None, edges: list[Edge], todo: deque[Product], *, sure: bool
    ) -> Found | None:  # fmt: skip
        before, heard, stepped = self._before, self._heard, self._stepped
        here, memory = at
        for edge in edges:
            if sure and edge.unsure:
                continue
            to, word = edge.to, edge.word
            if heard[word]:
                known = (memory, word)
                after = stepped.get(known)
                if after is None:
                    after = stepped[known] = self._spell(memory, word)
                if after.__class__ is _At:
                    return Found(after.broken.why, self._path(came, edge, after.length))
                key = (to, after)
            elif to == here:
                continue
            else:
                key = (to, memory)
            if to >= 0 and key not in before:
                before[key] = (came, edge)
                todo.append(key)
        return None

    def _spell(self, memory: Any, word: int) -> Any:
        for at, symbol in self._heard[word]:
            memory = self._monitor.step(memory, symbol)
            if isinstance(memory, Broken):
                return _At(memory, at + 1)
        rested = self._monitor.rest(memory)
        return _At(rested, len(self._space.words[word])) if isinstance(rested, Broken) else rested

    def _path(self, at: Product | None, edge: Edge, length: int) -> tuple[str, ...]:
        words = [self._space.words[edge.word][:length]]
        while at is not None:
            at, last = self._before[at]
            words.append(self._space.words[last.word])
        return _elements(self._events, words)


@dataclass(frozen=True, slots=True)
class _At:
    """Broken, after so many occurrences of a word."""

    broken: Broken
    length: int


Came = Mapping[int, tuple[int, Edge]] | Sequence[tuple[int, Edge]]


def path_by(space: Space, events: Events, number: int, edge: Edge, came: Came) -> tuple[str, ...]:
    """The shortest way over a marking (-1: from the start) and then a command; `came`: by what markings came."""
    words = [space.words[edge.word]]
    while number >= 0:
        number, last = came[number]
        words.append(space.words[last.word])
    return _elements(events, words)


def _elements(events: Events, words: list[tuple[int, ...]]) -> tuple[str, ...]:
    return tuple(
        events.all[each].element for word in reversed(words) for each in word if events.all[each].happening in _SHOWN
    )
