"""Routing fields by static analysis: which names the diagrams and tables use, and what sets them.

Reads texts of diagrams as FEEL and terms; judges nothing. What is not used to route never enters the engine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from workflows.calendar import parse_term
from workflows.diagram import EventKind, Node, Process
from workflows.errors import WorkflowError
from workflows.feel import Decisions, compile_expression
from workflows.forms import Form
from workflows.types import FieldKind, RoutingField

_WORD: Final = re.compile(r"\w+")


def names_in(text: str) -> frozenset[str]:
    """The names that a FEEL text or term uses, those inside its filters too; none where it cannot be read."""
    bare = text.removeprefix("=").strip()
    try:
        term = parse_term(bare)
        if term is not None:
            return frozenset({term.base_field.split(".")[0]}) if term.base_field else frozenset()
        expression = compile_expression(bare)
        return expression.names | expression.filter_names
    except WorkflowError:
        return frozenset()


def texts_of(process: Process, node: Node) -> Iterator[str]:
    """The texts of an element that are FEEL or a term: conditions, timers, `termijn`, `lane`, `in.`, `uit.`."""
    yield from (flow.condition for flow in process.outgoing(node) if flow.condition)
    if node.event.kind is EventKind.TIMER and node.event.text:
        yield node.event.text
    yield from (node.properties[name] for name in ("termijn", "lane") if name in node.properties)
    yield from node.prefixed("in").values()
    yield from node.prefixed("uit").values()


def used_names(process: Process, decisions: Decisions) -> frozenset[str]:
    """Every routing field that a process uses, also through the decisions it asks."""
    names: set[str] = set()
    for node in process.nodes.values():
        own = set().union(*(names_in(text) for text in texts_of(process, node)))
        if node.loop is not None:
            own = own - {node.loop.item} | {node.loop.collection}
        names |= own | set(node.listed("mee")) | set(node.prefixed("in")) | set(node.prefixed("uit"))
        if node.decision and node.decision in decisions:
            names |= decisions.names(node.decision)
    return frozenset(names - {""})


def fields_of(
    processes: Collection[Process], decisions: Decisions, forms: Mapping[str, Form]
) -> dict[str, RoutingField]:
    """Every routing field of a bundle by name, with its kind and values as its setters declare them."""
    found: dict[str, RoutingField] = {}
    for process in processes:
        for name in used_names(process, decisions):
            found.setdefault(name, RoutingField(name, FieldKind.TEXT))
    declared: dict[str, RoutingField] = {}
    for setter in _setters(decisions, forms):
        before = declared.get(setter.name)
        declared[setter.name] = setter if before is None else _joined(before, setter)
    lists = {name: field for name, field in declared.items() if field.kind is FieldKind.RECORDS}
    only_columns = {column.name for field in lists.values() for column in field.columns} - declared.keys()
    columns = _used_columns(processes, frozenset(lists))
    return {
        name: _narrowed(declared.get(name, field), columns)
        for name, field in found.items() if name not in only_columns
    }  # fmt: skip


def _used_columns(processes: Collection[Process], lists: frozenset[str]) -> frozenset[str]:
    """Every word in the texts that speak of an item or a list."""
    words: set[str] = set()
    for process in processes:
        spoken = lists | {node.loop.item for node in process.nodes.values() if node.loop}
        for node in process.nodes.values():
            for text in texts_of(process, node):
                found = set(_WORD.findall(text))
                words |= found if found & spoken else set()
    return frozenset(words)


def _narrowed(field: RoutingField, columns: frozenset[str]) -> RoutingField:
    """Of a list only the columns that are used, and numbers: by those people know an item."""
    kept = tuple(c for c in field.columns if c.name in columns or c.kind is FieldKind.NUMBER)
    return replace(field, columns=kept)


def _setters(decisions: Decisions, forms: Mapping[str, Form]) -> Iterator[RoutingField]:
    for form in forms.values():
        yield from form.routing_fields()
    for decision in decisions:
        yield from decisions.outputs(decision)


def _joined(one: RoutingField, other: RoutingField) -> RoutingField:
    """A field that is set in two places: all values of both; none where one of the two takes anything."""
    values = tuple(dict.fromkeys((*one.values, *other.values))) if one.values and other.values else ()
    return replace(one, values=values, label=one.label or other.label, columns=one.columns or other.columns)
