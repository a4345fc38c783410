"""The four decision tables of the protocol say what the agreed tables in `data/` say, for every combination of answers.

A cell of an agreed table is `-` (any), one value, or values with `|` between them (D1: R20, R25; D2a: R27; D2b: R31;
D3: R32).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from workflows.feel import Decisions, read_decisions, table_findings
from workflows.sources import read_xml

DATA = Path(__file__).parent / "data"
TABLES = Path(__file__).parents[2] / "bpmn" / "zorgdossier" / "decisions"
NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
OUTPUTS = {
    "D1": ("uitkomst", "vervolgtaak"),
    "D2a": ("vermoeden",),
    "D2b": ("besluit", "vervolg"),
    "D3": ("melder_1", "melder_2", "bevestiging"),
}
FILES = {"D1": "d1_oudergesprek", "D2a": "d2a_vermoeden", "D2b": "d2b_afwegingskader", "D3": "d3_wie_meldt"}


def agreed_rows(decision: str) -> list[dict[str, str]]:
    with (DATA / f"{FILES[decision]}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def drawn(decision: str) -> Decisions:
    return Decisions(read_decisions(read_xml((TABLES / f"{FILES[decision]}.dmn").read_bytes())))


def answers(rows: list[dict[str, str]], decision: str) -> Iterator[dict[str, str]]:
    """Every combination of the values that the agreed table names."""
    columns = [column for column in rows[0] if column not in OUTPUTS[decision]]
    values = [sorted({v for row in rows for v in row[c].split("|")} - {"-"}) for c in columns]
    for combination in product(*values):
        yield dict(zip(columns, combination, strict=True))


def agreed(rows: list[dict[str, str]], answer: Mapping[str, str], decision: str) -> dict[str, str]:
    hits = [row for row in rows if all(row[c] == "-" or v in row[c].split("|") for c, v in answer.items())]
    assert len(hits) == 1, f"the agreed table {decision} has {len(hits)} rows for {answer}"
    return {name: hits[0][name] for name in OUTPUTS[decision]}


@pytest.mark.parametrize("decision", FILES)
def test_the_drawn_table_gives_the_agreed_outcome_for_every_combination_of_answers(decision: str) -> None:
    rows, table = agreed_rows(decision), drawn(decision)
    seen = 0
    for answer in answers(rows, decision):
        assert table.evaluate(decision, answer, NOON).outputs == agreed(rows, answer, decision), answer
        seen += 1
    assert seen >= len(rows)


@pytest.mark.parametrize("decision", FILES)
def test_the_drawn_table_has_no_gap_and_no_overlap(decision: str) -> None:
    models = read_decisions(read_xml((TABLES / f"{FILES[decision]}.dmn").read_bytes()))
    assert [finding.message for model in models for finding in table_findings(model)] == []


def test_without_a_ground_the_parent_conversation_is_still_to_be_held() -> None:
    unanswered = {"grond": "leeg", "akkoord_ib": "leeg", "akkoord_directie": "leeg"}
    outcome = drawn("D1").evaluate("D1", {"gesprek_gevoerd": "nee", "al_gemeld": "nee"} | unanswered, NOON)
    assert outcome.outputs["uitkomst"] == "BLOKKEREN"
