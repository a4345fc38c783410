"""From the answers of a form to the table of a step: what routes and what shows or hides a question.

The other way of `scenarios.answers`. What people write in free words stays out, for a scenario makes that up; unless a
route or a question turns on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Final

from workflows.bundle import Bundle
from workflows.errors import ScenarioError
from workflows.forms import ComponentType, ComponentView, Form, walk
from workflows.scenarios import fill

_FREE: Final = frozenset({ComponentType.TEXTFIELD, ComponentType.TEXTAREA})


def table_of(bundle: Bundle, form: str | None, values: Mapping[str, object], now: datetime) -> dict[str, str]:
    """The table with which a step routes as these clean answers do. Raises ScenarioError where no table does."""
    if form is None or form not in bundle.forms:
        return {}
    drawn = bundle.forms[form]
    table = dict(_rows(drawn, values, _needed(bundle, drawn), now))
    if _routes(bundle, form, table, now) == bundle.routing(form, values):
        return table
    message = "Wat hier is ingevuld, kan niet zo in een scenario staan. Kort de teksten in of laat tekens als [ weg."
    raise ScenarioError(message)


def _needed(bundle: Bundle, form: Form) -> set[str]:
    """The names of what routes, of what conditions look at, and of all that is chosen and not written."""
    parts = [part for part in walk(form.components) if part.key]
    fields = bundle.form_fields(form.key)
    routing = {*fields, *(column.name for field in fields.values() for column in field.columns)}
    looked_at = frozenset[str]().union(*(part.hide.names for part in walk(form.components) if part.hide))
    lists = {part.key for part in parts if part.type is ComponentType.DYNAMICLIST}
    chosen = {part.key for part in parts if part.type not in _FREE} - lists
    return routing | looked_at | chosen


def _rows(form: Form, values: Mapping[str, object], names: Collection[str], now: datetime) -> Iterator[tuple[str, str]]:
    for each in _visible(form.view(values, now=now).components):
        if each.name not in names:
            continue
        if each.type != ComponentType.DYNAMICLIST:
            yield each.name, _written(each, values.get(each.name))
        elif not values.get(each.name):
            yield each.name, ""
        else:
            yield from _cells(each, names)


def _cells(drawn: ComponentView, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """The cells of a list, its rows numbered from 1 as people count."""
    for number, row in enumerate(drawn.rows, start=1):
        for cell in _visible(row):
            key = cell.name.rpartition("].")[2]
            if key in names:
                yield f"{drawn.name}[{number}].{key}", _written(cell, cell.value)


def _visible(components: tuple[ComponentView, ...]) -> Iterator[ComponentView]:
    for each in components:
        if not each.hidden:
            if each.name:
                yield each
            yield from _visible(each.children)


def _written(drawn: ComponentView, value: object) -> str:
    if drawn.type == ComponentType.CHECKBOX:
        return "ja" if value is True else "nee"
    if value is None or value == "":
        return ""
    text = ", ".join(drawn.value) if isinstance(drawn.value, list) else str(drawn.value)
    # One pair of quotation marks around a cell is taken off again.
    return f'"{text}"' if len(text) > 1 and text[0] == text[-1] == '"' else text


def _routes(bundle: Bundle, form: str, table: Mapping[str, str], now: datetime) -> Mapping[str, object] | None:
    try:
        return bundle.routing(form, fill(bundle, form, table, now))
    except ScenarioError:
        return None
