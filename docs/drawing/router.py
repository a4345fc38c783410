"""Routes edges level and upright: the cheapest path on the grid, then again for each edge among all others."""

from __future__ import annotations

from typing import Final

from board import Board
from geometry import Point
from jogs import straighter
from model import LINES, Edge, Picture
from search import Search

_ROUNDS: Final = 4
_CARE: Final = 200


def solo(board: Board, edge: Edge) -> None:
    """Find what the edge would cost if it were alone."""
    found = Search(board, edge).run()
    board.ideal[edge.id] = board.cost(edge, found) if found else 0


def draw(board: Board, edge: Edge) -> bool:
    """Route an edge among those that lie, where that helps; whether it lies otherwise than before."""
    old = board.lift(edge)
    new = old
    if old is None or board.cost(edge, old) not in (board.ideal[edge.id], board.settled.get(edge.id)):
        found = Search(board, edge).run()
        ways = [way for start in (old, found) if start for way in (start, *straighter(board, edge, start))]
        new = min(ways, key=lambda way: board.cost(edge, way), default=None)
        board.settled[edge.id] = board.cost(edge, new) if new else 0
    board.put(edge, new)
    return new is not old


def route(board: Board) -> None:
    """Route every edge of a picture whose shapes stand; associations are drawn straight."""
    picture = board.picture
    for edge in board.flows:
        solo(board, edge)
    for edge in sorted(board.flows, key=lambda e: (*_turn(picture, e), e.id)):
        draw(board, edge)
    board.haste = _CARE
    improve(board)
    for edge in picture.edges.values():
        if edge.kind in LINES:
            edge.points = _straight(picture, edge)


def improve(board: Board) -> bool:
    """Route edges again among all others until none changes or the rounds are over; whether anything changed."""
    for turn in range(_ROUNDS):
        dear = {e.id: board.cost(e, board.paths[e.id]) if e.id in board.paths else 0 for e in board.flows}
        changed = [draw(board, edge) for edge in sorted(board.flows, key=lambda e: (-dear[e.id], e.id))]
        for edge in board.flows:
            path = board.paths.get(edge.id)
            edge.points = board.points(path) if path else _straight(board.picture, edge)
        if not any(changed):
            return turn > 0
    return True


def _turn(picture: Picture, edge: Edge) -> tuple[bool, int]:
    # the longest message flow takes the outermost way, so that shorter ones need not cross it
    message = edge.kind == "messageFlow"
    return message, -_distance(picture, edge) if message else _distance(picture, edge)


def _distance(picture: Picture, edge: Edge) -> int:
    a, b = picture.shapes[edge.source].rect, picture.shapes[edge.target].rect
    # what goes back waits until what goes on has the straight ways
    return abs(a.cx - b.cx) + abs(a.cy - b.cy) + (2000 if b.cx < a.cx else 0)


def _straight(picture: Picture, edge: Edge) -> list[Point]:
    a, b = picture.shapes[edge.source], picture.shapes[edge.target]
    end = b.nearest(a.nearest((b.rect.cx, b.rect.cy)))
    return [a.nearest(end), end]
