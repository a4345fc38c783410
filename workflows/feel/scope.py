"""What an expression sees while it is evaluated, and the register of how each kind of node is compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from workflows.feel.convert import to_feel
from workflows.feel.grammar import Node
from workflows.feel.limits import MAX_CALL_DEPTH, MAX_ITEMS, MAX_NOTES, MAX_WORK
from workflows.feel.values import KINDS, FeelLimit

PLAIN: Final = frozenset(KINDS) - {list, dict}
"""Classes that need no conversion when they come in."""


class Scope:
    """One evaluation: the variables, the instant, what has been noted, and what work is left."""

    __slots__ = ("_converted", "context", "depth", "locals", "notes", "now", "place", "question", "work")

    def __init__(self, context: Mapping[str, object], now: datetime, question: object = None) -> None:
        self.context = context
        self.now = now
        self.question = question
        """The value of `?` in unary tests."""
        self.locals: dict[str, object] | None = None
        self.notes: list[str] = []
        self.place = ""
        """Where in a table the expression stands; begins every note."""
        self.work = MAX_WORK
        self.depth = 0
        self._converted: dict[str, object] = {}

    def note(self, position: int, message: str) -> object:
        """Write down why something gave null, and give that null."""
        self.remark(f"Plaats {position + 1}: {message}.")
        return None

    def remark(self, sentence: str) -> None:
        """Write down a whole sentence, once."""
        text = self.place + sentence
        if len(self.notes) < MAX_NOTES and text not in self.notes:
            self.notes.append(text)

    def spend(self, units: int) -> None:
        """Use up work; raises FeelLimit when none is left."""
        self.work -= units
        if self.work < 0:
            raise FeelLimit("de uitdrukking vraagt te veel rekenwerk")

    def weigh(self, value: object) -> None:
        """Count the items in a list or context that was made; raises FeelLimit where they are too many."""
        waiting, count = [value], 0
        while waiting:
            for part in _inside(waiting.pop()):
                count += 1
                if count > MAX_ITEMS:
                    raise FeelLimit(f"een lijst of context wordt groter dan {MAX_ITEMS} onderdelen")
                if type(part) is list or type(part) is dict:
                    waiting.append(part)
        self.spend(count)

    def deeper(self, by: int) -> None:
        """Enter a function that is so many nodes deep; raises FeelLimit where functions call too deep."""
        self.depth += by
        if self.depth > MAX_CALL_DEPTH:
            raise FeelLimit("functies roepen elkaar te diep aan")

    def convert(self, name: str, value: object) -> object:
        """The FEEL value of a variable that came in as JSON, made once."""
        if name not in self._converted:
            self._converted[name] = to_feel(value)
        return self._converted[name]

    def find(self, name: str) -> object:
        """The value of a variable. Raises KeyError."""
        if self.locals is not None and name in self.locals:
            return self.locals[name]
        value = self.context[name]
        return value if type(value) in PLAIN else self.convert(name, value)


def _inside(value: object) -> list[object]:
    if type(value) is dict:
        return list(value.values())
    return value if type(value) is list else []


Run = Callable[[Scope], object]
"""A compiled node: never raises on data, but FeelLimit may end it."""

_COMPILERS: Final[dict[str, Callable[[Node], Run]]] = {}


def compiles(*kinds: str) -> Callable[[Callable[[Node], Run]], Callable[[Node], Run]]:
    """Register how nodes of these kinds are compiled."""

    def register(compiler: Callable[[Node], Run]) -> Callable[[Node], Run]:
        _COMPILERS.update(dict.fromkeys(kinds, compiler))
        return compiler

    return register


def compiled(node: Node) -> Run:
    """The closure of a node."""
    return _COMPILERS[node.kind](node)
