"""What was made lately, kept in memory, for what takes seconds to make and follows from its key alone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
MOST: Final = 8


class _Place(Generic[Made]):
    """Where something is kept, or will be once it is made."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.made: list[Made] = []
        """It alone; empty until then."""


class Recent(Generic[Key, Made]):
    """The last few that were asked for, by any thread. Of those who ask for the same at once one makes it."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._places = OrderedDict[Key, _Place[Made]]()

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """What belongs to a key; made where it is not kept. Raises what `make` raises, which then is not kept."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.turn:
            if not place.made:
                place.made.append(make())
            return place.made[0]
