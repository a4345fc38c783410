"""New work in a drawing, put into the scenarios that stop at it: a sentence where it is done, and nothing else.

Only where the scenario then goes on. What a scenario means is not touched: one that fails for another reason fails.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from workflows.bundle import Bundle
from workflows.errors import WorkflowError
from workflows.scenarios.dossier import MemoryDossier
from workflows.scenarios.feature import Scenario, read_feature, table_of
from workflows.scenarios.listing import entries
from workflows.scenarios.runner import act_out
from workflows.scenarios.words import spoken
from workflows.types import TaskKind

_MOST: Final = 60
"""Sentences put into one file."""
_STEP: Final = re.compile(r"(\s*)(Gegeven|Als|Dan|En|Maar|\*)(\s)")
_GOES_ON: Final = ("En", "Maar", "*")


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of scenarios."""

    files: Mapping[str, str]
    """Those that changed."""
    sentences: int
    """How many were put in."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a scenario stops because new work comes first."""

    line: int
    """From 0."""
    sentence: str


def follow(bundle: Bundle, new: Collection[str], files: Mapping[str, str]) -> Followed:
    """Put tasks that are new (`new` has the ids of their elements) into feature files, name to text."""
    changed, count = dict[str, str](), 0
    for name, text in files.items():
        made, number = _file(bundle, new, text)
        if number:
            changed[name] = made
            count += number
    return Followed(changed, count)


def _file(bundle: Bundle, new: Collection[str], text: str) -> tuple[str, int]:
    count, tried = 0, set[tuple[int, str]]()
    left, stops = _played(bundle, new, text)
    while count < _MOST:
        stop = next((each for each in stops if (each.line, each.sentence) not in tried), None)
        if stop is None:
            break
        made = _put(text, stop)
        now, after = _played(bundle, new, made)
        if _is_nearer(now, left):
            text, left, stops, count = made, now, after, count + 1
            tried = set()
        else:
            tried.add((stop.line, stop.sentence))
    return text, count


def _is_nearer(now: Sequence[int], before: Sequence[int]) -> bool:
    """Whether some scenarios come further by it and none less far, by the steps that are left of each."""
    return len(now) == len(before) and now != before and all(
        one <= other for one, other in zip(now, before, strict=True)
    )  # fmt: skip


def _played(bundle: Bundle, new: Collection[str], text: str) -> tuple[list[int], list[_Stop]]:
    left, stops = list[int](), list[_Stop]()
    for scenario in read_feature(text):
        if isinstance(scenario, Scenario):
            number, stop = _play(bundle, new, scenario)
            left.append(number)
            stops += [stop] if stop else []
    return left, stops


def _play(bundle: Bundle, new: Collection[str], scenario: Scenario) -> tuple[int, _Stop | None]:
    """How many steps are left where it stops, and why that is, where it is for new work."""
    dossier = MemoryDossier(bundle)
    for number, step in enumerate(scenario.steps):
        try:
            act_out(dossier, step.text, table_of(step))
        except WorkflowError:
            sentence = next(_done(dossier, new), None)
            return len(scenario.steps) - number, _Stop(step.line - 1, sentence) if sentence else None
    return 0, None


def _done(dossier: MemoryDossier, new: Collection[str]) -> Iterator[str]:
    """The sentence that does the first new work that is open, where somebody can do it without a choice of ours."""
    for entry in entries(dossier):
        task = entry.work.task
        if task.element not in new or task.kind is not TaskKind.TAAK:
            continue
        for function in dossier.people.functions:
            if dossier.refusal(function, entry.work) is None:
                sentence = spoken(f"§ de taak §{entry.where} afrondt", function, task.name, *entry.names)
                if _goes(dossier, sentence):
                    yield sentence
                break


def _goes(dossier: MemoryDossier, sentence: str) -> bool:
    before = dossier.world
    try:
        act_out(dossier, sentence)
    except WorkflowError:
        return False
    finally:
        dossier.world = before
    return True


def _put(text: str, stop: _Stop) -> str:
    """The text with the sentence on a line of its own, and words before both that fit."""
    lines = text.split("\n")
    found = _STEP.match(lines[stop.line])
    if found is None:
        return text
    indent, word, _space = found.groups()
    part = _part(lines, stop.line)
    own = "En" if part == "Als" and word in _GOES_ON else "Als"
    again = {"Als": "En", "Dan": "Dan"}.get(word, part if part == "Dan" else word)
    end = "\r" if lines[stop.line].endswith("\r") else ""
    lines[stop.line] = f"{indent}{again}{lines[stop.line][found.end(2) :]}"
    return "\n".join([*lines[: stop.line], f"{indent}{own} {stop.sentence}{end}", *lines[stop.line :]])


def _part(lines: list[str], at: int) -> str:
    """Under which of *Gegeven*, *Als* and *Dan* a step stands."""
    for line in reversed(lines[: at + 1]):
        found = _STEP.match(line)
        if found and found[2] not in _GOES_ON:
            return found[2]
    return "Als"
