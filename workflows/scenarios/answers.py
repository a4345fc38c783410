"""From the table of a step to the answers of a form: what routes must stand in it, the rest is made up.

Asks the form for every judgement of an answer; knows no routes and no people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Final

from workflows.bundle import Bundle
from workflows.calendar import ZONE
from workflows.errors import FormError, ScenarioError
from workflows.forms import ComponentView, Form
from workflows.scenarios.clock import read_date
from workflows.scenarios.words import level, meant, quoted, same
from workflows.types import FieldKind, FieldValue, OpenTask, RoutingField

REASON: Final = "Voorbeeldreden"
_CELL: Final = re.compile(r"(?P<list>.+?)\[(?P<row>\d{1,6})\]\.(?P<column>.+)")
_DAY: Final = re.compile(r"\d{1,2} [a-z]+ \d{4}(?: om \d{1,2}[:.]\d{2})?")
_DATES: Final = frozenset({FieldKind.DATE, FieldKind.DATE_TIME})


def fill(bundle: Bundle, form: str | None, given: Mapping[str, str], now: datetime) -> dict[str, object]:
    """Clean answers to a form: those given, by key or label, and a made-up one for each other that asks one.

    Raises ScenarioError for a field that the form does not have, an answer that does not fit, and a routing field
    that is not given.
    """
    if form is None:
        if given:
            message = f"Hier hoort geen formulier bij, dus {quoted(given)} kan niet worden ingevuld. Laat de tabel weg."
            raise ScenarioError(message)
        return {}
    if form not in bundle.forms:
        message = f"Het formulier “{form}” is er niet in dit protocol. Maak forms/{form}.form."
        raise ScenarioError(message)
    found = bundle.forms[form]
    fixed = _from_zero(_by_key(found, given))
    wrong = [line for name, said in found.clean(fixed, now).errors.items() if name in fixed for line in said]
    if wrong:
        raise ScenarioError(" ".join(wrong))
    values, asked = _completed(found, fixed, now)
    _refuse_unsaid(bundle.form_fields(form), asked, fixed)
    return values


def _completed(form: Form, fixed: Mapping[str, object], now: datetime) -> tuple[dict[str, object], list[ComponentView]]:
    try:
        values = form.example(fixed, now)
    except FormError as error:
        raise ScenarioError(error.message) from error
    return values, list(_visible(form.view(values, now=now).components))


def _visible(components: Iterable[ComponentView]) -> Iterator[ComponentView]:
    for component in components:
        if not component.hidden:
            yield component
            yield from _visible(component.children)


def _refuse_unsaid(
    routing: Mapping[str, RoutingField], asked: Iterable[ComponentView], fixed: Mapping[str, object]
) -> None:
    """A route that turns on an answer nobody chose would prove nothing. A date that may stay open counts as open."""
    lists = {match["list"] for match in map(_CELL.fullmatch, fixed) if match}
    said = {*fixed, *lists, *_cells_in_json(fixed)}
    missing = list[str]()
    for component in asked:
        field = routing.get(component.name)
        if field is not None and component.name not in said:
            missing += [described(field)] if _must_be_said(component, field) else []
        elif field is not None:
            stays_empty = not fixed.get(component.name, "its cells")
            missing += [] if stays_empty else _missing_cells(field, component, said)
    if missing:
        message = f"Zet ook in de tabel wat de route bepaalt: {'; '.join(missing)}."
        raise ScenarioError(message)


def _must_be_said(component: ComponentView, field: RoutingField) -> bool:
    return component.required or field.kind not in _DATES


def _missing_cells(field: RoutingField, component: ComponentView, said: Collection[str]) -> Iterator[str]:
    # A number tells one item from the next, and is made up; no route turns on it.
    columns = {column.name: column for column in field.columns if column.kind is not FieldKind.NUMBER}
    for number, row in enumerate(component.rows, start=1):
        for cell in _visible(row):
            column = columns.get(cell.name.rpartition("].")[2])
            if column is not None and cell.name not in said and _must_be_said(cell, column):
                yield f"{described(column)} in regel {number} van {field.name}"


def _cells_in_json(fixed: Mapping[str, object]) -> Iterator[str]:
    """The names of the cells of each list that is given as a whole."""
    for name, value in fixed.items():
        for number, record in enumerate(value if isinstance(value, list) else ()):
            yield from (f"{name}[{number}].{column}" for column in record)


def described(field: RoutingField) -> str:
    """A routing field with the values it takes: `a1 (ja, nee, twijfel)`."""
    if field.kind is FieldKind.RECORDS:
        columns = ", ".join(f"{field.name}[0].{described(column)}" for column in field.columns)
        return f"{field.name}, als {columns}"
    usual = {
        FieldKind.DATE: "een datum, zoals 08-09-2026", FieldKind.DATE_TIME: "een datum en tijd, zoals 08-09-2026 14:05",
        FieldKind.NUMBER: "een getal", FieldKind.BOOLEAN: "ja, nee",
    }  # fmt: skip
    return f"{field.name} ({', '.join(field.values) or usual.get(field.kind, 'een tekst')})"


def _by_key(form: Form, given: Mapping[str, str]) -> dict[str, object]:
    """What is given by the names under which the form takes it. Raises ScenarioError for one field said twice."""
    fixed, said = dict[str, object](), dict[str, str]()
    for name, text in given.items():
        own = _key_of(form, name)
        cell = _CELL.fullmatch(own)
        before = said.get(own) or (said.get(cell["list"]) if cell else None)
        if before is not None:
            message = f"“{before}” en “{name}” zijn hetzelfde veld. Vul dat één keer in."
            raise ScenarioError(message)
        fixed[own], said[own] = _value(text), name
    return fixed


def _key_of(form: Form, name: str) -> str:
    """The name under which the form takes an answer, from its key or label; in a list those of its columns too."""
    cell = _CELL.fullmatch(name)
    fields = _named(form.view({}, now=_ANY_TIME).components)
    whole = f"Het formulier “{form.key}” heeft geen veld"
    owner = _meant_key(cell["list"] if cell else name, {own: each.label for own, each in fields.items()}, whole)
    if cell is None:
        return owner
    cells = _named(chain.from_iterable(fields[owner].rows[:1]))
    columns = {own.rpartition("].")[2]: each.label for own, each in cells.items()}
    column = _meant_key(cell["column"], columns, f"De lijst “{cell['list']}” heeft geen kolom")
    return f"{owner}[{int(cell['row'])}].{column}"


def _meant_key(name: str, labels: Mapping[str, str], refusal: str) -> str:
    """The one key that a key or label means. Raises ScenarioError for none, and for a label that several have."""
    by_key = [own for own in labels if same(own, name)]
    found = by_key or [own for own, label in labels.items() if same(label, name)]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"“{name}” kan elk van deze velden zijn. Noem er een bij zijn sleutel: {quoted(found)}."
        raise ScenarioError(message)
    message = f"{refusal} “{name}”.{meant(name, labels)}"
    raise ScenarioError(message)


def _from_zero(fixed: Mapping[str, object]) -> dict[str, object]:
    """The rows of each list numbered from 0 as the form does; people begin where they like."""
    rows = dict[str, list[str]]()
    for cell in filter(None, map(_CELL.fullmatch, fixed)):
        rows.setdefault(cell["list"], []).append(cell["row"])
    ranks = {owner: sorted(set(numbers), key=int) for owner, numbers in rows.items()}

    def renamed(name: str) -> str:
        cell = _CELL.fullmatch(name)
        return f"{cell['list']}[{ranks[cell['list']].index(cell['row'])}].{cell['column']}" if cell else name

    return {renamed(name): value for name, value in fixed.items()}


def _named(components: Iterable[ComponentView]) -> dict[str, ComponentView]:
    found = dict[str, ComponentView]()
    for component in components:
        if component.name:
            found[component.name] = component
        found |= _named(component.children)
    return found


def _value(text: str) -> object:
    """A cell as the form takes it: a list of records as JSON, a date in words as numbers, all else as it is typed."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if _DAY.fullmatch(text):
        day, _, at = text.partition(" om ")
        return f"{read_date(day).isoformat()} {at}".strip()
    if not text.startswith("["):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text  # a text may begin with a bracket; the form says so where it asked a list


