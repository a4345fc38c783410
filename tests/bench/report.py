"""Writes figures down as Markdown, the worse ones as plainly as the better. Measures nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from textwrap import fill

from tests.bench.measures import Measure, Table

WIDTH = 150
"""Characters of a line of prose in the page."""

INTRODUCTION = """\
# Benchmarks

Written by `make bench`, which measures all of it anew; nothing here is edited by hand. Figures of the inbox at a
million tasks come with `make bench ARGS=--million`.

Date: {date} · {cores} cores, {system}, Python {python} · {runs} runs of each contestant of the engine, {schools} of
the product, after those that are not counted.

**The product**, from “Completing a task over HTTP” to “Importing a school”: a made-up school in a real database, real
web servers and workers, everything on these cores, the clients and PostgreSQL too. Time is that of the clock on the
wall. The floor is what the same server and driver can do at all; contestants take turns.

**The engine**, from “Steps” to “Reading and checking”: no database and no web take part. The peer is SpiffWorkflow
{library}, the library that the engine drives, as it is shipped: its own serializer, expressions, ids and clock.
Contestants run in turn, in one thread, so that a slow spell of the machine hits all. Time is that of the processor.

The ratio says how many times better the first row is than this one; **under 1 Leidraad is the worse**. Trust ratios
rather than figures, and no ratio between 0.8 and 1.3. A plain counting loop, timed between the subjects, took
{loop}."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and when the figures were taken."""

    date: str
    library: str
    cores: int
    system: str
    python: str
    runs: int
    schools: int
    """Runs of what needs a school."""
    seconds: float
    """Length of the whole measurement."""
    loops: tuple[float, ...]
    """Milliseconds of the counting loop, in order."""
    load: float = 0.0
    """How many programs wanted a core in the last minutes, ours among them."""


def document(subjects: Sequence[tuple[str, Sequence[Table]]], under: Circumstances) -> str:
    """The whole page."""
    low, high = min(under.loops), max(under.loops)
    parts = [
        INTRODUCTION.format(
            date=under.date, library=under.library, cores=under.cores, system=under.system, python=under.python,
            runs=under.runs, schools=under.schools, loop=f"{median(under.loops):.0f} ms (from {low:.0f} to {high:.0f})",
        ),
        _budgets([table for _, tables in subjects for table in tables]),
        _slower([table for _, tables in subjects for table in tables]),
    ]  # fmt: skip
    for title, tables in subjects:
        parts += [f"## {title}", *(section(table) for table in tables)]
    parts.append(f"The whole measurement took {under.seconds:.0f} seconds.")
    return "\n\n".join(parts) + "\n"


def again(page: str, subjects: Sequence[tuple[str, Sequence[Table]]], under: Circumstances) -> str:
    """The page with these subjects measured anew and everything else as it was."""
    *kept, last = page.rstrip("\n").split("\n\n")
    parts = dict(_parts("\n\n".join(kept)))
    low, high = min(under.loops), max(under.loops)
    tables = [table for _, found in subjects for table in found]
    titles = tuple(table.title for table in tables)
    parts["Budgets"] = _anew(parts["Budgets"], _budgets(tables), tuple(f"| {each} |" for each in titles))
    worse = "Where Leidraad is the worse"
    parts[worse] = _anew(parts[worse], _slower(tables), tuple(f"* {each}: " for each in titles))
    for title, found in subjects:
        busy = (
            f", and at its end {under.load:.1f} programs wanted the {under.cores} cores: what is timed by the clock on "
            "the wall waited for others"
        )
        when = (
            f"Measured by itself, {under.date}: {under.runs} runs, {under.schools} of the product. The counting loop "
            f"took {low:.0f} to {high:.0f} ms around it{busy if under.load > under.cores else ''}."
        )
        parts[title] = "\n\n".join([f"## {title}", *(section(table) for table in found), _wrapped(when)])
    return "\n\n".join([*parts.values(), last]) + "\n"


def _parts(page: str) -> Iterator[tuple[str, str]]:
    """By title what stands under it, with its heading."""
    head, *others = page.split("\n\n## ")
    yield "", head
    yield from ((each.partition("\n")[0], f"## {each}") for each in others)


def _anew(was: str, now: str, begins: tuple[str, ...]) -> str:
    """The lines of a part, with those of another in the place of those that begin the same; others come behind."""
    fresh = {begin: [line for line in now.split("\n") if line.startswith(begin)] for begin in begins}
    lines = []
    for line in was.split("\n"):
        begin = next((each for each in begins if line.startswith(each)), None)
        lines += [line] if begin is None else fresh.pop(begin, [])
    return "\n".join([*lines, *(line for rest in fresh.values() for line in rest)])


def section(table: Table) -> str:
    """One table under its title, with its notes."""
    varies = any(len(each.samples) > 1 for each in table.measures)
    unit = f"{table.unit}, median" if varies else table.unit
    head = ["", unit, *(["lowest", "highest"] if varies else []), *(["ratio"] if table.compared else [])]
    lines = [_row(head), _row(["---", *["--:" for _ in head[1:]]])]
    for each in table.measures:
        spread = [_number(min(each.samples)), _number(max(each.samples))] if varies else []
        ratio = [_ratio(table, each)] if table.compared else []
        lines.append(_row([each.name, _number(each.middle), *spread, *ratio]))
    return "\n\n".join([f"### {table.title}", "\n".join(lines), *map(_wrapped, table.notes)])


def _wrapped(note: str) -> str:
    return fill(note, WIDTH, break_long_words=False, break_on_hyphens=False)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _ratio(table: Table, measure: Measure) -> str:
    if measure.ours:
        return ""
    advantage = table.advantage(measure)
    return _number(advantage) if advantage >= 1 else f"**{advantage:.2g}**"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def _budgets(tables: Sequence[Table]) -> str:
    lines = ["## Budgets", _row(["", "asked", "measured", ""]) + "\n" + _row(["---", "--:", "--:", "---"])]
    for table in tables:
        if table.budget is not None:
            sign = "≥" if table.more_is_better else "≤"
            held = "holds" if table.within_budget else "**does not hold**"
            asked, found = _number(table.budget), _number(table.measures[0].middle)
            lines[-1] += "\n" + _row([table.title, f"{sign} {asked} {table.unit}", found, held])
    return "\n\n".join(lines)


def _slower(tables: Sequence[Table]) -> str:
    found = [
        f"* {table.title}: “{each.name}” does {1 / table.advantage(each):,.1f} times as well."
        for table in tables for each in table.measures
        if table.compared and not each.ours and table.advantage(each) < 1
    ]  # fmt: skip
    return "\n\n".join(["## Where Leidraad is the worse", "\n".join(found) or "Nowhere in these tables."])
