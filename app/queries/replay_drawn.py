"""Where the paths of a route are drawn: on its own drawing or that of a process it calls, of each version it ran on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from workflows import Bundle, Node, Process

_VERSION: Final = "|"
"""Behind the number of a version, before a path in it; no element has it in its id."""


@dataclass(frozen=True, slots=True)
class Place:
    """An element as it is drawn."""

    scope: str
    """The call activities that lead to the drawing it is on, joined by `/`; empty for that of the route itself."""
    element: str
    host: str = ""
    """Path of the activity of which this is the inside or an item."""


@dataclass(slots=True)
class Drawn:
    """The drawings of a route: its own, and those of the processes that it calls, of each version that it ran on.

    Paths and scopes of the second version begin with `1|`, of the third with `2|`: the same element of two versions is
    drawn in two places.
    """

    versions: Sequence[Bundle]
    process: str
    _places: dict[str, tuple[Place, Process]] = field(default_factory=dict)

    def prefix(self, geheel: str) -> str:
        """What the paths of a version begin with."""
        number = next((n for n, each in enumerate(self.versions) if n and each.geheel == geheel), 0)
        return f"{number}{_VERSION}" if number else ""

    def version_at(self, path: str) -> int:
        """In which of the versions a path lies, from 0."""
        number, mark, _ = path.partition(_VERSION)
        return int(number) if mark else 0

    def bundle_at(self, path: str) -> Bundle:
        """The version in which a path lies."""
        return self.versions[self.version_at(path)]

    def place(self, path: str) -> Place:
        """Where a path of the engine lies."""
        return self._found(path)[0]

    def node(self, path: str) -> Node | None:
        """What is drawn there."""
        place, process = self._found(path)
        return process.nodes.get(place.element)

    def process_at(self, path: str) -> Process:
        """The process in which a path lies."""
        return self._found(path)[1]

    def _found(self, path: str) -> tuple[Place, Process]:
        if path not in self._places:
            self._places[path] = self._find(path)
        return self._places[path]

    def _find(self, path: str) -> tuple[Place, Process]:
        number, mark, bare = path.rpartition(_VERSION)
        bundle, prefix = self.bundle_at(path), number + mark
        outer, _, last = bare.rpartition("/")
        element, item, _ = last.partition("[")
        if not outer:
            return Place(prefix, element, prefix + element if item else ""), bundle.processes[self.process]
        around, process = self._found(prefix + outer)
        host = path.partition("[")[0] if item else prefix + outer
        node = process.nodes.get(around.element)
        if node is None or not node.called:
            return Place(around.scope, element, host), process
        scope = prefix + f"{around.scope.removeprefix(prefix)}/{around.element}".lstrip("/")
        return Place(scope, element, host), bundle.processes[node.called]
