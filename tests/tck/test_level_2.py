"""Every case of the DMN TCK, compliance level 2: the measure of FEEL and decision tables here."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.tck.reading import FOLDER, Case, cases
from workflows.feel import Decisions, read_decisions
from workflows.sources import read_xml

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
CASES = tuple(cases()) if FOLDER.is_dir() else ()


def same(expected: object, found: object) -> bool:
    """Numbers as the TCK's own runners compare them, to eight decimals; all else exactly."""
    if isinstance(expected, Decimal) and isinstance(found, Decimal):
        return round(expected, 8) == round(found, 8)
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, dict) and isinstance(found, dict):
        return expected.keys() == found.keys() and all(same(value, found[key]) for key, value in expected.items())
    return type(expected) is type(found) and expected == found


if CASES:

    @pytest.mark.parametrize("case", CASES, ids=str)
    def test_each_decision_of_a_case_gives_what_the_tck_expects(case: Case):
        decisions = Decisions(read_decisions(read_xml(case.model.read_bytes())))
        by_name = {model.name: key for key, model in decisions.items()}
        assert case.expected
        for name, expected in case.expected.items():
            verdict = decisions.evaluate(by_name[name], case.inputs, NOON)
            assert same(expected, verdict.value), f"{name}: {expected!r} is not {verdict.value!r}; {verdict.notes}"
