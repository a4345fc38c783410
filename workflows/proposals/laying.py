"""One process or subprocess laid out: elements in columns and rows, arrows between them at right angles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from workflows.diagram import Flow, Node, Process
from workflows.diagram.model import BOUNDARY_EVENT
from workflows.picture.plane import Box, Point
from workflows.proposals.drawn import EVENT, GATEWAY, straight
from workflows.proposals.layers import columns, rows

NESTING: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
LINE: Final = 14
"""Height of one line of a name."""
_LETTER: Final = 6.5
_TASK: Final = (110, 80)
_EMPTY: Final = (160, 100)
_NAME: Final = 90
_GAP: Final = 80
_NAMED_GAP: Final = 140
"""Between columns: wider where the arrows have names."""
_UNDER: Final = 40
"""Under a row: room for names, and then for arrows beside each other."""
_BESIDE: Final = 20
_TRACK: Final = 8
_TRACKS: Final = 5
_ROW_GAP: Final = _UNDER + _TRACK * _TRACKS + 10
_TOP: Final = 30
_LEFT: Final = _BESIDE + _TRACK * _TRACKS + 10


@dataclass
class Laid:
    """Where all of it is, counted from its own left upper corner."""

    width: float
    bands: list[float]
    """Where each band ends; the last is the height."""
    boxes: dict[str, Box] = field(default_factory=dict)
    ways: dict[str, list[Point]] = field(default_factory=dict)
    names: dict[str, Box] = field(default_factory=dict)

    def take(self, other: Laid, x: float, y: float) -> None:
        """Put another in it, with its corner here."""
        for mine, theirs in ((self.boxes, other.boxes), (self.names, other.names)):
            mine |= {own: replace(box, x=box.x + x, y=box.y + y) for own, box in theirs.items()}
        self.ways |= {own: [(px + x, py + y) for px, py in way] for own, way in other.ways.items()}


def lay(process: Process, scope: str, bands: Mapping[str, int], least: Sequence[float] = (0,)) -> Laid:
    """Lay out what stands in a scope, each element in its band; `least` is how high each band is at least."""
    return _Laying(process, scope, bands, least).lay()


def lines(name: str, width: float) -> int:
    """How many lines a name takes, about."""
    return max(1, -(-int(len(name) * _LETTER) // int(width)))


class _Laying:
    def __init__(self, process: Process, scope: str, bands: Mapping[str, int], least: Sequence[float]) -> None:
        # What has the id of its process would stand within itself; an event on an event has nothing to stand on.
        there = {node.id: node for node in process.inside(scope) if node.id not in ("", process.id)}
        self.hosts = {
            node.id: node.attached_to for node in there.values()
            if node.tag == BOUNDARY_EVENT and node.attached_to in there
            and there[node.attached_to].tag != BOUNDARY_EVENT
        }  # fmt: skip
        self.nodes = {own: node for own, node in there.items() if own not in self.hosts}
        self.process, self.bands, self.least = process, bands, least
        self.flows = [
            flow for flow in process.flows.values()
            if flow.id and flow.source in there and self._end(flow) in self.nodes
        ]  # fmt: skip
        self.inner = {
            own: lay(process, own, {}) for own, node in self.nodes.items()
            if node.tag in NESTING and process.inside(own)
        }  # fmt: skip
        self.tracks = Counter[tuple[str, int]]()

    def _begin(self, flow: Flow) -> str:
        return self.hosts.get(flow.source, flow.source)

    def _end(self, flow: Flow) -> str:
        return self.hosts.get(flow.target, flow.target)

    def lay(self) -> Laid:
        names = list(self.nodes)
        self.column = columns(names, ((self._begin(flow), self._end(flow)) for flow in self.flows))
        before: dict[str, list[tuple[str, int]]] = {}
        for flow in self.flows:
            before.setdefault(flow.target, []).append((self._begin(flow), int(flow.source in self.hosts)))
        within = rows(names, self.column, self.bands, before)
        count = len(self.least)
        high = [max((within[n] + 1 for n in names if self.bands.get(n, 0) == b), default=1) for b in range(count)]
        above = [0, *accumulate(high)]
        self.row = {own: above[self.bands.get(own, 0)] + within[own] for own in names}
        self.taken = {(self.column[own], self.row[own]) for own in names}
        made = self._measured(above)
        for node in self.nodes.values():
            self._put(made, node)
        self._attach(made)
        for flow in self.flows:
            made.ways[flow.id] = self._way(made, flow)
            if flow.name:
                made.names[flow.id] = _on(made.ways[flow.id], flow.name)
        return made

    def _size(self, node: Node) -> tuple[float, float]:
        if node.id in self.inner:
            return self.inner[node.id].width, self.inner[node.id].bands[-1]
        if node.tag.endswith("Event"):
            return EVENT, EVENT
        if node.tag.endswith("Gateway"):
            return GATEWAY, GATEWAY
        if node.tag.startswith("data"):
            return (36, 50) if node.tag == "dataObjectReference" else (50, 50)
        return _EMPTY if node.tag in NESTING else _TASK

    def _measured(self, above: Sequence[int]) -> Laid:
        """The middle of each column and row, and how wide and high it all is."""
        gap = _NAMED_GAP if any(flow.name for flow in self.flows) else _GAP
        wide: dict[int, float] = {}
        high = dict.fromkeys(range(above[-1]), 0.0)
        for own, node in self.nodes.items():
            width, height = self._size(node)
            wide[self.column[own]] = max(wide.get(self.column[own], 0), width)
            high[self.row[own]] = max(high[self.row[own]], height)
        self.right, self.middle_x = {-1: float(_LEFT - _BESIDE - _TRACK * _TRACKS)}, dict[int, float]()
        self.bottom, self.middle_y = dict[int, float](), dict[int, float]()
        x, ends = float(_LEFT), list[float]()
        for number in sorted(wide):
            self.middle_x[number], self.right[number] = x + wide[number] / 2, x + wide[number]
            x += wide[number] + gap
        y = 0.0
        for band, begin in enumerate(above[:-1]):
            begin_y, y = y, y + _TOP
            for number in range(begin, above[band + 1]):
                self.middle_y[number], self.bottom[number] = y + high[number] / 2, y + high[number]
                y += high[number] + _ROW_GAP
            y = max(y, begin_y + self.least[band])
            ends.append(y)
        return Laid(max(self.right.values()) + _LEFT, ends)

    def _put(self, made: Laid, node: Node) -> None:
        width, height = self._size(node)
        x, y = self.middle_x[self.column[node.id]], self.middle_y[self.row[node.id]]
        box = made.boxes[node.id] = Box(x - width / 2, y - height / 2, width, height)
        if node.id in self.inner:
            made.take(self.inner[node.id], box.x, box.y)
        elif node.name and not node.tag.endswith(("ask", "Activity")) and node.tag not in NESTING:
            made.names[node.id] = _under(box, node.name)

    def _attach(self, made: Laid) -> None:
        """Events on the lower edge of what they belong to, the last of them to the right."""
        for host in self.nodes:
            box = made.boxes[host]
            events = [each for each in self.process.boundaries(host) if each.id in self.hosts]
            step = min(EVENT + 10, (box.width - EVENT) / max(1, len(events) - 1))
            for number, event in enumerate(reversed(events)):
                here = Box(box.right - EVENT - 6 - number * step, box.bottom - EVENT / 2, EVENT, EVENT)
                made.boxes[event.id] = here
                if event.name:
                    made.names[event.id] = replace(_under(here, event.name), x=here.right)

    def _way(self, made: Laid, flow: Flow) -> list[Point]:
        source, target = made.boxes[flow.source], made.boxes[self._end(flow)]
        begin, end = self._begin(flow), self._end(flow)
        from_, to = self.column[begin], self.column[end]
        start, stop = (source.right, source.middle), (target.x, target.middle)
        if flow.source in self.hosts:
            start = (source.x + source.width / 2, source.bottom)
            y = self._below(self.row[begin])
            x = self._behind(to - 1)
            return straight([start, (start[0], y), (x, y), (x, stop[1]), stop])
        between = range(from_ + 1, to)
        if from_ < to and self._free(between, self.row[end]):
            if self.row[begin] == self.row[end]:
                return [start, stop]
            x = self._behind(from_)
            return straight([start, (x, start[1]), (x, stop[1]), stop])
        if from_ < to and self._free(between, self.row[begin]):
            x = self._behind(to - 1)
            return straight([start, (x, start[1]), (x, stop[1]), stop])
        out, y, x = self._behind(from_), self._below(self.row[begin]), self._behind(to - 1)
        return straight([start, (out, start[1]), (out, y), (x, y), (x, stop[1]), stop])

    def _free(self, between: range, row: int) -> bool:
        return all((column, row) not in self.taken for column in between)

    def _behind(self, column: int) -> float:
        return self.right[column] + _BESIDE + self._track("column", column)

    def _below(self, row: int) -> float:
        return self.bottom[row] + _UNDER + self._track("row", row)

    def _track(self, kind: str, number: int) -> float:
        """Arrows that go the same way lie beside each other."""
        self.tracks[kind, number] += 1
        return (self.tracks[kind, number] - 1) % _TRACKS * _TRACK


def _under(box: Box, name: str) -> Box:
    return Box(box.x + box.width / 2 - _NAME / 2, box.bottom + 4, _NAME, LINE * lines(name, _NAME))


def _on(way: list[Point], name: str) -> Box:
    """Above the last part of an arrow, which is level."""
    (x, y), (end, _) = way[-2:]
    width = min(_NAME, max(40, end - x - 10))
    height = LINE * lines(name, width)
    return Box(x + 4, y - height - 4, width, height)
