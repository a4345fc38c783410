"""The picture in a BPMN file: its shapes and edges, read from the XML and written back.

Only the diagram interchange (BPMN 2.0, clause 12) is ever written; what the process means is not touched.
Shapes and edges are changed in place while a layout is made, so these two are not frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from geometry import Point, Rect
from lxml import etree

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DDI: Final = "http://www.omg.org/spec/DD/20100524/DI"

EVENTS: Final = frozenset(
    {"startEvent", "endEvent", "intermediateThrowEvent", "intermediateCatchEvent", "boundaryEvent"}
)
SUBPROCESSES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ARTIFACTS: Final = frozenset({"textAnnotation", "dataObjectReference", "dataStoreReference"})
FRAMES: Final = frozenset({"participant", "lane", "group"})
LINES: Final = frozenset({"association", "dataInputAssociation", "dataOutputAssociation"})


@dataclass(slots=True)
class Shape:
    """A drawn element. `scope` is the id of the process or subprocess it stands in."""

    id: str
    kind: str
    name: str
    rect: Rect
    scope: str
    di: etree._Element
    host: str | None = None
    process: str | None = None
    """For a participant: the process it draws."""
    refs: tuple[str, ...] = ()
    """For a lane: the elements that stand in it."""
    expanded: bool = True
    label: Rect | None = None

    @property
    def is_gateway(self) -> bool:
        """Whether it is drawn as a diamond."""
        return self.kind.endswith("Gateway")

    @property
    def is_event(self) -> bool:
        """Whether it is drawn as a circle."""
        return self.kind in EVENTS

    @property
    def has_outer_label(self) -> bool:
        """Whether its name stands beside it instead of inside."""
        outside = self.is_gateway or self.is_event or self.kind in ("dataObjectReference", "dataStoreReference")
        return bool(self.name) and outside

    def nearest(self, point: Point) -> Point:
        """The place on its side, or the extreme point of a circle or diamond, nearest to a point elsewhere."""
        box = self.rect
        if self.is_event or self.is_gateway:
            ends = [(box.cx, box.y), (box.right, box.cy), (box.cx, box.bottom), (box.x, box.cy)]
            return min(ends, key=lambda p: (abs(p[0] - point[0]) + abs(p[1] - point[1]), p))
        return min(max(point[0], box.x), box.right), min(max(point[1], box.y), box.bottom)

    def move(self, dx: int, dy: int) -> None:
        """Shift the shape."""
        self.rect = self.rect.moved(dx, dy)


@dataclass(slots=True)
class Edge:
    """A drawn connection; `points` are its waypoints."""

    id: str
    kind: str
    name: str
    source: str
    target: str
    scope: str
    di: etree._Element
    points: list[Point] = field(default_factory=list)
    label: Rect | None = None
    default: bool = False
    """Whether it is the default flow of its source, which is drawn with a stroke across its beginning."""


@dataclass(slots=True)
class Picture:
    """One plane of a file."""

    shapes: dict[str, Shape]
    edges: dict[str, Edge]

    @property
    def nodes(self) -> list[Shape]:
        """Everything that lines must go around: not pools, lanes and groups."""
        return [s for s in self.shapes.values() if s.kind not in FRAMES]

    def of_kind(self, kind: str) -> list[Shape]:
        """The shapes of one BPMN tag, from top to bottom."""
        return sorted((s for s in self.shapes.values() if s.kind == kind), key=lambda s: (s.rect.y, s.rect.x, s.id))

    def inside(self, scope: str) -> list[Shape]:
        """The nodes that stand directly in a process or subprocess."""
        return [s for s in self.nodes if s.scope == scope]

    def pool_of(self, scope: str) -> Shape | None:
        """The pool that draws a process, where there is one."""
        while scope in self.shapes and self.shapes[scope].kind in SUBPROCESSES:
            scope = self.shapes[scope].scope
        return next((s for s in self.of_kind("participant") if s.process == scope), None)


def read(root: etree._Element) -> list[Picture]:
    """The pictures of a parsed file, one for each plane; shapes without bounds are left out."""
    meaning = {e.get("id", ""): e for e in root.iter(f"{{{BPMN}}}*") if e.get("id")}
    values = {e.get("id", ""): e.get("value", "") for e in root.iter(f"{{{BPMN}}}categoryValue")}
    return [_picture(plane, meaning, values) for plane in root.iter(f"{{{DI}}}BPMNPlane")]


def _picture(plane: etree._Element, meaning: dict[str, etree._Element], values: dict[str, str]) -> Picture:
    picture = Picture({}, {})
    for di in plane.iter(f"{{{DI}}}BPMNShape"):
        element, bounds = meaning.get(_bare(di.get("bpmnElement"))), di.find(f"{{{DC}}}Bounds")
        if element is not None and bounds is not None:
            shape = _shape(element, di, bounds, values)
            picture.shapes[shape.id] = shape
    for di in plane.iter(f"{{{DI}}}BPMNEdge"):
        element = meaning.get(_bare(di.get("bpmnElement")))
        edge = _edge(element, di) if element is not None else None
        if edge and edge.source in picture.shapes and edge.target in picture.shapes:
            edge.default = _bare(meaning[edge.source].get("default")) == edge.id
            picture.edges[edge.id] = edge
    return picture


def _shape(element: etree._Element, di: etree._Element, bounds: etree._Element, values: dict[str, str]) -> Shape:
    kind = etree.QName(element).localname
    x, y, w, h = (round(float(bounds.get(key, "0"))) for key in ("x", "y", "width", "height"))
    name = values.get(_bare(element.get("categoryValueRef")), "") if kind == "group" else element.get("name", "")
    return Shape(
        id=element.get("id", ""), kind=kind, name=" ".join(name.split()), rect=Rect(x, y, w, h),
        scope=_scope(element), di=di, host=_bare(element.get("attachedToRef")) or None,
        process=_bare(element.get("processRef")) or None,
        refs=tuple(_bare(ref.text) for ref in element.findall(f"{{{BPMN}}}flowNodeRef")),
        expanded=di.get("isExpanded", "true") == "true", label=_label(di),
    )  # fmt: skip


def _edge(element: etree._Element, di: etree._Element) -> Edge:
    source, target = _bare(element.get("sourceRef")), _bare(element.get("targetRef"))
    if element.tag in (f"{{{BPMN}}}dataInputAssociation", f"{{{BPMN}}}dataOutputAssociation"):
        source = _bare(element.findtext(f"{{{BPMN}}}sourceRef")) or _scope(element)
        target = _bare(element.findtext(f"{{{BPMN}}}targetRef"))
        # a data association names only the data side; the other end is the activity it stands in
        source, target = (source, _scope(element)) if "Input" in str(element.tag) else (_scope(element), target)
    points = [(round(float(p.get("x", "0"))), round(float(p.get("y", "0")))) for p in di.findall(f"{{{DDI}}}waypoint")]
    return Edge(
        id=element.get("id", ""), kind=etree.QName(element).localname, name=" ".join(element.get("name", "").split()),
        source=source, target=target, scope=_scope(element), di=di, points=points, label=_label(di),
    )  # fmt: skip


def _label(di: etree._Element) -> Rect | None:
    bounds = di.find(f"{{{DI}}}BPMNLabel/{{{DC}}}Bounds")
    if bounds is None:
        return None
    x, y, w, h = (round(float(bounds.get(key, "0"))) for key in ("x", "y", "width", "height"))
    return Rect(x, y, w, h)


def _scope(element: etree._Element) -> str:
    parent = element.getparent()
    return parent.get("id", "") if parent is not None else ""


def _bare(reference: str | None) -> str:
    """A reference without its prefix: other modelers write `tns:Task_1`."""
    return (reference or "").strip().rpartition(":")[2]


def write(picture: Picture) -> None:
    """Put bounds, waypoints and label bounds back into the XML the picture was read from."""
    for shape in picture.shapes.values():
        bounds = shape.di.find(f"{{{DC}}}Bounds")
        if bounds is not None:
            _write_bounds(bounds, shape.rect)
        if shape.has_outer_label or shape.kind == "group":
            _write_label(shape.di, shape.label)
    for edge in picture.edges.values():
        for waypoint in edge.di.findall(f"{{{DDI}}}waypoint"):
            edge.di.remove(waypoint)
        for index, (x, y) in enumerate(edge.points):
            waypoint = etree.Element(f"{{{DDI}}}waypoint")
            waypoint.set("x", str(x))
            waypoint.set("y", str(y))
            edge.di.insert(index, waypoint)
        _write_label(edge.di, edge.label if edge.name else None)


def _write_label(di: etree._Element, rect: Rect | None) -> None:
    label = di.find(f"{{{DI}}}BPMNLabel")
    if rect is None:
        if label is not None:
            di.remove(label)
        return
    if label is None:
        label = etree.SubElement(di, f"{{{DI}}}BPMNLabel")
    bounds = label.find(f"{{{DC}}}Bounds")
    _write_bounds(etree.SubElement(label, f"{{{DC}}}Bounds") if bounds is None else bounds, rect)


def _write_bounds(bounds: etree._Element, rect: Rect) -> None:
    for key, value in (("x", rect.x), ("y", rect.y), ("width", rect.w), ("height", rect.h)):
        bounds.set(key, str(value))
