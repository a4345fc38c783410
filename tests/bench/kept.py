"""What is stored of a route: its state half way, its facts and its answers, as they lie in the database."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.commands.tasks import CompleteTask
from app.store.states import seal_state
from tests.bench.measures import Effort, Measure, Table
from tests.bench.processes import BEGIN, TASKS, twenty_steps_at_school
from tests.bench.school import TEACHER, machine, open_dossiers, open_tasks
from tests.bench.sizes import STATE
from tests.bench.steps import PROTOCOL, STARTS
from tests.bench.walks import ROUTE, walk
from tests.school import School
from workflows.bundle import Bundle
from workflows.spiff import canonical_bytes

COMMENT = "Besproken in het overleg van deze week, akkoord"


def complete(school: School, dossier: UUID, numbers: range) -> None:
    """Complete these tasks of the twenty steps, one after the other."""
    actor = school.actor(TEACHER)
    for number in numbers:
        (task,) = open_tasks(school, [dossier])
        answers = {f"antwoord_{number}": "ja", f"opmerking_{number}": COMMENT}
        school.bus.send(CompleteTask(UUID(task), answers), by=actor)


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    with machine(effort.databases[0], "bench_kept") as on:
        school = on.school(twenty_steps_at_school())
        (dossier,) = open_dossiers(school, BEGIN, 1)
        complete(school, dossier, range(1, TASKS // 2 + 1))
        half_way = _sizes(school, t.route.c.state)
        complete(school, dossier, range(TASKS // 2 + 1, TASKS + 1))
        facts, answers = _sizes(school, t.fact.c.ciphertext), _sizes(school, t.answer.c.sealed)
    return [_states(half_way), _steps(facts, answers)]


def _states(half_way: list[int]) -> Table:
    bundle = Bundle.load(PROTOCOL)
    states = [Measure("Twenty steps, half way", tuple(map(float, half_way)), ours=True)]
    for process, message in STARTS:
        canonical = canonical_bytes(walk(bundle, process, message).half_way)
        size = len(seal_state(bytes(32), ROUTE, 1, canonical))
        states.append(Measure(f"The real protocol, half way from “{message}”", (size,), ours=True))
    states.sort(key=lambda each: -each.middle)
    note = (
        "Canonical JSON, compressed with zlib, sealed with AES-256-GCM. The specification of the process is not in it."
    )
    return Table("The state of a route, as stored", "bytes", tuple(states), (note,), budget=STATE, compared=False)


def _steps(facts: list[int], answers: list[int]) -> Table:
    measures = (
        Measure("Facts", (sum(facts) / TASKS,), ours=True), Measure("Answers", (sum(answers) / TASKS,), ours=True),
        Measure("Largest fact", (max(facts),), ours=True),
    )  # fmt: skip
    note = (
        f"Of {TASKS} completed tasks with a comment of {len(COMMENT)} characters each: sealed, and with what the start "
        "of the route and of the dossier left. Beside it stand the rows of tasks, and what the database itself adds."
    )
    return Table("What one step leaves", "bytes", measures, (note,), compared=False)


def _sizes(school: School, column: Any) -> list[int]:
    with school.reading() as work:
        return [len(each) for each in work.run(select(column).where(column.table.c.board_id == school.board)).scalars()]
