"""Sentences as automata: each reads what happens one by one, and says where the sentence is broken.

They say of an unfinished behaviour what `rules.in_order` says of a finished history: a departure that is drawn breaks
nothing. Their memory is small and hashable, so that a behaviour and a memory can be explored together. What happens is
a number of `signs.Events`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

from workflows.proof.signs import Signs, Symbols
from workflows.rules.cases import spelled
from workflows.rules.model import Kind
from workflows.rules.trace import Happening

Memory = Hashable
Chains = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """The sentence does not hold, and why, in Dutch."""

    why: str


Step = Memory | Broken


@dataclass(frozen=True)
class Monitor:
    """One sentence that is watched."""

    signs: Signs

    @property
    def first(self) -> Memory:
        """What it knows before anything happened."""
        return ()

    @property
    def hears(self) -> Symbols:
        """What can change what it knows."""
        return self.signs.looked_at

    @abstractmethod
    def step(self, memory: Any, symbol: int) -> Step:
        """What it knows after something happened."""

    def rest(self, memory: Any) -> Step:
        """What it knows when a command is over and the route waits again."""
        known: Memory = memory
        return known

    # drawn exceptions

    @property
    def _fresh(self) -> Chains:
        return (0,) * len(self.signs.unless)

    def _noted(self, chains: Chains, symbol: int) -> Chains:
        unless = self.signs.unless
        return tuple(
            at + 1 if at < len(unless[number]) and symbol in unless[number][at] else at
            for number, at in enumerate(chains)
        )

    def _drawn(self, chains: Chains) -> bool:
        return any(at == len(chain) for at, chain in zip(chains, self.signs.unless, strict=True))


class Never(Monitor):
    """What may never happen."""

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        return Broken("Dit mag hier nooit gebeuren.") if symbol in self.signs.x_begins else memory


class Before(Monitor):
    """What must lie before something: whether it did, and the exceptions."""

    @property
    def first(self) -> Memory:
        """See `Monitor`."""
        return False, self._fresh

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        seen, chains = memory
        if symbol in self.signs.x_begins and not seen and not self._drawn(chains):
            return Broken(f"Hiervoor hoort {spelled(self.signs.sentence.y)}, maar de route kan ook zonder.")
        if symbol in self.signs.since:
            seen, chains = False, self._fresh
        return seen or symbol in self.signs.y_done, self._noted(chains, symbol)


class Between(Monitor):
    """What must lie between two of a kind: the name of the last, whether it lay there, and the exceptions."""

    @property
    def first(self) -> Memory:
        """See `Monitor`."""
        return None, False, self._fresh

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        last, seen, chains = memory
        said = self.signs.sentence
        seen, chains = seen or symbol in self.signs.y_done, self._noted(chains, symbol)
        if symbol not in self.signs.x_begins:
            return last, seen, chains
        name = self.signs.name(symbol)
        if last is not None and not (said.different and last == name) and not seen and not self._drawn(chains):
            return Broken(f"Tussen “{last}” en “{name}” hoort {spelled(said.y)}, maar de route kan ook zonder.")
        return name, False, self._fresh


class Count(Monitor):
    """How often something lies between two points: how often it did, -1 where nothing is counted."""

    @property
    def first(self) -> Memory:
        """See `Monitor`."""
        return -1, self._fresh

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        counted, chains = memory
        said = self.signs.sentence
        chains = self._noted(chains, symbol)
        if symbol in self.signs.since:
            counted, chains = 0, self._fresh
        if counted >= 0 and symbol in self.signs.x_done:
            counted = min(counted + 1, said.count + 1)
        if counted >= 0 and symbol in self.signs.until:
            if counted != said.count and not self._drawn(chains):
                how = "vaker" if counted > said.count else f"{counted} keer"
                return Broken(f"Hiervoor hoort {said.count} keer {spelled(said.x)}, en dat kan ook {how}.")
            counted = -1
        return counted, chains


class After(Monitor):
    """What must follow: the exceptions of each that waits for it. What goes round for ever has no end."""

    @property
    def first(self) -> Memory:
        """See `Monitor`."""
        return frozenset[Chains]()

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        waiting: frozenset[Chains] = memory
        done = symbol in self.signs.y_done
        if not done and (symbol in self.signs.over or symbol in self.signs.until):
            if any(not self._drawn(chains) for chains in waiting):
                return Broken(f"Hierna hoort {spelled(self.signs.sentence.y)}, en dat hoeft niet te volgen.")
            waiting = frozenset()
        waiting = frozenset() if done else frozenset(self._noted(chains, symbol) for chains in waiting)
        return waiting | {self._fresh} if symbol in self.signs.x_counts else waiting


class Doubt(Monitor):
    """What belongs to a doubt: whether it lay before it, and the exceptions of each that waits for it."""

    @property
    def first(self) -> Memory:
        """See `Monitor`."""
        return False, frozenset[Chains]()

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        before: bool = memory[0]
        waiting: frozenset[Chains] = memory[1]
        if symbol in self.signs.over or symbol in self.signs.since:
            if any(not self._drawn(chains) for chains in waiting):
                wanted = spelled(self.signs.sentence.y)
                return Broken(f"Bij twijfel hoort {wanted}, ervoor of erna, maar de route kan ook zonder.")
            before, waiting = False, frozenset()
        if symbol in self.signs.y_done:
            before, waiting = True, frozenset()
        waiting = frozenset(self._noted(chains, symbol) for chains in waiting)
        return before, waiting | {self._fresh} if symbol in self.signs.x_done and not before else waiting


class Closes(Monitor):
    """Which tasks only people may close. The end of what was cancelled by a timer is the name of that timer."""

    @property
    def hears(self) -> Symbols:
        """See `Monitor`."""
        return frozenset(
            number for number, event in enumerate(self.signs.events.all)
            if event.happening is Happening.CANCELLED and event.end
        )  # fmt: skip

    def step(self, _memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        event = self.signs.events.all[symbol]
        allowed = {item.name for chain in self.signs.sentence.unless for item in chain}
        closable = {each.id for each in map(self.signs.node, self.signs.x_begins) if each is not None}
        if event.end in allowed or event.node is None or event.node.id not in closable:
            return ()
        return Broken(f"“{event.name}” kan vanzelf sluiten door “{event.end}”.")


class FourEyes(Monitor):
    """Who may not be the same: what was done that counts, and which open tasks do not keep out who did it.

    A task keeps out who did what it names in `niet_door`. One that names itself keeps out who did another of that name
    while it was open, or while one was in whose place it came (`workflows.engine.barring`): so for each that is open is
    kept whether one of its name was done before that.
    """

    @property
    def first(self) -> Memory:
        """See `Monitor`."""
        return frozenset[str](), frozenset[tuple[str, bool]](), None

    @property
    def hears(self) -> Symbols:
        """See `Monitor`: also where a task is cancelled."""
        mine = {each.id for each in map(self.signs.node, self.signs.x_begins) if each is not None}
        gone = (
            number for number, event in enumerate(self.signs.events.all)
            if event.happening is Happening.CANCELLED and event.element in mine
        )  # fmt: skip
        return self.signs.looked_at.union(gone)

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        done, opened, lapsed = memory
        node, happening = self.signs.node(symbol), self.signs.events.all[symbol].happening
        if symbol in self.signs.since:
            done, opened = frozenset(), frozenset((element, False) for element, _ in opened)
        if node is None:
            return done, opened, lapsed
        earlier = (node.id, True) in opened
        if symbol in self.signs.x_begins:
            opened |= {(node.id, node.name in done if lapsed is None else lapsed)}
        elif happening in (Happening.LEFT, Happening.CANCELLED):
            if happening is Happening.CANCELLED and (node.id, earlier) in opened:
                lapsed = bool(lapsed) or earlier
            opened = frozenset(each for each in opened if each[0] != node.id)
        if symbol in self.signs.x_done:
            free = done - frozenset(node.listed("niet_door")) | (done & {node.name} if earlier else frozenset())
            if free:
                return Broken(f"Wie “{min(free)}” deed, kan ook “{node.name}” doen.")
        return done | {node.name} if symbol in self.signs.y_done else done, opened, lapsed

    def rest(self, memory: Any) -> Step:
        """See `Monitor`."""
        done, opened, _ = memory
        return done, opened, None


class Thrown(Monitor):
    """What must be thrown after something, in the same command: whether it still must."""

    @property
    def first(self) -> Memory:
        """See `Monitor`."""
        return False

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        return (memory or symbol in self.signs.x_done) and symbol not in self.signs.throws

    def rest(self, memory: Any) -> Step:
        """See `Monitor`."""
        message = self.signs.sentence.message
        why = f"Hierna hoort meteen het bericht “{message}”, en dat gaat niet altijd weg."
        return Broken(why) if memory else False


class Within(After):
    """What must be done before the end of the process that a message begins: it waits from the beginning."""

    @property
    def first(self) -> Memory:
        """See `Monitor`."""
        return True

    def step(self, memory: Any, symbol: int) -> Step:
        """See `Monitor`."""
        done = symbol in self.signs.y_done
        if memory and not done and symbol in self.signs.over:
            return Broken(f"Hier hoort {spelled(self.signs.sentence.y)}, en dat hoeft niet te volgen voor het einde.")
        return memory and not done


MONITORS: Final[dict[Kind, type[Monitor]]] = {
    Kind.NEVER: Never, Kind.BEFORE: Before, Kind.BETWEEN: Between, Kind.COUNT: Count, Kind.AFTER: After,
    Kind.DOUBT: Doubt, Kind.CLOSES: Closes, Kind.FOUR_EYES: FourEyes,
}  # fmt: skip
