"""`rechten.csv` as it is changed here: who may do what with a field group; every other sign stays.

Knows how these lines are written; decides nothing about what should be in them.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from workflows.errors import SourceError
from workflows.rights import ANY_PHASE, COLUMNS, FILE_NAME, Grant, Right, read_rights

_CELL: Final = re.compile(r'"(?:[^"]|"")*(?:"[^,\r\n]*)?|[^,\r\n]*')
"""As the reader of csv takes one: a quote counts at the beginning only, and what comes behind its end belongs to it."""
_NOT_HERE: Final = f"{FILE_NAME} is zo geschreven dat het hier niet te veranderen is. Haal het ontwerp op als zip."
_Said: TypeAlias = tuple[str, str, str, Right]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its place in the text."""

    start: int
    end: int
    """Behind its line end."""
    grant: Grant


class Grants:
    """The file under way; without one, a new one. Raises SourceError where it cannot be read."""

    def __init__(self, data: bytes) -> None:
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        read_rights(data or ",".join(COLUMNS).encode())
        self._text = data.decode("utf-8-sig") or f"{','.join(COLUMNS)}\n"
        self._end = "\r\n" if "\r\n" in self._text else "\n"

    def written(self) -> bytes:
        """The file as it is now."""
        return self._mark + self._text.encode()

    @property
    def says_something(self) -> bool:
        """Whether any function may do anything."""
        return bool(_read(self.written()))

    def everywhere(self, function: str, group: str, right: Right | None) -> None:
        """One right for every phase, also for those that are still to be drawn; None takes all away."""
        own = self._own(function, group)
        starred = [each for each in own if each.grant.phase == ANY_PHASE]
        if right is not None and starred and _most(own) is right is _most(starred):
            return
        kept = starred[:1] or own[:1]
        changed = {} if right is None else {each.start: self._otherwise(each, ANY_PHASE, right) for each in kept}
        changed = dict.fromkeys((each.start for each in own), "") | changed
        new = [(function, group, ANY_PHASE, right)] if right is not None and not own else []
        self._become(own, changed, new)

    def by_phase(self, function: str, group: str, rights: Mapping[str, Right | None]) -> None:
        """A right for each phase that there is.

        A row for every phase stays where no phase goes below it; else the phases stand in its place.
        """
        own = self._own(function, group)
        starred = [each for each in own if each.grant.phase == ANY_PHASE]
        floor = _most(starred)
        split = floor is not None and any(_reach(right) < floor.reach for right in rights.values())
        changed = dict.fromkeys((each.start for each in starred), "") if split else {}
        new: list[_Said] = []
        for phase, right in rights.items():
            there = [each for each in own if each.grant.phase == phase]
            under = there if split else [*there, *starred]
            if phase == ANY_PHASE or _most(under) is right:
                continue
            drop = right is None or (not split and right is floor)
            changed |= dict.fromkeys((each.start for each in there), "")
            if right is not None and not drop and there:
                changed[there[0].start] = self._otherwise(there[0], phase, right)
            elif right is not None and not drop:
                new.append((function, group, phase, right))
        self._become(own, changed, new)

    def drop(self, function: str) -> None:
        """Take away all that a function may."""
        own = [each for each in self._rows() if each.grant.function == function]
        self._become(own, dict.fromkeys((each.start for each in own), ""), [])

    def _rows(self) -> list[_Row]:
        grants = {each.line: each for each in read_rights(self.written()).grants}
        lines = list(io.StringIO(self._text))
        rows, found, at, before = csv.reader(iter(lines)), list[_Row](), 0, 0
        for _row in rows:
            start, at = at, at + sum(len(each) for each in lines[before : rows.line_num])
            before = rows.line_num
            if before in grants:
                found.append(_Row(start, at, grants[before]))
        return found

    def _own(self, function: str, group: str) -> list[_Row]:
        return [each for each in self._rows() if (each.grant.function, each.grant.group) == (function, group)]

    def _otherwise(self, row: _Row, phase: str, right: Right) -> str:
        """The row with another phase or right, spelled as it was for the rest."""
        text = self._text[row.start : row.end]
        cells = list(_cells(text))
        if phase != row.grant.phase:
            start, end = cells[2]
            text = text[:start] + _spelled(phase) + text[end:]
            cells = list(_cells(text))
        start, end = cells[3]
        return text[:start] + text[start:end].replace(str(row.grant.right), str(right), 1) + text[end:]

    def _become(self, own: list[_Row], changed: Mapping[int, str], new: list[_Said]) -> None:
        """Write it, and look whether it says what was meant: what does not is not saved."""
        before, rows = self._text, self._rows()
        ends = {each.start: each.end for each in rows}
        wanted = sorted([
            *(_said(each.grant) for each in rows if each.start not in changed), *new,
            *(_said(each) for each in _rows_in(changed.values())),
        ])  # fmt: skip
        at = self._place(own, rows, new)
        edits = {start: (ends[start], text) for start, text in changed.items()}
        added = "".join(f"{','.join(map(_spelled, each))}{self._end}" for each in new)
        for start, (end, text) in sorted(edits.items(), reverse=True):
            self._put(start, end, text)
            at += len(text) - (end - start) if start < at else 0
        if added:
            gap = self._end if at and self._text[at - 1] not in "\r\n" else ""
            self._put(at, at, gap + added)
        if sorted(_said(each) for each in _read(self.written())) != wanted:
            self._text = before
            raise SourceError(_NOT_HERE, code="rights-row")

    def _place(self, own: list[_Row], rows: list[_Row], new: list[_Said]) -> int:
        """Behind what is said of the same function and group, else of the same function, else at the end."""
        mine = own or [each for each in rows if new and each.grant.function == new[0][0]]
        return mine[-1].end if mine else len(self._text)

    def _put(self, start: int, end: int, text: str) -> None:
        self._text = self._text[:start] + text + self._text[end:]


def _read(data: bytes) -> tuple[Grant, ...]:
    try:
        return read_rights(data).grants
    except SourceError:
        return ()


def _rows_in(rows: Iterable[str]) -> tuple[Grant, ...]:
    text = "".join(each if each.endswith("\n") else f"{each}\n" for each in rows if each)
    return _read(f"{','.join(COLUMNS)}\n{text}".encode())


def _cells(row: str) -> Iterator[tuple[int, int]]:
    """Where the cells of a row stand, their quotes with them."""
    at = 0
    while True:
        found = _CELL.match(row, at)
        at = found.end() if found else at
        yield (found.start() if found else at), at
        if row[at : at + 1] != ",":
            return
        at += 1


def _said(grant: Grant) -> _Said:
    return grant.function, grant.group, grant.phase, grant.right


def _most(rows: Iterable[_Row]) -> Right | None:
    return max((each.grant.right for each in rows), key=lambda each: each.reach, default=None)


def _reach(right: Right | None) -> int:
    return 0 if right is None else right.reach


def _spelled(cell: str) -> str:
    """A cell as it is written: between quotes only where it must be."""
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\r\n') else cell
