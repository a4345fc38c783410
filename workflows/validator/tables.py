"""The reading of decisions: every cell that is not FEEL is told at once, and what requires what must make sense.

Gives only decisions that can be asked; the rest is a finding. Whether the tables are complete is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from lxml import etree

from workflows.errors import FeelError
from workflows.feel import DecisionModel, compile_expression, compile_unary_tests, read_decisions
from workflows.types import Finding
from workflows.validator.graph import components
from workflows.validator.limits import Limits
from workflows.validator.material import DmnFile
from workflows.validator.report import Place, at_file, line_of, listed, quoted

_OPEN: Final = "Open de beslistabel en verbeter de genoemde plaats."
_ARROWS: Final = "Open het beslisdiagram in de modeler en verbeter de pijlen tussen de beslissingen."
_MAX_PATHS: Final = 5_000


def at_decision(file: DmnFile, decision: str, name: str) -> Place:
    """A decision in its file."""
    line = file.lines.get(decision)
    where = f" (regel {line})" if line else ""
    return Place(file.name, f"Beslissing {quoted(name or decision)}{where}", decision, name, line)


def at_rule(file: DmnFile, decision: str, name: str, row: int) -> Place:
    """A rule of a decision's table, by its own id where it has one; the sentence names the decision and the rule."""
    whole = at_decision(file, decision, name)
    made = next((each for each in file.root.iter("{*}decision") if each.get("id", "") == decision), None)
    rules = [] if made is None else list(made.iter("{*}rule"))
    return replace(whole, element=rules[row - 1].get("id", decision)) if 0 < row <= len(rules) else whole


def read_tables(files: Sequence[DmnFile], limits: Limits, findings: list[Finding]) -> tuple[DecisionModel, ...]:
    """The decisions of all files that can be asked; why others cannot is added to the findings."""
    count = sum(len(file.lines) for file in files)
    cells = sum(1 for file in files for _ in file.root.iter("{*}inputEntry", "{*}outputEntry"))
    text = sum(len(t.text or "") for file in files for t in file.root.iter("{*}text"))
    for number, limit, what in (
        (count, limits.max_decisions, "beslissingen"), (cells, limits.max_cells, "cellen"),
        (text, limits.max_expression_characters, "tekens in cellen"),
        (max((_cells_of(t) for file in files for t in file.root.iter("{*}decisionTable")), default=0),
         limits.max_table_cells, "cellen in één tabel"),
    ):  # fmt: skip
        if number > limit:
            findings.append(at_file(files[0].name).fout(
                "too-many-decisions", f"hoort bij een protocol met {number} {what}; het mogen er {limit} zijn.",
                "Verdeel de beslissingen over meer protocollen, of maak de tabellen kleiner.",
            ))  # fmt: skip
            return ()
    owners: dict[str, DmnFile] = {}
    models: dict[str, DecisionModel] = {}
    for file in files:
        for model in _models(file, findings):
            if model.id in owners or not model.id:
                findings.append(at_decision(file, model.id, model.name).fout(
                    "duplicate-id", f"heeft hetzelfde id als een beslissing in {quoted(owners[model.id].name)}."
                    if model.id else "heeft geen id.", "Geef de beslissing in de modeler een eigen id.",
                ))  # fmt: skip
            else:
                owners[model.id], models[model.id] = file, model
    return tuple(_askable(models, owners, findings))


def _cells_of(table: etree._Element) -> int:
    return sum(1 for _ in table.iter("{*}inputEntry", "{*}outputEntry"))


def _models(file: DmnFile, findings: list[Finding]) -> tuple[DecisionModel, ...]:
    findings.extend(_languages(file))
    try:
        return _decisions_in(file.root)
    except FeelError as error:
        told = list(_cells(file))
        findings.extend(told or [at_file(file.name).fout("decision", f"kan niet. {error.message}", _OPEN)])
        return ()


_decisions_in: Final = lru_cache(maxsize=64)(read_decisions)
"""By the tree itself, which is the same for a small file that did not change."""


def _languages(file: DmnFile) -> Iterator[Finding]:
    for element in file.root.iter("{*}*"):
        language = element.get("expressionLanguage", "")
        if language and "feel" not in language.lower():
            yield at_file(file.name, line_of(element)).fout(
                "expression-language", f"noemt de taal {quoted(language)}; Leidraad leest alleen FEEL.",
                "Schrijf de cel in FEEL en kies FEEL als taal.",
            )  # fmt: skip


def _cells(file: DmnFile) -> Iterator[Finding]:
    """Every cell of the file that is not FEEL, with its decision, row and column."""
    names = tuple(sorted({e.get("name", "").strip() for e in file.root.iter("{*}*") if e.get("name", "").strip()}))
    for decision in file.root.iter("{*}decision"):
        place = at_decision(file, decision.get("id", ""), decision.get("name", ""))
        for row, where, text, compiler in _texts(decision):
            try:
                compiler(text, names)
            except FeelError as error:
                at = at_rule(file, place.element, place.name, row) if row else place
                yield at.fout("not-feel", f"heeft in {where} geen FEEL: {quoted(text)}. {error.message}", _OPEN)


_Compiler = Callable[[str, Iterable[str]], object]


def _texts(decision: etree._Element) -> Iterator[tuple[int, str, str, _Compiler]]:
    """Number of the rule or 0, the place in words, what stands there, and what reads it."""
    for number, column in enumerate(decision.iter("{*}inputExpression"), 1):
        yield 0, f"de kop van invoerkolom {number}", _text(column), compile_expression
    for row, rule in enumerate(decision.iter("{*}rule"), 1):
        for number, cell in enumerate(rule.iterchildren("{*}inputEntry"), 1):
            yield row, f"regel {row}, invoerkolom {number}", _text(cell), compile_unary_tests
        for number, cell in enumerate(rule.iterchildren("{*}outputEntry"), 1):
            if _text(cell) not in ("", "-"):
                yield row, f"regel {row}, uitkomst {number}", _text(cell), compile_expression
    for expression in decision.iterchildren("{*}literalExpression"):
        yield 0, "de uitdrukking", _text(expression), compile_expression


def _text(element: etree._Element) -> str:
    found = element.find("{*}text")
    return "" if found is None else "".join(str(part) for part in found.itertext()).strip()


def _askable(
    models: dict[str, DecisionModel], owners: dict[str, DmnFile], findings: list[Finding]
) -> Iterator[DecisionModel]:
    """Decisions whose requirements are all there, in no circle, and not too many: they are evaluated one by one."""
    edges = {key: tuple(r for r in model.requirements if r in models) for key, model in models.items()}
    ways: dict[str, int] = {}
    for group in components(edges):
        circle = len(group) > 1 or group[0] in edges[group[0]]
        for key in group:
            model, place = models[key], at_decision(owners[key], key, models[key].name)
            missing = [required for required in model.requirements if required not in models]
            ways[key] = 1 + sum(ways.get(required, _MAX_PATHS) for required in model.requirements)
            if circle:
                names = listed(models[each].name for each in group)
                findings.append(place.fout("decision-circle", f"heeft zichzelf nodig: {names}.", _ARROWS))
            elif missing:
                findings.append(place.fout("unknown-decision", f"heeft {listed(missing)} nodig; die mist.", _ARROWS))
            elif ways[key] >= _MAX_PATHS:
                findings.append(place.fout("too-many-decisions", "heeft te veel andere beslissingen nodig.", _ARROWS))
            if circle or missing or ways[key] >= _MAX_PATHS:
                ways[key] = _MAX_PATHS
            else:
                yield model
