"""Measures how carefully a BPMN file is drawn: `python quality.py FILE...`; exit status 1 where things overlap.

What may never be: an edge through a shape, a label on anything, two edges on one track, a shape outside its lane.
What should be few: crossings, bends, flows to the left that close no loop.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final, TypeAlias

import model
from geometry import Point, Rect, segment_box
from labels import Clutter, Thing, clutter, segments
from lxml import etree
from model import FRAMES, SUBPROCESSES, Edge, Picture, Shape

Segment: TypeAlias = tuple[Point, Point]

_FLOWS: Final = ("sequenceFlow", "messageFlow")
_SHARED: Final = 12
"""Pixels that two edges must run together before it is seen."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What was found in one file: sentences for what is wrong, numbers for what could be better."""

    faults: tuple[str, ...]
    crossings: int
    bends: int
    edges: int
    leftward: tuple[str, ...]

    def text(self, file: str) -> str:
        """The report that the command prints."""
        mean = self.bends / self.edges if self.edges else 0.0
        head = (
            f"{file}: {len(self.faults)} fouten, {self.crossings} kruisingen, "
            f"{mean:.2f} bochten per lijn, {len(self.leftward)} lijnen naar links zonder lus"
        )
        return "\n".join([head, *(f"  {f}" for f in self.faults), *(f"  naar links: {f}" for f in self.leftward)])


def measure(root: etree._Element) -> Quality:
    """Measure every plane of a parsed file together."""
    faults: list[str] = []
    leftward: list[str] = []
    crossings = bends = edges = 0
    for picture in model.read(root):
        flows = [e for e in picture.edges.values() if e.kind in _FLOWS]
        faults += [*_through_shapes(picture, flows), *_labels(picture), *_outside(picture), *_shape_overlaps(picture)]
        for a, b in combinations(flows, 2):
            crossings += _crossings(a, b)
            if not _related(a, b) and _together(a, b) >= _SHARED:
                faults.append(f"{a.id} en {b.id} lopen over elkaar")
        bends += sum(max(0, len(e.points) - 2) for e in flows)
        edges += len(flows)
        leftward += _leftward(picture, flows)
    return Quality(tuple(faults), crossings, bends, edges, tuple(leftward))


def _through_shapes(picture: Picture, flows: list[Edge]) -> list[str]:
    solid = Clutter()
    for shape in picture.nodes:
        if shape.kind not in SUBPROCESSES:
            solid.add(Thing(shape.id, shape.rect.grown(-3), 1.0))
    found = []
    for edge in flows:
        hit = {t.id for a, b in segments(edge) for t in solid.hits(segment_box(a, b))}
        found += [f"{edge.id} loopt door {shape}" for shape in sorted(hit)]
    return found


def _labels(picture: Picture) -> list[str]:
    found = []
    things = clutter(picture, edges=True)
    named: list[Shape | Edge] = [s for s in picture.shapes.values() if s.has_outer_label or s.kind == "group"]
    named += [e for e in picture.edges.values() if e.name and e.label]
    named = [item for item in named if item.label]
    for item in named:
        things.add(Thing(f"naam van {item.id}", item.label or Rect(0, 0, 0, 0), 1.0))
    frames = {s.id for s in picture.shapes.values() if s.kind in FRAMES or s.kind in SUBPROCESSES}
    for item in named:
        rect = (item.label or Rect(0, 0, 0, 0)).grown(-1)
        hits = {t.id for t in things.hits(rect) if t.id not in frames} - {item.id, f"naam van {item.id}"}
        found += [f"naam van {item.id} ligt op {other}" for other in sorted(hits)]
    return found


def _outside(picture: Picture) -> list[str]:
    found = []
    for lane in picture.of_kind("lane"):
        members = [picture.shapes[r] for r in lane.refs if r in picture.shapes]
        found += [f"{m.id} staat buiten baan {lane.name}" for m in members if not lane.rect.around(m.rect)]
    for pool in picture.of_kind("participant"):
        members = picture.inside(pool.process or "")
        found += [f"{m.id} staat buiten {pool.name}" for m in members if not pool.rect.around(m.rect)]
    return found


def _shape_overlaps(picture: Picture) -> list[str]:
    nodes = [s for s in picture.nodes if not s.host]
    return [
        f"{a.id} staat op {b.id}"
        for a, b in combinations(nodes, 2)
        if a.rect.overlaps(b.rect) and b.id != a.scope and a.id != b.scope and not _nested(picture, a, b)
    ]


def _nested(picture: Picture, a: Shape, b: Shape) -> bool:
    for inner, outer in ((a, b), (b, a)):
        scope: str | None = inner.scope
        while scope in picture.shapes:
            if scope == outer.id:
                return True
            scope = picture.shapes[str(scope)].scope
    return False


def _related(a: Edge, b: Edge) -> bool:
    """Edges with one common end may share a track there; with both in common they may not."""
    return a.kind == b.kind and (a.source == b.source) != (a.target == b.target)


def _crossings(a: Edge, b: Edge) -> int:
    return sum(_cross(s, t) for s in segments(a) for t in segments(b))


def _cross(s: Segment, t: Segment) -> bool:
    if (s[0][1] == s[1][1]) == (t[0][1] == t[1][1]):
        return False
    level, upright = (s, t) if s[0][1] == s[1][1] else (t, s)
    x, y = upright[0][0], level[0][1]
    across = min(level[0][0], level[1][0]) < x < max(level[0][0], level[1][0])
    return across and min(upright[0][1], upright[1][1]) < y < max(upright[0][1], upright[1][1])


def _together(a: Edge, b: Edge) -> int:
    """Pixels over which two edges lie on each other."""
    total = 0
    for s in segments(a):
        for t in segments(b):
            for axis in (0, 1):
                if s[0][axis] == s[1][axis] == t[0][axis] == t[1][axis]:
                    low = max(min(s[0][1 - axis], s[1][1 - axis]), min(t[0][1 - axis], t[1][1 - axis]))
                    high = min(max(s[0][1 - axis], s[1][1 - axis]), max(t[0][1 - axis], t[1][1 - axis]))
                    total += max(0, high - low)
    return total


def _leftward(picture: Picture, flows: list[Edge]) -> list[str]:
    onward: dict[str, set[str]] = {}
    for edge in flows:
        if edge.kind == "sequenceFlow":
            onward.setdefault(edge.source, set()).add(edge.target)
    for shape in picture.nodes:
        if shape.host:
            onward.setdefault(shape.host, set()).add(shape.id)
    boxes = {s.id: s.rect for s in picture.nodes}
    return [
        e.id
        for e in flows
        if e.kind == "sequenceFlow" and boxes[e.target].cx < boxes[e.source].x
        and e.source not in _reachable(onward, e.target)
    ]  # fmt: skip


def _reachable(onward: dict[str, set[str]], start: str) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        for following in onward.get(todo.pop(), set()) - seen:
            seen.add(following)
            todo.append(following)
    return seen


def main(arguments: list[str]) -> int:
    """Report on the files named; 1 where anything overlaps, 2 where no file was named."""
    if not arguments:
        sys.stderr.write("Gebruik: python quality.py BESTAND...\n")
        return 2
    status = 0
    for name in arguments:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        found = measure(etree.parse(str(Path(name)), parser).getroot())
        sys.stdout.write(found.text(name) + "\n")
        status = max(status, int(bool(found.faults)))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
