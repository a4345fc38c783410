"""What the tests of FEEL share: short ways to evaluate, and decision tables from rows of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from workflows.feel import DecisionModel, Result, compile_expression, compile_unary_tests, read_decisions, to_json
from workflows.sources import read_xml

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
"""Twelve o'clock in Amsterdam."""

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def result(text: str, /, **variables: object) -> Result:
    return compile_expression(text).evaluate(variables, NOON)


def value(text: str, /, **variables: object) -> object:
    """The value as JSON: numbers as int or float, dates and durations as ISO text."""
    return to_json(result(text, **variables).value)


def matches(cell: str, held: object, /, **variables: object) -> object:
    return compile_unary_tests(cell).matches(held, variables, NOON).value


def definitions(*bodies: str, namespace: str = DMN) -> tuple[DecisionModel, ...]:
    text = f'<definitions xmlns="{namespace}" xmlns:feel="urn:feel">{"".join(bodies)}</definitions>'
    return read_decisions(read_xml(text.encode()))


def decision(body: str, key: str = "D", requires: Sequence[str] = (), more: str = "") -> str:
    arrows = "".join(
        f'<informationRequirement><requiredDecision href="#{each}"/></informationRequirement>' for each in requires
    )
    return f'<decision id="{key}" name="{key}"><variable name="{key.lower()}"/>{arrows}{more}{body}</decision>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def table(
    head: str, *rows: str, policy: str = "UNIQUE", aggregation: str = "", allowed: Mapping[str, str] | None = None,
    default: str = "",
) -> str:  # fmt: skip
    """A table from `"leeftijd soort -> uit"` and rows `'> 4 | "a" -> "x"'`; a column `x:date` has that type."""
    sides = [side.split() for side in head.split("->")]
    known = allowed or {}
    columns = [_column(name, known) for name in sides[0]] + [_output(name, known, default) for name in sides[1]]
    rules = "".join(_rule(row) for row in rows)
    how = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{policy}"{how}>{"".join(columns)}{rules}</decisionTable>'


def _typed(name: str) -> tuple[str, str]:
    bare, _, kind = name.partition(":")
    return bare, f' typeRef="feel:{kind}"' if kind else ""


def _column(name: str, allowed: Mapping[str, str]) -> str:
    bare, kind = _typed(name)
    values = f"<inputValues><text>{escape(allowed[bare])}</text></inputValues>" if bare in allowed else ""
    return f"<input><inputExpression{kind}><text>{bare}</text></inputExpression>{values}</input>"


def _output(name: str, allowed: Mapping[str, str], default: str) -> str:
    bare, kind = _typed(name)
    values = f"<outputValues><text>{escape(allowed[bare])}</text></outputValues>" if bare in allowed else ""
    other = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{"" if bare == "_" else bare}"{kind}>{values}{other}</output>'


def _rule(row: str) -> str:
    sides = [[cell.strip() for cell in side.split("|")] for side in row.split("->")]
    inputs = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in sides[0])
    return f"<rule>{inputs}{''.join(f'<outputEntry><text>{escape(c)}</text></outputEntry>' for c in sides[1])}</rule>"
