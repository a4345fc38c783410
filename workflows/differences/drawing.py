"""The differences between the drawings: processes, lanes, elements and arrows, in the order of the new drawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflows.diagram import Node, Process
from workflows.diagram import model as tag
from workflows.differences import nodes
from workflows.differences.element import Element
from workflows.differences.flows import Arrow, Folded, by_source
from workflows.differences.model import Change, ChangePart, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import called, counted, listed, neighbours, short, starred, term, was

BEHAVIOUR: Final = Weight.BEHAVIOUR


def differences(pairs: Pairs) -> Iterator[Change]:
    """All of them, process by process."""
    told = _Told(pairs)
    for old, new in pairs.processes:
        if old is not None and new is not None:
            yield from _process(old, new)
            yield from _lanes(pairs, old, new)
            yield from told.elements(new)
        else:
            yield from _one_sided(old, new)


def _one_sided(old: Process | None, new: Process | None) -> Iterator[Change]:
    process = new or old
    if process is None:
        return
    where = Where(
        ChangePart.DRAWING, process.file, process.name, process.id, process.id, old.id if old else "", process.name
    )  # fmt: skip
    parts = counted(sum(1 for _ in process.nodes), "onderdeel", "onderdelen")
    if new is not None:
        yield where.added("process", BEHAVIOUR, f"Proces {starred(process.name)} is nieuw, met {parts}", process.name)
    else:
        sentence = f"Proces {starred(process.name)} is vervallen, met {parts}"
        yield where.removed("process", BEHAVIOUR, sentence, process.name)


def _process(old: Process, new: Process) -> Iterator[Change]:
    where = Where(ChangePart.DRAWING, new.file, new.name, new.id, new.id, old.id, new.name)
    if old.id != new.id:
        sentence = f"Proces {starred(new.name)} heeft een ander nummer"
        yield where.changed("id", BEHAVIOUR, f"{sentence}{was(old.id)}", old.id, new.id)
    if old.name != new.name:
        sentence = f"Proces {starred(old.name)} heet nu {starred(new.name)}"
        yield where.changed("name", Weight.WORDING, sentence, old.name, new.name)
    if old.file != new.file:
        sentence = f"Proces {starred(new.name)} staat nu in bestand {new.file}"
        yield where.changed("file", Weight.WORDING, f"{sentence}{was(old.file)}", old.file, new.file)


def _lanes(pairs: Pairs, before: Process, after: Process) -> Iterator[Change]:
    for old, new in pairs.lanes[after.id].things():
        lane, process = (new, after) if new is not None else (old, before)
        if lane is None:
            continue
        where = Where(
            ChangePart.DRAWING, process.file, after.name, after.id, lane.id, old.id if old else "", lane.name
        )  # fmt: skip
        if old is None:
            yield where.added("lane", Weight.WORDING, f"Baan {starred(lane.name)} is nieuw", lane.name)
        elif new is None:
            yield where.removed("lane", Weight.WORDING, f"Baan {starred(lane.name)} is vervallen", lane.name)
        elif old.name != new.name:
            weight = BEHAVIOUR if any(node.lane == new.name for node in after.nodes.values()) else Weight.WORDING
            sentence = f"Baan {starred(old.name)} heet nu {starred(new.name)}"
            yield where.changed("lane", weight, sentence, old.name, new.name)


class _Told:
    """The elements and arrows of all processes, with what is told by what."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.placed = list(pairs.placed())
        self.folded = Folded(
            pairs, frozenset(new.id for _, _, old, new in self.placed if old is None and new is not None),
            frozenset(old.id for _, _, old, new in self.placed if new is None and old is not None),
        )  # fmt: skip
        self.flows = by_source(pairs)
        self.messages = dict(pairs.messages)
        self.inside: dict[str, list[str]] = {}
        """Id of an element that is new or gone to the ids of what came or went within it or on it."""

    def elements(self, process: Process) -> Iterator[Change]:
        """Of one process."""
        rows = [row for row in self.placed if row[1].id == process.id]
        arrows = {id(node): list(self._arrows(before, after, node)) for before, after, old, new in rows
                  if (node := new or old) is not None}  # fmt: skip
        for before, after, old, new in rows:
            for one, inside in ((new, after), (old, before)):
                if one is not None and (old is None or new is None) and (around := self._told_by(one, inside)):
                    self.inside.setdefault(around, []).append(one.id)
        for before, after, old, new in rows:
            node = new or old
            if node is None:
                continue
            yield from self._element(before, after, old, new)
            yield from arrows[id(node)]

    def _element(
        self, before: Process, after: Process, old: Node | None, new: Node | None
    ) -> Iterator[Change]:  # fmt: skip
        if old is not None and new is not None:
            where = self._where(after, new, old.id)
            yield from nodes.differences(Element(self.pairs, before, after, old, new, where))
            yield from self._message(old, new, where)
        elif new is not None and not self._told_by(new, after):
            beside = (*self.folded.beside.get(new.id, ()), *self.inside.get(new.id, ()))
            where = self._where(after, new, "")
            yield where.added("element", BEHAVIOUR, self._new(new, after), new.name or new.id, beside)
        elif old is not None and not self._told_by(old, before):
            beside = (*self.folded.beside.get(old.id, ()), *self.inside.get(old.id, ()))
            where = self._where(before, old, old.id)
            yield where.removed("element", BEHAVIOUR, self._gone(old, before), old.name or old.id, beside)

    def _told_by(self, node: Node, process: Process) -> str:
        """The outermost new or gone element within which it lies, or on which it sat when that went."""
        found, at = "", node
        while at.scope in process.nodes and at.scope in self.folded.added | self.folded.removed:
            at = process.nodes[at.scope]
            found = at.id
        return found or (node.attached_to if node.attached_to in self.folded.removed else "")

    def _message(self, old: Node, new: Node, where: Where) -> Iterator[Change]:
        name = self.messages.get(old.event.name)
        if name is not None and old.event.kind is new.event.kind and name == new.event.name != old.event.name:
            del self.messages[old.event.name]
            sentence = f"Bericht {starred(old.event.name)} heet nu {starred(name)}, overal waar het gaat en komt"
            yield where.changed("message", BEHAVIOUR, sentence, old.event.name, name)

    def _arrows(self, before: Process, after: Process, node: Node) -> Iterator[Change]:
        for old, new in self.flows.get(node.id, ()):
            if (flow := new or old) is not None:
                yield from Arrow(self.pairs, before, after, old, new, flow, self.folded).differences()

    def _where(self, process: Process, node: Node, was_id: str) -> Where:
        home = self.pairs.process_ids.get(process.id, process.id)
        name = next((new.name for _, new in self.pairs.kept if new.id == home), process.name)
        return Where(ChangePart.DRAWING, process.file, name, home, node.id, was_id, node.name)

    def _new(self, node: Node, process: Process) -> str:
        parts = [f"{called(node, process)} is nieuw"]
        if node.lane:
            parts.append(f"bij {starred(node.lane)}")
        if form := node.properties.get("formulier"):
            parts.append(f"met formulier {starred(form)}")
        if text := node.properties.get("termijn"):
            parts.append(f"met een termijn van {term(text)}")
        place = [
            f"{word} {listed(names)}" for word, ahead in (("na", False), ("voor", True))
            if node.name and (names := neighbours(node, process, ahead=ahead))
        ]  # fmt: skip
        inside = self.inside.get(node.id, ())
        if node.tag == tag.SUBPROCESS and inside:
            parts.append(f"met {counted(len(inside), 'onderdeel', 'onderdelen')} erin")
        return _sentence(parts, place)

    def _gone(self, node: Node, process: Process) -> str:
        """That it is gone, and what comes instead."""
        sentence = f"{called(node, process)} is vervallen"
        for key in self.folded.beside.get(node.id, ()):
            for _, now in self.pairs.kept:
                flow = now.flows.get(key)
                if flow is not None and flow.target not in self.folded.added:
                    source, target = (short(now.nodes.get(each), now) for each in (flow.source, flow.target))
                    return f"{sentence}: na {source} komt nu {target}"
        return sentence


def _sentence(parts: list[str], place: list[str]) -> str:
    """What is said of something new, and its place behind a colon."""
    *first, last = parts
    said = " en ".join([", ".join(first), last]) if len(first) > 1 else ", ".join(parts)
    return f"{said}: {', '.join(place)}" if place else said
