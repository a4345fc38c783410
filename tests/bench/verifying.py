"""The history checked: chains alone, and everything opened and carried out again."""

from __future__ import annotations

from time import perf_counter

from app.queries.verification import verify
from app.store.chain import Link, check
from app.store.history import links, owners
from tests.bench.kept import complete
from tests.bench.measures import Contestant, Effort, Measure, Table, race
from tests.bench.processes import BEGIN, TASKS, twenty_steps_at_school
from tests.bench.school import Machine, machine, open_dossiers
from tests.bench.steps import RE_EXECUTION
from tests.school import School

CHAINS = 100_000
"""Facts a second whose chain is checked (architecture, budgets)."""
ROUTES = 20
_READ = "Read from"
_ALONE = "The budget is of the chains alone, as a program checks them that has the rows; streams of some twenty facts."


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    chains: list[Measure] = []
    steps: list[Measure] = []
    for database in effort.databases:
        with machine(database, "bench_verifying") as on:
            school = on.school(twenty_steps_at_school())
            for dossier in open_dossiers(school, BEGIN, max(1, min(ROUTES, effort.alarms))):
                complete(school, dossier, range(1, TASKS + 1))
            on.tell_planner()
            chains += _chains(database, on, school, effort)
            steps += _again(database, on, school, effort)
    note = (
        "As `flask history verify --all` does it: every stream read, its chain checked, every fact opened, every "
        "command carried out again and its state held against the recorded hash, rows held against facts."
    )
    chains.sort(key=lambda each: _READ in each.name)
    return [
        Table("Chains of facts, checked", "facts/s", tuple(chains), (_ALONE,), budget=CHAINS, compared=False),
        Table("A history re-executed", "steps/s", tuple(steps), (note,), budget=RE_EXECUTION, compared=False),
    ]


def _chains(database: str, on: Machine, school: School, effort: Effort) -> tuple[Measure, ...]:
    with on.parts.desk.reading(school.board) as work:
        found = [links(work, owner.stream) for owner in owners(work)]

    def from_the_database() -> int:
        with on.parts.desk.reading(school.board) as fresh:
            return sum(_held(links(fresh, owner.stream)) for owner in owners(fresh))

    contestants = [
        Contestant(f"The chains of {database}", lambda: sum(map(_held, found)), ours=True),
        Contestant(f"{_READ} {database}, and the chains", from_the_database, ours=True),
    ]
    return race(contestants, "facts/s", effort, perf_counter)


def _again(database: str, on: Machine, school: School, effort: Effort) -> tuple[Measure, ...]:
    def steps() -> int:
        with on.parts.desk.reading(school.board, snapshot=True) as work:
            verdict = verify(work, on.site.bundles)
        if not verdict.holds:
            text = "The history that was made for the benchmark does not hold."
            raise RuntimeError(text)
        return verdict.steps

    return race([Contestant(f"All of a board, {database}", steps, ours=True)], "steps/s", effort, perf_counter)


def _held(found: list[Link]) -> int:
    if check(found) is not None:
        text = "A chain that was made for the benchmark does not hold."
        raise RuntimeError(text)
    return len(found)
