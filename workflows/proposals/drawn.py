"""The drawing beside the process: where a new element and a new arrow are seen. A file without a drawing stays so."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from lxml import etree

from workflows.editing import Sheet, bare, place
from workflows.picture.plane import DI, Box, Point

DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DD: Final = "http://www.omg.org/spec/DD/20100524/DI"
GAP: Final = 50
EVENT: Final = 36
GATEWAY: Final = 50
_POOL_EDGE: Final = 40
_LANE_EDGE: Final = 30


def box_of(sheet: Sheet, own: str) -> Box | None:
    """Where an element is drawn, if it is."""
    shape = _of(sheet, "BPMNShape", own)
    bounds = None if shape is None else shape.find(f"{{{DC}}}Bounds")
    return None if bounds is None else _box(bounds)


def _box(bounds: etree._Element) -> Box:
    return Box(*(_number(bounds.get(name)) for name in ("x", "y", "width", "height")))


def add_shape(sheet: Sheet, own: str, box: Box, beside: str = "", *, lying: bool = False) -> None:
    """Draw an element, on the plane of another one."""
    plane = _plane(sheet, beside)
    if plane is None:
        return
    shape_of(sheet, plane, own, box, {"isHorizontal": "true"} if lying else {}, 0 if lying else None)


def add_edge(sheet: Sheet, flow: str, source: str, target: str) -> None:
    """Draw an arrow from the right of one element to the left of another."""
    plane, ends = _plane(sheet, source), (box_of(sheet, source), box_of(sheet, target))
    start, end = ends
    if plane is None or start is None or end is None:
        return
    half = (start.right + end.x) / 2
    points = [(start.right, start.middle), (half, start.middle), (half, end.middle), (end.x, end.middle)]
    edge_of(sheet, plane, flow, [points[0], points[-1]] if start.middle == end.middle else straight(points))


def shape_of(
    sheet: Sheet, plane: etree._Element, own: str, box: Box, more: Mapping[str, str], at: int | None = None
) -> etree._Element:
    """A shape on a plane, in this place among the others."""
    shape = made_of(sheet, plane, "BPMNShape", own, more, at)
    bounds(shape, box)
    return shape


def edge_of(sheet: Sheet, plane: etree._Element, own: str, points: Sequence[Point]) -> etree._Element:
    """An edge on a plane."""
    edge = made_of(sheet, plane, "BPMNEdge", own)
    for x, y in points:
        place(edge, edge.makeelement(f"{{{DD}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"}))
    return edge


def made_of(
    sheet: Sheet, parent: etree._Element, tag: str, own: str, more: Mapping[str, str] | None = None,
    at: int | None = None,
) -> etree._Element:  # fmt: skip
    """A part of the drawing that shows an element."""
    made = parent.makeelement(f"{{{DI}}}{tag}", {"id": sheet.new_id(f"{own}_di"), "bpmnElement": own, **(more or {})})
    place(parent, made, at)
    sheet.drawn = None
    return made


def bounds(parent: etree._Element, box: Box) -> None:
    """Say where something is."""
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    place(parent, parent.makeelement(f"{{{DC}}}Bounds", {name: f"{value:g}" for name, value in sides.items()}))


def straight(points: Sequence[Point]) -> list[Point]:
    """A way without the points that it passes twice."""
    return [points[0], *(after for before, after in pairwise(points) if after != before)]


def begin_edge(sheet: Sheet, flow: str, at: str) -> None:
    """Let an arrow that was drawn begin at another element."""
    edge, box = _of(sheet, "BPMNEdge", flow), box_of(sheet, at)
    first = None if edge is None else edge.find(f"{{{DD}}}waypoint")
    if first is not None and box is not None:
        first.set("x", f"{box.right:g}")
        first.set("y", f"{box.middle:g}")


def make_room(sheet: Sheet, own: str, width: float) -> None:
    """Shift all that is drawn to the right of an element; what stands around it grows."""
    box = box_of(sheet, own)
    if box is None:
        return
    for bounds in _bounds(sheet, own):
        here = _box(bounds)
        if here.x >= box.right:
            bounds.set("x", f"{here.x + width:g}")
        elif here.right > box.right:
            bounds.set("width", f"{here.width + width:g}")
    plane = _plane(sheet, own)
    for point in () if plane is None else plane.iter(f"{{{DD}}}waypoint"):
        if _number(point.get("x")) > box.right:
            point.set("x", f"{_number(point.get('x')) + width:g}")


def free_behind(sheet: Sheet, own: str, size: float) -> Box | None:
    """Where something new can stand behind an element: beside it, else lower; what stands around it grows along."""
    box = box_of(sheet, own)
    if box is None:
        return None
    made = Box(box.right + GAP, box.middle - size / 2, size, size)
    others = [_box(bounds) for bounds in _bounds(sheet, own)]
    while any(_overlap(made, other) and not holds(other, box) for other in others):
        made = Box(made.x, made.y + size + GAP / 2, size, size)
    edges = {other.right for other in others if holds(other, box) and other != box}
    for bounds in _bounds(sheet, own):
        here = _box(bounds)
        if here.right in edges and here.right < made.right + GAP / 2:
            bounds.set("width", f"{made.right + GAP / 2 - here.x:g}")
    return made


def _bounds(sheet: Sheet, beside: str) -> list[etree._Element]:
    """Where all shapes of a plane are; labels are drawn along with their element and left out."""
    plane = _plane(sheet, beside)
    shapes = () if plane is None else plane.iterchildren(f"{{{DI}}}BPMNShape")
    return [bounds for shape in shapes for bounds in shape.findall(f"{{{DC}}}Bounds")]


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom


def holds(outer: Box, inner: Box) -> bool:
    """Whether one lies wholly within the other."""
    wide = outer.x <= inner.x and inner.right <= outer.right
    return wide and outer.y <= inner.y and inner.bottom <= outer.bottom


def around(sheet: Sheet, owned: set[str]) -> Box | None:
    """What all these elements take up, with room for the edge of a pool; None where nothing is drawn."""
    boxes = [box for box in (box_of(sheet, own) for own in owned) if box is not None]
    if not boxes:
        return None
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    margin = _POOL_EDGE + _LANE_EDGE
    return Box(left - margin, top - GAP, right - left + margin + GAP, bottom - top + 2 * GAP)


def lane_in(pool: Box) -> Box:
    """The one lane of a pool."""
    return Box(pool.x + _LANE_EDGE, pool.y, pool.width - _LANE_EDGE, pool.height)


def show_instead(sheet: Sheet, process: str, collaboration: str) -> None:
    """Let the plane that showed a process show the collaboration that it now stands in."""
    for plane in sheet.root.iter(f"{{{DI}}}BPMNPlane"):
        if bare(plane.get("bpmnElement", "")) == process:
            plane.set("bpmnElement", collaboration)


def _of(sheet: Sheet, tag: str, own: str) -> etree._Element | None:
    if sheet.drawn is None:
        sheet.drawn = {}
        for each in sheet.root.iter(f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge"):
            sheet.drawn.setdefault((etree.QName(each).localname, bare(each.get("bpmnElement", ""))), each)
    return sheet.drawn.get((tag, own))


def _plane(sheet: Sheet, beside: str) -> etree._Element | None:
    shape = _of(sheet, "BPMNShape", beside) if beside else None
    plane = None if shape is None else shape.getparent()
    return plane if plane is not None else next(sheet.root.iter(f"{{{DI}}}BPMNPlane"), None)


def _number(text: str | None) -> float:
    try:
        found = float(text or 0)
    except ValueError:
        return 0.0
    return found if math.isfinite(found) else 0.0
