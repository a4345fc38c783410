"""Diagrams of `tests.drawn` with a place for each element: all in a row, event subprocesses around theirs."""

from __future__ import annotations

from lxml import etree

from tests.drawn import BPMN, document
from workflows.diagram import Process, local_name, read_diagram
from workflows.picture import Plane, read_plane
from workflows.sources import read_xml

_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DD = "http://www.omg.org/spec/DD/20100524/DI"
_SIZES = {"Event": (36, 36), "Gateway": (50, 50), "Task": (120, 80), "Activity": (120, 80), "Process": (300, 160)}


def placed(text: str, *, extra: str = "", shapes: str = "") -> bytes:
    """A file with one process `P`; `extra` goes into its XML, `shapes` into the drawing."""
    root = etree.fromstring(document(P=text))
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    for each in etree.fromstring(f'<x xmlns:bpmn="{BPMN}">{extra}</x>'):
        process.append(each)
    drawn, middle = [], {}
    for index, node in enumerate(n for n in process.iter(f"{{{BPMN}}}*") if n.get("id") and _size(n)):
        width, height = _size(node)
        x, y = 100 + 200 * index, 200 - height / 2
        host = middle.get(node.get("attachedToRef", ""))
        if host is not None:
            x, y = host[0] - 18, host[1] + 22
        middle[node.get("id", "")] = (x + width / 2, y + height / 2)
        drawn.append(f'<di:BPMNShape id="{node.get("id")}_di" bpmnElement="{node.get("id")}">'
                     f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></di:BPMNShape>')  # fmt: skip
    for flow in process.iter(f"{{{BPMN}}}sequenceFlow"):
        ends = "".join(f'<dd:waypoint x="{x}" y="{y}"/>' for x, y in
                       (middle[flow.get("sourceRef", "")], middle[flow.get("targetRef", "")]))  # fmt: skip
        drawn.append(f'<di:BPMNEdge id="{flow.get("id")}_di" bpmnElement="{flow.get("id")}">{ends}</di:BPMNEdge>')
    plane = f'<x xmlns:di="{_DI}" xmlns:dc="{_DC}" xmlns:dd="{_DD}">{"".join(drawn)}{shapes}</x>'
    root.extend(list(etree.fromstring(plane)))
    return etree.tostring(root)


def read(data: bytes) -> tuple[Plane, Process]:
    """The drawing and the process of a file."""
    root = read_xml(data)
    return read_plane(root), read_diagram(root, "p.bpmn").processes[0]


def _size(node: etree._Element) -> tuple[int, int] | None:
    tag = local_name(node)
    return next((size for end, size in _SIZES.items() if tag.endswith(end) and tag != "process"), None)
