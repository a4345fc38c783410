"""A drawing or a table taken apart: elements by their id, what is drawn by what it shows, all else as whole values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, local_name
from workflows.merging.model import KIND, OWNER, NotApartError, Part, Parts

DI: Final = frozenset({
    "http://www.omg.org/spec/BPMN/20100524/DI", "https://www.omg.org/spec/DMN/20191111/DMNDI/",
    "http://www.omg.org/spec/DMN/20180521/DMNDI/",
})  # fmt: skip
LANE: Final = "@lane"
"""The lanes that an element is in."""
TEXT: Final = "."
X, Y, W, H = "@x", "@y", "@width", "@height"
ROUTE: Final = "@route"
BOUNDS, POINTS, IN, OUT, MEMBERS = "<Bounds", "<waypoint", "<incoming", "<outgoing", "<flowNodeRef"
"""Slots of what is written anew from what it follows from."""
_PLACE: Final = {"x": X, "y": Y, "width": W, "height": H}
_SHOWN: Final = ("bpmnElement", "dmnElementRef")
_HOLDERS: Final = frozenset({"extensionElements", "laneSet", "childLaneSet", "ioSpecification", "DMNDI"})
_FOLLOWS: Final = {"incoming": IN, "outgoing": OUT, "flowNodeRef": MEMBERS}
COLUMN: Final = "|"
"""The column that a cell of a table stands in."""


def bare(reference: str) -> str:
    """A reference without its prefix or its sign."""
    return reference.strip().rpartition(":")[2].removeprefix("#")


def whole(element: etree._Element) -> str:
    """An element as a text that is the same for the same, however it was laid out."""
    own = deepcopy(element)
    own.tail = None
    for each in own.iter(etree.Element):
        if len(each) and not (each.text or "").strip():
            each.text = None
        if each is not own and not (each.tail or "").strip():
            each.tail = None
    return etree.tostring(own, method="c14n", exclusive=True).decode()


@dataclass(slots=True)
class Apart:
    """One file, while it is taken apart."""

    root: etree._Element
    ids: frozenset[str] = frozenset()
    lanes: dict[str, list[str]] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    cells: dict[etree._Element, tuple[str, str]] = field(default_factory=dict)
    """Of tables: each cell with the ids of its rule and its column."""

    def take(self) -> Parts:
        """Its parts. Raises NotApartError."""
        namespace = etree.QName(self.root).namespace or ""
        self.own = frozenset({BPMN, namespace} | DI)
        known = [each.get("id", "") for each in self.root.iter(etree.Element) if each.get("id")]
        self.ids = frozenset(known)
        if len(known) != len(self.ids) or not namespace:
            raise NotApartError
        for lane in self.root.iter(f"{{{BPMN}}}lane"):
            for each in lane.iterchildren(f"{{{BPMN}}}flowNodeRef"):
                self.lanes.setdefault(bare(each.text or ""), []).append(lane.get("id", ""))
        self._take(self.root, "", "/")
        return self.parts

    def _take(self, element: etree._Element, owner: str, key: str) -> None:
        if key in self.parts:
            raise NotApartError
        values: dict[str, str] = {OWNER: owner, KIND: str(element.tag)}
        refs: dict[str, tuple[str, ...]] = {}
        self.parts[key] = Part(key, {})  # keeps its place before what lies in it
        for name, value in element.attrib.items():
            values[str(name)] = str(value)
            if _leans(str(name)) and bare(str(value)) in self.ids:
                refs[str(name)] = (f"#{bare(str(value))}",)
        if lanes := self.lanes.get(element.get("id", "")):
            values[LANE] = " ".join(lanes)
            refs[LANE] = tuple(f"#{each}" for each in lanes)
        if element in self.cells:
            values[COLUMN] = self.cells[element][1]
            refs[COLUMN] = (f"#{self.cells[element][1]}",)
        slots = self._within(element, key, values, refs)
        if not len(element) and (element.text or "").strip():
            values[TEXT] = element.text or ""
        soft = key.startswith("#") and "/" in key and element not in self.cells
        self.parts[key] = Part(key, values, slots, refs, soft)

    def _within(
        self, element: etree._Element, key: str, values: dict[str, str], refs: dict[str, tuple[str, ...]]
    ) -> tuple[str, ...]:  # fmt: skip
        slots: dict[str, None] = {}
        wholes: dict[str, list[etree._Element]] = {}
        named = Counter(_called(each) for each in element.iterchildren(etree.Element))
        for child in element.iterchildren(etree.Element):
            if slot := self._known(child, values):
                slots[slot] = None
            elif below := self._key(child, key):
                slots[below] = None
                self._take(child, key, below)
            else:
                slot = _called(child) if named[_called(child)] == 1 else f"<{child.tag}"
                slots[slot] = None
                wholes.setdefault(slot, []).append(child)
        for slot, found in wholes.items():
            values[slot] = "".join(whole(each) for each in found)
            leans = tuple(f"#{each}" for one in found for each in self._leanings(one))
            if leans:
                refs[slot] = leans
        return tuple(slots)

    def _known(self, child: etree._Element, values: dict[str, str]) -> str | None:
        """The slot of what is kept as values of their own, or follows from something else."""
        name = local_name(child)
        if etree.QName(child).namespace == BPMN and name in _FOLLOWS:
            order = f"~{name}"
            values[order] = f"{values.get(order, '')} {bare(child.text or '')}".strip()
            return _FOLLOWS[name]
        parent = child.getparent()
        if parent is None or etree.QName(parent).namespace not in DI:
            return None
        if name == "Bounds":
            values.update({_PLACE.get(str(key), str(key)): str(value) for key, value in child.attrib.items()})
            values[BOUNDS] = str(child.tag)
            return BOUNDS
        if name == "waypoint":
            point = f"{child.get('x', '0')},{child.get('y', '0')}"
            values[ROUTE] = f"{values[ROUTE]} {point}" if ROUTE in values else point
            values[POINTS] = str(child.tag)
            return POINTS
        return None

    def _key(self, child: etree._Element, owner: str) -> str | None:
        """The key of a part of its own; None for what is a value of what it lies in."""
        namespace, name = etree.QName(child).namespace, local_name(child)
        if namespace in DI:
            return _drawn(child, name)
        if child in self.cells:
            return f"{owner}/#{self.cells[child][1]}"
        if namespace not in self.own:
            return f"{owner}/{name}" if name == "properties" and _by_name(child) else None
        if child.get("id"):
            return f"#{child.get('id')}"
        return f"{owner}/{name}" if name in _HOLDERS else None

    def _leanings(self, element: etree._Element) -> Iterator[str]:
        """Ids that something inside a whole value leans on, but for those that are in it itself."""
        inside = {each.get("id") for each in element.iter(etree.Element)}
        for each in element.iter(etree.Element):
            values = [str(value) for name, value in each.attrib.items() if _leans(str(name))]
            if local_name(each).endswith(("Ref", "Refs")):
                values.append(each.text or "")
            yield from (bare(value) for value in values if bare(value) in self.ids - inside)


def _leans(name: str) -> bool:
    return name.endswith("Ref") or name in {"default", "bpmnElement", "href"}


def _drawn(element: etree._Element, name: str) -> str | None:
    shown = next((bare(element.get(each, "")) for each in _SHOWN if element.get(each)), None)
    if name in {"BPMNDiagram", "DMNDiagram", "DMNDI"}:
        earlier = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        return f"%{name}:{earlier}"
    if name == "BPMNPlane":
        diagram = element.getparent()
        first = diagram is not None and next(diagram.itersiblings(diagram.tag, preceding=True), None) is None
        return f"%{name}:0" if first else f"%{name}@{shown}"
    if shown is not None:
        return f"%{name}@{shown}"
    return f"#{element.get('id')}" if element.get("id") and name == "BPMNLabelStyle" else None


def _by_name(element: etree._Element) -> bool:
    names = [each.get("name") for each in element.iterchildren(etree.Element)]
    return None not in names and len(set(names)) == len(names) and not element.attrib


def _called(element: etree._Element) -> str:
    """The slot of a whole value: by its tag, and its name or key where it has one."""
    name = element.get("name") or element.get("key")
    return f"<{element.tag}[{name}]" if name else f"<{element.tag}"
