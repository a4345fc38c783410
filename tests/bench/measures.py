"""What a benchmark is made of: contestants that run in turn, and the figures that came of it. Knows no subject."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time

PER_SECOND = "/s"
"""How the unit of a rate ends."""
PERCENT = "%"
"""How the unit of a share begins. Of rates and shares more is better, of every other unit less."""
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    runs: int = 9
    """Measured runs of each contestant; one more goes before them and is not counted."""
    loops: int = 5
    """How often a contestant does its work within a run."""
    rounds: int = 2_000
    """Rounds of the loop whose state is weighed."""
    blocks: int = 99
    """Gateways with tasks behind them in the large diagram; 99 come near what a process may hold."""
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)
    """On which databases a school is kept."""
    schools: int = 5
    """Measured runs of what needs a school with people and a database."""
    clients: tuple[int, ...] = (1, 8)
    routes: int = 4
    """Routes of twenty steps that each client takes to their ends within a run; one alone takes twice as many."""
    processes: int = 2
    """Processes of the web server on PostgreSQL: as many as the product takes unless told otherwise."""
    tasks: tuple[int, ...] = (100_000,)
    """Open tasks in the board of the inbox."""
    crowd: int = 20_000
    """Open tasks in the board of everything else on PostgreSQL."""
    requests: int = 200
    """Looks at the inbox within a run."""
    pupils: int = 2_000
    alarms: int = 300
    """Dossiers whose timers go off within a run."""
    workers: int = 4
    facts: int = 500
    """Facts of the dossier that is played again."""
    seconds: float = 10
    """How long its frames are watched."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something that can be timed."""

    name: str
    run: Callable[[], int]
    """Does its work once and returns how much that was, in the unit of the table."""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a contestant: one sample for each run, or a single one where nothing varies."""

    name: str
    samples: tuple[float, ...]
    ours: bool = False

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.samples)


@dataclass(frozen=True, slots=True)
class Table:
    """Figures that may be laid beside each other, ours first."""

    title: str
    unit: str
    measures: tuple[Measure, ...]
    notes: tuple[str, ...] = ()
    budget: float | None = None
    """What our first figure is held to, in the unit of the table."""
    compared: bool = True
    """Whether the figures are of contestants for the same; else they only stand beside each other."""

    @property
    def more_is_better(self) -> bool:
        """Whether the better figure is the larger one."""
        return self.unit.endswith(PER_SECOND) or self.unit.startswith(PERCENT)

    def advantage(self, measure: Measure) -> float:
        """How many times better our first figure is than this one; under 1 we are the worse."""
        ours, other = self.measures[0].middle, measure.middle
        return ours / other if self.more_is_better else other / ours

    @property
    def within_budget(self) -> bool:
        """Whether our first figure is what it should be; true where nothing is asked."""
        if self.budget is None:
            return True
        ours = self.measures[0].middle
        return ours >= self.budget if self.more_is_better else ours <= self.budget


def race(
    contestants: Sequence[Contestant], unit: str, effort: Effort, clock: Callable[[], float] = process_time
) -> tuple[Measure, ...]:
    """Time contestants in turn, each run from another one on, so that a slow spell of the machine hits them all.

    A unit `…/s` gives rates, `ms` milliseconds for each piece of work; both in time of the processor where no other
    `clock` is given, for what waits for nothing while other programs may be busy beside it.
    """
    samples: dict[str, list[float]] = {each.name: [] for each in contestants}
    for run in range(-1, effort.runs):
        shift = run % len(contestants)
        for each in (*contestants[shift:], *contestants[:shift]):
            seconds = _seconds(each, effort.loops, clock)
            if run >= 0:
                samples[each.name].append(1 / seconds if unit.endswith(PER_SECOND) else 1_000 * seconds)
    return tuple(Measure(each.name, tuple(samples[each.name]), each.ours) for each in contestants)


def _seconds(contestant: Contestant, loops: int, clock: Callable[[], float]) -> float:
    gc.collect()
    start = clock()
    work = sum(contestant.run() for _ in range(loops))
    return (clock() - start) / work


def calibrate() -> float:
    """Milliseconds for a plain loop that only counts: it tells a slow spell of the machine from slow code."""
    start, total = process_time(), 0
    for number in range(1_000_000):
        total += number & 7
    return 1_000 * (process_time() - start) if total else 0.0


def share(seconds: Sequence[float], part: float) -> float:
    """Milliseconds within which this part of the requests was answered: `0.95` is the 95th percentile."""
    in_order = sorted(seconds)
    return 1_000 * in_order[min(len(in_order) - 1, int(part * len(in_order)))]
