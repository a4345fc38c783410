"""Rules of routing fields: each is set somewhere, once of one kind, and compared with what it can hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from workflows.diagram import Process
from workflows.feel import to_json
from workflows.forms import walk
from workflows.types import LEEG, RUNS, FieldKind, Finding, RoutingField
from workflows.validator.fields import Fields, Use, uses_of
from workflows.validator.material import Material, throws_message
from workflows.validator.panel import labelled
from workflows.validator.report import Place, at_component, at_file, at_node, listed, meant, quoted
from workflows.validator.syntax import Comparison, comparisons, path_of, paths_in, results
from workflows.validator.texts import Role, Text
from workflows.validator.trial import check_trials

ANSWERS: Final = frozenset({"antwoord", "reden"})
RESERVED: Final = frozenset({
    "typename", "item", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not",
    "between", "instance", "of", "true", "false", "null", "function",
})  # fmt: skip
_VALUE_KINDS: Final[dict[type, FieldKind]] = {
    str: FieldKind.TEXT, bool: FieldKind.BOOLEAN, Decimal: FieldKind.NUMBER, date: FieldKind.DATE,
    datetime: FieldKind.DATE_TIME,
}  # fmt: skip
_SET_IT: Final = "Zet het veld in een formulier of beslistabel van dit proces, of verbeter de naam."
_DATES: Final = (FieldKind.DATE, FieldKind.DATE_TIME)
_KIND_WORDS: Final = {
    FieldKind.TEXT: "een tekst", FieldKind.NUMBER: "een getal", FieldKind.BOOLEAN: "waar of onwaar (true of false)",
    FieldKind.DATE: "een datum", FieldKind.DATE_TIME: "een datum met tijd", FieldKind.RECORDS: "een lijst",
}  # fmt: skip


def check_set(process: Process, material: Material, fields: Fields) -> Iterator[Finding]:
    """Fields that are used and that nothing sets: in the whole protocol, or in this process."""
    told: set[tuple[str, str]] = set()
    here = fields.set_in(process.id)
    asked = (Use(name, text.place, f"in {text.label}") for text in fields.asked_of(process) for name in text.names())
    for use in (*uses_of(process, material, fields.texts(process)), *asked):
        in_cell = not use.strict and use.name in fields.words
        if (use.place.element, use.name) in told or use.name in here or in_cell:
            continue  # what stands bare in a cell is told there
        told.add((use.place.element, use.name))
        yield from _unset(process, material, fields, use)


def _unset(process: Process, material: Material, fields: Fields, use: Use) -> Iterator[Finding]:
    name, place = use.name, use.place
    if name.startswith(RUNS):
        ids = [RUNS + process_id for process_id in material.by_id]
        if name not in ids:
            yield place.fout(
                "unknown-process", f"vraagt {use.label} naar {quoted(name)}, maar dat proces is er niet."
                f"{meant(name, ids)}",
                "Schrijf loopt_ met daarachter het id van een proces.",
            )  # fmt: skip
    elif name in ANSWERS:
        yield place.fout(
            "answer-as-field", f"gebruikt {use.label} {quoted(name)}; dat is het antwoord op een vraag en geen veld.",
            "Laat de pijlen uit de vraag zelf de weg wijzen, of zet een veld in een formulier.",
        )  # fmt: skip
    elif name not in fields.names:
        emptied = ", alleen leeggemaakt" if name in fields.emptied else ""
        yield place.fout(
            "field-never-set", f"gebruikt {use.label} het veld {quoted(name)}, dat nergens wordt ingevuld{emptied}."
            f"{meant(name, fields.names)}", _SET_IT,
        )  # fmt: skip
    else:
        report = place.fout if use.strict else place.let_op
        others = dict.fromkeys(setter.process for setter in fields.setters(name))
        yield report(
            "field-not-set-here", f"gebruikt {use.label} het veld {quoted(name)}, dat in het proces "
            f"{quoted(process.name)} nooit wordt ingevuld, alleen in {listed(others)}.",
            "Zet het veld in een formulier of beslistabel van dit proces, of geef het door met in., uit. of mee.",
        )  # fmt: skip


def check_field_names(process: Process, _: Material, fields: Fields) -> Iterator[Finding]:
    """Names that cannot be the name of a field."""
    told: set[str] = set()
    for name in sorted(fields.set_in(process.id)):
        for setter in fields.setters(name):
            if setter.process == process.id and name not in told and _bad_name(name):
                told.add(name)
                yield setter.place.fout(
                    "reserved-field", f"krijgt van {setter.what} een veld {quoted(name)}; die naam kan niet.",
                    "Kies een andere naam, van letters, cijfers en _.",
                )  # fmt: skip


def _bad_name(name: str) -> bool:
    return name in ANSWERS | RESERVED or name.startswith((RUNS, "__")) or not name.isidentifier()


def too_many_fields(material: Material, fields: Fields) -> Iterator[Finding]:
    """More fields than anyone can oversee."""
    limit = material.limits.max_fields
    if fields.count > limit:
        yield at_file(min(material.judged, default="")).fout(
            "too-many-fields", f"hoort bij een protocol met {fields.count} velden; het mogen er {limit} zijn.",
            "Verdeel het over meer protocollen.",
        )  # fmt: skip


def check_kinds(material: Material, fields: Fields) -> Iterator[Finding]:
    """Fields that are a text in one place and a date in another."""
    used = {use.name for p in material.processes for use in uses_of(p, material, fields.texts(p))}
    for name in sorted(used & fields.names):
        certain = [setter for setter in fields.setters(name) if setter.certain]
        for setter in certain[1:]:
            if setter.field.kind is not certain[0].field.kind:
                one, other = _KIND_WORDS[certain[0].field.kind], _KIND_WORDS[setter.field.kind]
                yield setter.place.fout(
                    "field-of-two-kinds", f"geeft het veld {quoted(name)} met {setter.what} als {other}, en "
                    f"{certain[0].what} geeft het als {one}.", "Maak het overal dezelfde soort.",
                )  # fmt: skip
                break


def check_values(process: Process, _: Material, fields: Fields) -> Iterator[Finding]:
    """Comparisons that can never hold: with a text that nothing gives, or a value of another kind."""
    for text in fields.texts(process):
        told = list(_told(text, fields))
        yield from told or check_trials(text, fields)


def _told(text: Text, fields: Fields) -> Iterator[Finding]:
    expression = text.expression()
    if expression is None:
        return
    for comparison in comparisons(expression.node):
        field = _compared(text, comparison, fields)
        if field is not None:
            yield from misfit(text.place, field, comparison.value, text.label)
    yield from _paths(text, fields)
    yield from _filters(text, fields)
    yield from _whole(text, fields)


def _compared(text: Text, comparison: Comparison, fields: Fields) -> RoutingField | None:
    name, *columns = comparison.field
    if text.item and name == text.item:
        return _column(text, fields, columns) if comparison.value is not None else None
    known = name in fields.names or name.startswith(RUNS)
    certain = comparison.value is None or _certain(fields, name)
    return fields.known(name) if known and not columns and certain else None


def _certain(fields: Fields, name: str) -> bool:
    return name.startswith(RUNS) or fields.kind(name) is not None


def _column(text: Text, fields: Fields, columns: list[str]) -> RoutingField | None:
    if text.node is None or text.node.loop is None or len(columns) != 1:
        return None
    collection = fields.known(text.node.loop.collection)
    return next((column for column in collection.columns if column.name == columns[0]), None)


def misfit(place: Place, field: RoutingField, value: object, label: str) -> Iterator[Finding]:
    """What is wrong with holding a field against a constant, if anything."""
    if value == LEEG:
        return
    if value is None:
        yield place.fout(
            "null-is-leeg", f"vergelijkt in {label} {quoted(field.name)} met null, maar dat is het nooit: een veld dat "
            'niet is ingevuld, is de tekst "leeg".', 'Schrijf "leeg" in plaats van null.',
        )  # fmt: skip
    elif field.kind is not _VALUE_KINDS.get(type(value)):
        shown = quoted(value) if isinstance(value, str) else str(to_json(value)).lower()
        yield place.fout(
            "value-of-other-kind", f"vergelijkt in {label} {quoted(field.name)} met {shown}, maar dat veld is "
            f"{_KIND_WORDS[field.kind]}.", "Vergelijk het met een waarde van die soort.",
        )  # fmt: skip
    elif isinstance(value, str) and field.values and value not in field.values:
        yield place.fout(
            "unknown-value", f"vergelijkt in {label} {quoted(field.name)} met {quoted(value)}, maar dat is het nooit."
            f"{meant(value, field.values)}", f"Kies een van {listed((*field.values, LEEG), 20)}.",
        )  # fmt: skip


def _paths(text: Text, fields: Fields) -> Iterator[Finding]:
    """Points behind a field that has no parts: only records and dates have any."""
    expression = text.expression()
    if expression is None:
        return
    for path in paths_in(expression.node):
        name = path[0]
        if name == text.item or name not in expression.names or name not in fields.names:
            continue
        kind = fields.kind(name)
        if kind in (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.BOOLEAN):
            yield text.place.fout(
                "path-on-value", f"vraagt in {text.label} naar {quoted('.'.join(path))}, maar {quoted(name)} heeft "
                "geen onderdelen.", "Gebruik alleen de naam van het veld.",
            )  # fmt: skip


def _filters(text: Text, fields: Fields) -> Iterator[Finding]:
    """Names in a filter over a list that are no column of it and no field."""
    expression = text.expression()
    names = expression.names if expression else frozenset()
    lists = [fields.known(name) for name in names if fields.kind(name) is FieldKind.RECORDS]
    columns = {column.name for collection in lists for column in collection.columns}
    for name in sorted(expression.filter_names if expression and lists else ()):
        if name not in columns | fields.names | {text.item} and not name.startswith(RUNS):
            yield text.place.fout(
                "unknown-column", f"vraagt in {text.label} naar {quoted(name)}, maar "
                f"{listed(collection.name for collection in lists)} heeft die kolom niet.{meant(name, columns)}",
                "Kies een kolom van de lijst, of voeg haar aan het formulier toe.",
            )  # fmt: skip


def _whole(text: Text, fields: Fields) -> Iterator[Finding]:
    """A field alone as a condition or an instant must be of the kind that is asked."""
    expression = text.expression()
    for root in results(expression.node) if expression else ():
        path = path_of(root)
        kind = fields.kind(path[0]) if len(path) == 1 and path[0] != text.item else None
        if kind is None:
            continue
        if text.role is Role.CONDITION and kind is not FieldKind.BOOLEAN:
            yield text.place.fout(
                "never-true", f"heeft als voorwaarde alleen het veld {quoted(path[0])}, en dat is {_KIND_WORDS[kind]}.",
                f'Vergelijk het: {path[0]} = "…".',
            )  # fmt: skip
        elif text.role in (Role.TIMER, Role.TERM) and kind in (FieldKind.NUMBER, FieldKind.BOOLEAN, FieldKind.RECORDS):
            yield text.place.fout(
                "no-instant", f"neemt in {text.label} het veld {quoted(path[0])}, en dat is {_KIND_WORDS[kind]}.",
                "Neem een veld met een datum.",
            )  # fmt: skip


def check_base_fields(process: Process, _: Material, fields: Fields) -> Iterator[Finding]:
    """`5 werkdagen na <field>`: the field is a date."""
    for text in fields.texts(process):
        base = getattr(text.readable(), "base_field", None)
        if not base:
            continue
        name, *columns = base.split(".")
        column = _column(text, fields, columns) if name == text.item else None
        kind = column.kind if column else fields.kind(base)
        if kind is not None and kind not in _DATES:
            yield text.place.fout(
                "no-instant", f"telt in {text.label} vanaf {quoted(base)}, en dat is {_KIND_WORDS[kind]}.",
                "Tel vanaf een veld met een datum.",
            )  # fmt: skip


def check_form_files(material: Material) -> Iterator[Finding]:
    """What a form says of itself, and fields with names that cannot be."""
    for file in material.forms.values():
        if file.form is None:
            continue
        for component, sentence in file.form.remarks():
            yield at_component(file.name, component.id, component.name).let_op(
                "form", f"kan beter: {sentence}", "Open het formulier bij het ontwerp en verbeter het."
            )
        places = {each.key: each.id for each in walk(file.form.components) if each.key}
        for field in file.form.routing_fields():
            if _bad_name(field.name):
                yield at_component(file.name, places[field.name], field.name).fout(
                    "reserved-field", f"heeft een veld {quoted(field.name)}; die naam gebruikt Leidraad zelf.",
                    "Geef het veld in het formulier een andere naam.",
                )  # fmt: skip


def check_carried(process: Process, material: Material, _: Fields) -> Iterator[Finding]:
    """Fields that a message carries to nobody who listens."""
    for node in process.nodes.values():
        if throws_message(node) and node.listed("mee") and node.event.name not in material.hearers:
            yield at_node(process, node).let_op(
                "carried-nowhere", f"geeft {listed(node.listed('mee'))} mee, maar niemand hoort het bericht.",
                f"Maak {labelled('mee')} leeg, of laat een proces op het bericht wachten.",
            )  # fmt: skip
