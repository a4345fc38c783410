"""FEEL, the expression language of DMN, and its decision tables. Pure: no clock, no files, no `eval`."""

from __future__ import annotations

from workflows.feel.convert import to_feel, to_json
from workflows.feel.decisions import Decisions, Verdict
from workflows.feel.dmn import DecisionModel, DecisionTable, HitPolicy
from workflows.feel.dmn_reader import read_decisions
from workflows.feel.expression import Expression, Result, UnaryTests, compile_expression, compile_unary_tests
from workflows.feel.table_findings import TableFinding, table_findings
from workflows.feel.table_space import apart, fixed_values, readable, turning_points
from workflows.feel.values import Function, Range, YearsMonths

__all__ = [
    "DecisionModel", "DecisionTable", "Decisions", "Expression", "Function", "HitPolicy", "Range", "Result",
    "TableFinding", "UnaryTests", "Verdict", "YearsMonths", "apart", "compile_expression", "compile_unary_tests",
    "fixed_values", "read_decisions", "readable", "table_findings", "to_feel", "to_json",
    "turning_points",
]  # fmt: skip
