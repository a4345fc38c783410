"""All behaviours of one process: every marking that can come, and every command that leads from one to the next.

Processes that are called are played inside. Breadth first, so that the first path to a marking is a shortest one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import thread_time
from typing import Final

from workflows.proof.alphabet import LEFT, Alphabet, Occurrence
from workflows.proof.choices import Choices
from workflows.proof.commands import Aside, Command, Possible, Start
from workflows.proof.game import Game
from workflows.proof.net import Net
from workflows.proof.surroundings import StuckError
from workflows.proof.tokens import Marking
from workflows.proof.values import TooManyError
from workflows.validator import Limits

OVER: Final = -1
STUCK: Final = -2


@dataclass(frozen=True, slots=True)
class Edge:
    """A command: where it leads (a marking, OVER or STUCK), and what happened."""

    to: int
    word: int
    """Which of the words of the space: what happened, in order."""
    unsure: bool
    """Whether it rests on a choice that may in truth not be there."""
    why: str = ""
    """What the engine would say where it is stuck."""


@dataclass(slots=True)
class Space:
    """What one process can do."""

    process: str
    begins: list[tuple[str, Edge]] = field(default_factory=list)
    """The commands that start it, with the name of the message, empty where it is called."""
    edges: list[list[Edge]] = field(default_factory=list)
    """By marking."""
    symbols: list[Occurrence] = field(default_factory=list)
    words: list[tuple[int, ...]] = field(default_factory=list)
    markings: list[Marking] = field(default_factory=list)
    came: list[tuple[int, Edge]] = field(default_factory=list)
    """By marking from which it was first found, -1 where it is a first one; and by what."""
    guessed: dict[int, list[tuple[Edge, ...]]] = field(default_factory=dict)
    """By marking, -1 before the start: what comes of each command that rests on guesses. One of it is so in truth."""
    cut: str = ""
    """Why not everything was looked at, in Dutch; empty where it was."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What rules ask beside the markings."""

    running: Mapping[str, frozenset[str]]
    """By element which other routes they ask after when something happens there."""
    fields: frozenset[str]
    """Fields that they name."""


def explore(net: Net, process: str, watched: Watched, limits: Limits) -> Space:
    """Everything that a process can do, up to the limits."""
    explorer = Explorer(net, process, watched, limits)
    try:
        explorer.run()
    except TooManyError as error:
        explorer.space.cut = str(error)
    return explorer.space


class Explorer:
    """One space under way, explored whole by `run` or as far as somebody asks."""

    def __init__(self, net: Net, process: str, watched: Watched, limits: Limits) -> None:
        self.space = Space(process)
        self._net, self._watched, self._limits = net, watched, limits
        self._possible = Possible(net, watched.fields, {})
        self._numbers: dict[Marking, int] = {}
        self._alphabet = Alphabet()
        self._words: dict[tuple[int, ...], int] = {}
        self._aside: dict[Aside, list[Edge]] = {}
        self._todo: deque[int] = deque()
        self._moves = 0
        self._until = thread_time() + limits.max_proof_seconds
        self.space.symbols = self._alphabet.symbols

    def run(self) -> None:
        """Everything, breadth first."""
        for message, _, edges in self.begins():
            self.space.begins += [(message, edge) for edge in edges]
        while self._todo and not self._full():
            number = self._todo.popleft()
            known = (edge for _, found in self.moves(number) for edge in found)
            # What comes of several answers alike is one.
            self.space.edges[number] = list({(edge.to, edge.word, edge.unsure): edge for edge in known}.values())

    def begins(self) -> Iterator[tuple[str, Start, list[Edge]]]:
        """Each way to start, with its message and what comes of it. Raises TooManyError."""
        for message, start in self._possible.begins(self.space.process):
            yield message, start, self._grouped(-1, list(self._tried(-1, start)))

    def moves(self, number: int) -> Iterator[tuple[Command, list[Edge]]]:
        """Each command on a marking, with what comes of it. Raises TooManyError."""
        for command in self._possible.commands(self.space.markings[number]):
            yield command, self._grouped(number, self._done(number, command))

    def _full(self) -> bool:
        over = len(self.space.markings) > self._limits.max_markings or self._moves > self._limits.max_moves
        if over or thread_time() > self._until:
            self.space.cut = (
                f"“{self.space.process}” kan meer dan mag worden nagegaan: er is gestopt na "
                f"{len(self.space.markings)} standen."
            )
        return bool(self.space.cut)

    def _done(self, number: int, command: Command) -> list[Edge]:
        """The command; what happens beside all else and is over at once is worked out once."""
        aside = command.aside
        if aside in self._aside:
            return [Edge(number, edge.word, edge.unsure) for edge in self._aside[aside]]
        edges = list(self._tried(number, command))
        if aside is not None and all(edge.to == number and self._is_over(aside[2], edge) for edge in edges):
            self._aside[aside] = edges
        return edges

    def _grouped(self, number: int, edges: list[Edge]) -> list[Edge]:
        """What came of one command, with what of it rests on guesses kept together."""
        unsure = tuple(edge for edge in edges if edge.unsure)
        if unsure:
            self.space.guessed.setdefault(number, []).append(unsure)
        return edges

    def _is_over(self, subprocess: str, edge: Edge) -> bool:
        happened = (self.space.symbols[each][:2] for each in self.space.words[edge.word])
        return (LEFT, subprocess) in happened

    def _tried(self, number: int, command: Command) -> Iterator[Edge]:
        """The command, with every choice that it meets."""
        marking = self.space.markings[number] if number >= 0 else None
        given: list[int] | None = []
        seen = set[tuple[int, int, bool]]()
        while given is not None:
            self._moves += 1
            choices = Choices(given)
            game = Game(self._net, choices, self._watched.running, self._alphabet)
            stuck, after = "", None
            try:
                command.carry_out(game, marking)
                after = game.marking()
            except StuckError as error:
                stuck = str(error)
            word = self._word(game.said)
            to = STUCK if stuck else OVER if after is None else self._number(after)
            if (to, word, choices.unsure) not in seen:
                seen.add((to, word, choices.unsure))
                edge = Edge(to, word, choices.unsure, stuck)
                if to == len(self.space.came):
                    self.space.came.append((number, edge))
                yield edge
            given = choices.next()

    def _number(self, marking: Marking) -> int:
        found = self._numbers.get(marking)
        if found is None:
            found = self._numbers[marking] = len(self.space.markings)
            self.space.markings.append(marking)
            self.space.edges.append([])
            self._todo.append(found)
        return found

    def _word(self, said: Sequence[int]) -> int:
        word = tuple(said)
        if word not in self._words:
            self._words[word] = len(self.space.words)
            self.space.words.append(word)
        return self._words[word]
