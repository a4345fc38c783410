"""An export for process mining: how fast dossiers go out, and how much memory ten thousand of them ask."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from time import perf_counter
from typing import IO, Any, Final, TypeAlias

from app.queries.mining import Case, Names, Span, cases, write_ocel, write_sheet, write_xes
from tests.bench.kept import complete
from tests.bench.measures import Contestant, Effort, Measure, Table, race
from tests.bench.processes import BEGIN, TASKS, twenty_steps_at_school
from tests.bench.school import Machine, machine, open_dossiers
from tests.school import School

Writer: TypeAlias = Callable[[Iterable[Case], IO[bytes]], int]
WRITERS: Final[dict[str, Writer]] = {
    "XES": write_xes, "OCEL 2.0": write_ocel, "CSV": write_sheet,
}  # fmt: skip
MEMORY: Final = 32.0
"""MB at most, however many dossiers there are."""
MANY: Final = 10_000
"""Dossiers in one file, as many times over as it takes to come to that."""


class Nowhere(io.BytesIO):
    """Takes everything and keeps nothing."""

    def write(self, data: Any, /) -> int:
        """Count it."""
        return len(data)


def tables(effort: Effort) -> list[Table]:
    """The tables of this subject."""
    count = max(1, effort.alarms // 10)
    times = max(1, MANY * effort.alarms // Effort().alarms // count)
    speed: list[Measure] = []
    memory: list[Measure] = []
    for database in effort.databases:
        with machine(database, "bench_mining") as on:
            school = on.school(twenty_steps_at_school())
            for dossier in open_dossiers(school, BEGIN, count):
                complete(school, dossier, range(1, TASKS + 1))
            on.tell_planner()
            speed += _speed(database, on, school, effort)
            memory.append(_memory(f"OCEL 2.0 from {database}", on, school, write_ocel, times))
    note = (
        f"{count * times} dossiers in one file: {count} of twenty tasks each, {times} times over. OCEL is the format "
        "that must remember most."
    )
    return [
        Table("Dossiers exported", "dossiers/s", tuple(speed), (), compared=False),
        Table("Memory of an export", "MB", tuple(memory), (note,), budget=MEMORY, compared=False),
    ]


def _speed(database: str, on: Machine, school: School, effort: Effort) -> tuple[Measure, ...]:
    def goes(write: Writer) -> Callable[[], int]:
        return lambda: write(_read(on, school), Nowhere())

    contestants = [Contestant(f"{name} from {database}", goes(write), ours=True) for name, write in WRITERS.items()]
    return race(contestants, "dossiers/s", effort, perf_counter)


def _memory(name: str, on: Machine, school: School, write: Writer, times: int) -> Measure:
    tracemalloc.start()
    try:
        write(chain.from_iterable(_read(on, school) for _ in repeat(None, times)), Nowhere())
        return Measure(name, (tracemalloc.get_traced_memory()[1] / 1e6,), ours=True)
    finally:
        tracemalloc.stop()


def _read(on: Machine, school: School) -> Iterator[Case]:
    desk = on.parts.desk
    return cases(desk, school.board, desk.bundles, Span(), Names())
