"""What of all that happens a sentence looks at: occurrences read as the rules read a history (`rules.trace`).

A sentence asks of each occurrence whether something that it names begins or is done there. That is worked out once, as
sets of occurrences, so that a monitor only looks things up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from workflows.diagram import Node
from workflows.proof.alphabet import Occurrence
from workflows.proof.net import Net
from workflows.rules.drawn import names
from workflows.rules.model import Item, Items, Rules, Sentence, What
from workflows.rules.trace import Event, Happening, Recorded, begins, is_done, throws_message
from workflows.types import RUNS

Symbols = frozenset[int]
_BY_NAME: Final = (What.ELEMENT, What.END, What.MESSAGE, What.START)


@dataclass(frozen=True)
class Events:
    """The occurrences of a space as the rules know events, by number."""

    net: Net
    occurrences: tuple[Occurrence, ...]

    @cached_property
    def all(self) -> tuple[Event, ...]:
        """Each as an event."""
        return tuple(self._event(each) for each in self.occurrences)

    def _event(self, occurrence: Occurrence) -> Event:
        what, element, label, outputs, fields, end, ran = occurrence
        happening = Happening(what)
        node = self.net.source(element) if happening is Happening.FLOW else self.net.node(element) if element else None
        document: dict[str, Any] = {"kind": "", "moment": {"running": [name.removeprefix(RUNS) for name in ran]}}
        return Event(
            happening, Recorded(0, "", document), element, element, node, label, dict(outputs), dict(fields), end
        )

    @cached_property
    def _named(self) -> Mapping[str, tuple[int, ...]]:
        """By name the occurrences that may bear it: of an element, of what it decides, of its message."""
        found: dict[str, list[int]] = {}
        for number, event in enumerate(self.all):
            if event.node is not None:
                for name in {event.node.name, event.node.decision, event.node.event.name} - {""}:
                    found.setdefault(name, []).append(number)
        return {name: tuple(numbers) for name, numbers in found.items()}

    def candidates(self, item: Item) -> Iterable[int]:
        """The occurrences that may be of an item."""
        return self._named.get(item.name, ()) if item.what in _BY_NAME else range(len(self.all))


@dataclass(frozen=True)
class Signs:
    """A sentence beside the occurrences of a space."""

    sentence: Sentence
    events: Events
    not_ends: frozenset[str]

    def begin(self, items: Items) -> Symbols:
        """Where any of these begins."""
        return self._where(items, begins)

    def end(self, items: Items) -> Symbols:
        """Where any of these is done."""
        return self._where(items, is_done)

    def _where(self, items: Items, matches: Any) -> Symbols:
        events, processes, named = self.events.all, self.events.net.bundle.processes, self.sentence.names()
        return frozenset(
            number for item in items for number in self.events.candidates(item)
            if not self._is_no_end(events[number]) and matches(item, events[number], processes, named)
        )  # fmt: skip

    def _is_no_end(self, event: Event) -> bool:
        """Whether this is an end behind which the route goes on elsewhere."""
        return event.happening is Happening.OVER and event.end in self.not_ends

    @cached_property
    def x_begins(self) -> Symbols:
        """Where what the sentence is about begins."""
        return self.begin(self.sentence.x)

    @cached_property
    def x_done(self) -> Symbols:
        """Where it is done."""
        return self.end(self.sentence.x)

    @cached_property
    def x_counts(self) -> Symbols:
        """From where something is asked after it: where it is done, but of a call where it begins."""
        calls = frozenset(
            number for number, event in enumerate(self.events.all) if event.node is not None and event.node.called
        )
        return (self.x_done - calls) | (self.x_begins & calls)

    @cached_property
    def y_done(self) -> Symbols:
        """Where what must be there is done."""
        return self.end(self.sentence.y)

    @cached_property
    def since(self) -> Symbols:
        """From where is looked anew."""
        return self.begin(self.sentence.since)

    @cached_property
    def until(self) -> Symbols:
        """Before what it must be done."""
        return self.begin(self.sentence.until)

    @cached_property
    def unless(self) -> tuple[tuple[Symbols, ...], ...]:
        """Of each drawn exception, where each of its parts is done."""
        return tuple(tuple(self.end((item,)) for item in chain) for chain in self.sentence.unless)

    @cached_property
    def over(self) -> Symbols:
        """Where the route is at its end."""
        return frozenset(
            number for number, event in enumerate(self.events.all)
            if event.happening is Happening.OVER and not self._is_no_end(event)
        )  # fmt: skip

    @cached_property
    def throws(self) -> Symbols:
        """Where the message of the sentence is thrown."""
        message = self.sentence.message
        return frozenset(n for n, event in enumerate(self.events.all) if message and throws_message(event, message))

    @cached_property
    def looked_at(self) -> Symbols:
        """Every occurrence that can make a difference."""
        parts = (each for chain in self.unless for each in chain)
        return self.x_begins.union(self.x_counts, self.y_done, self.since, self.until, self.over, self.throws, *parts)

    def node(self, symbol: int) -> Node | None:
        """The element at which it happens."""
        return self.events.all[symbol].node

    def name(self, symbol: int) -> str:
        """What the drawing calls it."""
        return self.events.all[symbol].name


def running_asked(net: Net, rules: Rules) -> dict[str, frozenset[str]]:
    """By element which other routes the rules ask after when something happens there."""
    found: dict[str, frozenset[str]] = {}
    for item in _items(rules):
        if item.running:
            asked = frozenset(name for name, _ in item.running)
            at = [element for element in net.process_of if _may_be(item, net.node(element))]
            for element in [*at, *([""] if item.what is What.ANY_END else [])]:
                found[element] = found.get(element, frozenset()) | asked
    return found


def fields_asked(rules: Rules) -> frozenset[str]:
    """The fields that rules name."""
    return frozenset(name for item in _items(rules) for name, _ in item.fields)


def _items(rules: Rules) -> list[Item]:
    return [
        item for rule in rules.rules for part in rule.parts
        for said in [part.sentence]
        for item in (*said.x, *said.y, *said.since, *said.until, *(each for chain in said.unless for each in chain))
    ]  # fmt: skip


def _may_be(item: Item, node: Node) -> bool:
    if item.what in (What.ANY_TASK, What.ANY_OTHER_TASK):
        return node.tag == "userTask"
    return node.is_milestone if item.what is What.ANY_STEP else names(item, node)
