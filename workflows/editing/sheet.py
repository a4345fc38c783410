"""A BPMN file as it is changed here: what is not touched stays, what other modelers wrote too.

Knows how properties, documentation and references are written; decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, SPIFF, Diagram, read_diagram
from workflows.sources import read_xml

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_DECLARATION: Final = re.compile(rb"""<\?xml\s[^>]*?encoding=["'](?:utf-8|us-ascii|ascii)["'][^>]*\?>""", re.IGNORECASE)
_PLAIN: Final = b'<?xml version="1.0" encoding="UTF-8"?>'
_FIRST: Final = ("documentation", "extensionElements", "incoming", "outgoing")
"""What stands before all else in an element, in this order (BPMN 2.0, the schema)."""


def bpmn(name: str) -> str:
    """The name of a BPMN element, as the library writes it."""
    return f"{{{BPMN}}}{name}"


def bare(reference: str) -> str:
    """A reference without the prefix that other modelers write."""
    return reference.strip().rpartition(":")[2]


class Sheet:
    """One file. Raises SourceError where it cannot be read."""

    def __init__(self, name: str, data: bytes, max_bytes: int) -> None:
        root = read_xml(data, max_bytes=max_bytes)
        self.name = name
        self.diagram: Diagram = read_diagram(root, name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=False,
            remove_pis=False, strip_cdata=False,
        )  # fmt: skip
        self.root = etree.fromstring(data, parser)
        self._data = data
        self._by_id: dict[str, etree._Element] | None = None
        self._used: set[str] | None = None
        self.drawn: dict[tuple[str, str], etree._Element] | None = None
        """Shapes and edges by kind and element, once they were looked for."""

    def written(self) -> bytes:
        """The file as it is now, with the first line and the line ends that it had."""
        body: bytes = etree.tostring(self.root.getroottree(), encoding="UTF-8", xml_declaration=False)
        if self._data.count(b" />") * 2 > self._data.count(b"/>") and b"<!" not in body:
            body = body.replace(b"/>", b" />")  # as the modeler writes it, so that what is the same looks the same
        found = _DECLARATION.match(self._data.removeprefix(b"\xef\xbb\xbf"))
        text = (found[0] if found else _PLAIN) + b"\n" + body
        if not text.endswith(b"\n") and self._data.endswith(b"\n"):
            text += b"\n"
        return text.replace(b"\n", b"\r\n") if b"\r\n" in self._data else text

    def find(self, own: str) -> etree._Element | None:
        """The BPMN element with this id."""
        if self._by_id is None:
            self._by_id = {}
            for element in self.root.iter(f"{{{BPMN}}}*"):
                self._by_id.setdefault(element.get("id", ""), element)
        found = self._by_id.get(own)
        return found if own else None

    def new_id(self, stem: str) -> str:
        """An id that the file does not have."""
        if self._used is None:
            self._used = {str(element.get("id")) for element in self.root.iter("*") if element.get("id")}
        number = 1
        while f"{stem}_{number}" in self._used:
            number += 1
        self._used.add(f"{stem}_{number}")
        return f"{stem}_{number}"

    def forget_ids(self) -> None:
        """Look for elements anew: their ids are others now."""
        self._by_id = self._used = self.drawn = None

    def add(self, parent: etree._Element, tag: str, at: int | None = None, **attributes: str) -> etree._Element:
        """A new BPMN element, in line with those around it."""
        made = parent.makeelement(bpmn(tag), {name: value for name, value in attributes.items() if value})
        place(parent, made, at)
        self._by_id = None
        return made

    def retag(self, element: etree._Element, tag: str, drop: tuple[str, ...] = ()) -> None:
        """Make it another kind of element, without the attributes that only the old one had."""
        element.tag = bpmn(tag)
        for name in drop:
            unset(element, name)

    def remove(self, element: etree._Element) -> None:
        """Take an element out; the white space behind it stays with what stands before."""
        parent = element.getparent()
        if parent is not None:
            before = element.getprevious()
            if before is not None and element.getnext() is None:
                before.tail = element.tail
            elif before is None and element.getnext() is None:
                parent.text = None
            element.tail = None
            parent.remove(element)
            self._by_id = None

    def set_property(self, element: etree._Element, name: str, value: str) -> None:
        """Write one of our properties; an empty value takes it away."""
        holder = self._holder(element)
        found = [each for each in holder.iterchildren(f"{{{SPIFF}}}property") if each.get("name", "").strip() == name]
        for each in found[1:] if value else found:
            self.remove(each)
        if value and found:
            found[0].set("value", value)
        elif value:
            place(holder, holder.makeelement(f"{{{SPIFF}}}property", {"name": name, "value": value}))
        extensions = holder.getparent()
        if len(holder) == 0 and extensions is not None:
            self.remove(holder)
            if len(extensions) == 0:
                self.remove(extensions)

    def extensions(self, element: etree._Element) -> etree._Element:
        """Where what is no BPMN stands in an element."""
        found = element.find(bpmn("extensionElements"))
        if found is None:
            at = sum(1 for each in element if each.tag == bpmn("documentation"))
            found = self.add(element, "extensionElements", at)
        return found

    def _holder(self, element: etree._Element) -> etree._Element:
        extensions = self.extensions(element)
        holder = extensions.find(f"{{{SPIFF}}}properties")
        if holder is None:
            # The prefix that the modeler writes, so that a file does not get a prefix for each element.
            holder = etree.Element(f"{{{SPIFF}}}properties", nsmap={"spiffworkflow": SPIFF})
            place(extensions, holder)
        return holder

    def documentation(self, element: etree._Element) -> str:
        """The first text that explains an element."""
        found = element.find(bpmn("documentation"))
        return "" if found is None else "".join(str(part) for part in found.itertext()).strip()

    def document(self, element: etree._Element, text: str) -> None:
        """Write the first text that explains it; an empty one takes it away."""
        found = element.find(bpmn("documentation"))
        if not text:
            if found is not None:
                self.remove(found)
            return
        if found is None:
            found = self.add(element, "documentation", 0)
        for child in list(found):
            found.remove(child)
        found.text = text

    def leaving(self, own: str) -> list[etree._Element]:
        """The sequence flows that leave an element."""
        return [each for each in self.root.iter(bpmn("sequenceFlow")) if bare(each.get("sourceRef", "")) == own]

    def connect(self, parent: etree._Element, source: str, target: str) -> str:
        """A new sequence flow from one element to another; its id."""
        own = self.new_id("Flow")
        self.add(parent, "sequenceFlow", id=own, sourceRef=source, targetRef=target)
        for end, tag in ((source, "outgoing"), (target, "incoming")):
            element = self.find(end)
            if element is not None:
                self.add(element, tag, first_place(element, tag)).text = own
        return own


def first_place(element: etree._Element, tag: str) -> int:
    """Where in an element a child of this kind comes, behind those that must stand before it."""
    before = _FIRST[: _FIRST.index(tag) + 1]
    found = [element.index(each) for each in element.iterchildren(*(bpmn(name) for name in before))]
    return found[-1] + 1 if found else 0


def place(parent: etree._Element, made: etree._Element, at: int | None = None) -> None:
    """Put an element among the others, on a line of its own where they have one."""
    index = len(parent) if at is None else at
    inner = parent.text if len(parent) and parent.text and not parent.text.strip() else _line(parent)
    if index == 0:
        parent.text = (parent.text or "").strip() + inner if parent.text and parent.text.strip() else inner
        made.tail = inner if len(parent) else _outer(inner)
    else:
        before = parent[index - 1]
        made.tail = before.tail if before.tail and not before.tail.strip() else inner
        before.tail = inner
    parent.insert(index, made)


def _line(parent: etree._Element) -> str:
    """A new line as deep as what stands in this element."""
    depth = sum(1 for _ in parent.iterancestors()) + 1
    return "\n" + "  " * depth


def _outer(inner: str) -> str:
    return inner.removesuffix("  ")


def unset(element: etree._Element, name: str) -> None:
    """Take an attribute away, where it is there."""
    if name in element.attrib:
        del element.attrib[name]


def elements(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The BPMN elements of these kinds."""
    return root.iter(*(bpmn(tag) for tag in tags))
