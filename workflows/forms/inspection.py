"""All answers of a form together: what each means, which components are hidden, what is missing, what is wrong.

Cleaning, showing and making up examples all ask here, so that they never differ. Raises nothing, whatever comes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from workflows.feel import to_feel
from workflows.forms.answers import Wrong, clean_answer
from workflows.forms.components import MAX_ROWS, ComponentType, FormComponent, scope

_CELL: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\[([0-9]{1,4})\]\.([A-Za-z_][A-Za-z0-9_]*)")
_MAX_UNKNOWN: Final = 20
_ASKED: Final = {
    ComponentType.SELECT: "Kies een antwoord bij '{}'.",
    ComponentType.RADIO: "Kies een antwoord bij '{}'.",
    ComponentType.CHECKLIST: "Kies een of meer antwoorden bij '{}'.",
    ComponentType.CHECKBOX: "Zet een vinkje bij '{}'.",
    ComponentType.DYNAMICLIST: "Vul ten minste één regel in bij '{}'.",
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found. Names are as on the page: `zorg`, `acties[0].lane`; the first row that came in is row 0."""

    values: dict[str, object] = field(default_factory=dict)
    """The good answers of visible components, by key; of a list its records, empty rows left out."""
    errors: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, FormComponent] = field(default_factory=dict)
    """Visible components that ask an answer and have none, by name; `errors` holds a message for each."""
    hidden: set[str] = field(default_factory=set)
    """`place(…)` of each hidden component."""
    raw: dict[str, object] = field(default_factory=dict)
    """The answers as they came in, lists left out."""
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    """The records of each list as they came in."""


def inspect(components: tuple[FormComponent, ...], answers: object, now: datetime) -> Inspection:
    """Look at answers as text from a page or as JSON; a list as a list of records or as keys `acties[0].lane`."""
    found = Inspection()
    _gather(components, answers, found)
    _Walk(found, now).scope(components, found.raw, "", {}, found.values)
    return found


def place(prefix: str, component: FormComponent) -> str:
    """Where a component stands, unique on the page, with or without a key."""
    return f"{prefix}#{component.id}"


def is_blank(raw: object) -> bool:
    """True of what a page sends, or leaves out, where nothing was filled in."""
    if isinstance(raw, str):
        return not raw.strip()
    return raw is None or raw is False or (isinstance(raw, list | tuple) and not raw)


def asked(component: FormComponent) -> str:
    """What to do where an answer is missing."""
    return _ASKED.get(component.type, "Vul '{}' in.").format(component.name)


def _gather(components: tuple[FormComponent, ...], answers: object, found: Inspection) -> None:
    """Sort the answers into single ones and rows; the numbers that a page left out close up."""
    lists = {part.key: part for part in scope(components) if part.type is ComponentType.DYNAMICLIST}
    cells: dict[str, dict[int, dict[str, object]]] = {key: {} for key in lists}
    if not isinstance(answers, Mapping):
        found.errors[""] = ["De antwoorden horen velden met waarden te zijn. Stuur een object."]
        answers = {}
    for key, value in answers.items():
        cell = _CELL.fullmatch(key) if isinstance(key, str) else None
        if cell and cell[1] in lists:
            cells[cell[1]].setdefault(int(cell[2]), {})[cell[3]] = value
        elif isinstance(key, str) and key in lists:
            for number, record in enumerate(_records(lists[key], value, found)):
                cells[key][number] = record | cells[key].get(number, {})
        else:
            found.raw[key if isinstance(key, str) else f"({type(key).__name__})"] = value
    for key, records in cells.items():
        found.rows[key] = [records[number] for number in sorted(records)][:MAX_ROWS]
        if len(records) > MAX_ROWS:
            found.errors[key] = [
                f"In '{lists[key].name}' passen {MAX_ROWS} regels; het zijn er nu {len(records)}. Haal er een paar weg."
            ]


