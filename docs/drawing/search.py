"""The cheapest way of one edge over the grid. Reads the prices of the board, changes nothing on it."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Final

from board import BEND, Board, Path
from geometry import STEP
from grid import Port
from model import Edge

# bends that are still needed at least, by heading, by where the aim lies level (0 here, 1 right, 2 left) and upright
_BENDS: Final = (
    ((0, 1, 1), (0, 1, 1), (2, 2, 2)),
    ((0, 0, 2), (1, 1, 2), (1, 1, 2)),
    ((0, 1, 1), (2, 2, 2), (0, 1, 1)),
    ((0, 2, 0), (1, 2, 1), (1, 2, 1)),
)


class Search:
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
                left = far_x + far_y + BEND * _BENDS[out][side_x][side_y]
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
