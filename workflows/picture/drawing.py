"""Shapes and edges of a drawing as SVG, by the kind of their element (BPMN 2.0, chapters 7 and 10)."""

from __future__ import annotations

from math import hypot
from typing import Final

from workflows.diagram import EventKind, Node
from workflows.picture import marks
from workflows.picture.ink import (
    BAND,
    INK,
    LINE,
    PAPER,
    QUESTION,
    QUIET,
    TASK,
    THREAD,
    area,
    circle,
    line,
    number,
    path,
    rectangle,
    tag,
    words,
)  # fmt: skip
from workflows.picture.letters import LEADING, width_of, wrapped
from workflows.picture.plane import Box, Edge, Point, Shape

_EVENTS: Final = frozenset({
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
})  # fmt: skip
_GROUND: Final = ("participant", "lane", "group", "subProcess", "transaction", "adHocSubProcess")
"""What lies under everything else, lowest first."""


def depth(shape: Shape) -> int:
    """How far up a shape lies: pools and lanes are below, boundary events on top."""
    if shape.tag in _GROUND:
        return _GROUND.index(shape.tag)
    return len(_GROUND) + (shape.tag == "boundaryEvent")


def drawn_shape(shape: Shape, node: Node | None, *, question: bool = False) -> str:
    """A shape; `node` is what the diagram says of it, where it is a flow node."""
    if shape.tag in _EVENTS:
        return _event(shape, node)
    if shape.tag.endswith("Gateway"):
        return _gateway(shape, question=question)
    match shape.tag:
        case "participant" | "lane":
            return rectangle(shape.box, fill="none", stroke=QUIET, width=1) + _up(shape.name, shape.box)
        case "group":
            return rectangle(shape.box, round_=8, fill="none", stroke=QUIET, width=1, dash="8 3 1 3") + words(
                (shape.name,) if shape.name else (), Box(shape.box.x, shape.box.y + 3, shape.box.width, 14)
            )
        case "textAnnotation":
            return _annotation(shape)
        case "dataObjectReference" | "dataStoreReference":
            return _data(shape)
        case "subProcess" | "transaction" | "adHocSubProcess" if shape.expanded:
            return _opened(shape, node)
        case _:
            return _activity(shape, node)


def _event(shape: Shape, node: Node | None) -> str:
    at = (shape.box.x + shape.box.width / 2, shape.box.y + shape.box.height / 2)
    radius = shape.box.width / 2
    kind = node.event.kind if node else EventKind.NONE
    dash = "4 3" if node is not None and not node.interrupting else None
    milestone = node is not None and node.is_milestone
    outline = circle(at, radius, width=3.2 if shape.tag == "endEvent" else 1.4, dash=dash)
    if shape.tag in ("intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"):
        outline += circle(at, radius - 3.2, dash=dash)
    if milestone:
        outline += circle(at, radius - 8, fill=THREAD, width=0)
    mark = marks.event(kind, at, throws=shape.tag in ("intermediateThrowEvent", "endEvent"))
    return outline + mark + _beside(shape)


def _gateway(shape: Shape, *, question: bool) -> str:
    box = shape.box
    at = (box.x + box.width / 2, box.y + box.height / 2)
    corners = ((at[0], box.y), (box.right, at[1]), (at[0], box.bottom), (box.x, at[1]))
    return area(corners, fill=QUESTION if question else PAPER) + marks.gateway(shape.tag, at) + _beside(shape)


def _activity(shape: Shape, node: Node | None) -> str:
    box = shape.box
    called = shape.tag == "callActivity"
    folded = called or not shape.expanded
    fill = TASK if shape.tag in ("userTask", "callActivity") else PAPER
    frame = rectangle(box, round_=9, fill=fill, width=3.2 if called else 1.4)
    sign = marks.task(shape.tag, box)
    foot = 16.0 if folded or (node is not None and node.loop is not None) else 0.0
    head = 14.0 if sign else 0.0
    room = Box(box.x + 5, box.y + head, box.width - 10, box.height - foot - head)
    return frame + sign + words(wrapped(shape.name, room.width), room) + marks.below(node, box, folded=folded)


def _opened(shape: Shape, node: Node | None) -> str:
    dash = "1.5 3" if node is not None and node.triggered_by_event else None
    room = Box(shape.box.x + 4, shape.box.y + 6, shape.box.width - 8, 28)
    name = words(wrapped(shape.name, room.width), room, middle=False, bold=True)
    return rectangle(shape.box, round_=9, dash=dash) + name + marks.below(node, shape.box, folded=False)


