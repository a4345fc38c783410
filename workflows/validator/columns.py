"""Columns of decision tables: what a column says that it holds is what its field is.

Judges the declared type and the allowed values of an input that is one field, and bare words in cells; what else is in
the cells is judged with the decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from workflows.feel import DecisionTable
from workflows.feel.dmn import InputColumn
from workflows.types import FieldKind, Finding
from workflows.validator.fields import Fields
from workflows.validator.material import Material, rule_tasks
from workflows.validator.panel import ALLOWED
from workflows.validator.report import Place, meant, quoted
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
_SORTS: Final[Mapping[str, str]] = {
    "string": "tekst", "boolean": "ja of nee", "date": "datum", **dict.fromkeys(_DATES[1:], "datum en tijd"),
    **dict.fromkeys(_TYPES[FieldKind.NUMBER], "getal"),
}  # fmt: skip
"""What the page of a table calls them."""


def check_columns(material: Material, fields: Fields) -> Iterator[Finding]:
    """Input columns whose type is another than that of the field they ask, or that do not allow all its values."""
    askers = _askers(material)
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
                    offers = (fields.offered(process, path[0]) for process in askers.get(key, ()))
                    yield from _values(place, number, column, path[0], chain.from_iterable(offers))


def _type(place: Place, number: int, column: InputColumn, name: str, fields: Fields) -> Iterator[Finding]:
    fitting = _TYPES.get(fields.kind(name))
    if fitting and column.type_ref in _KNOWN and column.type_ref not in fitting:
        yield place.let_op(
            "column-type", f"heeft in invoerkolom {number} de soort {quoted(_SORTS[column.type_ref])}, maar het veld "
            f"{quoted(name)} is een {quoted(_SORTS[fitting[0]])}.",
            f"Kies in de tabel bij “Soort” van deze kolom: {_SORTS[fitting[0]]}.",
        )  # fmt: skip


def _askers(material: Material) -> Mapping[str, Mapping[str, None]]:
    """Decision id to the ids of the processes in which a task asks it, by itself or through another."""
    found: dict[str, dict[str, None]] = {}
    for process in material.processes:
        todo = [node.decision for node in rule_tasks(process)]
        while todo:
            key = todo.pop()
            if key in material.decisions and process.id not in found.setdefault(key, {}):
                found[key][process.id] = None
                todo.extend(material.decisions[key].requirements)
    return found


def _values(
    place: Place, number: int, column: InputColumn, name: str, given: Iterable[tuple[str, str]]
) -> Iterator[Finding]:
    """Texts that a field can have and that the allowed values leave out: the table then gives null (DMN 1.5, 8.2.5)."""
    allowed = column.allowed.values() if column.allowed is not None else None
    if not allowed or not all(isinstance(each, str) for each in allowed):
        return
    for value, what in {value: what for what, value in given if value not in allowed}.items():
        yield place.fout(
            "value-not-allowed", f"vraagt in invoerkolom {number} het veld {quoted(name)}. Daarin kan "
            f"{what} {quoted(value)} zetten, en dat staat niet bij {ALLOWED}: dan geeft de beslissing niets.",
            f"Zet {quoted(value)} bij {ALLOWED} van de kolom, met een regel ervoor, of haal die waarde weg.",
        )  # fmt: skip


def check_words(material: Material, fields: Fields) -> Iterator[Finding]:
    """Texts in cells that lost their quotation marks. Silent where no process sets any field."""
    for each in chain(*fields.words.values()) if material.processes else ():
        yield at_decision(each.file, each.decision.id, each.decision.name).fout(
            "bare-word", f"heeft in {each.where} het woord {quoted(each.word)} zonder aanhalingstekens. Zo is het de "
            f"naam van een veld, en dat wordt nergens ingevuld.{meant(each.word, fields.names)}",
            f'Is het een tekst, zet er dan aanhalingstekens om: "{each.word}". Is het een veld, vul het dan in een '
            "formulier in, of verbeter de naam.",
        )  # fmt: skip
