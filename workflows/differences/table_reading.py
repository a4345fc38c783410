"""A decision table as it is written: ids, labels and remarks of columns and rows, which the engine leaves behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from workflows.diagram import local_name
from workflows.sources import read_xml


@dataclass(frozen=True, slots=True)
class Column:
    """One column; what its kind does not have is empty."""

    id: str
    name: str
    """What people call it: its label, else its name or what it asks."""
    is_output: bool
    text: str
    """Of an input what it asks, of an output the field that it sets."""
    type_ref: str
    allowed: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells in the order of the columns, inputs first."""

    id: str
    cells: tuple[str, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Written:
    """One decision as it is written."""

    id: str
    file: str
    description: str
    policy: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    requires: tuple[str, ...]


def written_decisions(files: Mapping[str, bytes]) -> dict[str, Written]:
    """Every decision of a bundle by its id; one that is no table has no columns."""
    found = {}
    for name in sorted(files):
        if name.startswith("decisions/") and PurePosixPath(name).suffix == ".dmn":
            root = read_xml(files[name])
            for element in _children(root, "decision"):
                found[element.get("id", "")] = _decision(element, name)
    return found


def _children(element: etree._Element, *names: str) -> list[etree._Element]:
    return [each for each in element.iterchildren(etree.Element) if local_name(each) in names]


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next(iter(_children(element, name)), None)


def _text(element: etree._Element | None) -> str:
    found = _child(element, "text")
    return "" if found is None else "".join(str(part) for part in found.itertext()).strip()


def _all_text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(str(part) for part in element.itertext()).split())


def _decision(element: etree._Element, file: str) -> Written:
    key, description = element.get("id", ""), _all_text(_child(element, "description"))
    requires = tuple(sorted(_requires(element)))
    table = _child(element, "decisionTable")
    if table is None:
        return Written(key, file, description, "", (), (), requires)
    policy = table.get("hitPolicy", "UNIQUE")
    if policy == "COLLECT" and table.get("aggregation"):
        policy = f"{policy} {table.get('aggregation')}"
    columns = (*map(_input, _children(table, "input")), *map(_output, _children(table, "output")))
    return Written(key, file, description, policy, columns, tuple(map(_row, _children(table, "rule"))), requires)


def _requires(element: etree._Element) -> Iterator[str]:
    for requirement in _children(element, "informationRequirement", "knowledgeRequirement", "authorityRequirement"):
        for target in requirement.iterchildren(etree.Element):
            yield target.get("href", "").rpartition("#")[2]


def _input(element: etree._Element) -> Column:
    source = _child(element, "inputExpression")
    text = _text(source)
    type_ref = "" if source is None else source.get("typeRef", "")
    return Column(
        element.get("id", ""), element.get("label", "").strip() or text, False, text, type_ref,
        _text(_child(element, "inputValues")),
    )  # fmt: skip


def _output(element: etree._Element) -> Column:
    name = element.get("name", "").strip()
    return Column(
        element.get("id", ""), element.get("label", "").strip() or name, True, name, element.get("typeRef", ""),
        _text(_child(element, "outputValues")), _text(_child(element, "defaultOutputEntry")),
    )  # fmt: skip


def _row(element: etree._Element) -> Row:
    cells = tuple(_text(each) for each in _children(element, "inputEntry", "outputEntry"))
    remarks = [_all_text(each) for each in _children(element, "description", "annotationEntry")]
    return Row(element.get("id", ""), cells, " ".join(each for each in remarks if each))
