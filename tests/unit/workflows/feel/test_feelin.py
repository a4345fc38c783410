"""FEEL here beside `feelin`, the reader of the bpmn.io editors: the same answers, but for a short list with reasons."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.workflows.feel.feelin_cases import CELLS, CONTEXT, EXPRESSIONS
from workflows.errors import FeelError
from workflows.feel import compile_expression, compile_unary_tests, to_json

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[3]
MODULES = Path(os.environ.get("LEIDRAAD_NODE_MODULES") or CHECKOUT / "app" / "web" / "node_modules")
NODE = os.environ.get("LEIDRAAD_NODE") or "node"
NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
REFUSED = "refused"

DECIMAL = "Numbers are decimals of 34 digits (DMN 1.5, 10.3.2.3.1); feelin has binary fractions."
MINUS = "Arithmetic negation takes any expression, spaces included (DMN 1.5, 10.3.1.2, rule for arithmetic negation)."
EXPONENT = "A number may have an exponent (DMN 1.4 and later, 10.3.1.2, numeric literal); feelin drops it."
CONDITION = "Anything but true takes the else branch (DMN 1.5, 10.3.2.13, if)."
ANY_KIND = "max takes any kind that has an order (DMN 1.5, 10.3.4.4)."
POSITION = "A negative position counts from the end (DMN 1.5, 10.3.4.4)."
DATE = "A date and a duration give a date (DMN 1.5, 10.3.2.13, addition and subtraction)."
OFFSET = "The same instant; a moment is written here with its offset, as JSON has it."
DURATIONS = "Durations are multiplied, divided and negated (DMN 1.5, 10.3.2.13)."
MONTHS = "A years-and-months duration holds no days (DMN 1.5, 10.3.2.3.8)."
NULL_TEST = (
    "A comparison of two kinds or with null is null, not false (DMN 1.5, 10.3.2.13); both make the row not match."
)
QUESTION = "A test with ? passes where it is true (DMN 1.5, 10.3.1.2, unary tests)."

DIFFERENCES = {
    "0.1 + 0.2 = 0.3": DECIMAL,
    "- 3 + 5": MINUS,
    "1e3": EXPONENT,
    'if "x" then 1 else 2': CONDITION,
    'max("a", "c", "b")': ANY_KIND,
    "insert before([1, 3], -1, 2)": POSITION,
    "remove([1, 2, 3], -1)": POSITION,
    'date("2026-09-01") - duration("PT1H")': DATE,
    'date("2026-09-01") + duration("PT25H")': DATE,
    'date and time("2026-03-29T01:30:00@Europe/Amsterdam") + duration("PT1H")': OFFSET,
    'date and time("2026-10-25T01:30:00@Europe/Amsterdam") + duration("PT2H")': OFFSET,
    'duration("P1D") * 2': DURATIONS,
    'duration("P2D") / 2': DURATIONS,
    'duration("P2D") / duration("P1D")': DURATIONS,
    'duration("P1Y") / duration("P1M")': DURATIONS,
    '-duration("P1D")': DURATIONS,
    'years and months duration(date("2025-01-31"), date("2026-09-01"))': MONTHS,
    'years and months duration(date("2026-09-01"), date("2025-01-31"))': MONTHS,
    ("> 5", None): NULL_TEST,
    ("> 5", "x"): NULL_TEST,
    ("5", "5"): NULL_TEST,
    ('date("2026-09-01")', "2026-09-01"): NULL_TEST,
    ("if ? > 3 then true else false", 5): QUESTION,
}
"""Where the answers may differ, each with its reason. An entry that no longer differs is an error too."""

Case = str | tuple[str, object]
CASES: list[Case] = [*EXPRESSIONS, *CELLS]


@pytest.fixture(scope="module")
def feelin() -> list[object]:
    asked = [{"text": case} if isinstance(case, str) else {"text": case[0], "value": case[1]} for case in CASES]
    answer = subprocess.run(
        [NODE, str(HERE / "feelin_oracle.mjs"), str(MODULES)],
        input=json.dumps({"context": CONTEXT, "cases": asked}), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return [REFUSED if "error" in each else plain(each["value"]) for each in json.loads(answer.stdout)]


def plain(value: object) -> object:
    """Numbers as both have them: binary, to nine decimals."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return round(float(value), 9) if isinstance(value, int | float) and not isinstance(value, bool) else value


def ours(case: Case) -> object:
    try:
        if isinstance(case, str):
            return plain(to_json(compile_expression(case).evaluate(CONTEXT, NOON).value))
        return compile_unary_tests(case[0]).matches(case[1], CONTEXT, NOON).value
    except FeelError:
        return REFUSED


def same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def test_there_are_enough_cases_of_both_sorts():
    assert len(EXPRESSIONS) >= 200
    assert len(CELLS) >= 50
    assert set(DIFFERENCES) <= set(CASES)


def test_both_readers_give_the_same_answer_but_for_the_differences_with_a_reason(feelin: list[object]):
    different = {case for case, answer in zip(CASES, feelin, strict=True) if not same(ours(case), answer)}
    assert different == set(DIFFERENCES)
