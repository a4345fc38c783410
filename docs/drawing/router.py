"""Routes edges level and upright: the cheapest path on the grid, then again for each edge among all others.

Costs are in pixels: a bend, a crossing, a shared track each cost as much as the way the eye would walk to avoid them.
Edges with a common source or target may share a track near it, as a hand would draw them.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

from geometry import STEP, Point, Rect, corners
from grid import Grid, Port
from model import LINES, Edge, Picture

_BEND: Final = 50
_CROSS: Final = 90
_TOUCH: Final = 600
_FORK: Final = 1
_MERGE: Final = 0
_CROSS_FRIEND: Final = 50
_SIDE: Final = 4
_SAME_PORT: Final = 80
_DOUBLE: Final = 40
_DRAG: Final = 2
_ROUNDS: Final = 4
_HASTE: Final = 5
"""At first the search believes a way to be a fifth longer than it is: much quicker, and hardly ever a worse path."""
_CARE: Final = 20
_FLOWS: Final = ("sequenceFlow", "messageFlow")

# bends that are still needed at least, by heading, by where the aim lies level (0 here, 1 right, 2 left) and upright
_BENDS: Final = (
    ((0, 1, 1), (0, 1, 1), (2, 2, 2)),
    ((0, 0, 2), (1, 1, 2), (1, 1, 2)),
    ((0, 1, 1), (2, 2, 2), (0, 1, 1)),
    ((0, 2, 0), (1, 2, 1), (1, 2, 1)),
)


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
        self._ideal: dict[str, int] = {}
        self._settled: dict[str, int] = {}
        """What each path cost when a better one was last looked for."""
        self._friends = _friends(self.flows)
        self.haste = _HASTE
        pools = picture.of_kind("participant")
        self.drag = [_DRAG * any(p.rect.y <= y <= p.rect.bottom for p in pools) for y in self.grid.ys]
        """How much longer than it is a message flow finds its way level through a row: between pools it is free."""

    def heed(self, labels: list[Rect]) -> None:
        """Make lines keep off these labels, and no longer off those given before."""
        for vertex, by in self.grid.heed(labels):
            self.price[0][vertex] += by
            self.price[1][vertex] += by

    def solo(self, edge: Edge) -> None:
        """Find what the edge would cost if it were alone."""
        found = _Search(self, edge).run()
        self._ideal[edge.id] = self.cost(edge, found) if found else 0

    def draw(self, edge: Edge) -> bool:
        """Route an edge among those that lie, where that helps; whether it lies otherwise than before."""
        old = self.paths.pop(edge.id, None)
        if old:
            self._lay(old, -1)
        self._befriend(edge, 1)
        new = old
        if old is None or self.cost(edge, old) not in (self._ideal[edge.id], self._settled.get(edge.id)):
            found = _Search(self, edge).run()
            if found and (old is None or self.cost(edge, found) < self.cost(edge, old)):
                new = found
            self._settled[edge.id] = self.cost(edge, new) if new else 0
        self._befriend(edge, -1)
        if new:
            self._lay(new, 1)
            self.paths[edge.id] = new
        return new is not old

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
        return total

    def onward(self, state: int, out: int) -> int:
        """What it costs to leave a vertex this way."""
        if state & 3 == out:
            return self.across[out & 1][state >> 2]
        return _BEND + _TOUCH if self.busy[state >> 2] > 0 else _BEND

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


class _Search:
    """One A* search; the bound counts the way and the bends that are left."""

    def __init__(self, board: Board, edge: Edge) -> None:
        self.board, self.edge, self.grid = board, edge, board.grid
        self.drag = board.drag if edge.kind == "messageFlow" else [0] * len(board.drag)
        shapes = board.picture.shapes
        source, target = shapes[edge.source], shapes[edge.target]
        self.mask = self.grid.mask(edge)
        self.starts = [p for p in self.grid.ports(source, edge, target.rect, leaving=True) if self.mask[p.vertex]]
        self.goals: dict[int, list[Port]] = {}
        for port in self.grid.ports(target, edge, source.rect, leaving=False):
            if self.mask[port.vertex]:
                self.goals.setdefault(port.vertex, []).append(port)
        aim = target.rect.grown(2 * STEP)
        self.columns = [_ahead(x, aim.x, aim.right) for x in self.grid.xs]
        self.rows = [_ahead(y, aim.y, aim.bottom) for y in self.grid.ys]
        self.cost: dict[int, int] = {}
        self.came: dict[int, int] = {}
        self.first: dict[int, Port] = {}
        self.heap: list[tuple[int, int]] = []

    def run(self) -> Path | None:
        """The cheapest path; None where nothing leads there."""
        for port in self.starts:
            x, y = self.grid.point(port.vertex)
            stub = abs(x - port.point[0]) + abs(y - port.point[1])
            state = port.vertex * 4 + port.out
            cost = port.cost + stub + self.board.price[port.out & 1][port.vertex] + self.board.taken(self.edge, port)
            if cost < self.cost.get(state, cost + 1):
                self.cost[state], self.came[state], self.first[state] = cost, -1, port
                heappush(self.heap, (cost, state))
        best: tuple[int, int, Port] | None = None
        done = set[int]()
        while self.heap and (best is None or self.heap[0][0] < best[0]):
            state = heappop(self.heap)[1]
            if state not in done:
                done.add(state)
                best = self._arrive(state, best)
                self._spread(state)
        return self._trace(best) if best else None

    def _arrive(self, state: int, best: tuple[int, int, Port] | None) -> tuple[int, int, Port] | None:
        for port in self.goals.get(state >> 2, ()):
            if port.out == state & 3:
                continue
            end = self.cost[state] + port.cost + self.board.onward(state, port.out ^ 2)
            if best is None or end < best[0]:
                best = (end, state, port)
        return best

    def _spread(self, state: int) -> None:
        vertex, heading = state >> 2, state & 3
        row, column = divmod(vertex, self.grid.width)
        (columns, rows), drag = self.grid.steps, 1 + self.drag[row]
        cost = self.cost[state]
        turn, straight = self.board.onward(state, heading ^ 1), self.board.onward(state, heading)
        for out, onto, r, c, length in (
            (0, vertex + 1, row, column + 1, drag * columns[column]),
            (2, vertex - 1, row, column - 1, drag * columns[column - 1]),
            (1, vertex + self.grid.width, row + 1, column, rows[row]),
            (3, vertex - self.grid.width, row - 1, column, rows[row - 1]),
        ):  # fmt: skip
            if not self.mask[onto] or out == heading ^ 2:
                continue
            new = cost + length + self.board.price[out & 1][onto] + (turn if out != heading else straight)
            reached = onto * 4 + out
            if new < self.cost.get(reached, new + 1):
                self.cost[reached], self.came[reached] = new, state
                (far_x, side_x), (far_y, side_y) = self.columns[c], self.rows[r]
                left = far_x + far_y + _BEND * _BENDS[out][side_x][side_y]
                heappush(self.heap, (new + left + left // self.board.haste, reached))

    def _trace(self, best: tuple[int, int, Port]) -> Path:
        _, state, last = best
        states = []
        while state >= 0:
            states.append(state)
            state = self.came[state]
        return Path(self.first[states[-1]], tuple(reversed(states)), last)


def _ahead(at: int, low: int, high: int) -> tuple[int, int]:
    """How far the aim is on one axis, and on which side: 0 here, 1 further on, 2 back."""
    if at < low:
        return low - at, 1
    return (at - high, 2) if at > high else (0, 0)


def _friends(flows: list[Edge]) -> dict[str, tuple[list[str], list[str]]]:
    """For each edge those that end where it ends, and those that begin where it begins; not those that do both."""
    found = {}
    for edge in flows:
        alike = [e for e in flows if e.kind == edge.kind and e is not edge]
        merging = [e.id for e in alike if e.target == edge.target and e.source != edge.source]
        forking = [e.id for e in alike if e.source == edge.source and e.target != edge.target]
        found[edge.id] = (merging, forking)
    return found


def route(board: Board) -> None:
    """Route every edge of a picture whose shapes stand; associations are drawn straight."""
    picture = board.picture
    for edge in board.flows:
        board.solo(edge)
    for edge in sorted(board.flows, key=lambda e: (e.kind == "messageFlow", _distance(picture, e), e.id)):
        board.draw(edge)
    board.haste = _CARE
    improve(board)
    for edge in picture.edges.values():
        if edge.kind in LINES:
            edge.points = _straight(picture, edge)


def improve(board: Board) -> bool:
    """Route edges again among all others until none changes or the rounds are over; whether anything changed."""
    for turn in range(_ROUNDS):
        dear = {e.id: board.cost(e, board.paths[e.id]) if e.id in board.paths else 0 for e in board.flows}
        changed = [board.draw(edge) for edge in sorted(board.flows, key=lambda e: (-dear[e.id], e.id))]
        for edge in board.flows:
            path = board.paths.get(edge.id)
            edge.points = board.points(path) if path else _straight(board.picture, edge)
        if not any(changed):
            return turn > 0
    return True


def _distance(picture: Picture, edge: Edge) -> int:
    a, b = picture.shapes[edge.source].rect, picture.shapes[edge.target].rect
    # what goes back waits until what goes on has the straight ways
    return abs(a.cx - b.cx) + abs(a.cy - b.cy) + (2000 if b.cx < a.cx else 0)


def _straight(picture: Picture, edge: Edge) -> list[Point]:
    a, b = picture.shapes[edge.source], picture.shapes[edge.target]
    end = b.nearest(a.nearest((b.rect.cx, b.rect.cy)))
    return [a.nearest(end), end]
