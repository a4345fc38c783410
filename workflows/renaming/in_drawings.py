"""Drawings that name what has another name now, and what protocol.toml says of a lane under its old one.

Only the value of the attribute that holds the name is written; all other bytes of a drawing stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from workflows.diagram import BPMN, SPIFF, Node
from workflows.diagram.model import THROWING
from workflows.diagram.protocol import LANES, name_key
from workflows.renaming.model import Change, Edit, Log, Names, Place, RenamedIn, change_of, edited
from workflows.renaming.naming import Naming, messages, named
from workflows.toml_text import Block, blocks_of

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_VALUES: Final = {
    "property": re.compile(rb"""\svalue\s*=\s*("[^"]*"|'[^']*')"""),
    "message": re.compile(rb"""\sname\s*=\s*("[^"]*"|'[^']*')"""),
}
_TAG: Final = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")


@dataclass(frozen=True, slots=True)
class _Spot:
    """An attribute that can hold a name of something else."""

    owner: str
    """Id of the element; of a message its own."""
    what: str
    """Name of the property; `message` for the name of a message."""
    value: str
    start: int
    end: int


class Drawnwise:
    """Two states of a protocol, as drawings look at them."""

    def __init__(self, was: Naming, now: Naming, log: Log) -> None:
        self.was, self.now, self.log = was, now, log
        self.messages = {each.was: each for each in _messages(was, now)}

    def drawing(self, name: str, data: bytes) -> bytes:
        """A drawing with the new names."""
        nodes = {node.id: node for node in self.now.nodes()}
        edits = set[Edit]()
        text = data.decode("latin-1")  # a byte is a sign, so that places are those of the bytes
        for spot in _spots(data):
            made = self._made(spot, nodes.get(spot.owner), name)
            if made != spot.value:
                edits.add(Edit(spot.start, spot.end, _quoted(made)))
        return edited(text, edits).encode("latin-1") if edits else data

    def _made(self, spot: _Spot, node: Node | None, file: str) -> str:
        place = Place(RenamedIn.DRAWING, file, spot.owner)
        if spot.what == "message":
            return self._one(self.messages.get(spot.value), spot.value, place)
        if node is None:
            return spot.value
        if spot.what == "niet_door":
            was, now = (self._work(naming, node.process) for naming in (self.was, self.now))
            return self._listed(spot.value, was, now, place)
        if self.now.means(node.process, spot.value):
            return spot.value
        was, now = self.was.lanes_of(node.process), self.now.lanes_of(node.process)
        return self._one(change_of(spot.value, was, now), spot.value, place)

    def _work(self, naming: Naming, process: str) -> Names:
        nodes = (node for each in naming.same_route(process) for node in each.nodes.values())
        return named(nodes, naming.is_work)

    def _listed(self, value: str, was: Names, now: Names, place: Place) -> str:
        made = value
        for each in filter(None, (part.strip() for part in value.split(","))):
            change = change_of(each, was, now)
            if change is not None and "," in change.now:  # no list can name it
                change = Change(change.was, change.now, sure=False)
            if self._one(change, each, place) != each and change is not None:
                made = re.sub(rf"(^|,)(\s*){re.escape(each)}(\s*)(?=,|$)", _with(change.now), made)
        return made

    def _one(self, change: Change | None, name: str, place: Place) -> str:
        return change.now if change is not None and self.log.add(change, place) else name

    def protocol(self, name: str, data: bytes) -> bytes:
        """What lanes mean, under the new name of the lane too."""
        text = data.decode("utf-8-sig", errors="replace")
        if text.encode() != data:
            return data
        for (was, now), functions in self._lanes().items():
            if self.log.add(Change(was, now), Place(RenamedIn.PROTOCOL, name, was)):
                text = _lane(text, was, now, functions, gone=was not in self.now.lanes.values())
        return text.encode()

    def _lanes(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Lanes that have a new name which means nobody yet, with whom the old one meant."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for own, was in self.was.lanes.items():
            now, process = self.now.lanes.get(own, ""), own.partition("/")[0]
            functions = self.was.means(process, was)
            if now and now != was and functions and not self.now.means(process, now):
                found[was, now] = functions
        return found


def _lane(text: str, was: str, now: str, functions: tuple[str, ...], *, gone: bool) -> str:
    """The text with a lane under its new name: in the place of the old one where no lane is called so any more."""
    blocks = [each for each in blocks_of(text) if each.path[:1] and each.path[0] in LANES]
    edits = set[Edit]()
    for block in blocks:
        key = next((each for each in block.keys if name_key(each.name) == name_key(was)), None)
        if key is not None and gone:
            start = key.start + len(text[key.start :]) - len(text[key.start :].lstrip(" \t"))
            edits.add(Edit(start, start + len(text[start : key.value].partition("=")[0].rstrip()), _key(now)))
        elif key is not None:
            edits.add(Edit(key.end, key.end, f"{_key(now)} = {text[key.value : key.value_end]}\n"))
    whole: Block | None = next((each for each in blocks if len(each.path) == 1), None)
    if not edits and whole is not None:
        listed = ", ".join(json.dumps(each, ensure_ascii=False) for each in functions)
        line = f"{_key(now)} = [{listed}]\n"
        edits.add(Edit(whole.end, whole.end, line if text[: whole.end].endswith("\n") else f"\n{line}"))
    return edited(text, edits)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _with(name: str) -> Any:
    return lambda found: f"{found[1]}{found[2]}{name}{found[3]}"


def _messages(was: Naming, now: Naming) -> Iterator[Change]:
    """Messages of which all who send them, or all who hear them, use a name that is new."""
    before, after = messages(was.nodes()), messages(now.nodes())
    sending = {node.id for node in was.nodes() if node.tag in THROWING}
    for name in dict.fromkeys(before.values()):
        those = {own for own, each in before.items() if each == name}
        for side in (those & sending, those - sending):
            called = {after.get(own, name) for own in side}
            new = next(iter(called), name)
            if len(called) == 1 and new != name and new not in before.values() and name in after.values():
                yield Change(name, new)
                break


@lru_cache(maxsize=64)
def values_in(data: bytes) -> tuple[str, ...]:
    """All that a drawing says of other things by their name."""
    return tuple(spot.value for spot in _spots(data))


def _spots(data: bytes) -> Iterator[_Spot]:
    """In the order of the file; none in one that is not written in UTF-8, as modelers write."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return
    found, owners = list[_Spot](), list[str]()
    parser = expat.ParserCreate("utf-8", namespace_separator="}")

    def begin(name: str, attributes: dict[str, str]) -> None:
        drawn = name.startswith(f"{BPMN}}}") and attributes.get("id", "")
        owners.append(drawn or (owners[-1] if owners else ""))
        own = attributes.get("name", "").strip()
        if name == f"{SPIFF}}}property" and own in _PROPERTIES:
            spot = _value(data, parser.CurrentByteIndex, "property")
            found.append(_Spot(owners[-1], own, attributes.get("value", ""), *spot))
        elif name == f"{BPMN}}}message" and own:
            spot = _value(data, parser.CurrentByteIndex, "message")
            found.append(_Spot(attributes.get("id", ""), "message", own, *spot))

    def end(_name: str) -> None:
        owners.pop()

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return
    yield from (each for each in found if each.end > each.start)


_PROPERTIES: Final = frozenset({"niet_door", "samen_met", "aan"})


def _value(data: bytes, at: int, kind: str) -> tuple[int, int]:
    """Where the value stands, without its quotation marks; nowhere where it is not found."""
    tag = _TAG.match(data, at)
    found = _VALUES[kind].search(tag[0]) if tag else None
    return (at + found.start(1) + 1, at + found.end(1) - 1) if found else (0, 0)


def _quoted(text: str) -> str:
    """As it can stand between either kind of quotation mark, each byte a sign."""
    return escape(text, {'"': "&quot;", "'": "&apos;"}).encode().decode("latin-1")
