"""Takes small steps out of lines that otherwise run straight on. Proposes ways; the board says what they cost."""

from __future__ import annotations

from itertools import pairwise

from board import Board, Path
from geometry import Point, jogs
from grid import DOWN, LEFT, RIGHT, UP, Port
from model import Edge


def straighter(board: Board, edge: Edge, path: Path) -> list[Path]:
    """The ways that are left when, at one small step, the line before or behind it moves over to the other."""
    points = board.points(path)
    found = []
    for step in jogs(points):
        start, before, after, end = points[step - 1 : step + 3]
        across = 1 if before[0] == after[0] else 0
        for way in (
            [*points[: step - 1], _moved(start, across, after), *points[step + 2 :]],
            [*points[:step], _moved(end, across, before), *points[step + 3 :]],
        ):
            laid = _laid(board, edge, path, way)
            if laid:
                found.append(laid)
    return found


def _moved(point: Point, axis: int, onto: Point) -> Point:
    return (onto[0], point[1]) if axis == 0 else (point[0], onto[1])


def _laid(board: Board, edge: Edge, path: Path, points: list[Point]) -> Path | None:
    """The path along these points from the same sides as before; None where it may not run."""
    shapes, grid = board.picture.shapes, board.grid
    source, target = shapes[edge.source], shapes[edge.target]
    first = _port(grid.ports(source, edge, target.rect, leaving=True), path.first, points[0])
    last = _port(grid.ports(target, edge, source.rect, leaving=False), path.last, points[-1])
    inner = [grid.vertex(point) for point in points[1:-1]]
    if not first or not last or None in inner:
        return None
    states = [first.vertex * 4 + first.out]
    stops = [first.vertex, *(vertex for vertex in inner if vertex is not None), last.vertex]
    for a, b in pairwise(stops):
        states += _run(a, b, grid.width)
    headings = [*(state & 3 for state in states), last.out ^ 2]
    turns_back = any(a == b ^ 2 for a, b in pairwise(headings))
    mask = grid.mask(edge)
    free = all(mask[state >> 2] for state in states)
    return Path(first, tuple(states), last) if free and not turns_back else None


def _port(ports: list[Port], like: Port, point: Point) -> Port | None:
    return next((port for port in ports if port.point == point and port.out == like.out), None)


def _run(a: int, b: int, width: int) -> list[int]:
    """The states passed from one vertex to another in the same row or column, without the first."""
    if a // width == b // width:
        heading, stride = (RIGHT, 1) if b > a else (LEFT, -1)
    else:
        heading, stride = (DOWN, width) if b > a else (UP, -width)
    return [vertex * 4 + heading for vertex in range(a + stride, b + stride, stride)] if a != b else []
