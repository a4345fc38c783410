"""What was made lately, kept in memory, for what takes seconds to make and follows from its key alone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
MOST: Final = 8


class Recent(Generic[Key, Made]):
    """The last few that were asked for, by any thread. Of those who ask for the same at once one makes it."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._kept = OrderedDict[Key, Made]()
        self._turns: dict[Key, Lock] = {}

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """What belongs to a key; made where it is not kept. Raises what `make` raises, which then is not kept."""
        with self._lock:
            turn = self._turns.setdefault(key, Lock())
        try:
            with turn:
                with self._lock:
                    if key in self._kept:
                        self._kept.move_to_end(key)
                        return self._kept[key]
                made = make()
                with self._lock:
                    self._kept[key] = made
                    while len(self._kept) > self._most:
                        self._kept.popitem(last=False)
                return made
        finally:
            with self._lock:
                if self._turns.get(key) is turn:
                    del self._turns[key]
