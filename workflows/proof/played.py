"""One process with all its behaviours, asked whether a sentence holds in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from workflows.diagram.model import USER_TASK
from workflows.proof.certain import Certain
from workflows.proof.monitors import Broken, Monitor
from workflows.proof.net import Net
from workflows.proof.search import Found, Search
from workflows.proof.shapes import ProofStanding, Shown
from workflows.proof.signs import Events, Signs
from workflows.proof.space import Space
from workflows.rules.model import Item, Kind, Sentence, What
from workflows.rules.trace import Happening

UNSURE: Final = "Dit hangt aan een voorwaarde waarvan niet te zeggen is hoe zij uitvalt."
_ENTRY = Sentence(Kind.NEVER, "", (Item(What.ELEMENT),))


@dataclass(frozen=True)
class Played:
    """A space, and what happens in it as events."""

    net: Net
    space: Space
    events: Events
    not_ends: frozenset[str]

    @classmethod
    def of(cls, net: Net, space: Space, not_ends: frozenset[str]) -> Played:
        """The same, of a space that was explored."""
        return cls(net, space, Events(net, tuple(space.symbols)), not_ends)

    def signs(self, sentence: Sentence) -> Signs:
        """A sentence beside what happens here."""
        return Signs(sentence, self.events, self.not_ends)

    def term(self, sentence: Sentence) -> Shown:
        """Whether every task that can come has a term."""
        signs = self.signs(sentence)
        nodes = [node for symbol in sorted(signs.x_begins) if (node := signs.node(symbol)) is not None]
        without = [each for each in nodes if each.tag == USER_TASK and not each.properties.get("termijn", "").strip()]
        for node in without:
            found = self.way_to(node.id, sure=True)
            if found is not None:
                return Shown(ProofStanding.BROKEN, why=f"“{node.name}” heeft geen termijn.", path=found.path)
        for node in without:
            found = self.way_to(node.id, sure=False)
            why = f"“{node.name}” heeft geen termijn. {UNSURE}"
            return Shown(ProofStanding.UNDECIDED, why=why, path=found.path if found else ())
        if self.space.cut:
            return Shown(ProofStanding.UNDECIDED, why=self.space.cut)
        return Shown(ProofStanding.PROVEN, about=bool(signs.x_begins))

    def watch(self, monitor: Monitor, begin: str | None = None) -> Shown:
        """Decide a sentence; with `begin`, only over what begins by that message."""
        search = Search(self.space, self.events, monitor)
        found = search.run(begin=begin, sure=True)
        if found is not None:
            return Shown(ProofStanding.BROKEN, why=found.why, path=found.path)
        if self.space.cut:
            return Shown(ProofStanding.UNDECIDED, why=self.space.cut)
        found = search.run(begin=begin, sure=False) if self.certain.unsure else None
        if found is not None:
            return Shown(ProofStanding.UNDECIDED, why=f"{found.why} {UNSURE}", path=found.path)
        return Shown(ProofStanding.PROVEN, about=self._about(monitor.signs))

    def way_to(self, element: str, *, sure: bool) -> Found | None:
        """The shortest way to an element, with `sure` without a guess; None where nothing leads there."""
        return Search(self.space, self.events, _Reached(self.signs(_ENTRY), element)).run(sure=sure)

    @cached_property
    def certain(self) -> Certain:
        """What of the space is so without guesses."""
        return Certain(self.space)

    def _about(self, signs: Signs) -> bool:
        """That something never happens is about what does not happen."""
        said = signs.sentence
        if said.kind is Kind.NEVER:
            return True
        return bool(signs.until if said.kind is Kind.COUNT else signs.x_begins | signs.x_done)


@dataclass(frozen=True)
class _Reached(Monitor):
    """Broken where an element is entered."""

    element: str

    @property
    def hears(self) -> frozenset[int]:
        """See `Monitor`."""
        return frozenset(
            number for number, event in enumerate(self.signs.events.all)
            if event.element == self.element and event.happening is Happening.ENTERED
        )  # fmt: skip

    def step(self, _memory: object, _symbol: int) -> Broken:
        """See `Monitor`."""
        return Broken("")
