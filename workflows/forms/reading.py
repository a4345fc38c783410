"""From form-js JSON to components. What this form language has no meaning for is refused by name, never passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from workflows.errors import FormError
from workflows.forms import properties
from workflows.forms.answers import Wrong, clean_answer
from workflows.forms.components import MAX_COMPONENTS, MAX_DEPTH, MAX_TEXT, ComponentType, FormComponent, scope, walk

MAX_BYTES: Final = 500_000
_VERSIONS: Final = range(1, 20)
_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_SAVE: Final = "Bewaar het opnieuw in de formuliereditor."
_KNOWN: Final = (
    "Gebruik text, textfield, textarea, number, datetime, select, radio, checklist, checkbox, group of dynamiclist."
)
_INSTEAD: Final = {
    "taglist": "Gebruik een checklist.", "multipage": "Gebruik groepen (group).", "page": "Gebruik groepen (group).",
    "html": "Gebruik een tekst (text).", "image": "Gebruik een tekst (text).", "spacer": "Haal dit onderdeel weg.",
    "button": "De knop zet Leidraad zelf onder het formulier: haal dit onderdeel weg.",
    "expression": "Reken in een beslistabel.", "table": "Gebruik een lijst (dynamiclist).",
    "iframe": "Zet een link in een tekst (text).", "separator": "Gebruik een groep (group).",
    "filepicker": "Een document hoort in het dossier, niet in een formulier.",
    "documentPreview": "Een document hoort in het dossier, niet in een formulier.",
}  # fmt: skip
_CONTAINERS: Final = frozenset({ComponentType.GROUP, ComponentType.DYNAMICLIST})
_VALIDATE: Final = ("required", "min", "max", "minLength", "maxLength", "validationType")
_MEANINGLESS: Final = {
    "readonly": "Alleen lezen kan niet; zet de uitleg in een tekst (text).",
    "disabled": "Uitgeschakeld kan niet; haal het onderdeel weg.",
    "valuesKey": "Schrijf de keuzes uit bij 'values'.",
    "valuesExpression": "Schrijf de keuzes uit bij 'values'.",
    "increment": "Gebruik 'decimalDigits', 'min' en 'max'.",
}


def read_components(data: bytes | str | Mapping[str, object], key: str) -> tuple[FormComponent, ...]:
    """The components of a form file. Raises FormError with a line for each component that cannot be read."""
    content = _content(data, key)
    version = content.get("schemaVersion")
    if type(version) is not int or version not in _VERSIONS:
        cure = "Leidraad leest versie 1 tot en met 19; bewaar het met versie 18."
        raise FormError(f"Formulier '{key}': schemaVersion is {properties.shown(version)}. {cure}")
    if content.get("type", "default") != "default":
        raise FormError(f"Formulier '{key}': type is {properties.shown(content.get('type'))}. Maak er 'default' van.")
    reader = _Reader()
    components = tuple(reader.children(content.get("components"), _Around()))
    reader.find_duplicates(components)
    if reader.problems:
        told = "\n".join(f"Formulier '{key}': {problem}" for _, _, problem in reader.problems)
        raise FormError(told, tuple(reader.problems))
    return components


def _content(data: bytes | str | Mapping[str, object], key: str) -> Mapping[str, object]:
    content: object = data
    if isinstance(data, bytes | str):
        if len(data) > MAX_BYTES:
            raise FormError(
                f"Formulier '{key}' is te groot. Leidraad leest tot {MAX_BYTES // 1000} kB; maak er twee van."
            )
        try:
            written = data.decode("utf-8-sig") if isinstance(data, bytes) else data
            content = json.loads(written, parse_constant=_no_number)
        except RecursionError as error:
            raise FormError(f"Formulier '{key}' is te diep in elkaar gezet om te lezen. {_SAVE}") from error
        except ValueError as error:
            raise FormError(f"Formulier '{key}' is geen geldige JSON in UTF-8. {_SAVE}") from error
    if not isinstance(content, Mapping):
        raise FormError(f"Formulier '{key}' is geen formulier van form-js. {_SAVE}")
    return content


def _no_number(text: str) -> object:
    raise ValueError(text)  # NaN and Infinity are no JSON, and no other program reads them


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds the components that are read: the form, a group or a list."""

    id: str = ""
    veldgroep: str = ""
    depth: int = 1
    in_list: bool = False


