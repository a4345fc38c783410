"""Tasks over a list: one task for each record, of a list that a form fills, with columns that it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import Loop, Node, Process
from workflows.diagram.model import USER_TASK
from workflows.types import FieldKind, Finding, RoutingField
from workflows.validator.fields import Fields
from workflows.validator.material import Material
from workflows.validator.report import Place, at_node, listed, meant, quoted
from workflows.validator.syntax import comparisons, literal, path_of, paths_in, results
from workflows.validator.texts import Role, Text

_LIST: Final = "Kies bij “Voor elke regel van” een lijst uit een formulier, zoals acties."
_LANES: Final = (
    "Geef in het formulier alleen namen van banen als keuze, of zeg bij “Banen en functies” wat de baan betekent."
)


def check_lists(process: Process, _: Material, fields: Fields) -> Iterator[Finding]:
    """The list exists and is a list; the record has a name; the columns that texts use are there."""
    for node in process.nodes.values():
        if node.loop is not None and not node.loop.standard and node.tag == USER_TASK:
            yield from _list(process, node, node.loop, fields)


def _list(process: Process, node: Node, loop: Loop, fields: Fields) -> Iterator[Finding]:
    place = at_node(process, node)
    if not loop.collection:
        yield place.fout("no-list", "herhaalt zonder lijst.", _LIST)
        return
    if loop.collection in fields.names and fields.kind(loop.collection) is not FieldKind.RECORDS:
        yield place.fout("no-list", f"herhaalt over {quoted(loop.collection)}, en dat is geen lijst.", _LIST)
    if loop.collection not in process.data_objects:
        yield place.let_op(
            "list-without-data-object", f"herhaalt over {quoted(loop.collection)}, maar er is geen gegevensobject met "
            "dat id; sommige modelers gooien de verwijzing dan weg.",
            "Kies de lijst opnieuw bij “Voor elke regel van”; dan komt het erbij.",
        )  # fmt: skip
    if not loop.item:
        yield place.fout(
            "no-item",
            "herhaalt zonder naam voor één regel van de lijst.",
            "Vul bij “Eén regel heet” een woord in, zoals actie.",
        )
    elif loop.item in fields.names:
        yield place.fout(
            "item-is-field", f"noemt een regel van de lijst {quoted(loop.item)}, en zo heet al een veld.",
            "Kies een andere naam voor het item.",
        )  # fmt: skip


def check_items(process: Process, material: Material, fields: Fields) -> Iterator[Finding]:
    """What texts ask of a record, and whose lane it gives."""
    for text in fields.texts(process):
        loop = text.node.loop if text.node is not None else None
        if loop is None or not loop.item:
            continue
        collection = fields.known(loop.collection)
        if collection.kind is not FieldKind.RECORDS:
            continue
        columns = {column.name: column for column in collection.columns}
        for name in _asked(text, loop.item):
            if name not in columns:
                yield text.place.fout(
                    "unknown-column", f"vraagt in {text.label} naar {quoted(f'{loop.item}.{name}')}, maar de lijst "
                    f"{quoted(loop.collection)} heeft die kolom niet.{meant(name, columns)}",
                    "Kies een kolom van de lijst, of voeg haar aan het formulier toe.",
                )  # fmt: skip
        if text.role is Role.LANE:
            yield from _lanes(text, process, material, columns)


def _asked(text: Text, item: str) -> list[str]:
    found = text.readable()
    base = getattr(found, "base_field", None) or ""
    expression = text.expression()
    paths = [tuple(base.split("."))] if base else list(paths_in(expression.node)) if expression else []
    return list(dict.fromkeys(path[1] for path in paths if len(path) > 1 and path[0] == item))


def _lanes(text: Text, process: Process, material: Material, columns: dict[str, RoutingField]) -> Iterator[Finding]:
    """Every text that `lane` can give names a lane; one that a condition singles out is taken to be handled."""
    expression = text.expression()
    if expression is None:
        return
    handled = {comparison.value for comparison in comparisons(expression.node)}
    possible: list[str] = []
    for root in results(expression.node):
        path = path_of(root)
        if root.kind == "string":
            possible.append(str(literal(root)))
        elif len(path) == 2 and path[0] == text.item and path[1] in columns:
            column = columns[path[1]]
            possible += [value for value in column.values if value not in handled]
            yield from _any_text(text.place, column)
    unknown = [lane for lane in dict.fromkeys(possible) if not material.protocol.functions_of(process.id, lane)]
    if unknown:
        yield text.place.fout("unknown-lane", f"kan in de baan {listed(unknown)} komen, die niets betekent.", _LANES)


def _any_text(place: Place, column: RoutingField) -> Iterator[Finding]:
    if column.kind is FieldKind.TEXT and not column.values:
        yield place.let_op(
            "lane-from-any-text", f"neemt de baan uit {quoted(column.name)}, waar elke tekst in kan staan.", _LANES
        )
