"""What lies on the grid, and what it costs to pass among it. Knows nothing of how a way is found.

Costs are in pixels: a bend, a crossing, a shared track each cost as much as the way the eye would walk to avoid them.
Edges with a common source or target may share a track near it, as a hand would draw them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geometry import Point, Rect, corners, jogs
from grid import Grid, Port
from model import Edge, Picture

BEND: Final = 50
_CROSS: Final = 90
_TOUCH: Final = 600
_FORK: Final = 1
_MERGE: Final = 0
_CROSS_FRIEND: Final = 50
_SIDE: Final = 4
_SAME_PORT: Final = 80
_DOUBLE: Final = 40
_DRAG: Final = 2
_JOG: Final = 200
_HASTE: Final = 5
"""At first the search believes a way to be a fifth longer than it is: much quicker, and hardly ever a worse path."""
_FLOWS: Final = ("sequenceFlow", "messageFlow")


@dataclass(frozen=True, slots=True)
class Path:
    """A way from port to port: `states` are `vertex * 4 + heading` in the order they are passed."""

    first: Port
    states: tuple[int, ...]
    last: Port

    def passed(self) -> list[tuple[int, int]]:
        """Vertices with the axis on which they are passed; corners come twice."""
        leaving = [*(s & 1 for s in self.states[1:]), self.last.out & 1]
        turns = zip(self.states, leaving, strict=True)
        return [(s >> 2, axis) for s, out in turns for axis in sorted({s & 1, out})]


class Board:
    """All routed edges of a picture, and what it costs to pass each vertex among them."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.grid = Grid(picture)
        self.flows = [e for e in picture.edges.values() if e.kind in _FLOWS]
        self.price = (list(self.grid.base[0]), list(self.grid.base[1]))
        """What it costs to come onto a vertex level, and upright."""
        self.across = ([0] * len(self.price[0]), [0] * len(self.price[0]))
        """What it costs to go straight on over a vertex."""
        self.busy = [0] * len(self.price[0])
        """How many edges without common end pass a vertex."""
        self.paths: dict[str, Path] = {}
        self.ideal: dict[str, int] = {}
        """What each path would cost if it were alone."""
        self.settled: dict[str, int] = {}
        """What each path cost when a better one was last looked for."""
        self._friends = _friends(self.flows)
        self.haste = _HASTE
        pools = picture.of_kind("participant")
        self.drag = [_DRAG * any(p.rect.y <= y <= p.rect.bottom for p in pools) for y in self.grid.ys]
        """How much longer than it is a message flow finds its way level through a row: between pools it is free."""

    def heed(self, labels: list[Rect], *, firm: bool = True) -> None:
        """Make lines keep off these labels, and no longer off those given before; not firm: only a little."""
        for vertex, by in self.grid.heed(labels, firm=firm):
            self.price[0][vertex] += by
            self.price[1][vertex] += by

    def lift(self, edge: Edge) -> Path | None:
        """Take the path of an edge off, where it has one, to price others; `put` must follow."""
        old = self.paths.pop(edge.id, None)
        if old:
            self._lay(old, -1)
        self._befriend(edge, 1)
        return old

    def put(self, edge: Edge, path: Path | None) -> None:
        """Lay a path for an edge that was lifted."""
        self._befriend(edge, -1)
        if path:
            self._lay(path, 1)
            self.paths[edge.id] = path

    def taken(self, edge: Edge, port: Port) -> int:
        """What it costs to leave where another flow leaves: their names would be mixed up."""
        if not edge.name:
            return 0
        firsts = (self.paths[f].first for f in self._friends[edge.id][1] if f in self.paths)
        return _SAME_PORT if any((f.vertex, f.out) == (port.vertex, port.out) for f in firsts) else 0

    def cost(self, edge: Edge, path: Path) -> int:
        """What a path costs this edge among the edges that lie."""
        total, point = path.first.cost + path.last.cost + self.taken(edge, path.first), path.first.point
        for state in path.states:
            vertex, onto = state >> 2, self.grid.point(state >> 2)
            total += self.price[state & 1][vertex] + abs(onto[0] - point[0]) + abs(onto[1] - point[1])
            if edge.kind == "messageFlow":
                total += self.drag[vertex // self.grid.width] * abs(onto[0] - point[0])
            point = onto
        headings = [*(s & 3 for s in path.states), path.last.out ^ 2]
        for state, out in zip(path.states, headings[1:], strict=True):
            total += self.onward(state, out)
        return total + _JOG * len(jogs(self.points(path)))

    def onward(self, state: int, out: int) -> int:
        """What it costs to leave a vertex this way."""
        if state & 3 == out:
            return self.across[out & 1][state >> 2]
        return BEND + _TOUCH if self.busy[state >> 2] > 0 else BEND

    def points(self, path: Path) -> list[Point]:
        """The waypoints of a path."""
        return corners([path.first.point, *(self.grid.point(s >> 2) for s in path.states), path.last.point])

    def _lay(self, path: Path, sign: int) -> None:
        self._change(path, sign * _TOUCH, sign * _CROSS, sign)

    def _befriend(self, edge: Edge, sign: int) -> None:
        """Make common tracks cheap with the edges that share an end with this one, or dear again."""
        merging, forking = self._friends[edge.id]
        # dashes on dashes look like a solid line
        dashed = edge.kind == "messageFlow"
        for friends, along in ((merging, _DOUBLE if dashed else _MERGE), (forking, _DOUBLE if dashed else _FORK)):
            for friend in friends:
                if friend in self.paths:
                    self._change(self.paths[friend], sign * (along - _TOUCH), sign * (_CROSS_FRIEND - _CROSS), -sign)

    def _change(self, path: Path, along: int, across: int, count: int) -> None:
        for vertex, axis in path.passed():
            price = self.price[axis]
            price[vertex] += along
            self.across[1 - axis][vertex] += across
            self.busy[vertex] += count
            beside = self.grid.width if axis == 0 else 1
            price[vertex - beside] += _SIDE * count
            price[vertex + beside] += _SIDE * count


def _friends(flows: list[Edge]) -> dict[str, tuple[list[str], list[str]]]:
    """For each edge those that end where it ends, and those that begin where it begins; not those that do both."""
    found = {}
    for edge in flows:
        alike = [e for e in flows if e.kind == edge.kind and e is not edge]
        merging = [e.id for e in alike if e.target == edge.target and e.source != edge.source]
        forking = [e.id for e in alike if e.source == edge.source and e.target != edge.target]
        found[edge.id] = (merging, forking)
    return found
