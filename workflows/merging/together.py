"""Parts put together into a file again, and whether the file that came of it is sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, local_name
from workflows.errors import WorkflowError
from workflows.merging.apart import BOUNDS, DI, IN, LANE, MEMBERS, OUT, POINTS, ROUTE, TEXT, H, W, X, Y, bare
from workflows.merging.model import KIND, NotApartError, Parts
from workflows.sources import read_xml

_RANK: Final = {"documentation": 0, "extensionElements": 1, "incoming": 2, "outgoing": 3, "flowNodeRef": 3}
_FLOW: Final = f"{{{BPMN}}}sequenceFlow"
_INNER: Final = "^*@<.~|"
"""How the names of values begin that are no attributes."""
_EACH: Final = {IN: "incoming", OUT: "outgoing", MEMBERS: "flowNodeRef"}


@dataclass(slots=True)
class Together:
    """One file, while it is put together."""

    parts: Parts
    prefixes: dict[str | None, str]
    joints: bool
    """Whether elements name their arrows, as most modelers write it and some do not."""
    loose: frozenset[str]
    """What was missing already in the files that are merged: a draft may be unfinished."""
    told: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    below: dict[str, list[str]] = field(default_factory=dict)
    written: int = 0

    def put(self) -> bytes:
        """The file. Raises NotApartError where it would not be sound."""
        for part in self.parts.values():
            self.below.setdefault(part.owner, []).append(part.key)
            self._follow(part.key)
        root = self._element("/", None)
        if self.written != len(self.parts):
            raise NotApartError  # something lies in itself
        etree.indent(root, "  ")
        made = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        self._check(made)
        return made

    def _follow(self, key: str) -> None:
        """What follows from an element: what its ends, or its lanes, say of it."""
        part, own = self.parts[key], key.removeprefix("#")
        for lane in part.values.get(LANE, "").split():
            self._tell(lane, MEMBERS, own)
        if self.joints and part.values[KIND] == _FLOW:
            self._tell(bare(part.values.get("sourceRef", "")), OUT, own)
            self._tell(bare(part.values.get("targetRef", "")), IN, own)

    def _tell(self, element: str, slot: str, other: str) -> None:
        self.told.setdefault(f"#{element}", {}).setdefault(slot, []).append(other)

    def _element(self, key: str, parent: etree._Element | None) -> etree._Element:
        values = self.parts[key].values
        tag, attributes = values[KIND], {name: value for name, value in values.items() if name[0] not in _INNER}
        if parent is None:
            made = etree.Element(tag, attributes, nsmap=self.prefixes)  # type: ignore[arg-type]  # lxml takes None for what has no prefix; its types do not know it
        else:
            made = etree.SubElement(parent, tag, attributes)
        self.written += 1
        made.text = values.get(TEXT)
        for slot in self._slots(key):
            self._fill(made, key, slot)
        return made

    def _slots(self, key: str) -> list[str]:
        """What is to lie in a part, in the order that BPMN wants."""
        part = self.parts[key]
        there = set(self.below.get(key, ()))
        told = self.told.get(key, {})
        known = dict.fromkeys(part.slots)
        slots = [each for each in known if each in there or each in part.values or each in told]
        slots += [each for each in self.below.get(key, ()) if each not in known]
        slots += [each for each in part.values if each[0] == "<" and each not in known]
        slots += [each for each in told if each not in known]
        outer = part.values[KIND].startswith(f"{{{BPMN}}}")
        return sorted(dict.fromkeys(slots), key=self._rank) if outer else list(dict.fromkeys(slots))

    def _rank(self, slot: str) -> int:
        tag = self.parts[slot].values[KIND] if slot in self.parts else slot.removeprefix("<").partition("[")[0]
        if not tag.startswith("{"):
            return _RANK.get(tag, 4)
        name = etree.QName(tag)
        return 9 if name.namespace in DI else _RANK.get(name.localname, 4)

    def _fill(self, made: etree._Element, key: str, slot: str) -> None:
        values = self.parts[key].values
        if slot in self.parts:
            self._element(slot, made)
        elif slot in _EACH:
            order = values.get(f"~{_EACH[slot]}", "").split()
            places = {each: at for at, each in enumerate(order)}
            for each in sorted(self.told[key][slot], key=lambda each: places.get(each, len(order))):
                etree.SubElement(made, f"{{{BPMN}}}{_EACH[slot]}").text = each
        elif slot == BOUNDS:
            bounds = {name.removeprefix("@"): values[name] for name in (X, Y, W, H) if name in values}
            etree.SubElement(made, values[slot], bounds)
        elif slot == POINTS:
            for point in values.get(ROUTE, "").split():
                x, _, y = point.partition(",")
                etree.SubElement(made, values[slot], {"x": x, "y": y})
        else:
            made.extend(etree.fromstring(f"<all>{values[slot]}</all>"))

    def _check(self, data: bytes) -> None:
        try:
            root = read_xml(data)
        except WorkflowError as error:
            raise NotApartError from error
        ids = [each.get("id") for each in root.iter(etree.Element) if each.get("id")]
        if len(set(ids)) != len(ids) or missing(root) - self.loose or _lopsided(root):
            raise NotApartError


def prefixes_of(*roots: etree._Element) -> dict[str | None, str]:
    """The prefixes of all. Raises NotApartError where one prefix means two things, or one thing has two prefixes."""
    found: dict[str | None, str] = {}
    for root in roots:
        for prefix, namespace in root.nsmap.items():
            if found.setdefault(prefix, namespace) != namespace:
                raise NotApartError
    if len(set(found.values())) != len(found):
        raise NotApartError
    return found


def has_joints(*roots: etree._Element) -> bool:
    """Whether elements name their arrows."""
    return any(next(root.iter(f"{{{BPMN}}}incoming", f"{{{BPMN}}}outgoing"), None) is not None for root in roots)


def missing(root: etree._Element) -> frozenset[str]:
    """What something in a file leans on and that is not there."""
    ids = {each.get("id", "") for each in root.iter(etree.Element)} - {""}
    return frozenset(_ends(root)) - ids


def _ends(root: etree._Element) -> Iterator[str]:
    """Ids that have to be there."""
    for each in root.iter(f"{{{BPMN}}}*"):
        name = local_name(each)
        if name in {"sequenceFlow", "association", "messageFlow"}:
            yield from (bare(each.get(end, "")) for end in ("sourceRef", "targetRef"))
        if name == "boundaryEvent":
            yield bare(each.get("attachedToRef", ""))
        if name in {"incoming", "outgoing", "flowNodeRef"}:
            yield bare(each.text or "")
    for plane in root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNPlane"):
        yield from (
            bare(each.get("bpmnElement", "")) for each in plane.iter("{*}BPMNPlane", "{*}BPMNShape", "{*}BPMNEdge")
        )


def _lopsided(root: etree._Element) -> bool:
    """Whether a row of a table has other columns than the table."""
    for table in root.iter("{*}decisionTable"):
        for sort in ("input", "output"):
            columns = len(table.findall(f"{{*}}{sort}"))
            if any(len(rule.findall(f"{{*}}{sort}Entry")) != columns for rule in table.findall("{*}rule")):
                return True
    return False
