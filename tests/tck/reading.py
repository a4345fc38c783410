"""Reads the DMN TCK (github.com/dmn-tck/tck) where this machine has it; none of it is kept in this tree."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("LEIDRAAD_TCK") or CHECKOUT.parent / "shared" / "data" / "tck-level-2")
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@dataclass(frozen=True)
class Case:
    """One test case: the model, what goes in and what each decision must give."""

    model: Path
    number: str
    inputs: dict[str, object]
    expected: dict[str, object]

    def __str__(self) -> str:
        return f"{self.model.stem}-{self.number}"


def cases() -> Iterator[Case]:
    """Every case of every model in the folder."""
    for file in sorted(FOLDER.glob("*/*-test-*.xml")):
        root = etree.parse(file).getroot()
        model = file.parent / root.findtext("{*}modelName", "")
        for case in root.iterfind("{*}testCase"):
            inputs = {node.get("name", ""): value_of(node) for node in case.iterfind("{*}inputNode")}
            expected = {
                node.get("name", ""): value_of(node.find("{*}expected")) for node in case.iterfind("{*}resultNode")
            }
            yield Case(model, case.get("id", ""), inputs, expected)


def value_of(node: etree._Element | None) -> object:
    """The FEEL value that a node of a test case holds."""
    if node is None:
        return None
    components = node.findall("{*}component")
    if components:
        return {each.get("name", ""): value_of(each) for each in components}
    items = node.find("{*}list")
    if items is not None:
        return [value_of(item) for item in items.iterfind("{*}item")]
    value = node.find("{*}value")
    if value is None or value.get(NIL) == "true":
        return None
    text = value.text or ""
    return {"string": str, "decimal": Decimal, "double": Decimal, "boolean": "true".__eq__}[kind_of(value)](text)


def kind_of(value: etree._Element) -> str:
    """The XML Schema type of a value, without prefix."""
    return value.get(TYPE, "string").rpartition(":")[2]
