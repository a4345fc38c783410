"""An element that is there in both versions, and how a change of it is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workflows.diagram import Node, Process
from workflows.differences.model import Change, Weight, Where
from workflows.differences.pairs import Pairs
from workflows.differences.words import called


@dataclass(frozen=True)
class Element:
    """An element in its two versions."""

    pairs: Pairs
    before: Process
    """The process it lay in; `after` is that in which it lies."""
    after: Process
    old: Node
    new: Node
    where: Where

    @cached_property
    def spoken(self) -> str:
        """What it is called at the beginning of a sentence."""
        return called(self.new, self.after)

    def told(self, what: str, weight: Weight, rest: str, old: str = "", new: str = "") -> Change:
        """A change of it: `rest` goes on after its name."""
        return self.where.changed(what, weight, f"{self.spoken} {rest}", old, new)
