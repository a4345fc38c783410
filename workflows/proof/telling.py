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
        self.said: list[int] = []
        """In order, as numbers of the alphabet."""

    def say(
        self, what: str, node: Node, *, outputs: Iterable[Any] = (), fields: Iterable[Any] = (), end: str = ""
    ) -> None:  # fmt: skip
        """Something happened at an element."""
        watched = self._watched.get(node.id)
        if watched or outputs or fields or end:
            said = (what, node.id, "", tuple(outputs), tuple(fields), end, self._ran(watched))
            self.said.append(self._alphabet.number(said))
        else:
            self.said.append(self._alphabet.plain(what, node.id))

    def flow(self, flow: Flow) -> None:
        """A token took a sequence flow."""
        watched = self._watched.get(flow.source)
        if watched:
            said = (FLOW, flow.id, flow.name, (), (), "", self._ran(watched))
            self.said.append(self._alphabet.number(said))
        else:
            self.said.append(self._alphabet.plain(FLOW, flow.id, flow.name))

    def over(self, end: str) -> None:
        """The route is at its end."""
        self.said.append(self._alphabet.number((OVER, "", "", (), (), end, self._ran(self._watched.get("")))))

    def _ran(self, watched: frozenset[str] | None) -> frozenset[str]:
        return frozenset(name for name in sorted(watched or ()) if self._around.running(name))
