"""Who may do what: one made-up person for each function of the bundle. Knows lanes and functions, no routes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from workflows.bundle import Bundle
from workflows.errors import ScenarioError
from workflows.scenarios.words import key, meant, same
from workflows.types import Catch, OpenTask

EVERYONE: Final = "iedereen"
_SHORT: Final = {"lk": "leerkracht", "ib": "intern begeleider"}
_ARTICLES: Final = ("de ", "het ", "een ")


@dataclass(frozen=True)
class People:
    """The staff of a made-up school: every function is held by one person."""

    bundle: Bundle

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """Every function; a lane that means none is a function of its own, so that its tasks can be done."""
        own = self.bundle.protocol.functies
        lanes = [(process.id, lane.name) for process in self.bundle.processes.values() for lane in process.lanes]
        orphans = [lane for process, lane in lanes if lane and not self.bundle.functions_of(process, lane)]
        return tuple({key(name): name for name in (*orphans, *own)}.values())

    @cached_property
    def lanes(self) -> tuple[str, ...]:
        """The names of all lanes that are drawn."""
        names = {key(lane.name): lane.name for process in self.bundle.processes.values() for lane in process.lanes}
        return tuple(name for name in names.values() if name)

    def speakers(self, name: str) -> tuple[str, ...]:
        """The functions that a name in a scenario stands for: a function, or all those of a lane.

        Raises ScenarioError with the nearest name.
        """
        wanted = bare = key(name)
        for article in _ARTICLES:
            bare = bare.removeprefix(article)
        # A name may begin with an article itself, and then be said with or without it.
        for each in (wanted, _SHORT.get(bare, bare), *(article + bare for article in _ARTICLES)):
            found = tuple(function for function in self.functions if key(function) == each) or self._of_lane(each)
            if found:
                return found
        message = f"Niemand op deze school is “{name}”.{meant(name, (*self.functions, *self.lanes))}"
        raise ScenarioError(message)

    def of_lane(self, process: str, name: str) -> tuple[str, ...]:
        """The functions that a lane or function means in a process."""
        return self.bundle.functions_of(process, name) or (name,)

    def allowed(self, task: OpenTask) -> tuple[str, ...]:
        """The functions to which a task is open; empty where to everyone."""
        return tuple({key(each): each for circle in self.bundle.circles(task) for each in circle}.values())

    def may_press(self, function: str, catch: Catch) -> bool:
        """Whether a function has the button of this message."""
        names = [key(each) for each in self.bundle.pressers(catch)]
        return EVERYONE in names or key(function) in names

    def is_told(self, names: Iterable[str], to: str) -> bool:
        """Whether a notice to this function or lane reaches one of these functions."""
        told = {key(to), *(key(function) for function in self._of_lane(key(to)))}
        return any(key(name) in told for name in names)

    def _of_lane(self, wanted: str) -> tuple[str, ...]:
        found = dict[str, str]()
        for process in self.bundle.processes.values():
            if any(same(lane.name, wanted) for lane in process.lanes):
                found |= {key(each): each for each in self.of_lane(process.id, wanted)}
        if not found:
            found = {key(each): each for each in self.bundle.protocol.lanen.get(wanted, ())}
        return tuple(self._spelled(name) for name in found.values())

    def _spelled(self, name: str) -> str:
        return next((function for function in self.functions if same(function, name)), name)
