"""The lines on which edges may run, what stands on them, and where an edge may leave or enter a shape."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geometry import STEP, Point, Rect, union
from lanes import HEAD
from model import FRAMES, LINES, SUBPROCESSES, Edge, Picture, Shape

RIGHT, DOWN, LEFT, UP = range(4)
"""Directions; the lowest bit tells level (0) from upright (1)."""

_CLEAR: Final = 8
"""Free pixels between a line and a shape that it passes."""
_TRACKS: Final = 4
_UNDER_NAME: Final = 35
"""From the top of a group to a line that passes under its name."""
_FEW_TRACKS: Final = 1
_WALL: Final = "#"
_BORDER: Final = 300
_FRAME: Final = 60
_CLOSE: Final = 5
_LABEL: Final = 120
_LOOSE_LABEL: Final = 40

_AWAY: Final = 300
_BESIDE: Final = 20
_AROUND: Final = 90
_BACK: Final = 40
_STRAIGHT_BACK: Final = 120
_OFF_CENTRE: Final = 60
_FEW_ENDS: Final = 2


@dataclass(frozen=True, slots=True)
class Port:
    """A place where an edge meets a shape."""

    point: Point
    vertex: int
    """The first vertex outside the shape."""
    out: int
    """The direction away from the shape."""
    cost: int


class Grid:
    """Vertices are numbered row by row: `row * width + column`."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        flows = [e for e in picture.edges.values() if e.kind not in LINES]
        self._leaving, self._entering = Counter(e.source for e in flows), Counter(e.target for e in flows)
        self.xs, self.ys = self._lines()
        self.width = len(self.xs)
        size = self.width * len(self.ys)
        self.steps = (_steps(self.xs), _steps(self.ys))
        """Pixels from each column to the next, and from each row."""
        self._owner = [""] * size
        self.base = ([0] * size, [0] * size)
        """What it costs to pass a vertex level, and upright."""
        self._labels: list[tuple[int, int]] = []
        self._masks: dict[tuple[str, ...], bytearray] = {}
        self._stand()
        self._price()

    def point(self, vertex: int) -> Point:
        """Where a vertex lies."""
        row, column = divmod(vertex, self.width)
        return self.xs[column], self.ys[row]

    def vertex(self, point: Point) -> int | None:
        """The vertex at a point; None where no two lines meet there."""
        column, row = bisect_left(self.xs, point[0]), bisect_left(self.ys, point[1])
        if column == self.width or row == len(self.ys) or self.point(row * self.width + column) != point:
            return None
        return row * self.width + column

    def within(self, rect: Rect) -> list[int]:
        """The vertices inside a rectangle or on its sides."""
        columns = range(bisect_left(self.xs, rect.x), bisect_right(self.xs, rect.right))
        rows = range(bisect_left(self.ys, rect.y), bisect_right(self.ys, rect.bottom))
        return [row * self.width + column for row in rows for column in columns]

    def _stand(self) -> None:
        for shape in sorted(self.picture.nodes, key=lambda s: (-s.rect.w * s.rect.h, s.id)):
            for vertex in self.within(shape.rect.grown(_CLEAR)):
                self._owner[vertex] = shape.id
        for shape in self.picture.shapes.values():
            if shape.kind == "participant":
                head = 2 * HEAD if shape.process else shape.rect.w
                for vertex in self.within(Rect(shape.rect.x, shape.rect.y, head, shape.rect.h)):
                    self._owner[vertex] = _WALL

    def _price(self) -> None:
        level, upright = self.base
        for shape in self.picture.shapes.values():
            box = shape.rect
            if shape.kind in FRAMES:
                dear = _FRAME if shape.kind == "group" else _BORDER
                # a line right along the border of a lane would read as one more border
                for cost, reach in ((dear, 4), (_CLOSE, (2 if shape.kind == "lane" else 1) * STEP + 2)):
                    for y in (box.y, box.bottom):
                        _add(level, self.within(Rect(box.x, y - reach, box.w, 2 * reach)), cost)
                    for x in (box.x, box.right):
                        _add(upright, self.within(Rect(x - reach, box.y, 2 * reach, box.h)), cost)
            else:
                for axis in self.base:
                    _add(axis, self.within(box.grown(STEP + 5)), _CLOSE)

    def heed(self, labels: list[Rect], *, firm: bool) -> list[tuple[int, int]]:
        """Make lines keep off these labels and no longer off those given before; the vertices and changes of price."""
        cost = _LABEL if firm else _LOOSE_LABEL
        new = [(vertex, cost) for label in labels for vertex in self.within(label.grown(1))]
        changes = [*((vertex, -by) for vertex, by in self._labels), *new]
        self._labels = new
        return changes

    def mask(self, edge: Edge) -> bytearray:
        """For each vertex whether this edge may pass: 1 or 0."""
        scopes = _scopes(self.picture, edge)
        key = (edge.scope if edge.kind != "messageFlow" else "", *sorted(scopes))
        if key not in self._masks:
            allowed = {"", *scopes}
            mask = bytearray(len(self._owner))
            for vertex in self.within(self._region(edge)):
                mask[vertex] = self._owner[vertex] in allowed
            self._close_border(mask)
            self._masks[key] = mask
        return self._masks[key]

    def _close_border(self, mask: bytearray) -> None:
        # so that a search never steps over the end of a row into the next
        for row in range(len(self.ys)):
            mask[row * self.width] = mask[(row + 1) * self.width - 1] = 0
        mask[: self.width] = mask[-self.width :] = bytes(self.width)

    def _region(self, edge: Edge) -> Rect:
        everything = Rect(self.xs[0], self.ys[0], self.xs[-1] - self.xs[0], self.ys[-1] - self.ys[0])
        if edge.kind == "messageFlow":
            pools = [pool.rect for pool in self.picture.of_kind("participant")]
            return union(pools) if pools else everything
        if edge.scope in self.picture.shapes:
            return self.picture.shapes[edge.scope].rect.grown(-STEP)
        pool = self.picture.pool_of(edge.scope)
        return pool.rect.grown(-STEP) if pool else everything

    def ports(self, shape: Shape, edge: Edge, other: Rect, *, leaving: bool) -> list[Port]:
        """Where this edge may meet this shape; `other` is the box at its far end."""
        if shape.kind == "participant":
            return self._pool_ports(shape.rect, other)
        if edge.kind == "messageFlow":
            toward, away = (DOWN, UP) if other.cy > shape.rect.cy else (UP, DOWN)
            costs = {toward: 0, away: _AWAY, LEFT: _AROUND, RIGHT: _AROUND}
        else:
            costs = self._costs(shape, other, leaving=leaving)
        found = []
        for out, cost in costs.items():
            for offset, extra in (*self._offsets(shape, out), *_facing(shape, other, out)):
                port = self._port(shape.rect, out, offset, cost + extra)
                if port:
                    found.append(port)
        return found

    def _port(self, box: Rect, out: int, offset: int, cost: int) -> Port | None:
        if out & 1:
            x, y = box.cx + offset, box.bottom if out == DOWN else box.y
            row, column = self._first(self.ys, y, out), bisect_left(self.xs, x)
        else:
            x, y = box.right if out == RIGHT else box.x, box.cy + offset
            row, column = bisect_left(self.ys, y), self._first(self.xs, x, out)
        inside = 0 <= row < len(self.ys) and 0 <= column < self.width
        return Port((x, y), row * self.width + column, out, cost) if inside else None

    @staticmethod
    def _first(lines: list[int], side: int, out: int) -> int:
        """The number of the first line off a side in this direction."""
        after = out in (RIGHT, DOWN)
        return bisect_left(lines, side + _CLEAR + 1) if after else bisect_right(lines, side - _CLEAR - 1) - 1

    def _pool_ports(self, box: Rect, other: Rect) -> list[Port]:
        out = DOWN if other.cy > box.cy else UP
        columns = [x for x in self.xs if box.x + 2 * HEAD < x < box.right - STEP]
        ports = (self._port(box, out, x - box.cx, 0) for x in columns)
        return [port for port in ports if port]

    def _lines(self) -> tuple[list[int], list[int]]:
        xs, ys = set[int](), set[int]()
        for shape in self.picture.shapes.values():
            box, frame = shape.rect, shape.kind in ("participant", "group", "lane")
            if not frame:
                xs.update(box.cx + offset for offset, _ in self._offsets(shape, UP))
                ys.update(box.cy + offset for offset, _ in self._offsets(shape, LEFT))
            count = _FEW_TRACKS if shape.is_event or shape.is_gateway else _TRACKS
            for n in range(count if shape.kind not in ("group", "lane") else 0):
                xs.update((_before(box.x, n), -_before(-box.right, n)))
                ys.update((_before(box.y, n), -_before(-box.bottom, n)))
            if shape.kind == "group":
                ys.add(box.y + _UNDER_NAME)
            if frame:
                ys.update((box.y + STEP, box.y + 2 * STEP, box.bottom - STEP, box.bottom - 2 * STEP))
                xs.update((box.right - STEP, box.right - 2 * STEP))
        return _framed(xs), _framed(ys)

    def _offsets(self, shape: Shape, out: int) -> list[tuple[int, int]]:
        """Where along a side edges may meet it, from the middle, with what that costs."""
        if shape.is_event or shape.is_gateway or shape.kind in ("dataObjectReference", "dataStoreReference"):
            return [(0, 0)]
        if self._leaving[shape.id] + self._entering[shape.id] <= _FEW_ENDS:
            return [(0, 0)]
        reach = 30 if out & 1 else 20
        return [(0, 0), (-reach, _OFF_CENTRE), (reach, _OFF_CENTRE)]

    def _costs(self, shape: Shape, other: Rect, *, leaving: bool) -> dict[int, int]:
        """What each side costs: rightwards through the middle is free, back through top or bottom is cheap."""
        if shape.host:
            return {DOWN: 0}
        backwards = other.cx <= shape.rect.cx if leaving else other.cx >= shape.rect.cx
        upright = _BACK if backwards else _AROUND
        several = (self._leaving if leaving else self._entering)[shape.id] > 1
        if several and (shape.is_gateway or (shape.is_event and not leaving)):
            upright = 0 if backwards else _BESIDE
        ahead, behind = (RIGHT, LEFT) if leaving else (LEFT, RIGHT)
        level = backwards and other.y < shape.rect.bottom and shape.rect.y < other.bottom
        return {ahead: 0, UP: upright, DOWN: upright, behind: _STRAIGHT_BACK if level else _AWAY}


