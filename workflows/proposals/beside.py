"""A file beside another that has the same ids: it gets ids of its own, and what leans on them goes along."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count
from typing import Final

from lxml import etree

from workflows.diagram import BPMN
from workflows.editing import Sheet, bare
from workflows.errors import SourceError
from workflows.sources import read_xml

_REFERENCES: Final = frozenset({"default", "bpmnElement", "calledElement"})
_HREF: Final = re.compile(rb"""(\b(?:id|href)\s*=\s*["']#?)([^"'#]+)(["'])""")


def beside(name: str, data: bytes, taken: Collection[str], max_bytes: int) -> bytes:
    """The file with another id where it has one of `taken`, all else as it was. Raises SourceError."""
    if name.endswith(".dmn"):
        return _decisions(data, taken, max_bytes)
    sheet = Sheet(name, data, max_bytes)
    own = [str(each.get("id")) for each in sheet.root.iter("*") if each.get("id")]
    new = _new(own, taken)
    if not new:
        return data
    for each in sheet.root.iter(etree.Element):
        ours = etree.QName(each).namespace == BPMN
        for attribute, value in each.attrib.items():
            leans = str(attribute).endswith("Ref") or attribute in _REFERENCES or (attribute == "id" and ours)
            if leans and bare(str(value)) in new:
                each.set(attribute, new[bare(str(value))])
        if ours and not len(each) and bare(each.text or "") in new and _names(each):
            each.text = new[bare(each.text or "")]
    return sheet.written()


def ids_of(data: bytes, max_bytes: int) -> frozenset[str]:
    """The ids of a file that must be of one file only: those of its processes and elements, or of its decisions."""
    try:
        root = read_xml(data, max_bytes=max_bytes)
    except SourceError:
        return frozenset()
    return frozenset(_ids(root))


def _ids(root: etree._Element) -> Iterator[str]:
    for each in root.iter(f"{{{BPMN}}}*"):
        if each.get("id") and each is not root:
            yield str(each.get("id"))
    if etree.QName(root).namespace != BPMN:
        yield from (str(each.get("id")) for each in root.iter("{*}decision") if each.get("id"))


def _names(element: etree._Element) -> bool:
    """Whether the text of an element is the id of another."""
    tag = etree.QName(element).localname
    return tag in {"incoming", "outgoing"} or tag.endswith("Ref")


def _decisions(data: bytes, taken: Collection[str], max_bytes: int) -> bytes:
    new = _new(sorted(ids_of(data, max_bytes)), taken)

    def renamed(found: re.Match[bytes]) -> bytes:
        known = new.get(found[2].decode(errors="replace"))
        return found[1] + known.encode() + found[3] if known else found[0]

    return _HREF.sub(renamed, data) if new else data


def _new(own: Collection[str], taken: Collection[str]) -> dict[str, str]:
    """Another id for each that is taken, with the first number behind it that is free."""
    used = {*own, *taken}
    made = {}
    for each in own:
        if each in taken and each not in made:
            made[each] = next(name for number in count(2) if (name := f"{each}_{number}") not in used)
            used.add(made[each])
    return made
