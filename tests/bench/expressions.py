"""FEEL against the library's Python: a condition, unary tests, a whole decision table, and what compiling costs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from types import SimpleNamespace
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from tests.bench.measures import Contestant, Effort, Table, race
from tests.bench.steps import PROTOCOL
from workflows.feel import Decisions, compile_expression, compile_unary_tests, expression, read_decisions
from workflows.sources import read_xml

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
FEEL = 'a2 = "acuut" and al_gemeld = "nee" or a3 in ("ja", "twijfel")'
PYTHON = 'a2 == "acuut" and al_gemeld == "nee" or a3 in ("ja", "twijfel")'
CASE = {"a2": "structureel", "al_gemeld": "nee", "a3": "twijfel"}
TESTS = '"acuut", "structureel", "twijfel"'
TABLE = PROTOCOL / "decisions" / "d2b_afwegingskader.dmn"
ANSWERS = {
    "vermoeden": ("ja", "nee"), "al_gemeld": ("nee", "ja"), "a2": ("structureel", "nee"), "a3": ("ja", "twijfel"),
    "a4": ("ja", "nee"), "a5": ("leeg", "nee"), "vt_geraadpleegd": ("ja",),
}  # fmt: skip
TIMES = 500


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    return [_condition(effort), _unary_tests(effort), _decision(effort), _compiling(effort)]


def _agree(*values: object) -> None:
    if any(value != values[0] for value in values):
        text = f"The contestants do not give the same value: {values}."
        raise RuntimeError(text)


def _repeated(work: Callable[[], object]) -> Callable[[], int]:
    def run() -> int:
        for _ in range(TIMES):
            work()
        return TIMES

    return run


def _condition(effort: Effort) -> Table:
    compiled, environment = compile_expression(FEEL), PythonScriptEngine().environment

    def ours() -> object:
        return compiled.evaluate(CASE, NOON).value

    def library() -> object:
        return environment.evaluate(PYTHON, CASE)

    def floor(fields: Mapping[str, str] = CASE) -> object:
        return (fields["a2"] == "acuut" and fields["al_gemeld"] == "nee") or fields["a3"] in ("ja", "twijfel")

    _agree(ours(), library(), floor())
    contestants = [
        Contestant("Leidraad: FEEL, compiled once", _repeated(ours), ours=True),
        Contestant("SpiffWorkflow: Python's `eval` of the text", _repeated(library)),
        Contestant("A Python function of the same words", _repeated(floor)),
    ]
    note = (
        f"`{FEEL}`, against the same in Python. FEEL is compiled once to functions and cached; the library hands the "
        "text to `eval` each time. The Python function is a floor."
    )
    return Table("A condition", "evaluations/s", race(contestants, "evaluations/s", effort), (note,))


def _unary_tests(effort: Effort) -> Table:
    compiled = compile_unary_tests(TESTS)

    def ours() -> object:
        return compiled.matches("twijfel", {}, NOON).value

    def floor(value: str = "twijfel") -> object:
        return value in ("acuut", "structureel", "twijfel")

    _agree(ours(), floor())
    contestants = [
        Contestant("Leidraad: unary tests, compiled once", _repeated(ours), ours=True),
        Contestant("A Python function of the same words", _repeated(floor)),
    ]
    note = (
        f"`{TESTS}`, held against its last value. The library has no unary tests of its own: it reads a cell as "
        "Python, so that a list of values silently never holds."
    )
    return Table("The cell of a decision table", "evaluations/s", race(contestants, "evaluations/s", effort), (note,))


def _decision(effort: Effort) -> Table:
    decisions = Decisions(read_decisions(read_xml(TABLE.read_bytes())))
    engine, scripts = _library_table(TABLE.read_bytes()), SimpleNamespace(script_engine=PythonScriptEngine())
    cases = [dict(zip(ANSWERS, values, strict=True)) for values in product(*ANSWERS.values())]

    def ours() -> list[object]:
        return [decisions.evaluate("D2b", case, NOON).outputs.get("besluit") for case in cases]

    def library() -> list[object]:
        return [engine.result(SimpleNamespace(data=dict(case), workflow=scripts)).get("besluit") for case in cases]

    _agree(ours(), library())
    contestants = [
        Contestant("Leidraad", lambda: len(ours()), ours=True),
        Contestant("SpiffWorkflow, cells rewritten in Python", lambda: len(library())),
    ]
    note = (
        f"Decision D2b as drawn, over {len(cases)} combinations of answers; both give the same outcome for each. For "
        "the library, its lists of values are written as `? in (…)`. Leidraad reads every row, as UNIQUE asks, checks "
        "the allowed values and keeps what was read for the history; the library stops at the first row that holds."
    )
    return Table("Decision table D2b", "decisions/s", race(contestants, "decisions/s", effort), (note,))


def _library_table(dmn: bytes) -> Any:
    """The library's engine for the one table of this file."""
    root = etree.fromstring(dmn)
    for cell in root.iterfind(".//{*}inputEntry/{*}text"):
        if cell.text and "," in cell.text:
            cell.text = f"? in ({cell.text})"
    parser = SpiffBpmnParser()
    parser.add_dmn_str(etree.tostring(root))
    found = parser.dmn_parsers["D2b"]
    found.parse()
    return DMNEngine(found.decision.decisionTables[0])


def forget() -> None:
    """Empty the caches of compiled FEEL, so that the next reading compiles it anew."""
    expression._expression.cache_clear()
    expression._unary_tests.cache_clear()


def _compiling(effort: Effort) -> Table:
    def feel(texts: Iterable[str] = (FEEL,)) -> int:
        forget()
        return len([compile_expression(text) for text in texts])

    contestants = [
        Contestant("Leidraad: FEEL, in Python", feel, ours=True),
        Contestant("Python's own parser, in C", lambda: len([ast.parse(PYTHON, mode="eval")])),
    ]
    many = replace(effort, loops=effort.loops * 10)
    note = (
        "The same condition, from text to something that runs; for FEEL with an empty cache. It happens once for each "
        "text while a protocol is loaded. Python's parser gives a tree only, so its real cost is a little higher."
    )
    return Table("Compiling a condition", "ms", race(contestants, "ms", many), (note,))
