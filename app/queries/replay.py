"""A route played again from its facts: where its tokens stood after each, which flows were taken, what it waited for.

A fold over what the facts say, and over nothing else: no database, no clock, and the engine is not asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.queries.replay_drawn import Drawn, Place
from app.queries.replay_waits import Held, Wait, WaitFor, shown, waits_at
from workflows import Bundle

__all__ = ["Drawn", "Move", "Place", "Taken", "Wait", "WaitFor", "fold", "shown"]

_JOINS: Final = frozenset({"parallelGateway", "inclusiveGateway"})
_STUCK: Final = "incident"


@dataclass(frozen=True, slots=True)
class Taken:
    """A sequence flow that a token took."""

    scope: str
    flow: str
    wave: int
    """Flows of one wave are taken side by side, those of the next after them."""


@dataclass(frozen=True, slots=True)
class Move:
    """What one fact did to its route."""

    change: Mapping[str, int]
    """By path how many tokens more (or fewer) stand there."""
    marking: Mapping[str, int]
    """By path how many tokens stand there after it."""
    flows: tuple[Taken, ...]
    waits: tuple[Wait, ...]
    """All that the route waits for after it."""
    status: str
    about: Place | None = None
    """Where it happened."""


def fold(
    versions: Bundle | Sequence[Bundle], process: str, documents: Iterable[Mapping[str, Any] | None]
) -> Iterator[Move]:  # fmt: skip
    """A move for each fact of one route, which are given by sequence; None is a fact that cannot be read any more.

    `versions` are those that it ran on, the first first; the paths of each are apart (`Drawn`).
    """
    route = _Route(Drawn(versions if isinstance(versions, Sequence) else (versions,), process))
    for document in documents:
        yield route.took(document or {})


class _Route:
    """A route while its facts are told."""

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self._marking: Counter[str] = Counter()
        self._arrived: dict[str, Counter[str]] = {}
        """By path of a join the flows by which tokens came that wait for each other there."""
        self._tasks: dict[str, Mapping[str, Any]] = {}
        self._timers: Sequence[Mapping[str, Any]] = ()
        self._status = ""
        self._prefix = ""
        """Of the paths of the version that the route is on."""

    def took(self, document: Mapping[str, Any]) -> Move:
        outcome = document.get("outcome")
        if outcome is None:
            return self._told(document)
        steps: Sequence[tuple[str, str]] = outcome.get("steps", ())
        before = Counter(self._marking)
        waves = _Waves(self._drawn)
        was = self._prefix
        steps = self._on(document, steps, waves)
        flows = [taken for what, path in steps if (taken := self._step(what, path, waves)) is not None]
        self._status = outcome["status"]
        self._timers = outcome.get("timers", ())
        for each in outcome.get("closed", ()):
            self._tasks.pop(each["id"], None)
        self._tasks |= {each["id"]: each for each in (*outcome.get("opened", ()), *outcome.get("changed", ()))}
        change = {
            path: self._marking[path] - before[path]
            for path in {**before, **self._marking} if self._marking[path] != before[path]
        }  # fmt: skip
        about = next((self._drawn.place(path) for _, path in steps), None)
        if was != self._prefix:
            about = about or self._here()
        return self._move(change, tuple(flows), about)

    def _here(self) -> Place | None:
        """Where the route stands: what only went to another version happened there, so that drawing is looked at."""
        return next((self._drawn.place(path) for path in shown(self._marking)), None)

    def _on(
        self, document: Mapping[str, Any], steps: Sequence[tuple[str, str]], waves: _Waves
    ) -> Sequence[tuple[str, str]]:  # fmt: skip
        """The steps with the paths of the version on which they were taken.

        Where the route came from another, what it left there goes first, and all that stays stands in the new drawing.
        """
        was, self._prefix = self._prefix, self._drawn.prefix(document.get("moment", {}).get("bundle", ""))
        if was != self._prefix:
            gone = next((n for n, (what, _) in enumerate(steps) if what != "cancelled"), len(steps))
            for what, path in steps[:gone]:
                self._step(what, was + path, waves)
            steps = steps[gone:]
            self._marking = Counter({self._prefix + path.removeprefix(was): n for path, n in self._marking.items()})
            self._arrived = {self._prefix + path.removeprefix(was): each for path, each in self._arrived.items()}
        return [(what, self._prefix + path) for what, path in steps]

    def _told(self, document: Mapping[str, Any]) -> Move:
        """What moved nothing, or is not known any more."""
        element = str(document.get("data", {}).get("element") or "")
        kind = document.get("kind")
        status, self._status = self._status, _STUCK if kind == "RouteStuck" else self._status
        about = Place(self._prefix, element) if element else self._here() if self._prefix else None
        move = self._move({}, (), about)
        if kind == "RouteStuck":  # what was there still is, once it goes on
            self._status = status
        return move

    def _move(self, change: Mapping[str, int], flows: tuple[Taken, ...], about: Place | None) -> Move:
        marking = {path: tokens for path, tokens in self._marking.items() if tokens}
        held = Held(dict(self._tasks), tuple(self._timers), self._prefix)
        return Move(change, marking, flows, waits_at(self._drawn, held, marking), self._status, about)

    def _step(self, what: str, path: str, waves: _Waves) -> Taken | None:
        if what == "flow":
            return self._flow(path, waves)
        if what == "entered":
            self._marking[path] += 1
            waves.entered(path)
            return None
        self._marking[path] -= self._together(path, left=what == "left")
        waves.left(path)
        return None

    def _flow(self, path: str, waves: _Waves) -> Taken:
        scope, _, flow = path.removeprefix(self._prefix).rpartition("/")
        drawn = self._drawn.process_at(path).flows.get(flow)
        inside = self._prefix + (f"{scope}/" if scope else "")
        if drawn is not None:
            target = self._drawn.node(inside + drawn.target)
            if target is not None and target.tag in _JOINS and len(target.incoming) > 1:
                self._arrived.setdefault(inside + drawn.target, Counter())[flow] += 1
        wave = waves.flow(inside + drawn.source, inside + drawn.target) if drawn is not None else 0
        return Taken(self._drawn.place(path).scope, flow, wave)

    def _together(self, path: str, *, left: bool) -> int:
        """How many tokens go from a place at once: a join sends on as one what came by its flows, each once."""
        arrived = self._arrived.get(path)
        if not arrived:
            return 1
        gone = list(arrived) if left else list(arrived)[:1]
        arrived.subtract(gone)
        self._arrived[path] = +arrived
        return len(gone)


class _Waves:
    """In which order the flows of one fact were taken, where some were taken side by side."""

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self._at: dict[str, int] = {}

    def entered(self, path: str) -> None:
        """What lies within something begins when that was come to."""
        host = self._drawn.place(path).host
        self._at.setdefault(path, self._at.get(host, 0))

    def left(self, path: str) -> None:
        """What lies around something is over when all in it is."""
        inside = [wave for each, wave in self._at.items() if each.startswith((f"{path}/", f"{path}["))]
        if inside:
            self._at[path] = max(self._at.get(path, 0), *inside)

    def flow(self, source: str, target: str) -> int:
        """The wave of a flow."""
        wave = self._at.get(source, 0)
        self._at[target] = max(self._at.get(target, 0), wave + 1)
        return wave
