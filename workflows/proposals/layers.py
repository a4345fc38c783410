"""Where elements come in a drawing that nobody made yet: columns from left to right, rows from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count


def columns(names: Sequence[str], arrows: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The column of each: behind all that leads to it, but for arrows that go back to where one was."""
    onward: dict[str, list[str]] = {name: [] for name in names}
    entered = set[str]()
    for source, target in arrows:
        onward[source].append(target)
        entered.add(target)
    first = sorted(names, key=lambda name: name in entered)
    order, forward = _walked(first, onward)
    made = dict.fromkeys(names, 0)
    for name in order:
        for target in forward[name]:
            made[target] = max(made[target], made[name] + 1)
    return made


def _walked(first: Sequence[str], onward: Mapping[str, list[str]]) -> tuple[list[str], dict[str, list[str]]]:
    """Each before what it leads to, and the arrows that close no circle. Without recursion: a drawing can be long."""
    done, under_way = list[str](), set[str]()
    forward: dict[str, list[str]] = {"": []}  # what stands before all of them
    stack = [("", iter(first))]
    while stack:
        name, left = stack[-1]
        target = next(left, None)
        if target is None:
            stack.pop()
            under_way.discard(name)
            done.append(name)
        elif target not in under_way:
            forward[name].append(target)
            if target not in forward:
                forward[target] = []
                under_way.add(target)
                stack.append((target, iter(onward[target])))
    return done[-2::-1], forward


def rows(
    names: Sequence[str], column: Mapping[str, int], bands: Mapping[str, int],
    before: Mapping[str, list[tuple[str, int]]],
) -> dict[str, int]:  # fmt: skip
    """The row of each within its band, beside what leads to it where that place is free.

    `before` has for each what leads to it, with how many rows lower it begins.
    """
    taken = set[tuple[int, int, int]]()
    made: dict[str, int] = {}
    for name in sorted(names, key=lambda each: column[each]):
        band = bands.get(name, 0)
        near = [
            made[each] + lower for each, lower in before.get(name, ()) if each in made and bands.get(each, 0) == band
        ]
        begin = min(near, default=0)
        made[name] = next(row for row in count(begin) if (band, row, column[name]) not in taken)
        taken.add((band, made[name], column[name]))
    return made