def _facing(shape: Shape, other: Rect, out: int) -> list[tuple[int, int]]:
    """The place on a long side straight across from the middle of the other shape."""
    if shape.is_event or shape.is_gateway:
        return []
    offset = other.cx - shape.rect.cx if out & 1 else other.cy - shape.rect.cy
    reach = (shape.rect.w if out & 1 else shape.rect.h) // 2 - 15
    return [(offset, _OFF_CENTRE // 2)] if offset and abs(offset) <= reach else []


def _add(prices: list[int], vertices: list[int], cost: int) -> None:
    for vertex in vertices:
        prices[vertex] += cost


def _framed(lines: set[int]) -> list[int]:
    """In order, with an outermost line on either side that no edge uses."""
    return [min(lines) - 2 * STEP, *sorted(lines), max(lines) + 2 * STEP]


def _steps(lines: list[int]) -> list[int]:
    return [b - a for a, b in pairwise(lines)]


def _before(side: int, track: int) -> int:
    return (side - _CLEAR - 1) // STEP * STEP - STEP * track


def _scopes(picture: Picture, edge: Edge) -> set[str]:
    """The subprocesses that stand around both or, for a message flow, either of the ends."""
    found, scope = set[str](), [edge.scope]
    if edge.kind == "messageFlow":
        scope = [picture.shapes[end].scope for end in (edge.source, edge.target)]
    while scope:
        shape = picture.shapes.get(scope.pop())
        if shape and shape.kind in SUBPROCESSES:
            found.add(shape.id)
            if edge.kind == "messageFlow":
                scope.append(shape.scope)
    return found
