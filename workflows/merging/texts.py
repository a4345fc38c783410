"""Texts that are a row of blocks, each with a name of its own: rules by their number, scenarios by their title.

Exceptions to rules are known by the number of the rule.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import PurePosixPath
from typing import Final

from workflows.merging.apart import TEXT
from workflows.merging.model import KIND, OWNER, NotApartError, Part, Parts

_RULE: Final = re.compile(r"^\[\[(?:regel|uitzondering)\]\]\s*$")
_EXEMPT: Final = re.compile(r"^\[\[uitzondering\]\]\s*$", re.MULTILINE)
_OF_RULE: Final = re.compile(r"^regel\s*=\s*(.+?)\s*$", re.MULTILINE)
_NUMBER: Final = re.compile(r"^nummer\s*=\s*(.+?)\s*$", re.MULTILINE)
_SCENARIO: Final = re.compile(r"^\s*(?:Scenario|Abstract Scenario|Voorbeeld)\s*:\s*(.+?)\s*$")
_ABOVE: Final = re.compile(r"^\s*(?:#.*|@.*)?$")
"""A line that belongs to what comes below it."""
BLOCKS: Final = frozenset({".toml", ".feature"})


def take(name: str, data: bytes) -> Parts:
    """Its blocks. Raises NotApartError where there are none, two have one name, or it is no text."""
    try:
        lines = data.decode().splitlines(keepends=True)
    except UnicodeDecodeError as error:
        raise NotApartError from error
    if any(not line.endswith("\n") or line.endswith("\r\n") for line in lines):
        raise NotApartError
    head = _RULE if PurePosixPath(name).suffix == ".toml" else _SCENARIO
    starts = [_above(lines, at) for at, line in enumerate(lines) if head.match(line)]
    if not starts:
        raise NotApartError
    parts: Parts = {"/": Part("/", {OWNER: "", KIND: "", TEXT: "".join(lines[: starts[0]])})}
    slots = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        text = "".join(lines[start:end])
        key = f"#{_key(text, lines[start:end], head)}"
        if key in parts:
            raise NotApartError
        parts[key] = Part(key, {OWNER: "/", KIND: "", TEXT: f"{text.rstrip()}\n"})
        slots.append(key)
    parts["/"] = Part("/", parts["/"].values, tuple(slots))
    return parts


def can_be_read(name: str, data: bytes) -> bool:
    """Whether it is what its name says, as far as that can be told without knowing what should be in it."""
    if PurePosixPath(name).suffix != ".toml":
        return True
    try:
        tomllib.loads(data.decode())
    except ValueError:
        return False
    return True


def put(name: str, parts: Parts, *, sound: bool) -> bytes:
    """The file. Raises NotApartError where it would not say the same when it is read again.

    With `sound`, it has to be what its name says: a draft may hold what is not, and then so may what comes of it.
    """
    made = _put(parts)
    again = take(name, made)
    same = {key: each.values[TEXT].strip() for key, each in again.items()} == {
        key: each.values.get(TEXT, "").strip() for key, each in parts.items()
    }
    if not same or (sound and not can_be_read(name, made)):
        raise NotApartError
    return made


def _put(parts: Parts) -> bytes:
    blocks = [each for each in parts["/"].slots if each in parts]
    blocks += [each for each in parts if each not in blocks and each != "/"]
    head = parts["/"].values.get(TEXT, "").rstrip()
    texts = [each for each in (head, *(parts[key].values[TEXT].strip("\n") for key in blocks)) if each]
    return ("\n\n".join(texts) + "\n").encode()


def _above(lines: list[str], at: int) -> int:
    """Where a block begins: with the comments and marks just above it."""
    while at and _ABOVE.match(lines[at - 1]):
        at -= 1
    return at


def _key(text: str, lines: list[str], head: re.Pattern[str]) -> str:
    if head is _RULE and _EXEMPT.search(text):
        found = _OF_RULE.search(text)
        return f"uitzondering {found[1]}" if found else text.strip()
    if head is _RULE:
        found = _NUMBER.search(text)
        if found is None:
            raise NotApartError
        return found[1]
    return next(found[1] for line in lines if (found := head.match(line)))
