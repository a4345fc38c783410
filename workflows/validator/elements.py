"""The allow-list at work: every element and attribute of a BPMN file is one that runs here, or is named and refused.

Walks the raw tree, so that nothing the reader of diagrams passes over goes unseen. Source: docs/formats/bundle.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from lxml import etree

from workflows.diagram import BPMN, SPIFF, local_name
from workflows.types import Finding
from workflows.validator import allowed, refused
from workflows.validator.material import BpmnFile
from workflows.validator.report import NOUNS, Place, at_file, at_tag, line_of, quoted

_DIAGRAM: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"
_SPIFF: Final = "http://spiffworkflow.org/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_EXPRESSIONS: Final = frozenset({"conditionExpression", "timeDate", "timeDuration", "timeCycle"})
_FREE_TEXT: Final = frozenset({"documentation", "text"})
_SINGLE: Final = frozenset({
    "extensionElements", "conditionExpression", "timeDate", "timeDuration", "timeCycle", "loopDataInputRef",
    "inputDataItem", "multiInstanceLoopCharacteristics", "childLaneSet", "properties", "calledDecisionId",
})  # fmt: skip
_SOMEWHERE: Final = frozenset(name for names in allowed.CHILDREN.values() for name in names)
_PLACEHOLDER: Final = "__targetRef_placeholder"
# What may stand inside inert elements; anything else there could be read as part of a process.
_WITHIN_INERT: Final = allowed.INERT | allowed.ALWAYS | {
    "categoryValue", "resourceRef", "resourceAssignmentExpression", "resourceParameterBinding", "resourceParameter",
    "formalExpression", "expression", "source", "target",
}  # fmt: skip
_VENDORS: Final = (
    ("camunda.org/schema/zeebe", "Camunda 8"), ("camunda", "Camunda"), ("signavio", "Signavio"),
    ("bizagi", "Bizagi"), ("activiti", "Activiti"), ("flowable", "Flowable"), ("jboss", "jBPM"), ("drools", "jBPM"),
    ("trisotech", "Trisotech"), ("yaoqiang", "Yaoqiang"), ("boc-", "ADONIS"), ("sparx", "Enterprise Architect"),
    ("visual-paradigm", "Visual Paradigm"), ("aris", "ARIS"), ("ibm", "IBM"), ("oracle", "Oracle"),
)  # fmt: skip
# Marks of a modeler about itself, and colours: no one expects them to do anything.
_SILENT_NAMESPACES: Final = ("camunda.org/schema/modeler", "biocolor", "non-normative/color", "/BPMN/20100524/DI",
                      "/DD/")  # fmt: skip


def check_elements(file: BpmnFile) -> Iterator[Finding]:
    """Everything in the file that is not on the allow-list."""
    yield from _Walk(file.name).walk(file.root)


class _Walk:
    """One pass over one tree, in document order, without recursion."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._told: set[str] = set()

    def walk(self, root: etree._Element) -> Iterator[Finding]:
        todo = [root]
        while todo:
            element = todo.pop()
            below: list[etree._Element] = []
            yield from self._element(element, below)
            todo.extend(reversed(below))

    def _element(self, element: etree._Element, below: list[etree._Element]) -> Iterator[Finding]:
        yield from self._attributes(element)
        yield from self._twice(element)
        tag = local_name(element)
        for child in element.iterchildren("*"):
            namespace, name = _named(str(child.tag))
            if child.tag == _DIAGRAM and tag == "definitions":
                yield from self._strangers(child, "de tekening")
            elif namespace == BPMN:
                yield from self._bpmn(element, tag, child, name, below)
            elif tag == "extensionElements":
                yield from self._extension(element, child, namespace, name)
            elif tag in _FREE_TEXT:
                yield from self._strangers(child, "een tekst")
            else:
                yield self._unknown(
                    child, "foreign-element", f"{quoted(name)}, dat geen BPMN is.",
                    "Bewaar het diagram in een gewone BPMN-modeler, of haal dit onderdeel weg.",
                )  # fmt: skip

    def _bpmn(
        self, parent: etree._Element, tag: str, child: etree._Element, name: str, below: list[etree._Element]
    ) -> Iterator[Finding]:
        if _may_stand(tag, child, name):
            below.append(child)
        elif name in allowed.INERT:
            yield from self._inert(child, name)
        else:
            yield self._refuse(parent, child, name)
            yield from self._within_refused(child)

    def _within_refused(self, refused_: etree._Element) -> Iterator[Finding]:
        """Settings of other modelers in what is refused whole, such as the service tasks of Camunda."""
        for each in refused_.iter("*"):
            for key in (each.tag, *each.attrib):
                namespace, _ = _named(str(key))
                if namespace and namespace not in (BPMN, _XSI, _XML) and not namespace.startswith(_SPIFF):
                    yield from self._vendor(each, namespace)

    def _refuse(self, parent: etree._Element, child: etree._Element, name: str) -> Finding:
        noun, cure = refused.REFUSED.get(name, ("", "Haal het weg."))
        if name in NOUNS and name not in allowed.CHILDREN:
            message = f"is {noun}; dat soort werkt hier niet." if noun else "staat op een plaats waar het niet hoort."
            return self._itself(child).fout(_code(name), message, cure)
        if not noun and name in allowed.CHILDREN:
            return self._at(child).fout("misplaced-element", "staat op een plaats waar het niet hoort.", cure)
        what = noun or f"het onderdeel {quoted(name)}"
        if name not in _SOMEWHERE and (not noun or local_name(parent) in ("definitions", "collaboration")):
            return self._unknown(child, _code(name), f"{what}; dat voert Leidraad niet uit.", cure)
        end = "dat werkt op deze plaats niet" if name in _SOMEWHERE else "dat voert Leidraad niet uit"
        return self._at(parent).fout(_code(name), f"bevat {what}; {end}.", cure)

    def _unknown(self, child: etree._Element, code: str, what: str, cure: str) -> Finding:
        """What no rule knows, by its own id and line; without an id, by the line and what it lies in."""
        if child.get("id"):
            return self._itself(child).fout(code, f"is {what}", cure)
        return replace(self._at(child), line=line_of(child)).fout(code, f"bevat {what}", cure)

    def _itself(self, element: etree._Element) -> Place:
        own, name = element.get("id", ""), element.get("name", "")
        return at_tag(self._file, local_name(element), own, name, line_of(element))

    def _inert(self, child: etree._Element, name: str) -> Iterator[Finding]:
        for inner in child.iter(f"{{{BPMN}}}*"):
            if local_name(inner) not in _WITHIN_INERT:
                yield self._refuse(child, inner, local_name(inner))
        if name not in allowed.SILENT and name not in self._told:
            self._told.add(name)
            yield self._at(child).let_op(
                "inert-element", f"gebruikt {quoted(name)}; dat doet hier niets.",
                "Je kunt het laten staan. Wie een taak doet, bepaalt de baan; wat er nodig is, bepaalt het formulier.",
            )  # fmt: skip

    def _extension(self, parent: etree._Element, child: etree._Element, namespace: str, name: str) -> Iterator[Finding]:
        if namespace.startswith(_SPIFF):
            yield from self._spiff(child, namespace, name, local_name(parent))
            return
        yield from self._strangers(child, "een uitbreiding")
        yield from self._vendor(child, namespace)

    def _spiff(self, element: etree._Element, namespace: str, name: str, parent: str) -> Iterator[Finding]:
        if namespace != SPIFF or name not in allowed.SPIFF_CHILDREN.get(parent, frozenset()):
            what = refused.SPIFF_REFUSED.get(name, f"de uitbreiding {quoted(name)}")
            yield self._at(element).fout(
                _code(name), f"bevat {what}; dat voert Leidraad niet uit.",
                "Haal dit in de modeler weg. Alleen eigenschappen en de naam van een beslissing hebben hier betekenis.",
            )  # fmt: skip
            return
        yield from self._attributes(element)
        yield from self._twice(element)
        for child in element.iterchildren("*"):
            yield from self._spiff(child, etree.QName(child).namespace or "", local_name(child), name)

    def _strangers(self, element: etree._Element, where: str) -> Iterator[Finding]:
        for inner in element.iter(f"{{{BPMN}}}*", f"{{{SPIFF}}}*"):
            yield self._at(inner).fout(
                "hidden-element", f"verstopt {quoted(local_name(inner))} in {where}; daar leest niemand het.",
                "Haal dit onderdeel weg, of teken het in het proces zelf.",
            )  # fmt: skip
            return

    def _vendor(self, element: etree._Element, namespace: str) -> Iterator[Finding]:
        if any(part in namespace for part in _SILENT_NAMESPACES):
            return
        vendor = next((name for part, name in _VENDORS if part in namespace.lower()), namespace or "onbekend")
        if vendor not in self._told:
            self._told.add(vendor)
            yield at_file(self._file, line_of(element)).let_op(
                "vendor-extension", f"heeft instellingen van {quoted(vendor)}; die doen hier niets.",
                "Je kunt ze laten staan. Zet wat een taak nodig heeft in de eigenschappen van Leidraad.",
            )  # fmt: skip

    def _twice(self, element: etree._Element) -> Iterator[Finding]:
        if len(element) < 2:
            return
        counts = Counter(local_name(child) for child in element.iterchildren("*"))
        for name, count in counts.items():
            if count > 1 and name in _SINGLE:
                yield self._at(element).fout(
                    "twice", f"heeft {count} keer {quoted(name)}; alleen de eerste zou tellen.",
                    "Houd er één over. Bewaar het diagram opnieuw in de modeler.",
                )  # fmt: skip

    def _attributes(self, element: etree._Element) -> Iterator[Finding]:
        tag = local_name(element)
        for key, raw in element.attrib.items():
            (namespace, name), value = _named(str(key)), str(raw).strip()
            if not namespace:
                yield from self._own_attribute(element, tag, name, value)
            elif namespace == BPMN or namespace.startswith(_SPIFF):
                what = refused.SPIFF_REFUSED.get(name, f"de instelling {quoted(name)}")
                yield self._at(element).fout(
                    "unknown-attribute", f"heeft {what}; dat voert Leidraad niet uit.",
                    "Haal deze instelling weg, of bewaar het diagram opnieuw in de modeler.",
                )  # fmt: skip
            elif namespace == _XSI:
                yield from self._typed(element, tag, name, value)
            elif namespace != _XML:
                yield from self._vendor(element, namespace)

    def _own_attribute(self, element: etree._Element, tag: str, name: str, value: str) -> Iterator[Finding]:
        if etree.QName(element).namespace == SPIFF:
            known = name in allowed.SPIFF_ATTRIBUTES.get(tag, frozenset())
        else:
            known = name in ("id", "name") or name in allowed.ATTRIBUTES.get(tag, frozenset())
        if not known:
            yield self._at(element).fout(
                "unknown-attribute", f"heeft de instelling {quoted(name)}, die Leidraad niet kent.",
                "Haal de instelling weg, of bewaar het diagram opnieuw in de modeler.",
            )  # fmt: skip
        elif name in allowed.ONLY and value not in allowed.ONLY[name]:
            why = refused.REFUSED_ATTRIBUTES.get(name, "Hier hoort true of false te staan.")
            yield self._at(element).fout(
                "attribute-value", f"heeft {name} = {quoted(value)}. {why}", "Zet deze instelling in de modeler uit."
            )
        elif name in ("language", "expressionLanguage"):
            yield from self._language(element, name, value)

    def _language(self, element: etree._Element, name: str, value: str) -> Iterator[Finding]:
        known = not value or "feel" in value.lower() or "xpath" in value.lower()
        if not known:
            place = self._at(element)
            message = f"noemt de taal {quoted(value)}; Leidraad leest alleen FEEL."
            cure = 'Schrijf de voorwaarde in FEEL, zoals uitkomst = "ja", en haal de taal weg.'
            report = place.fout if name == "language" else place.let_op
            yield report("expression-language", message, cure)

    def _typed(self, element: etree._Element, tag: str, name: str, value: str) -> Iterator[Finding]:
        if name == "type" and (tag not in _EXPRESSIONS or value.rpartition(":")[2] not in (
            "tFormalExpression", "tExpression",
        )):  # fmt: skip
            yield self._at(element).fout(
                "unknown-attribute", f"heeft het soort {quoted(value)}, dat Leidraad niet kent.",
                "Bewaar het diagram opnieuw in de modeler.",
            )  # fmt: skip

    def _at(self, element: etree._Element) -> Place:
        """The nearest element around this one that a person sees in the diagram."""
        seen: etree._Element | None = element
        while seen is not None:
            tag = local_name(seen)
            if tag in NOUNS and etree.QName(seen).namespace == BPMN:
                return self._itself(seen)
            seen = seen.getparent()
        return at_file(self._file, line_of(element))


@lru_cache(maxsize=1024)
def _named(tag: str) -> tuple[str, str]:
    """The namespace and the name of an element or attribute, of which there are few and each very often."""
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name


def _may_stand(parent: str, child: etree._Element, name: str) -> bool:
    if name in allowed.ALWAYS:
        return parent not in allowed.ALWAYS
    if name == "property" and child.get("name") != _PLACEHOLDER:
        return False
    return name in allowed.CHILDREN.get(parent, frozenset())


def _code(name: str) -> str:
    """`scriptTask` as `refused-script-task`."""
    return "refused-" + "".join(f"-{c.lower()}" if c.isupper() else c for c in name if c.isascii())
