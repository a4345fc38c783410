"""Columns of decision tables: what a column says that it holds is what its field is.

Judges the declared type and the allowed values of an input that is one field; the cells are judged with the decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workflows.feel import DecisionTable
from workflows.feel.dmn import InputColumn
from workflows.types import FieldKind, Finding
from workflows.validator.fields import Fields, Setter
from workflows.validator.material import Material, rule_tasks
from workflows.validator.report import Place, quoted
from workflows.validator.syntax import path_of
from workflows.validator.tables import at_decision

_DATES: Final = ("date", "dateTime", "date and time")
_TYPES: Final[Mapping[FieldKind | None, tuple[str, ...]]] = {
    # A text in a column of dates is read as a date.
    FieldKind.TEXT: ("string", *_DATES),
    FieldKind.NUMBER: ("number", "integer", "long", "double"),
    FieldKind.BOOLEAN: ("boolean",),
    FieldKind.DATE: ("date",),
    FieldKind.DATE_TIME: ("dateTime", "date and time"),
}
"""The types of a column (DMN 1.5, 10.3.2) that fit a field, with the names that modelers give to numbers.

The first is the one to choose."""

_KNOWN: Final = frozenset(name for names in _TYPES.values() for name in names)


def check_columns(material: Material, fields: Fields) -> Iterator[Finding]:
    """Input columns whose type is another than that of the field they ask, or that do not allow all its values."""
    for file in material.dmn:
        for key in file.lines:
            model = material.decisions.get(key)
            if model is None or not isinstance(model.logic, DecisionTable):
                continue
            for number, column in enumerate(model.logic.inputs, 1):
                path = path_of(column.expression.node.parts[0])
                if len(path) == 1:
                    place = at_decision(file, key, model.name)
                    yield from _type(place, number, column, path[0], fields)
                    yield from _values(place, number, column, path[0], _given(material, fields, key, path[0]))


def _type(place: Place, number: int, column: InputColumn, name: str, fields: Fields) -> Iterator[Finding]:
    fitting = _TYPES.get(fields.kind(name))
    if fitting and column.type_ref in _KNOWN and column.type_ref not in fitting:
        yield place.let_op(
            "column-type", f"noemt invoerkolom {number} een {quoted(column.type_ref)}, maar het veld "
            f"{quoted(name)} is een {quoted(fitting[0])}.",
            f"Kies in de modeler bij deze kolom het type {fitting[0]}.",
        )  # fmt: skip


def _given(material: Material, fields: Fields, decision: str, name: str) -> Iterator[tuple[Setter, str]]:
    """What gives a field which texts, in the processes in which a task asks a decision, by itself or by another."""
    for process in material.processes:
        if any(decision in _asked(material, node.decision) for node in rule_tasks(process)):
            yield from fields.offered(process.id, name)


def _asked(material: Material, decision: str) -> frozenset[str]:
    """A decision and all that it requires."""
    found, todo = set[str](), [decision]
    while todo:
        key = todo.pop()
        if key not in found and key in material.decisions:
            found.add(key)
            todo.extend(material.decisions[key].requirements)
    return frozenset(found)


def _values(
    place: Place, number: int, column: InputColumn, name: str, given: Iterator[tuple[Setter, str]]
) -> Iterator[Finding]:
    """Texts that a field can have and that the allowed values leave out: the table then gives null (DMN 1.5, 8.2.5)."""
    allowed = column.allowed.values() if column.allowed is not None else None
    told: set[str] = set()
    for setter, value in given if allowed and all(isinstance(each, str) for each in allowed) else ():
        if value not in (*(allowed or ()), *told):
            told.add(value)
            yield place.fout(
                "value-not-allowed", f"vraagt in invoerkolom {number} het veld {quoted(name)}. Daarin kan "
                f"{setter.what} {quoted(value)} zetten, en dat staat niet bij de toegestane waarden van de kolom: dan "
                "geeft de beslissing niets.", f"Zet {quoted(value)} bij de toegestane waarden van de kolom, met een "
                "regel ervoor, of haal die waarde weg.",
            )  # fmt: skip
