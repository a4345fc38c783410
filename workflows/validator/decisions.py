"""Decisions: tables without gaps or overlaps where their hit policy forbids them, and results that fit a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from workflows.diagram import Process
from workflows.diagram.model import RULE_TASK
from workflows.feel import (
    DecisionModel,
    DecisionTable,
    Expression,
    Function,
    HitPolicy,
    Range,
    TableFinding,
    UnaryTests,
    fixed_values,
    table_findings,
)  # fmt: skip
from workflows.feel.dmn import Boxed, InputColumn, Invocation, Logic
from workflows.feel.table_space import OTHER
from workflows.types import LEEG, RUNS, FieldKind, Finding, Level
from workflows.validator.fields import Fields
from workflows.validator.material import DmnFile, Material, flow_nodes
from workflows.validator.panel import ALLOWED
from workflows.validator.report import Place, at_node, meant, parted, quoted, short
from workflows.validator.routing import misfit
from workflows.validator.syntax import path_of, results
from workflows.validator.tables import at_decision, at_rule

_LISTS: Final = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
_COMPLETE: Final = (HitPolicy.UNIQUE, HitPolicy.ANY)
_CURES: Final = {
    "gap": "Voeg een regel toe voor dit geval.",
    "unset": "Zorg dat het veld dan al is ingevuld, of voeg een regel toe voor dit geval.",
    "overlap": "Maak de regels zo dat er altijd maar één past, of kies iets anders bij “Als er meer regels passen”.",
    "unreachable": "Haal de regel weg, of zet hem op een andere plaats.",
    "outside-values": f"Verbeter de waarde, of zet haar bij {ALLOWED} van de kolom.",
    "unreadable": 'Schrijf in de cellen vaste waarden of grenzen, zoals "ja" of >= 12.',
}  # fmt: skip
_ALWAYS: Final = "Regel %d past altijd, dus ook als er een andere past."
_SAMPLES: Final[Mapping[FieldKind | None, tuple[object, ...]]] = {
    FieldKind.TEXT: ("een andere tekst",), FieldKind.NUMBER: (Decimal(0),), FieldKind.BOOLEAN: (True, False),
    FieldKind.DATE: (date(2026, 9, 1),), FieldKind.DATE_TIME: (datetime(2026, 9, 1, 7, tzinfo=UTC),),
}  # fmt: skip
_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
_DATES: Final = frozenset({"date", "dateTime", "date and time"})
_LIST_RESULTS: Final = frozenset({"list", "context", "for", "function", "range", "filter"})


def check_rule_tasks(process: Process, material: Material) -> Iterator[Finding]:
    """Business rule tasks name a decision that exists and gives one value for each field."""
    for node in flow_nodes(process):
        if node.tag != RULE_TASK:
            continue
        place = at_node(process, node)
        if not node.decision:
            yield place.fout(
                "no-decision", "noemt geen beslissing.", "Kies bij “Beslistabel” de tabel die hier beslist."
            )
        elif node.decision not in material.decision_ids:
            yield place.fout(
                "unknown-decision", f"vraagt de beslissing {quoted(node.decision)}, die er niet is."
                f"{meant(node.decision, material.decision_ids)}",
                "Kies bij “Beslistabel” een tabel die er is, of maak er een.",
            )  # fmt: skip
        elif node.decision not in material.decisions:
            yield place.let_op(
                "broken-decision", f"vraagt de beslissing {quoted(node.decision)}, die niet kan worden gelezen.",
                "Verbeter eerst de beslissing.",
            )  # fmt: skip
        elif _gives_list(material.decisions[node.decision].logic):
            yield place.fout(
                "decision-gives-list", f"vraagt {quoted(node.decision)}, en die geeft een lijst of context.",
                "Kies in de tabel bij “Als er meer regels passen” iets anders dan dat ze samen gelden, met één "
                "waarde per uitkomst.",
            )  # fmt: skip


def _gives_list(logic: Logic) -> bool:
    """Whether some logic can give what is not one value for a field."""
    match logic:
        case DecisionTable():
            made = (*(cell for rule in logic.rules for cell in rule.outputs), *(each.default for each in logic.outputs))
            many = logic.hit_policy in _LISTS or any(cell is not None and _gives_list(cell) for cell in made)
            return many and not logic.aggregation
        case Expression():
            value = logic.constant()
            return isinstance(value, list | dict | Range | Function) or (
                value is None and any(root.kind in _LIST_RESULTS for root in results(logic.node))
            )
        case Boxed():
            return all(name for name, _ in logic.entries) or _gives_list(logic.entries[-1][1])
        case _:
            return not isinstance(logic, Invocation)


def _policy(place: Place, table: DecisionTable) -> Iterator[Finding]:
    """What a hit policy asks of the outputs (DMN 1.5, 8.2.10 and 8.2.11)."""
    if table.aggregation and len(table.outputs) > 1:
        yield place.fout(
            "aggregates-many", f"telt met {table.aggregation} op, maar heeft {len(table.outputs)} uitkomsten; alleen "
            "de eerste krijgt een waarde.", "Maak een tabel voor elke uitkomst.",
        )  # fmt: skip
    if table.hit_policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER) and not any(o.allowed for o in table.outputs):
        yield place.fout(
            "no-priority",
            f"laat de belangrijkste uitkomst voorgaan ({table.hit_policy}), maar zegt niet welke dat is.",
            f"Zet bij {ALLOWED} van de uitkomst de waarden, de belangrijkste eerst.",
        )  # fmt: skip


def check_decisions(material: Material, fields: Fields) -> Iterator[Finding]:
    """Every table: gaps, overlaps, rules that never match, and cells that can never hold."""
    for file in material.dmn:
        for decision in file.lines:
            if decision in material.decisions:
                model = material.decisions[decision]
                yield from _decision(file, model, fields)


def _decision(file: DmnFile, model: DecisionModel, fields: Fields) -> Iterator[Finding]:
    place = at_decision(file, model.id, model.name)
    for row, text, where in _expressions(model):
        for complaint in text.findings():
            yield at_rule(file, model.id, model.name, row).fout(
                "cannot-evaluate", f"heeft in {where} {quoted(text.text)}, en dat kan niet: {short(complaint, 300)}",
                "Verbeter de cel in de beslistabel.",
            )  # fmt: skip
    table = model.logic
    if not isinstance(table, DecisionTable):
        return
    values = {column.expression.text.strip(): _possible(fields, column) for column in table.inputs}
    for told in _by_cause(table, _told(
        model, tuple((name, tuple((type(each), each) for each in those)) for name, those in values.items())
    )):  # fmt: skip
        strict = told.kind in ("overlap", "outside-values") or (told.kind == "gap" and table.hit_policy in _COMPLETE)
        at = at_rule(file, model.id, model.name, told.rows[-1]) if told.rows else place
        report = at.fout if strict else at.let_op
        wrong = told.message if told.kind == "unreadable" else parted(told.message)[0]
        found = report(f"table-{told.kind}", f"klopt niet. {wrong}", _CURES[told.kind])
        yield replace(found, case=_case(told)) if told.kind in ("gap", "unset") else found
    yield from _policy(place, table)
    yield from _cells(file, model, table, fields)


def _by_cause(table: DecisionTable, findings: tuple[TableFinding, ...]) -> Iterator[TableFinding]:
    """Overlaps with a rule that asks nothing are one finding about that rule, for there it is to be mended."""
    asks_nothing = {row for row, rule in enumerate(table.rules, 1) if all(_is_any(cell) for cell in rule.inputs)}
    seen = set[int]()
    for told in findings:
        causes = asks_nothing.intersection(told.rows) if told.kind == "overlap" else set()
        for row in sorted(causes - seen):
            yield replace(told, rows=(row,), example={}, message=f"{_ALWAYS % row} {told.message}")
        seen |= causes
        if not causes:
            yield told


def _is_any(cell: UnaryTests) -> bool:
    return cell.text.strip() in ("", "-")


def _case(told: TableFinding) -> tuple[tuple[str, str], ...]:
    """The texts that come in where no rule fits; what is no text that can be named, no rule can be made for."""
    texts = {label: value for label, value in told.example.items() if isinstance(value, str) and value != OTHER}
    return tuple(texts.items()) if len(texts) == len(told.example) else ()


@lru_cache(maxsize=256)
def _told(
    model: DecisionModel, values: tuple[tuple[str, tuple[tuple[type, object], ...]], ...]
) -> tuple[TableFinding, ...]:
    """Of a table that stays as it is, with what can come in, kept: true and 1 are told apart by their type."""
    return table_findings(model, {name: tuple(each for _, each in those) for name, those in values})


def _possible(fields: Fields, column: InputColumn) -> tuple[object, ...]:
    """What can come in beside what the column names; one value for all where they cannot be counted."""
    path = path_of(column.expression.node.parts[0])
    if len(path) != 1:
        unset = column.expression.evaluate(dict.fromkeys(column.expression.names & fields.names, LEEG), _ANY_TIME).value
        return (None,) if unset is None else ()
    name = path[0]
    known = tuple(value for value in fields.known(name).values if value != LEEG)
    never_unset = name.startswith(RUNS) or name not in fields.names
    return (*(known or _SAMPLES.get(_kind(fields, column, name), ())), *(() if never_unset else (LEEG,)))


def _kind(fields: Fields, column: InputColumn, name: str) -> FieldKind | None:
    """The kind that the cells of a column meet: a text in a column of dates is read as a date."""
    kind = fields.kind(name)
    if kind is FieldKind.TEXT and column.type_ref in _DATES:
        return FieldKind.DATE if column.type_ref == "date" else FieldKind.DATE_TIME
    return kind


def _expressions(model: DecisionModel) -> Iterator[tuple[int, Expression | UnaryTests, str]]:
    """Number of the rule or 0, what stands there, and the place in words."""
    table = model.logic
    if isinstance(table, Expression):
        yield 0, table, "de uitdrukking"
    if not isinstance(table, DecisionTable):
        return
    for number, column in enumerate(table.inputs, 1):
        yield 0, column.expression, f"de kop van invoerkolom {number}"
    for row, rule in enumerate(table.rules, 1):
        for number, cell in enumerate(rule.inputs, 1):
            yield row, cell, f"regel {row}, invoerkolom {number}"
        for number, made in enumerate(rule.outputs, 1):
            if made is not None:
                yield row, made, f"regel {row}, uitkomst {number}"


def _cells(file: DmnFile, model: DecisionModel, table: DecisionTable, fields: Fields) -> Iterator[Finding]:
    """Constants in the cells that the field of the column never is."""
    for index, column in enumerate(table.inputs):
        path = path_of(column.expression.node.parts[0])
        if len(path) != 1 or fields.kind(path[0]) is None:
            continue
        field = replace(fields.known(path[0]), kind=_kind(fields, column, path[0]) or FieldKind.TEXT)
        for row, rule in enumerate(table.rules, 1):
            named, place = fixed_values(rule.inputs[index]), at_rule(file, model.id, model.name, row)
            for finding in (f for value in named for f in misfit(place, field, value, f"regel {row}")):
                if finding.code != "unknown-value":
                    yield finding
                elif column.allowed is None:
                    yield replace(finding, level=Level.LET_OP)
