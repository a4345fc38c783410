"""A part of a drawing on a page: what lies around it is left out, and the room that this leaves is taken away.

The order of everything from left to right and from top to bottom stays as it was drawn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot, inf
from typing import Final

from workflows.picture.letters import wrapped
from workflows.picture.plane import Box, Edge, Plane, Point, Shape

GAP: Final = (30.0, 20.0)
"""The most room that stays between things: across, and down."""
STUB: Final = 34.0
"""Length of an arrow that leads out of the part."""
_ASIDE: Final = 92.0
"""Width of the words behind such an arrow."""
_LINE: Final = 7.0
"""Room on both sides of a line."""

Span = tuple[float, float]


def cropped(plane: Plane, keep: Collection[str], elsewhere: Mapping[str, str]) -> Plane:
    """The part with these elements. An arrow that leads out of it ends in words: those of `elsewhere` for its target.

    Lanes are kept where something of the part stands in them. Pools and groups are left out.
    """
    shapes = {key: shape for key, shape in plane.shapes.items() if key in keep}
    edges: dict[str, Edge] = {}
    for key, edge in plane.edges.items():
        within = (edge.source in shapes, edge.target in shapes)
        if all(within):
            edges[key] = edge
        elif within[0] and edge.tag == "sequenceFlow":
            edges[key] = _leaving(edge, elsewhere.get(edge.target, ""))
        elif within[1] and edge.tag == "sequenceFlow":
            end = _first(tuple(reversed(edge.points)))
            edges[key] = replace(edge, points=tuple(reversed(end)), name="", label=None)
    lanes = {
        key: shape for key, shape in plane.shapes.items()
        if shape.tag == "lane" and not shapes.keys().isdisjoint(shape.refs)
    }  # fmt: skip
    return _squeezed(Plane({**lanes, **shapes}, edges))


def _leaving(edge: Edge, words: str) -> Edge:
    points = _first(edge.points)
    name = f"{edge.name} → {words}" if edge.name and words else edge.name or (f"→ {words}" if words else "")
    return replace(edge, points=points, name=name, label=_aside(points, name), default=edge.default)


def _first(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The beginning of a line, of the length of a stub."""
    left, kept = STUB, [points[0]]
    for start, end in pairwise(points):
        length = hypot(end[0] - start[0], end[1] - start[1])
        if length >= left > 0:
            part = left / length
            kept.append((start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part))
            break
        kept.append(end)
        left -= length
    return tuple(kept)


def _aside(points: tuple[Point, ...], name: str) -> Box | None:
    """Where the words behind a stub stand: on from where it ends."""
    if not name:
        return None
    (fx, fy), (x, y) = points[-2:]
    height = 14.0 * len(wrapped(name, _ASIDE)) + 2
    if abs(x - fx) >= abs(y - fy):
        return Box(x + 4 if x >= fx else x - 4 - _ASIDE, y - height / 2, _ASIDE, height)
    return Box(x - _ASIDE / 2, y + 3 if y >= fy else y - 3 - height, _ASIDE, height)


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Where each coordinate of one direction comes to lie."""

    stops: tuple[tuple[float, float], ...]
    """As drawn, and as it comes to lie."""
    loose: bool = False
    """True where what lies beyond the last stop keeps its distance; else it comes to lie close to it."""

    def at(self, value: float) -> float:
        """The new place of a coordinate; what lies between two stops stays between them."""
        (first, to), (last, until) = self.stops[0], self.stops[-1]
        beyond = inf if self.loose else 12.0
        if value <= first:
            return to + max(value - first, -beyond)
        if value >= last:
            return until + min(value - last, beyond)
        after = bisect_left(self.stops, (value,))
        (a, new_a), (b, new_b) = self.stops[after - 1], self.stops[after]
        return new_b if a == b else new_a + (value - a) * (new_b - new_a) / (b - a)


def _ruler(spans: Iterable[Span], gap: float) -> _Ruler:
    merged: list[list[float]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    stops: list[tuple[float, float]] = []
    place, before = 0.0, merged[0][0]
    for start, end in merged:
        place += min(start - before, gap)
        stops += [(start, place), (end, place + end - start)]
        place, before = place + end - start, end
    return _Ruler(tuple(stops))


def _squeezed(plane: Plane) -> Plane:
    boxes = list(solid(plane))
    if not boxes:
        return plane
    lines = [segment for edge in plane.edges.values() for segment in pairwise(edge.points)]
    across = [(box.x, box.right) for box in boxes] + [(a[0] - _LINE, a[0] + _LINE) for a, b in lines if a[0] == b[0]]
    down = [(box.y, box.bottom) for box in boxes] + [(a[1] - _LINE, a[1] + _LINE) for a, b in lines if a[1] == b[1]]
    return _moved(plane, _ruler(across, GAP[0]), _ruler(down, GAP[1]))


def strip(plane: Plane, start: float, end: float) -> Plane:
    """What lies between two x of a cropped drawing, with the room taken away that is empty there from top to bottom."""
    shapes = {key: each for key, each in plane.shapes.items() if each.tag == "lane" or _touches(each, start, end)}
    edges = {key: each for key, each in plane.edges.items() if _touches(each, start, end)}
    found = Plane(shapes, edges)
    lines = [
        (a, b) for edge in edges.values() for a, b in pairwise(edge.points)
        if max(a[0], b[0]) >= start and min(a[0], b[0]) <= end
    ]  # fmt: skip
    down = [(box.y, box.bottom) for box in solid(found) if box.right > start and box.x < end]
    down += [(a[1] - _LINE, a[1] + _LINE) for a, b in lines if a[1] == b[1]]
    return _moved(found, _Ruler(((start, start), (end, end)), loose=True), _ruler(down, GAP[1])) if down else found


def solid(plane: Plane) -> Iterator[Box]:
    """All that takes room but lines and lanes: shapes, and the words beside shapes and lines."""
    every: list[Shape | Edge] = [*plane.shapes.values(), *plane.edges.values()]
    for drawn in every:
        if isinstance(drawn, Shape) and drawn.tag != "lane":
            yield drawn.box
        if drawn.label is not None:
            yield Box(drawn.label.x - 4, drawn.label.y, drawn.label.width + 8, drawn.label.height)


def _touches(drawn: Shape | Edge, start: float, end: float) -> bool:
    spans = [(drawn.label.x, drawn.label.right)] if drawn.label else []
    if isinstance(drawn, Shape):
        spans.append((drawn.box.x, drawn.box.right))
    else:
        spans.append((min(x for x, _ in drawn.points), max(x for x, _ in drawn.points)))
    return any(right >= start and left <= end for left, right in spans)


def _moved(plane: Plane, x: _Ruler, y: _Ruler) -> Plane:
    def moved(box: Box) -> Box:
        left, top = x.at(box.x), y.at(box.y)
        return Box(left, top, x.at(box.right) - left, y.at(box.bottom) - top)

    shapes = {
        key: replace(shape, box=moved(shape.box), label=moved(shape.label) if shape.label else None)
        for key, shape in plane.shapes.items()
    }
    edges = {
        key: replace(
            edge, points=tuple((x.at(px), y.at(py)) for px, py in edge.points),
            label=moved(edge.label) if edge.label else None,
        ) for key, edge in plane.edges.items()
    }  # fmt: skip
    return Plane(shapes, edges)