def _records(component: FormComponent, raw: object, found: Inspection) -> list[dict[str, object]]:
    if is_blank(raw):
        return []
    if not isinstance(raw, list | tuple) or not all(isinstance(record, Mapping) for record in raw):
        found.errors[component.key] = [f"'{component.name}' hoort een lijst van regels te zijn, elk met eigen velden."]
        return []
    return [{str(key): value for key, value in record.items()} for record in raw]


@dataclass(frozen=True, slots=True)
class _Scope:
    """Answers that stand side by side: those of the form, or of one row."""

    prefix: str
    typed: Mapping[str, object]
    wrong: Mapping[str, str]
    context: dict[str, object]
    """What conditions see: null for what has no answer, is wrong, is hidden, or is a list that comes later."""
    values: dict[str, object]


class _Walk:
    """One walk over the form in the order of the page."""

    def __init__(self, found: Inspection, now: datetime) -> None:
        self.found = found
        self.now = now

    def scope(
        self, components: tuple[FormComponent, ...], raw: Mapping[str, object], prefix: str,
        around: Mapping[str, object], values: dict[str, object],
    ) -> None:  # fmt: skip
        typed: dict[str, object] = {}
        wrong: dict[str, str] = {}
        context = dict(around)
        known = {component.key: component for component in scope(components)}
        for key, component in known.items():
            if component.type is not ComponentType.DYNAMICLIST:
                try:
                    typed[key] = clean_answer(component, raw.get(key), self.now)
                except Wrong as error:
                    wrong[key] = str(error)
            context[key] = to_feel(typed.get(key), component.kind)
        self._components(components, _Scope(prefix, typed, wrong, context, values), hidden=False)
        for key in [key for key in raw if key not in known][:_MAX_UNKNOWN]:
            shown = key[:60].encode("utf-8", "replace").decode()
            self.found.errors[f"{prefix}{shown}"] = [f"Dit formulier heeft geen veld '{shown}'. Laat het weg."]

    def _components(self, components: Iterable[FormComponent], at: _Scope, *, hidden: bool) -> None:
        for component in components:
            gone = hidden or (
                component.hide is not None and component.hide.evaluate(at.context, self.now).value is True
            )
            if gone:
                self._drop(component, at)
            if component.type is ComponentType.GROUP:
                self._components(component.children, at, hidden=gone)
            elif component.type is ComponentType.DYNAMICLIST and not gone:
                self._list(component, at)
            elif component.key and not gone:
                self._field(component, at)

    def _drop(self, component: FormComponent, at: _Scope) -> None:
        self.found.hidden.add(place(at.prefix, component))
        if component.key:
            at.context[component.key] = None
            self.found.errors.pop(f"{at.prefix}{component.key}", None)

    def _field(self, component: FormComponent, at: _Scope) -> None:
        name = f"{at.prefix}{component.key}"
        if component.key in at.wrong:
            self.found.errors[name] = [at.wrong[component.key]]
            return
        value = at.typed[component.key]
        if value is not None:
            at.values[component.key] = value
        if component.required and (value is None or value is False):
            self._miss(component, name)

    def _list(self, component: FormComponent, at: _Scope) -> None:
        columns = {column.key: column.kind for column in scope(component.children)}
        records: list[dict[str, object]] = []
        for number, row in enumerate(self.found.rows[component.key]):
            if not all(is_blank(value) for value in row.values()):
                record: dict[str, object] = {}
                self.scope(component.children, row, f"{component.key}[{number}].", at.context, record)
                records.append(record)
        at.context[component.key] = [
            {key: to_feel(record.get(key), kind) for key, kind in columns.items()} for record in records
        ]
        if records or not component.required:  # a list that may be empty and is, is an answer: nothing to do
            at.values[component.key] = records
        elif component.key not in self.found.errors:
            self._miss(component, component.key)

    def _miss(self, component: FormComponent, name: str) -> None:
        self.found.missing[name] = component
        self.found.errors[name] = [asked(component)]
