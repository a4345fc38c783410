"""The differences between the scenarios: what the drawings must do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from workflows.differences.matching import Matching
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import counted, starred, was
from workflows.scenarios.feature import Scenario, read_feature

WORK: Final = Weight.WORK
_ENDING: Final = ".feature"


@dataclass(frozen=True, slots=True)
class Written:
    """A scenario and its file."""

    file: str
    scenario: Scenario

    @property
    def steps(self) -> tuple[object, ...]:
        """What it does."""
        return tuple((each.text, each.table, each.has_text_block) for each in self.scenario.steps)


def differences(pairs: Pairs) -> Iterator[Change]:
    """One for each scenario that is new, gone or plays otherwise. A file that cannot be read is told as a file."""
    matching = (
        Matching(*(list(_scenarios(files)) for files in pairs.changed_files))
        .by(lambda each: (each.file, each.scenario.name)).by(lambda each: each.scenario.name)
        .by(lambda each: each.steps)
    )  # fmt: skip
    for old, new in matching.things():
        written = new or old
        if written is None:
            continue
        name, steps = written.scenario.name, counted(len(written.scenario.steps), "zin", "zinnen")
        where = Where(
            ChangePart.SCENARIO, written.file, PurePosixPath(written.file).stem, element=name,
            was=old.scenario.name if old else "", name=name,
        )  # fmt: skip
        if old is not None and new is not None:
            yield from _changed(where, old, new)
        elif new is not None:
            yield where.added("scenario", WORK, f"Scenario {starred(name)} is nieuw, met {steps}", name)
        else:
            yield where.removed("scenario", WORK, f"Scenario {starred(name)} is vervallen", name)


def _scenarios(files: Mapping[str, bytes]) -> Iterator[Written]:
    for name in sorted(files):
        if name.endswith(_ENDING):
            for found in read_feature(files[name].decode("utf-8-sig", "replace")):
                if isinstance(found, Scenario):
                    yield Written(name, found)


def _changed(where: Where, old: Written, new: Written) -> Iterator[Change]:
    spoken = f"Scenario {starred(new.scenario.name)}"
    if old.scenario.name != new.scenario.name:
        sentence = f"Scenario {starred(old.scenario.name)} heet nu {starred(new.scenario.name)}"
        yield where.changed("name", Weight.WORDING, sentence, old.scenario.name, new.scenario.name)
    if old.file != new.file:
        sentence = f"{spoken} staat nu in bestand {new.file}{was(old.file)}"
        yield where.changed("file", Weight.WORDING, sentence, old.file, new.file)
    if (old.steps, old.scenario.tags) != (new.steps, new.scenario.tags):
        told = ["\n".join(step.text for step in each.scenario.steps) for each in (old, new)]
        at = next((at for at, pair in enumerate(zip(old.steps, new.steps, strict=False), 1) if pair[0] != pair[1]),
                  min(len(old.steps), len(new.steps)) + 1)  # fmt: skip
        yield where.changed("steps", WORK, f"{spoken} speelt anders, vanaf zin {at}", *told)
