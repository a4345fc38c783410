"""Tables as squares: a cell is that of a rule in a column, so who adds a column and who adds a rule meet in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from workflows.diagram import local_name
from workflows.merging.apart import COLUMN, TEXT
from workflows.merging.model import KIND, OWNER, NotApartError, Part, Parts

_SORTS: Final = {"input": "inputEntry", "output": "outputEntry"}
_ANY: Final = "-"
"""What a cell says when it does not matter what comes in."""


def is_cell(key: str) -> bool:
    """Whether the key of a part is that of a cell."""
    return "/#" in key


def cells_in(*roots: etree._Element) -> list[dict[etree._Element, tuple[str, str]]]:
    """Of each file: every cell with the ids of its rule and its column; none where rules or columns have no ids.

    Raises NotApartError where a rule has more or fewer cells than the table has columns.
    """
    found: list[dict[etree._Element, tuple[str, str]]] = []
    for root in roots:
        cells: dict[etree._Element, tuple[str, str]] = {}
        for rule, column, cell in _cells(root):
            if not (rule.get("id") and column.get("id")):
                return [{} for _ in roots]
            cells[cell] = (rule.get("id", ""), column.get("id", ""))
        found.append(cells)
    return found


def square(parts: Parts) -> None:
    """Let every rule have a cell in every column, in the order of the columns; a new one says nothing yet."""
    for table in [each for each in parts.values() if _sort(each) == "decisionTable"]:
        inside = _inside(parts, table)
        columns = [parts[key] for key in inside if _sort(parts[key]) in _SORTS]
        if any(is_cell(each) for each in parts):
            for key in inside:
                if _sort(parts[key]) == "rule":
                    _squared(parts, parts[key], sorted(columns, key=lambda each: _sort(each) == "output"))


def _squared(parts: Parts, rule: Part, columns: list[Part]) -> None:
    keys = [f"{rule.key}/{each.key}" for each in columns]
    for key, column in zip(keys, columns, strict=True):
        if key not in parts:
            _add(parts, key, rule, column)
    before = [each for each in _inside(parts, rule) if not is_cell(each)]
    loose = [each for each in rule.slots if not is_cell(each) and each not in before]
    first = [each for each in (*loose, *before) if each.rpartition("}")[2].partition("[")[0] in _FIRST]
    last = [each for each in (*loose, *before) if each not in first]
    parts[rule.key] = replace(rule, slots=(*first, *keys, *last))


_FIRST: Final = frozenset({"description", "extensionElements"})


def _add(parts: Parts, key: str, rule: Part, column: Part) -> None:
    space = column.values[KIND].rpartition("}")[0] + "}"
    own = column.key.removeprefix("#")
    values = {OWNER: rule.key, KIND: f"{space}{_SORTS[_sort(column)]}", COLUMN: own}
    values["id"] = f"{rule.key.removeprefix('#')}_{own}"
    said = etree.Element(f"{space}text")
    said.text = _ANY if _sort(column) == "input" else ""
    values[f"<{space}text"] = etree.tostring(said).decode()
    parts[key] = Part(key, values, (f"<{space}text",), {COLUMN: (column.key,)})


def _inside(parts: Parts, holder: Part) -> list[str]:
    """Keys of what lies in a part, in its order."""
    below = [each.key for each in parts.values() if each.owner == holder.key]
    return list(dict.fromkeys([*(each for each in holder.slots if each in below), *below]))


def _sort(part: Part) -> str:
    return part.values.get(KIND, "").rpartition("}")[2]


def _cells(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element, etree._Element]]:
    for table in root.iter("{*}decisionTable"):
        named = {sort: [each for each in table if local_name(each) == sort] for sort in _SORTS}
        for rule in (each for each in table if local_name(each) == "rule"):
            for sort, entry in _SORTS.items():
                entries = [each for each in rule if local_name(each) == entry]
                if len(entries) != len(named[sort]):
                    raise NotApartError
                yield from ((rule, column, cell) for column, cell in zip(named[sort], entries, strict=True))


def place_of(key: str, parts: Parts) -> int | None:
    """Which rule of its table this is, from one; None where it is not there."""
    rule = parts.get(key)
    table = parts.get(rule.owner) if rule is not None else None
    if table is None:
        return None
    rules = [each for each in _inside(parts, table) if _sort(parts[each]) == "rule"]
    return rules.index(key) + 1


def said_in(key: str, parts: Parts) -> list[str]:
    """What the cells of a rule say, as they are written in the file."""
    return [
        value for each in parts.values() if each.owner == key and is_cell(each.key)
        for name, value in each.values.items() if name.rpartition("}")[2] == "text" or name == TEXT
    ]  # fmt: skip
