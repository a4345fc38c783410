"""A route in the order in which things happened: what stood and waited after each, though some was entered afterwards.

A fact that was entered later than what came after it was reckoned by the engine on top of that. Here what each fact
changed is added up in the order of what happened, for tokens and for all that waits alike: so what a page says that the
route waits for is where its tokens stand. What a late fact ended is over from the moment at which that happened, also
where the route itself, or the task, was begun in Leidraad only after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from app.queries.replay import Move
from app.queries.replay_drawn import Drawn
from app.queries.replay_waits import Held, waits_at

_NOTHING: Final = Held({}, (), "")


def in_order(drawn: Drawn, moves: Sequence[Move], order: Sequence[int]) -> Iterator[Move]:
    """The moves of one route, given by entry, each as its route stood after it in this order of their numbers."""
    together = _Together(drawn, moves)
    for number in order:
        yield together.with_(number)


class _Together:
    """What some moves come to, whichever came first."""

    def __init__(self, drawn: Drawn, moves: Sequence[Move]) -> None:
        self._drawn, self._moves = drawn, moves
        self._marking: Counter[str] = Counter()
        self._counts: Counter[tuple[str, ...]] = Counter()
        """Of each task (by id) and timer (by id and due instant) how often it came less how often it went."""
        self._said: dict[tuple[str, ...], tuple[int, Mapping[str, Any]]] = {}
        """What was told of it last by entry, and by which move."""
        self._seen, self._latest = 0, -1

    def with_(self, number: int) -> Move:
        own = self._moves[number]
        self._seen += 1
        self._latest = max(self._latest, number)
        self._marking.update(own.change)
        self._hold(number, _named(self._moves[number - 1].held if number else _NOTHING), _named(own.held))
        last = self._moves[self._latest]
        if self._seen == self._latest + 1:  # all up to it, whatever their order: as the engine had it
            return replace(own, marking=last.marking, waits=last.waits, status=last.status, held=last.held)
        held = Held(self._standing(1), tuple(self._standing(2).values()), last.held.prefix)
        marking = {path: tokens for path, tokens in self._marking.items() if tokens}
        waits = waits_at(self._drawn, held, marking)
        return replace(own, marking=marking, waits=waits, status=last.status, held=held)

    def _hold(
        self, number: int, before: Mapping[tuple[str, ...], Mapping[str, Any]],
        after: Mapping[tuple[str, ...], Mapping[str, Any]],
    ) -> None:  # fmt: skip
        for key in {**before, **after}:
            self._counts[key] += (key in after) - (key in before)
            if key in after and number >= self._said.get(key, (-1,))[0]:
                self._said[key] = number, after[key]

    def _standing(self, parts: int) -> dict[str, Mapping[str, Any]]:
        """The tasks (keys of one part), or the timers (of two)."""
        found = (key for key, count in self._counts.items() if len(key) == parts and count > 0)
        return {" ".join(key): self._said[key][1] for key in found}


def _named(held: Held) -> dict[tuple[str, ...], Mapping[str, Any]]:
    tasks: dict[tuple[str, ...], Mapping[str, Any]] = {(made,): task for made, task in held.tasks.items()}
    return tasks | {(timer["id"], timer["due"]): timer for timer in held.timers}
