"""Diagrams as other modelers write them are judged the same way."""

from __future__ import annotations

import re

import pytest

from tests.unit.workflows.validator.diagrams import Draw, codes, found, simple
from workflows.types import Level


def draws() -> dict[str, Draw]:
    wrong = Draw().start().task("a", "Wégen", lane="Conciërge", formulier_="weg").node("scriptTask", "x", "Reken").end()
    return {"good": simple().flow("a", "e"), "wrong": wrong.path("s", "a", "x", "e")}


def prefixed(prefix: str):
    return lambda text: text.replace("bpmn:", f"{prefix}:").replace("xmlns:bpmn=", f"xmlns:{prefix}=").encode()


def default_namespace(text: str) -> bytes:
    return text.replace("<bpmn:", "<").replace("</bpmn:", "</").replace("xmlns:bpmn=", "xmlns=").encode()


def encoded(codec: str, name: str):
    return lambda text: text.replace("UTF-8", name).encode(codec)


def several_diagrams(text: str) -> bytes:
    diagram = re.search(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", text, re.DOTALL)
    assert diagram
    return text.replace(
        "</bpmn:definitions>", diagram[0].replace('id="', 'id="tweede_') + "</bpmn:definitions>"
    ).encode()


def not_executable(text: str) -> bytes:
    return re.sub(r' isExecutable="\w+"', "", text).encode()


def qualified_references(text: str) -> bytes:
    text = re.sub(r'(sourceRef|targetRef|messageRef)="', r'\1="tns:', text)
    return text.replace("targetNamespace=", 'xmlns:tns="http://example.com/x" targetNamespace=').encode()


def with_vendor(text: str) -> bytes:
    extension = '<bpmn:extensionElements><camunda:formData xmlns:camunda="http://camunda.org/schema/1.0/bpmn"/>'
    return text.replace("<bpmn:extensionElements>", extension).encode()


def with_marks(text: str) -> bytes:
    """Byte order mark, comments, processing instructions and Windows line ends."""
    return (
        b"\xef\xbb\xbf"
        + text.replace("<bpmn:process", "<!-- hier --><?modeler x?><bpmn:process").replace("\n", "\r\n").encode()
    )


DIALECTS = {
    "semantic": prefixed("semantic"), "bpmn2": prefixed("bpmn2"), "default namespace": default_namespace,
    "UTF-16": encoded("utf-16", "UTF-16"), "ISO-8859-1": encoded("iso-8859-1", "ISO-8859-1"),
    "windows-1252": encoded("cp1252", "windows-1252"), "several diagrams": several_diagrams,
    "no executable process": not_executable, "tns: references": qualified_references, "Camunda": with_vendor,
    "comments and line ends": with_marks,
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", ["good", "wrong"])
def test_the_same_diagram_in_another_dialect_has_the_same_faults(dialect: str, kind: str):
    text = draws()[kind].text()
    expected = {(f.code, f.element, f.name) for f in found(text.encode()) if f.level is Level.FOUT}
    assert expected or kind == "good"
    findings = found(DIALECTS[dialect](text))
    assert {(f.code, f.element, f.name) for f in findings if f.level is Level.FOUT} == expected
    assert codes(findings, Level.LET_OP) <= {"not-executable", "vendor-extension"}


def test_references_to_lanes_may_be_qualified_too():
    text = simple().flow("a", "e").text().replace("<bpmn:flowNodeRef>", "<bpmn:flowNodeRef>\n   tns:")
    assert found(text.encode()) == ()
