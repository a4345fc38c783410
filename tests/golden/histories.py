"""Which golden history belongs to which scenario, and what each should say now."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workflows.bundle import Bundle
from workflows.scenarios import Result, run_scenarios, written

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "bpmn" / "zorgdossier"
FOLDER = Path(__file__).parent


def feature_files() -> dict[str, str]:
    """The feature files of the bundle by name."""
    return {path.name: path.read_text("utf-8") for path in sorted((BUNDLE / "scenarios").glob("*.feature"))}


def histories(bundle: Bundle) -> Iterator[tuple[Path, Result, str]]:
    """For each scenario its file, its result and its history as it is now."""
    seen = Counter[Path]()
    for result in run_scenarios(bundle, feature_files()).scenarios:
        place = FOLDER / Path(result.file).stem / slug(result.name)
        seen[place] += 1
        number = f"-{seen[place]}" if seen[place] > 1 else ""
        yield place.with_name(f"{place.name}{number}.json"), result, written(bundle, result.name, result.commands)


def slug(name: str) -> str:
    """A name as part of a file name: plain letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:80]
