"""A drawing, or a part of it, as SVG that needs nothing but a font: for paper and for pages without a script."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from workflows.diagram import Process
from workflows.picture.crop import cropped, solid, strip
from workflows.picture.drawing import band, depth, drawn_edge, drawn_shape
from workflows.picture.ink import number, tag
from workflows.picture.letters import SIZE
from workflows.picture.plane import Box, Plane, Shape

FACE: Final = "'Source Sans 3','Source Sans Pro',sans-serif"
_MARGIN: Final = 8.0
_LANES: Final = 26.0
"""Room at the left for the names of the lanes."""
_LEAST: Final = 0.4
"""A strip is at least this part of the width that is asked, or it is not cut."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. Sizes are those of the drawing."""

    svg: str
    width: float
    height: float


def part(
    plane: Plane, process: Process, keep: Collection[str], elsewhere: Mapping[str, str], *, widest: float
) -> tuple[Picture, ...]:  # fmt: skip
    """A part of a drawing as pictures that go on in each other, none wider than asked where it can be cut.

    `elsewhere`: what an arrow says that leads out of the part, by the element to which it leads.
    """
    found = cropped(plane, keep, elsewhere)
    if not any(solid(found)):
        return ()
    named = len(process.lanes) > 1
    room = widest - 2 * _MARGIN - (_LANES if named else 0)
    return tuple(
        _strip(strip(found, start, end), process, start, end, named=named)
        for start, end in _strips(found, room)
    )  # fmt: skip


def _strip(found: Plane, process: Process, start: float, end: float, *, named: bool) -> Picture:
    inner = Plane({key: shape for key, shape in found.shapes.items() if shape.tag != "lane"}, found.edges)
    mine = [box for box in _boxes(inner) if box.right > start and box.x < end]
    top, bottom = min(box.y for box in mine), max(box.bottom for box in mine)
    frame = _around(Box(start, top, end - start, bottom - top))
    content = _content(inner, process)
    if not named:
        return Picture(_svg(content, frame), frame.width, frame.height)
    lanes = [shape for shape in found.shapes.values() if shape.tag == "lane"]
    wider = Box(frame.x - _LANES, frame.y, frame.width + _LANES, frame.height)
    clipped = tag(
        "svg", content, x=frame.x, y=frame.y, width=frame.width, height=frame.height, viewBox=_view(frame),
    )  # fmt: skip
    return Picture(_svg("".join(_bands(lanes, wider)) + clipped, wider), wider.width, wider.height)


def _boxes(plane: Plane) -> Iterator[Box]:
    """All that takes room, each segment of a line by itself."""
    yield from solid(plane)
    for edge in plane.edges.values():
        for (x, y), (to_x, to_y) in pairwise(edge.points):
            yield Box(min(x, to_x), min(y, to_y), abs(to_x - x), abs(to_y - y))


def _around(box: Box) -> Box:
    return Box(box.x - _MARGIN, box.y - _MARGIN, box.width + 2 * _MARGIN, box.height + 2 * _MARGIN)


def _strips(found: Plane, room: float) -> list[tuple[float, float]]:
    """Where a wide part is cut: between things, so that only arrows run on, into strips of about one width."""
    boxes, things = list(_boxes(found)), list(solid(found))
    shapes = [each.box for each in found.shapes.values() if each.tag != "lane"]
    start, end = min(box.x for box in boxes), max(box.right for box in boxes)
    strips: list[tuple[float, float]] = []
    while end - start > room:
        left = end - start
        wish, within = start + left / ceil(left / room), (start + room * _LEAST, start + room)
        # Words may be cut where nothing else can be, and are then in both strips; a shape only where there is no gap.
        cut = _cut(things, wish, within) or _cut(shapes, wish, within) or within[1]
        strips.append((start, cut))
        start = cut
    return [*strips, (start, end)]


def _cut(things: list[Box], wish: float, within: tuple[float, float]) -> float | None:
    """The place nearest to a wish that cuts nothing; None where there is none."""
    places = [place for box in things for place in (box.right + 8, box.x - 8)]
    free = [
        place for place in places
        if within[0] <= place <= within[1] and not any(box.x < place < box.right for box in things)
    ]  # fmt: skip
    return min(free, key=lambda place: abs(place - wish)) if free else None


def _bands(lanes: list[Shape], frame: Box) -> Iterator[str]:
    for index, lane in enumerate(sorted(lanes, key=lambda each: each.box.y)):
        top, bottom = max(lane.box.y, frame.y), min(lane.box.bottom, frame.bottom)
        if bottom - top > SIZE:
            yield band(Box(frame.x, top, frame.width, bottom - top), lane.name, even=index % 2 == 0)


def _content(plane: Plane, process: Process) -> str:
    shapes = sorted(plane.shapes.values(), key=depth)
    under = [each for each in shapes if each.tag in ("participant", "lane", "group", "subProcess")]
    over = [each for each in shapes if each not in under]
    out = [_shape(shape, process) for shape in under]
    gateways = {key for key, node in process.nodes.items() if node.is_gateway}
    out += [drawn_edge(edge, from_gateway=edge.source in gateways) for edge in plane.edges.values()]
    out += [_shape(shape, process) for shape in over]
    return "".join(out)


def _shape(shape: Shape, process: Process) -> str:
    node = process.nodes.get(shape.element)
    return drawn_shape(shape, node, question=node is not None and process.is_question(node))


def _view(box: Box) -> str:
    return " ".join(number(value) for value in (box.x, box.y, box.width, box.height))


def _svg(content: str, frame: Box) -> str:
    return tag(
        "svg", content or " ", xmlns="http://www.w3.org/2000/svg", viewBox=_view(frame), width=frame.width,
        height=frame.height, font_family=FACE, font_size=SIZE,
    )  # fmt: skip
