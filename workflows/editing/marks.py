"""`protocol.toml` as it is changed here: the name, the functions and what a lane means; every other line stays.

Knows how these lines are written; decides nothing about what should be in them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from workflows.diagram.protocol import FILE_NAME, FUNCTIONS, LANES, NAME, USUAL_FUNCTIONS, USUAL_LANES, read_toml
from workflows.errors import SourceError

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_HEADER: Final = re.compile(r"\s*\[[^\[]")
_NOT_HERE: Final = f"{FILE_NAME} is zo geschreven dat het hier niet te veranderen is. Haal het ontwerp op als zip."


@dataclass(frozen=True, slots=True)
class _Entry:
    """Lines that say one thing; without a value it is the head of a table."""

    path: tuple[str, ...]
    first: int
    behind: int
    value: object = None
    head: bool = False


class Marks:
    """The file under way. Raises SourceError where it cannot be read, or not be changed line by line."""

    def __init__(self, data: bytes) -> None:
        self._table = read_toml(data)
        text = data.decode("utf-8-sig")
        self._end = "\r\n" if "\r\n" in text else "\n"
        self._lines = text.splitlines()

    def written(self) -> bytes:
        """The file as it is now."""
        return "".join(f"{line}{self._end}" for line in self._lines).encode()

    def name(self, name: str) -> None:
        """What the protocol is called."""
        self._set((self._key(NAME),), name)

    def add_function(self, function: str) -> None:
        """One function more."""
        self._spell_out()
        key = self._key(FUNCTIONS)
        self._set((key,), [*self._listed(key), function])

    def mean(self, lane: str, functions: Sequence[str], process: str = "") -> None:
        """What a lane means, in one process; without one in all of them."""
        self._spell_out()
        key = self._key(LANES)
        if not process:
            for path in [each for each in self._lanes(key) if len(each) > len((key, lane))]:
                if _same(path[-1], lane):
                    self._drop(path)
        self._set((key, process, lane) if process else (key, lane), list(functions))

    def _lanes(self, key: str) -> Iterator[tuple[str, ...]]:
        for entry in self._entries():
            if not entry.head and entry.path[0] == key:
                yield entry.path

    def _spell_out(self) -> None:
        """Where the file leaves functions and lanes to what is usual, write that: one line of them ends it."""
        functions, lanes = self._key(FUNCTIONS), self._key(LANES)
        if functions not in self._table:
            if lanes not in self._table:
                for lane, those in USUAL_LANES.items():
                    self._set((lanes, lane.capitalize()), list(those))
            self._set((functions,), list(USUAL_FUNCTIONS))

    def _key(self, keys: tuple[str, ...]) -> str:
        return next((each for each in keys if each in self._table), keys[0])

    def _listed(self, key: str) -> list[Any]:
        value = self._table.get(key, [])
        return [value] if isinstance(value, str) else value if isinstance(value, list) else []

    def _set(self, path: tuple[str, ...], value: object) -> None:
        found = next((each for each in self._entries() if not each.head and _is(each.path, path)), None)
        wanted = _changed(self._table, found.path if found else path, value)
        if found:
            head = self._lines[found.first].partition("=")[0].rstrip()
            self._lines[found.first : found.behind] = [f"{head} = {_value(value)}{self._remark(found)}"]
        else:
            self._insert(path, f"{_word(path[-1])} = {_value(value)}")
        self._become(wanted)

    def _drop(self, path: tuple[str, ...]) -> None:
        found = next(each for each in self._entries() if not each.head and each.path == path)
        del self._lines[found.first : found.behind]
        self._become(_changed(self._table, path, None))

    def _insert(self, path: tuple[str, ...], line: str) -> None:
        """Behind the last line of its table; where it has none yet, at the end of the file."""
        table, entries = path[:-1], list(self._entries())
        own = [each for each in entries if each.path == table and each.head]
        own += [each for each in entries if not each.head and each.path[:-1] == table]
        if own:
            self._lines.insert(max(each.behind for each in own), line)
        elif table:
            self._lines += [*([""] if self._lines else []), f"[{'.'.join(map(_word, table))}]", line]
        else:
            self._lines.insert(0, line)

    def _become(self, wanted: dict[str, Any]) -> None:
        """Whatever way it was written: what is not exactly what was meant is not saved."""
        self._table = read_toml(self.written())
        if _without_empty(self._table) != _without_empty(wanted):
            raise SourceError(_NOT_HERE, code="not-toml")

    def _remark(self, entry: _Entry) -> str:
        """What stands behind a value of one line."""
        line = self._lines[entry.first]
        if entry.behind - entry.first == 1:
            for at in (found.start() for found in re.finditer(r"\s*#", line)):
                if _read(line[:at]) is not None:
                    return line[at:]
        return ""

    def _entries(self) -> Iterator[_Entry]:
        table: tuple[str, ...] = ()
        at = 0
        while at < len(self._lines):
            line, behind = self._lines[at], at + 1
            if line.strip() and not line.lstrip().startswith("#"):
                if _HEADER.match(line):
                    table = _path(_read(line) or {})[0]
                    yield _Entry(table, at, behind, head=True)
                else:
                    while behind < len(self._lines) and _read("\n".join(self._lines[at:behind])) is None:
                        behind += 1
                    path, value = _path(_read("\n".join(self._lines[at:behind])) or {})
                    if path:
                        yield _Entry((*table, *path), at, behind, value)
            at = behind


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


def _path(table: dict[str, Any]) -> tuple[tuple[str, ...], object]:
    path: list[str] = []
    value: object = table
    while isinstance(value, dict) and len(value) == 1:
        ((key, value),) = value.items()
        path.append(key)
    return tuple(path), value


def _changed(table: dict[str, Any], path: tuple[str, ...], value: object) -> dict[str, Any]:
    """The same table with this one thing otherwise; None takes it out."""
    made = dict(table)
    if len(path) > 1:
        inner = made.get(path[0], {})
        made[path[0]] = _changed(inner if isinstance(inner, dict) else {}, path[1:], value)
    elif value is None:
        made.pop(path[0], None)
    else:
        made[path[0]] = value
    return made


def _without_empty(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: each for key, those in value.items() if (each := _without_empty(those)) != {}}


def _is(path: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether this is it; lanes are compared without case."""
    return path == wanted or (len(path) > 1 and path[:-1] == wanted[:-1] and _same(path[-1], wanted[-1]))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _word(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
