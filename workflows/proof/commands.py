"""What may be done with a marking: people answer whatever they may, messages come and timers go off at any moment."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from workflows.diagram import EventKind, Flow, Node
from workflows.diagram import model as tag
from workflows.proof.game import Game
from workflows.proof.net import Net
from workflows.proof.tokens import (
    MANY,
    PERSON,
    WAITS,
    Marking,
    Scope,
    Token,
    found_at,
    scopes_in,
    thaw,
    thaw_token,
)  # fmt: skip
from workflows.proof.values import Filled, TooManyError
from workflows.spiff.reading import choices_of

Aside = tuple[str, Any, str, int]
"""Of a message that only begins an event subprocess which interrupts nothing: message, fields, that subprocess, and
which way to fill it in. What happens in one that is over at once hangs on nothing else."""
_MOST_ANSWERS: Final = 10
"""Answers that one question may let people give together; above this nothing is decided."""


class Command:
    """Something that may be done."""

    aside: Aside | None = None

    @abstractmethod
    def carry_out(self, game: Game, marking: Marking | None) -> None:
        """Do it, and run whatever then needs nobody. Raises StuckError."""


@dataclass(frozen=True, slots=True)
class Start(Command):
    """Begin a process at a start event."""

    process: str
    at: str
    filled: Filled

    def carry_out(self, game: Game, _marking: Marking | None) -> None:
        """See `Command`."""
        game.top = Scope(self.process, self.process, dict(self.filled))
        game.place(game.top, self.at)
        game.settle()


@dataclass(frozen=True, slots=True)
class OnToken(Command):
    """Do something with a token that waits."""

    path: tuple[int, ...]
    """Places of the tokens that lead to it, from the outside in."""

    def carry_out(self, game: Game, marking: Marking | None) -> None:
        """See `Command`. Two equal tokens stand for more: when one moves, two may be left."""
        scope, within = game.restore(marking or ()), marking or ()
        for number, at in enumerate(self.path):
            tokens = within[4]
            if tokens.count(tokens[at]) == MANY and game.choices.one_of(2):
                scope.tokens.append(thaw_token(game.net, tokens[at], scope))
            if number + 1 < len(self.path):
                scope, within = scope.tokens[at].scope or scope, tokens[at][5]
        self.do(game, scope, scope.tokens[self.path[-1]])
        game.settle()

    @abstractmethod
    def do(self, game: Game, scope: Scope, token: Token) -> None:
        """Do it, and no more."""


@dataclass(frozen=True, slots=True)
class Answer(OnToken):
    """Answer a question."""

    flows: tuple[Flow, ...]

    def do(self, game: Game, scope: Scope, token: Token) -> None:
        """See `OnToken`."""
        game.answer(scope, token, self.flows)


@dataclass(frozen=True, slots=True)
class Complete(OnToken):
    """Do a task."""

    filled: Filled

    def do(self, game: Game, scope: Scope, token: Token) -> None:
        """See `OnToken`."""
        game.complete(scope, token, self.filled)


@dataclass(frozen=True, slots=True)
class GoOff(OnToken):
    """Let a timer go off."""

    event: Node

    def do(self, game: Game, scope: Scope, token: Token) -> None:
        """See `OnToken`."""
        game.go_off(scope, token, self.event)


@dataclass(frozen=True)
class Hear(Command):
    """Bring a message to all that waits for it, then to the event subprocesses that it begins."""

    message: str
    filled: Filled
    aside: Aside | None = None

    def carry_out(self, game: Game, marking: Marking | None) -> None:
        """See `Command`."""
        top = game.restore(marking or ())
        waiting = [
            (scope, token, event) for scope in scopes_in(top) for token in scope.tokens
            for event in awaited(game.net, token) if self._is_it(event)
        ]  # fmt: skip
        starts = [
            (scope, start) for scope in scopes_in(top) if scope.key == scope.process
            for start in game.net.event_starts(scope.process) if self._is_it(start)
        ]  # fmt: skip
        for scope, token, event in waiting:
            if token in scope.tokens:
                scope.fields.update(self.filled)
                game.go_off(scope, token, event)
                game.settle()
        for scope, start in starts:
            game.begin(scope, start, self.filled)
            game.settle()

    def _is_it(self, event: Node) -> bool:
        return event.event.kind is EventKind.MESSAGE and event.event.name == self.message


def awaited(net: Net, token: Token) -> Iterator[Node]:
    """The events that a token waits for, and those on its border."""
    if token.mode == WAITS:
        if token.node.tag == tag.EVENT_GATEWAY:
            yield from (net.node(flow.target) for flow in net.outgoing(token.node))
        else:
            yield token.node
    yield from (each for each in net.boundaries(token.node) if each.id not in token.gone)


@dataclass(frozen=True)
class Possible:
    """What may be done, in one net."""

    net: Net
    fields: frozenset[str]
    """Fields that are looked at beside those that guards ask."""
    brought: dict[tuple[str, ...], list[Filled]]
    """What messages bring, once it was worked out."""

    def begins(self, process: str) -> Iterator[tuple[str, Start]]:
        """Every way in which a process can begin, with the message; without one where another calls it."""
        for start in self.net.bundle.processes[process].start_events():
            message = start.event.name if start.event.kind is EventKind.MESSAGE else ""
            for filled in self._brought(message, [start]) if message else self._given(process, start):
                yield message, Start(process, start.id, filled)

    def commands(self, marking: Marking) -> Iterator[Command]:
        """Everything that may be done with a marking; with equal tokens, with the first of them."""
        heard: dict[str, list[Node]] = {}
        for path, scope in _paths(thaw(self.net, marking)):
            for at, token in enumerate(scope.tokens):
                here = (*path, at)
                if not at or found_at(marking, here) != found_at(marking, (*path, at - 1)):
                    yield from self._of_token(scope, token, here)
            for event in self._messages(scope):
                heard.setdefault(event.event.name, []).append(event)
        for message, events in heard.items():
            alone = events[0] if len(events) == 1 and events[0].process == marking[1] else None
            beside = alone if alone and alone.tag == tag.START_EVENT and not alone.interrupting else None
            for way, filled in enumerate(self._brought(message, events)):
                yield Hear(message, filled, (message, marking[3], beside.scope, way) if beside else None)

    def _messages(self, scope: Scope) -> Iterator[Node]:
        """What in a scope waits for a message."""
        for token in scope.tokens:
            yield from (each for each in awaited(self.net, token) if each.event.kind is EventKind.MESSAGE)
        if scope.key == scope.process and not scope.interrupted:
            yield from self.net.event_starts(scope.process)

    def _of_token(self, scope: Scope, token: Token, path: tuple[int, ...]) -> Iterator[Command]:
        if token.mode == PERSON and token.node.is_gateway:
            yield from (Answer(path, flows) for flows in self._answers(token.node))
        elif token.mode == PERSON:
            ways = self.net.values.filled(token.node.properties.get("formulier", ""))
            yield from (Complete(path, filled) for filled in _projected(ways, self._wanted(scope, token.node)))
        for event in awaited(self.net, token):
            if event.event.kind is EventKind.TIMER:
                yield GoOff(path, event)

    def _answers(self, node: Node) -> Iterator[tuple[Flow, ...]]:
        flows = {flow.id: flow for flow in self.net.outgoing(node)}
        yield from ((flow,) for flow in flows.values())
        if node.tag == tag.EXCLUSIVE:
            return
        choices = choices_of(self.net.process_of[node.id], node)
        together = [flows[each.flow] for each in choices if not each.excludes]
        if len(together) > _MOST_ANSWERS:
            message = f"“{node.name}” kan op te veel manieren worden beantwoord om alle na te gaan."
            raise TooManyError(message)
        for size in range(2, len(together) + 1):
            yield from combinations(together, size)

    def _wanted(self, scope: Scope, node: Node) -> frozenset[str]:
        """The fields of which it matters how somebody fills them in."""
        wanted = self.fields.union(*(self._live(scope, [flow.target]) for flow in self.net.outgoing(node)))
        wanted |= self._live(scope, [])
        around = scope.around
        while around is not None and around.process == scope.process:
            wanted |= self._live(around, [])
            around = around.around
        return wanted

    def _live(self, scope: Scope, more: Sequence[str]) -> frozenset[str]:
        elements = [*(each.node.id for each in scope.tokens), *more]
        return self.net.live(elements, scope.process, interrupted=scope.interrupted)

    def _brought(self, message: str, events: Sequence[Node]) -> list[Filled]:
        """What a message can bring: from whoever throws it, or from the form behind its button."""
        key = (message, *(each.id for each in events))
        if key not in self.brought:
            wanted = self.fields.union(*(self.net.live([e.id], e.process, interrupted=False) for e in events))
            ways: list[Filled] = []
            for sender in self.net.senders.get(message, ()):
                ways += self.net.values.carried([name for name in sender.listed("mee") if name in wanted])
            for form in {each.properties.get("formulier", "") for each in events if each.listed("knop")}:
                ways += self.net.values.filled(form)
            self.brought[key] = list(_projected(ways or [{}], wanted))
        return self.brought[key]

    def _given(self, process: str, start: Node) -> list[Filled]:
        """What calls can give a process."""
        named: dict[str, None] = {}
        for each in self.net.bundle.processes.values():
            for node in each.nodes.values():
                named |= dict.fromkeys(node.prefixed("in") if node.called == process else ())
        live = self.net.live([start.id], process, interrupted=False)
        return self.net.values.carried([name for name in named if name in live])


def _paths(top: Scope, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Scope]]:
    yield path, top
    for at, token in enumerate(top.tokens):
        if token.scope is not None:
            yield from _paths(token.scope, (*path, at))


def _projected(ways: Sequence[Filled], wanted: frozenset[str]) -> Iterator[Filled]:
    """The ways to fill in that differ in what is wanted."""
    seen = set[tuple[Any, ...]]()
    for way in ways:
        kept = {name: value for name, value in way.items() if name in wanted}
        key = tuple(sorted(kept.items(), key=repr))
        if key not in seen:
            seen.add(key)
            yield kept
