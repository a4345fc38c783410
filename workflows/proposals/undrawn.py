"""A file that says what happens and shows nothing of it is drawn: pools and lanes as strips, all else left to right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import Diagram, Process, local_name, read_diagram
from workflows.editing import Sheet, bare, bpmn, elements, place
from workflows.picture.plane import DI, Box, Point
from workflows.proposals.drawn import DC, DD, bounds, edge_of, made_of, shape_of
from workflows.proposals.known import Known
from workflows.proposals.lanes import add_pool
from workflows.proposals.laying import LINE, NESTING, Laid, lay, lines
from workflows.proposals.model import Proposal, ProposalKind
from workflows.validator import Limits

_HEAD: Final = 30
_CORNER: Final = (160, 80)
_POOL_GAP: Final = 60
_CLOSED: Final = 60
_LETTER: Final = 7
_NOTE: Final = 200
_NAMES: Final = {"bpmndi": DI, "dc": DC, "di": DD}


def undrawn(sheet: Sheet, known: Known) -> Iterator[Proposal]:
    """The whole file, where nothing of it is drawn."""
    if known.codes("", "not-drawn"):
        yield Proposal(
            ProposalKind.DRAWN, sheet.name, "",
            "Het hele diagram wordt getekend: elke baan een strook, alles van links naar rechts. "
            "Daarna kun je het verschuiven.",
            frozenset({("", "not-drawn")}), lambda editing, _answer: _draw(editing.sheet), sure=True,
        )  # fmt: skip


def drawn(name: str, data: bytes, limits: Limits) -> bytes:
    """A file of which nothing is drawn, with all of it drawn. Raises SourceError where it cannot be read."""
    sheet = Sheet(name, data, limits.max_file_bytes)
    _draw(sheet)
    return sheet.written()


def _draw(sheet: Sheet) -> None:
    diagram = sheet.diagram
    full = [process for process in diagram.processes if process.nodes]
    pools = {each.process for each in diagram.participants}
    if pools or len(full) > 1 or any(process.lanes for process in full):
        without = [each for process in full if process.id not in pools and (each := sheet.find(process.id)) is not None]
        for element in without:
            add_pool(sheet, element)
        diagram = read_diagram(sheet.root, sheet.name) if without else diagram
    made = _Drawing(sheet, diagram)
    if diagram.participants:
        made.pools()
    else:
        for process in full:
            made.all.take(made.noted(process, lay(process, process.id, {})), *_CORNER)
    made.lines()
    made.write()
    sheet.forget_ids()


class _Drawing:
    def __init__(self, sheet: Sheet, diagram: Diagram) -> None:
        self.sheet, self.diagram = sheet, diagram
        self.all = Laid(0, [])
        self.frames: dict[str, Box] = {}

    def pools(self) -> None:
        """Each pool under the one before, all as wide as the widest."""
        x, y = _CORNER
        own = {process.id: process for process in self.diagram.processes}
        laid = {each.id: self._laid(own.get(each.process)) for each in self.diagram.participants}
        width = max(_HEAD + indent + inner.width for inner, indent, _ in laid.values())
        for pool in self.diagram.participants:
            inner, indent, lanes = laid[pool.id]
            self.frames[pool.id] = Box(x, y, width, inner.bands[-1])
            for lane, (depth, first, last) in lanes.items():
                top = inner.bands[first - 1] if first else 0
                left = _HEAD * (depth + 1)
                self.frames[lane] = Box(x + left, y + top, width - left, inner.bands[last] - top)
            self.all.take(inner, x + _HEAD + indent, y)
            y += int(inner.bands[-1]) + _POOL_GAP
        self._messages()

    def _laid(self, process: Process | None) -> tuple[Laid, float, dict[str, tuple[int, int, int]]]:
        """What stands in a pool, how far its lanes push it, and each lane with its depth, first and last band."""
        if process is None or not process.nodes:
            return Laid(600, [_CLOSED]), 0, {}
        element = self.sheet.find(process.id)
        found = [] if element is None else [each for each in element.iter(bpmn("lane")) if each.get("id")]
        leaves = [each for each in found if next(each.iterdescendants(bpmn("lane")), None) is None]
        number = {each.get("id", ""): at for at, each in enumerate(leaves)}
        spans: dict[str, tuple[int, int, int]] = {}
        for each in found:
            under = [number[leaf.get("id", "")] for leaf in each.iter(bpmn("lane")) if leaf.get("id", "") in number]
            depth = sum(1 for _ in each.iterancestors(bpmn("lane")))
            if under:
                spans[each.get("id", "")] = (depth, under[0], under[-1])
        bands = {ref: spans[lane.id][1] for lane in process.lanes if lane.id in spans for ref in lane.refs}
        loose = [node.id for node in process.inside(process.id) if node.id not in bands and not node.attached_to]
        least = [_LETTER * len(each.get("name", "")) + _HEAD for each in leaves]
        if loose or not least:  # what stands in no lane comes under them
            bands |= dict.fromkeys(loose, len(least))
            least.append(_LETTER * len(process.name) + _HEAD if not leaves else 0)
        indent = _HEAD * (1 + max(depth for depth, _, _ in spans.values())) if spans else 0
        return self.noted(process, lay(process, process.id, bands, least)), indent, spans

    def noted(self, process: Process, laid: Laid) -> Laid:
        """With the notes of a process beside each other under all else."""
        element = self.sheet.find(process.id)
        x, highest = float(_HEAD), 0.0
        for note in () if element is None else element.iter(bpmn("textAnnotation")):
            text = " ".join(" ".join(str(part) for part in note.itertext()).split())
            box = Box(x, laid.bands[-1], _NOTE, LINE * lines(text, _NOTE) + _LETTER)
            laid.boxes[note.get("id", "")] = box
            x, highest = x + _NOTE + _HEAD, max(highest, box.height + _HEAD)
        laid.bands[-1] += highest
        laid.width = max(laid.width, x)
        return laid

    def lines(self) -> None:
        """From each note to what it is about."""
        boxes = {**self.frames, **self.all.boxes}
        for line in elements(self.sheet.root, "association"):
            ends = [boxes.get(bare(line.get(name, ""))) for name in ("sourceRef", "targetRef")]
            source, target = ends
            if source is not None and target is not None and line.get("id"):
                upper, lower = sorted((source, target), key=lambda box: box.y)
                way = [(upper.x + upper.width / 2, upper.bottom), (lower.x + lower.width / 2, lower.y)]
                self.all.ways[line.get("id", "")] = way if upper is source else way[::-1]

    def _messages(self) -> None:
        """From pool to pool, by the room between them."""
        boxes = {**self.frames, **self.all.boxes}
        for number, flow in enumerate(self.diagram.message_flows):
            source, target = boxes.get(flow.source), boxes.get(flow.target)
            if source is not None and target is not None and flow.id:
                self.all.ways[flow.id] = self._between(source, target, 15 + number % 4 * 10)

    def _between(self, source: Box, target: Box, down: float) -> list[Point]:
        narrow = min(source, target, key=lambda box: box.width)
        x, to = (narrow.x + narrow.width / 2 if box in self.frames.values() else box.x + box.width / 2
                 for box in (source, target))  # fmt: skip
        falls = source.middle < target.middle
        begin = source.bottom if falls else source.y
        end = target.y if falls else target.bottom
        upper = source if falls else target
        ground = next((f.bottom for f in self.frames.values() if f.y <= upper.middle <= f.bottom), 0)
        return [(x, begin), (to, end)] if x == to else [(x, begin), (x, ground + down), (to, ground + down), (to, end)]

    def write(self) -> None:
        """Put it in the file, in the place of a drawing on which nothing stands."""
        root = self.sheet.root
        for old in list(root.iterchildren(f"{{{DI}}}BPMNDiagram")):
            self.sheet.remove(old)
        behind = root.find(bpmn("relationship"))
        whole = etree.Element(f"{{{DI}}}BPMNDiagram", {"id": self.sheet.new_id("BPMNDiagram")}, nsmap=_NAMES)
        place(root, whole, None if behind is None else root.index(behind))
        plane = made_of(self.sheet, whole, "BPMNPlane", self._shown())
        nesting = {each.get("id") for each in root.iter("*") if local_name(each) in NESTING}
        for own, box in self.frames.items():
            shape_of(self.sheet, plane, own, box, {"isHorizontal": "true"})
        for own, box in self.all.boxes.items():
            expanded = {"isExpanded": "true"} if own in nesting else {}
            self._name(shape_of(self.sheet, plane, own, box, expanded), own)
        for own, way in self.all.ways.items():
            self._name(edge_of(self.sheet, plane, own, way), own)

    def _shown(self) -> str:
        shown = next(elements(self.sheet.root, "collaboration"), None) if self.frames else None
        full = (process.id for process in self.diagram.processes if process.nodes)
        return next(full, "") if shown is None else shown.get("id", "")

    def _name(self, drawn: etree._Element, own: str) -> None:
        if own in self.all.names:
            label = drawn.makeelement(f"{{{DI}}}BPMNLabel")
            place(drawn, label)
            bounds(label, self.all.names[own])
