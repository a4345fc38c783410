"""A whole school taken in: its file read, what it would do shown, done, and shown once more."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

from app.commands.imports.reading import read_roll
from app.commands.roll import ImportRoll, PreviewRoll
from app.commands.schools import CreateBoard, CreateSchool
from app.domain.actors import Actor
from app.domain.free_days import Region
from app.store.clock import random_id
from tests.bench.measures import Effort, Measure, Table
from tests.bench.school import machine
from tests.rolls import edexml

STAFF = 150
MOST = 5_000
"""Milliseconds for all of it."""
_PARTS = ("Read the file", "Show what it would do", "Do it", "Show that nothing is left to do")


@dataclass(slots=True)
class Spent:
    """Milliseconds of each part, run by run."""

    parts: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in _PARTS})

    @property
    def whole(self) -> tuple[float, ...]:
        """All of it; what is shown and done reads the file itself."""
        return tuple(map(sum, zip(*list(self.parts.values())[1:], strict=True)))


def tables(effort: Effort) -> list[Table]:
    """A table for each database."""
    return [_on(database, effort) for database in effort.databases]


def _on(database: str, effort: Effort) -> Table:
    data = edexml(effort.pupils, STAFF)
    spent = Spent()
    with machine(database, "bench_importing") as on:
        for _ in range(max(1, effort.schools // 2 + 1)):
            operator = Actor.operator(random_id())
            on.parts.bus.send(CreateBoard("Stichting De Proef", operator.board), by=operator)
            school = on.parts.bus.send(CreateSchool("De Proef", "99VV", Region.MIDDEN), by=operator).result
            began = perf_counter()
            read_roll(data)
            marks = [perf_counter()]
            plan = on.parts.bus.send(PreviewRoll(school, data), by=operator).result
            marks.append(perf_counter())
            on.parts.bus.send(ImportRoll(school, data, plan.digest), by=operator)
            marks.append(perf_counter())
            if not on.parts.bus.send(PreviewRoll(school, data), by=operator).result.is_empty:
                text = "A second import of the same file would change something."
                raise RuntimeError(text)
            marks.append(perf_counter())
            for name, before, after in zip(_PARTS, [began, *marks], marks, strict=False):
                spent.parts[name].append(1_000 * (after - before))
    whole = Measure("All: show, do, show", spent.whole, ours=True)
    parts = (Measure(name, tuple(each), ours=True) for name, each in spent.parts.items())
    size, groups = len(data) / 1_000_000, effort.pupils // 25
    note = f"EDEXML of {size:.1f} MB, {groups} groups. The file is read again each time that it is shown or done."
    title = f"A school of {effort.pupils:,} pupils and {STAFF} staff, {database}"
    return Table(title, "ms", (whole, *parts), (note,), budget=MOST, compared=False)
