"""Where names stand in a feature file: between quotation marks in a step, in its table, in a row of *Voorbeelden*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workflows.scenarios.feature import Scenario, Step
from workflows.scenarios.runner import SENTENCES
from workflows.scenarios.words import level, plain, straight

_NAME: Final = re.compile(r'"([^"]*)"')
_COLUMN: Final = re.compile(r"<([^<>]+)>")
_CELL: Final = re.compile(r"\|((?:\\.|[^|\\])*)(?=\|)")
ANSWER: Final = "antwoord"
FIELD: Final = "veld"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a scenario, as it is when the scenario runs."""

    role: str
    """What it is a name of: as the sentence says, or `antwoord` or `veld`."""
    name: str
    line: int
    """From 0."""
    start: int
    end: int
    cell: bool = False
    """Whether it stands in a table, where nothing is quoted."""

    def written(self, name: str) -> str:
        """Another name as it stands in the place of this one."""
        if not self.cell:
            return level(name)
        made = level(name).replace("\\", "\\\\").replace("|", "\\|")
        return made.ljust(self.end - self.start)


def mentions(lines: list[str], scenario: Scenario, step: Step) -> list[Mention]:
    """The names in a step; none where no sentence is like it, or where a name is put together of parts."""
    text = plain(step.text)
    for sentence in SENTENCES:
        match = sentence.pattern.fullmatch(text)
        if match is None:
            continue
        roles = {match.start(f"n{at}"): role for at, role in enumerate(sentence.roles)}
        names = [(roles.get(found.start(1), ANSWER), found[1]) for found in _NAME.finditer(text)]
        return [*_said(lines, scenario, step.line - 1, names), *_table(lines, step.line - 1)]
    return []


def _said(lines: list[str], scenario: Scenario, line: int, names: list[tuple[str, str]]) -> Iterator[Mention]:
    raw = list(_NAME.finditer(straight(lines[line])))
    if len(raw) != len(names):
        return
    for (role, name), found in zip(names, raw, strict=True):
        column = _COLUMN.fullmatch(found[1].strip())
        if column:
            place = _example(lines, scenario.line - 1, column[1])
            if place is not None:
                yield Mention(role, name, scenario.line - 1, *place, cell=True)
        elif not _COLUMN.search(found[1]):
            yield Mention(role, name, line, found.start(1), found.end(1))


def _table(lines: list[str], line: int) -> Iterator[Mention]:
    """The fields in the first column of the table under a step."""
    for at in range(line + 1, len(lines)):
        text = lines[at].strip()
        if text.startswith("|"):
            (start, end), *_others = _cells(lines[at])
            name = lines[at][start:end].strip()
            if not _COLUMN.search(name):
                yield Mention(FIELD, name.replace("\\|", "|").replace("\\\\", "\\"), at, start, end, cell=True)
        elif text and not text.startswith("#"):
            return


def _example(lines: list[str], row: int, column: str) -> tuple[int, int] | None:
    """Where the value of a column stands in a row of *Voorbeelden*."""
    top = row
    while top and lines[top - 1].strip().startswith(("|", "#")):
        top -= 1
    while lines[top].strip().startswith("#"):
        top += 1
    names = [lines[top][start:end].strip() for start, end in _cells(lines[top])]
    cells = _cells(lines[row])
    return cells[names.index(column)] if column in names and len(names) == len(cells) else None


def _cells(line: str) -> list[tuple[int, int]]:
    """Where the cells of a row stand, with the room behind them that makes them as wide as those above and below."""
    found = []
    for match in _CELL.finditer(line):
        text = match[1]
        start = match.start(1) + len(text) - len(text.lstrip())
        found.append((start, max(match.end(1) - (text[-1:] == " "), start)))
    return found
