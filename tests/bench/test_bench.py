"""Each benchmark measures something, and what is written down says which side is the better."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bench.__main__ import AT_SCHOOL, SUBJECTS
from tests.bench.measures import SQLITE, Contestant, Effort, Measure, Table, calibrate, race
from tests.bench.processes import twenty_steps
from tests.bench.report import Circumstances, again, document
from tests.bench.walks import Walk, walk

ONCE = Effort(
    runs=1, loops=1, rounds=3, blocks=2, databases=(SQLITE,), schools=1, clients=(1, 2), routes=1, tasks=(100,),
    crowd=100, requests=6, pupils=50, alarms=1, workers=1, processes=1,
    facts=12, seconds=1,
)  # fmt: skip


@pytest.mark.parametrize("subject", [*AT_SCHOOL, *SUBJECTS])
def test_every_figure_of_a_subject_is_positive(subject: str) -> None:
    tables = {**AT_SCHOOL, **SUBJECTS}[subject](ONCE)
    assert [table.title for table in tables if len(table.measures) < (2 if table.compared else 1)] == []
    assert all(sample > 0 for table in tables for measure in table.measures for sample in measure.samples)
    assert [table.title for table in tables if not table.measures[0].ours] == []


def test_contestants_take_turns_and_the_first_run_is_not_counted() -> None:
    order: list[str] = []

    def took_its_turn(name: str) -> int:
        order.append(name)
        return 1

    contestants = [Contestant("a", lambda: took_its_turn("a")), Contestant("b", lambda: took_its_turn("b"))]
    figures = race(contestants, "ms", Effort(runs=2, loops=1))
    assert order == ["b", "a", "a", "b", "b", "a"]
    assert [len(each.samples) for each in figures] == [2, 2]


def test_re_execution_sees_a_state_that_came_out_otherwise() -> None:
    whole = walk(twenty_steps().bundle, "P", "")
    assert whole.again() == 21
    first, *others = whole.commands
    forged = Walk(whole.engine, "P", (replace(first, state_hash="0" * 64), *others))
    with pytest.raises(RuntimeError, match="Command 1 of P"):
        forged.again()


@pytest.mark.parametrize(("unit", "advantage"), [("steps/s", 0.5), ("ms", 2.0), ("bytes", 2.0)])
def test_more_is_better_for_a_rate_and_less_for_all_else(unit: str, advantage: float) -> None:
    table = Table("T", unit, (Measure("wij", (10.0,), ours=True), Measure("zij", (20.0,))))
    assert table.advantage(table.measures[1]) == advantage


def test_the_page_names_what_is_worse_and_which_budget_fails() -> None:
    table = Table("Snelheid", "steps/s", (Measure("wij", (10.0,), ours=True), Measure("zij", (40.0,))), budget=11)
    page = document(
        [("Stappen", [table])], Circumstances("2026-01-02", "3.2.0", 2, "Linux", "3.11", 7, 3, 1.0, (30.0,))
    )
    assert "| Snelheid | ≥ 11.0 steps/s | 10.0 | **does not hold** |" in page
    assert "* Snelheid: “zij” does 4.0 times as well." in page
    assert "| zij | 40.0 | **0.25** |" in page


def test_a_subject_that_is_measured_by_itself_leaves_the_rest_of_the_page() -> None:
    ours, theirs = Measure("wij", (10.0,), ours=True), Measure("zij", (4.0,))
    steps = Table("Snelheid", "ms", (ours, theirs), budget=5)
    under = Circumstances("2026-01-02", "3.2.0", 2, "Linux", "3.11", 7, 3, 1.0, (30.0,))
    page = document([("Stappen", [steps]), ("Lezen", [replace(steps, title="Lezen van een map")])], under)
    better = replace(steps, measures=(replace(ours, samples=(2.0,)), theirs))
    found = again(page, [("Stappen", [better]), ("Nieuw", [replace(steps, title="Iets nieuws")])], under)
    assert "| Snelheid | ≤ 5 ms | 2 | holds |" in found
    assert "* Snelheid: " not in found
    assert found.count("* Lezen van een map: ") == page.count("* Lezen van een map: ") == 1
    assert [line for line in found.split("\n") if line.startswith("## ")][-3:] == ["## Stappen", "## Lezen", "## Nieuw"]
    assert found.endswith("\n\nThe whole measurement took 1 seconds.\n")
    assert again(found, [("Stappen", [better])], under) == found


def test_the_counting_loop_takes_time() -> None:
    assert calibrate() > 0
