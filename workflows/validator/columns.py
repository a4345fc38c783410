"""Columns of decision tables: what a column says that it holds is what its field is.

Judges only the declared type of an input that is one field; the cells are judged with the decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workflows.feel import DecisionTable
from workflows.types import FieldKind, Finding
from workflows.validator.fields import Fields
from workflows.validator.material import Material
from workflows.validator.report import quoted
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
    """Input columns whose type is another than that of the field they ask."""
    for file in material.dmn:
        for key in file.lines:
            model = material.decisions.get(key)
            if model is None or not isinstance(model.logic, DecisionTable):
                continue
            for number, column in enumerate(model.logic.inputs, 1):
                path = path_of(column.expression.node.parts[0])
                fitting = _TYPES.get(fields.kind(path[0])) if len(path) == 1 else None
                if fitting and column.type_ref in _KNOWN and column.type_ref not in fitting:
                    yield at_decision(file, key, model.name).let_op(
                        "column-type", f"noemt invoerkolom {number} een {quoted(column.type_ref)}, maar het veld "
                        f"{quoted(path[0])} is een {quoted(fitting[0])}.",
                        f"Kies in de modeler bij deze kolom het type {fitting[0]}.",
                    )  # fmt: skip
