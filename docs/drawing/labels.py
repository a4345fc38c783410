"""Where names stand: beside gateways and events, and on a straight piece of a flow close to where it begins.

A label tries a fixed list of places and takes the one with the least in its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geometry import Point, Rect, segment_box, text_size, text_width
from lanes import HEAD, NAME_WIDTH
from model import FRAMES, SUBPROCESSES, Edge, Picture, Shape

_CELL: Final = 100
_NODE_WIDTHS: Final = (NAME_WIDTH, 120)
_FLOW_WIDTHS: Final = (90, 120, 160)
_PIECES: Final = 4
_SHORTEST: Final = 14
_STROKE: Final = 20
"""Pixels from its source where the stroke of a default flow ends."""

HARD: Final = 100.0
_LINE: Final = 45.0
_FRAME: Final = 20.0
_MESSAGE: Final = 40.0
_NEAR: Final = 12.0


@dataclass(frozen=True, slots=True)
class Thing:
    """Something a label should not lie on, and how bad it is if it does."""

    id: str
    rect: Rect
    weight: float


class Clutter:
    """Everything in the way, found by place."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Thing]] = {}

    def add(self, thing: Thing) -> None:
        """Remember a thing."""
        for cell in self._of(thing.rect):
            self._cells.setdefault(cell, []).append(thing)

    def hits(self, rect: Rect, but: str = "") -> list[Thing]:
        """What overlaps the rectangle, except what belongs to `but`."""
        found = {
            (t.id, t.rect): t for cell in self._of(rect) for t in self._cells.get(cell, ()) if t.rect.overlaps(rect)
        }
        return [t for t in found.values() if t.id != but]

    def drop(self, owner: str) -> None:
        """Forget what belongs to an owner."""
        for cell in self._cells.values():
            cell[:] = [t for t in cell if t.id != owner]

    @staticmethod
    def _of(rect: Rect) -> Iterator[tuple[int, int]]:
        for x in range(rect.x // _CELL, rect.right // _CELL + 1):
            for y in range(rect.y // _CELL, rect.bottom // _CELL + 1):
                yield x, y


def clutter(picture: Picture, *, edges: bool) -> Clutter:
    """What stands in a picture: shapes, frames and, where asked, the lines of its edges."""
    found = Clutter()
    for shape in picture.shapes.values():
        for rect, weight in _body(shape):
            found.add(Thing(shape.id, rect, weight))
    for edge in picture.edges.values() if edges else ():
        for a, b in segments(edge):
            found.add(Thing(edge.id, segment_box(a, b), _LINE))
    return found


def _body(shape: Shape) -> Iterator[tuple[Rect, float]]:
    """What of a shape a label should not lie on: of a frame only its sides and its own name."""
    box = shape.rect
    if shape.kind not in FRAMES and not (shape.kind in SUBPROCESSES and shape.expanded):
        yield box, HARD
        return
    for a, b in _sides(box):
        yield segment_box(a, b), _FRAME
    if shape.kind == "participant":
        yield Rect(box.x, box.y, 2 * HEAD, box.h), HARD
    elif shape.kind in SUBPROCESSES and shape.name:
        yield Rect(box.x + 10, box.y + 4, box.w - 20, 16), HARD


def segments(edge: Edge) -> list[tuple[Point, Point]]:
    """The straight pieces of an edge, from its source on."""
    return list(pairwise(edge.points))


def _sides(box: Rect) -> list[tuple[Point, Point]]:
    a, b, c, d = (box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)
    return [(a, b), (b, c), (d, c), (a, d)]


def name_shapes(picture: Picture) -> None:
    """Place the names of gateways, events and data before there are edges; those of edges are forgotten."""
    for edge in picture.edges.values():
        edge.label = None
    _place_shapes(picture, clutter(picture, edges=False))


def _place_shapes(picture: Picture, found: Clutter) -> None:
    for group in picture.of_kind("group"):
        if group.name:
            group.label = _best(found, group.id, list(_along_top(group)))
            found.add(Thing(f"{group.id} label", group.label, HARD))
    named = [s for s in picture.shapes.values() if s.has_outer_label]
    for shape in sorted(named, key=lambda s: (s.rect.x, s.rect.y, s.id)):
        shape.label = _best(found, shape.id, list(_beside(shape, _message_side(picture, shape))))
        found.add(Thing(f"{shape.id} label", shape.label, HARD))


def _along_top(group: Shape) -> Iterator[tuple[float, Rect]]:
    """Places under the upper side of a group, from its left corner on."""
    box, width = group.rect, text_width(group.name) + 8
    for order, x in enumerate(range(box.x + 10, max(box.right - width, box.x + 11), 10)):
        yield float(order), Rect(x, box.y + 8, width, 14)


def _keep_apart(found: Clutter, owner: str, label: Rect) -> None:
    """Make other names keep a line away: what stands close together is read as one text."""
    found.add(Thing(f"{owner} label", Rect(label.x - 6, label.y - 10, label.w + 12, label.h + 20), _NEAR))


def name_all(picture: Picture) -> None:
    """Place every label anew among shapes and edges."""
    found = clutter(picture, edges=True)
    _place_shapes(picture, found)
    for shape in picture.shapes.values():
        if shape.has_outer_label and shape.label:
            _keep_apart(found, shape.id, shape.label)
    flows = [e for e in picture.edges.values() if e.name and len(e.points) > 1]
    for edge in sorted(flows, key=lambda e: (_room(e), e.id)):
        edge.label = _best(found, edge.id, list(_along(edge, found)))
        found.add(Thing(f"{edge.id} label", edge.label, HARD))
        _keep_apart(found, edge.id, edge.label)


def _best(found: Clutter, owner: str, places: list[tuple[float, Rect]]) -> Rect:
    def price(place: tuple[float, Rect]) -> float:
        cost, rect = place
        return cost + sum(t.weight for t in found.hits(rect.grown(1), but=owner))

    return min(places, key=price)[1]


def _message_side(picture: Picture, shape: Shape) -> int:
    """Whether a message flow goes down from here or comes from below (1), up or from above (-1), or none (0)."""
    for edge in picture.edges.values():
        if edge.kind == "messageFlow" and shape.id in (edge.source, edge.target):
            other = picture.shapes[edge.target if edge.source == shape.id else edge.source]
            return 1 if other.rect.cy > shape.rect.cy else -1
    return 0


def _beside(shape: Shape, message: int) -> Iterator[tuple[float, Rect]]:
    """Places for a name with what each costs; a message flow needs the upper or lower point free."""
    box = shape.rect
    for rank, width in enumerate(_NODE_WIDTHS):
        w, h = text_size(shape.name, width)
        if shape.is_gateway:
            places = [
                (box.cx - 10 - w, box.y + 10 - h), (box.cx + 10, box.y + 10 - h), (box.cx - 10 - w, box.bottom - 8),
                (box.cx + 10, box.bottom - 8), (box.cx - w // 2, box.bottom + 3), (box.cx - w // 2, box.y - h - 3),
            ]  # fmt: skip
        elif shape.host:
            places = [
                (box.cx - 12 - w, box.bottom - 8), (box.cx + 12, box.bottom - 8), (box.cx - 6 - w, box.bottom + 2),
                (box.cx + 6, box.bottom + 2), (box.right + 2, box.cy + 2),
            ]  # fmt: skip
        else:
            places = [
                (box.cx - w // 2, box.bottom + 3), (box.cx - w // 2, box.y - h - 3), (box.cx + 14, box.bottom - 6),
                (box.cx - 14 - w, box.bottom - 6), (box.cx + 14, box.y + 6 - h), (box.cx - 14 - w, box.y + 6 - h),
            ]  # fmt: skip
        for order, (x, y) in enumerate(places):
            rect = Rect(x, y, w, h)
            hides = message and rect.x < box.cx < rect.right and (rect.cy - box.cy) * message > 0
            yield 3.0 * order + rank + _MESSAGE * bool(hides), rect


def _room(edge: Edge) -> int:
    """Length of the first piece: the shortest must choose first."""
    (ax, ay), (bx, by) = edge.points[0], edge.points[1]
    return abs(ax - bx) + abs(ay - by)


def _along(edge: Edge, found: Clutter) -> Iterator[tuple[float, Rect]]:
    """Places above, below, right and left of the pieces of an edge; nearer to its source is better."""
    walked = 0
    for index, (a, b) in enumerate(segments(edge)[:_PIECES]):
        length = abs(a[0] - b[0]) + abs(a[1] - b[1])
        for rank, width in enumerate(_FLOW_WIDTHS):
            w, h = text_size(edge.name, width)
            for along in _stops(length, w if a[1] == b[1] else h, _STROKE if edge.default and not index else 3):
                cost = (walked + along) / 12 + 2.0 * rank + 2.0 * index
                for side, rect in enumerate(_at(a, b, along, w, h)):
                    yield cost + 2.0 * side + _shared(found, edge, a, b, along), rect
        walked += length


def _stops(length: int, size: int, first: int) -> list[int]:
    room = length - size - 3
    return [first, *range(first + 10, room, 20)] if room > 0 or length > _SHORTEST else []


def _at(a: Point, b: Point, along: int, w: int, h: int) -> list[Rect]:
    if a[1] == b[1]:
        x = a[0] + along if b[0] > a[0] else a[0] - along - w
        return [Rect(x, a[1] - h - 2, w, h), Rect(x, a[1] + 3, w, h)]
    y = a[1] + along if b[1] > a[1] else a[1] - along - h
    return [Rect(a[0] + 4, y, w, h), Rect(a[0] - 4 - w, y, w, h)]


def _shared(found: Clutter, edge: Edge, a: Point, b: Point, along: int) -> float:
    """What it costs that other edges run on the same track here, so that the name would be everyone's."""
    level = a[1] == b[1]
    sign = 1 if (b[0] > a[0] if level else b[1] > a[1]) else -1
    spot = (a[0] + sign * along, a[1]) if level else (a[0], a[1] + sign * along)
    box = Rect(spot[0] - 4, spot[1] - 1, 8, 2) if level else Rect(spot[0] - 1, spot[1] - 4, 2, 8)
    return 30.0 * sum(1 for t in found.hits(box, but=edge.id) if t.weight == _LINE)


def rects(picture: Picture) -> list[Rect]:
    """Every label that stands beside its element, for lines to keep off."""
    outer = [s.label for s in picture.shapes.values() if s.has_outer_label or s.kind == "group"]
    return [r for r in (*outer, *(e.label for e in picture.edges.values() if e.name)) if r]