class _Reader:
    """One reading: counts the components and gathers what is wrong, so that all is said at once."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str, str]] = []
        """Place in the file, name, and what is wrong."""
        self.count = 0

    def children(self, data: object, around: _Around) -> Iterator[FormComponent]:
        if not isinstance(data, list | tuple) or not all(isinstance(part, Mapping) for part in data):
            self._tell(around, f"'components' is geen lijst van onderdelen. {_SAVE}")
            return
        if around.depth > MAX_DEPTH:
            self._tell(around, f"groepen en lijsten zijn dieper genest dan {MAX_DEPTH} lagen. Haal een laag weg.")
            return
        self.count += len(data)
        if self.count > MAX_COMPONENTS:
            self._tell(around, f"er zijn meer dan {MAX_COMPONENTS} onderdelen. Verdeel ze over twee taken.")
            return
        for number, part in enumerate(data, start=1):
            here = replace(around, id=f"{around.id}{number}")
            try:
                yield self._component(part, here)
            except FormError as error:
                problem = f"onderdeel {_place(part, number)}: {error.message}"
                self.problems.append((here.id, _name(part)[:60], problem))

    def _tell(self, around: _Around, problem: str) -> None:
        self.problems.append((around.id.removesuffix("-"), "", problem))

    def _component(self, data: Mapping[str, object], here: _Around) -> FormComponent:
        kind = _type(data)
        if here.in_list and kind in {ComponentType.DYNAMICLIST, ComponentType.CHECKLIST}:
            raise FormError(f"een {kind} kan niet in een lijst. Gebruik een select of een tekstveld.")
        _refuse_meaningless(data, kind)
        veldgroep = properties.text(properties.mapping(data, "properties"), "veldgroep") or here.veldgroep
        rules = properties.mapping(data, "validate")
        children: tuple[FormComponent, ...] = ()
        if kind in _CONTAINERS:
            in_list = here.in_list or kind is ComponentType.DYNAMICLIST
            inside = _Around(f"{here.id}-", veldgroep, here.depth + 1, in_list)
            children = tuple(self.children(data.get("components"), inside))
        component = FormComponent(
            kind, here.id, key=_key(data, kind), label=_label(data), description=properties.text(data, "description"),
            text=properties.text(data, "text", MAX_TEXT), required=properties.flag(rules, "required"),
            min=properties.bound(rules, "min"), max=properties.bound(rules, "max"),
            decimals=properties.length(data, "decimalDigits", 10), min_length=properties.length(rules, "minLength"),
            max_length=properties.length(rules, "maxLength"), validation=properties.validation(rules),
            no_past=properties.flag(data, "disallowPassedDates"), no_future=properties.no_future(data, kind),
            options=properties.options(data, kind), default=data.get("defaultValue"), hide=properties.hide(data),
            veldgroep=veldgroep, children=children,
        )  # fmt: skip
        properties.check_bounds(component)
        _check_default(component)
        return component

    def find_duplicates(self, components: tuple[FormComponent, ...]) -> None:
        lists = [part.children for part in walk(components) if part.type is ComponentType.DYNAMICLIST]
        for side_by_side in (components, *lists):
            fields = list(scope(side_by_side))
            keys = [component.key for component in fields]
            for twice in sorted({key for key in keys if keys.count(key) > 1}):
                last = [component for component in fields if component.key == twice][-1]
                told = f"de sleutel '{twice}' komt twee keer voor. Geef elk veld een eigen sleutel."
                self.problems.append((last.id, twice, told))


def _place(data: Mapping[str, object], number: int) -> str:
    named = _name(data)
    return properties.shown(named) if named else str(number)


def _name(data: Mapping[str, object]) -> str:
    """What to call a component that may be none."""
    found = next((data[name] for name in ("key", "path", "label", "id") if data.get(name)), None)
    return found if isinstance(found, str) else ""


def _type(data: Mapping[str, object]) -> ComponentType:
    kind = data.get("type")
    if isinstance(kind, str) and kind in {"date", "time"}:
        raise FormError(f"'{kind}' is een subtype. Gebruik het type 'datetime' met subtype '{kind}'.")
    if kind == "datetime":
        kind = data.get("subtype", "date")
    if not isinstance(kind, str) or kind not in set(ComponentType):
        raise FormError(f"het type {properties.shown(kind)} kent Leidraad niet. {_INSTEAD.get(str(kind), _KNOWN)}")
    return ComponentType(kind)


def _refuse_meaningless(data: Mapping[str, object], kind: ComponentType) -> None:
    for name, cure in _MEANINGLESS.items():
        if data.get(name):
            raise FormError(f"'{name}' heeft hier geen betekenis. {cure}")
    if kind is ComponentType.GROUP and data.get("path"):
        raise FormError("een groep met een 'path' kan niet. Haal het pad weg; de velden houden hun eigen sleutel.")
    for unknown in sorted(set(properties.mapping(data, "validate")).difference(_VALIDATE)):
        raise FormError(f"'validate.{unknown}' kan Leidraad niet. Gebruik {', '.join(_VALIDATE)}.")
    for unknown in sorted(set(properties.mapping(data, "conditional")).difference({"hide"})):
        raise FormError(f"'conditional.{unknown}' kan Leidraad niet. Gebruik 'hide'.")


def _key(data: Mapping[str, object], kind: ComponentType) -> str:
    if kind in {ComponentType.TEXT, ComponentType.GROUP}:
        return ""
    name = "path" if kind is ComponentType.DYNAMICLIST else "key"
    key = data.get(name)
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        cure = "Gebruik letters, cijfers en _, en begin met een letter: 'gemeld_op'."
        raise FormError(f"'{name}' is {properties.shown(key)}. {cure}")
    return key


def _label(data: Mapping[str, object]) -> str:
    return properties.text(data, "label") or properties.text(data, "dateLabel") or properties.text(data, "timeLabel")


def _check_default(component: FormComponent) -> None:
    if component.default is None:
        return
    if component.type in _CONTAINERS or component.type is ComponentType.TEXT:
        raise FormError("'defaultValue' heeft hier geen betekenis. Haal het weg.")
    try:
        clean_answer(component, component.default, None)
    except Wrong as error:
        raise FormError(f"'defaultValue' is zelf geen goed antwoord. {error}") from error
