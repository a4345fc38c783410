"""A decision of DMN, frozen: what was drawn, compiled and checked for form. No evaluation here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.feel.expression import Expression, UnaryTests


class HitPolicy(StrEnum):
    """Which of the rules that match decide (DMN 1.5, 8.2)."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


@dataclass(frozen=True, slots=True)
class InputColumn:
    """An input of a decision table."""

    label: str
    """The label, else the text of the expression."""
    expression: Expression
    type_ref: str
    """The FEEL type it is declared to have, without prefix; empty where none is."""
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """An output of a decision table."""

    name: str
    type_ref: str
    allowed: tuple[object, ...]
    """The FEEL values of `outputValues`, highest priority first."""
    default: Expression | None
    label: str = ""
    """What people call it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a decision table."""

    inputs: tuple[UnaryTests, ...]
    outputs: tuple[Expression | None, ...]
    """None for an empty cell."""


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision as a table."""

    hit_policy: HitPolicy
    aggregation: str
    """`SUM`, `COUNT`, `MIN`, `MAX` or empty; with COLLECT only."""
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call of a business knowledge model, with a value for each parameter."""

    function: Expression
    bindings: tuple[tuple[str, Logic], ...]


@dataclass(frozen=True, slots=True)
class Boxed:
    """A boxed context: named entries in order, the last without name being the result if there is one."""

    entries: tuple[tuple[str, Logic], ...]


@dataclass(frozen=True, slots=True)
class FunctionLogic:
    """A boxed function definition: parameters and body."""

    parameters: tuple[str, ...]
    body: Logic


@dataclass(frozen=True, slots=True)
class Rows:
    """A boxed list, or a relation as a list of contexts."""

    items: tuple[Logic, ...]


Logic = Expression | DecisionTable | Invocation | Boxed | FunctionLogic | Rows


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function under its name."""

    name: str
    logic: Logic


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """One decision of a DMN file."""

    id: str
    name: str
    variable: str
    """The name under which other decisions see its result."""
    logic: Logic
    requirements: tuple[str, ...]
    """Ids of the decisions whose results it uses."""
    knowledge: tuple[Knowledge, ...]
    """The functions it may call, in the order in which they need each other."""
    inputs: tuple[str, ...] = ()
    """Names of the input data it requires as drawn."""
    description: str = ""
    """What it says of itself, on one line."""
