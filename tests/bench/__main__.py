"""`make bench`: measures everything, prints it, and writes docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from tests.bench import (
    completing,
    dossier_page,
    drawing,
    expressions,
    importing,
    inbox,
    kept,
    layers,
    mining,
    proving,
    reading,
    replaying,
    sizes,
    steps,
    timers,
    verifying,
)  # fmt: skip
from tests.bench.measures import Effort, Table, calibrate
from tests.bench.report import Circumstances, again, document, section

SUBJECTS: Mapping[str, Callable[[Effort], list[Table]]] = {
    "Steps": steps.tables,
    "State": sizes.tables,
    "Expressions and decision tables": expressions.tables,
    "Reading and checking": reading.tables,
    "Proving": proving.tables,
}
"""The engine beside the library that it drives."""
AT_SCHOOL: Mapping[str, Callable[[Effort], list[Table]]] = {
    "Completing a task over HTTP": completing.tables,
    "Where the time of a completion goes": layers.tables,
    "The inbox": inbox.tables,
    "The dossier page": dossier_page.tables,
    "What is kept": kept.tables,
    "Timers": timers.tables,
    "The history checked": verifying.tables,
    "Importing a school": importing.tables,
    "Exporting for process mining": mining.tables,
    "The replay": replaying.tables,
    "Drawing": drawing.tables,
}
"""The whole product, with its database, keys, rights and history."""
MILLION = 1_000_000
PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def main() -> None:
    """Measure every subject, and write the page."""
    options = _options()
    tasks = (*Effort().tasks, *([MILLION] if options.million else []))
    effort = Effort(runs=options.runs, schools=max(1, options.runs * 5 // 9), tasks=tasks)
    began, loops, subjects = time.perf_counter(), [calibrate()], []
    for title, tables in {**AT_SCHOOL, **SUBJECTS}.items():
        if options.only and title not in options.only:
            continue
        found = tables(effort)
        loops += [calibrate(), calibrate()]
        print(
            f"## {title} (counting loop: {loops[-1]:.0f} ms)", *map(section, found), sep="\n\n", end="\n\n", flush=True
        )
        subjects.append((title, found))
    under = Circumstances(
        date=options.date, library=version("SpiffWorkflow"), cores=os.cpu_count() or 1, system=platform.system(),
        python=platform.python_version(), runs=options.runs, schools=effort.schools,
        seconds=time.perf_counter() - began, loops=tuple(loops),
        load=os.getloadavg()[1],
    )  # fmt: skip
    page = again(options.page.read_text("utf-8"), subjects, under) if options.only else document(subjects, under)
    options.page.write_text(page, "utf-8")
    print(f"Written to {options.page.name} in {under.seconds:.0f} seconds.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=Effort().runs, help="measured runs of each contestant")
    parser.add_argument(
        "--date", default=time.strftime("%Y-%m-%d"), help="the date that the page bears; today if not given"
    )
    parser.add_argument("--million", action="store_true", help="measure the inbox at a million tasks too: minutes more")
    parser.add_argument(
        "--only",
        action="append",
        choices=[*AT_SCHOOL, *SUBJECTS],
        help="measure this alone; else the page stays",
    )
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
