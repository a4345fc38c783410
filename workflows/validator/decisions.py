"""Decisions: tables without gaps or overlaps where their hit policy forbids them, and results that fit a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from workflows.diagram import Process
from workflows.diagram.model import RULE_TASK
from workflows.feel import DecisionModel, DecisionTable, Expression, HitPolicy, UnaryTests, table_findings
from workflows.types import LEEG, FieldKind, Finding, Level
from workflows.validator.fields import Fields
from workflows.validator.material import DmnFile, Material, flow_nodes
from workflows.validator.report import Place, at_node, meant, quoted, short
from workflows.validator.routing import misfit
from workflows.validator.syntax import path_of, results
from workflows.validator.tables import at_decision

_LISTS: Final = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
_COMPLETE: Final = (HitPolicy.UNIQUE, HitPolicy.ANY)
_CURES: Final = {
    "gap": "Voeg een regel toe voor dit geval, of geef de uitkomst een standaardwaarde.",
    "overlap": "Maak de regels zo dat er altijd maar één past, of kies een andere hit policy.",
    "unreachable": "Haal de regel weg, of zet hem op een andere plaats.",
    "outside-values": "Verbeter de waarde, of zet haar bij de toegestane waarden van de kolom.",
    "unreadable": 'Schrijf in de cellen vaste waarden of grenzen, zoals "ja" of >= 12.',
}  # fmt: skip
_SAMPLES: Final[Mapping[FieldKind | None, str]] = {
    FieldKind.TEXT: "een andere tekst", FieldKind.DATE: "2026-09-01", FieldKind.DATE_TIME: "2026-09-01T09:00:00",
}  # fmt: skip
_LIST_RESULTS: Final = frozenset({"list", "context", "for", "function", "range", "filter"})


def check_rule_tasks(process: Process, material: Material) -> Iterator[Finding]:
    """Business rule tasks name a decision that exists and gives one value for each field."""
    for node in flow_nodes(process):
        if node.tag != RULE_TASK:
            continue
        place = at_node(process, node)
        if not node.decision:
            yield place.fout(
                "no-decision", "noemt geen beslissing.", "Vul bij de beslistaak het id van een beslissing in."
            )
        elif node.decision not in material.decision_ids:
            yield place.fout(
                "unknown-decision", f"vraagt de beslissing {quoted(node.decision)}, die er niet is."
                f"{meant(node.decision, material.decision_ids)}", "Kies een beslissing uit de map decisions.",
            )  # fmt: skip
        elif node.decision not in material.decisions:
            yield place.let_op(
                "broken-decision", f"vraagt de beslissing {quoted(node.decision)}, die niet kan worden gelezen.",
                "Verbeter eerst de beslissing.",
            )  # fmt: skip
        elif _gives_list(material.decisions[node.decision]):
            yield place.fout(
                "decision-gives-list", f"vraagt {quoted(node.decision)}, en die geeft een lijst.",
                "Kies als hit policy UNIQUE, FIRST of ANY, of laat COLLECT optellen.",
            )  # fmt: skip


def _gives_list(model: DecisionModel) -> bool:
    table = model.logic
    if isinstance(table, DecisionTable):
        return table.hit_policy in _LISTS and not table.aggregation
    return isinstance(table, Expression) and any(root.kind in _LIST_RESULTS for root in results(table.node))


def check_decisions(material: Material, fields: Fields) -> Iterator[Finding]:
    """Every table: gaps, overlaps, rules that never match, and cells that can never hold."""
    for file in material.dmn:
        for decision in file.lines:
            if decision in material.decisions:
                model = material.decisions[decision]
                yield from _decision(file, model, fields)


def _decision(file: DmnFile, model: DecisionModel, fields: Fields) -> Iterator[Finding]:
    place = at_decision(file, model.id, model.name)
    for text, where in _expressions(model):
        for complaint in text.findings():
            yield place.fout(
                "cannot-evaluate", f"heeft in {where} {quoted(text.text)}, en dat kan niet: {short(complaint, 300)}",
                "Verbeter de cel in de modeler.",
            )  # fmt: skip
    table = model.logic
    if not isinstance(table, DecisionTable):
        return
    values = {name: _possible(fields, name) for name in _inputs(table)}
    for found in table_findings(model, values):
        strict = found.kind in ("overlap", "outside-values") or (found.kind == "gap" and table.hit_policy in _COMPLETE)
        report = place.fout if strict else place.let_op
        yield report(f"table-{found.kind}", f"klopt niet. {found.message}", _CURES[found.kind])
    yield from _cells(place, table, fields)


def _possible(fields: Fields, name: str) -> list[str]:
    """Texts that a field can hold beside those that its column names; one for all where they cannot be counted."""
    kind, known = fields.kind(name), [value for value in fields.known(name).values if value != LEEG]
    if kind in _SAMPLES and not known:
        return [_SAMPLES[kind]]
    return known


def _inputs(table: DecisionTable) -> Iterator[str]:
    for column in table.inputs:
        path = path_of(column.expression.node.parts[0])
        if len(path) == 1:
            yield path[0]


def _expressions(model: DecisionModel) -> Iterator[tuple[Expression | UnaryTests, str]]:
    table = model.logic
    if isinstance(table, Expression):
        yield table, "de uitdrukking"
    if not isinstance(table, DecisionTable):
        return
    for number, column in enumerate(table.inputs, 1):
        yield column.expression, f"de kop van invoerkolom {number}"
    for row, rule in enumerate(table.rules, 1):
        for number, cell in enumerate(rule.inputs, 1):
            yield cell, f"regel {row}, invoerkolom {number}"
        for number, made in enumerate(rule.outputs, 1):
            if made is not None:
                yield made, f"regel {row}, uitkomst {number}"


def _cells(place: Place, table: DecisionTable, fields: Fields) -> Iterator[Finding]:
    """Constants in the cells that the field of the column never is."""
    for index, column in enumerate(table.inputs):
        path = path_of(column.expression.node.parts[0])
        if len(path) != 1 or fields.kind(path[0]) is None:
            continue
        field = fields.known(path[0])
        for row, rule in enumerate(table.rules, 1):
            # `not("ja")` and ranges have values too, of kinds that a constant never has.
            constants = [v for v in rule.inputs[index].values() or () if isinstance(v, str | bool | Decimal)]
            for finding in (f for value in constants for f in misfit(place, field, value, f"regel {row}")):
                if finding.code != "unknown-value":
                    yield finding
                elif column.allowed is None:
                    yield replace(finding, level=Level.LET_OP)
