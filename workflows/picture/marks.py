"""The signs of BPMN 2.0 within events, tasks and gateways (formal/2011-01-03, chapters 7 and 10), as strokes."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from typing import Final

from workflows.diagram import EventKind, Node
from workflows.picture.ink import INK, PAPER, area, circle, line, path, rectangle, tag
from workflows.picture.plane import Box, Point


def envelope(at: Point, *, filled: bool, size: float = 9.0) -> str:
    """A message: white where it is awaited, filled where it is thrown."""
    x, y = at
    box = Box(x - size, y - size * 0.66, size * 2, size * 1.32)
    flap = ((box.x, box.y), (x, y + size * 0.1), (box.right, box.y))
    ground = rectangle(box, fill=INK if filled else PAPER, width=1.2)
    return ground + line(flap, stroke=PAPER if filled else INK, width=1.2)


def clock(at: Point) -> str:
    """A timer."""
    x, y = at
    hours = [
        ((x + 9 * sin(turn), y - 9 * cos(turn)), (x + 10.5 * sin(turn), y - 10.5 * cos(turn)))
        for turn in (number * pi / 6 for number in range(12))
    ]
    hands = line(((x + 2.5, y - 7), (x, y), (x + 5, y)), width=1.3)
    return circle(at, 10.5, width=1.2) + "".join(line(each, width=1.0) for each in hours) + hands


def _of(points: tuple[Point, ...]) -> Callable[[Point, bool], str]:
    def drawn(at: Point, filled: bool) -> str:  # noqa: FBT001 every sign of a table is called alike
        return area(((at[0] + x, at[1] + y) for x, y in points), fill=INK if filled else PAPER, width=1.2)

    return drawn


_EVENTS: Final[dict[EventKind, Callable[[Point, bool], str]]] = {
    EventKind.MESSAGE: lambda at, filled: envelope(at, filled=filled),
    EventKind.TIMER: lambda at, _filled: clock(at),
    EventKind.ERROR: _of(((-8, 7), (-3, -7), (3, 2), (8, -8), (3, 8), (-3, -1))),
    EventKind.ESCALATION: _of(((0, -9), (7, 8), (0, 2), (-7, 8))),
    EventKind.TERMINATE: lambda at, _filled: circle(at, 10, fill=INK),
    EventKind.SIGNAL: _of(((0, -8), (8, 6), (-8, 6))),
    EventKind.LINK: _of(((-8, -3), (1, -3), (1, -7), (9, 0), (1, 7), (1, 3), (-8, 3))),
    EventKind.COMPENSATE: _of(((-9, 0), (-1, -6), (-1, 0), (7, -6), (7, 6), (-1, 0), (-1, 6))),
    EventKind.CANCEL: _of(((-8, -5), (-5, -8), (0, -3), (5, -8), (8, -5), (3, 0), (8, 5), (5, 8), (0, 3), (-5, 8),
                           (-8, 5), (-3, 0))),
    EventKind.CONDITIONAL: lambda at, _filled: rectangle(Box(at[0] - 7, at[1] - 9, 14, 18), width=1.2) + "".join(
        line(((at[0] - 5, at[1] + y), (at[0] + 5, at[1] + y)), width=1.1) for y in (-5, -1.5, 2, 5.5)),
    EventKind.MULTIPLE: _of(((0, -9), (8.5, -3), (5, 7), (-5, 7), (-8.5, -3))),
}  # fmt: skip


def event(kind: EventKind, at: Point, *, throws: bool) -> str:
    """What an event waits for or throws; nothing for an event without."""
    drawn = _EVENTS.get(kind)
    return drawn(at, throws) if drawn else ""


def _person(at: Point) -> str:
    x, y = at
    head = circle((x, y - 4), 3.4, fill=PAPER, width=1.1)
    return path(f"M{x - 6} {y + 7}c0-9 12-9 12 0z", fill=PAPER, width=1.1) + head


def _table(at: Point) -> str:
    x, y = at
    box = Box(x - 8, y - 6, 16, 12)
    head = tag("rect", x=box.x, y=box.y, width=box.width, height=4.0, fill=INK)
    rows = line(((box.x, y + 2), (box.right, y + 2)), width=1.0) + line(((x - 3, y - 6), (x - 3, y + 6)), width=1.0)
    return rectangle(box, width=1.1) + head + rows


_TASKS: Final[dict[str, Callable[[Point], str]]] = {
    "userTask": _person,
    "businessRuleTask": _table,
    "sendTask": lambda at: envelope(at, filled=True, size=7.5),
    "receiveTask": lambda at: envelope(at, filled=False, size=7.5),
}


def task(name: str, box: Box) -> str:
    """The sign of a kind of task, in its upper left corner."""
    drawn = _TASKS.get(name)
    return drawn((box.x + 15, box.y + 13)) if drawn else ""


def below(node: Node | None, box: Box, *, folded: bool) -> str:
    """The signs at the foot of an activity: it is folded up or called, and how it repeats."""
    signs: list[Callable[[float, float], str]] = []
    if node is not None and node.loop is not None:
        signs.append(_again if node.loop.standard else _in_turn if node.loop.sequential else _at_once)
    if folded:
        signs.append(_plus)
    middle, y = box.x + box.width / 2, box.bottom - 9
    start = middle - (len(signs) - 1) * 9
    return "".join(sign(start + index * 18, y) for index, sign in enumerate(signs))


def _plus(x: float, y: float) -> str:
    cross = line(((x - 4, y), (x + 4, y)), width=1.3) + line(((x, y - 4), (x, y + 4)), width=1.3)
    return rectangle(Box(x - 7, y - 7, 14, 14), width=1.1) + cross


def _at_once(x: float, y: float) -> str:
    return "".join(line(((x + across, y - 5), (x + across, y + 5)), width=2.2) for across in (-4, 0, 4))


def _in_turn(x: float, y: float) -> str:
    return "".join(line(((x - 5, y + down), (x + 5, y + down)), width=2.2) for down in (-4, 0, 4))


def _again(x: float, y: float) -> str:
    return path(f"M{x - 3} {y + 5}a5.5 5.5 0 1 1 5 0.5m-5-0.5v-5m0 5h-5", width=1.4)


def gateway(name: str, at: Point) -> str:
    """The sign within a gateway."""
    x, y = at
    match name:
        case "exclusiveGateway":
            return line(((x - 6, y - 7), (x + 6, y + 7)), width=3) + line(((x + 6, y - 7), (x - 6, y + 7)), width=3)
        case "parallelGateway":
            return line(((x - 10, y), (x + 10, y)), width=3) + line(((x, y - 10), (x, y + 10)), width=3)
        case "inclusiveGateway":
            return circle(at, 10, fill="none", width=2.6)
        case "eventBasedGateway":
            corners = [(x + 7.5 * sin(turn), y - 7.5 * cos(turn)) for turn in (2 * pi * n / 5 for n in range(5))]
            return circle(at, 13, fill="none", width=1.1) + circle(at, 11, fill="none", width=1.1) + area(
                corners, fill="none", width=1.1)  # fmt: skip
        case _:
            return ""
