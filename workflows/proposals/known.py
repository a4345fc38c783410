"""What a proposal may look at beside its drawing: what was found in it, and what the protocol around it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.diagram import Node, Process
from workflows.editing import Sheet


@dataclass(frozen=True, slots=True)
class Known:
    """Of one file."""

    found: Mapping[str, frozenset[str]]
    """Codes of what the validator found, by the element; the file itself is the empty one."""
    functions: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    """Keys of the forms of the protocol, with their names."""
    decisions: tuple[tuple[str, str], ...]
    """The same of its decisions, by their ids."""
    processes: tuple[tuple[str, str], ...]
    """The same of its processes."""

    def codes(self, element: str, *wanted: str) -> frozenset[str]:
        """Which of these were found about an element."""
        return self.found.get(element, frozenset()) & frozenset(wanted)

    def function(self, name: str) -> str:
        """The function of the school that a name of a group means, without case and signs; empty for none."""
        plain = _plain(name)
        return next((each for each in self.functions if _plain(each) == plain), "")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def nodes_of(sheet: Sheet) -> Iterator[tuple[Process, Node]]:
    """Every element of every process that stands in it, in the order of the file."""
    for process in sheet.diagram.processes:
        for node in process.nodes.values():
            yield process, node


def called(name: str) -> str:
    """A name as it stands in a sentence."""
    return f"“{name}”" if name else "dit element"
