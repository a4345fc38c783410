"""Words that stand bare in the cells of decision tables, where a text has quotation marks. Judges nothing.

Only words that stand alone in a cell; names in longer expressions are names of fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workflows.feel import DecisionModel, DecisionTable, Expression, UnaryTests
from workflows.validator.material import DmnFile, Material
from workflows.validator.syntax import nodes_of

_AROUND: Final = ("expression", "tests", "negation")


@dataclass(frozen=True, slots=True)
class BareWord:
    """A word alone in a cell that no column of its table asks for, and no decision that it requires gives."""

    file: DmnFile
    decision: DecisionModel
    word: str
    where: str
    """Rule and column: `regel 2, uitkomst 1`."""


def bare_words(material: Material) -> Iterator[BareWord]:
    """The bare words of all tables, in the order of their cells."""
    for file in material.dmn:
        for key in file.lines:
            if key in material.decisions:
                model = material.decisions[key]
                for word, where in _words(model, material):
                    yield BareWord(file, model, word, where)


def _words(model: DecisionModel, material: Material) -> Iterator[tuple[str, str]]:
    table = model.logic
    if not isinstance(table, DecisionTable):
        return
    known = {material.decisions[each].variable for each in model.requirements}.union(
        (each.name for each in model.knowledge), *(column.expression.names for column in table.inputs)
    )
    for row, rule in enumerate(table.rules, 1):
        cells = [(cell, f"regel {row}, invoerkolom {number}") for number, cell in enumerate(rule.inputs, 1)]
        made = [(cell, f"regel {row}, uitkomst {number}") for number, cell in enumerate(rule.outputs, 1)]
        for cell, where in (*cells, *made):
            yield from ((name, where) for name in _alone(cell) if name not in known)


def _alone(cell: Expression | UnaryTests | None) -> Iterator[str]:
    """The names that stand by themselves in a cell, also among several or behind `not`."""
    if cell is not None and cell.node is not None:
        for node in nodes_of(cell.node):
            if node.kind in _AROUND:
                yield from (part.words[0] for part in node.parts if part.kind == "name")
