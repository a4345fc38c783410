"""What the drawing of a BPMN file says (BPMN DI): where every shape and edge lies. Judges nothing, and draws nothing.

Lengths are those of the drawing: 1 is one pixel of the modeler at its usual size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, local_name

DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
_EDGES: Final = frozenset({
    "sequenceFlow", "messageFlow", "association", "dataInputAssociation", "dataOutputAssociation",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y of half way down."""
        return self.y + self.height / 2


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """An element that is drawn as a shape."""

    element: str
    """Its id."""
    tag: str
    """Local XML name: `userTask`, `lane`, `textAnnotation`, …"""
    name: str
    """What stands in or beside it."""
    box: Box
    label: Box | None = None
    """Where its name stands, where that is not within it."""
    expanded: bool = True
    """Of a subprocess: whether what is in it is drawn."""
    refs: tuple[str, ...] = ()
    """Of a lane: what stands in it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An element that is drawn as a line."""

    tag: str
    name: str
    source: str
    target: str
    points: tuple[Point, ...]
    """At least two."""
    label: Box | None = None
    default: bool = False
    """Of a sequence flow: taken where no condition holds."""
    conditional: bool = False
    """Of a sequence flow that leaves something else than a gateway."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A drawing: its shapes in the order in which they lie upon each other, and its edges."""

    shapes: Mapping[str, Shape] = field(default_factory=dict)
    edges: Mapping[str, Edge] = field(default_factory=dict)


def read_plane(root: etree._Element) -> Plane:
    """The drawing of a parsed BPMN file. What has no place, or a place that is no number, is left out."""
    known = {element.get("id", ""): element for element in root.iter(f"{{{BPMN}}}*") if element.get("id")}
    values = {value.get("id", ""): value.get("value", "") for value in root.iter(f"{{{BPMN}}}categoryValue")}
    defaults = {element.get("default", "") for element in known.values()}
    shapes: dict[str, Shape] = {}
    for drawn in root.iter(f"{{{DI}}}BPMNShape"):
        element, box = known.get(_reference(drawn)), _bounds(drawn)
        if element is not None and box is not None:
            shapes[element.get("id", "")] = _shape(element, drawn, box, values)
    edges: dict[str, Edge] = {}
    for drawn in root.iter(f"{{{DI}}}BPMNEdge"):
        element, points = known.get(_reference(drawn)), tuple(_points(drawn))
        if element is not None and local_name(element) in _EDGES and len(points) > 1:
            edges[element.get("id", "")] = _edge(element, drawn, points, defaults)
    return Plane(shapes, edges)


def _reference(drawn: etree._Element) -> str:
    return drawn.get("bpmnElement", "").rpartition(":")[2]


def _shape(element: etree._Element, drawn: etree._Element, box: Box, values: Mapping[str, str]) -> Shape:
    tag = local_name(element)
    name = element.get("name", "")
    if tag == "textAnnotation":
        name = element.findtext(f"{{{BPMN}}}text", "")
    elif tag == "group":
        name = values.get(element.get("categoryValueRef", "").rpartition(":")[2], "")
    return Shape(
        element=element.get("id", ""), tag=tag, name=" ".join(name.split()), box=box, label=_label(drawn),
        expanded=drawn.get("isExpanded", "true") != "false",
        refs=tuple((ref.text or "").strip() for ref in element.iterchildren(f"{{{BPMN}}}flowNodeRef")),
    )  # fmt: skip


def _edge(element: etree._Element, drawn: etree._Element, points: tuple[Point, ...], defaults: set[str]) -> Edge:
    conditional = element.find(f"{{{BPMN}}}conditionExpression") is not None
    return Edge(
        tag=local_name(element), name=" ".join(element.get("name", "").split()),
        source=element.get("sourceRef", "").rpartition(":")[2], target=element.get("targetRef", "").rpartition(":")[2],
        points=points, label=_label(drawn), default=element.get("id", "") in defaults, conditional=conditional,
    )  # fmt: skip


def _label(drawn: etree._Element) -> Box | None:
    found = drawn.find(f"{{{DI}}}BPMNLabel")
    return None if found is None else _bounds(found)


def _bounds(drawn: etree._Element) -> Box | None:
    found = next((child for child in drawn if local_name(child) == "Bounds"), None)
    if found is None:
        return None
    sides = [_number(found.get(name, "")) for name in ("x", "y", "width", "height")]
    return Box(*[side for side in sides if side is not None]) if None not in sides else None


def _points(drawn: etree._Element) -> Iterator[Point]:
    for point in drawn:
        x, y = _number(point.get("x", "")), _number(point.get("y", ""))
        if local_name(point) == "waypoint" and x is not None and y is not None:
            yield x, y


def _number(text: str) -> float | None:
    """A finite number of a drawing that somebody could look at."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1_000_000 else None
