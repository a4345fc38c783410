"""What happens while a command is carried out, told as a word of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflows.diagram import Flow, Node
from workflows.proof.alphabet import FLOW, OVER, Alphabet
from workflows.proof.surroundings import Surroundings


class Telling:
    """What happened so far in one command."""

    def __init__(
        self, around: Surroundings, watched: Mapping[str, frozenset[str]], alphabet: Alphabet
    ) -> None:  # fmt: skip
        self._around, self._watched, self._alphabet = around, watched, alphabet
        self._plain = alphabet.plain
        self.said: list[int] = []
        """In order, as numbers of the alphabet."""

    def say(
        self, what: str, node: Node, *, outputs: Iterable[Any] = (), fields: Iterable[Any] = (), end: str = ""
    ) -> None:  # fmt: skip
        """Something happened at an element."""
        key = (what, node.id, "")
        number = self._plain.get(key)
        if number is None or outputs or fields or end:
            watched = self._watched.get(node.id)
            said = (*key, tuple(outputs), tuple(fields), end, self._ran(watched))
            number = self._alphabet.number(said, plain=not (watched or outputs or fields or end))
        self.said.append(number)

    def flow(self, flow: Flow) -> None:
        """A token took a sequence flow."""
        key = (FLOW, flow.id, flow.name)
        number = self._plain.get(key)
        if number is None:
            watched = self._watched.get(flow.source)
            number = self._alphabet.number((*key, (), (), "", self._ran(watched)), plain=not watched)
        self.said.append(number)

    def over(self, end: str) -> None:
        """The route is at its end."""
        self.said.append(self._alphabet.number((OVER, "", "", (), (), end, self._ran(self._watched.get("")))))

    def _ran(self, watched: frozenset[str] | None) -> frozenset[str]:
        return frozenset(name for name in sorted(watched or ()) if self._around.running(name))
