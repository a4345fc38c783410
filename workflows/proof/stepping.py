"""Token simulation: somebody lets the tokens of one process run, move by move, over the net that proofs go over.

What a form, a term, a table or another route decides is not known here, so each way that it can come out is a move of
its own (workbench 4). Nothing is kept: the same choices lead to the same place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from workflows.bundle import Bundle
from workflows.diagram import EventKind
from workflows.proof.alphabet import ENTERED, FLOW
from workflows.proof.commands import Answer, Command, Complete, GoOff, Hear, OnToken, Start
from workflows.proof.net import Net
from workflows.proof.space import OVER, Edge, Explorer, Watched
from workflows.proof.tokens import INSIDE, Marking, found_at
from workflows.proof.values import TooManyError
from workflows.validator import Limits

_NOBODY_ASKS: Final = Watched({}, frozenset())


class TokenDeed(StrEnum):
    """What can set tokens going."""

    START = "begin"
    DONE = "klaar"
    ANSWER = "antwoord"
    TIMER = "termijn"
    MESSAGE = "bericht"


@dataclass(frozen=True, slots=True)
class TokenMove:
    """Something that can happen now, and one way that it can come out."""

    deed: TokenDeed
    name: str
    """Of the task, question, timer or event where it begins."""
    answers: tuple[str, ...]
    """To a question; of anything else the names on the arrows that are taken."""
    leads: tuple[str, ...]
    """Names of where a token comes to wait by it; empty where none does."""
    over: bool
    """Whether the process is at its end by it."""
    stuck: str
    """What the engine would say where it cannot go on, in Dutch; else empty."""
    passed: tuple[str, ...]
    """Ids of the elements and sequence flows that the tokens go over, in order."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where tokens are."""

    element: str
    name: str
    many: bool
    """Whether more than one stands there."""


@dataclass(frozen=True, slots=True)
class TokenSimulation:
    """A process after some moves."""

    process: str
    taken: tuple[TokenMove, ...]
    standing: tuple[Standing, ...]
    moves: tuple[TokenMove, ...]
    """What can happen now; each is chosen by its place. None where the process is over or stuck."""
    too_many: str = ""
    """Why no moves are given though there are some, in Dutch."""


def simulate(bundle: Bundle, process: str, chosen: Sequence[int], limits: Limits | None = None) -> TokenSimulation:
    """Let a process of a bundle go by these choices, each a place among the moves that there were then.

    A choice that is not among them, because the drawing changed, ends it there. Raises KeyError for no such process.
    """
    stepper = _Stepper(Net.of(bundle), bundle.processes[process].id, limits or Limits())
    return stepper.run(chosen)


class _Stepper:
    def __init__(self, net: Net, process: str, limits: Limits) -> None:
        self._net, self._process = net, process
        self._explorer = Explorer(net, process, _NOBODY_ASKS, limits)
        self._taken: list[TokenMove] = []
        self._at: int | None = None
        """Which marking; None before the start."""
        self._ended = False

    def run(self, chosen: Sequence[int]) -> TokenSimulation:
        try:
            found = self._found()
            for number in chosen:
                if not 0 <= number < len(found):
                    break
                move, to = found[number]
                self._taken.append(move)
                self._at, self._ended = to, to < 0
                found = [] if self._ended else self._found()
        except TooManyError as error:
            return TokenSimulation(self._process, tuple(self._taken), self._standing(), (), str(error))
        return TokenSimulation(self._process, tuple(self._taken), self._standing(), tuple(move for move, _ in found))

    def _found(self) -> list[tuple[TokenMove, int]]:
        """What can happen now, in the order of the drawing; ways that nobody can tell apart are one."""
        told: dict[TokenMove, int] = {}
        for command, edges in self._commands():
            for edge in edges:
                move = self._move(command, edge)
                known = next((each for each in told if replace(each, passed=move.passed) == move), None)
                if known is None:
                    told[move] = edge.to
        return list(told.items())

    def _commands(self) -> Iterator[tuple[Command, list[Edge]]]:
        if self._at is None:
            yield from ((start, edges) for _, start, edges in self._explorer.begins())
        else:
            yield from self._explorer.moves(self._at)

    def _move(self, command: Command, edge: Edge) -> TokenMove:
        deed, name, answers = self._said(command)
        word = [self._explorer.space.symbols[each] for each in self._explorer.space.words[edge.word]]
        passed = [each[1] for each in word if each[0] in {ENTERED, FLOW}]
        if deed is not TokenDeed.ANSWER:
            answers = tuple(each[2] for each in word if each[0] == FLOW and each[2])
        after = self._places(edge.to)
        before = self._places(self._at) if self._at is not None else Counter()
        leads = tuple(self._net.node(each).name for each in after if after[each] > before[each])
        return TokenMove(deed, name, answers, leads, edge.to == OVER, edge.why, tuple(passed))

    def _said(self, command: Command) -> tuple[TokenDeed, str, tuple[str, ...]]:
        match command:
            case Start(at=at):
                return TokenDeed.START, self._net.node(at).name, ()
            case Answer(flows=flows):
                return TokenDeed.ANSWER, self._on(command), tuple(each.name for each in flows)
            case Complete():
                return TokenDeed.DONE, self._on(command), ()
            case GoOff(event=event):
                return TokenDeed.TIMER, event.name or self._on(command), ()
            case Hear(message=message):
                return TokenDeed.MESSAGE, self._hearing(message), ()
            case _:
                raise TypeError(command)

    def _on(self, command: OnToken) -> str:
        return self._net.node(found_at(self._marking(), command.path)[0]).name

    def _hearing(self, message: str) -> str:
        """The events that hear it, as the drawing calls them; else the message itself."""
        named = [
            node.name for process in self._net.bundle.processes.values() for node in process.nodes.values()
            if node.event.kind is EventKind.MESSAGE and node.event.name == message and process.id == self._process
        ]  # fmt: skip
        return next(filter(None, named), message)

    def _marking(self) -> Marking:
        return self._explorer.space.markings[self._at or 0]

    def _standing(self) -> tuple[Standing, ...]:
        places = self._places(self._at) if self._at is not None else Counter[str]()
        return tuple(Standing(each, self._net.node(each).name, places[each] > 1) for each in places)

    def _places(self, number: int) -> Counter[str]:
        """The elements where tokens wait, with how many; what only holds others is left out."""
        return Counter(_waiting(self._explorer.space.markings[number])) if number >= 0 else Counter()


def _waiting(marking: Marking) -> Iterator[str]:
    for element, mode, _flow, _left, _gone, inner in marking[4]:
        if mode != INSIDE:
            yield element
        if inner is not None:
            yield from _waiting(inner)