def carried(fields: Mapping[str, RoutingField], given: Mapping[str, str]) -> dict[str, FieldValue]:
    """The routing fields that a message from outside carries. Raises ScenarioError for one that is none."""
    found = dict[str, FieldValue]()
    for name, text in given.items():
        if name not in fields:
            message = f"“{name}” is geen veld waarop een route draait.{meant(name, fields)}"
            raise ScenarioError(message)
        found[name] = _typed(fields[name], text)
    return found


def _typed(field: RoutingField, text: str) -> FieldValue:
    try:
        match field.kind:
            case FieldKind.NUMBER:
                number = float(text.replace(",", "."))
                return int(number) if number.is_integer() else number
            case FieldKind.BOOLEAN:
                return {"ja": True, "true": True, "nee": False, "false": False}[text.casefold()]
            case FieldKind.DATE:
                return read_date(text).isoformat()
            case FieldKind.RECORDS:
                return _records(text)
            case FieldKind.TEXT | FieldKind.DATE_TIME:
                return text
    except (ValueError, KeyError, RecursionError, OverflowError) as error:
        message = f"“{text}” past niet bij {described(field)}."
        raise ScenarioError(message) from error


def _records(text: str) -> list[dict[str, str]]:
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise ValueError(text)
    return found


def labels_in(task: OpenTask, said: Iterable[str]) -> list[str]:
    """The labels of an answer, of which each part holds one or more. Raises ScenarioError for what is no label."""
    return [label for part in said for label in _labels_in(task, level(part))]


def _labels_in(task: OpenTask, rest: str) -> Iterator[str]:
    """Labels may themselves hold commas: the longest that fits first."""
    known = sorted((choice.label for choice in task.choices), key=len, reverse=True)
    while rest:
        label = next((each for each in known if _begins(rest, level(each))), None)
        if label is None:
            message = f"“{rest}” is geen antwoord op “{task.name}”. Kies uit: {quoted(c.label for c in task.choices)}."
            raise ScenarioError(message)
        yield label
        rest = rest[len(level(label)) :].lstrip(" ,")


def _begins(rest: str, label: str) -> bool:
    after = rest[len(label) :].lstrip()
    return rest.casefold().startswith(label.casefold()) and (not after or after.startswith(","))


_ANY_TIME: Final = datetime(2026, 9, 1, tzinfo=ZONE)
"""The names of a form are the same at any time; its view asks for one."""