def _annotation(shape: Shape) -> str:
    box = shape.box
    bracket = line(((box.x + 10, box.y), (box.x, box.y), (box.x, box.bottom), (box.x + 10, box.bottom)))
    room = Box(box.x + 6, box.y + 3, box.width - 8, box.height - 6)
    return bracket + words(wrapped(shape.name, room.width), room, middle=False)


def _data(shape: Shape) -> str:
    box, fold = shape.box, 10
    sheet = ((box.x, box.y), (box.right - fold, box.y), (box.right, box.y + fold), (box.right, box.bottom),
             (box.x, box.bottom))  # fmt: skip
    corner = line(((box.right - fold, box.y), (box.right - fold, box.y + fold), (box.right, box.y + fold)))
    return area(sheet, fill=PAPER) + corner + _beside(shape)


def _beside(shape: Shape) -> str:
    """The name of what has no room for it: where it was put, else below."""
    if not shape.name:
        return ""
    box = shape.label or Box(shape.box.x + shape.box.width / 2 - 45, shape.box.bottom + 3, 90, 27)
    return words(wrapped(shape.name, max(box.width, 40) + 6), box, middle=False, halo=True)


def _up(name: str, box: Box) -> str:
    """A name that stands upright in the left side of a pool or lane; nothing where it would run out of it."""
    lines = wrapped(name, box.height - 4)
    if not name or len(lines) * LEADING > 28 or any(width_of(word) > box.height - 4 for word in name.split()):
        return ""
    x, y = box.x + 12, box.y + box.height / 2
    return tag("g", words(lines, Box(x - 200, y - 10, 400, 20)), transform=f"rotate(-90 {number(x)} {number(y)})")


def drawn_edge(edge: Edge, *, from_gateway: bool) -> str:
    """An edge with its arrow head and its name."""
    points = edge.points
    match edge.tag:
        case "sequenceFlow":
            body = line(points) + _head(points[-2], points[-1])
            if edge.default:
                body += _slash(points)
            elif edge.conditional and not from_gateway:
                body += _lozenge(points)
        case "messageFlow":
            body = line(points, dash="7 4") + circle(points[0], 3.5) + _head(points[-2], points[-1], fill=PAPER)
        case _:
            body = line(points, dash="1.5 4")
            if edge.tag != "association":
                body += _head(points[-2], points[-1], fill="none")
    return body + _named(edge)


def _named(edge: Edge) -> str:
    if not edge.name:
        return ""
    box = edge.label
    if box is None:
        (x, y), (to_x, to_y) = edge.points[:2]
        box = Box((x + to_x) / 2 - 45, (y + to_y) / 2 - 16, 90, 14)
    return words(wrapped(edge.name, max(box.width, 40) + 6), box, middle=False, halo=True)


def _along(start: Point, end: Point) -> tuple[float, float]:
    """The direction of a line, of length 1."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _head(start: Point, end: Point, *, fill: str = INK) -> str:
    dx, dy = _along(start, end)
    foot = (end[0] - 9 * dx, end[1] - 9 * dy)
    return area((end, (foot[0] - 4 * dy, foot[1] + 4 * dx), (foot[0] + 4 * dy, foot[1] - 4 * dx)), fill=fill, width=1.1)


def _slash(points: tuple[Point, ...]) -> str:
    (x, y), (dx, dy) = points[0], _along(*points[:2])
    x, y = x + 10 * dx, y + 10 * dy
    return line(((x - 4 * dx - 5 * dy, y - 4 * dy + 5 * dx), (x + 4 * dx + 5 * dy, y + 4 * dy - 5 * dx)))


def _lozenge(points: tuple[Point, ...]) -> str:
    (x, y), (dx, dy) = points[0], _along(*points[:2])
    half = (x + 7 * dx, y + 7 * dy)
    return area(((x, y), (half[0] - 4 * dy, half[1] + 4 * dx), (x + 14 * dx, y + 14 * dy),
                 (half[0] + 4 * dy, half[1] - 4 * dx)), fill=PAPER, width=1.1)  # fmt: skip


def band(box: Box, name: str, *, even: bool) -> str:
    """A lane of a part: a band with its name upright at its left side, in the 30 before it."""
    ground = tag("rect", x=box.x, y=box.y, width=box.width, height=box.height, fill=BAND if even else PAPER)
    edge = path(f"M{box.x} {box.y}h{box.width}M{box.x} {box.bottom}h{box.width}", stroke=LINE, width=1)
    return ground + edge + _up(name, Box(box.x, box.y, 24, box.height))
