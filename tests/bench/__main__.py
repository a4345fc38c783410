"""`make bench`: measures everything, prints it, and writes docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

from tests.bench import expressions, reading, sizes, steps
from tests.bench.measures import Effort, Table, calibrate
from tests.bench.report import Circumstances, document, section

SUBJECTS: Mapping[str, Callable[[Effort], list[Table]]] = {
    "Steps": steps.tables,
    "State": sizes.tables,
    "Expressions and decision tables": expressions.tables,
    "Reading and checking": reading.tables,
}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def main() -> None:
    """Measure every subject, and write the page."""
    options = _options()
    effort, began = Effort(runs=options.runs), time.perf_counter()
    loops, subjects = [calibrate()], []
    for title, tables in SUBJECTS.items():
        found = tables(effort)
        loops += [calibrate(), calibrate()]
        print(
            f"## {title} (counting loop: {loops[-1]:.0f} ms)", *map(section, found), sep="\n\n", end="\n\n", flush=True
        )
        subjects.append((title, found))
    under = Circumstances(
        date=options.date, library=version("SpiffWorkflow"), cores=os.cpu_count() or 1, system=platform.system(),
        python=platform.python_version(), runs=options.runs, seconds=time.perf_counter() - began, loops=tuple(loops),
    )  # fmt: skip
    options.page.write_text(document(subjects, under), "utf-8")
    print(f"Written to {options.page.name} in {under.seconds:.0f} seconds.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=Effort().runs, help="measured runs of each contestant")
    parser.add_argument(
        "--date", default=time.strftime("%Y-%m-%d"), help="the date that the page bears; today if not given"
    )
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
