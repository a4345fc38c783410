"""What was made lately: once for all who ask at the same time, the oldest makes room."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from app.domain.recent import Recent


def test_of_those_who_ask_at_once_one_makes_it() -> None:
    recent, made, together, go = Recent[str, int](), list[int](), Barrier(8), Event()

    def make() -> int:
        assert go.wait(20)
        made.append(len(made))
        return made[-1]

    def ask() -> int:
        together.wait()
        return recent.get("a", make)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask) for _ in range(8)]
        assert recent.get("another", lambda: 7) == 7  # who makes one thing keeps nobody from another
        go.set()
        assert {each.result() for each in asked} == {0}
    assert made == [0]


def test_what_could_not_be_made_is_made_by_the_next() -> None:
    recent, together = Recent[str, int](), Barrier(2)

    def fail() -> int:
        raise LookupError

    def ask() -> None:
        together.wait()
        with pytest.raises(LookupError):
            recent.get("a", fail)

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(ask), pool.submit(ask)]:
            each.result()
    assert recent.get("a", lambda: 1) == 1
    assert recent.get("a", fail) == 1


def test_what_was_not_asked_for_longest_makes_room() -> None:
    recent = Recent[str, str](most=2)
    for each in ("a", "b", "a", "c"):
        recent.get(each, lambda each=each: each.upper())  # type: ignore[misc]
    assert recent.get("a", lambda: "anew") == "A"
    assert recent.get("b", lambda: "anew") == "anew"
