"""`protocol.toml` as it is changed here: its name, functions, team and what a lane means; every other sign stays.

Knows how these lines are written; decides nothing about what should be in them.
"""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from workflows.diagram.protocol import (
    FILE_NAME,
    FUNCTIONS,
    LANES,
    NAME,
    TEAM,
    USUAL_FUNCTIONS,
    USUAL_LANES,
    USUAL_TEAM,
    name_key,
    read_toml,
)
from workflows.errors import SourceError
from workflows.toml_text import Key, blocks_of, elements

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_NOT_HERE: Final = f"{FILE_NAME} is zo geschreven dat het hier niet te veranderen is. Haal het ontwerp op als zip."
_ONE_AT_LEAST: Final = "Een protocol heeft minstens één functie. Zet er eerst een andere bij."
Path = tuple[str, ...]


class Marks:
    """The file under way. Raises SourceError where it cannot be read, or not be changed line by line."""

    def __init__(self, data: bytes) -> None:
        self._table = read_toml(data)
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        self._text = data.decode("utf-8-sig")
        self._end = "\r\n" if "\r\n" in self._text else "\n"

    def written(self) -> bytes:
        """The file as it is now."""
        return self._mark + self._text.encode()

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
            for path in [each for each, *_ in self._keys() if each[0] == key and len(each) > len((key, lane))]:
                if _same(path[-1], lane):
                    self._drop(path)
        self._set((key, process, lane) if process else (key, lane), list(functions))

    def join(self, function: str, phase: str) -> None:
        """Who is on every team without being asked, from a phase; `*` is from the start."""
        self._spell_out_team()
        self._set((self._key(TEAM), function), phase)

    def leave(self, function: str) -> None:
        """Who is not. A team of nobody stays written: without one it would be the usual one."""
        team = self._key(TEAM)
        if team not in self._table and not any(_same(each, function) for each in USUAL_TEAM):
            return
        self._spell_out_team()
        for path in [each for each, *_ in self._keys() if each[0] == team and len(each) > 1]:
            if _same(path[-1], function):
                self._drop(path)
        if team not in self._table:
            before = self._end if self._text else ""
            self._line(len(self._text), f"{before}[{team}]")
            self._become({**self._table, team: {}})

    def drop_function(self, function: str) -> None:
        """One function less. Raises SourceError where it is the only one: without any, all usual ones would count."""
        self._spell_out()
        name = self._key(FUNCTIONS)
        listed = self._listed(name)
        left = [each for each in listed if not _same(str(each), function)]
        found = next((key for own, key, _ in self._keys() if own == (name,)), None)
        if not left or found is None:
            raise SourceError(_ONE_AT_LEAST if not left else _NOT_HERE, code="not-toml")
        wanted = _changed(self._table, (name,), left)
        places = elements(self._text, found)
        for at in [at for at, each in enumerate(listed) if each not in left][::-1]:
            self._cut(places, at, found.value_end)
        self._become(wanted)

    def _cut(self, places: list[tuple[int, int]], at: int, end: int) -> None:
        """Take one element out of a list, with its comma; remarks stay."""
        start, stop = places[at]
        behind = re.compile(r"[ \t]*,[ \t]*").match(self._text, stop, end)
        if behind:
            stop = behind.end()
        elif at and "#" not in self._text[places[at - 1][1] : start]:
            start = places[at - 1][1]
        self._put(start, stop, "")

    def _spell_out_team(self) -> None:
        team, functions = self._key(TEAM), self._listed(self._key(FUNCTIONS)) or USUAL_FUNCTIONS
        if team not in self._table:
            for function, phase in USUAL_TEAM.items():
                if any(_same(str(each), function) for each in functions):
                    self._set((team, function), phase)

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

    def _keys(self) -> Iterator[tuple[Path, Key, int]]:
        """Every key by its whole path, and how much of that its table says."""
        for block in blocks_of(self._text):
            for key in block.keys:
                yield (*block.path, *_dotted(self._text[key.start : key.value])), key, len(block.path)

    def _set(self, path: Path, value: object) -> None:
        found = next(((own, key) for own, key, _ in self._keys() if _is(own, path)), None)
        wanted = _changed(self._table, found[0] if found else path, value)
        if found:
            self._put(found[1].value, found[1].value_end, _value(value))
        else:
            self._insert(path, _value(value))
        self._become(wanted)

    def _drop(self, path: Path) -> None:
        found = next(key for own, key, _ in self._keys() if own == path)
        self._put(found.start, found.end, "")
        self._become(_changed(self._table, path, None))

    def _insert(self, path: Path, value: str) -> None:
        """Behind the last line of its table; where it has none yet, at the end of the file."""
        table = path[:-1]
        places = [(each.end, len(table)) for each in blocks_of(self._text) if each.path == table]
        places += [(key.end, above) for own, key, above in self._keys() if own[:-1] == table]
        if places:
            at, above = max(places)
            self._line(at, f"{_words(path[above:])} = {value}")
        else:
            gap = self._end if self._text else ""
            self._line(len(self._text), f"{gap}[{_words(table)}]{self._end}{_words(path[-1:])} = {value}")

    def _line(self, at: int, line: str) -> None:
        before = self._end if at and self._text[at - 1] != "\n" else ""
        self._put(at, at, f"{before}{line}{self._end}")

    def _put(self, start: int, end: int, text: str) -> None:
        self._text = self._text[:start] + text + self._text[end:]

    def _become(self, wanted: dict[str, Any]) -> None:
        """Whatever way it was written: what is not exactly what was meant is not saved."""
        try:
            self._table = read_toml(self.written())
        except SourceError:
            self._table = {}
        if _without_empty(self._table) != _without_empty(wanted):
            raise SourceError(_NOT_HERE, code="not-toml")


def _dotted(key: str) -> Path:
    """The path that a key with its `=` says."""
    table: Any = tomllib.loads(f"{key}0")
    path: list[str] = []
    while isinstance(table, dict):
        ((name, table),) = table.items()
        path.append(name)
    return tuple(path)


def _changed(table: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
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


def _is(path: Path, wanted: Path) -> bool:
    """Whether this is it; lanes are compared without case."""
    return path == wanted or (len(path) > 1 and path[:-1] == wanted[:-1] and _same(path[-1], wanted[-1]))


def _same(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)


def _words(path: Path) -> str:
    return ".".join(each if _BARE.fullmatch(each) else _value(each) for each in path)


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
