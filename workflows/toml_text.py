"""Where things stand in a TOML text: its tables, their keys and the elements of lists, as places. Changes nothing.

The text must be good TOML already; what it means is for `tomllib`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_QUOTES: Final = "\"'"
_OPEN, _SHUT = "[{", "]}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its value."""

    name: str
    start: int
    """Of the line on which it begins."""
    value: int
    value_end: int
    end: int
    """Behind the line on which its value ends."""


@dataclass(slots=True)
class Block:
    """A table: its heading, and the keys under it."""

    path: tuple[str, ...]
    """`("regel", "ook")`; empty for what stands above the first heading."""
    start: int
    end: int
    """Behind its last line that is no comment and not blank; what stands after that goes with what follows."""
    keys: list[Key]

    def key(self, name: str) -> Key | None:
        """The key of this name."""
        return next((each for each in self.keys if each.name == name), None)


def blocks_of(text: str) -> list[Block]:
    """Every table, in order; the first is what stands above all headings."""
    found = [Block((), 0, 0, [])]
    at = 0
    while at < len(text):
        start, at = at, _over_blanks(text, at)
        sign = text[at : at + 1]
        if sign == "[":
            end = _line_end(text, at)
            found.append(Block(_path(text[at:end]), start, end, []))
        elif sign not in ("", "#", "\r", "\n"):
            found[-1].keys.append(_key(text, start, at))
            end = found[-1].end = found[-1].keys[-1].end
        else:
            end = _line_end(text, at)
        at = end
    return found


def elements(text: str, key: Key) -> list[tuple[int, int]]:
    """Where the elements of a list stand."""
    found, at = list[tuple[int, int]](), key.value + 1
    while at < key.value_end - 1:
        if text[at] in " \t\r\n,":
            at += 1
        elif text[at] == "#":
            at = _line_end(text, at)
        else:
            end = at
            while end < key.value_end - 1 and text[end] not in ",#\r\n":
                end = _over(text, end)
            found.append((at, at + len(text[at:end].rstrip())))
            at = end
    return found


def comments(text: str, key: Key) -> list[str]:
    """The comments within a list."""
    found, at = list[str](), key.value
    while at < key.value_end:
        if text[at] == "#":
            end = _line_end(text, at)
            found.append(text[at:end].rstrip())
            at = end
        else:
            at = _over_string(text, at) if text[at] in _QUOTES else at + 1
    return found


def _key(text: str, start: int, at: int) -> Key:
    sign = at
    while text[sign] != "=":
        sign = _over_string(text, sign) if text[sign] in _QUOTES else sign + 1
    value = _over_blanks(text, sign + 1)
    end = at_end = value
    depth = 0
    while end < len(text) and (depth or text[end] not in "#\r\n"):
        if text[end] == "#":
            end = _line_end(text, end)
            continue
        depth += (text[end] in _OPEN) - (text[end] in _SHUT)
        inside, end = end, _over_string(text, end) if text[end] in _QUOTES else end + 1
        at_end = end if not text[inside].isspace() else at_end
    name = text[at:sign].strip()
    return Key(name.strip(_QUOTES), start, value, at_end, _line_end(text, end))


def _path(line: str) -> tuple[str, ...]:
    return tuple(_names(tomllib.loads(line)))


def _names(table: Any) -> Iterator[str]:
    while table:
        table = table[0] if isinstance(table, list) else table
        for name, inner in table.items():
            yield name
            table = inner


def _over(text: str, at: int) -> int:
    """Behind one element, or one sign of it."""
    if text[at] in _QUOTES:
        return _over_string(text, at)
    if text[at] not in _OPEN:
        return at + 1
    depth, end = 1, at + 1
    while depth:
        depth += (text[end] in _OPEN) - (text[end] in _SHUT)
        end = _over_string(text, end) if text[end] in _QUOTES else end + 1
    return end


def _over_string(text: str, at: int) -> int:
    sign = text[at]
    quote = sign * 3 if text.startswith(sign * 3, at) else sign
    end = at + len(quote)
    while not text.startswith(quote, end):
        end += 2 if text[end] == "\\" and sign == '"' else 1
    end += len(quote)
    while len(quote) > 1 and text.startswith(sign, end):  # up to two quotes may stand before the three that close
        end += 1
    return end


def _over_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
